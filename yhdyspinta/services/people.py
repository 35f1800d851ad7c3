"""People: their names, their roles in organisations, and roles from identity providers' claims."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext

from yhdyspinta.calc.access import organisations_of, reaches_all
from yhdyspinta.calc.people import may_grant
from yhdyspinta.labels import access as access_labels
from yhdyspinta.services import audit
from yhdyspinta.services.access import ForbiddenError, require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import (
    ApiToken,
    ClaimRule,
    Grant,
    Invitation,
    Organisation,
    Roadmap,
    User,
)
from yhdyspinta.store.people import GrantQuerySet
from yhdyspinta.terms import people as terms
from yhdyspinta.terms.access import Action, Actor, Role
from yhdyspinta.terms.languages import Language, Names
from yhdyspinta.terms.people import Place


class LastAdministratorError(RefusedError):
    """The organisation would be left without an administrator; do it again with confirmation."""


def names(keys: Iterable[str]) -> dict[str, str]:
    """Return the shown name of each key of log and trail (`person:17`, `token:4`, else itself).

    A person who has been erased is a number; a query for people, and one for tokens, if any.
    """
    wanted = set(keys)
    people, tokens = _ids(wanted, "person:"), _ids(wanted, "token:")
    found = {key: key for key in wanted}
    if people:
        for user in User.objects.filter(id__in=people):
            erased = gettext("Removed person %(number)d") % {"number": user.pk}
            found[user.key] = erased if user.erased_at else user.name
    if tokens:
        found |= {token.key: token.name for token in ApiToken.objects.filter(id__in=tokens)}
    return found


def _ids(keys: Iterable[str], prefix: str) -> list[int]:
    ends = (key.removeprefix(prefix) for key in keys if key.startswith(prefix))
    return [int(end) for end in ends if end.isdecimal()]


def of_organisation(code: str, *, actor: Actor) -> list[terms.Person]:
    """List an organisation's people by name, with their roles in it; two queries."""
    require(actor, Action.MANAGE_PEOPLE, organisation=code)
    return _people(Grant.objects.in_force().of(code))


def organisations(*, actor: Actor) -> list[terms.Staff]:
    """List the organisations whose people the actor looks after, by name.

    A query. Raises ForbiddenError if there is none.
    """
    require(actor, Action.MANAGE_PEOPLE)
    rows = Organisation.objects.all()
    if not reaches_all(actor):
        rows = rows.filter(code__in=organisations_of(actor, Action.MANAGE_PEOPLE))
    held = Q(grants__ended_at=None, grants__user__is_active=True)
    counted = rows.annotate(
        people=Count("grants__user", filter=held, distinct=True),
        administrators=Count(
            "grants__user", filter=held & Q(grants__role=Role.ADMINISTRATOR), distinct=True
        ),
    )
    return [
        terms.Staff(
            each.code,
            Names(each.name_fi, each.name_sv, each.name_en),
            people=each.people,
            administrators=each.administrators,
        )
        for each in counted.order_by("name_fi", "id")
    ]


def named(code: str) -> Names:
    """Return an organisation's names. Raises RefusedError if there is none with the code."""
    row = Organisation.objects.filter(code=code).first()
    if row is None:
        raise RefusedError(gettext("There is no organisation “%(code)s”.") % {"code": code})
    return Names(row.name_fi, row.name_sv, row.name_en)


def everybody(*, actor: Actor) -> list[terms.Person]:
    """List all who hold a role, by name, with all their roles; for an operator."""
    require(actor, Action.OPERATE)
    return _people(Grant.objects.in_force())


def account(*, actor: Actor) -> terms.Person:
    """Return one's own account with all roles; a query each."""
    user = User.objects.get(pk=require_person(actor))
    return _person(user, list(_joined(Grant.objects.in_force().filter(user=user))))


def require_person(actor: Actor) -> int:
    """Return who acts, if it is a person signed in; raises ForbiddenError, for a token too."""
    require(actor, Action.SIGNED_IN)
    if actor.person is None or actor.scopes is not None:
        raise ForbiddenError(gettext("This is not done with a token."))
    return actor.person


def _people(grants: GrantQuerySet) -> list[terms.Person]:
    held: dict[int, list[Grant]] = {}
    for grant in _joined(grants):
        held.setdefault(grant.user_id, []).append(grant)
    found = [_person(each[0].user, each) for each in held.values()]
    return sorted(found, key=lambda person: (person.name.casefold(), person.id))


def _joined(grants: GrantQuerySet) -> GrantQuerySet:
    return grants.select_related("user", "organisation", "roadmap").order_by("role", "id")


def _person(user: User, grants: Iterable[Grant]) -> terms.Person:
    return terms.Person(
        id=user.pk,
        name=user.name,
        email=user.email,
        language=Language(user.language),
        is_active=user.is_active,
        is_demo=user.is_demo,
        roles=tuple(
            terms.HeldRole(
                each.pk, place_of(each), each.granted_at, each.granted_by, each.from_claim
            )
            for each in grants
        ),
        last_signed_in=user.last_login,
    )


def place_of(row: Grant | Invitation | ClaimRule) -> Place:
    """Return what a row's role is about; its organisation and roadmap must be joined."""
    return Place(
        Role(row.role),
        row.organisation.code if row.organisation else "",
        row.roadmap.code if row.roadmap else "",
    )


def rows_of(place: Place) -> tuple[Organisation | None, Roadmap | None]:
    """Return the organisation and the roadmap of a role; RefusedError if they do not fit it."""
    organisation = Organisation.objects.filter(code=place.organisation).first()
    roadmap = Roadmap.objects.filter(code=place.roadmap).first()
    if place.organisation and organisation is None:
        raise RefusedError(
            gettext("There is no organisation “%(code)s”.") % {"code": place.organisation}
        )
    if place.roadmap and roadmap is None:
        raise RefusedError(gettext("There is no roadmap “%(code)s”.") % {"code": place.roadmap})
    if place.role is Role.OPERATOR and (organisation or roadmap):
        raise RefusedError(gettext("An operator's role is about the whole installation."))
    if place.role is not Role.OPERATOR and organisation is None:
        raise RefusedError(gettext("Name the organisation in which the role is held."))
    if (place.role is Role.COORDINATOR) != (roadmap is not None):
        raise RefusedError(gettext("A coordinator's role, and no other, is about a roadmap."))
    return organisation, roadmap


def require_reach(actor: Actor, place: Place) -> None:
    """Raise ForbiddenError unless the actor may give and end such a role."""
    require(actor, Action.MANAGE_PEOPLE, organisation=place.organisation)
    if not may_grant(actor, place.role, place.organisation):
        raise ForbiddenError(
            gettext("This role is given and ended by an operator only: %(role)s.")
            % {"role": access_labels.role(place.role)}
        )


@transaction.atomic
def grant(person: int, place: Place, *, actor: Actor, now: datetime) -> None:
    """Give a person a role; one held already stays as it is.

    Raises ForbiddenError, or RefusedError if the person is gone or the role has no such place.
    """
    require_reach(actor, place)
    rows_of(place)
    if not User.objects.filter(pk=person, is_active=True).exists():
        raise RefusedError(gettext("There is no such person."))
    add_grant(person, place, actor=actor, now=now)


def add_grant(
    person: int, place: Place, *, actor: Actor, now: datetime, from_claim: bool = False
) -> bool:
    """Write a role that its caller may give, within its transaction; False if it was held."""
    organisation, roadmap = rows_of(place)
    found = {"role": place.role, "organisation": organisation, "roadmap": roadmap}
    # The person's row makes two that give the same role at once go one after the other.
    User.objects.select_for_update().get(pk=person)
    if Grant.objects.filter(user_id=person, ended_at=None, **found).exists():
        return False
    Grant.objects.create(
        user_id=person, granted_at=now, granted_by=actor.key, from_claim=from_claim, **found
    )
    _record("person.grant", person, place, actor=actor, now=now, from_claim=from_claim)
    return True


@transaction.atomic
def end_grant(number: int, *, actor: Actor, now: datetime, confirmed: bool = False) -> Place:
    """End a role, from the person's next request on; return which it was.

    Raises ForbiddenError, RefusedError if it has ended, and LastAdministratorError if the
    organisation would be left without an administrator and that is not confirmed.
    """
    row = (
        Grant.objects.select_for_update(of=("self",))
        .select_related("organisation", "roadmap")
        .filter(pk=number, ended_at=None)
        .first()
    )
    if row is None:
        raise RefusedError(gettext("The role has ended already."))
    place = place_of(row)
    require_reach(actor, place)
    if not confirmed:
        refuse_last_administrator(row)
    end(row, actor=actor, now=now)
    return place


def end(row: Grant, *, actor: Actor, now: datetime) -> None:
    """End a role that its caller may end, within its transaction."""
    row.ended_at, row.ended_by = now, actor.key
    row.save()
    _record(
        "person.end_grant",
        row.user_id,
        place_of(row),
        actor=actor,
        now=now,
        from_claim=row.from_claim,
    )


def refuse_last_administrator(row: Grant) -> None:
    """Raise LastAdministratorError if a role is the last of its organisation's administrators."""
    if row.role != Role.ADMINISTRATOR or row.organisation is None:
        return
    others = Grant.objects.in_force().filter(role=row.role, organisation=row.organisation)
    if not others.exclude(user_id=row.user_id).exists():
        raise LastAdministratorError(
            gettext("The organisation would be left without an administrator: %(organisation)s.")
            % {"organisation": row.organisation.code}
        )


def add(
    email: str, name: str, language: Language, *, now: datetime, password: str | None = None
) -> User:
    """Write a new person with a confirmed address, within the caller's transaction."""
    user = User.objects.create_user(
        email, password, name=name.strip(), language=language, joined_at=now
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def by_email(email: str) -> User | None:
    """Find a person who has not been erased by e-mail address."""
    return User.objects.filter(email__iexact=email.strip(), erased_at=None).first()


@transaction.atomic
def change(name: str, language: Language, *, actor: Actor, now: datetime) -> None:
    """Change one's own name and the language of the mails that one gets."""
    person = require_person(actor)
    if not name.strip():
        raise RefusedError(gettext("Write a name."))
    user = User.objects.select_for_update().get(pk=person)
    # The trail tells that the name was changed, never a name.
    changed = [
        field
        for field, before, after in (
            ("name", user.name, name.strip()),
            ("language", user.language, language.value),
        )
        if before != after
    ]
    user.name, user.language = name.strip(), language
    user.save()
    if changed:
        audit.record("person.change", actor.key, actor=actor, now=now, fields=changed)


def _record(
    action: str, person: int, place: Place, *, actor: Actor, now: datetime, from_claim: bool
) -> None:
    audit.record(
        action,
        f"person:{person}",
        actor=actor,
        now=now,
        organisation=place.organisation,
        roadmap=place.roadmap,
        role=place.role,
        from_claim=from_claim,
    )
