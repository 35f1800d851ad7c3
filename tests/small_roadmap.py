"""A roadmap small enough to count in one's head, and pictures of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from yhdyspinta.calc.situation import counts_by_cell
from yhdyspinta.terms.areas import Area, AreaKind
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Roadmap, Status, StatusReport, Subarea, Task, Theme
from yhdyspinta.terms.rules import Band, Bands, Confidence, StatusRule, Validity
from yhdyspinta.terms.situation import Picture

Q3, Q4, NEXT_Q1 = Quarter(2021, 3), Quarter(2021, 4), Quarter(2022, 1)
DAY = date(2021, 10, 31)
VALIDITY = Validity(date(2021, 7, 1), None, "Test rules", Confidence.SOURCE)
RULE = StatusRule(late_is_under_way=True, late_is_progressing=False, validity=VALIDITY)
BANDS = Bands(
    (
        Band("under_25", 0, 24),
        Band("from_25", 25, 49),
        Band("from_50", 50, 75),
        Band("over_75", 76, 100),
    ),
    VALIDITY,
)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2021, 11, 1, hour, minute, tzinfo=UTC)


def area(code: str, name: str = "") -> Area:
    return Area(code, AreaKind.COUNTY, Names(name or code), Names(name or code))


def task(code: str, group: str = "palvelut/A", *, due: Quarter = Q4) -> Task:
    """Name a task with its theme and subarea."""
    theme, subarea = group.split("/")
    return Task(code, theme, subarea, due)


def tasks(number: int, group: str = "palvelut/A", *, due: Quarter = Q4) -> list[Task]:
    return [task(f"{group}-{due}-{n}", group, due=due) for n in range(number)]


def themes_of(tasks: Sequence[Task]) -> tuple[Theme, ...]:
    """Name the themes and subareas of tasks by their codes, in the order of first mention."""
    groups: dict[str, dict[str, Subarea]] = {}
    for each in tasks:
        subareas = groups.setdefault(each.theme, {})
        subareas.setdefault(each.subarea, Subarea(each.subarea, Names(f"Osa {each.subarea}")))
    return tuple(Theme(code, Names(code), tuple(subs.values())) for code, subs in groups.items())


def report(
    status: Status, day: date = DAY, *, area: str = "06", task: str = "a", hour: int = 8
) -> StatusReport:
    return StatusReport(area, task, status, day, at(hour))


def picture(
    tasks: Sequence[Task],
    statuses: Mapping[str, Mapping[str, Status]],
    *,
    silent: Sequence[str] = (),
    horizon: Quarter = Q4,
    rule: StatusRule = RULE,
    bands: Bands = BANDS,
) -> Picture:
    """Make a picture of areas with reports and of silent ones after them."""
    codes = [*statuses, *silent]
    counts = counts_by_cell(tasks, statuses, areas=codes, horizon=horizon, rule=rule)
    return Picture(
        roadmap=Roadmap("tiekartta", Names("Tiekartta"), themes_of(tasks), tuple(tasks)),
        areas=tuple(area(code) for code in codes),
        as_of=DAY,
        horizon=horizon,
        rule=rule,
        bands=bands,
        counts=counts,
        statuses=statuses,
        reporting=frozenset(statuses),
    )


def with_statuses(*statuses: Status | None, group: str = "palvelut/A") -> Picture:
    """Make a picture of one area with one task of each status (None: not reported)."""
    listed = tasks(len(statuses), group)
    said = {t.code: s for t, s in zip(listed, statuses, strict=True) if s is not None}
    return picture(listed, {"06": said})
