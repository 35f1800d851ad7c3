"""People, their roles and invitations as rows of ready words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.people import may_erase, may_grant
from yhdyspinta.labels import access as access_labels
from yhdyspinta.services import people
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.people import HeldRole, Invited, Person


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role in words; `end` is where it is ended, empty for who may not."""

    role: str
    place: str
    since: str
    by: str
    end: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with roles; `erase` is where the person is erased, empty for who may not."""

    name: str
    email: str
    roles: list[RoleRow]
    last: str
    erase: str


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """An open invitation."""

    email: str
    role: str
    by: str
    until: str
    withdraw: str


def role_rows(roles: Iterable[HeldRole], *, actor: Actor | None = None) -> list[RoleRow]:
    """Describe roles; with an actor, say where the actor ends those that the actor may."""
    held = list(roles)
    shown = people.names(role.by for role in held)
    return [
        RoleRow(
            role=access_labels.role(role.place.role),
            place=_place(role),
            since=labels.day(role.since.date()),
            by=gettext("organisation's sign-in") if role.from_claim else shown[role.by],
            end=_end(role, actor),
        )
        for role in held
    ]


def _place(role: HeldRole) -> str:
    place = role.place
    if not place.organisation:
        return gettext("the whole installation")
    name = labels.name(people.named(place.organisation))
    return f"{name} ({place.roadmap})" if place.roadmap else name


def _end(role: HeldRole, actor: Actor | None) -> str:
    place = role.place
    if actor is None or not may_grant(actor, place.role, place.organisation):
        return ""
    if not place.organisation:
        return ""
    return reverse("end_role", args=[place.organisation, role.grant])


def person_rows(found: list[Person], organisation: str, *, actor: Actor) -> list[PersonRow]:
    """Describe an organisation's people."""
    return [
        PersonRow(
            name=each.name,
            email=each.email,
            roles=role_rows(each.roles, actor=actor),
            last=labels.day(each.last_signed_in.date()) if each.last_signed_in else "–",
            erase=(
                reverse("erase_person", args=[organisation, each.id])
                if may_erase(actor, each.id, [organisation])
                else ""
            ),
        )
        for each in found
    ]


def invited_rows(found: list[Invited], organisation: str) -> list[InvitedRow]:
    """Describe an organisation's open invitations."""
    shown = people.names(each.invited_by for each in found)
    return [
        InvitedRow(
            email=each.email,
            role=access_labels.role(each.place.role),
            by=shown[each.invited_by],
            until=labels.day(each.expires_at.date()),
            withdraw=reverse("withdraw", args=[organisation, each.id]),
        )
        for each in found
    ]
