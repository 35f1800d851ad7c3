"""The annual clock: what touches which month, what overlaps, which weeks are full."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yhdyspinta.calc import annual_clock as calc
from yhdyspinta.terms.annual_clock import ClockEntry, ClockEvent, ClockKind, Precision
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.recurrence import Frequency, Recurrence

EVENT = ClockEvent("raami", Names("Raami"), ClockKind.BUDGET, date(2026, 5, 20), owner="hva-06")
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def meeting(number: int, starts: datetime, minutes: int = 60, *who: str) -> ClockEntry:
    return ClockEntry(
        key=f"meeting:{number}",
        names=Names(f"Kokous {number}"),
        kind=ClockKind.MEETING,
        starts_on=starts.date(),
        ends_on=starts.date(),
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        organisations=who or ("hva-06",),
    )


NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("precision", "day", "span"),
    [
        (Precision.DAY, date(2026, 5, 20), (date(2026, 5, 20), date(2026, 5, 20))),
        (Precision.MONTH, date(2024, 2, 10), (date(2024, 2, 1), date(2024, 2, 29))),
        (Precision.PERIOD, date(2026, 5, 20), (date(2026, 5, 1), date(2026, 6, 30))),
        (Precision.PERIOD, date(2026, 12, 31), (date(2026, 11, 1), date(2026, 12, 31))),
        (Precision.PERIOD, date(2026, 2, 28), (date(2026, 1, 1), date(2026, 2, 28))),
    ],
)
def test_what_is_known_by_the_period_takes_all_of_it(precision, day, span) -> None:
    event = replace(EVENT, precision=precision, starts_on=day)
    (entry,) = calc.of_event(event, first=date(2024, 1, 1), last=date(2026, 12, 31))
    assert (entry.starts_on, entry.ends_on) == span


def test_a_recurring_event_has_an_entry_for_each_day_with_a_name_of_its_own() -> None:
    rule = Recurrence(Frequency.MONTHLY, day=-1)
    entries = calc.of_event(replace(EVENT, rule=rule, ends_on=date(2026, 8, 15)), **YEAR)
    assert [each.starts_on.month for each in entries] == [5, 6, 7]
    assert entries[0].key == "clock_event:raami:2026-05-31"


def test_an_event_of_another_year_is_left_out() -> None:
    assert calc.of_event(replace(EVENT, starts_on=date(2025, 12, 31)), **YEAR) == []


def test_what_began_before_the_year_stands_in_its_january() -> None:
    (entry,) = calc.of_event(
        replace(EVENT, starts_on=date(2025, 11, 1), ends_on=date(2026, 2, 3)), **YEAR
    )
    assert list(calc.months(entry, 2026)) == [1, 2]
    assert calc.by_month([entry], 2026)[1] == [entry]


def test_meetings_of_one_organisation_that_overlap_clash() -> None:
    one, other = meeting(1, NOON), meeting(2, NOON + timedelta(minutes=59))
    (clash,) = calc.clashes([other, one])
    assert (clash.first, clash.second, clash.organisations) == (one, other, ("hva-06",))


@pytest.mark.parametrize(
    "other",
    [
        meeting(2, NOON + timedelta(minutes=60)),
        meeting(2, NOON, 60, "kunta-609"),
        replace(meeting(2, NOON), is_cancelled=True),
    ],
)
def test_what_follows_is_of_others_or_is_cancelled_does_not_clash(other) -> None:
    assert calc.clashes([meeting(1, NOON), other]) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(1, 120), st.sampled_from("abc")), max_size=12
    )
)
def test_clashes_are_those_that_every_pair_compared_gives(drawn) -> None:
    held = [
        meeting(number, NOON + timedelta(minutes=at), length, who)
        for number, (at, length, who) in enumerate(drawn)
    ]
    pairs = {
        frozenset((a.key, b.key))
        for a in held
        for b in held
        if a.key < b.key
        and a.organisations == b.organisations
        and (a.starts_at and b.ends_at and a.starts_at < b.ends_at)
        and (b.starts_at and a.ends_at and b.starts_at < a.ends_at)
    }
    assert {frozenset((c.first.key, c.second.key)) for c in calc.clashes(held)} == pairs


def test_a_week_is_full_with_more_than_was_allowed_from_monday_to_sunday() -> None:
    days = [datetime(2026, 3, 9 + each, 12, tzinfo=UTC) for each in (0, 3, 6, 7)]
    held = [meeting(number, day) for number, day in enumerate(days)]
    (week,) = calc.full_weeks(held, most=2)
    assert (week.monday, len(week.entries)) == (date(2026, 3, 9), 3)
    assert calc.full_weeks(held, most=3) == []


def test_a_meeting_on_a_holiday_is_pointed_out_and_a_deadline_is_not() -> None:
    midsummer = meeting(1, datetime(2026, 6, 19, 12, tzinfo=UTC))
    deadline = replace(EVENT, starts_on=date(2026, 6, 20))
    entries = [midsummer, meeting(2, NOON), *calc.of_event(deadline, **YEAR)]
    assert calc.on_days_off(entries) == [midsummer]


def test_a_thing_of_two_organisations_stands_in_both_lanes_and_nobodys_comes_last() -> None:
    shared = meeting(1, NOON, 60, "b", "a")
    nobodys = replace(shared, key="x", organisations=())
    lanes = calc.by_organisation([nobodys, shared], {"a": Names("A"), "b": Names("B")})
    assert [(lane.code, len(lane.entries)) for lane in lanes] == [("a", 1), ("b", 1), ("", 1)]


def test_few_lanes_keep_everything_once_in_the_last_one() -> None:
    held = [meeting(n, NOON + timedelta(days=n), 60, code) for n, code in enumerate("aaabbcd")]
    lanes = calc.few(calc.by_organisation(held, {}), 3)
    assert [(lane.code, len(lane.entries)) for lane in lanes] == [("a", 3), ("b", 2), ("", 2)]
