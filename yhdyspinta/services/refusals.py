"""What a use case says when it does not do what was asked, and why it could not."""

from errno import EDQUOT, ENOSPC

from django.db import OperationalError
from django.utils.translation import gettext

# What SQLite and PostgreSQL say when there is no room; the rest is a database that is not to be
# had: locked by others for too long, restarting, away.
_FULL = ("is full", "no space left")


class RefusedError(Exception):
    """Something was not done, and nothing was changed; the message is for the user, translated."""


class StaleError(RefusedError):
    """Somebody has changed it since it was shown. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            gettext("Somebody has changed this after you opened the page. Nothing was saved.")
        )


def hindrance(error: BaseException | None) -> str:
    """Say what outside of the program hindered it, for the user; empty: nothing of the kind.

    A transaction that meets it is undone whole, so that nothing is half-done.
    """
    is_full = isinstance(error, OSError) and error.errno in {ENOSPC, EDQUOT}
    if isinstance(error, OperationalError):
        is_full = any(words in str(error).lower() for words in _FULL)
    if is_full:
        return gettext("The service's disk is full. Nothing was saved: tell the operator.")
    if isinstance(error, OperationalError):
        return gettext("The database is busy. Nothing was changed: try again in a while.")
    return ""
