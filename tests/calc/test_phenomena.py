from dataclasses import replace
from datetime import date

import pytest

from yhdyspinta.calc.phenomena import (
    Fault,
    Stage,
    days_in_all,
    fault,
    level_of,
    next_down,
    next_up,
    stage,
    stays,
    way_back,
)
from yhdyspinta.terms.phenomena import Phenomenon, PhenomenonStep, StepDirection
from yhdyspinta.terms.register import Level

UP, DOWN = StepDirection.UP, StepDirection.DOWN
TODAY = date(2026, 6, 30)
# Noticed 10.1., with the experts 1.2., the managers 1.3., politicians 1.4.; back 15.4., 1.5., 11.5.
WAY = (
    PhenomenonStep(1, UP, Level.EXPERT, date(2026, 2, 1)),
    PhenomenonStep(2, UP, Level.MANAGEMENT, date(2026, 3, 1)),
    PhenomenonStep(3, UP, Level.POLITICAL, date(2026, 4, 1)),
    PhenomenonStep(4, DOWN, Level.MANAGEMENT, date(2026, 4, 15)),
    PhenomenonStep(5, DOWN, Level.EXPERT, date(2026, 5, 1)),
    PhenomenonStep(6, DOWN, Level.FIELD, date(2026, 5, 11)),
)
NOTICED = Phenomenon("kuljetukset", "Kuljetukset", "kunta-609", date(2026, 1, 10))


def after(count: int) -> Phenomenon:
    return replace(NOTICED, steps=WAY[:count])


@pytest.mark.parametrize(
    ("count", "expected", "how_far"),
    [
        (0, (Level.FIELD, Level.EXPERT, None), Stage.NOTICED),
        (1, (Level.EXPERT, Level.MANAGEMENT, Level.FIELD), Stage.RISING),
        (2, (Level.MANAGEMENT, Level.POLITICAL, Level.EXPERT), Stage.RISING),
        (3, (Level.POLITICAL, None, Level.MANAGEMENT), Stage.RISING),
        (4, (Level.MANAGEMENT, None, Level.EXPERT), Stage.COMING_DOWN),
        (5, (Level.EXPERT, None, Level.FIELD), Stage.COMING_DOWN),
        (6, (Level.FIELD, None, None), Stage.ANSWERED),
    ],
)
def test_a_phenomenon_goes_level_by_level(
    count: int, expected: tuple[Level | None, ...], how_far: Stage
) -> None:
    found = after(count)
    assert (level_of(found), next_up(found), next_down(found)) == expected
    assert stage(found) is how_far
    assert fault(found) is None


def test_a_closed_phenomenon_goes_nowhere() -> None:
    closed = replace(after(2), closed_on=TODAY)
    assert (next_up(closed), next_down(closed), stage(closed)) == (None, None, Stage.CLOSED)


def moved(place: int, **change: object) -> Phenomenon:
    steps = list(WAY)
    steps[place - 1] = replace(steps[place - 1], **change)  # type: ignore[arg-type]
    return replace(NOTICED, steps=tuple(steps))


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (moved(2, number=3), Fault.NUMBERS),
        (moved(1, level=Level.MANAGEMENT), Fault.NOT_NEXT),
        (moved(2, level=Level.EXPERT), Fault.NOT_NEXT),
        (moved(5, direction=UP, level=Level.POLITICAL), Fault.UP_AFTER_DOWN),
        (moved(1, direction=DOWN, level=Level.FIELD), Fault.NO_WAY_DOWN),
        (moved(4, level=Level.EXPERT), Fault.OTHER_WAY),
        (moved(4, level=Level.POLITICAL), Fault.OTHER_WAY),
        (moved(3, on=date(2026, 2, 28)), Fault.DAYS),
        (moved(1, on=date(2026, 1, 9)), Fault.DAYS),
        (replace(NOTICED, steps=WAY, closed_on=date(2026, 5, 10)), Fault.CLOSED_EARLY),
    ],
)
def test_what_does_not_go_level_by_level_and_day_by_day_is_wrong(
    wrong: Phenomenon, expected: Fault
) -> None:
    assert fault(wrong) is expected


def test_a_first_step_may_say_where_in_the_field_it_was_treated() -> None:
    first = PhenomenonStep(1, UP, Level.FIELD, date(2026, 1, 20))
    found = replace(NOTICED, steps=(first, replace(WAY[0], number=2)))
    assert fault(found) is None
    assert [each.days for each in stays(found, on=TODAY)] == [22, 149]


def test_each_level_took_the_days_between_its_steps() -> None:
    assert [each.days for each in stays(after(6), on=TODAY)] == [22, 28, 31, 14, 16, 10, 0]


def test_an_open_stay_runs_to_today() -> None:
    last = stays(after(3), on=TODAY)[-1]
    assert (last.level, last.until, last.days) == (Level.POLITICAL, None, 90)


def test_from_a_decision_one_walks_back_to_the_first_observation() -> None:
    back = way_back(after(6), step=3, on=TODAY)
    assert [each.level for each in back] == [
        Level.POLITICAL,
        Level.MANAGEMENT,
        Level.EXPERT,
        Level.FIELD,
    ]
    assert [each.days for each in back] == [14, 31, 28, 22]
    assert back[-1].since == NOTICED.noticed_on


def test_the_whole_way_takes_the_days_from_the_observation_to_the_answer() -> None:
    assert days_in_all(after(6), on=TODAY) == 121
    assert days_in_all(after(2), on=TODAY) == 171
