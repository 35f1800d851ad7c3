"""More time for an area: who gives it, what it opens, and how the picture tells of it."""

from datetime import date

import pytest
from django.utils.translation import override

from tests.people import AINO, EERO, coordinator
from tests.services.filled_sheets import INTO
from tests.services.run_round import CODE, SAARA, on, open_november, save
from yhdyspinta.services import extensions, reporting, rounds, situation, submissions
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import (
    Event,
    Grant,
    Organisation,
    Roadmap,
    SubmissionStep,
    User,
)
from yhdyspinta.terms.access import Role, operator
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.rounds import SubmissionState

pytestmark = pytest.mark.usefixtures("ground")
UNTIL = date(2021, 11, 25)


@pytest.fixture(autouse=True)
def _november(ground):
    open_november()


def grant(*, area="06", until=UNTIL, reason="Järjestelmä vaihtui", actor=SAARA, now=None):
    extensions.grant(CODE, area, until=until, reason=reason, actor=actor, now=now or on(21))


def published_notes(now=None):
    rounds.publish(CODE, actor=SAARA, now=now or on(26))
    return situation.of_round(CODE).picture.notes


@pytest.fixture
def known_coordinator(_november):
    """The coordinator as a person of the ministry in the database."""
    user = User.objects.create(id=5, email="saara@example.org", name="Saara", joined_at=on(1))
    ministry = Organisation.objects.create(
        code="stm",
        kind=OrganisationKind.MINISTRY,
        name_fi="Sosiaali- ja terveysministeriö",
        name_sv="Social- och hälsovårdsministeriet",
    )
    Grant.objects.create(
        user=user,
        role=Role.COORDINATOR,
        organisation=ministry,
        roadmap=Roadmap.objects.get(code=INTO.code),
        granted_at=on(1),
        granted_by="root",
    )


class TestGranting:
    def test_it_opens_a_closed_round_for_its_area_until_its_day(self):
        grant()
        assert save(Status.DONE, now=on(25, 20)).saved
        with pytest.raises(reporting.LockedError):
            save(Status.DONE, task=1, now=on(26))

    def test_another_area_stays_locked(self):
        grant(area="07")
        with pytest.raises(reporting.LockedError):
            save(Status.DONE, now=on(22))

    def test_a_new_one_takes_the_former_ones_place(self):
        grant()
        grant(until=date(2021, 11, 28), now=on(22))
        assert reporting.lock(CODE, "06", today=date(2021, 11, 28)) is None
        event = Event.objects.filter(action="extension.grant").latest("id")
        assert event.details == {"before": "2021-11-25", "after": "2021-11-28"}
        assert (event.area, event.reason) == ("06", "Järjestelmä vaihtui")

    def test_a_withdrawn_one_locks_again_and_the_trail_says_why(self):
        grant()
        extensions.withdraw(CODE, "06", actor=SAARA, now=on(22), reason="Valmista tuli")
        assert reporting.lock(CODE, "06", today=date(2021, 11, 22)) is not None
        assert Event.objects.get(action="extension.withdraw").reason == "Valmista tuli"

    @pytest.mark.parametrize("who", [AINO, EERO, coordinator("another")])
    def test_only_the_coordinator_gives_and_withdraws_it(self, who):
        with pytest.raises(ForbiddenError):
            grant(actor=who)
        grant()
        with pytest.raises(ForbiddenError):
            extensions.withdraw(CODE, "06", actor=who, now=on(22))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"reason": "  "},
            {"reason": "x" * 501},
            {"until": date(2021, 11, 20)},
            {"until": date(2021, 11, 20), "now": on(2)},
            {"area": "90"},
        ],
    )
    def test_what_gives_no_more_time_is_refused(self, wrong):
        with pytest.raises(RefusedError):
            grant(**wrong)
        assert not Event.objects.filter(action="extension.grant").exists()

    def test_there_must_be_one_to_withdraw(self):
        with pytest.raises(RefusedError):
            extensions.withdraw(CODE, "06", actor=SAARA, now=on(22))


def accept():
    """Take area 06 to the national picture."""
    for to, actor in (("ready", AINO), ("approved", EERO), ("accepted", SAARA)):
        submissions.step(CODE, "06", SubmissionState(to), actor=actor, now=on(10))


def state():
    return next(each for each in submissions.of_round(CODE) if each.area == "06").state


class TestErratum:
    def test_publishing_ends_the_time_that_areas_were_given(self):
        grant()
        rounds.publish(CODE, actor=SAARA, now=on(22))
        with pytest.raises(reporting.LockedError, match="published"), override("en"):
            save(Status.DONE, now=on(23))
        assert Event.objects.latest("id").details["extensions_ended"] == ["06"]

    def test_more_time_in_a_published_round_opens_its_area_until_the_day(self):
        rounds.publish(CODE, actor=SAARA, now=on(21))
        grant(now=on(22))
        assert save(Status.DONE, now=on(25)).saved
        with pytest.raises(reporting.LockedError):
            save(Status.DONE, task=1, now=on(26))

    def test_it_sends_accepted_reports_back_with_the_reason(self):
        accept()
        rounds.publish(CODE, actor=SAARA, now=on(21))
        grant(now=on(22), reason="Rivi puuttui")
        assert state() is SubmissionState.RETURNED
        assert SubmissionStep.objects.latest("id").comment == "Rivi puuttui"
        assert save(Status.DONE, now=on(23)).saved

    def test_the_corrected_reports_are_approved_and_accepted_as_ever(self):
        accept()
        rounds.publish(CODE, actor=SAARA, now=on(21))
        grant(now=on(22))
        save(Status.DONE, now=on(23))
        accept()
        assert state() is SubmissionState.ACCEPTED

    def test_without_more_time_nothing_is_handed_in_after_publication(self):
        rounds.publish(CODE, actor=SAARA, now=on(21))
        with pytest.raises(RefusedError):
            submissions.step(CODE, "06", SubmissionState.READY, actor=AINO, now=on(22))

    def test_the_erratum_tells_of_it_and_locks_again(self):
        rounds.publish(CODE, actor=SAARA, now=on(21))
        grant(now=on(22), reason="Rivi puuttui")
        save(Status.DONE, now=on(23))
        rounds.publish(CODE, actor=SAARA, now=on(24), reason="Satakunta korjasi")
        [note] = situation.of_round(CODE).picture.notes
        assert "Rivi puuttui" in note.text.fi
        assert reporting.lock(CODE, "06", today=date(2021, 11, 24)) is not None

    def test_withdrawn_it_locks_again_without_an_erratum(self):
        rounds.publish(CODE, actor=SAARA, now=on(21))
        grant(now=on(22))
        extensions.withdraw(CODE, "06", actor=SAARA, now=on(23))
        assert reporting.lock(CODE, "06", today=date(2021, 11, 23)) is not None


@pytest.mark.usefixtures("known_coordinator")
class TestPublishedPicture:
    def test_it_tells_in_three_languages_what_changed_after_the_closing(self):
        grant()
        save(Status.DONE, now=on(22))
        save(Status.DONE, task=1, now=on(22))
        [note] = published_notes()
        assert (note.areas, note.visibility) == (("06",), "public")
        for text in (note.text.fi, note.text.sv, note.text.en):
            assert "Satakunta" in text
            assert "Järjestelmä vaihtui" in text
            assert " 2 " in text
        assert "25 November 2021" in note.text.en
        assert "25.11.2021" in note.text.fi

    def test_it_names_the_organisation_and_the_role_and_no_person(self):
        grant()
        save(Status.DONE, now=on(22))
        text = published_notes()[0].text
        assert "Sosiaali- ja terveysministeriö" in text.fi
        assert "Social- och hälsovårdsministeriet" in text.sv
        assert "coordinator" in text.en
        assert "Saara" not in str(text)

    def test_one_that_changed_nothing_is_not_told(self):
        save(Status.DONE, now=on(19))
        grant()
        save(Status.DONE, now=on(22))
        assert published_notes() == ()

    def test_one_withdrawn_after_it_changed_something_is_told(self):
        grant()
        save(Status.DONE, now=on(22))
        extensions.withdraw(CODE, "06", actor=SAARA, now=on(23))
        assert len(published_notes()) == 1

    def test_what_was_closed_by_hand_counts_from_then(self):
        rounds.close_round(CODE, actor=SAARA, now=on(15))
        grant(until=date(2021, 11, 18), now=on(16))
        save(Status.DONE, now=on(17))
        assert "18 November 2021" in published_notes()[0].text.en

    def test_the_same_note_again_makes_no_erratum(self):
        grant()
        save(Status.DONE, now=on(22))
        published_notes()
        with pytest.raises(RefusedError):
            rounds.publish(CODE, actor=SAARA, now=on(27), reason="Sama")


def test_an_operators_is_told_by_role():
    grant(actor=operator("root"))
    save(Status.DONE, now=on(22))
    text = published_notes()[0].text
    assert "granted by: operator" in text.en
    assert "root" not in str(text)
