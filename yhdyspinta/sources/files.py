"""Reading a file that somebody brings: it must exist, be a plain file and not be huge."""

from pathlib import Path

from yhdyspinta.sources.grids import Limits, refusal
from yhdyspinta.terms.sheets import ProblemCode

_BYTES_PER_MEGABYTE = 1_000_000


def read_bytes(path: Path, *, limits: Limits) -> bytes:
    """Return the file's bytes; raises RefusalError. A file over the limit is never read."""
    try:
        if not path.is_file():
            raise refusal(ProblemCode.FILE_TYPE, path.name)
        if path.stat().st_size > limits.file:
            raise _too_large(path, limits)
        with path.open("rb") as opened:
            # One byte more than allowed tells of a file that grew since it was measured.
            data = opened.read(limits.file + 1)
    except (OSError, ValueError) as error:
        raise refusal(ProblemCode.FILE_BROKEN, path.name) from error
    if len(data) > limits.file:
        raise _too_large(path, limits)
    return data


def _too_large(path: Path, limits: Limits) -> Exception:
    megabytes = f"≤ {limits.file // _BYTES_PER_MEGABYTE} MB"
    return refusal(ProblemCode.FILE_TOO_LARGE, path.name, expected=(megabytes,))
