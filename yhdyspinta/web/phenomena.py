"""Phenomena: a county's, one as a stair, and the pages on which they are written and raised."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta.calc.rounds import mark
from yhdyspinta.exports import meetings as exports
from yhdyspinta.services import phenomena, phenomenon_overview
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.register import free_code
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.phenomena import StepDirection
from yhdyspinta.web import phenomenon_page, register
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, public
from yhdyspinta.web.phenomenon_forms import MoveForm, PhenomenonForm
from yhdyspinta.web.register import Saving


@public
@require_safe
@answers_bad_addresses
def of_place(request: HttpRequest, area: str) -> HttpResponse:
    """Show a county's phenomena and how far each is."""
    place, here = register.here(area)
    found = phenomenon_overview.of_area(place.cooperation, actor=actor_of(request))
    shown = {
        "here": here,
        "rows": phenomenon_page.rows(found, on=timezone.localdate()),
        "new": reverse("phenomenon_new", args=[here.address]) if found.may_keep else "",
        "downloads": [
            (each.upper(), reverse("phenomena_file", args=[here.address, each]))
            for each in exports.MEDIA_TYPES
        ],
    }
    return render(request, "phenomena/phenomena.html", shown)


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send a county's phenomena as a file."""
    register.check_form(ending, exports.MEDIA_TYPES)
    place, here = register.here(area)
    found = phenomenon_overview.of_area(place.cooperation, actor=actor_of(request))
    language = get_language() or "fi"
    wanted = exports.Wanted(here.name, language, timezone.now())
    made = exports.render_phenomena(found.phenomena, ending, owners=found.owners, wanted=wanted)
    name = (pgettext("file name", "phenomena"), here.address)
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)


@public
@require_safe
@answers_bad_addresses
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show a phenomenon as a stair: up from the field, and the answer's way back."""
    found = phenomenon_overview.opened(code, actor=actor_of(request))
    _place, here = register.here(register.address_of(found.phenomenon.area))
    page = phenomenon_page.page(found, here, on=timezone.localdate())
    return render(request, "phenomena/phenomenon.html", {"page": page})


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def new(request: HttpRequest, area: str) -> HttpResponse:
    """Write down what the field has noticed."""
    place, here = register.here(area)
    county, codes = place.cooperation, list[str]()
    chosen = phenomenon_overview.choices(county, actor=actor_of(request), on=timezone.localdate())
    form = PhenomenonForm(chosen, shown=None, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        given = form.cleaned_data
        codes.append(free_code(store.Phenomenon, place.names.fi, given["title"][:60]))
        phenomena.notice(form.phenomenon(codes[-1], area=county), actor=actor, now=now)

    saving = Saving(
        doing=doing,
        to=lambda: reverse("phenomenon", args=[codes[-1]]),
        done=gettext("The phenomenon has been written down. Raise it when it is taken further."),
        template="register/edit.html",
        shown=phenomenon_page.form_of(here, heading=gettext("New phenomenon")),
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what was noticed; the steps stay as they are."""
    actor = actor_of(request)
    found = phenomena.known(code, actor=actor)
    chosen = phenomenon_overview.choices(
        found.area, actor=actor, on=timezone.localdate(), shown=found
    )
    form = PhenomenonForm(chosen, shown=found, mark=mark(found), data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        seen = form.cleaned_data["seen"] or "none"
        wanted = form.phenomenon(code, area=found.area)
        phenomena.save(wanted, actor=actor, now=now, seen=seen)

    heading, away = gettext("Change the phenomenon"), reverse("phenomenon_remove", args=[code])
    saving = Saving(
        doing=doing,
        to=lambda: reverse("phenomenon", args=[code]),
        done=gettext("The phenomenon has been changed."),
        template="register/edit.html",
        shown=_form(found.area, code, name=found.title, heading=heading, remove=away),
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Raise a phenomenon to the next level, or bring its answer one level down."""
    actor = actor_of(request)
    found = phenomena.known(code, actor=actor)
    moves = phenomenon_overview.moves(found, actor=actor)
    if not moves.offered:
        raise RefusedError(gettext("It has been answered or closed: there is no next step."))
    asked = "/".join((request.GET.get("meeting", ""), request.GET.get("outcome", "")))
    initial = {"on": timezone.localdate(), "outcome": asked}
    form = MoveForm(moves, mark=mark(found), initial=initial, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        way, level = form.move()
        act = phenomena.raise_to if way is StepDirection.UP else phenomena.answer
        seen = form.cleaned_data["seen"] or "none"
        act(code, level, form.step(), actor=actor, now=now, seen=seen)

    saving = Saving(
        doing=doing,
        to=lambda: reverse("phenomenon", args=[code]),
        done=gettext("The step has been recorded."),
        template="register/edit.html",
        shown=_form(
            found.area, code, name=found.title, heading=gettext("Next step of the phenomenon")
        ),
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a phenomenon today, or open it again."""
    on = timezone.localdate() if request.POST.get("close") else None
    seen = request.POST.get("seen", "") or "none"
    try:
        phenomena.close(code, on=on, actor=actor_of(request), now=timezone.now(), seen=seen)
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("The phenomenon has been changed."))
    return HttpResponseRedirect(reverse("phenomenon", args=[code]))


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take a phenomenon out of the register."""
    area = phenomena.known(code, actor=actor_of(request)).area
    back = reverse("phenomena", args=[register.address_of(area)])
    done = gettext("The phenomenon has been removed.")
    return register.removed(request, code, doing=phenomena.remove, done=done, to=back)


def _form(area: str, code: str, *, name: str, heading: str, remove: str = "") -> dict[str, object]:
    _place, here = register.here(register.address_of(area))
    back = reverse("phenomenon", args=[code])
    return phenomenon_page.form_of(here, heading=heading, back=back, name=name, remove=remove)
