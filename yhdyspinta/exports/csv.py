"""Rows as CSV: UTF-8, commas, CR LF (RFC 4180), safe to open in a spreadsheet program."""

import csv
import io
from collections.abc import Iterable, Sequence

_BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet program takes a field that begins so for a formula (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(
    columns: Sequence[str], rows: Iterable[Sequence[str | int | None]], *, bom: bool
) -> bytes:
    """Write a header and rows; None becomes an empty field.

    `bom` puts a byte-order mark first, without which Excel reads å, ä and ö wrong. Text that a
    spreadsheet program would run as a formula gets a leading apostrophe; numbers never do.
    """
    out = io.StringIO(newline="")
    if bom:
        out.write(_BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_safe(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _safe(value: str | int | None) -> str | int | None:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
