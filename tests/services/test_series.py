from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from tests.people import AINO, LIISA, MATTI
from tests.services import meeting_ground
from tests.services.run_round import on
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import meetings, series
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store.models import Event, Meeting
from yhdyspinta.terms.access import VISITOR, Visibility
from yhdyspinta.terms.meetings import MeetingState, Series
from yhdyspinta.terms.recurrence import Frequency, Recurrence

pytestmark = pytest.mark.django_db

# March and October: on both sides of the change of the clock.
TUESDAYS = Recurrence(Frequency.YEARLY, months=(3, 10), weekday=1, nth=2)
SERIES = Series(
    "johto-2022",
    "06-johto",
    "Johdon kokous",
    TUESDAYS,
    time(9),
    120,
    date(2022, 1, 1),
    visibility=Visibility.PUBLIC,
)


@pytest.fixture(autouse=True)
def kept(county: None, english: None) -> None:
    meeting_ground.make_bodies()
    series.save(SERIES, actor=AINO, now=on(1))


def plan(year: int = 2022, **more: object) -> list[str]:
    values: dict[str, object] = {"actor": AINO, "now": on(1), **more}
    return [each.code for each in series.plan(SERIES.code, year=year, **values)]  # type: ignore[arg-type]


def test_a_series_is_read_as_it_was_saved() -> None:
    assert series.known(SERIES.code, actor=VISITOR) == SERIES


def test_a_year_is_planned_by_the_rule_at_nine_in_finland() -> None:
    assert plan() == ["johto-2022-2022-03-08", "johto-2022-2022-10-11"]
    times = Meeting.objects.order_by("starts_at").values_list("starts_at", flat=True)
    assert list(times) == [
        datetime(2022, 3, 8, 7, tzinfo=UTC),
        datetime(2022, 10, 11, 6, tzinfo=UTC),
    ]


def test_planning_again_makes_nothing_twice() -> None:
    plan()
    assert plan() == []


def test_a_meeting_moved_or_cancelled_is_not_planned_anew() -> None:
    plan()
    first, second = (
        meetings.known(f"johto-2022-2022-{day}", actor=AINO) for day in ("03-08", "10-11")
    )
    moved = replace(
        first, starts_at=first.starts_at.replace(day=9), ends_at=first.ends_at.replace(day=9)
    )
    meetings.save(moved, actor=AINO, now=on(2))
    meetings.change_state(second.code, MeetingState.CANCELLED, actor=AINO, now=on(2))
    assert plan() == []


def test_days_that_have_gone_and_days_after_the_end_are_not_planned() -> None:
    assert plan(now=datetime(2022, 6, 1, tzinfo=UTC)) == ["johto-2022-2022-10-11"]
    series.save(replace(SERIES, valid_to=date(2022, 9, 30)), actor=AINO, now=on(1))
    assert plan(now=datetime(2022, 6, 1, tzinfo=UTC)) == []


def test_a_meeting_of_a_series_is_its_bodys() -> None:
    plan()
    row = Meeting.objects.get(code="johto-2022-2022-03-08")
    assert (row.body.code, str(row.owner), row.series.code if row.series else "") == (
        "06-johto",
        "Satakunta",
        SERIES.code,
    )


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI])
def test_only_people_of_the_bodys_owner_change_plan_and_remove(actor: object) -> None:
    with pytest.raises(ForbiddenError):
        series.save(replace(SERIES, title="Muu"), actor=actor, now=on(2))  # type: ignore[arg-type]
    with pytest.raises(ForbiddenError):
        plan(actor=actor)
    with pytest.raises(ForbiddenError):
        series.remove(SERIES.code, actor=actor, now=on(2))  # type: ignore[arg-type]


def test_nobody_changes_what_they_have_not_seen() -> None:
    seen = mark(SERIES)
    series.save(replace(SERIES, title="Uusi"), actor=AINO, now=on(2), seen=seen)
    with pytest.raises(StaleError):
        series.save(replace(SERIES, title="Toinen"), actor=AINO, now=on(2), seen=seen)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "title"),
        ({"minutes": 0}, "length in minutes"),
        ({"valid_to": date(2021, 1, 1)}, "last day comes before"),
        ({"rule": replace(TUESDAYS, interval=0)}, "interval"),
        ({"body": "ei-ole"}, "ei-ole"),
        ({"address": "zoom"}, "not an address"),
    ],
)
def test_what_is_not_whole_is_refused_with_words(change: dict[str, object], said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        series.save(replace(SERIES, **change), actor=AINO, now=on(2))  # type: ignore[arg-type]


def test_a_series_taken_away_leaves_its_meetings() -> None:
    plan()
    series.remove(SERIES.code, actor=AINO, now=on(2))
    assert meetings.known("johto-2022-2022-03-08", actor=AINO).series == ""
    assert Event.objects.filter(action="register.remove", organisation="hva-06").exists()


def test_a_countys_series_say_whether_one_may_change_them() -> None:
    assert series.overview("06", actor=AINO).kept == {SERIES.code}
    assert series.overview("06", actor=LIISA).kept == frozenset()
    assert series.overview("07", actor=AINO).series == ()
