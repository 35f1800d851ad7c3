"""The annual clock of a place: its wheel, list and grid, its files, and its own dated things."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta.calc.rounds import mark
from yhdyspinta.exports import annual_clock as exports
from yhdyspinta.services import annual_clock
from yhdyspinta.services.annual_clock import Year
from yhdyspinta.services.places import Place
from yhdyspinta.services.register import free_code
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.web import annual_clock_page, register
from yhdyspinta.web.annual_clock_forms import Asked, ClockEventForm, asked
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, public
from yhdyspinta.web.register import Saving


@public
@require_safe
@answers_bad_addresses
def clock(request: HttpRequest, area: str) -> HttpResponse:
    """Show a place's year as a wheel, a list or a grid of months."""
    place, here = register.here(area)
    today, actor = timezone.localdate(), actor_of(request)
    wanted = asked(request.GET, year=today.year)
    found = _year(request, place, wanted)
    page = annual_clock_page.page(found, here, wanted, actor=actor, today=today)
    shown = {"page": page, "here": here, "signed_in": not actor.is_visitor}
    return render(request, "annual_clock/clock.html", shown)


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send a place's year as a file in the page's language."""
    register.check_form(ending, exports.MEDIA_TYPES)
    place, here = register.here(area)
    wanted = asked(request.GET, year=timezone.localdate().year)
    found = _year(request, place, wanted)
    lanes = annual_clock_page.lanes_of(found, wanted, most=annual_clock_page.MOST_LANES)
    language, today = get_language() or "fi", timezone.localdate()
    holding = exports.Wanted(
        here.name, wanted.year, lanes, found.organisations, language, timezone.now(), today
    )
    made = exports.render(found.chosen, ending, wanted=holding)
    name = (gettext("annual-clock"), here.address, str(wanted.year))
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)


def _year(request: HttpRequest, place: Place, wanted: Asked) -> Year:
    return annual_clock.overview(
        place,
        actor=actor_of(request),
        year=wanted.year,
        on=timezone.localdate(),
        organisations=[wanted.organisation] if wanted.organisation else (),
        kinds=[wanted.kind] if wanted.kind else (),
    )


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def new(request: HttpRequest, area: str) -> HttpResponse:
    """Add a dated thing to a county's or the nation's clock."""
    place, here = register.here(area)
    county, actor = place.cooperation, actor_of(request)
    owners = annual_clock.owners(county, actor=actor, on=timezone.localdate())
    form = ClockEventForm(owners, shown=None, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        code = free_code(store.ClockEvent, place.names.fi, form.cleaned_data["name_fi"])
        # Somebody else may take the code meanwhile: theirs is not to be changed.
        annual_clock.save(form.event(code, area=county), actor=actor, now=now, seen="none")

    back = reverse("clock", args=[here.address])
    saving = Saving(
        doing=doing,
        to=lambda: f"{back}?year={form.cleaned_data['starts_on'].year}",
        done=gettext("The dated thing has been added."),
        template="register/edit.html",
        shown={
            "heading": gettext("New dated thing"),
            "trail": [(reverse("cooperation", args=[here.address]), here.name), (back, _title())],
            "back": back,
            "remove": "",
        },
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a dated thing of the clock; what stood there stays in the trail."""
    actor = actor_of(request)
    event = annual_clock.known(code, actor=actor)
    owners = annual_clock.owners(event.area, actor=actor, on=timezone.localdate(), event=event)
    form = ClockEventForm(owners, shown=event, mark=mark(event), data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        seen = form.cleaned_data["seen"] or "none"
        annual_clock.save(form.event(code, area=event.area), actor=actor, now=now, seen=seen)

    back = reverse("clock", args=[register.address_of(event.area)])
    back += f"?year={event.starts_on.year}"
    shown = {
        "heading": gettext("Change the dated thing"),
        "trail": [(back, _title())],
        "back": back,
        "remove": reverse("clock_event_remove", args=[code]),
    }
    done = gettext("The dated thing has been changed.")
    return register.saved(
        request, form, Saving(doing, lambda: back, done, "register/edit.html", shown)
    )


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take a dated thing off the clock."""
    area = annual_clock.known(code, actor=actor_of(request)).area
    back = reverse("clock", args=[register.address_of(area)])
    done = gettext("The dated thing has been removed.")
    return register.removed(request, code, doing=annual_clock.remove, done=done, to=back)


def _title() -> str:
    return gettext("Annual clock")
