"""Argument values that several commands read: days, quarters, a sheet."""

import argparse
from datetime import date
from pathlib import Path

from django.utils.translation import gettext

from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Language


class BadInputError(Exception):
    """What was asked for cannot be done as asked; the message is for the user, translated."""


def day(text: str) -> date:
    """Read a day, 2021-10-31 or 31.10.2021."""
    try:
        if "." in text:
            number, month, year = text.split(".")
            return date(int(year), int(month), int(number))
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            gettext("“%(text)s” is not a date; write 2021-10-31 or 31.10.2021") % {"text": text}
        ) from None


def quarter(text: str) -> Quarter:
    """Read a quarter, 2021-Q4 or Q4/2021."""
    front, slash, back = text.upper().partition("/")
    try:
        return Quarter.parse(f"{back}-{front}" if slash else text.upper())
    except ValueError:
        raise argparse.ArgumentTypeError(
            gettext("“%(text)s” is not a quarter; write 2021-Q4 or Q4/2021") % {"text": text}
        ) from None


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the language; `main` has looked for it before parsing."""
    parser.add_argument(
        "--language",
        choices=[each.value for each in Language],
        help=gettext("language of output and messages (default: Finnish)"),
    )


def add_source(parser: argparse.ArgumentParser, *, optional: bool = False) -> None:
    """Add the argument that names a workbook or a folder."""
    parser.add_argument(
        "source",
        metavar=gettext("SOURCE"),
        type=Path,
        nargs="?" if optional else None,
        help=gettext("a workbook (.xlsx), or a folder with tasks.csv and statuses.csv"),
    )
