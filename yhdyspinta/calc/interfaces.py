"""What follows from an interface: who leads it, which structures and agreements are there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from yhdyspinta.terms.interfaces import (
    Interface,
    InterfaceParty,
    InterfaceState,
    PartyRole,
    Structure,
    WorkPackage,
)


@dataclass(frozen=True, slots=True)
class Lack:
    """What an interface needs and has not: structures without a body, an agreement, a leader."""

    structures: tuple[Structure, ...] = ()
    agreement: bool = False
    leader: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is missing."""
        return bool(self.structures) or self.agreement or self.leader


@dataclass(frozen=True, slots=True)
class Grouped:
    """The interfaces of a work package, in its order; None: those in no package."""

    package: WorkPackage | None
    interfaces: tuple[Interface, ...]


def leaders(interface: Interface) -> tuple[str, ...]:
    """Return the organisations that lead an interface, its owner first."""
    found = [each.organisation for each in interface.parties if each.role is PartyRole.LEADS]
    if interface.owner and not found:
        return (interface.owner,)
    return tuple(sorted(found, key=lambda code: code != interface.owner))


def led(interface: Interface) -> Interface:
    """Return an interface with its leader among its parties.

    Its owner leads: it is added as the first party if it is not one, and it is made the leader if
    nobody is. With somebody else in the lead the owner's own role is kept.
    """
    owner = interface.owner
    if not owner:
        return interface
    roles = {each.organisation: each.role for each in interface.parties}
    if owner not in roles:
        first = InterfaceParty(owner, PartyRole.LEADS)
        return replace(interface, parties=(first, *interface.parties))
    if PartyRole.LEADS in roles.values():
        return interface
    return replace(
        interface,
        parties=tuple(
            replace(each, role=PartyRole.LEADS) if each.organisation == owner else each
            for each in interface.parties
        ),
    )


def lack(interface: Interface, *, agreed: bool) -> Lack:
    """Return what an interface needs and has not; one that has ended needs nothing.

    `agreed` tells whether an agreement on it is in force. An agreement that nobody has said is
    needed (None) is not missing.
    """
    if interface.state is InterfaceState.ENDED:
        return Lack()
    return Lack(
        structures=tuple(each for each in interface.structures if not each.body),
        agreement=bool(interface.agreement_needed) and not agreed,
        leader=not leaders(interface),
    )


def grouped(packages: Sequence[WorkPackage], interfaces: Iterable[Interface]) -> list[Grouped]:
    """Return interfaces by work package, both by their position; those in none come last.

    A package without interfaces is there too. One whose package is not among those given (it may
    not be read) stands with those in none.
    """
    known = {each.code for each in packages}
    inside: dict[str, list[Interface]] = {}
    for each in sorted(interfaces, key=lambda each: (each.position, each.names.fi, each.code)):
        package = each.work_package if each.work_package in known else ""
        inside.setdefault(package, []).append(each)
    ordered = sorted(packages, key=lambda each: (each.position, each.names.fi, each.code))
    groups = [Grouped(each, tuple(inside.get(each.code, ()))) for each in ordered]
    loose = inside.get("")
    return [*groups, *([Grouped(None, tuple(loose))] if loose else [])]


def of_organisations(
    interfaces: Iterable[Interface], codes: Collection[str]
) -> tuple[Interface, ...]:
    """Keep interfaces to which one of some organisations is a party."""
    wanted = set(codes)
    return tuple(
        each for each in interfaces if wanted & {party.organisation for party in each.parties}
    )


def roles(interfaces: Iterable[Interface]) -> Mapping[str, Mapping[str, PartyRole]]:
    """Return the matrix of a county: by organisation its role in each interface of which it is."""
    found: dict[str, dict[str, PartyRole]] = {}
    for interface in interfaces:
        for party in interface.parties:
            found.setdefault(party.organisation, {})[interface.code] = party.role
    return found
