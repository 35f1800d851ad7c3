"""Who sees what of the reports behind a number: the public what was published, others by role."""

from datetime import date

import pytest

from tests.people import AINO, LIISA, MATTI, STRANGER, coordinator, person
from tests.services.filled_sheets import INTO, publish_october, said, take_in
from tests.small_roadmap import DAY, Q4, at
from yhdyspinta.services import figures, situation
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.store.models import Area, Roadmap, StatusReport, Task
from yhdyspinta.terms.access import VISITOR, Role, Visibility
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.roadmap import Status

pytestmark = pytest.mark.usefixtures("ground")

MUNICIPALITY = person(
    Role.READER, "837", kind=OrganisationKind.MUNICIPALITY, organisation="837", whole="06"
)
MINISTRY = person(Role.READER, "", kind=OrganisationKind.MINISTRY, organisation="vm")
COORDINATOR = coordinator(INTO.code)


def history(actor):
    return figures.history(INTO.code, area="06", task="a", actor=actor)


def areas_of(actor):
    picture = situation.live(INTO.code, as_of=DAY, horizon=Q4, actor=actor).picture
    return [area.code for area in picture.areas]


@pytest.mark.parametrize("who", [VISITOR, STRANGER, MATTI])
def test_outsiders_see_what_published_pictures_knew(who):
    publish_october(said(Status.LATE))
    take_in(said(Status.DONE), now=at(11))
    assert [each.status for each in history(who)] == [Status.LATE]


@pytest.mark.parametrize("who", [LIISA, COORDINATOR, MUNICIPALITY, MINISTRY])
def test_the_areas_people_its_municipalities_and_the_state_see_all(who):
    publish_october(said(Status.LATE))
    take_in(said(Status.DONE), now=at(11))
    assert [each.status for each in history(who)] == [Status.LATE, Status.DONE]


def test_a_report_on_a_later_day_than_the_picture_is_not_published_by_it():
    take_in(said(Status.DONE, date(2021, 12, 1)))
    publish_october(said(Status.LATE))
    assert [each.status for each in history(VISITOR)] == [Status.LATE]


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.PUBLIC, {"visitor", "matti", "aino", "coordinator"}),
        (Visibility.PARTNERS, {"matti", "aino", "coordinator"}),
        (Visibility.INTERNAL, {"aino", "coordinator"}),
    ],
)
def test_a_note_is_read_by_those_whom_it_is_for(visibility, readers):
    publish_october()
    StatusReport.objects.create(
        **_report(), visibility=visibility, note="Toimittaja vaihtui", recorded_at=at(7)
    )
    cast = {"visitor": VISITOR, "matti": MATTI, "aino": AINO, "coordinator": COORDINATOR}
    assert {name for name, who in cast.items() if any(r.note for r in history(who))} == readers


def _report():
    return {
        "roadmap": Roadmap.objects.get(code=INTO.code),
        "area": Area.objects.get(code="06"),
        "task": Task.objects.get(code="a"),
        "status": "late",
        "effective_from": date(2021, 10, 1),
        "superseded_on": date(2021, 10, 2),
        "recorded_by": "person:1",
    }


def test_a_name_is_for_the_inside_and_an_organisation_for_everybody():
    publish_october(said(Status.DONE, area="90"))
    [seen] = figures.history(INTO.code, area="90", task="a", actor=VISITOR)
    [known] = figures.history(INTO.code, area="90", task="a", actor=COORDINATOR)
    assert (seen.recorded_by, known.recorded_by) == ("Helsingin kaupunki", "aino")


@pytest.mark.parametrize(
    ("who", "seen"),
    [(LIISA, ["06"]), (MATTI, ["07"]), (MUNICIPALITY, ["06"]), (COORDINATOR, ["07", "06"])],
)
def test_a_live_picture_is_of_the_areas_that_one_may_see(who, seen):
    take_in(said(), said(area="07"))
    assert areas_of(who) == seen


@pytest.mark.parametrize("who", [VISITOR, STRANGER, person(Role.READER, "90")])
def test_a_live_picture_is_not_for_those_who_may_see_no_area(who):
    take_in(said(), said(area="07"))
    with pytest.raises(ForbiddenError):
        areas_of(who)
