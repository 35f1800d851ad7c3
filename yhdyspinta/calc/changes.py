"""What changed between two pictures of one roadmap: figures, movements of tasks, and the ground.

Worked examples: docs/calculations/changes.md.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from yhdyspinta.calc.comparison import delta, shown_share, status_changes
from yhdyspinta.calc.situation import cell, sums
from yhdyspinta.terms.changes import (
    AreaChange,
    Changes,
    FigureMove,
    Ground,
    Movement,
    ThemeChange,
)
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Counts, Direction, Figures, Lens, Picture, StatusChange

_UNDER_WAY = frozenset({Status.IN_PROGRESS, Status.ON_SCHEDULE})


def changes(now: Picture, before: Picture) -> Changes:
    """Say what changed from an earlier picture to a later one.

    Tasks that only one of the pictures has are told as the ground's change, not as movements.
    """
    shared = _codes(now) & _codes(before)
    moved = {
        area.code: tuple(
            each for each in status_changes(now, before, area=area.code) if each.task in shared
        )
        for area in now.areas
    }
    of_theme = {task.code: task.theme for task in now.roadmap.tasks}
    by_theme: dict[str, Counter[Movement]] = {each.code: Counter() for each in now.roadmap.themes}
    for each in (change for of_area in moved.values() for change in of_area):
        by_theme[of_theme[each.task]][movement(each)] += 1
    keys = (None, *(theme.code for theme in now.roadmap.themes))
    figures = _Both(sums(now, keys), sums(before, keys))
    return Changes(
        progress=figures.move(Lens.PROGRESS),
        readiness=figures.move(Lens.READINESS),
        steady=_steady(now, before),
        counts=_counted(change for of_area in moved.values() for change in of_area),
        themes=tuple(
            ThemeChange(
                theme,
                figures.move(Lens.PROGRESS, theme=theme.code),
                figures.move(Lens.READINESS, theme=theme.code),
                by_theme[theme.code],
            )
            for theme in now.roadmap.themes
        ),
        areas=_areas(now, figures, moved),
        ground=_ground(now, before),
        notes=tuple(each for each in now.notes if each not in before.notes),
        notes_gone=tuple(each for each in before.notes if each not in now.notes),
        summary=now.summary != before.summary,
    )


def movement(change: StatusChange) -> Movement:
    """Say which way a task's status changed; see the table in docs/calculations/changes.md."""
    before, after = change.before, change.after
    if before is None:
        return Movement.NEW
    if after is None:
        return Movement.GONE
    if Status.NOT_APPLICABLE in {before, after}:
        return Movement.CONCERN
    if after is Status.DONE:
        return Movement.DONE
    if before is Status.DONE or after is Status.NOT_STARTED:
        return Movement.BACK
    if after is Status.LATE:
        return Movement.LATE
    return _under_way(before)


def is_same(now: Picture, before: Picture) -> bool:
    """Tell whether two pictures say the same, but for the time up to which reports were known."""
    return replace(now, known_by=None) == replace(before, known_by=None)


def _under_way(before: Status) -> Movement:
    if before in _UNDER_WAY:
        return Movement.OTHER
    return Movement.RECOVERED if before is Status.LATE else Movement.STARTED


_Figures = Mapping[tuple[str | None, str | None], Figures]


@dataclass(frozen=True, slots=True)
class _Both:
    """The sums of both pictures; an area or a theme that one of them lacks has no figure there."""

    now: _Figures
    before: _Figures

    def move(self, lens: Lens, *, area: str | None = None, theme: str | None = None) -> FigureMove:
        nothing = Figures(area, theme, None, Counts(), has_reports=False)
        new = self.now.get((area, theme), nothing)
        return _move(new, self.before.get((area, theme), nothing), lens)


def _codes(picture: Picture) -> set[str]:
    return {task.code for task in picture.roadmap.tasks}


def _counted(moved: Iterable[StatusChange]) -> Counter[Movement]:
    return Counter(movement(each) for each in moved)


def _move(now: Figures, before: Figures, lens: Lens) -> FigureMove:
    return FigureMove(shown_share(before, lens), shown_share(now, lens), delta(now, before, lens))


def _steady(now: Picture, before: Picture) -> FigureMove | None:
    """Compare the areas that reported in both pictures; None if no other area reported."""
    both = now.reporting & before.reporting
    if both in (now.reporting | before.reporting, frozenset()):
        return None
    return _move(
        cell(_only(now, both), area=None), cell(_only(before, both), area=None), Lens.PROGRESS
    )


def _only(picture: Picture, areas: Collection[str]) -> Picture:
    counts = {key: each for key, each in picture.counts.items() if key[0] in areas}
    return replace(picture, counts=counts, reporting=frozenset(areas))


def _areas(
    now: Picture, figures: "_Both", moved: Mapping[str, tuple[StatusChange, ...]]
) -> tuple[AreaChange, ...]:
    found = [
        AreaChange(
            area,
            figures.move(Lens.PROGRESS, area=area.code),
            figures.move(Lens.READINESS, area=area.code),
            _counted(moved[area.code]),
            moved[area.code],
        )
        for area in now.areas
    ]
    return tuple(sorted(found, key=_size, reverse=True))


def _size(change: AreaChange) -> tuple[bool, int, int]:
    """Measure a movement: whether a figure came or went, points of progress, changed tasks."""
    one_sided = change.progress.delta.direction in {Direction.NEW, Direction.GONE}
    return one_sided, abs(change.progress.delta.points or 0), len(change.tasks)


def _ground(now: Picture, before: Picture) -> Ground:
    tasks_now = {task.code: task for task in now.roadmap.tasks}
    tasks_before = {task.code: task for task in before.roadmap.tasks}
    areas_now = {area.code for area in now.areas}
    areas_before = {area.code for area in before.areas}
    began, ended = now.reporting - before.reporting, before.reporting - now.reporting
    return Ground(
        tasks_added=tuple(code for code in tasks_now if code not in tasks_before),
        tasks_removed=tuple(code for code in tasks_before if code not in tasks_now),
        tasks_due_otherwise=tuple(
            code
            for code, task in tasks_now.items()
            if code in tasks_before and tasks_before[code].due != task.due
        ),
        areas_added=tuple(area for area in now.areas if area.code not in areas_before),
        areas_removed=tuple(area for area in before.areas if area.code not in areas_now),
        began_to_report=tuple(area for area in now.areas if area.code in began),
        fell_silent=tuple(
            area for area in now.areas if area.code in ended and area.code in areas_before
        ),
        horizons=None if now.horizon == before.horizon else (before.horizon, now.horizon),
        rules=now.rule != before.rule,
        bands=now.bands.bands != before.bands.bands,
    )
