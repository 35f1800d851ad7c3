"""What changed between two pictures: figures in percentage points, tasks by status."""

from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import (
    Delta,
    Direction,
    Figures,
    Lens,
    Picture,
    Share,
    StatusChange,
)


def delta(now: Figures, before: Figures, lens: Lens) -> Delta:
    """Compare one cell's percentages, as they are shown (rounded first, then subtracted)."""
    new, old = shown_share(now, lens), shown_share(before, lens)
    if new is None or old is None:
        return Delta(_one_sided(new, old))
    points = new.percent - old.percent
    if points == 0:
        return Delta(Direction.SAME, 0)
    return Delta(Direction.UP if points > 0 else Direction.DOWN, points)


def shown_share(figures: Figures, lens: Lens) -> Share | None:
    """Return the share that a lens colours: progress, or under way and done together."""
    return figures.progress if lens is Lens.PROGRESS else figures.started


def status_changes(now: Picture, before: Picture, *, area: str) -> list[StatusChange]:
    """List one area's tasks whose status differs, in the order of the newer roadmap."""
    new: dict[str, Status] = dict(now.statuses.get(area, {}))
    old: dict[str, Status] = dict(before.statuses.get(area, {}))
    return [
        StatusChange(area, task.code, old.get(task.code), new.get(task.code))
        for task in now.roadmap.tasks
        if old.get(task.code) != new.get(task.code)
    ]


def _one_sided(new: Share | None, old: Share | None) -> Direction:
    if new is None and old is None:
        return Direction.NONE
    return Direction.NEW if old is None else Direction.GONE
