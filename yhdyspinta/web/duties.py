"""Duties: a place's, the nation's, one duty, and the pages on which what was done is written."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta import labels
from yhdyspinta.calc.rounds import mark
from yhdyspinta.exports import duties as exports
from yhdyspinta.services import duties, duty_overview
from yhdyspinta.services.register import free_code
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.web import duty_page, register
from yhdyspinta.web.duty_forms import FulfilmentForm
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, public
from yhdyspinta.web.register import Saving


@public
@require_safe
@answers_bad_addresses
def of_place(request: HttpRequest, area: str) -> HttpResponse:
    """Show what a place's organisations owe, by when, and where it was done."""
    place, here = register.here(area)
    if not place.area:
        return redirect("duties_all")
    today = timezone.localdate()
    owed = duty_overview.of_place(place, actor=actor_of(request), on=today)
    page = duty_page.of_place(owed, here, day=labels.day(today))
    return render(request, "duties/place.html", {"page": page, "here": here})


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send what a place's organisations owe as a file in the page's language."""
    place, here = register.here(area)
    wanted = _wanted(here.name, ending)
    owed = duty_overview.of_place(place, actor=actor_of(request), on=wanted.on)
    return _file(exports.render(owed, ending, wanted=wanted), here.address, ending)


@public
@require_safe
@answers_bad_addresses
def all_places(request: HttpRequest) -> HttpResponse:
    """Show who lacks what in the whole country."""
    found = duty_overview.national(actor=actor_of(request), on=timezone.localdate())
    return render(request, "duties/national.html", {"page": duty_page.national(found)})


@public
@require_safe
@answers_bad_addresses
def download_all(request: HttpRequest, ending: str) -> HttpResponse:
    """Send the national view as a file in the page's language."""
    wanted = _wanted(gettext("The whole country"), ending)
    found = duty_overview.national(actor=actor_of(request), on=wanted.on)
    return _file(exports.render_national(found, ending, wanted=wanted), "national", ending)


@public
@require_safe
@answers_bad_addresses
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show a duty: its law, its source, its exceptions, who owes it and who has done it."""
    shown = duty_overview.of_duty(code, actor=actor_of(request), on=timezone.localdate())
    return render(request, "duties/duty.html", {"page": duty_page.duty(shown)})


@public
@require_safe
@answers_bad_addresses
def fulfilment(request: HttpRequest, code: str) -> HttpResponse:
    """Show what an organisation did, when and where."""
    shown = duties.one(code, actor=actor_of(request))
    return render(request, "duties/fulfilment.html", {"page": duty_page.fulfilment(shown)})


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def new(request: HttpRequest, code: str, organisation: str) -> HttpResponse:
    """Say that an organisation did what a duty asks."""
    asked = duties.proposed(code, organisation, actor=actor_of(request), on=timezone.localdate())
    form = FulfilmentForm(asked.done_in, shown=asked.fulfilment, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        done = free_code(store.Fulfilment, organisation, code)
        duties.save(form.fulfilment(done), actor=actor, now=now, seen="none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("duties", args=[asked.place or asked.county]),
        done=gettext("What was done has been reported."),
        template="register/edit.html",
        shown=duty_page.form_of(asked),
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what was said to have been done; what stood there stays in the trail."""
    asked = duties.asked(code, actor=actor_of(request), on=timezone.localdate())
    done = asked.fulfilment
    form = FulfilmentForm(asked.done_in, shown=done, mark=mark(done), data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        wanted = form.fulfilment(code)
        duties.save(wanted, actor=actor, now=now, seen=form.cleaned_data["seen"] or "none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("fulfilment", args=[code]),
        done=gettext("What was done has been changed."),
        template="register/edit.html",
        shown=duty_page.form_of(asked),
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take away what was said to have been done."""
    back = duty_page.list_address(duties.one(code, actor=actor_of(request)))
    done = gettext("What was said to be done has been removed.")
    return register.removed(request, code, doing=duties.remove, done=done, to=back)


def _wanted(place: str, ending: str) -> exports.Wanted:
    register.check_form(ending, exports.MEDIA_TYPES)
    return exports.Wanted(place, timezone.localdate(), get_language() or "fi", timezone.now())


def _file(made: bytes, place: str, ending: str) -> HttpResponse:
    name = (pgettext("file name", "duties"), place)
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)
