"""The cooperation register from a workbook or a folder of CSV files (docs/register_workbook.md).

Whatever is brought, the answer is a `RegisterContent`: never an exception, and every problem of
every row with its place. Any of the sheets may be left out, but not all.
"""

from pathlib import Path

from yhdyspinta.sources import sheet_source, sheet_words
from yhdyspinta.sources.grids import Limits, RefusalError
from yhdyspinta.sources.register_rows import Known, Readings, RegisterRows
from yhdyspinta.sources.sheet_source import Source
from yhdyspinta.sources.sheet_table import Problems
from yhdyspinta.terms.register_columns import KIND_OF, RegisterSheet
from yhdyspinta.terms.register_sheets import RegisterContent, SheetRow
from yhdyspinta.terms.sheets import Problem, ProblemCode

# The register of a large county with some years of meetings fits.
LIMITS = Limits(
    file=20_000_000,
    unpacked=200_000_000,
    parts=1_000,
    rows=50_000,
    columns=200,
    cells=2_000_000,
    text=50_000_000,
    problems=1_000,
)
SHEETS = tuple(RegisterSheet)
_NAMED = 3


def read(path: Path, *, known: Known, limits: Limits = LIMITS) -> RegisterContent:
    """Read a workbook (`.xlsx`), or a folder with one CSV file for each sheet."""
    try:
        source, problems = sheet_source.opened(path, limits, kinds=SHEETS)
    except RefusalError as error:
        return RegisterContent(path.absolute().name, "", problems=(error.problem,))
    return _content(source, known, problems)


def read_bytes(data: bytes, *, file: str, known: Known, limits: Limits = LIMITS) -> RegisterContent:
    """Read a workbook's bytes."""
    try:
        source, problems = sheet_source.opened_bytes(data, file, limits, kinds=SHEETS)
    except RefusalError as error:
        return RegisterContent(file, "", problems=(error.problem,))
    return _content(source, known, problems)


def _content(source: Source, known: Known, problems: Problems) -> RegisterContent:
    sheets = {
        sheet: RegisterRows(source.grids[sheet], sheet, problems)
        for sheet in SHEETS
        if sheet in source.grids
    }
    if not sheets and not source.refused:
        expected = tuple(sheet_words.sheet_names(sheet)[0] for sheet in SHEETS[:_NAMED])
        problems.add(Problem(ProblemCode.SHEET_MISSING, source.file, expected=expected))
    own = {KIND_OF[sheet].value: rows.codes() for sheet, rows in sheets.items() if sheet in KIND_OF}
    readings = Readings(known, own)
    found: list[SheetRow] = []
    for rows in sheets.values():
        found += rows.read(readings)
    return RegisterContent(source.file, source.sha256, tuple(found), problems.all(source.file))
