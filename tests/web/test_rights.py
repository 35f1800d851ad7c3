"""The matrix of rights for every page: generated from the addresses, so that none is forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from tests.people import sign_in
from tests.rights import CAST, OTHER, OTHER_ORGANISATION, OWN, OWN_ORGANISATION, ROADMAP, allowed
from yhdyspinta.terms.access import Action, Role

# The address of each kind of thing; by the first part of the address for a `code`.
_CODES = {
    "areas": OWN,
    "tasks": "hallinto-A01",
    "rounds": "2021-11",
    "bodies": "pirkanmaa-foorumi",
    "agreements": "pirkanmaa-opiskeluhuolto-sopimus",
    "meetings": "pirkanmaa-viranhaltijajohto-2026-03-10",
    "phenomena": "pirkanmaa-ilmio-kuljetukset",
    "series": "pirkanmaa-viranhaltijajohto-2026",
    "interfaces": "pirkanmaa-opiskeluhuoltosuunnitelma",
    "work-packages": "pirkanmaa-opetus-kasvatus",
    "plans": "pirkanmaa-opiskeluhuoltosuunnitelma-2025",
    "duties": "hyte-neuvottelu",
    "downloads": "2021-10",
    "report": "hallinto-A01",
    "history": "hallinto-A01",
    "register": "pirkanmaa-foorumi",
    "clock": "pirkanmaa-talousarvio-2027",
}
_VALUES = {
    "round": "2021-11",
    "number": "1",
    "talk": "1",
    "key": "1",
    "token": "none",
    "version": "1",
    "ending": "csv",
    "kind": "body",
}
_OF_ROADMAP = {Action.RUN_ROUND, Action.PUBLISH, Action.IMPORT}
_OWN = {"area": OWN, "organisation": OWN_ORGANISATION}
_OTHER = {"area": OTHER, "organisation": OTHER_ORGANISATION}
# allauth's own pages that somebody who has not signed in may open.
_OPEN_SIGN_IN = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}


@dataclass(frozen=True)
class Place:
    """A page's address with the places for its values, and its rule."""

    route: str
    name: str
    rule: Action | None
    module: str
    parts: tuple[str, ...]

    def address(self, values: dict[str, str]) -> str:
        """Fill in the address."""
        filled = {**_VALUES, **values, "code": _CODES.get(self.route.split("/")[1], "none")}
        address = self.route
        for part in self.parts:
            kind = next(
                k for k in ("slug:", "str:", "int:", "path:", "") if f"<{k}{part}>" in address
            )
            address = address.replace(f"<{kind}{part}>", filled.get(part, "none"))
        return f"/{address}"


def _places(patterns: list[Any], before: str = "") -> Iterator[Place]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _places(each.url_patterns, route)
        elif isinstance(each, URLPattern) and not route.startswith("api/"):
            view = each.callback
            parts = tuple(each.pattern.converters) + tuple(_outer(before))
            yield Place(route, each.name or "", getattr(view, "rule", None), view.__module__, parts)


def _outer(before: str) -> Iterator[str]:
    for part in before.split("/"):
        if part.startswith("<"):
            yield part.strip("<>").rpartition(":")[2]


with override("fi"):
    PLACES = [each for each in _places(get_resolver().url_patterns) if each.route.startswith("fi/")]
OURS = [each for each in PLACES if each.module.startswith("yhdyspinta")]
GUARDED = [each for each in OURS if each.rule not in {None, Action.SEE_PUBLISHED}]
_AS: dict[str, tuple[Role | None, str, str]] = {
    "stranger": (None, "", ""),
    "reader": (Role.READER, OWN_ORGANISATION, ""),
    "reporter": (Role.REPORTER, OWN_ORGANISATION, ""),
    "approver": (Role.APPROVER, OWN_ORGANISATION, ""),
    "administrator": (Role.ADMINISTRATOR, OWN_ORGANISATION, ""),
    "municipality": (Role.READER, "kunta-837", ""),
    "ministry": (Role.READER, "vm", ""),
    "coordinator": (Role.COORDINATOR, "stm", ROADMAP),
    "operator": (Role.OPERATOR, "", ""),
}


def test_there_are_pages_to_look_at() -> None:
    assert len(OURS) > 30
    assert len(GUARDED) > 15


def test_every_page_has_a_rule() -> None:
    assert [each.route for each in OURS if each.rule is None] == []


def test_every_other_page_is_the_sign_in_librarys() -> None:
    others = {each.module.split(".")[0] for each in PLACES if each not in OURS}
    assert others == {"allauth"}


@pytest.mark.parametrize(
    "place",
    [each for each in PLACES if each not in OURS and not each.parts],
    ids=lambda place: place.name,
)
def test_a_library_page_of_ones_own_asks_to_sign_in(
    demo: None, client: Client, place: Place
) -> None:
    response = client.get(place.address({}))
    asks = response.status_code == 302 and "/account/login/" in response.headers["Location"]
    assert asks is (place.name not in _OPEN_SIGN_IN), response.status_code


@pytest.mark.parametrize("place", GUARDED, ids=lambda place: place.name or place.route)
@pytest.mark.parametrize("own", [True, False], ids=["own", "other"])
def test_a_page_is_for_those_in_the_matrix(demo: None, place: Place, own: bool) -> None:
    assert place.rule
    if not own and not {"area", "organisation"} & set(place.parts):
        # Whose the thing is cannot be told from the address: the use case asks (tests/services).
        return
    if place.rule in _OF_ROADMAP:
        # Both areas are in the coordinator's roadmap.
        own = True
    address = place.address(_OWN if own else _OTHER)
    let_in = {name for name in CAST if _is_let_in(_ask(name, address))}
    expected = allowed(place.rule, own=own)
    if place.rule is Action.SIGNED_IN:
        # Signed in, an operator is a person too; on the command line nobody is.
        expected |= {"operator"}
    if place.rule is Action.KEEP_REGISTER:
        # Who may keep any organisation's part; whose a thing is, the use case asks.
        expected = allowed(place.rule, own=True) | {"coordinator"}
    if place.rule is Action.READ_TRAIL and "organisation" not in place.parts:
        expected |= {"municipality", "ministry", "coordinator"}
    assert let_in == expected, address


def _ask(name: str, address: str) -> HttpResponseBase:
    client = Client()
    if name in _AS:
        role, organisation, roadmap = _AS[name]
        sign_in(client, role, organisation, roadmap=roadmap)
    # Rights are asked before the method: 405 tells of somebody let in, and nothing is drawn.
    return client.options(address)


def _is_let_in(response: HttpResponseBase) -> bool:
    if response.status_code == 302:
        return "/account/login/" not in response.headers["Location"]
    return response.status_code != 403
