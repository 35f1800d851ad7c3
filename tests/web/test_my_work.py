"""The first page of a signed-in person: own areas, rounds, or why there is nothing."""

import pytest
from django.test import Client

from tests.web.signed_in import client_of, person
from yhdyspinta.terms.access import Role

pytestmark = pytest.mark.usefixtures("demo")


def page(role: Role | None, **more: str) -> str:
    return client_of(person(role, **more)).get("/fi/work/").content.decode()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.APPROVER, Role.READER])
def test_an_areas_people_find_their_area(role: Role) -> None:
    assert 'href="/fi/report/2021-11/06/"' in page(role)


def test_other_areas_are_not_there() -> None:
    assert "/fi/report/2021-11/07/" not in page(Role.REPORTER)


def test_a_coordinator_finds_the_round() -> None:
    assert "Marraskuu 2021" in page(Role.COORDINATOR)


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.COORDINATOR, "/fi/rounds/2021-11/"),
        (Role.COORDINATOR, "/fi/rounds/"),
        (Role.REPORTER, "/fi/trail/"),
    ],
)
def test_a_role_finds_its_other_pages(role: Role, address: str) -> None:
    assert f'href="{address}"' in page(role)


def test_an_administrator_finds_the_people_of_the_organisation_by_its_name() -> None:
    assert "Satakunnan" in page(Role.ADMINISTRATOR).split("<h2>")[-1]


def test_published_rounds_are_no_work() -> None:
    assert "Lokakuu 2021" not in page(Role.REPORTER)


def test_somebody_without_a_role_is_told_whom_to_ask() -> None:
    assert '<div class="notice">' in page(None)


def test_a_visitor_is_asked_to_sign_in() -> None:
    assert Client().get("/fi/work/").status_code == 302
