"""Open actions of a county or a municipality, their state, and the task that one becomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta import labels
from yhdyspinta.calc.rounds import mark
from yhdyspinta.exports import meetings as exports
from yhdyspinta.labels import meetings as meeting_labels
from yhdyspinta.services import actions, meeting_overview
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.places import Place
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import ActionState, Promised
from yhdyspinta.web import meeting_page, register
from yhdyspinta.web.action_form import TaskForm
from yhdyspinta.web.asked import BadAddressError
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, public
from yhdyspinta.web.register import Saving


@dataclass(frozen=True, slots=True)
class Row:
    """An open action in words."""

    text: str
    due: str
    is_overdue: bool
    meeting: str
    meeting_words: str
    body: str
    change: str
    seen: str
    steps: list[tuple[str, str]]
    task: str
    task_address: str
    is_invented: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What one organisation owes."""

    name: str
    rows: list[Row]
    overdue: int


@public
@require_safe
@answers_bad_addresses
def of_place(request: HttpRequest, area: str) -> HttpResponse:
    """Show the open actions of a county's cooperation, or of a municipality in it."""
    place, here = register.here(area)
    found = _found(request, place)
    shown = {
        "here": here,
        "title": gettext("Open actions: %(place)s") % {"place": here.name},
        "groups": _groups(found, actions.owners(found)),
        "count": len(found),
        "overdue": sum(each.is_overdue for each in found),
        "downloads": [
            (each.upper(), reverse("actions_file", args=[here.address, each]))
            for each in exports.MEDIA_TYPES
        ],
    }
    return render(request, "meetings/actions.html", shown)


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send open actions as a file."""
    register.check_form(ending, exports.MEDIA_TYPES)
    place, here = register.here(area)
    found = _found(request, place)
    language = get_language() or "fi"
    wanted = exports.Wanted(here.name, language, timezone.now())
    made = exports.render_actions(found, ending, owners=actions.owners(found), wanted=wanted)
    name = (pgettext("file name", "actions"), here.address)
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def change_state(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say that an action is done, dropped, or open after all."""
    given, seen = request.POST.get("state", ""), request.POST.get("seen", "") or "none"
    if given not in set(ActionState):
        raise BadAddressError(gettext("Choose one of these."))
    try:
        actions.change_state(
            code,
            number,
            ActionState(given),
            actor=actor_of(request),
            now=timezone.now(),
            seen=seen,
        )
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        words = meeting_labels.action(ActionState(given))
        messages.success(request, gettext("The action is now: %(state)s.") % {"state": words})
    return HttpResponseRedirect(_back(request, code))


@needs(Action.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def task(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Make an action a task of a roadmap, or say which task it is."""
    actor = actor_of(request)
    found = meeting_overview.opened(code, actor=actor)
    action = next((each for each in found.meeting.outcomes if each.number == number), None)
    if action is None or action.state is None:
        raise RefusedError(gettext("There is no such action."))
    form = TaskForm(actions.subareas(actor), shown=action, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        existing = form.cleaned_data["task"]
        if existing:
            actions.link_task(code, number, existing, actor=actor, now=now)
        else:
            actions.become_task(code, number, form.wanted(), actor=actor, now=now)

    back = reverse("meeting", args=[code])
    name = meeting_page.meeting_name(found.meeting)
    _place, here = register.here(register.address_of(found.area))
    heading = gettext("Make the action a task of the roadmap")
    saving = Saving(
        doing=doing,
        to=lambda: back,
        done=gettext("The action is a task of the roadmap."),
        template="register/edit.html",
        shown=meeting_page.form_of(here, heading=heading, back=back, name=name),
    )
    return register.saved(request, form, saving)


def _found(request: HttpRequest, place: Place) -> list[Promised]:
    return actions.open_of(
        place.cooperation,
        actor=actor_of(request),
        on=timezone.localdate(),
        organisation=request.GET.get("organisation", ""),
        municipality=place.area if place.is_municipality else "",
    )


def _back(request: HttpRequest, code: str) -> str:
    """Return to the list from which it was sent, else to the meeting."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("meeting", args=[code])


def _groups(found: list[Promised], owners: Mapping[str, Names]) -> list[Group]:
    groups: dict[str, list[Promised]] = {}
    for each in found:
        names = owners.get(each.action.owner)
        name = labels.name(names) if names else each.action.owner_text
        groups.setdefault(name or gettext("Nobody named"), []).append(each)
    return [
        Group(name, [_row(each) for each in rows], sum(each.is_overdue for each in rows))
        for name, rows in groups.items()
    ]


def _row(each: Promised) -> Row:
    action = each.action
    address = reverse("meeting", args=[each.meeting])
    held = labels.day(timezone.localtime(each.held_at).date())
    return Row(
        text=action.text,
        due=labels.day(action.due_on) if action.due_on else "",
        is_overdue=each.is_overdue,
        meeting=f"{address}#outcome-{action.number}",
        meeting_words=f"{each.title}, {held}",
        body=labels.name(each.body_names),
        change=reverse("action_state", args=[each.meeting, action.number]),
        seen=mark(action),
        steps=[
            (state.value, meeting_page.action_step(state))
            for state in (ActionState.DONE, ActionState.DROPPED)
        ]
        if each.may_change
        else [],
        task=action.task,
        task_address=reverse("task", args=[action.task]) if action.task else "",
        is_invented=each.invented,
    )
