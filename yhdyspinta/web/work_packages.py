"""Work packages: the pages on which they are written; they are shown with their interfaces."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import interface_overview, work_packages
from yhdyspinta.services.places import Place, names_of
from yhdyspinta.services.register import free_code
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.web import register
from yhdyspinta.web.interface_forms import WorkPackageForm
from yhdyspinta.web.interface_page import package_form_page
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs
from yhdyspinta.web.register import Saving


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def new(request: HttpRequest, area: str) -> HttpResponse:
    """Add a work package to a county's or the nation's cooperation."""
    place, here = register.here(area)
    owners = _owners(place, actor_of(request))
    form = WorkPackageForm(owners, shown=None, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        code = free_code(store.WorkPackage, place.names.fi, form.cleaned_data["name_fi"])
        wanted = form.package(code, area=place.cooperation)
        work_packages.save(wanted, actor=actor, now=now, seen="none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("interfaces", args=[here.address]),
        done=gettext("The work package has been added."),
        template="register/edit.html",
        shown=package_form_page(here, None),
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a work package; what stood there stays in the trail."""
    actor = actor_of(request)
    shown = work_packages.one(code, actor=actor)
    place, here = register.here(register.address_of(shown.area))
    owners = _owners(place, actor, shown.owner)
    form = WorkPackageForm(owners, shown=shown, mark=mark(shown), data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        wanted = form.package(code, area=shown.area)
        seen = form.cleaned_data["seen"] or "none"
        work_packages.save(wanted, actor=actor, now=now, seen=seen)

    saving = Saving(
        doing=doing,
        to=lambda: reverse("interfaces", args=[here.address]),
        done=gettext("The work package has been changed."),
        template="register/edit.html",
        shown=package_form_page(here, shown),
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take a work package out of the register, if no interface is in it."""
    area = work_packages.one(code, actor=actor_of(request)).area
    back = reverse("interfaces", args=[register.address_of(area)])
    done = gettext("The work package has been removed.")
    return register.removed(request, code, doing=work_packages.remove, done=done, to=back)


def _owners(place: Place, actor: Actor, owner: str = "") -> dict[str, Names]:
    owners = interface_overview.owners(place, actor=actor, on=timezone.localdate())
    return {**names_of({owner}), **owners}
