"""What every test starts with."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connection


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database, and let the demo be held by those who ask.

    A room's demo is loaded once and held until the room's last test: one that counts what there
    is without it comes before, and no room's demo is taken out to be loaded again.
    """
    left = [each for each in items if not _is_about_this_database(each)]
    if left:
        config.hook.pytest_deselected(items=left)
    kept = [each for each in items if _is_about_this_database(each)]
    items[:] = sorted(kept, key=_room_that_holds_the_demo)


def _is_about_this_database(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("on_database")
    return mark is None or mark.args[0] == connection.vendor


def _room_that_holds_the_demo(item: pytest.Item) -> str:
    return item.path.parent.name if "demo_loaded" in getattr(item, "fixturenames", ()) else ""


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
