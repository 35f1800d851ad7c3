"""What every test starts with."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connection


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database: it is not there to be skipped."""
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        mark = item.get_closest_marker("on_database")
        (kept if mark is None or mark.args[0] == connection.vendor else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


@pytest.fixture(scope="session", autouse=True)
def light() -> None:
    """Count attempts in memory, not in files that outlive the run; hash passwords quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES["default"] = caches.settings["default"] = _MEMORY
    # One may have been opened already: the files are shared by all who run tests here.
    caches["default"].close()
    del caches["default"]


@pytest.fixture
def no_attempts() -> Iterator[None]:
    """Begin with no attempts counted, and leave none."""
    cache.clear()
    yield
    cache.clear()
