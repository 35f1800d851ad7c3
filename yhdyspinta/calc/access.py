"""The rights, in one place: which role may do what, and to what it reaches.

An action reaches to an area, a roadmap, an organisation or the installation. The table is that of
docs/security.md; tests/calc/test_access.py is its truth table.
"""

from collections.abc import Iterable, Mapping

from yhdyspinta.terms.access import Action, Actor, Grant, Role, Visibility
from yhdyspinta.terms.audit import Event, Reach
from yhdyspinta.terms.organisations import OrganisationKind

_ALL = frozenset(Role)
# Roles that may do an action within their reach. An operator looks after the installation and
# stands in for coordinators and administrators, but never says or approves anything for an area.
ROLES: Mapping[Action, frozenset[Role]] = {
    Action.SEE_UNPUBLISHED: _ALL,
    Action.SEE_INTERNAL: _ALL,
    Action.REPORT: frozenset({Role.REPORTER}),
    Action.APPROVE: frozenset({Role.APPROVER}),
    Action.RUN_ROUND: frozenset({Role.COORDINATOR, Role.OPERATOR}),
    Action.PUBLISH: frozenset({Role.COORDINATOR, Role.OPERATOR}),
    Action.IMPORT: frozenset({Role.COORDINATOR, Role.OPERATOR}),
    # Everybody who does their organisation's work; a reader only reads, an approver only approves.
    Action.KEEP_REGISTER: frozenset(
        {Role.REPORTER, Role.COORDINATOR, Role.ADMINISTRATOR, Role.OPERATOR}
    ),
    Action.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR, Role.OPERATOR}),
    Action.MANAGE_TOKENS: frozenset({Role.ADMINISTRATOR, Role.OPERATOR}),
    Action.READ_TRAIL: _ALL,
    Action.OPERATE: frozenset({Role.OPERATOR}),
}
# Organisations of the state see every area's unpublished reports: they accept nationally.
NATIONAL = frozenset({OrganisationKind.MINISTRY, OrganisationKind.AGENCY})
_OF_AREA = frozenset({Action.REPORT, Action.APPROVE, Action.SEE_UNPUBLISHED, Action.SEE_INTERNAL})
_OF_ROADMAP = frozenset({Action.RUN_ROUND, Action.PUBLISH, Action.IMPORT})
_OF_ORGANISATION = frozenset(
    {Action.KEEP_REGISTER, Action.MANAGE_PEOPLE, Action.MANAGE_TOKENS, Action.READ_TRAIL}
)
# What a token of a scope may be used for; other actions never with a token.
SCOPES: Mapping[str, frozenset[Action]] = {
    "read": frozenset({Action.SEE_UNPUBLISHED, Action.SEE_INTERNAL}),
    "report": frozenset({Action.REPORT}),
    "approve": frozenset({Action.APPROVE}),
    "register": frozenset({Action.KEEP_REGISTER}),
    "rounds": frozenset({Action.RUN_ROUND, Action.PUBLISH}),
    "trail": frozenset({Action.READ_TRAIL}),
    "people": frozenset({Action.MANAGE_PEOPLE}),
}


def may(
    actor: Actor, action: Action, *, area: str = "", roadmap: str = "", organisation: str = ""
) -> bool:
    """Tell whether an actor may do something to what is named.

    Name what the action reaches to (its area and roadmap, or its organisation); without a name
    the question is whether there is anything at all that the actor may do it to.
    """
    if action is Action.SEE_PUBLISHED:
        return True
    if action is Action.SIGNED_IN:
        return actor.person is not None
    if not _is_in_scope(actor, action):
        return False
    return any(
        grant.role in ROLES[action]
        and _reaches(grant, action, area=area, roadmap=roadmap, organisation=organisation)
        for grant in actor.grants
    )


def may_read_note(
    actor: Actor, visibility: Visibility, *, areas: Iterable[str], roadmap: str
) -> bool:
    """Tell whether an actor may read a note about areas (none: about the whole roadmap)."""
    if visibility is Visibility.PUBLIC:
        return True
    if visibility is Visibility.PARTNERS:
        return bool(actor.grants)
    named = tuple(areas)
    if not named:
        return may(actor, Action.RUN_ROUND, roadmap=roadmap)
    return any(may(actor, Action.SEE_INTERNAL, area=each, roadmap=roadmap) for each in named)


def reach_of(actor: Actor) -> Reach:
    """Say whose part of the trail an actor may read: see `may_read_event`."""
    if not _is_in_scope(actor, Action.READ_TRAIL):
        return Reach()
    if reaches_all(actor):
        return Reach(everything=True, key=actor.key)
    coordinated = {g.roadmap for g in actor.grants if g.role is Role.COORDINATOR}
    return Reach(
        key=actor.key,
        organisations=frozenset(grant.organisation for grant in actor.grants) - {""},
        areas=frozenset(area for grant in actor.grants for area in grant.areas),
        roadmaps=frozenset(coordinated) - {""},
    )


def may_read_event(actor: Actor, event: Event) -> bool:
    """Tell whether an actor may read an event of the trail.

    One's own always; an operator all; others what was done for or by their organisation or to
    the areas that it acts for, and a coordinator what concerns the roadmap.
    """
    if not _is_in_scope(actor, Action.READ_TRAIL):
        return False
    if actor.key and actor.key == event.actor:
        return True
    for grant in actor.grants:
        if grant.role is Role.OPERATOR or event.area in grant.areas:
            return True
        if event.organisation and grant.organisation == event.organisation:
            return True
        if grant.role is Role.COORDINATOR and event.roadmap and grant.roadmap == event.roadmap:
            return True
    return False


def may_read_address(actor: Actor, event: Event) -> bool:
    """Tell whether an actor may know the network address from which something was done."""
    if not event.organisation:
        return reaches_all(actor) and _is_in_scope(actor, Action.READ_TRAIL)
    return may_read_event(actor, event) and any(
        grant.role in ROLES[Action.MANAGE_PEOPLE]
        and _reaches(
            grant, Action.MANAGE_PEOPLE, area="", roadmap="", organisation=event.organisation
        )
        for grant in actor.grants
    )


def organisation_for(actor: Actor, action: Action, *, area: str = "", roadmap: str = "") -> str:
    """Return the code of the organisation on whose behalf an actor does something; else empty."""
    for grant in actor.grants:
        if grant.role in ROLES.get(action, ()) and _reaches(
            grant, action, area=area, roadmap=roadmap, organisation=""
        ):
            return grant.organisation
    return ""


def organisations_of(actor: Actor, action: Action) -> frozenset[str]:
    """Return the organisations that an actor may do something to; see `reaches_all` first."""
    return frozenset(
        grant.organisation for grant in actor.grants if grant.role in ROLES.get(action, ())
    )


def reaches_all(actor: Actor) -> bool:
    """Tell whether an actor's role has no bounds (the operator)."""
    return any(grant.role is Role.OPERATOR for grant in actor.grants)


def _is_in_scope(actor: Actor, action: Action) -> bool:
    """Tell whether a token may be used for an action at all; a person is not limited."""
    if actor.scopes is None:
        return True
    return any(action in SCOPES.get(scope, ()) for scope in actor.scopes)


def _reaches(grant: Grant, action: Action, *, area: str, roadmap: str, organisation: str) -> bool:
    if grant.role is Role.OPERATOR:
        return True
    if action in _OF_ROADMAP:
        return not roadmap or grant.roadmap == roadmap
    if action in _OF_ORGANISATION:
        return not organisation or grant.organisation == organisation
    if action in _OF_AREA:
        return _reaches_area(grant, action, area=area, roadmap=roadmap)
    return True


def _reaches_area(grant: Grant, action: Action, *, area: str, roadmap: str) -> bool:
    """An own area is reached by every role in it; others' only for reading, by who is above."""
    if not area:
        return True
    if area in grant.areas:
        return True
    if action in {Action.REPORT, Action.APPROVE}:
        return False
    if grant.role is Role.COORDINATOR and (not roadmap or grant.roadmap == roadmap):
        return True
    if action is Action.SEE_INTERNAL:
        return False
    return area in grant.wholes or grant.kind in NATIONAL
