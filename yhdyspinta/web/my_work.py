"""A signed-in person's first page: what to do next, for which area and by which day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.calc.access import may
from yhdyspinta.calc.situation import share
from yhdyspinta.labels import agreements as agreement_labels
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.services import my_work
from yhdyspinta.services.my_work import Assignment, RunRound
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.agreements import DatedAgreement
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.rounds import LockReason, SubmissionState
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs
from yhdyspinta.web.reporting_head import progress

_DUE_SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class AreaCard:
    """One area's part of one round."""

    area: str
    round: str
    is_invented: bool
    address: str
    next: str
    progress: str
    width: int
    state: str
    due: str
    left: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round that the person runs."""

    name: str
    is_invented: bool
    address: str
    state: str
    due: str
    whole: str
    states: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AgreementCard:
    """An agreement to act on: the day, and how far it is."""

    name: str
    address: str
    what: str
    day: str
    left: str
    is_overdue: bool
    is_invented: bool


@dataclass(frozen=True, slots=True)
class WorkPage:
    """What the page shows, in words that its template only places."""

    name: str
    areas: list[AreaCard]
    rounds: list[RoundCard]
    links: list[tuple[str, str]]
    empty: list[str]
    agreements: list[AgreementCard]


@needs(Action.SIGNED_IN)
@require_safe
@answers_bad_addresses
def work(request: HttpRequest) -> HttpResponse:
    """Show what the person has to do."""
    actor, today = actor_of(request), timezone.localdate()
    found = my_work.of_person(actor=actor, today=today)
    page = WorkPage(
        name=actor.name,
        areas=[_area_card(each, today=today) for each in found.assignments],
        rounds=[_round_card(each) for each in found.rounds],
        links=_links(actor, found.organisations),
        empty=_empty(actor) if not found.assignments and not found.rounds else [],
        agreements=[_agreement_card(each) for each in found.agreements],
    )
    return render(request, "my_work/work.html", {"page": page})


def _area_card(found: Assignment, *, today: date) -> AreaCard:
    submission, due = found.submission, found.schedule.due_on
    reported = share(submission.reported, submission.asked)
    urgent = due is not None and (due - today).days <= _DUE_SOON_DAYS
    return AreaCard(
        area=labels.name(found.area.short),
        round=labels.name(found.round.names),
        is_invented=found.round.invented,
        address=reverse("report", args=[found.round.code, found.area.code]),
        next=next_words(found),
        progress=progress(found),
        width=reported.percent if reported else 0,
        state=round_labels.submission_state(submission.state),
        due=labels.day(due) if due else "",
        left=_left(due, today) if due and not found.lock else "",
        is_urgent=urgent and not found.lock,
    )


def next_words(found: Assignment) -> str:
    """Say what the person can do next for an area."""
    submission = found.submission
    if found.lock and found.lock.reason in {LockReason.NOT_YET_OPEN, LockReason.CLOSED}:
        return round_labels.lock(found.lock)
    if submission.state is SubmissionState.RETURNED and found.may_report:
        return gettext("Returned with a comment: mend the reports and mark them ready.")
    if submission.state is SubmissionState.READY and found.may_approve:
        return gettext("Waits for you: look through the reports and approve or return them.")
    if submission.state is SubmissionState.READY:
        return gettext("Ready: the area's approver looks through the reports.")
    if submission.state is SubmissionState.APPROVED:
        return gettext("Approved by the area: the coordinator accepts the reports.")
    if submission.state is SubmissionState.ACCEPTED:
        return gettext("Done: accepted nationally.")
    if not found.may_report:
        return gettext("The area's reporters fill in. You can follow.")
    left = submission.asked - submission.reported
    if left > 0:
        return ngettext(
            "Fill in: %(count)d task is not yet reported.",
            "Fill in: %(count)d tasks are not yet reported.",
            left,
        ) % {"count": left}
    return gettext("Everything is reported: mark the reports ready.")


def _left(due: date, today: date) -> str:
    days = (due - today).days
    if days < 0:
        return ngettext("%(count)d day late", "%(count)d days late", -days) % {"count": -days}
    if days == 0:
        return gettext("today")
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def _round_card(found: RunRound) -> RoundCard:
    counted = Counter(each.state for each in found.submissions)
    whole = sum(each.reported >= each.asked for each in found.submissions)
    due = found.schedule.due_on
    return RoundCard(
        name=labels.name(found.round.names),
        is_invented=found.round.invented,
        address=reverse("round", args=[found.round.code]),
        state=labels.round_state(found.state),
        due=labels.day(due) if due else "",
        whole=gettext("%(whole)s of %(areas)s areas have reported everything")
        % {
            "whole": labels.number(whole),
            "areas": labels.number(len(found.submissions)),
        },
        states=[
            (round_labels.submission_state(state), labels.number(counted[state]))
            for state in SubmissionState
            if counted[state]
        ],
    )


def _agreement_card(found: DatedAgreement) -> AgreementCard:
    return AgreementCard(
        name=labels.name(found.agreement.names),
        address=reverse("agreement", args=[found.agreement.code]),
        what=agreement_labels.act_word(found.agreement.renewal),
        day=labels.day(found.act_by) if found.act_by else "",
        left=agreement_labels.left(found),
        is_overdue=found.is_overdue,
        is_invented=found.agreement.invented,
    )


def _links(actor: Actor, organisations: Mapping[str, Names]) -> list[tuple[str, str]]:
    """List the pages that a role has besides: each as its words and its address."""
    listed = []
    if may(actor, Action.RUN_ROUND):
        listed.append((gettext("Reporting rounds"), reverse("rounds")))
    listed += [
        (
            gettext("People and roles: %(organisation)s") % {"organisation": labels.name(names)},
            reverse("people", args=[code]),
        )
        for code, names in organisations.items()
    ]
    if may(actor, Action.OPERATE):
        listed.append((gettext("People of all organisations"), reverse("people_of_organisations")))
    if may(actor, Action.READ_TRAIL):
        listed.append((gettext("Audit trail"), reverse("trail")))
    if actor.grants:
        listed.append((gettext("Into my calendar"), reverse("calendars")))
    return listed


def _empty(actor: Actor) -> list[str]:
    if not actor.grants:
        return [
            gettext("You have no role in any organisation yet."),
            gettext("Ask your organisation's administrator to invite you."),
        ]
    return [
        gettext("There is nothing to report now."),
        gettext("When a reporting round opens for your area, it appears here."),
    ]
