"""An empty workbook to fill in and bring back: headers, choices, and how it is done.

The sheets' and columns' names are those that `sources/sheets.py` understands; both take them
from `reference/sheet_words.toml`.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.exports import palette
from yhdyspinta.exports.printable import printable
from yhdyspinta.exports.sheet_words import header, word, words
from yhdyspinta.terms.areas import NATIONAL_KINDS, Area
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Roadmap, Status, Task
from yhdyspinta.terms.situation import NoteKind, Severity

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Rows with choices: enough for all areas and tasks of a national roadmap.
_ROWS = 20_000
_FIRST_DAY = date(2000, 1, 1)
# The file's own date would make two equal templates differ.
_CREATED = datetime.combine(_FIRST_DAY, datetime.min.time())
_WIDTHS = {"title": 60, "theme_name": 34, "subarea_name": 44, "region": 26}
_WIDTHS |= {"note": 60, "text": 60, "source": 40}
_WIDTH = 20
_TASK_SHEET, _STATUS_SHEET, _AREA_SHEET, _NOTE_SHEET = "tasks", "statuses", "areas", "notes"
# The most that Excel takes as a list of choices written out.
_LONGEST_LIST = 255


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet of the template under its name, with its columns in their order."""

    worksheet: "Worksheet"
    name: str
    fields: tuple[str, ...]

    def cells(self, field: str, last: int) -> str:
        """Return the address of a column's cells down to a row (numbered from 1)."""
        letter = chr(ord("A") + self.fields.index(field))
        return f"='{self.name}'!${letter}$2:${letter}${last}"


@dataclass(frozen=True, slots=True)
class _Formats:
    """The formats of the template's cells."""

    title: "Format"
    text: "Format"
    header: "Format"
    cell: "Format"
    day: "Format"
    example: "Format"


def template(language: str, *, areas: Sequence[Area], roadmap: Roadmap | None) -> bytes:
    """Write the template in `language`, with the tasks of `roadmap` if there is one.

    `areas` are all known areas; those of a national picture are listed as taking part.
    """
    import xlsxwriter

    data = io.BytesIO()
    taking_part = [area for area in areas if area.kind in NATIONAL_KINDS]
    with override(language), xlsxwriter.Workbook(data, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": gettext("Situation picture"), "created": _CREATED})
        formats = _formats(workbook)
        instructions = workbook.add_worksheet(gettext("Instructions"))
        sheets = {
            kind: _add_sheet(workbook, formats, kind=kind, language=language)
            for kind in (_TASK_SHEET, _STATUS_SHEET, _AREA_SHEET, _NOTE_SHEET)
        }
        tasks = roadmap.tasks if roadmap else ()
        if roadmap:
            _write_tasks(sheets[_TASK_SHEET], roadmap)
        _write_areas(sheets[_AREA_SHEET], taking_part, language)
        _add_choices(sheets, language, tasks=len(tasks), areas=len(taking_part))
        themes = [theme.code for theme in roadmap.themes] if roadmap else []
        _add_note_choices(sheets, language, areas=len(taking_part), themes=themes)
        _write_instructions(instructions, formats, sheets=sheets, language=language)
    return data.getvalue()


def _formats(workbook: "Workbook") -> _Formats:
    edge = {"border": 1, "border_color": palette.TONES["line"], "valign": "top"}
    head = {"bold": True, "bg_color": palette.TONES["accent"], "font_color": palette.PAPER}
    return _Formats(
        title=workbook.add_format({"bold": True, "font_size": 16}),
        text=workbook.add_format({"text_wrap": True, "valign": "top"}),
        header=workbook.add_format({**edge, **head, "text_wrap": True}),
        # As text: Excel would make 1.1 of a code 1.10, and a day in February of 2/2022.
        cell=workbook.add_format({"num_format": "@"}),
        day=workbook.add_format({"num_format": "d.m.yyyy"}),
        example=workbook.add_format({**edge, "italic": True, "font_color": palette.TONES["muted"]}),
    )


def _add_sheet(workbook: "Workbook", formats: _Formats, *, kind: str, language: str) -> _Sheet:
    columns = words()["columns"][kind]
    name = word(words()["sheets"][kind], language)
    sheet = _Sheet(workbook.add_worksheet(name), name, tuple(columns))
    for number, field in enumerate(sheet.fields):
        style = formats.day if field == "reported_on" else formats.cell
        width = _WIDTHS.get(field.removesuffix("_sv").removesuffix("_en"), _WIDTH)
        sheet.worksheet.set_column(number, number, width, style)
        sheet.worksheet.write_string(0, number, header(kind, field, language), formats.header)
    sheet.worksheet.freeze_panes(1, 0)
    return sheet


def _write_tasks(sheet: _Sheet, roadmap: Roadmap) -> None:
    names: dict[tuple[str, str], Names] = {}
    for theme in roadmap.themes:
        names[theme.code, ""] = theme.names
        names.update({(theme.code, part.code): part.names for part in theme.subareas})
    for row, task in enumerate(roadmap.tasks, start=1):
        values = _task_values(task, names)
        for column, field in enumerate(sheet.fields):
            if values[field]:
                sheet.worksheet.write_string(row, column, printable(values[field]))


def _task_values(task: Task, names: Mapping[tuple[str, str], Names]) -> dict[str, str]:
    values = {
        "task_id": task.code,
        "theme": task.theme,
        "subarea": task.subarea,
        "due_quarter": labels.quarter(task.due),
        "critical": "x" if task.critical else "",
    }
    for field, found in (
        ("title", task.title),
        ("theme_name", names.get((task.theme, ""), Names(""))),
        ("subarea_name", names.get((task.theme, task.subarea), Names(""))),
    ):
        values |= {field: found.fi, f"{field}_sv": found.sv, f"{field}_en": found.en}
    return values


def _write_areas(sheet: _Sheet, areas: Sequence[Area], language: str) -> None:
    for row, area in enumerate(areas, start=1):
        sheet.worksheet.write_string(row, 0, area.short[language])


def _add_choices(sheets: Mapping[str, _Sheet], language: str, *, tasks: int, areas: int) -> None:
    """Offer areas, tasks and statuses to choose from; only a status must be one of them."""
    yes_no = [word(words()["yes_no"][each], language) for each in ("yes", "no")]
    statuses = [word(words()["statuses"][status], language) for status in Status]
    area_cells = sheets[_AREA_SHEET].cells("region", areas + 1)
    task_cells = sheets[_TASK_SHEET].cells("task_id", max(tasks + 1, _ROWS))
    day = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY}
    _choose(sheets[_TASK_SHEET], "critical", {"validate": "list", "source": yes_no})
    _choose(sheets[_STATUS_SHEET], "status", {"validate": "list", "source": statuses})
    for field, source in (("region", area_cells), ("task_id", task_cells)):
        choice = {"validate": "list", "source": source, "error_type": "warning"}
        _choose(sheets[_STATUS_SHEET], field, choice)
    _choose(sheets[_STATUS_SHEET], "reported_on", {**day, "error_type": "warning"})


def _add_note_choices(
    sheets: Mapping[str, _Sheet], language: str, *, areas: int, themes: Sequence[str]
) -> None:
    """Offer what a note may say; several areas, or a theme by its name, can be typed in."""
    notes = sheets[_NOTE_SHEET]
    for field, enum, group in (
        ("kind", NoteKind, "note_kinds"),
        ("severity", Severity, "severities"),
    ):
        names = [word(words()[group][each], language) for each in enum]
        _choose(notes, field, {"validate": "list", "source": names})
    area_cells = sheets[_AREA_SHEET].cells("region", areas + 1)
    free = {"validate": "list", "error_type": "warning"}
    _choose(notes, "areas", {**free, "source": area_cells})
    codes = ",".join(themes)
    # A code with a comma in it would be two choices.
    if themes and len(codes) <= _LONGEST_LIST and codes.count(",") == len(themes) - 1:
        _choose(notes, "theme", {**free, "source": list(themes)})


def _choose(sheet: _Sheet, field: str, rule: Mapping[str, Any]) -> None:
    column = sheet.fields.index(field)
    sheet.worksheet.data_validation(1, column, _ROWS, column, dict(rule))


def _write_instructions(
    worksheet: "Worksheet", formats: _Formats, *, sheets: Mapping[str, _Sheet], language: str
) -> None:
    names = {kind: sheet.name for kind, sheet in sheets.items()}
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)
    worksheet.set_column(0, 0, 28)
    worksheet.set_column(1, 12, 22)
    worksheet.write_string(0, 0, gettext("How to fill in this workbook"), formats.title)
    row = 2
    for sentence in _sentences(names):
        worksheet.merge_range(row, 0, row, 5, "", formats.text)
        worksheet.write_string(row, 0, printable(sentence), formats.text)
        worksheet.set_row(row, 33)
        row += 1
    for kind, values in _examples(language).items():
        title = gettext("Example of the sheet “%(sheet)s”") % {"sheet": names[kind]}
        worksheet.write_string(row + 1, 0, title, formats.text)
        for column, (field, value) in enumerate(values.items()):
            worksheet.write_string(row + 2, column, header(kind, field, language), formats.header)
            worksheet.write_string(row + 3, column, value, formats.example)
        row += 4


def _sentences(names: Mapping[str, str]) -> tuple[str, ...]:
    return (
        gettext("Columns marked with * must be filled in on every row; the others may be empty."),
        gettext(
            "“%(sheet)s”: one row for each task of the roadmap. A theme and a sub-area are each"
            " given a code and a name, the same on all their rows."
        )
        % {"sheet": names[_TASK_SHEET]},
        gettext(
            "“%(sheet)s”: one row for each area and task, with the status and the day that it"
            " describes. Leave out the rows of which nothing is known."
        )
        % {"sheet": names[_STATUS_SHEET]},
        gettext(
            "“%(sheet)s”: the areas that take part, also those that report nothing. Remove those"
            " that do not take part."
        )
        % {"sheet": names[_AREA_SHEET]},
        gettext(
            "“%(sheet)s”: notes and risks, if there are any. Several areas are separated by"
            " semicolons; a note without an area or a theme is about the whole."
        )
        % {"sheet": names[_NOTE_SHEET]},
        gettext(
            "Quarters are written Q4/2021, days 31.10.2021. The order of columns is free, and you"
            " may add columns and sheets of your own."
        ),
        gettext("The examples below are only examples: this sheet is not read."),
    )


def _examples(language: str) -> dict[str, dict[str, str]]:
    task = {
        "task_id": "A1",
        "title": gettext("Pay system chosen"),
        "theme": "1",
        "theme_name": gettext("Administration"),
        "subarea": "A",
        "subarea_name": gettext("Support services"),
        "due_quarter": "Q4/2021",
    }
    status = {
        "region": {"fi": "Pirkanmaa", "sv": "Birkaland", "en": "Pirkanmaa"}[language],
        "task_id": "A1",
        "status": word(words()["statuses"][Status.IN_PROGRESS], language),
        "reported_on": "31.10.2021",
    }
    note = {
        "kind": word(words()["note_kinds"][NoteKind.RISK], language),
        "areas": "Birkaland; Kajanaland" if language == "sv" else "Pirkanmaa; Kainuu",
        "theme": "1",
        "severity": word(words()["severities"][Severity.HIGH], language),
        "text": gettext("The supplier’s resources may not suffice"),
    }
    return {_TASK_SHEET: task, _STATUS_SHEET: status, _NOTE_SHEET: note}
