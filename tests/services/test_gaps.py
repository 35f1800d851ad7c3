"""Gaps of a county, a municipality and the nation, as each reader may see them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.people import AINO, LIISA, MATTI
from yhdyspinta.services import gaps
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Actor, Visibility
from yhdyspinta.terms.gaps import GapKind
from yhdyspinta.terms.register import Level

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _county(county: None) -> None:
    """Stand on the register's ground."""


def _whose(owner: str = "hva-06", area: str = "06") -> dict[str, object]:
    return {
        "owner": store.Organisation.objects.get(code=owner),
        "area": store.Area.objects.get(code=area) if area else None,
    }


def _interface(code: str = "opiskeluhuolto", **more: object) -> store.Interface:
    defaults = {"name_fi": code, "ground": "choice", "state": "working", **_whose()}
    return store.Interface.objects.create(code=code, **{**defaults, **more})


def _body(code: str = "ryhma", **more: object) -> store.Body:
    defaults = {"name_fi": code, "level": "expert", "kind": "cooperation", **_whose()}
    return store.Body.objects.create(code=code, **{**defaults, **more})


def _meeting(body: store.Body, code: str = "kokous", **more: object) -> store.Meeting:
    at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    defaults = {"title": code, "state": "held", "starts_at": at, "ends_at": at + timedelta(hours=1)}
    return store.Meeting.objects.create(code=code, body=body, **{**defaults, **_whose(), **more})


def _agreement(code: str = "sopimus", **more: object) -> store.Agreement:
    defaults = {"name_fi": code, "kind": "cooperation", "state": "in_force", "renewal": "fixed"}
    return store.Agreement.objects.create(code=code, **{**defaults, **_whose(), **more})


def _duty(code: str = "hyte-kertomus") -> store.Duty:
    return store.Duty.objects.create(
        code=code,
        name_fi=code,
        law="612/2021",
        section="6",
        applies_to=["county", "municipality"],
        cadence="yearly",
        evidence="report",
        valid_from=date(2023, 1, 1),
        source="Test",
        confidence="source",
    )


def _kinds(address: str = "06", actor: Actor = AINO) -> list[GapKind]:
    return [each.kind for each in gaps.of_area(address, actor=actor, on=DAY).gaps]


def test_an_interface_lacks_a_body_on_each_level() -> None:
    _interface()
    found = gaps.of_area("06", actor=VISITOR, on=DAY).gaps
    assert [each.level for each in found] == [Level.POLITICAL, Level.MANAGEMENT, Level.EXPERT]


def test_a_hidden_body_fills_the_level_too() -> None:
    body = _body(visibility=Visibility.INTERNAL)
    body.interfaces.add(_interface())
    levels = [each.level for each in gaps.of_area("06", actor=VISITOR, on=DAY).gaps]
    assert levels == [Level.POLITICAL, Level.MANAGEMENT]


def test_a_county_body_comes_under_a_national_one() -> None:
    national = _body("koko-maa", level="political", **_whose("stm", ""))
    _body(parent=national).interfaces.add(_interface())
    levels = [each.level for each in gaps.of_area("06", actor=VISITOR, on=DAY).gaps]
    assert levels == [Level.MANAGEMENT]


def test_a_needed_agreement_that_nobody_sees_is_not_missing() -> None:
    interface = _interface(agreement_needed=True)
    assert GapKind.NO_AGREEMENT in _kinds(actor=VISITOR)
    _agreement(interface=interface, visibility=Visibility.INTERNAL)
    assert GapKind.NO_AGREEMENT not in _kinds(actor=VISITOR)


def test_a_body_that_met_less_than_promised_is_told_with_its_numbers() -> None:
    _meeting(_body(least_per_year=6))
    (gap,) = gaps.of_area("06", actor=VISITOR, on=DAY).gaps
    assert (gap.kind, gap.held, gap.expected) == (GapKind.NOT_MEETING, 1, 5)


def test_an_open_action_past_its_day_is_its_owners() -> None:
    meeting, owner = _meeting(_body()), store.Organisation.objects.get(code="kunta-609")
    store.Outcome.objects.create(
        meeting=meeting,
        number=1,
        kind="action",
        text="Sovitaan tiloista",
        state="open",
        due_on=DAY - timedelta(days=1),
        owner=owner,
    )
    (gap,) = gaps.of_area("06", actor=LIISA, on=DAY).gaps
    assert (gap.text, gap.owners) == ("Sovitaan tiloista", ("kunta-609",))


@pytest.mark.parametrize(("actor", "count"), [(VISITOR, 0), (MATTI, 0), (LIISA, 1)])
def test_what_is_internal_is_told_to_its_own_people_only(actor: Actor, count: int) -> None:
    meeting = _meeting(_body(), visibility=Visibility.INTERNAL)
    store.Outcome.objects.create(
        meeting=meeting,
        number=1,
        kind="action",
        text="Salainen",
        state="open",
        due_on=DAY - timedelta(days=1),
    )
    assert len(_kinds(actor=actor)) == count


def test_an_agreement_near_its_last_day_to_act_is_told() -> None:
    _agreement(
        renewal="option",
        ends_on=date(2026, 12, 31),
        act_by=date(2026, 11, 30),
        notice_number=1,
        notice_unit="months",
    )
    assert _kinds() == [GapKind.ACT_BY_NEAR]


def test_duties_of_the_county_and_its_municipalities_are_told() -> None:
    _duty()
    found = gaps.of_area("06", actor=VISITOR, on=DAY).gaps
    assert [(each.kind, each.owners) for each in found] == [
        (GapKind.DUTY_NOT_KNOWN, ("hva-06",)),
        (GapKind.DUTY_NOT_KNOWN, ("kunta-609",)),
    ]


def test_what_was_done_is_no_gap() -> None:
    duty, owner = _duty(), store.Organisation.objects.get(code="hva-06")
    store.Fulfilment.objects.create(code="tehty", duty=duty, owner=owner, done_on=date(2026, 5, 1))
    assert [e.owners for e in gaps.of_area("06", actor=VISITOR, on=DAY).gaps] == [("kunta-609",)]


def test_a_municipality_has_the_gaps_that_concern_it() -> None:
    _duty()
    _interface()
    assert _kinds("609", VISITOR) == [GapKind.DUTY_NOT_KNOWN]


def test_another_countys_gaps_are_not_told() -> None:
    _interface()
    assert _kinds("07", VISITOR) == []


def test_an_area_that_is_none_is_refused() -> None:
    with pytest.raises(RefusedError):
        gaps.of_area("nowhere", actor=VISITOR, on=DAY)


def test_the_national_view_counts_by_county_and_kind() -> None:
    _interface()
    _interface("kansallinen", **_whose("stm", ""))
    rows = {each.area: each for each in gaps.national(actor=VISITOR, on=DAY).counties}
    assert (rows["06"].counts[GapKind.NO_BODY], rows["07"].total, rows[""].total) == (3, 0, 3)


def test_the_national_view_costs_few_queries(django_assert_max_num_queries: object) -> None:
    for number in range(12):
        body = _body(f"b{number}", least_per_year=6)
        body.interfaces.add(_interface(f"i{number}", agreement_needed=True))
        _meeting(body, f"m{number}")
        _agreement(f"a{number}", interface=store.Interface.objects.get(code=f"i{number}"))
        _duty(f"d{number}")
    with django_assert_max_num_queries(29):  # type: ignore[operator]
        assert len(gaps.national(actor=LIISA, on=DAY).gaps) > 12


def test_one_county_costs_few_queries(django_assert_max_num_queries: object) -> None:
    _duty()
    _meeting(_body(least_per_year=6))
    _interface(agreement_needed=True)
    with django_assert_max_num_queries(29):  # type: ignore[operator]
        gaps.of_area("06", actor=LIISA, on=DAY)
