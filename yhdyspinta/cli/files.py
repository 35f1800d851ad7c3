"""Files that a command writes for its user: whole under their name, or not at all."""

import os
from pathlib import Path

from django.utils.translation import gettext

from yhdyspinta.cli.arguments import BadInputError


def write(target: Path, made: bytes) -> None:
    """Write a file; raises BadInputError if it cannot be written there, and leaves nothing."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        # Written beside and moved over: a full disk leaves no half file under the name.
        unfinished.write_bytes(made)
        unfinished.replace(target)
    except OSError as error:
        raise BadInputError(
            gettext("“%(name)s” cannot be written: %(reason)s")
            % {"name": target, "reason": error.strerror}
        ) from error
    finally:
        _remove(unfinished)


def check_free(target: Path) -> None:
    """Raise BadInputError if there is a file of that name already."""
    if target.exists():
        raise BadInputError(
            gettext("“%(file)s” exists already: nothing was overwritten.") % {"file": target.name}
        )


def _remove(unfinished: Path) -> None:
    try:
        unfinished.unlink(missing_ok=True)
    except OSError:
        # The folder could not be used at all: nothing was left in it either.
        return
