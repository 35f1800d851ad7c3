"""Bodies: those of a place by level, one body, and the pages on which they are written."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta.calc.rounds import mark
from yhdyspinta.exports import bodies as exports
from yhdyspinta.services import bodies, body_overview
from yhdyspinta.services.register import free_code, keep
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.web import body_page, register
from yhdyspinta.web.body_forms import BodyForm
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, public
from yhdyspinta.web.register import Saving


@public
@require_safe
@answers_bad_addresses
def of_place(request: HttpRequest, area: str) -> HttpResponse:
    """Show a place's bodies by level, and their structure as a drawing."""
    place, here = register.here(area)
    found = body_overview.of_place(place, actor=actor_of(request), on=timezone.localdate())
    page = body_page.listing(found, here, asks_all="all" in request.GET)
    return render(request, "bodies/bodies.html", {"page": page, "here": here})


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send a place's bodies as a file in the page's language."""
    register.check_form(ending, exports.MEDIA_TYPES)
    place, here = register.here(area)
    found = body_overview.of_place(place, actor=actor_of(request), on=timezone.localdate())
    language = get_language() or "fi"
    wanted = exports.Wanted(here.name, found.organisations, language, timezone.now())
    listed = body_page.asked(found, asks_all="all" in request.GET)
    made = exports.render(listed, ending, wanted=wanted)
    name = (gettext("bodies"), here.address)
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)


@public
@require_safe
@answers_bad_addresses
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show a body: its mandate, members, promise, meetings and place in the structure."""
    today = timezone.localdate()
    shown = bodies.one(code, actor=actor_of(request), on=today)
    return render(request, "bodies/body.html", {"page": body_page.body(shown, on=today)})


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def new(request: HttpRequest, area: str) -> HttpResponse:
    """Add a body to a county's or the nation's cooperation."""
    place, here = register.here(area)
    county, codes = place.cooperation, list[str]()
    chosen = body_overview.choices(county, actor=actor_of(request), on=timezone.localdate())
    form = BodyForm(chosen, shown=None, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        codes.append(free_code(store.Body, place.names.fi, form.cleaned_data["name_fi"]))
        # Somebody else may take the code meanwhile: theirs is not to be changed.
        bodies.save(form.body(codes[-1], area=county), actor=actor, now=now, seen="none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("body", args=[codes[-1]]),
        done=gettext("The body has been added."),
        template="register/edit.html",
        shown=body_page.form_of(form, here),
    )
    return register.saved(request, form, saving, tables=(form.table,))


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a body; what stood there stays in the trail."""
    today = timezone.localdate()
    shown = bodies.one(code, actor=actor_of(request), on=today)
    body = shown.body
    keep(actor_of(request), body.owner)
    chosen = body_overview.choices(body.area, actor=actor_of(request), on=today, body=body)
    form = BodyForm(chosen, shown=body, mark=mark(body), data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        wanted = form.body(code, area=body.area)
        bodies.save(wanted, actor=actor, now=now, seen=form.cleaned_data["seen"] or "none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("body", args=[code]),
        done=gettext("The body has been changed."),
        template="register/edit.html",
        shown=body_page.form_of(form, body_page.here_of(shown), body=body),
    )
    return register.saved(request, form, saving, tables=(form.table,))


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take a body out of the register."""
    area = bodies.one(code, actor=actor_of(request), on=timezone.localdate()).body.area
    back = reverse("bodies", args=[register.address_of(area)])
    done = gettext("The body has been removed.")
    return register.removed(request, code, doing=bodies.remove, done=done, to=back)
