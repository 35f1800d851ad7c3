"""The predicates against the matrix of rights, and scopes of tokens."""

from dataclasses import replace

import pytest

from tests.people import AINO, coordinator, person
from tests.rights import (
    CAN_REPORT,
    CAST,
    OTHER,
    OTHER_ORGANISATION,
    OTHER_ROADMAP,
    OWN,
    OWN_ORGANISATION,
    ROADMAP,
    TABLE,
    allowed,
)
from tests.small_roadmap import DAY
from yhdyspinta.calc.access import SCOPES, may, may_read_note, organisation_for, reaches_all
from yhdyspinta.calc.rounds import lock_of
from yhdyspinta.terms.access import Action, Role, Visibility
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.rounds import Schedule, SubmissionState

_OWN = {"area": OWN, "roadmap": ROADMAP, "organisation": OWN_ORGANISATION}
_OTHER = {"area": OTHER, "roadmap": ROADMAP, "organisation": OTHER_ORGANISATION}
_BY_ROADMAP = {Action.RUN_ROUND, Action.PUBLISH, Action.IMPORT}


def test_every_action_is_in_the_matrix() -> None:
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_who_may_do_it_to_what_is_their_own(action: Action) -> None:
    assert {name for name, who in CAST.items() if may(who, action, **_OWN)} == allowed(
        action, own=True
    )


@pytest.mark.parametrize("action", Action)
def test_who_may_do_it_to_what_is_anothers(action: Action) -> None:
    named = {**_OTHER, "roadmap": OTHER_ROADMAP} if action in _BY_ROADMAP else _OTHER
    assert {name for name, who in CAST.items() if may(who, action, **named)} == allowed(
        action, own=False
    )


@pytest.mark.parametrize("state", RoundState)
def test_in_which_state_of_the_round_an_area_reports(state: RoundState) -> None:
    found = lock_of(state, SubmissionState.WAITING, schedule=Schedule(), extension=None, today=DAY)
    assert (found is None) is CAN_REPORT[state]


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_does_what_its_scope_and_its_owner_may_and_nothing_else(scope: str) -> None:
    for who in CAST.values():
        token = replace(who, scopes=frozenset({scope}))
        for action in set(Action) - {Action.SEE_PUBLISHED, Action.SIGNED_IN}:
            expected = may(who, action, **_OWN) and action in SCOPES[scope]
            assert may(token, action, **_OWN) is expected


def test_an_unknown_scope_gives_nothing() -> None:
    token = replace(AINO, scopes=frozenset({"everything"}))
    assert not may(token, Action.REPORT, area="06")


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.PUBLIC, set(CAST)),
        (Visibility.PARTNERS, set(CAST) - {"visitor", "stranger"}),
        (Visibility.INTERNAL, allowed(Action.SEE_INTERNAL, own=True)),
    ],
)
def test_who_reads_a_note_about_an_area(visibility: Visibility, readers: set[str]) -> None:
    found = {
        name
        for name, who in CAST.items()
        if may_read_note(who, visibility, areas=[OWN], roadmap=ROADMAP)
    }
    assert found == readers


def test_an_internal_note_about_the_whole_is_the_coordinators() -> None:
    found = {
        name
        for name, who in CAST.items()
        if may_read_note(who, Visibility.INTERNAL, areas=[], roadmap=ROADMAP)
    }
    assert found == {"coordinator", "operator"}


def test_on_whose_behalf_something_is_done() -> None:
    both = replace(AINO, grants=(*AINO.grants, *person(Role.REPORTER, "07").grants))
    assert organisation_for(both, Action.REPORT, area="07") == "hva-07"
    assert organisation_for(both, Action.REPORT, area="08") == ""
    assert organisation_for(coordinator(ROADMAP), Action.PUBLISH, roadmap=ROADMAP) == "stm"


def test_only_an_operators_reach_has_no_bounds() -> None:
    assert {name for name, who in CAST.items() if reaches_all(who)} == {"operator"}
