"""The demo in the test database, loaded once for a folder of tests and taken out again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from yhdyspinta.services import demo

NOW = datetime(2021, 11, 2, 9, 0, tzinfo=UTC)


@contextmanager
def loaded(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep the demo in a transaction that is never committed; tests run inside it."""
    with blocker.unblock(), transaction.atomic():
        demo.load(clock=lambda: NOW)
        yield
        transaction.set_rollback(True)
