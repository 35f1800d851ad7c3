"""A round's page as ready strings: its days, its areas by state, what can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext, ngettext

from yhdyspinta import labels
from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.services.round_overview import Overview
from yhdyspinta.terms.reminders import ReminderState
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import Submission, SubmissionState
from yhdyspinta.terms.situation import Share
from yhdyspinta.web.notes import NoteShown, note_shown
from yhdyspinta.web.round_texts import TalkRow, talk_rows

# What the coordinator has to do with comes first.
_ORDER = (
    SubmissionState.APPROVED,
    SubmissionState.READY,
    SubmissionState.RETURNED,
    SubmissionState.WAITING,
    SubmissionState.ACCEPTED,
)
# States from which the coordinator takes a step: accepts, or sends back.
_IN_HAND = frozenset({SubmissionState.APPROVED, SubmissionState.READY, SubmissionState.ACCEPTED})
_TALKS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day of the round; `when` is passed, today or ahead."""

    label: str
    day: str
    when: str
    when_words: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area in the round."""

    code: str
    name: str
    grid: str
    address: str
    reported: str
    percent: str
    width: int
    on_time: str
    changed: str
    who: str
    extension: str
    comment: str
    can_choose: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The areas in one state."""

    code: str
    title: str
    rows: list[AreaRow]


@dataclass(frozen=True, slots=True)
class Sorting:
    """A column by which areas can be put in order."""

    label: str
    address: str
    is_current: bool
    direction: str


@dataclass(frozen=True, slots=True)
class Doors:
    """Where one can go from the round's page; empty: not for this person or in this state."""

    edit: str
    open: str
    close: str
    publish: str
    erratum: str
    picture: str
    remind: str
    reminders: str
    notes: str
    talk: str


@dataclass(frozen=True, slots=True)
class RoundPage:
    """What a round's page shows, in words that its template only places."""

    code: str
    name: str
    state: str
    state_code: str
    is_closed_by_calendar: bool
    roadmap: str
    as_of: str
    horizon: str
    scope: str
    is_invented: bool
    milestones: list[Milestone]
    total: str
    on_time: str
    groups: list[Group]
    sortings: list[Sorting]
    approved: list[str]
    may_step: bool
    instructions: str
    notes: list[NoteShown]
    talks: list[TalkRow]
    talks_number: int
    reminders: str
    doors: Doors


def page(request: HttpRequest, found: Overview, *, today: date) -> RoundPage:
    """Put a round into words; `sort` in the address orders areas within their state."""
    round_, state = found.round, found.state
    groups = _groups(request, found)
    can_choose = any(row.can_choose for group in groups for row in group.rows)
    may_step = can_choose and state is not RoundState.PLANNED
    return RoundPage(
        code=round_.code,
        name=labels.name(round_.names),
        state=labels.round_state(state),
        state_code=state.value,
        is_closed_by_calendar=state is RoundState.CLOSED and round_.state is not RoundState.CLOSED,
        roadmap=labels.name(found.roadmap),
        as_of=labels.day(round_.as_of),
        horizon=labels.quarter(round_.horizon),
        scope=round_labels.scope(round_.scope),
        is_invented=round_.invented,
        milestones=_milestones(found, today),
        total=_sum(found, lambda each: each.reported),
        on_time=_sum(found, lambda each: each.on_time) if _has_limit(found) else "",
        groups=groups,
        sortings=_sortings(request),
        approved=[row.code for each in groups if each.code == "approved" for row in each.rows],
        may_step=may_step,
        instructions=labels.name(round_.instructions),
        notes=[note_shown(each, themes=found.themes, areas=found.areas) for each in found.notes],
        talks=_talks(found),
        talks_number=len(found.talks),
        reminders=_reminders(found),
        doors=_doors(found),
    )


def _has_limit(found: Overview) -> bool:
    return found.round.schedule.due_on is not None


def _milestones(found: Overview, today: date) -> list[Milestone]:
    days = found.round.schedule
    named = [
        (gettext("Opens"), days.opens_on),
        (gettext("Situation on"), found.round.as_of),
        (gettext("Due"), days.due_on),
        (gettext("On time until"), days.on_time_until),
        (gettext("Closes"), days.closes_on),
    ]
    given = [(label, day) for label, day in named if day is not None]
    return [_milestone(label, day, today) for label, day in sorted(given, key=lambda each: each[1])]


def _milestone(label: str, day: date, today: date) -> Milestone:
    left = (day - today).days
    if left < 0:
        return Milestone(label, labels.day(day), "passed", gettext("passed"))
    if left == 0:
        return Milestone(label, labels.day(day), "today", gettext("today"))
    words = ngettext("in %(count)d day", "in %(count)d days", left) % {"count": left}
    return Milestone(label, labels.day(day), "ahead", words)


def _sum(found: Overview, of: Callable[[Submission], int]) -> str:
    asked = sum(each.asked for each in found.submissions)
    if not asked:
        return "–"
    share = Share(sum(of(each) for each in found.submissions), asked)
    return _counted(share)


def _counted(share: Share) -> str:
    counts = f"{labels.number(share.count)}/{labels.number(share.of)}"
    return f"{counts} ({labels.percent(share.percent)})"


def _groups(request: HttpRequest, found: Overview) -> list[Group]:
    chosen = _sort(request)
    ordered = sorted(found.submissions, key=lambda each: _key(found, each, chosen))
    groups = []
    for state in _ORDER:
        rows = [_row(each, found) for each in ordered if each.state is state]
        if rows:
            groups.append(Group(state.value, round_labels.submission_state(state), rows))
    return groups


def _sort(request: HttpRequest) -> str:
    asked = request.GET.get("sort", "")
    return asked if asked in {"reported", "on_time", "changed"} else "area"


def _key(found: Overview, each: Submission, chosen: str) -> tuple[float, tuple[str, str]]:
    """Order by a column, what needs looking at first; then by name."""
    name = sort_key(labels.name(found.areas[each.area]), get_language() or "fi")
    if chosen == "changed":
        return (-each.changed_at.timestamp() if each.changed_at else 0.0), name
    if chosen == "area" or not each.asked:
        return 0.0, name
    return (each.reported if chosen == "reported" else each.on_time) / each.asked, name


def _sortings(request: HttpRequest) -> list[Sorting]:
    chosen = _sort(request)
    named = {
        "area": gettext("Area"),
        "reported": gettext("Reported"),
        "on_time": gettext("On time"),
        "changed": gettext("Last change"),
    }
    return [
        Sorting(
            label,
            "?" if code == "area" else f"?sort={code}",
            code == chosen,
            "descending" if code == "changed" else "ascending",
        )
        for code, label in named.items()
    ]


def _row(each: Submission, found: Overview) -> AreaRow:
    code = found.round.code
    share = Share(each.reported, each.asked) if each.asked else None
    has_limit = _has_limit(found) and share is not None
    given = each.extension
    return AreaRow(
        code=each.area,
        name=labels.name(found.areas[each.area]),
        grid=reverse("report", args=[code, each.area]),
        address=reverse("round_area", args=[code, each.area]),
        reported=f"{each.reported}/{each.asked}" if share else "–",
        percent=labels.percent(share.percent) if share else "",
        width=share.percent if share else 0,
        on_time=f"{each.on_time}/{each.asked}" if has_limit else "–",
        changed=labels.moment(each.changed_at) if each.changed_at else "–",
        who=found.names.get(each.changed_by, ""),
        extension=until(given.until) if given else "",
        comment=each.comment,
        # Of a published round only what was opened for an erratum goes through steps again.
        can_choose=found.may_run
        and each.state in _IN_HAND
        and (found.state is not RoundState.PUBLISHED or given is not None),
    )


def until(day: date) -> str:
    """Say until when an area has more time."""
    return gettext("more time until %(day)s") % {"day": labels.day(day)}


def _talks(found: Overview) -> list[TalkRow]:
    return talk_rows(
        found.talks[:_TALKS_SHOWN],
        code=found.round.code,
        areas=found.areas,
        people=found.names if found.may_run else {},
        may_edit=found.may_run and found.state is not RoundState.PUBLISHED,
    )


def _reminders(found: Overview) -> str:
    """Count messages by how far they are."""
    words = {
        ReminderState.SENT: gettext("sent"),
        ReminderState.PLANNED: gettext("waiting to be sent"),
        ReminderState.SENDING: gettext("being sent"),
        ReminderState.FAILED: gettext("failed"),
        ReminderState.UNSURE: gettext("unsure"),
    }
    parts = [
        f"{word} {found.reminders[state]}"
        for state, word in words.items()
        if state in found.reminders
    ]
    return ", ".join(parts)


def _doors(found: Overview) -> Doors:
    code, state = found.round.code, found.state
    runs = state if found.may_run else None
    publishes = state if found.may_publish else None
    is_live = runs in {RoundState.PLANNED, RoundState.OPEN, RoundState.CLOSED}
    takes = runs in {RoundState.OPEN, RoundState.CLOSED}
    published = reverse("national") + f"?round={code}" if found.version else ""
    return Doors(
        edit=_door("round_edit", code, when=is_live),
        open=_door(
            "round_step", code, "open", when=runs in {RoundState.PLANNED, RoundState.CLOSED}
        ),
        close=_door("round_step", code, "close", when=runs is RoundState.OPEN),
        publish=_door(
            "round_publish", code, when=publishes in {RoundState.OPEN, RoundState.CLOSED}
        ),
        erratum=_door("round_publish", code, when=publishes is RoundState.PUBLISHED),
        picture=published,
        remind=_door("round_remind", code, when=takes),
        reminders=_door("round_reminders", code, when=runs is not None),
        notes=_door("round_notes", code, when=is_live),
        talk=_door("round_talk_new", code, when=is_live),
    )


def _door(name: str, *parts: str, when: bool) -> str:
    """Return an address, empty where it is not for now or the page is not in this installation."""
    try:
        return reverse(name, args=parts) if when else ""
    except NoReverseMatch:
        return ""
