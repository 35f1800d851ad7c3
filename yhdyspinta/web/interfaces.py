"""Interfaces: those of a place, one of them, and the pages on which they are written."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta.calc.rounds import mark
from yhdyspinta.exports import interfaces as exports
from yhdyspinta.services import interface_overview, interfaces, work_packages
from yhdyspinta.services import register as register_service
from yhdyspinta.services.interface_overview import Opened
from yhdyspinta.services.places import Place
from yhdyspinta.services.places import organisations as organisations_of
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.web import interface_page, register
from yhdyspinta.web.interface_forms import Choices, ContributionForm, InterfaceForm
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, public
from yhdyspinta.web.register import Saving


@public
@require_safe
@answers_bad_addresses
def of_place(request: HttpRequest, area: str) -> HttpResponse:
    """Show a place's interfaces by work package, with what each needs and has not."""
    actor = actor_of(request)
    place, here = register.here(area)
    found = interface_overview.of_place(place, actor=actor, on=timezone.localdate())
    packages = [each.package for each in found.groups if each.package]
    editable = [each.code for each in packages if work_packages.may_edit(each, actor=actor)]
    page = interface_page.list_page(found, here, editable=editable)
    return render(request, "interfaces/interfaces.html", {"page": page, "here": here})


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send a place's interfaces as a file in the page's language."""
    register.check_form(ending, exports.MEDIA_TYPES)
    place, here = register.here(area)
    now, language = timezone.now(), get_language() or "fi"
    found = interface_overview.of_place(place, actor=actor_of(request), on=timezone.localdate())
    listed = interface_page.exported(found, here)
    made = exports.render(listed, ending, language=language, made_at=now)
    name = (gettext("interfaces"), here.address)
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)


@public
@require_safe
@answers_bad_addresses
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show an interface whole."""
    opened = interface_overview.one(code, actor=actor_of(request), on=timezone.localdate())
    page = interface_page.interface_page(opened)
    return render(request, "interfaces/interface.html", {"page": page})


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def new(request: HttpRequest, area: str) -> HttpResponse:
    """Add an interface to a county's or the nation's cooperation."""
    place, here = register.here(area)
    chosen = _choices(place, actor_of(request))
    form, codes = InterfaceForm(chosen, shown=None, data=request.POST or None), list[str]()

    def doing(actor: Actor, now: datetime) -> None:
        codes.append(
            register_service.free_code(
                store.Interface, place.names.fi, form.cleaned_data["name_fi"]
            )
        )
        wanted = form.interface(codes[-1], area=place.cooperation)
        # Somebody else may take the code meanwhile: theirs is not to be changed.
        interfaces.save(wanted, actor=actor, now=now, seen="none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("interface", args=[codes[-1]]),
        done=gettext("The interface has been added."),
        template="register/edit.html",
        shown=interface_page.form_page(here, None),
    )
    return register.saved(request, form, saving, tables=(form.parties, form.structures))


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the shared parts of an interface; what stood there stays in the trail."""
    opened = _opened(request, code)
    shown, here = opened.interface, register.words(opened.place)
    chosen = _choices(opened.place, actor_of(request), opened)
    form = InterfaceForm(chosen, shown=shown, mark=mark(shown), data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        wanted = form.interface(code, area=shown.area)
        interfaces.save(wanted, actor=actor, now=now, seen=form.cleaned_data["seen"] or "none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("interface", args=[code]),
        done=gettext("The interface has been changed."),
        template="register/edit.html",
        shown=interface_page.form_page(here, shown),
    )
    return register.saved(request, form, saving, tables=(form.parties, form.structures))


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take an interface out of the register, if nothing points to it."""
    area = interfaces.one(code, actor=actor_of(request)).area
    back = reverse("interfaces", args=[register.address_of(area)])
    done = gettext("The interface has been removed.")
    return register.removed(request, code, doing=interfaces.remove, done=done, to=back)


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def contribute(request: HttpRequest, code: str, organisation: str) -> HttpResponse:
    """Write what an organisation does in an interface; only its own people."""
    register_service.keep(actor_of(request), organisation)
    opened = _opened(request, code)
    party = next((p for p in opened.interface.parties if p.organisation == organisation), None)
    if party is None:
        raise RefusedError(gettext("This organisation is no party to the interface."))
    initial = {"text": party.contribution, "seen": mark(party)}
    form = ContributionForm(request.POST or None, initial=initial)

    def doing(actor: Actor, now: datetime) -> None:
        text, seen = form.cleaned_data["text"], form.cleaned_data["seen"] or "none"
        interfaces.contribute(code, organisation, text, actor=actor, now=now, seen=seen)

    saving = Saving(
        doing=doing,
        to=lambda: reverse("interface", args=[code]),
        done=gettext("What your organisation does has been saved."),
        template="register/edit.html",
        shown=interface_page.contribution_form_page(opened, organisation),
    )
    return register.saved(request, form, saving)


def _opened(request: HttpRequest, code: str) -> Opened:
    return interface_overview.one(code, actor=actor_of(request), on=timezone.localdate())


def _choices(place: Place, actor: Actor, opened: Opened | None = None) -> Choices:
    """Return what can be chosen, with what stands there already."""
    today = timezone.localdate()
    packages = work_packages.of_area(place.cooperation, actor=actor)
    owners = interface_overview.owners(place, actor=actor, on=today)
    parties = dict(organisations_of(place.area, on=today))
    bodies = interface_overview.choices_of_bodies(place.cooperation, actor=actor)
    if opened:
        known = {code: each.names for code, each in opened.organisations.items()}
        owner = opened.interface.owner
        owners = {**({owner: known[owner]} if owner in known else {}), **owners}
        parties = {**known, **parties}
        kept = [each.body for each in opened.interface.structures if each.body]
        bodies = {**{code: Names(code) for code in kept}, **bodies}
    named = {each.code: each.names for each in packages}
    return Choices(owners=owners, organisations=parties, packages=named, bodies=bodies)
