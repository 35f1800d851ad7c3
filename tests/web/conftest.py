"""The demo, and a page taken apart."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.demo_data import loaded
from tests.web.reading import Page, read

Ask = Callable[..., Page]


@pytest.fixture(scope="package")
def demo_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep the demo in the database while this room's tests run."""
    with loaded(django_db_blocker):
        yield


@pytest.fixture
def demo(demo_loaded: None, db: None) -> None:
    """Let a test see the demo."""


@pytest.fixture
def ask(demo: None, client: Client) -> Ask:
    """Ask for a page below a language, Finnish unless told, and read it."""

    def asked(address: str = "", *, language: str = "fi", status: int = 200) -> Page:
        response = client.get(f"/{language}/{address}")
        assert response.status_code == status
        return read(response.content.decode())

    return asked
