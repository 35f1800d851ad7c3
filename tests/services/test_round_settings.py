"""Changing an unpublished round: what may be changed by whom, and what the trail keeps."""

from dataclasses import replace
from datetime import date

import pytest

from tests.people import AINO, EERO, LIISA, coordinator
from tests.services.run_round import CODE, DAYS, SAARA, on, open_november, save
from tests.small_roadmap import at
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import extensions, round_settings, rounds, submissions
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store.models import Event, Extension, ReportingRound
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import RoundState, Status
from yhdyspinta.terms.rounds import Scope, SubmissionState

pytestmark = pytest.mark.usefixtures("ground")
DAY = date(2021, 11, 30)


@pytest.fixture(autouse=True)
def _november(ground):
    open_november()


def shown():
    return round_settings.of_round(CODE, actor=SAARA)[0]


def change(*, actor=SAARA, now=None, seen="", **what):
    round_settings.change_round(replace(shown(), **what), actor=actor, now=now or on(2), seen=seen)


def later(**days):
    return replace(DAYS, **days)


class TestChanging:
    def test_everything_that_is_asked_can_be_changed(self):
        wanted = replace(
            shown(),
            names=Names("Uusi", "Ny", "New"),
            as_of=DAY,
            instructions=Names("Ohje"),
            schedule=later(reminder_days=(3,)),
            areas=("06",),
        )
        round_settings.change_round(wanted, actor=SAARA, now=on(2))
        assert shown() == wanted

    def test_the_trail_tells_what_was_and_is_and_nothing_else(self):
        change(names=Names("Uusi"))
        event = Event.objects.get(action="round.change")
        assert event.details == {"before": {"name_fi": "Marraskuu"}, "after": {"name_fi": "Uusi"}}
        assert (event.actor, event.organisation) == ("person:5", "stm")

    def test_nothing_changed_leaves_no_event(self):
        change()
        assert not Event.objects.filter(action="round.change").exists()

    def test_state_and_roadmap_stay(self):
        change(state=RoundState.PUBLISHED, roadmap="another", names=Names("Uusi"))
        assert (shown().state, shown().roadmap) == ("open", "tiekartta")

    def test_its_day_stays_once_reports_have_been_given(self):
        save(Status.DONE, now=on(2))
        change(names=Names("Uusi"))
        with pytest.raises(RefusedError):
            change(as_of=DAY)

    def test_a_later_opening_day_makes_an_unused_round_wait(self):
        change(schedule=later(opens_on=date(2021, 11, 5)))
        assert shown().state == "planned"
        change(schedule=DAYS)
        assert shown().state == "open"

    def test_a_round_in_use_does_not_wait_again(self):
        save(Status.DONE, now=on(2))
        with pytest.raises(RefusedError):
            change(schedule=later(opens_on=date(2021, 11, 5)))

    def test_a_later_closing_day_opens_what_the_calendar_closed(self):
        change(schedule=later(closes_on=date(2021, 11, 25)), now=on(22))
        assert save(Status.DONE, now=on(22)).saved

    def test_a_stale_form_is_refused(self):
        seen = mark(shown())
        change(names=Names("Toinen"))
        with pytest.raises(StaleError):
            change(names=Names("Uusi"), seen=seen)
        assert shown().names.fi == "Toinen"


class TestAreas:
    def test_an_area_is_added_and_waits(self):
        change(areas=("06",))
        change(areas=("06", "07"))
        states = [(each.area, each.state) for each in submissions.of_round(CODE)]
        assert states == [("06", "waiting"), ("07", "waiting")]

    def test_one_that_has_reported_cannot_be_left_out(self):
        save(Status.DONE, now=on(2))
        with pytest.raises(RefusedError, match="Satakunta"):
            change(areas=("07",))

    def test_one_that_has_handed_in_cannot_be_left_out(self):
        submissions.step(CODE, "06", SubmissionState.READY, actor=AINO, now=on(2))
        with pytest.raises(RefusedError, match="Satakunta"):
            change(areas=("07",))

    def test_more_time_of_one_left_out_is_withdrawn(self):
        extensions.grant(CODE, "07", until=DAY, reason="x", actor=SAARA, now=on(2))
        change(areas=("06",))
        assert not Extension.objects.in_force().exists()

    def test_one_that_does_not_take_part_is_refused(self):
        with pytest.raises(RefusedError, match="90"):
            change(areas=("06", "90"))


class TestRefusals:
    @pytest.mark.parametrize("who", [AINO, EERO, LIISA, coordinator("another")])
    def test_only_the_roadmaps_coordinator_changes_it(self, who):
        with pytest.raises(ForbiddenError):
            change(actor=who, names=Names("Uusi"))

    def test_a_published_round_stays(self):
        ReportingRound.objects.update(state=RoundState.PUBLISHED)
        with pytest.raises(RefusedError):
            change(names=Names("Uusi"))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"schedule": later(due_on=date(2021, 11, 30))},
            {"schedule": replace(DAYS, due_on=None)},
            {"schedule": later(reminder_days=(400,))},
            {"schedule": later(reminder_days=tuple(range(11)))},
            {"scope": Scope.CRITICAL},
        ],
    )
    def test_what_cannot_be_asked_is_refused(self, wrong):
        with pytest.raises(RefusedError):
            change(**wrong)


class TestCalendar:
    def test_what_the_calendar_closed_is_published_without_closing_it_by_hand(self):
        rounds.publish(CODE, actor=SAARA, now=on(21))
        row = ReportingRound.objects.get()
        assert (row.state, row.closed_at) == ("published", on(20, 22))

    def test_what_the_calendar_opened_is_closed_by_hand(self):
        ReportingRound.objects.update(state=RoundState.PLANNED)
        rounds.close_round(CODE, actor=SAARA, now=on(2))
        assert ReportingRound.objects.get().state == "closed"

    def test_past_its_closing_day_a_round_is_not_opened_without_a_new_day(self):
        rounds.close_round(CODE, actor=SAARA, now=on(19))
        with pytest.raises(RefusedError, match="2021"):
            rounds.reopen_round(CODE, actor=SAARA, now=on(21))

    def test_a_planned_round_is_opened_before_its_day(self):
        change(schedule=later(opens_on=date(2021, 11, 5)))
        rounds.reopen_round(CODE, actor=SAARA, now=on(3))
        assert shown().schedule.opens_on == date(2021, 11, 3)


class TestNext:
    def test_it_is_proposed_from_the_last_one(self):
        found, offered = round_settings.next_of("", actor=SAARA, today=date(2021, 11, 9))
        assert (found.code, found.names.fi) == ("2021-11-2", "Marraskuu 2021")
        assert found.names.sv == "November 2021"
        assert (found.areas, offered.tasks, offered.critical) == (("06", "07"), 3, 0)

    def test_it_is_the_coordinators_only(self):
        with pytest.raises(ForbiddenError):
            round_settings.next_of("", actor=AINO, today=at(8).date())
        with pytest.raises(ForbiddenError):
            round_settings.next_of("another", actor=SAARA, today=at(8).date())
