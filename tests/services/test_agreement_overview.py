from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.people import AINO
from tests.services.run_round import on
from tests.services.test_agreements import AGREEMENT, OPEN, YEAR
from yhdyspinta.services import agreement_overview as overview
from yhdyspinta.services import agreements, places
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Visibility
from yhdyspinta.terms.agreements import (
    AgreementKind,
    AgreementParty,
    AgreementsAsked,
    AgreementState,
    Renewal,
)
from yhdyspinta.terms.interfaces import Ground, InterfaceState

pytestmark = pytest.mark.django_db

TODAY = on(1).date()
Y = TODAY.year
SHARED = replace(AGREEMENT, visibility=Visibility.PUBLIC, starts_on=date(2015, 1, 1))
LATE = replace(SHARED, code="late", ends_on=date(Y + 1, 1, 31), notice=YEAR)
FIXED = replace(
    SHARED,
    code="fixed",
    kind=AgreementKind.GRANT,
    renewal=Renewal.FIXED,
    notice=None,
    renewed_for=None,
    parties=(AgreementParty("stm"),),
    ends_on=date(Y + 3, 1, 1),
)
ENDED = replace(FIXED, code="ended", ends_on=date(2020, 12, 31))
ROLLED = replace(
    SHARED, code="rolled", ends_on=date(2020, 12, 31), renewed_for=replace(YEAR, number=20)
)
DRAFT = replace(FIXED, code="draft", state=AgreementState.DRAFT)
ALL = (LATE, FIXED, ENDED, ROLLED, DRAFT, replace(OPEN, code="open", visibility=Visibility.PUBLIC))


@pytest.fixture(autouse=True)
def register(county: None) -> None:
    for each in ALL:
        agreements.save(each, actor=AINO, now=on(1))


def codes(asked: AgreementsAsked, place: str = "06", **more: Any) -> list[str]:
    found = overview.listed(places.place(place, on=TODAY), asked, actor=VISITOR, on=TODAY, **more)
    return [each.agreement.code for each in found.rows]


def test_the_most_urgent_comes_first_and_what_asks_for_nothing_last() -> None:
    found = codes(AgreementsAsked())
    assert found[0] == "late"
    assert set(found[-4:]) == {"fixed", "ended", "draft", "open"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (AgreementsAsked(kind=AgreementKind.GRANT), {"fixed", "ended", "draft"}),
        (AgreementsAsked(party="stm"), {"fixed", "ended", "draft"}),
        (AgreementsAsked(party="kunta-609"), {"late", "rolled", "open"}),
        (AgreementsAsked(state=AgreementState.ENDED), {"ended"}),
        (AgreementsAsked(state=AgreementState.DRAFT), {"draft"}),
        (AgreementsAsked(state=AgreementState.IN_FORCE), {"late", "fixed", "rolled", "open"}),
        (AgreementsAsked(interface="ei-ole"), set()),
        (AgreementsAsked(ends_within=60), {"late", "fixed"}),
        (AgreementsAsked(ends_within=0), set()),
    ],
)
def test_each_filter_keeps_its_own(asked: AgreementsAsked, found: set[str]) -> None:
    assert set(codes(asked)) == found


def test_a_municipality_sees_those_that_it_takes_part_in() -> None:
    assert set(codes(AgreementsAsked(), place="609")) == {"late", "rolled", "open"}


def test_the_counts_tell_what_holds_and_what_is_late() -> None:
    found = overview.listed(
        places.place("06", on=TODAY), AgreementsAsked(), actor=VISITOR, on=TODAY
    )
    counts = found.counts
    assert (counts.all, counts.in_force, counts.drafts, counts.overdue) == (6, 4, 1, 1)


def test_a_visitor_counts_only_what_is_public() -> None:
    agreements.save(replace(LATE, visibility=Visibility.INTERNAL), actor=AINO, now=on(2))
    found = overview.listed(
        places.place("06", on=TODAY), AgreementsAsked(), actor=VISITOR, on=TODAY
    )
    assert (found.counts.all, found.counts.overdue, found.found) == (5, 0, 5)


def interface(code: str, *, needed: bool | None) -> store.Interface:
    return store.Interface.objects.create(
        code=code,
        name_fi=code,
        area=store.Area.objects.get(code="06"),
        agreement_needed=needed,
        ground=Ground.LAW,
        state=next(iter(InterfaceState)),
    )


def missing() -> set[str]:
    place = places.place("06", on=TODAY)
    return set(overview.listed(place, AgreementsAsked(), actor=VISITOR, on=TODAY).missing)


def test_an_interface_that_needs_an_agreement_and_has_none_in_force_is_told() -> None:
    for code, needed in (("tarvitsee", True), ("ei-tarvitse", False), ("ei-tietoa", None)):
        interface(code, needed=needed)
    assert missing() == {"tarvitsee"}
    agreements.save(replace(DRAFT, interface="tarvitsee"), actor=AINO, now=on(2))
    agreements.save(replace(ENDED, interface="tarvitsee"), actor=AINO, now=on(2))
    assert missing() == {"tarvitsee"}
    held = replace(ROLLED, interface="tarvitsee", visibility=Visibility.INTERNAL)
    agreements.save(held, actor=AINO, now=on(2))
    assert missing() == set()


def test_two_thousand_agreements_cost_as_many_queries_as_two(
    django_assert_max_num_queries: Any,
) -> None:
    row = store.Agreement.objects.get(code="late")
    many = [store.Agreement(code=f"m-{n}") for n in range(2000)]
    for each in many:
        for field in row._meta.concrete_fields:
            if field.name not in {"id", "code"}:
                setattr(each, field.attname, getattr(row, field.attname))
    store.Agreement.objects.bulk_create(many)
    with django_assert_max_num_queries(10):
        assert len(codes(AgreementsAsked(ends_within=60), page=3)) == overview.PAGE_SIZE
