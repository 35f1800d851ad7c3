"""The demo, loaded once, and a client that asks the interface."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.demo_data import NOW, loaded
from yhdyspinta.services import rounds
from yhdyspinta.store.models import Roadmap, StatusReport
from yhdyspinta.store.roadmap import OPEN_END
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names

ROOT = "/api/v1"

Get = Callable[..., Any]
Walk = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def no_haste() -> Iterator[None]:
    """Begin with no request counted: tokens of rolled-back tests have the same numbers again."""
    caches["rates"].clear()
    yield
    caches["rates"].clear()


@pytest.fixture(scope="package")
def demo_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep the demo in the database while this room's tests run, then take it out again."""
    with loaded(django_db_blocker):
        yield


@pytest.fixture
def demo(demo_loaded: None, db: None) -> None:
    """Let a test see the demo."""


@pytest.fixture
def ask(demo: None, client: Client) -> Get:
    """Ask an address below /api/v1 in English; returns Django's response."""

    def asked(address: str, *, language: str = "en", **headers: str) -> Any:
        sent = {"accept-language": language, **headers}
        return client.get(f"{ROOT}{address}", headers=sent)

    return asked


@pytest.fixture
def read_all(ask: Get) -> Walk:
    """Follow a list's pages to its end and return all items."""

    def walked(address: str) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        following: str | None = ""
        while following is not None:
            joint = "&" if "?" in address else "?"
            page = ask(f"{address}{joint}after={following}").json()
            items += page["items"]
            following = page["next"]
        return items

    return walked


def correct_one_status() -> None:
    """Report one task of Pirkanmaa anew, as done, and publish the erratum."""
    row = StatusReport.objects.filter(
        area__code="08", status="not_started", superseded_on=OPEN_END
    ).first()
    assert row is not None
    # A correction is a new report; the old one ends where it begins.
    StatusReport.objects.filter(pk=row.pk).update(superseded_on=row.effective_from)
    StatusReport.objects.create(
        roadmap=row.roadmap,
        area=row.area,
        task=row.task,
        status="done",
        effective_from=row.effective_from,
        recorded_at=NOW,
        recorded_by="test",
    )
    rounds.publish("2021-10", actor=operator("test"), now=NOW, reason="Pirkanmaa reported late.")


def open_a_round(code: str, *, roadmap: str = "sote-2021") -> None:
    """Open a round of the end of October without publishing it."""
    new = rounds.NewRound(
        code=code,
        roadmap=roadmap,
        names=Names(code),
        as_of=date(2021, 10, 31),
        horizon=Quarter(2021, 4),
    )
    rounds.open_round(new, actor=operator("test"), now=NOW)


def publish_another_roadmap(code: str) -> None:
    """Publish an empty picture of a roadmap of its own."""
    Roadmap.objects.create(code=code, name_fi=code)
    open_a_round(code, roadmap=code)
    rounds.close_round(code, actor=operator("test"), now=NOW)
    rounds.publish(code, actor=operator("test"), now=NOW)
