"""What to look at before a round is closed: areas that are missing, reports that look odd.

Worked examples and the reasons for the limits: docs/calculations/round_checks.md.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.round_checks import Check, CheckKind, Looked
from yhdyspinta.terms.rounds import Submission, SubmissionState

LEAST_DONE_AT_ONCE = 10
PERCENT_DONE_AT_ONCE = 50
UNCHANGED_ROUNDS = 3

_AWAY = Status.NOT_APPLICABLE
_ENDED = frozenset({Status.DONE, _AWAY})
_UNFINISHED = {
    SubmissionState.WAITING: CheckKind.WAITING,
    SubmissionState.RETURNED: CheckKind.RETURNED,
    SubmissionState.READY: CheckKind.NOT_ACCEPTED,
    SubmissionState.APPROVED: CheckKind.NOT_ACCEPTED,
}


def checks(
    looked: Iterable[Looked],
    submissions: Iterable[Submission],
    *,
    as_of: date,
    least_done: int = LEAST_DONE_AT_ONCE,
    percent_done: int = PERCENT_DONE_AT_ONCE,
    unchanged_rounds: int = UNCHANGED_ROUNDS,
) -> tuple[Check, ...]:
    """Return what was found, by area in the order of the submissions, then by kind.

    `looked` holds the tasks that the round asks about. See the functions below for each kind.
    """
    of_area: dict[str, list[Looked]] = {}
    for each in looked:
        of_area.setdefault(each.area, []).append(each)
    found: list[Check] = []
    for submission in submissions:
        tasks = of_area.get(submission.area, [])
        found += missing(submission, tasks)
        found += [
            check
            for check in (
                went_back(tasks),
                done_at_once(tasks, least=least_done, percent=percent_done),
                unchanged(tasks, as_of=as_of, rounds=unchanged_rounds),
                late_unexplained(tasks),
                expected_later(tasks),
                by_extension(tasks, submission),
            )
            if check is not None
        ]
    return tuple(found)


def missing(submission: Submission, tasks: Sequence[Looked]) -> list[Check]:
    """Say how an area's word is not whole: at most one of the five kinds.

    Nothing reported weighs more than the step at which the area stands; an area that has been
    accepted is incomplete if tasks asked about have no report.
    """
    if submission.asked and not submission.reported:
        kind: CheckKind | None = CheckKind.NOTHING_REPORTED
    else:
        kind = _UNFINISHED.get(submission.state)
    if kind is None and submission.reported < submission.asked:
        kind = CheckKind.INCOMPLETE
    if kind is None:
        return []
    unsaid = tuple(t.task for t in tasks if not t.in_round and t.status is not _AWAY)
    return [Check(kind, submission.area, unsaid, submission.reported, submission.asked)]


def went_back(tasks: Sequence[Looked]) -> Check | None:
    """Find tasks that were done in the round before and are neither done nor not applicable."""
    were = [each for each in tasks if _before(each) is Status.DONE]
    return _check(CheckKind.WENT_BACK, [t for t in were if t.status not in _ENDED], of=len(were))


def done_at_once(
    tasks: Sequence[Looked],
    *,
    least: int = LEAST_DONE_AT_ONCE,
    percent: int = PERCENT_DONE_AT_ONCE,
) -> Check | None:
    """Find an area that made `least` tasks or more done at once, and over `percent` of unfinished.

    Unfinished are the tasks that were reported in the round before as neither done nor not
    applicable. A task first reported now may have been done long ago: it is not counted.
    """
    unfinished = [t for t in tasks if _before(t) is not None and _before(t) not in _ENDED]
    done = [each for each in unfinished if each.status is Status.DONE]
    if len(done) < least or 100 * len(done) <= percent * len(unfinished):
        return None
    return _check(CheckKind.ALL_AT_ONCE, done, of=len(unfinished))


def unchanged(
    tasks: Sequence[Looked], *, as_of: date, rounds: int = UNCHANGED_ROUNDS
) -> Check | None:
    """Find unfinished tasks, due by the day, whose status is the same `rounds` rounds in a row."""
    due = [t for t in tasks if t.due.last_day <= as_of and t.status and t.status not in _ENDED]
    same = [each for each in due if _has_stood(each, rounds)]
    return _check(CheckKind.UNCHANGED, same, of=len(due))


def late_unexplained(tasks: Sequence[Looked]) -> Check | None:
    """Find late tasks of which neither a note nor a risk is told."""
    late = [each for each in tasks if each.status is Status.LATE]
    silent = [each for each in late if not each.is_explained and each.risk is None]
    return _check(CheckKind.LATE_UNEXPLAINED, silent, of=len(late))


def expected_later(tasks: Sequence[Looked]) -> Check | None:
    """Find tasks expected after their due quarter that are not said to be late."""
    expected = [t for t in tasks if t.expected and t.status not in _ENDED]
    later = [t for t in expected if t.expected and t.expected > t.due]
    silent = [each for each in later if each.status is not Status.LATE]
    return _check(CheckKind.EXPECTED_LATER, silent, of=len(expected))


def by_extension(tasks: Sequence[Looked], submission: Submission) -> Check | None:
    """Find tasks that were reported after the round had closed."""
    late = [each for each in tasks if each.by_extension]
    until = submission.extension.until if submission.extension else None
    return _check(CheckKind.BY_EXTENSION, late, of=len(tasks), until=until)


def _before(looked: Looked) -> Status | None:
    return looked.former[0] if looked.former else None


def _has_stood(looked: Looked, rounds: int) -> bool:
    former = looked.former[: rounds - 1]
    return len(former) == rounds - 1 and all(each is looked.status for each in former)


def _check(
    kind: CheckKind, found: Sequence[Looked], *, of: int, until: date | None = None
) -> Check | None:
    if not found:
        return None
    return Check(kind, found[0].area, tuple(t.task for t in found), len(found), of, until)
