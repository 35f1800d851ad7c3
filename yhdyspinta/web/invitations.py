"""The page behind an invitation's link: make an account, or take the role to one's own."""

from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yhdyspinta import labels
from yhdyspinta.labels import access as access_labels
from yhdyspinta.services import invitations
from yhdyspinta.services.invitations import Offer
from yhdyspinta.web import signin_words
from yhdyspinta.web.origin import actor_of, origin_of
from yhdyspinta.web.page import answers_bad_addresses, public


class NewPersonForm(forms.Form):
    """The name and the password of a new account."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("Shown beside what you report to those who may see it."),
    )
    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=signin_words.PASSWORD_RULES,
    )
    password2 = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> None:
        """Refuse two passwords that differ."""
        if self.cleaned_data.get("password1") != self.cleaned_data.get("password2"):
            self.add_error("password2", gettext("The two passwords are not the same."))


@public
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def invitation(request: HttpRequest, *, token: str) -> HttpResponse:
    """Show what is offered, and take it."""
    offer, actor = invitations.offer(token, now=timezone.now()), actor_of(request)
    if request.method == "POST" and offer.person is not None:
        invitations.accept(token, actor=actor, now=timezone.now())
        messages.success(request, gettext("The role is yours from now on."))
        return HttpResponseRedirect(reverse("my_account"))
    form = NewPersonForm(request.POST if request.method == "POST" else None)
    if offer.person is None and form.is_valid():
        taken = _make(request, token, form)
        if taken is not None:
            return taken
    return render(request, "people/invitation.html", _shown(request, offer, form))


def _make(request: HttpRequest, token: str, form: NewPersonForm) -> HttpResponse | None:
    """Make the account and sign in; None if the password does not do (the form says why)."""
    given = form.cleaned_data
    try:
        user = invitations.accept_as_new(
            token,
            name=given["name"],
            password=given["password1"],
            now=timezone.now(),
            origin=origin_of(request),
        )
    except ValidationError as error:
        form.add_error("password1", error)
        return None
    return perform_login(request, user)  # type: ignore[no-any-return] # allauth has no types


def _shown(request: HttpRequest, offer: Offer, form: NewPersonForm) -> dict[str, object]:
    actor = actor_of(request)
    until = labels.day(offer.expires_at.date())
    return {
        "role": access_labels.role(offer.place.role),
        "organisation": labels.name(offer.organisation),
        "email": offer.email,
        "until": until,
        "form": form,
        "is_known": offer.person is not None,
        "is_mine": offer.person is not None and offer.person == actor.person,
        "is_signed_in": not actor.is_visitor,
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
    }
