"""An organisation's people: who has which role, inviting, ending a role, erasing a person."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta import labels
from yhdyspinta.calc.people import may_grant
from yhdyspinta.labels import access as access_labels
from yhdyspinta.services import invitations, personal_data
from yhdyspinta.services import people as people_service
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.people import LastAdministratorError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import Action, Actor, Role
from yhdyspinta.terms.languages import Language
from yhdyspinta.terms.people import Person, Place
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs
from yhdyspinta.web.people_rows import invited_rows, person_rows

# A coordinator's role is about a roadmap: it is given on the command line.
_OFFERED = (Role.READER, Role.REPORTER, Role.APPROVER, Role.ADMINISTRATOR)


class InviteForm(forms.Form):
    """Whom to invite to which role."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=[])
    language = forms.ChoiceField(
        label=_("Language of the invitation"),
        choices=[(Language.FI, "Suomi"), (Language.SV, "Svenska"), (Language.EN, "English")],
    )

    def offer(self, actor: Actor, organisation: str) -> "InviteForm":
        """Offer the roles that the actor may give in an organisation."""
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (role.value, access_labels.role(role))
                for role in _OFFERED
                if may_grant(actor, role, organisation)
            ]
        return self


@needs(Action.MANAGE_PEOPLE)
@require_safe
@answers_bad_addresses
def organisations(request: HttpRequest) -> HttpResponse:
    """Choose an organisation; who looks after one only is led to it."""
    found = people_service.organisations(actor=actor_of(request))
    chosen = request.GET.get("organisation", "")
    if not chosen and len(found) == 1:
        chosen = found[0].code
    if chosen in {each.code for each in found}:
        return HttpResponseRedirect(reverse("people", args=[chosen]))
    choices = [(each.code, labels.name(each.names)) for each in found]
    peopled = [
        (
            reverse("people", args=[each.code]),
            labels.name(each.names),
            labels.number(each.people),
            labels.number(each.administrators),
        )
        for each in found
        if each.people
    ]
    return render(request, "people/organisations.html", {"choices": choices, "rows": peopled})


@needs(Action.MANAGE_PEOPLE, organisation="organisation")
@require_safe
@answers_bad_addresses
def people(request: HttpRequest, *, organisation: str) -> HttpResponse:
    """List an organisation's people and open invitations, with a form to invite."""
    form = InviteForm(initial={"language": get_language(), "role": Role.READER.value})
    return _show(request, organisation, form)


def _show(
    request: HttpRequest, organisation: str, form: InviteForm, *, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    open_ones = invitations.open_ones(organisation, actor=actor, now=timezone.now())
    found = people_service.of_organisation(organisation, actor=actor)
    shown = {
        "organisation": labels.name(people_service.named(organisation)),
        "code": organisation,
        "rows": person_rows(found, organisation, actor=actor),
        "invited": invited_rows(open_ones, organisation),
        "form": form.offer(actor, organisation),
    }
    return render(request, "people/people.html", shown, status=status)


@needs(Action.MANAGE_PEOPLE, organisation="organisation")
@require_POST
@answers_bad_addresses
def invite(request: HttpRequest, *, organisation: str) -> HttpResponse:
    """Invite somebody, and tell until when the link works."""
    actor, now = actor_of(request), timezone.now()
    form = InviteForm(request.POST).offer(actor, organisation)
    if not form.is_valid():
        return _show(request, organisation, form, status=400)
    given = form.cleaned_data
    new = invitations.NewInvitation(
        given["email"], Place(Role(given["role"]), organisation), Language(given["language"])
    )
    try:
        invitations.invite(new, actor=actor, now=now, link=_link(request))
    except ForbiddenError:
        raise
    except RefusedError as error:
        form.add_error(None, str(error))
        return _show(request, organisation, form, status=400)
    messages.success(request, gettext("Invited: %(email)s") % {"email": new.email})
    return HttpResponseRedirect(reverse("people", args=[organisation]))


def _link(request: HttpRequest) -> invitations.Link:
    def link(token: str, language: Language) -> str:
        with override(language):
            return request.build_absolute_uri(reverse("invitation", args=[token]))

    return link


@needs(Action.MANAGE_PEOPLE, organisation="organisation")
@require_POST
@answers_bad_addresses
def withdraw(request: HttpRequest, *, organisation: str, number: int) -> HttpResponse:
    """Make an invitation's link void."""
    invitations.withdraw(number, actor=actor_of(request), now=timezone.now())
    messages.success(request, gettext("The invitation has been withdrawn."))
    return HttpResponseRedirect(reverse("people", args=[organisation]))


@needs(Action.MANAGE_PEOPLE, organisation="organisation")
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def end(request: HttpRequest, *, organisation: str, number: int) -> HttpResponse:
    """End a role, after a page that tells whose; once more for the last administrator's."""
    actor, warning = actor_of(request), ""
    if request.method == "POST":
        try:
            people_service.end_grant(
                number, actor=actor, now=timezone.now(), confirmed=_is_confirmed(request)
            )
        except LastAdministratorError as error:
            warning = str(error)
        else:
            messages.success(request, gettext("The role has been ended."))
            return HttpResponseRedirect(reverse("people_of_organisations"))
    found = people_service.of_organisation(organisation, actor=actor)
    held = [(each, role) for each in found for role in each.roles if role.grant == number]
    if not held:
        raise RefusedError(gettext("The role has ended already."))
    person, role = held[0]
    more = {"role": access_labels.role(role.place.role), "warning": warning}
    return _ask(request, "people/end.html", organisation, person=person, **more)


@needs(Action.MANAGE_PEOPLE, organisation="organisation")
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def erase(request: HttpRequest, *, organisation: str, number: int) -> HttpResponse:
    """Erase a person of the organisation, after a page that says what it means."""
    actor, warning = actor_of(request), ""
    found = people_service.of_organisation(organisation, actor=actor)
    person = next((each for each in found if each.id == number), None)
    if person is None:
        raise RefusedError(gettext("There is no such person."))
    if request.method == "POST":
        try:
            personal_data.erase(
                number, actor=actor, now=timezone.now(), confirmed=_is_confirmed(request)
            )
        except LastAdministratorError as error:
            warning = str(error)
        else:
            messages.success(request, gettext("The person has been erased."))
            return HttpResponseRedirect(reverse("people", args=[organisation]))
    return _ask(request, "people/erase.html", organisation, person=person, warning=warning)


def _is_confirmed(request: HttpRequest) -> bool:
    return request.POST.get("confirmed") == "1"


def _ask(
    request: HttpRequest, template: str, organisation: str, *, person: Person, **more: str
) -> HttpResponse:
    """Show the page that asks before something is ended or erased."""
    shown = {
        "code": organisation,
        "organisation": labels.name(people_service.named(organisation)),
        "name": person.name,
        **more,
    }
    return render(request, template, shown)
