"""The pages on which a round is opened and its settings are changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from yhdyspinta import labels
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import round_settings, rounds
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.rounds import Round
from yhdyspinta.web import fields
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs
from yhdyspinta.web.round_forms import RoundForm


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form with its fields."""

    title: str
    fields: list[BoundField]


@dataclass(frozen=True, slots=True)
class Choice:
    """A roadmap that the person runs rounds of."""

    name: str
    address: str
    is_current: bool


@needs(Action.RUN_ROUND)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def new(request: HttpRequest) -> HttpResponse:
    """Open a round; what is proposed follows the roadmap's last one."""
    actor, now = actor_of(request), timezone.now()
    asked = request.GET.get("roadmap", "")
    proposed, offered = round_settings.next_of(asked, actor=actor, today=timezone.localdate(now))
    form = RoundForm(proposed, offered, data=request.POST or None, is_new=True)
    if form.is_valid():
        wanted = form.wanted()
        try:
            rounds.open_round(_new(wanted), actor=actor, now=now)
        except ForbiddenError:
            raise
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, gettext("The round has been made."))
            return HttpResponseRedirect(reverse("round", args=[wanted.code]))
    return _shown(request, form, choices=_choices(actor, proposed.roadmap))


def _new(wanted: Round) -> rounds.NewRound:
    return rounds.NewRound(
        code=wanted.code,
        roadmap=wanted.roadmap,
        names=wanted.names,
        as_of=wanted.as_of,
        horizon=wanted.horizon,
        schedule=wanted.schedule,
        scope=wanted.scope,
        areas=wanted.areas,
        instructions=wanted.instructions,
    )


def _choices(actor: Actor, current: str) -> list[Choice]:
    found = round_settings.roadmaps(actor)
    return [
        Choice(labels.name(names), f"?roadmap={code}", code == current)
        for code, names in found.items()
    ]


@needs(Action.RUN_ROUND)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change an unpublished round."""
    actor, typed = actor_of(request), request.POST or None
    shown, offered = round_settings.of_round(code, actor=actor)
    form = RoundForm(shown, offered, mark=mark(shown), data=typed, is_new=False)
    stored: list[fields.Stored] = []
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            round_settings.change_round(
                form.wanted(), actor=actor, now=timezone.now(), seen=seen or "none"
            )
        except ForbiddenError:
            raise
        except RefusedError as error:
            form.add_error(None, str(error))
            stored = fields.stale(form) if isinstance(error, StaleError) else []
        else:
            messages.success(request, gettext("The round has been changed."))
            return HttpResponseRedirect(reverse("round", args=[code]))
    return _shown(request, form, code=code, stored=stored)


def _shown(
    request: HttpRequest,
    form: RoundForm,
    *,
    code: str = "",
    choices: Sequence[Choice] = (),
    stored: Sequence[fields.Stored] = (),
) -> HttpResponse:
    shown = {
        "form": form,
        "sections": _sections(form),
        "choices": choices,
        "stored": stored,
        "code": code,
        "name": labels.name(form.shown.names),
    }
    status = 409 if form.non_field_errors() else 422 if form.errors else 200
    return render(request, "rounds/settings.html", shown, status=status)


def _sections(form: RoundForm) -> list[Section]:
    named = {
        gettext("Names"): ("name_fi", "name_sv", "name_en", "code"),
        gettext("Days"): ("as_of", "horizon", "opens_on", "due_on", "on_time_until", "closes_on"),
        gettext("What is asked of whom"): ("scope", "which_areas", "areas"),
        gettext("Reminders by e-mail"): ("reminder_days",),
        gettext("Instructions"): ("instructions_fi", "instructions_sv", "instructions_en"),
    }
    return [Section(title, [form[name] for name in names]) for title, names in named.items()]
