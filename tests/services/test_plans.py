from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from tests.people import AINO, LIISA, MATTI
from tests.services.run_round import on
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import places, plans
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store.models import Duty, Event
from yhdyspinta.terms.access import VISITOR, Actor, Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.plans import Plan, PlanKind, PlanState

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)
STRATEGY = Plan("06-strategia", Names("Strategia"), PlanKind.STRATEGY, "hva-06", area="06")
CHILDREN = Plan(
    "06-lapset",
    Names("Lasten suunnitelma"),
    PlanKind.CHILDREN_PLAN,
    "hva-06",
    ("kunta-609",),
    area="06",
    parent=STRATEGY.code,
    state=PlanState.APPROVED,
    approved_on=date(2026, 4, 20),
    goals=("Perhekeskus jokaisessa kunnassa",),
)


@pytest.fixture(autouse=True)
def chain(county: None) -> Iterator[None]:
    for plan in (STRATEGY, CHILDREN):
        plans.save(plan, actor=AINO, now=on(1))
    with override("en"):
        yield


def save(plan: Plan, *, actor: Actor = AINO, seen: str = "") -> bool:
    return plans.save(plan, actor=actor, now=on(2), seen=seen)


def codes(address: str, *, actor: Actor = VISITOR) -> list[str]:
    place = places.place(address, on=DAY)
    return [plan.code for plan in plans.of_place(place, actor=actor, on=DAY).plans]


def test_a_plan_is_read_back_as_it_was_saved() -> None:
    shown = plans.one(CHILDREN.code, actor=VISITOR)
    assert shown.plan == CHILDREN
    assert shown.parent == STRATEGY
    assert [*shown.organisations] == ["hva-06", "kunta-609"]


def test_saving_what_stands_there_already_leaves_no_trace() -> None:
    assert not save(CHILDREN)
    assert not Event.objects.filter(action="register.change").exists()


def test_a_joint_plan_and_what_is_above_it_are_shown_for_each_of_its_organisations() -> None:
    save(replace(STRATEGY, code="06-muu", names=Names("Muu")))
    assert codes("609") == [CHILDREN.code, STRATEGY.code]
    assert codes("06") == [CHILDREN.code, "06-muu", STRATEGY.code]


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI])
def test_only_people_who_keep_the_register_of_its_owner_change_a_plan(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        save(replace(CHILDREN, names=Names("Muu")), actor=actor)
    with pytest.raises(ForbiddenError):
        plans.remove(CHILDREN.code, actor=actor, now=on(2))


def test_nobody_takes_another_organisations_plan_for_their_own() -> None:
    with pytest.raises(ForbiddenError):
        save(replace(CHILDREN, owner="hva-07"), actor=MATTI)


def test_nobody_changes_what_they_have_not_seen() -> None:
    seen = mark(CHILDREN)
    save(replace(CHILDREN, names=Names("Uusi")), seen=seen)
    with pytest.raises(StaleError):
        save(replace(CHILDREN, names=Names("Toinen")), seen=seen)


def test_a_plan_cannot_stand_under_itself_in_a_circle() -> None:
    with pytest.raises(RefusedError, match="under itself"):
        save(replace(STRATEGY, parent=CHILDREN.code))
    with pytest.raises(RefusedError, match="under itself"):
        save(replace(STRATEGY, parent=STRATEGY.code))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"approved_on": None}, "day on which the plan was approved"),
        ({"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)}, "before the first"),
        ({"names": Names(" ")}, "in Finnish"),
        ({"names": Names("x" * 301)}, "too long"),
        ({"approver": "x" * 201}, "too long"),
        ({"document_link": "javascript:alert(1)"}, "not an address"),
        ({"code": "Ei käy"}, "cannot be a code"),
        ({"parent": "ei-ole"}, "no “ei-ole”"),
        ({"organisations": ("ei-ole",)}, "no organisation"),
        ({"goals": ("x",) * 201}, "too many goals"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_changes(wrong: dict, words: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(RefusedError, match=words):
        save(replace(CHILDREN, **wrong))
    assert plans.one(CHILDREN.code, actor=VISITOR).plan == CHILDREN


def test_a_plan_on_which_another_hangs_is_not_removed() -> None:
    with pytest.raises(RefusedError, match="hang on this plan"):
        plans.remove(STRATEGY.code, actor=AINO, now=on(2))


def test_a_plan_taken_away_stays_in_the_trail() -> None:
    plans.remove(CHILDREN.code, actor=AINO, now=on(2))
    event = Event.objects.get(action="register.remove")
    assert event.details["before"]["goals"] == ["Perhekeskus jokaisessa kunnassa"]


def test_what_is_internal_is_read_by_its_organisations_only() -> None:
    save(replace(CHILDREN, visibility=Visibility.INTERNAL))
    assert CHILDREN.code in codes("06", actor=AINO)
    assert CHILDREN.code not in codes("06", actor=MATTI)
    with pytest.raises(RefusedError):
        plans.one(CHILDREN.code, actor=VISITOR)


def test_a_plan_says_which_duties_ask_for_its_kind() -> None:
    Duty.objects.create(
        code="lapset",
        name_fi="Suunnitelma",
        law="417/2007",
        section="12",
        applies_to=["county"],
        cadence="every_months",
        months=48,
        evidence="plan",
        plan_kind="children_plan",
        valid_from=date(2023, 1, 1),
        source="x",
        confidence="source",
    )
    shown = plans.one(CHILDREN.code, actor=VISITOR)
    assert [code for code, _names in shown.duties] == ["lapset"]


def test_a_countys_plans_cost_few_queries(django_assert_max_num_queries) -> None:
    for number in range(20):
        save(replace(CHILDREN, code=f"06-p-{number}", names=Names(f"P{number}")))
    place = places.place("06", on=DAY)
    with django_assert_max_num_queries(18):
        plans.of_place(place, actor=AINO, on=DAY)
