"""What more time for an area changed: tasks whose status became another after the closing."""

from collections.abc import Iterable
from datetime import date, datetime

from yhdyspinta.calc.situation import holding
from yhdyspinta.terms.roadmap import StatusReport
from yhdyspinta.terms.rounds import Extension


def changed_tasks(
    reports: Iterable[StatusReport],
    *,
    extensions: Iterable[Extension],
    as_of: date,
    closed_at: datetime | None,
) -> dict[str, frozenset[str]]:
    """Return by extended area the tasks whose status differs from that at the closing.

    `reports` are all that may hold on the round's day `as_of`, of the areas' tasks that were
    reported in the round after its closing. A task said anew with the same status did not
    change. An area whose extension changed nothing is left out; so is all while the round is
    not closed (`closed_at` None).
    """
    if closed_at is None:
        return {}
    areas = {each.area for each in extensions}
    of_areas = [each for each in reports if each.area in areas]
    before = holding(of_areas, on=as_of, known_by=closed_at)
    changed: dict[str, set[str]] = {}
    for (area, task), report in holding(of_areas, on=as_of).items():
        earlier = before.get((area, task))
        if earlier is None or earlier.status is not report.status:
            changed.setdefault(area, set()).add(task)
    return {area: frozenset(tasks) for area, tasks in changed.items()}
