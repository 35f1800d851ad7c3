"""What every test starts with."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache, caches


@pytest.fixture(scope="session", autouse=True)
def light() -> None:
    """Count attempts in memory, not in files that outlive the run; hash passwords quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    caches.settings["default"] = memory
    settings.CACHES["default"] = memory


@pytest.fixture
def no_attempts() -> Iterator[None]:
    """Begin with no attempts counted, and leave none."""
    cache.clear()
    yield
    cache.clear()
