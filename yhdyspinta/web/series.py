"""Series of meetings: a county's with their rules in words, written, and planned for a year."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta import labels
from yhdyspinta.calc.rounds import mark
from yhdyspinta.labels import meetings as meeting_labels
from yhdyspinta.labels import recurrence as recurrence_labels
from yhdyspinta.services import meeting_overview, series
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.register import free_code
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.meetings import Series
from yhdyspinta.web import meeting_page, register
from yhdyspinta.web.asked import BadAddressError
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, public
from yhdyspinta.web.register import Saving
from yhdyspinta.web.series_form import SeriesForm


@dataclass(frozen=True, slots=True)
class Row:
    """A series in words; `plan` and `edit` are empty for those who may not."""

    title: str
    body: str
    rule: str
    time: str
    valid: str
    edit: str
    plan: str
    is_invented: bool


@public
@require_safe
@answers_bad_addresses
def of_place(request: HttpRequest, area: str) -> HttpResponse:
    """Show a county's series of meetings, each with its rule in words."""
    place, here = register.here(area)
    found = series.overview(place.cooperation, actor=actor_of(request))
    today = timezone.localdate()
    shown = {
        "here": here,
        "rows": [
            _row(each, labels.name(found.bodies[each.body]), may_keep=each.code in found.kept)
            for each in found.series
        ],
        "years": [today.year, today.year + 1],
        "new": reverse("series_new", args=[here.address]) if found.may_keep else "",
    }
    return render(request, "meetings/series.html", shown)


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def new(request: HttpRequest, area: str) -> HttpResponse:
    """Add a series of meetings."""
    place, here = register.here(area)
    today = timezone.localdate()
    chosen = meeting_overview.choices(place.cooperation, actor=actor_of(request), on=today)
    form = SeriesForm(chosen.bodies, shown=None, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        given = form.cleaned_data
        code = free_code(store.Series, given["body"], str(given["valid_from"].year))
        series.save(form.series(code), actor=actor, now=now, seen="none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("series", args=[here.address]),
        done=gettext("The series has been added."),
        template="register/edit.html",
        shown=_form(here, heading=gettext("New series of meetings")),
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a series; meetings planned by it stay as they are."""
    actor = actor_of(request)
    shown, area = series.with_area(code, actor=actor)
    _place, here = register.here(register.address_of(area))
    chosen = meeting_overview.choices(area, actor=actor, on=timezone.localdate())
    bodies = {**chosen.bodies, **series.body_of(shown)}
    form = SeriesForm(bodies, shown=shown, mark=mark(shown), data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        seen = form.cleaned_data["seen"] or "none"
        series.save(form.series(code), actor=actor, now=now, seen=seen)

    saving = Saving(
        doing=doing,
        to=lambda: reverse("series", args=[here.address]),
        done=gettext("The series has been changed."),
        template="register/edit.html",
        shown=_form(
            here,
            heading=gettext("Change the series of meetings"),
            remove=reverse("series_remove", args=[code]),
        ),
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Make the meetings of a series for a year; what is there already is left alone."""
    _shown, area = series.with_area(code, actor=actor_of(request))
    text = request.POST.get("year", "")
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2199):
        raise BadAddressError(gettext("There is no such year."))
    try:
        made = series.plan(code, year=int(text), actor=actor_of(request), now=timezone.now())
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, meeting_labels.planned(len(made)))
    return HttpResponseRedirect(reverse("series", args=[register.address_of(area)]))


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take a series out of the register; its meetings stay."""
    _shown, area = series.with_area(code, actor=actor_of(request))
    back = reverse("series", args=[register.address_of(area)])
    done = gettext("The series has been removed. Its meetings are still there.")
    return register.removed(request, code, doing=series.remove, done=done, to=back)


def _form(here: register.Here, *, heading: str, remove: str = "") -> dict[str, object]:
    back = reverse("series", args=[here.address])
    name = pgettext("heading", "Series of meetings")
    return meeting_page.form_of(here, heading=heading, back=back, name=name, remove=remove)


def _row(each: Series, body: str, *, may_keep: bool) -> Row:
    starts = datetime.combine(date(2000, 1, 1), each.at, timezone.get_current_timezone())
    at = meeting_labels.clock(starts)
    return Row(
        title=each.title,
        body=body,
        rule=recurrence_labels.say(each.rule),
        time=f"{at}, {meeting_labels.minutes(each.minutes)}",
        valid=f"{labels.day(each.valid_from)}–"
        + (labels.day(each.valid_to) if each.valid_to else ""),
        edit=reverse("series_edit", args=[each.code]) if may_keep else "",
        plan=reverse("series_plan", args=[each.code]) if may_keep else "",
        is_invented=each.invented,
    )
