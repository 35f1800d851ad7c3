"""Progress, readiness and counts by status: docs/calculations/situation.md has the formulas.

The definitions are those of the deck of 9 December 2021 (slides on valmiusaste and eteneminen):
progress looks at applicable tasks due by the horizon, readiness at all applicable tasks.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import reduce
from operator import add, attrgetter

from yhdyspinta.calc.rules import band_of
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.roadmap import Status, StatusReport, Task
from yhdyspinta.terms.rules import Bands, StatusRule
from yhdyspinta.terms.situation import (
    Column,
    Counts,
    Figures,
    Lens,
    Picture,
    Row,
    Share,
    Table,
)

_numbers: Callable[[Counts], tuple[int, ...]] = attrgetter(*(each.name for each in fields(Counts)))
_PROGRESSING = frozenset({Status.IN_PROGRESS, Status.ON_SCHEDULE, Status.DONE})
_UNDER_WAY = frozenset({Status.IN_PROGRESS, Status.ON_SCHEDULE})


def holding(
    reports: Iterable[StatusReport], *, on: date, known_by: datetime | None = None
) -> dict[tuple[str, str], StatusReport]:
    """Return the report that holds on the day `on`, by (area, task).

    It is the latest one effective on or before that day; of two on one day the one recorded
    later, and of two recorded at once the later in `reports`. With `known_by`, reports recorded
    after that time are left out.
    """
    found: dict[tuple[str, str], StatusReport] = {}
    for report in reports:
        if report.effective_from > on or (known_by and report.recorded_at > known_by):
            continue
        key = (report.area, report.task)
        held = found.get(key)
        if held is None or (held.effective_from, held.recorded_at) <= (
            report.effective_from,
            report.recorded_at,
        ):
            found[key] = report
    return found


def count(
    tasks: Sequence[Task], statuses: Mapping[str, Status], *, horizon: Quarter, rule: StatusRule
) -> dict[tuple[str, str], Counts]:
    """Count one area's tasks by (theme, subarea). A task without a status is not reported."""
    progressing = _PROGRESSING | ({Status.LATE} if rule.late_is_progressing else set())
    under_way = _UNDER_WAY | ({Status.LATE} if rule.late_is_under_way else set())
    tallies: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for task in tasks:
        tally = tallies[task.theme, task.subarea]
        status = statuses.get(task.code)
        tally["not_reported" if status is None else status.value] += 1
        if status is Status.NOT_APPLICABLE:
            continue
        tally["applicable"] += 1
        tally["under_way"] += status in under_way
        if task.due <= horizon:
            tally["due"] += 1
            tally["progressing"] += status in progressing
    return {key: Counts(**tally) for key, tally in tallies.items()}


def counts_by_cell(
    tasks: Sequence[Task],
    statuses: Mapping[str, Mapping[str, Status]],
    *,
    areas: Iterable[str],
    horizon: Quarter,
    rule: StatusRule,
) -> dict[tuple[str, str, str], Counts]:
    """Count every area's tasks by (area, theme, subarea)."""
    return {
        (area, theme, subarea): counts
        for area in areas
        for (theme, subarea), counts in count(
            tasks, statuses.get(area, {}), horizon=horizon, rule=rule
        ).items()
    }


def figures(
    picture: Picture,
    *,
    area: str | None,
    theme: str | None,
    subarea: str | None,
    counts: Counts,
) -> Figures:
    """Turn counts into shares and bands; no share where the area has reported nothing."""
    has_reports = bool(picture.reporting) if area is None else area in picture.reporting
    bare = Figures(area, theme, subarea, counts, has_reports)
    if not has_reports:
        return bare
    progress = share(counts.progressing, counts.due)
    started = share(counts.under_way + counts.done, counts.applicable)
    return replace(
        bare,
        progress=progress,
        under_way=share(counts.under_way, counts.applicable),
        done=share(counts.done, counts.applicable),
        started=started,
        completeness=share(counts.reported, counts.applicable),
        progress_band=band_of(progress.percent, picture.bands) if progress else None,
        readiness_band=band_of(started.percent, picture.bands) if started else None,
    )


def _band(of: Share | None, bands: Bands) -> str | None:
    return None if of is None else band_of(of.percent, bands)


def share(count: int, of: int) -> Share | None:
    """Return a share, or None where there is nothing to divide by."""
    return Share(count, of) if of else None


def table(picture: Picture, lens: Lens, *, theme: str | None = None) -> Table:
    """Arrange a picture: areas × themes, or with `theme` areas × that theme and its subareas.

    Raises KeyError for a theme that the roadmap does not have.
    """
    sums = _Sums.of(picture)
    columns = _columns(picture, lens, theme)
    rows = [
        Row(
            area=area,
            figures=tuple(sums.figures(area.code, c.theme, c.subarea) for c in columns),
            has_reports=area.code in picture.reporting,
            answer=picture.answers.get(area.code),
        )
        for area in picture.areas
    ]
    total = Row(
        area=None,
        figures=tuple(sums.figures(None, c.theme, c.subarea) for c in columns),
        has_reports=bool(picture.reporting),
        # Unlike figures, answers are summed over silent areas too: what they owe is known.
        answer=reduce(add, picture.answers.values()) if picture.answers else None,
    )
    return Table(lens, theme, columns, tuple(rows), total)


def all_figures(picture: Picture, *, by_subarea: bool) -> list[Figures]:
    """Return the figures of every area × theme (× subarea) in the order of the roadmap."""
    sums = _Sums.of(picture)
    groups = [
        (theme.code, subarea)
        for theme in picture.roadmap.themes
        for subarea in ([s.code for s in theme.subareas] if by_subarea else [None])
    ]
    return [sums.figures(area.code, *group) for area in picture.areas for group in groups]


def cell(
    picture: Picture, *, area: str | None, theme: str | None = None, subarea: str | None = None
) -> Figures:
    """Return the figures of one cell; None means the sum over all of that kind."""
    return _Sums.of(picture).figures(area, theme, subarea)


def sums(
    picture: Picture, themes: Iterable[str | None]
) -> dict[tuple[str | None, str | None], Figures]:
    """Return the figures of all areas together and of each, by (area, theme), in one pass."""
    found, wanted = _Sums.of(picture), list(themes)
    return {
        (area, theme): found.figures(area, theme, None)
        for area in (None, *(each.code for each in picture.areas))
        for theme in wanted
    }


@dataclass(frozen=True, slots=True)
class _Sums:
    """Counts summed up to every level, so that a table costs one pass over the counts.

    Sums over areas leave out areas that have reported nothing: their tasks are unknown.
    """

    picture: Picture
    counts: Mapping[tuple[str | None, str | None, str | None], Counts]

    @classmethod
    def of(cls, picture: Picture) -> "_Sums":
        summed: defaultdict[tuple[str | None, str | None, str | None], list[tuple[int, ...]]]
        summed = defaultdict(list)
        for (area, theme, subarea), counts in picture.counts.items():
            # Plain tuples: adding records one by one took three quarters of a page's time.
            numbers = _numbers(counts)
            for area_key in (area, None) if area in picture.reporting else (area,):
                summed[area_key, theme, subarea].append(numbers)
                summed[area_key, theme, None].append(numbers)
                summed[area_key, None, None].append(numbers)
        return cls(
            picture,
            {key: Counts(*map(sum, zip(*each, strict=True))) for key, each in summed.items()},
        )

    def figures(self, area: str | None, theme: str | None, subarea: str | None) -> Figures:
        counts = self.counts.get((area, theme, subarea), Counts())
        return figures(self.picture, area=area, theme=theme, subarea=subarea, counts=counts)


def _columns(picture: Picture, lens: Lens, theme: str | None) -> tuple[Column, ...]:
    looked_at = [
        task
        for task in picture.roadmap.tasks
        if lens is Lens.READINESS or task.due <= picture.horizon
    ]
    by_group = Counter((task.theme, task.subarea) for task in looked_at)
    by_theme = Counter(task.theme for task in looked_at)
    themes = {each.code: each for each in picture.roadmap.themes}
    if theme is None:
        return tuple(Column(t.code, None, t.names, by_theme[t.code]) for t in themes.values())
    chosen = themes[theme]
    return (
        Column(theme, None, chosen.names, by_theme[theme]),
        *(Column(theme, s.code, s.names, by_group[theme, s.code]) for s in chosen.subareas),
    )
