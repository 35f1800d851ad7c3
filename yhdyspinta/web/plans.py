"""Plans: those of a place under each other, one plan, and the pages on which they are written."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta.calc.rounds import mark
from yhdyspinta.exports import plans as exports
from yhdyspinta.services import plans
from yhdyspinta.services.register import free_code
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.web import plan_page, register
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, public
from yhdyspinta.web.plan_forms import PlanForm
from yhdyspinta.web.register import Saving


@public
@require_safe
@answers_bad_addresses
def of_place(request: HttpRequest, area: str) -> HttpResponse:
    """Show a place's plans under each other, and which duties lack theirs."""
    place, here = register.here(area)
    found = plans.of_place(place, actor=actor_of(request), on=timezone.localdate())
    page = plan_page.listing(found, here)
    return render(request, "plans/plans.html", {"page": page, "here": here})


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send a place's plans as a file in the page's language."""
    register.check_form(ending, exports.MEDIA_TYPES)
    place, here = register.here(area)
    found = plans.of_place(place, actor=actor_of(request), on=timezone.localdate())
    language = get_language() or "fi"
    wanted = exports.Wanted(here.name, found.organisations, language, timezone.now())
    made = exports.render(found.plans, ending, wanted=wanted)
    name = (pgettext("file name", "plans"), here.address)
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)


@public
@require_safe
@answers_bad_addresses
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show a plan: its state, its time, its goals, what is above and under it."""
    shown = plans.one(code, actor=actor_of(request))
    return render(request, "plans/plan.html", {"page": plan_page.one(shown)})


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def new(request: HttpRequest, area: str) -> HttpResponse:
    """Add a plan to a county's or the nation's cooperation."""
    place, here = register.here(area)
    county, codes = place.cooperation, list[str]()
    chosen = plans.choices(county, actor=actor_of(request), on=timezone.localdate())
    kind = request.GET.get("kind", "")
    form = PlanForm(chosen, shown=None, kind=kind, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        codes.append(free_code(store.Plan, place.names.fi, form.cleaned_data["name_fi"]))
        plans.save(form.plan(codes[-1], area=county), actor=actor, now=now, seen="none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("plan", args=[codes[-1]]),
        done=gettext("The plan has been added."),
        template="register/edit.html",
        shown=plan_page.form_of(form, here),
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a plan; what stood there stays in the trail."""
    actor = actor_of(request)
    shown = plans.one(code, actor=actor)
    plan = shown.plan
    chosen = plans.choices(plan.area, actor=actor, on=timezone.localdate(), plan=plan)
    form = PlanForm(chosen, shown=plan, mark=mark(plan), data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        wanted = form.plan(code, area=plan.area)
        plans.save(wanted, actor=actor, now=now, seen=form.cleaned_data["seen"] or "none")

    saving = Saving(
        doing=doing,
        to=lambda: reverse("plan", args=[code]),
        done=gettext("The plan has been changed."),
        template="register/edit.html",
        shown=plan_page.form_of(form, plan_page.here_of(shown), plan=plan),
    )
    return register.saved(request, form, saving)


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take a plan out of the register."""
    area = plans.one(code, actor=actor_of(request)).plan.area
    back = reverse("plans", args=[register.address_of(area)])
    done = gettext("The plan has been removed.")
    return register.removed(request, code, doing=plans.remove, done=done, to=back)
