"""Meetings: a county's, one of them, and the pages on which they are written and carried over."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta import labels
from yhdyspinta.calc.rounds import mark
from yhdyspinta.exports import meetings as exports
from yhdyspinta.services import meeting_overview, meetings, outcomes
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.register import free_code
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.meetings import MeetingState
from yhdyspinta.web import meeting_list, meeting_page, register
from yhdyspinta.web.asked import BadAddressError
from yhdyspinta.web.meeting_forms import CarryForm, MeetingForm, OutcomesForm
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, public
from yhdyspinta.web.register import Saving

_YEARS = range(1900, 2200)


@public
@require_safe
@answers_bad_addresses
def of_place(request: HttpRequest, area: str) -> HttpResponse:
    """Show a county's meetings: the next ones and past ones, of a body and a year if asked."""
    body, year = request.GET.get("body", ""), _year(request)
    place, here = register.here(area)
    found = meeting_overview.of_area(
        place.cooperation, actor=actor_of(request), now=timezone.now(), body=body, year=year
    )
    page = meeting_list.listing(found, here, body=body, year=year)
    return render(request, "meetings/meetings.html", {"page": page, "here": here, "year": year})


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send a county's meetings as a file, as they are listed."""
    register.check_form(ending, exports.MEDIA_TYPES)
    body, year = request.GET.get("body", ""), _year(request)
    place, here = register.here(area)
    found = meeting_overview.of_area(
        place.cooperation, actor=actor_of(request), now=timezone.now(), body=body, year=year
    )
    language = get_language() or "fi"
    wanted = exports.Wanted(here.name, language, timezone.now())
    made = exports.render([*found.coming, *found.past], ending, wanted=wanted)
    name = (pgettext("file name", "meetings"), here.address)
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)


@public
@require_safe
@answers_bad_addresses
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show a meeting: its agenda by the clock, outcomes, minutes, and what was carried."""
    actor = actor_of(request)
    found = meeting_overview.opened(code, actor=actor)
    _place, here = register.here(register.address_of(found.area))
    page = meeting_page.page(found, here, actor=actor, now=timezone.now())
    return render(request, "meetings/meeting.html", {"page": page})


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def new(request: HttpRequest, area: str) -> HttpResponse:
    """Call a meeting of a body."""
    place, here = register.here(area)
    actor, codes = actor_of(request), list[str]()
    chosen = meeting_overview.choices(place.cooperation, actor=actor, on=timezone.localdate())
    form = MeetingForm(chosen, shown=None, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        given = form.cleaned_data
        codes.append(free_code(store.Meeting, given["body"], given["day"].isoformat()))
        meetings.save(form.meeting(codes[-1]), actor=actor, now=now, seen="none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("meeting", args=[codes[-1]]),
        done=gettext("The meeting has been added."),
        template="register/edit.html",
        shown=meeting_page.form_of(here, heading=gettext("New meeting")),
    )
    return register.saved(request, form, saving, tables=(form.table,))


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a meeting and its agenda; what stood there stays in the trail."""
    actor = actor_of(request)
    found = meeting_overview.opened(code, actor=actor)
    meeting = found.meeting
    chosen = meeting_overview.choices(
        found.area, actor=actor, on=timezone.localdate(), meeting=meeting
    )
    form = MeetingForm(chosen, shown=meeting, mark=mark(meeting), data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        seen = form.cleaned_data["seen"] or "none"
        meetings.save(form.meeting(code), actor=actor, now=now, seen=seen)

    saving = _saving(found, doing, heading=gettext("Change the meeting"), remove=True)
    return register.saved(request, form, saving, tables=(form.table,))


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Record what came out of a meeting, and its minutes."""
    actor, today = actor_of(request), timezone.localdate()
    found = meeting_overview.opened(code, actor=actor)
    meeting = found.meeting
    chosen = meeting_overview.choices(found.area, actor=actor, on=today, meeting=meeting)
    form = OutcomesForm(chosen, shown=meeting, mark=mark(meeting), data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        given = form.cleaned_data
        outcomes.record(
            code,
            form.outcomes(on=today),
            minutes=given["minutes"],
            minutes_link=given["minutes_link"],
            actor=actor,
            now=now,
            seen=given["seen"] or "none",
        )

    saving = _saving(found, doing, heading=gettext("Outcomes of the meeting"))
    return register.saved(request, form, saving, tables=(form.table,))


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def carry(request: HttpRequest, code: str) -> HttpResponse:
    """Carry unfinished items and open actions over to a later meeting."""
    found = meeting_overview.opened(code, actor=actor_of(request))
    items, actions = meeting_page.unfinished_of(found)
    later = meeting_page.later_choices(found.later)
    seen, data = mark(found.meeting), request.POST or None
    form = CarryForm(items=items, actions=actions, later=later, mark=seen, data=data)

    def doing(actor: Actor, now: datetime) -> None:
        outcomes.carry_over(
            code,
            form.numbers("items"),
            actions=form.numbers("actions"),
            to=form.cleaned_data["to"],
            actor=actor,
            now=now,
            seen=form.cleaned_data["seen"] or "none",
        )

    heading = gettext("Carry over to a later meeting")
    saving = _saving(found, doing, heading=heading, template="meetings/carry.html")
    saving.shown["is_unfinished"] = bool(items or actions)
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def change_state(request: HttpRequest, code: str) -> HttpResponse:
    """Mark a meeting held or cancelled, or planned again."""
    given, seen = request.POST.get("state", ""), request.POST.get("seen", "") or "none"
    if given not in set(MeetingState):
        raise BadAddressError(gettext("Choose one of these."))
    try:
        meetings.change_state(
            code, MeetingState(given), actor=actor_of(request), now=timezone.now(), seen=seen
        )
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("The meeting has been changed."))
    return HttpResponseRedirect(reverse("meeting", args=[code]))


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take a meeting out of the register."""
    area = meeting_overview.opened(code, actor=actor_of(request)).area
    back = reverse("meetings", args=[register.address_of(area)])
    done = gettext("The meeting has been removed.")
    return register.removed(request, code, doing=meetings.remove, done=done, to=back)


def _saving(
    found: meeting_overview.Opened,
    doing: Callable[[Actor, datetime], object],
    *,
    heading: str,
    template: str = "register/edit.html",
    remove: bool = False,
) -> Saving:
    code = found.meeting.code
    _place, here = register.here(register.address_of(found.area))
    back = reverse("meeting", args=[code])
    shown = meeting_page.form_of(
        here,
        heading=heading,
        back=back,
        name=meeting_page.meeting_name(found.meeting),
        remove=reverse("meeting_remove", args=[code]) if remove else "",
    )
    shown["meeting"] = labels.quoted(found.meeting.title)
    done = gettext("The meeting has been changed.")
    return Saving(doing=doing, to=lambda: back, done=done, template=template, shown=shown)


def _year(request: HttpRequest) -> int | None:
    text = request.GET.get("year", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) in _YEARS):
        raise BadAddressError(gettext("There is no such year."))
    return int(text)
