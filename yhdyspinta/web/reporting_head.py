"""What stands above the grid: how far the area is, its days, why it is locked, the next steps."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from yhdyspinta import labels
from yhdyspinta.calc.situation import share
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.services.my_work import Assignment
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import SubmissionState


@dataclass(frozen=True, slots=True)
class Step:
    """A step that the person may take now; `asks_why`: it needs a comment."""

    to: str
    label: str
    asks_why: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The area's part of the round in words."""

    area: str
    short: str
    area_address: str
    round: str
    is_invented: bool
    day: str
    progress: str
    width: int
    due: str
    on_time: str
    closes: str
    extension: str
    state: str
    last_step: str
    comment: str
    is_returned: bool
    lock: str
    only_reads: str
    instructions: list[str]
    steps: list[Step]
    missing: str
    sheet: str
    upload: str

    @property
    def is_open(self) -> bool:
        """Tell whether the person can fill in."""
        return not self.lock and not self.only_reads


def head(found: Assignment) -> Head:
    """Say how an area's part of a round is."""
    submission, days = found.submission, found.schedule
    limit = days.on_time_until or days.due_on
    extension = submission.extension
    place = [found.round.code, found.area.code]
    reported = share(submission.reported, submission.asked)
    return Head(
        area=labels.name(found.area.names),
        short=labels.name(found.area.short),
        area_address=reverse("area", args=[found.area.code]),
        round=labels.name(found.round.names),
        is_invented=found.round.invented,
        day=labels.day(found.round.as_of),
        progress=progress(found),
        width=reported.percent if reported else 0,
        due=labels.day(days.due_on) if days.due_on else "",
        on_time=labels.day(limit) if limit else "",
        closes=labels.day(days.closes_on) if days.closes_on else "",
        extension=labels.day(extension.until) if extension else "",
        state=round_labels.submission_state(submission.state),
        last_step=_last_step(found),
        comment=submission.comment,
        is_returned=submission.state is SubmissionState.RETURNED,
        lock=round_labels.lock(found.lock) if found.lock else "",
        only_reads=_only_reads(found),
        instructions=labels.name(found.instructions).splitlines(),
        steps=steps(found),
        missing=_missing(found),
        sheet=reverse("report_sheet", args=place),
        upload=reverse("report_sheet_upload", args=place) if found.may_report else "",
    )


def progress(found: Assignment) -> str:
    """Say how much an area has reported in a round."""
    return gettext("%(reported)s of %(asked)s tasks reported") % {
        "reported": labels.number(found.submission.reported),
        "asked": labels.number(found.submission.asked),
    }


def steps(found: Assignment) -> list[Step]:
    """List the steps that the person may take with the area's reports now."""
    if found.state in {RoundState.PLANNED, RoundState.PUBLISHED}:
        return []
    state, listed = found.submission.state, []
    if found.may_report and not found.lock and state is not SubmissionState.READY:
        listed.append(Step(SubmissionState.READY, gettext("Mark ready"), asks_why=False))
    if found.may_approve and state is SubmissionState.READY:
        listed.append(Step(SubmissionState.APPROVED, gettext("Approve"), asks_why=False))
    if found.may_run and state is SubmissionState.APPROVED:
        listed.append(Step(SubmissionState.ACCEPTED, gettext("Accept nationally"), asks_why=False))
    if _may_return(found):
        listed.append(
            Step(SubmissionState.RETURNED, gettext("Return with a comment"), asks_why=True)
        )
    return listed


def _missing(found: Assignment) -> str:
    """Say beside the steps what is not reported yet: a step may be taken all the same."""
    left = found.submission.asked - found.submission.reported
    if left <= 0:
        return ""
    return ngettext(
        "%(count)d task is not yet reported in this round.",
        "%(count)d tasks are not yet reported in this round.",
        left,
    ) % {"count": left}


def _may_return(found: Assignment) -> bool:
    state = found.submission.state
    if state in {SubmissionState.READY, SubmissionState.APPROVED}:
        return found.may_approve or found.may_run
    return state is SubmissionState.ACCEPTED and found.may_run


def _last_step(found: Assignment) -> str:
    when = found.submission.changed_at
    if when is None:
        return ""
    who = f", {found.changed_by}" if found.changed_by else ""
    return labels.moment(when) + who


def _only_reads(found: Assignment) -> str:
    if found.may_report:
        return ""
    return gettext("You can read this. Only the area's own reporters fill it in.")
