"""The talks with the areas during a round: read, recorded, changed."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from yhdyspinta import labels
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import talks
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.services.talks import Held
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.web import fields
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, public
from yhdyspinta.web.round_forms import TalkForm
from yhdyspinta.web.round_texts import talk_rows


@public
@require_safe
@answers_bad_addresses
def of_round(request: HttpRequest, code: str) -> HttpResponse:
    """Show a round's talks: to a visitor the public ones, once the round is published."""
    held = talks.held(code, actor=actor_of(request))
    shown = {
        "name": labels.name(held.names),
        "talks": talk_rows(
            held.talks,
            code=code,
            areas=held.areas,
            people=held.people,
            may_edit=held.may_edit,
        ),
        "round": reverse("round", args=[code]) if held.sees_round else "",
        "new": reverse("round_talk_new", args=[code]) if held.may_edit else "",
        "pictures": reverse("pictures"),
    }
    return render(request, "rounds/talks.html", shown)


@needs(Action.RUN_ROUND)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Record a talk."""
    held = talks.held(code, actor=actor_of(request), to_write=True)
    form = TalkForm(held.areas, data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        talks.record(code, form.talk(), actor=actor, now=now)

    return _written(request, form, held, doing=doing)


@needs(Action.RUN_ROUND)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, code: str, talk: int) -> HttpResponse:
    """Change a talk; what stood there stays in the trail."""
    held = talks.held(code, actor=actor_of(request), to_write=True)
    found = held.of_key(talk)
    form = TalkForm(held.areas, shown=found, mark=mark(found), data=request.POST or None)

    def doing(actor: Actor, now: datetime) -> None:
        seen = form.cleaned_data["seen"] or "none"
        talks.change(code, form.talk(), actor=actor, now=now, seen=seen)

    return _written(request, form, held, doing=doing)


def _written(
    request: HttpRequest, form: TalkForm, held: Held, *, doing: Callable[[Actor, datetime], None]
) -> HttpResponse:
    stored: list[fields.Stored] = []
    if form.is_valid():
        try:
            doing(actor_of(request), timezone.now())
        except ForbiddenError:
            raise
        except RefusedError as error:
            form.add_error(None, str(error))
            stored = fields.stale(form) if isinstance(error, StaleError) else []
        else:
            messages.success(request, gettext("The talk has been recorded."))
            return HttpResponseRedirect(reverse("round_talks", args=[held.code]))
    order = ("held_on", "area", "participants", "conclusions", "visibility")
    shown = {
        "form": form,
        "fields": [form[name] for name in order],
        "name": labels.name(held.names),
        "code": held.code,
        "is_new": form.shown is None,
        "stored": stored,
    }
    status = 409 if form.non_field_errors() else 422 if form.errors else 200
    return render(request, "rounds/talk.html", shown, status=status)
