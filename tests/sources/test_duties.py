"""The shipped duties hold together, and say of themselves how well they are known."""

from datetime import date

import pytest

from yhdyspinta.calc.duties import applies
from yhdyspinta.sources import reference
from yhdyspinta.terms.duties import Cadence
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.rules import Confidence

COUNTY, TOWN = OrganisationKind.COUNTY, OrganisationKind.MUNICIPALITY
DAY = date(2026, 11, 24)
DUTIES = {duty.code: duty for duty in reference.duties()}


def owed(kind: OrganisationKind, *areas: str, on: date = DAY) -> set[str]:
    return {code for code, duty in DUTIES.items() if applies(duty, kind, areas, on=on)}


def test_a_code_and_a_position_are_used_once() -> None:
    assert len(DUTIES) == len(reference.duties())
    assert len({duty.position for duty in reference.duties()}) == len(DUTIES)


@pytest.mark.parametrize("duty", reference.duties(), ids=lambda duty: duty.code)
def test_every_duty_has_its_names_and_source(duty) -> None:
    assert all((duty.names.fi, duty.names.sv, duty.names.en, duty.law, duty.validity.source))
    assert (duty.months is not None) == (duty.cadence is Cadence.EVERY_MONTHS)
    assert bool(duty.note.fi) == bool(duty.note.sv) == bool(duty.note.en)


def test_what_is_believed_is_never_marked_as_known() -> None:
    for duty in reference.duties():
        if "oletus" in duty.validity.source or "ei tarkistettu" in duty.validity.source:
            assert duty.validity.confidence is Confidence.UNVERIFIED, duty.code


def test_every_exception_is_of_a_known_area() -> None:
    known = {area.code for area in reference.areas()}
    for duty in reference.duties():
        assert {each.area for each in duty.exceptions} <= known


def test_helsinki_owes_no_duty_of_section_7_but_the_regional_student_welfare_plan() -> None:
    helsinki = owed(TOWN, "091", "90")
    section_7 = {c for c, d in DUTIES.items() if (d.law, d.section) == ("612/2021", "7")}
    assert len(section_7) == 5
    assert not helsinki & section_7
    assert {"opiskeluhuoltosuunnitelma-alue", "hyvinvointisuunnitelma-kunta"} <= helsinki


def test_a_municipality_does_not_owe_what_a_county_does() -> None:
    assert "lasten-suunnitelma-kunta" in owed(TOWN, "837", "08")
    assert "lasten-suunnitelma-hva" not in owed(TOWN, "837", "08")
    assert "lasten-suunnitelma-hva" in owed(COUNTY, "08")


def test_a_municipality_of_aland_owes_nothing() -> None:
    assert owed(TOWN, "043", "91") == set()


def test_a_ministry_owes_nothing_of_these() -> None:
    assert owed(OrganisationKind.MINISTRY) == set()


def test_the_integration_programme_is_owed_from_2025() -> None:
    assert "kotoutumisohjelma" not in owed(TOWN, "837", "08", on=date(2024, 12, 31))
    assert "kotoutumisohjelma" in owed(TOWN, "837", "08", on=date(2025, 1, 1))


@pytest.mark.parametrize("kind", [COUNTY, TOWN])
def test_council_terms_follow_each_other(kind: OrganisationKind) -> None:
    terms = [each for each in reference.council_terms() if each.kind is kind]
    assert [each.ends_on for each in terms] == [date(2025, 5, 31), date(2029, 5, 31)]
    assert terms[1].starts_on == date(2025, 6, 1)
    assert {each.confidence for each in terms} == {Confidence.UNVERIFIED}
