"""The page on which the shared aim of a county's cooperation is written."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yhdyspinta.calc.register import may_keep
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import places, shared_aims
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.register import free_code, keep
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.shared_aims import SharedAim
from yhdyspinta.web import fields, register, register_forms
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs
from yhdyspinta.web.register import Here, Saving
from yhdyspinta.web.register_forms import RegisterForm


class AimForm(RegisterForm):
    """The shared aim: its sentence in three languages, whose, and from when."""

    valid_from = fields.DayField(label=_("Holds from"))
    valid_to = fields.DayField(label=_("Holds until"), required=False)
    source = fields.text(_("Source"), most=10_000, rows=2, required=False)

    def __init__(
        self, owners: dict[str, Names], *, shown: SharedAim | None, today: Any, data: Any
    ) -> None:
        super().__init__(data, initial=_initial(shown, owners, today))
        sentences = {
            "name_fi": _("The shared aim in Finnish"),
            "name_sv": _("The shared aim in Swedish"),
            "name_en": _("The shared aim in English"),
        }
        for name, label in sentences.items():
            self.fields[name].label = label
            self.fields[name].widget = forms.Textarea(attrs={"rows": 2, "maxlength": 300})
        self.fields["name_fi"].help_text = _("One sentence: what you want for the residents.")
        self.fields["owner"] = register_forms.organisation(_("Organisation that keeps it"), owners)
        self.order_fields([*sentences, "owner", "valid_from", "valid_to", "source"])
        self.shown = shown

    def aim(self, code: str, area: str) -> SharedAim:
        """Return the aim that was filled in."""
        given = self.cleaned_data
        return SharedAim(
            code=code,
            area=area,
            owner=given["owner"],
            names=self.names(),
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            source=given["source"],
            invented=self.shown.invented if self.shown else False,
        )


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, area: str) -> HttpResponse:
    """Write the shared aim that holds today, or the first one."""
    place, here = register.here(area)
    if place.is_municipality:
        raise RefusedError(gettext("The shared aim is the county's: write it there."))
    actor, today = actor_of(request), timezone.localdate()
    shown = shared_aims.holding(place.area, actor=actor, on=today)
    names = places.organisations(place.area, on=today)
    owners = {code: each for code, each in names.items() if may_keep(actor, code)}
    keep(actor, shown.owner if shown else next(iter(owners), ""))
    form = AimForm(owners, shown=shown, today=today, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        code = shown.code if shown else free_code(store.SharedAim, place.names.fi, "aim")
        seen = form.cleaned_data["seen"] or "none"
        shared_aims.save(form.aim(code, place.area), actor=actor, now=now, seen=seen)

    return register.saved(request, form, _saving(doing, here))


def _saving(doing: Any, here: Here) -> Saving:
    back = reverse("cooperation", args=[here.address])
    return Saving(
        doing=doing,
        to=lambda: back,
        done=gettext("The shared aim has been saved."),
        template="register/edit.html",
        shown={
            "heading": gettext("Shared aim: %(place)s") % {"place": here.name},
            "trail": [(reverse("cooperation_all"), gettext("Cooperation")), (back, here.name)],
            "back": back,
            "remove": "",
        },
    )


def _initial(shown: SharedAim | None, owners: dict[str, Names], today: Any) -> dict[str, Any]:
    if shown is None:
        only = next(iter(owners)) if len(owners) == 1 else ""
        return {"valid_from": today, "owner": only}
    return {
        **register_forms.initial_names(shown.names),
        "owner": shown.owner,
        "valid_from": shown.valid_from,
        "valid_to": shown.valid_to,
        "source": shown.source,
        "seen": mark(shown),
    }
