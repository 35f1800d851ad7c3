"""One's own account: name, language, roles, the ways to sign in, and what is held of one."""

import json
from dataclasses import dataclass

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yhdyspinta import labels
from yhdyspinta.calc.access import may
from yhdyspinta.services import people, personal_data
from yhdyspinta.services.people import LastAdministratorError
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.languages import Language
from yhdyspinta.terms.people import Person
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs
from yhdyspinta.web.people_rows import RoleRow, role_rows


class AccountForm(forms.Form):
    """What a person may change of themselves."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language of mails"),
        choices=[(Language.FI, "Suomi"), (Language.SV, "Svenska"), (Language.EN, "English")],
    )


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The page of one's account."""

    email: str
    roles: list[RoleRow]
    last: str
    people: str


@needs(Action.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def account(request: HttpRequest) -> HttpResponse:
    """Show one's account, and change the name and the language of mails."""
    actor = actor_of(request)
    person = people.account(actor=actor)
    given = {"name": person.name, "language": person.language}
    form = AccountForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_valid():
        language = Language(form.cleaned_data["language"])
        people.change(form.cleaned_data["name"], language, actor=actor, now=timezone.now())
        messages.success(request, gettext("Saved."))
        return HttpResponseRedirect(reverse("my_account"))
    page = _page(person, actor)
    return render(request, "people/account.html", {"page": page, "form": form})


def _page(person: Person, actor: Actor) -> AccountPage:
    manages = may(actor, Action.MANAGE_PEOPLE)
    return AccountPage(
        email=person.email,
        roles=role_rows(person.roles),
        last=labels.moment(person.last_signed_in) if person.last_signed_in else "–",
        people=reverse("people_of_organisations") if manages else "",
    )


@needs(Action.SIGNED_IN)
@require_safe
@answers_bad_addresses
def data(request: HttpRequest) -> HttpResponse:
    """Send all that is held of the person who asks."""
    held = personal_data.collect(actor=actor_of(request), now=timezone.now())
    text = json.dumps(held, ensure_ascii=False, indent=2)
    name = gettext("my-data")
    return HttpResponse(
        text + "\n",
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.json"'},
    )


@needs(Action.SIGNED_IN)
@reauthentication_required  # type: ignore[untyped-decorator] # allauth has no type information
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def erase(request: HttpRequest) -> HttpResponse:
    """Erase oneself, after a page that says what it means."""
    actor, warning = actor_of(request), ""
    if request.method == "POST" and actor.person is not None:
        confirmed = request.POST.get("confirmed") == "1"
        try:
            personal_data.erase(actor.person, actor=actor, now=timezone.now(), confirmed=confirmed)
        except LastAdministratorError as error:
            warning = str(error)
        else:
            logout(request)
            return render(request, "people/erased.html")
    return render(request, "people/erase_me.html", {"warning": warning})


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer somebody who tries faster than is answered (allauth's rate limits)."""
    return render(request, "429.html", status=429)
