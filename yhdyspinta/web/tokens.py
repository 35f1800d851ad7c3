"""Tokens for programs: one's own and an organisation's, made, listed and revoked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from yhdyspinta import labels
from yhdyspinta.calc.access import SCOPES, may
from yhdyspinta.labels import access as access_labels
from yhdyspinta.labels import tokens as token_labels
from yhdyspinta.services import people, tokens
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import Action, Actor, Role
from yhdyspinta.terms.tokens import ORGANISATION_SCOPES, NewToken, Token, TokenScope
from yhdyspinta.web import fields
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs

_DAYS = (7, 30, 90, 180, 365)


class TokenForm(forms.Form):
    """What a new token is to be."""

    name = fields.line(_("Name"), most=120, help_text=_("What uses it, so that you know it later."))
    scopes = forms.MultipleChoiceField(
        label=_("May be used to"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the token may be used for.")},
    )
    days = fields.choice(_("Works for"), (), initial="90")

    def offer(self, scopes: Iterable[TokenScope]) -> "TokenForm":
        """Offer the scopes that are of use, and the times."""
        days = [(str(n), ngettext("%(days)d day", "%(days)d days", n) % {"days": n}) for n in _DAYS]
        offered = [(each.value, token_labels.scope(each)) for each in TokenScope if each in scopes]
        for name, choices in (("scopes", offered), ("days", days)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
        return self

    def asked(self, organisation: str = "") -> NewToken:
        """Return what was asked for."""
        given = self.cleaned_data
        role = given.get("role")
        return NewToken(
            name=given["name"],
            scopes=frozenset(TokenScope(each) for each in given["scopes"]),
            days=int(given["days"]),
            organisation=organisation,
            role=Role(role) if role else None,
        )


class OrganisationTokenForm(TokenForm):
    """What an organisation's new token is to be: it has one role."""

    role = fields.choice(
        _("Role"), [(role.value, access_labels.ROLES[role]) for role in ORGANISATION_SCOPES]
    )
    field_order = ("name", "role", "scopes", "days")


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token in words; `revoke` is where it is revoked, empty if it works no more."""

    name: str
    hint: str
    role: str
    scopes: str
    expires: str
    used: str
    state: str
    revoke: str


@needs(Action.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def own(request: HttpRequest) -> HttpResponse:
    """List one's own tokens, with a form to make one; its secret is shown once."""
    actor = actor_of(request)
    form = TokenForm(request.POST if request.method == "POST" else None).offer(_of_use(actor))
    secret = _made(request, form)
    form = TokenForm().offer(_of_use(actor)) if secret else form
    shown = {
        "rows": [_row(each, "token_revoke") for each in tokens.own(actor)],
        "form": form if _of_use(actor) else None,
        "secret": secret,
    }
    return render(request, "tokens/own.html", shown, status=400 if form.errors else 200)


@needs(Action.MANAGE_TOKENS, organisation="organisation")
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def of_organisation(request: HttpRequest, *, organisation: str) -> HttpResponse:
    """List an organisation's tokens, with a form to make one; its secret is shown once."""
    scopes = frozenset[TokenScope]().union(*ORGANISATION_SCOPES.values())
    given = request.POST if request.method == "POST" else None
    form = OrganisationTokenForm(given).offer(scopes)
    secret = _made(request, form, organisation)
    form = OrganisationTokenForm().offer(scopes) if secret else form
    found = tokens.of_organisation(organisation, actor=actor_of(request))
    shown = {
        "organisation": labels.name(people.named(organisation)),
        "code": organisation,
        "rows": [_row(each, "organisation_token_revoke", organisation) for each in found],
        "form": form,
        "secret": secret,
    }
    return render(request, "tokens/organisation.html", shown, status=400 if form.errors else 200)


@needs(Action.SIGNED_IN)
@require_POST
@answers_bad_addresses
def revoke(request: HttpRequest, *, number: int) -> HttpResponse:
    """End one of one's own tokens."""
    return _revoked(request, number, reverse("tokens"))


@needs(Action.MANAGE_TOKENS, organisation="organisation")
@require_POST
@answers_bad_addresses
def revoke_of_organisation(request: HttpRequest, *, organisation: str, number: int) -> HttpResponse:
    """End one of an organisation's tokens."""
    return _revoked(request, number, reverse("organisation_tokens", args=[organisation]))


def _revoked(request: HttpRequest, number: int, back: str) -> HttpResponse:
    tokens.revoke(number, actor=actor_of(request), now=timezone.now())
    messages.success(request, gettext("The token has been revoked."))
    return HttpResponseRedirect(back)


def _made(request: HttpRequest, form: TokenForm, organisation: str = "") -> str:
    """Make what a valid form asks for and return the secret; empty if nothing was made."""
    if not form.is_valid():
        return ""
    try:
        actor, now = actor_of(request), timezone.now()
        return tokens.add(form.asked(organisation), actor=actor, now=now)[1]
    except ForbiddenError:
        raise
    except RefusedError as error:
        form.add_error(None, str(error))
        return ""


def _of_use(actor: Actor) -> list[TokenScope]:
    """Return the scopes in which a token of the actor's could do something."""
    return [scope for scope in TokenScope if any(may(actor, each) for each in SCOPES[scope])]


def _row(token: Token, address: str, *place: str) -> TokenRow:
    now = timezone.now()
    is_alive = token.is_alive(now=now)
    return TokenRow(
        name=token.name,
        hint=token.hint,
        role=access_labels.role(token.role) if token.role else "",
        scopes=token_labels.scopes(token.scopes),
        expires=labels.day(timezone.localtime(token.expires_at).date()),
        used=labels.day(token.used_on) if token.used_on else gettext("never"),
        state=token_labels.state(token, now=now),
        revoke=reverse(address, args=[*place, token.number]) if is_alive else "",
    )
