from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.people import AINO, LIISA, MATTI
from tests.services.run_round import on
from yhdyspinta.services import bodies, interfaces, places, shared_aim_page, shared_aims
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Actor, Visibility
from yhdyspinta.terms.agreements import AgreementKind, AgreementState, Renewal
from yhdyspinta.terms.bodies import Body, BodyKind, BodyMember
from yhdyspinta.terms.interfaces import Interface, InterfaceParty, InterfaceState, PartyRole
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import ActionState, MeetingState, OutcomeKind
from yhdyspinta.terms.register import Level
from yhdyspinta.terms.shared_aim_page import AimPage, ComingKind
from yhdyspinta.terms.shared_aims import SharedAim

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)
LEADS = InterfaceParty("hva-06", PartyRole.LEADS)
BOTH = (LEADS, InterfaceParty("kunta-609", PartyRole.TAKES_PART))
WORKING = InterfaceState.WORKING
PORI = "609"


@pytest.fixture(autouse=True)
def cooperation(county: None) -> None:
    """One aim, two interfaces (one with Pori), two bodies (one with Pori)."""
    aim = SharedAim("06-aim", "06", "hva-06", Names("Yhdessä"), date(2022, 1, 1))
    shared_aims.save(aim, actor=AINO, now=on(1))
    one = Interface("06-opiskelu", Names("Opiskeluhuolto"), "06", "hva-06", parties=BOTH)
    interfaces.save(replace(one, state=WORKING), actor=AINO, now=on(1))
    other = replace(one, code="06-muu", names=Names("Muu"), parties=(LEADS,))
    interfaces.save(other, actor=AINO, now=on(1))
    body = Body("06-johto", Names("Johto"), Level.MANAGEMENT, BodyKind.COOPERATION, "06", "hva-06")
    body = replace(body, least_per_year=6, members=(BodyMember(organisation="kunta-609"),))
    bodies.save(body, actor=AINO, now=on(1))
    bodies.save(replace(body, code="06-toinen", members=()), actor=AINO, now=on(1))


def page(address: str = "06", actor: Actor = LIISA) -> AimPage:
    return shared_aim_page.compose(places.place(address, on=DAY), actor=actor, on=DAY)


def meeting(body: str, days: int, visibility: Visibility = Visibility.PUBLIC) -> store.Meeting:
    row = store.Body.objects.get(code=body)
    begin = datetime(2026, 11, 24, 9, tzinfo=UTC) + timedelta(days=days)
    return store.Meeting.objects.create(
        code=f"{body}{days}",
        body=row,
        area=row.area,
        owner=row.owner,
        title=f"Kokous {body}",
        starts_at=begin,
        ends_at=begin + timedelta(hours=2),
        state=MeetingState.PLANNED if days > 0 else MeetingState.HELD,
        visibility=visibility,
    )


def decide(at: store.Meeting, number: int = 1) -> None:
    store.Outcome.objects.create(
        meeting=at, number=number, kind=OutcomeKind.DECISION, text="Hyväksyttiin", reference="§ 3"
    )


def agreement(act_by: date | None, **more: object) -> store.Agreement:
    area, owner = store.Area.objects.get(code="06"), store.Organisation.objects.get(code="hva-06")
    return store.Agreement.objects.create(
        **{
            "code": f"06-sopimus-{store.Agreement.objects.count()}",
            "name_fi": "Sopimus",
            "area": area,
            "owner": owner,
            "kind": AgreementKind.COOPERATION,
            "state": AgreementState.IN_FORCE,
            "renewal": Renewal.FIXED,
            "act_by": act_by,
            **more,
        }
    )


def test_a_county_s_page_tells_its_aim_its_interfaces_and_its_bodies() -> None:
    found = page(actor=VISITOR)
    assert found.aim is not None
    assert found.aim.names.fi == "Yhdessä"
    assert dict(found.states) == {InterfaceState.PROPOSED: 1, InterfaceState.WORKING: 1}
    assert (found.bodies, found.behind) == (2, 2)


def test_a_municipality_s_page_tells_what_it_takes_part_in_only() -> None:
    found = page(PORI)
    assert [each.code for package in found.packages for each in package.interfaces] == [
        "06-opiskelu"
    ]
    assert found.bodies == 1
    assert found.county == "06"


def test_another_county_s_page_has_nothing_of_it() -> None:
    found = page("07", actor=MATTI)
    assert (found.aim, found.count, found.bodies) == (None, 0, 0)


def test_decisions_of_meetings_that_one_may_read_are_told_the_newest_first() -> None:
    decide(meeting("06-johto", -20))
    decide(meeting("06-toinen", -10, Visibility.PARTNERS))
    assert [each.meeting for each in page().decided] == ["06-toinen-10", "06-johto-20"]
    assert [each.meeting for each in page(actor=VISITOR).decided] == ["06-johto-20"]


def test_a_municipality_is_told_the_decisions_of_bodies_in_which_it_sits() -> None:
    decide(meeting("06-johto", -20))
    decide(meeting("06-toinen", -10))
    assert [each.meeting for each in page(PORI).decided] == ["06-johto-20"]


def test_what_comes_within_90_days_is_told_by_its_day() -> None:
    meeting("06-johto", 30)
    meeting("06-johto", 91)
    agreement(DAY + timedelta(days=10))
    agreement(DAY + timedelta(days=91))
    agreement(DAY - timedelta(days=1))
    kinds = [each.kind for each in page().coming if each.kind is not ComingKind.DUTY]
    assert kinds == [ComingKind.AGREEMENT, ComingKind.MEETING]


def test_an_open_action_that_is_late_comes_first_and_says_so() -> None:
    meeting("06-johto", 1)
    store.Outcome.objects.create(
        meeting=meeting("06-johto", -20),
        number=1,
        kind=OutcomeKind.ACTION,
        state=ActionState.OPEN,
        text="Tee",
        due_on=DAY - timedelta(days=3),
    )
    first = page().coming[0]
    assert (first.kind, first.is_late, first.names.fi) == (ComingKind.ACTION, True, "Tee")


def test_many_late_actions_leave_room_for_what_is_ahead() -> None:
    meeting("06-johto", 1)
    old = meeting("06-johto", -20)
    for number in range(1, 20):
        store.Outcome.objects.create(
            meeting=old,
            number=number,
            kind=OutcomeKind.ACTION,
            state=ActionState.OPEN,
            text="Tee",
            due_on=DAY - timedelta(days=3),
        )
    assert ComingKind.MEETING in {each.kind for each in page().coming}


def test_agreements_are_counted_all_though_a_few_are_shown() -> None:
    for days in range(9):
        agreement(None, ends_on=DAY + timedelta(days=days))
    agreement(None, ends_on=DAY - timedelta(days=1))
    agreement(None, state=AgreementState.DRAFT)
    found = page()
    assert (len(found.agreements), found.agreement_count) == (6, 9)
    assert found.agreements[0].ends_on == DAY


def test_only_who_keeps_the_register_is_offered_to_write_the_aim() -> None:
    assert page(actor=AINO).may_edit
    assert not page(actor=LIISA).may_edit
    assert not page(PORI, actor=AINO).may_edit


def test_the_index_counts_each_county_s_cooperation() -> None:
    agreement(None)
    found = {each.area: each for each in shared_aim_page.all_counties(actor=LIISA, on=DAY)}
    here, there = found["06"], found["07"]
    assert (here.interfaces, here.bodies, here.agreements, here.has_aim) == (2, 2, 1, True)
    assert (there.interfaces, there.bodies, there.agreements, there.has_aim) == (0, 0, 0, False)
    assert found[""].interfaces == 0


def test_a_visitor_counts_no_agreements_of_partners() -> None:
    agreement(None, visibility=Visibility.PARTNERS)
    found = {each.area: each for each in shared_aim_page.all_counties(actor=VISITOR, on=DAY)}
    assert found["06"].agreements == 0


@pytest.mark.parametrize("address", ["06", PORI, "national"])
def test_a_page_takes_as_many_queries_however_much_there_is(
    address: str, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for days in range(1, 40):
        meeting("06-johto", days)
        decide(meeting("06-johto", -days))
        agreement(DAY + timedelta(days=days))
    with django_assert_max_num_queries(22):  # type: ignore[attr-defined]
        page(address)


def test_the_index_takes_five_queries(
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    with django_assert_max_num_queries(5):  # type: ignore[attr-defined]
        shared_aim_page.all_counties(actor=LIISA, on=DAY)
