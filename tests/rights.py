"""The matrix of rights: role × action × own or other × state of the round. One table.

tests/calc/test_access.py holds the predicates to it, tests/web/test_rights.py every page and
tests/api/test_rights.py every operation: a new one without a rule fails there.
"""

from collections.abc import Mapping

from tests.people import STRANGER, coordinator, person
from yhdyspinta.terms.access import VISITOR, Action, Actor, Role, operator
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.roadmap import RoundState

ROADMAP, OTHER_ROADMAP = "sote-2021", "another"
OWN, OTHER = "08", "06"
OWN_ORGANISATION, OTHER_ORGANISATION = "hva-08", "hva-06"

# Who acts: each role in the organisation of the own area; the coordinator of the own roadmap.
CAST: Mapping[str, Actor] = {
    "visitor": VISITOR,
    "stranger": STRANGER,
    "reader": person(Role.READER, OWN, number=11),
    "reporter": person(Role.REPORTER, OWN, number=12),
    "approver": person(Role.APPROVER, OWN, number=13),
    "administrator": person(Role.ADMINISTRATOR, OWN, number=14),
    "municipality": person(
        Role.READER,
        "837",
        number=15,
        organisation="837",
        kind=OrganisationKind.MUNICIPALITY,
        whole=OWN,
    ),
    "ministry": person(
        Role.READER, "", number=16, organisation="vm", kind=OrganisationKind.MINISTRY
    ),
    "coordinator": coordinator(ROADMAP),
    "operator": operator("root"),
}
_INSIDE = "reader reporter approver administrator"
_RUNS = "coordinator operator"

# Action: who may do it to what is their own (area, roadmap, organisation), who to another's.
TABLE: Mapping[Action, tuple[str, str]] = {
    Action.SEE_PUBLISHED: (" ".join(CAST), " ".join(CAST)),
    Action.SIGNED_IN: (
        " ".join(name for name in CAST if name not in {"visitor", "operator"}),
        " ".join(name for name in CAST if name not in {"visitor", "operator"}),
    ),
    Action.SEE_UNPUBLISHED: (
        f"{_INSIDE} municipality ministry {_RUNS}",
        f"ministry {_RUNS}",
    ),
    Action.SEE_INTERNAL: (f"{_INSIDE} {_RUNS}", _RUNS),
    Action.REPORT: ("reporter", ""),
    Action.APPROVE: ("approver", ""),
    Action.RUN_ROUND: (_RUNS, "operator"),
    Action.PUBLISH: (_RUNS, "operator"),
    Action.IMPORT: (_RUNS, "operator"),
    Action.KEEP_REGISTER: ("reporter administrator operator", "operator"),
    Action.MANAGE_PEOPLE: ("administrator operator", "operator"),
    Action.MANAGE_TOKENS: ("administrator operator", "operator"),
    Action.READ_TRAIL: (f"{_INSIDE} operator", "operator"),
    Action.OPERATE: ("operator", "operator"),
}
# In which state of the round a reporter of the own area can change cells.
CAN_REPORT: Mapping[RoundState, bool] = {
    RoundState.PLANNED: False,
    RoundState.OPEN: True,
    RoundState.CLOSED: False,
    RoundState.PUBLISHED: False,
}


def allowed(action: Action, *, own: bool) -> set[str]:
    """Return the names of those who may."""
    return set(TABLE[action][0 if own else 1].split())
