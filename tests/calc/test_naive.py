"""The calculation agrees with a naive second one on whatever roadmap, log, day and rule."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tests.calc import naive
from tests.small_roadmap import VALIDITY, at, picture
from yhdyspinta.calc.situation import cell, holding, share
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.roadmap import Status, StatusReport, Task
from yhdyspinta.terms.rules import Band, Bands, StatusRule

AREAS, THEMES, SUBAREAS = ("06", "90", "HUS"), ("hallinto", "ict"), ("A", "B")
GROUPS = [(None, None), *product(THEMES, (None, *SUBAREAS))]
QUARTERS = st.builds(Quarter, st.sampled_from((2021, 2022)), st.integers(1, 4))
DAYS = st.integers(0, 4).map(lambda n: date(2021, 10, 1) + timedelta(days=n))
RULES = st.builds(StatusRule, st.booleans(), st.booleans(), st.just(VALIDITY))


@st.composite
def roadmaps(draw):
    parts = draw(
        st.lists(
            st.tuples(st.sampled_from(THEMES), st.sampled_from(SUBAREAS), QUARTERS), max_size=8
        )
    )
    return [Task(str(n), *part) for n, part in enumerate(parts)]


@st.composite
def logs(draw, tasks):
    if not tasks:
        return []
    one = st.builds(
        StatusReport,
        st.sampled_from(AREAS[:2]) | st.sampled_from(AREAS),
        st.sampled_from([task.code for task in tasks]),
        st.sampled_from(Status),
        DAYS,
        st.integers(0, 3).map(at),
    )
    return draw(st.lists(one, max_size=30))


@st.composite
def scales(draw):
    cuts = sorted(draw(st.sets(st.integers(1, 100), max_size=5)))
    ends = zip([0, *cuts], [*(cut - 1 for cut in cuts), 100], strict=True)
    return Bands(tuple(Band(f"from_{low}", low, high) for low, high in ends), VALIDITY)


@dataclass
class World:
    """A roadmap, a log, and how to look at them."""

    tasks: list[Task]
    log: list[StatusReport]
    day: date
    horizon: Quarter
    rule: StatusRule
    bands: Bands

    @property
    def picture(self):
        statuses: dict[str, dict[str, Status]] = defaultdict(dict)
        for (area, task), held in holding(self.log, on=self.day).items():
            statuses[area][task] = held.status
        silent = [area for area in AREAS if area not in statuses]
        return picture(
            self.tasks,
            statuses,
            silent=silent,
            horizon=self.horizon,
            rule=self.rule,
            bands=self.bands,
        )

    def numbers(self, areas, theme, subarea):
        tasks = naive.within(self.tasks, theme, subarea)
        return naive.numbers(
            tasks, self.log, areas, day=self.day, horizon=self.horizon, rule=self.rule
        )


@st.composite
def worlds(draw):
    tasks = draw(roadmaps())
    return World(tasks, draw(logs(tasks)), draw(DAYS), draw(QUARTERS), draw(RULES), draw(scales()))


@given(world=worlds())
def test_every_cell_agrees(world):
    made = world.picture
    reporting = [a for a in AREAS if naive.has_reported(world.log, a, day=world.day)]
    for area, (theme, subarea) in product((*AREAS, None), GROUPS):
        counted = reporting if area is None else [area]
        numbers = world.numbers(counted, theme, subarea)
        found = cell(made, area=area, theme=theme, subarea=subarea)
        assert asdict(found.counts) == numbers
        has_figures = bool(set(counted) & set(reporting))
        assert shown(found) == expected(numbers, world.bands, has_figures=has_figures)


def shown(found):
    shares = (found.progress, found.under_way, found.done, found.started, found.completeness)
    percents = [each and each.percent for each in shares]
    return [*percents, found.progress_band, found.readiness_band]


def expected(numbers, bands, *, has_figures):
    if not has_figures:
        return [None] * 7
    of_all, started = numbers["applicable"], numbers["under_way"] + numbers["done"]
    progress = naive.percent(numbers["progressing"], numbers["due"])
    readiness = naive.percent(started, of_all)
    return [
        progress,
        naive.percent(numbers["under_way"], of_all),
        naive.percent(numbers["done"], of_all),
        readiness,
        naive.percent(of_all - numbers["not_reported"], of_all),
        naive.band(progress, bands),
        naive.band(readiness, bands),
    ]


@given(of=st.integers(1, 10**6), data=st.data())
def test_rounding_agrees_with_fractions(of, data):
    count = data.draw(st.integers(0, of))
    made = share(count, of)
    assert made is not None
    assert made.percent == naive.percent(count, of)


@given(data=st.data(), day=DAYS)
def test_a_report_that_does_not_concern_the_day_changes_nothing(data, day):
    tasks = data.draw(roadmaps())
    log = data.draw(logs(tasks))
    later = [each for each in log if each.effective_from > day]
    earlier = [each for each in log if each.effective_from <= day]
    assert holding(log, on=day) == holding(earlier, on=day) == holding(later + earlier, on=day)
