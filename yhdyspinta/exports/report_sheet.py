"""One area's workbook for one round: what is asked, what held, and room for the answers.

The sheets', columns' and answers' words are those that `sources/report_sheet.py` understands.
Loads XlsxWriter: import it where a workbook is made.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.calc.report_sheets import mark, plain_note, shown, to_rows
from yhdyspinta.exports import xlsx_form
from yhdyspinta.exports.sheet_words import word, words
from yhdyspinta.exports.xlsx_form import FormColumn, FormContent, FormRow, Instructions
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.report_sheets import Blank, Field, Form, Made
from yhdyspinta.terms.reporting import LONGEST_NOTE, Cell, Value
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.rounds import LockReason
from yhdyspinta.terms.situation import Severity

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KIND, _FORM = "report_sheet", "report_form"
_WIDTHS: Mapping[str, float] = {
    "task_id": 14,
    "title": 36,
    "theme": 28,
    "subarea": 28,
    "due_quarter": 16,
    "before": 24,
    Field.STATUS: 22,
    Field.NOTE: 44,
    Field.RISK: 13,
    Field.EXPECTED: 15,
    Field.VISIBILITY: 17,
}
# Of some roadmaps only the tasks' codes are public.
_WITHOUT_TITLES = 10
_ASKED = ("task_id", "title", "theme", "subarea", "due_quarter", "before")
_FROZEN = 2  # the code and the title stay in sight
# The most quarters that Excel takes in a written list.
_MOST_QUARTERS = 28
_QUARTERS_AHEAD = 8
_LONGEST_BEFORE = 300


def render(blank: Blank, *, language: str, made_at: datetime, address: str = "") -> bytes:
    """Make the workbook in a language; `address` is the page to which it is brought back."""
    with override(language):
        title = f"{labels.name(blank.round_names)} – {labels.name(blank.area.names)}"
        content = FormContent(
            instructions=_instructions(blank, made_at=made_at, address=address),
            name=word(words()["sheets"][_KIND], language),
            title=title,
            lead=_lead(blank),
            columns=_columns(blank, language),
            rows=_rows(blank, language),
            groups=(
                (gettext("What is asked"), 0, len(_ASKED) - 1),
                (gettext("Your answers"), len(_ASKED), len(_WIDTHS) - 1),
            ),
            frozen=_FROZEN,
            hidden=(word(words()["sheets"][_FORM], language), to_rows(_form(blank, language))),
            page=gettext("Page"),
            is_locked=_is_locked(blank),
        )
        return xlsx_form.render(content, made_at=made_at)


def _is_locked(blank: Blank) -> bool:
    """Tell whether nothing can be filled in; before a round opens it can be prepared."""
    return blank.lock is not None and blank.lock.reason is not LockReason.NOT_YET_OPEN


def _form(blank: Blank, language: str) -> Form:
    made = {cell.task.code: Made(cell.seen, mark(cell.value)) for cell in blank.cells}
    return Form(blank.round, blank.area.code, language, made)


def _lead(blank: Blank) -> str:
    if blank.lock is not None:
        return round_labels.lock(blank.lock)
    text = gettext("Fill in the white cells; the grey ones are locked.")
    last = blank.until or blank.schedule.due_on
    if last:
        text += " " + gettext("Bring the workbook back by %(day)s.") % {"day": labels.day(last)}
    return text


def _columns(blank: Blank, language: str) -> tuple[FormColumn, ...]:
    choices = _choices(blank, language)
    widths = dict(_WIDTHS)
    if not any(cell.task.title.fi for cell in blank.cells):
        widths["title"] = _WITHOUT_TITLES
    return tuple(
        FormColumn(
            word(words()["columns"][_KIND][field]["words"], language),
            width,
            is_answer=field not in _ASKED,
            choice=choices.get(field),
        )
        for field, width in widths.items()
    )


def _choices(blank: Blank, language: str) -> dict[str, dict[str, Any]]:
    """Return Excel's rule for each answer: lists, a hint for quarters, a limit for notes."""
    wrong = {"error_title": gettext("This cannot be used")}
    choose = wrong | {"error_message": gettext("Choose from the list.")}
    quarters = [labels.quarter(each) for each in _quarters(blank)]
    most = gettext("At most %(most)d characters.") % {"most": LONGEST_NOTE}
    unlisted = gettext("This quarter is not in the list. Quarters are written like this: Q4/2026.")
    return {
        Field.STATUS: {"validate": "list", "source": _all("statuses", Status, language), **choose},
        Field.RISK: {
            "validate": "list",
            "source": _all("severities", Severity, language),
            **choose,
        },
        Field.VISIBILITY: {
            "validate": "list",
            "source": _all("visibilities", Visibility, language),
            **choose,
        },
        # Another quarter may be right too: Excel asks, and takes it.
        Field.EXPECTED: {
            "validate": "list",
            "source": quarters,
            "error_type": "warning",
            **wrong,
            "error_message": unlisted,
        },
        Field.NOTE: {
            "validate": "length",
            "criteria": "<=",
            "value": LONGEST_NOTE,
            **wrong,
            "error_message": most,
        },
    }


def _all(group: str, codes: Sequence[str] | type[Any], language: str) -> list[str]:
    return [word(words()[group][code], language) for code in codes]


def _quarters(blank: Blank) -> list[Quarter]:
    """List quarters from that of the round's day, past the last due one or two years on."""
    found = [Quarter.of(blank.as_of)]
    last = max((cell.task.due for cell in blank.cells), default=found[0])
    while len(found) < _MOST_QUARTERS and (len(found) <= _QUARTERS_AHEAD or found[-1] < last):
        before = found[-1]
        found.append(Quarter(before.year + before.number // 4, before.number % 4 + 1))
    return found


def _rows(blank: Blank, language: str) -> tuple[FormRow, ...]:
    names: dict[tuple[str, str], Names] = {}
    for theme in blank.themes:
        names[theme.code, ""] = theme.names
        names.update({(theme.code, part.code): part.names for part in theme.subareas})
    rows: list[FormRow] = []
    above = ""
    for cell in blank.cells:
        rows.append(
            FormRow(
                (*_asked(cell, names), *_answers(cell.value, language)),
                starts_group=cell.task.theme != above,
            )
        )
        above = cell.task.theme
    return tuple(rows)


def _asked(cell: Cell, names: Mapping[tuple[str, str], Names]) -> tuple[str, ...]:
    task = cell.task
    return (
        task.code,
        labels.name(task.title),
        labels.name(names.get((task.theme, ""), Names(task.theme))),
        labels.subarea(task.subarea, names.get((task.theme, task.subarea), Names(""))),
        labels.quarter(task.due),
        _before(cell.before),
    )


def _before(value: Value) -> str:
    """Say what held in the round before: the status first, the rest below it."""
    if value.status is None:
        return "–"
    lines = [labels.status(value.status)]
    if value.risk:
        lines.append(gettext("Risk: %(risk)s") % {"risk": labels.severity(value.risk)})
    if value.expected:
        lines.append(gettext("Expected: %(quarter)s") % {"quarter": labels.quarter(value.expected)})
    note = plain_note(value.note)
    if note:
        lines.append(note if len(note) <= _LONGEST_BEFORE else note[: _LONGEST_BEFORE - 1] + "…")
    return "\n".join(lines)


def _answers(value: Value, language: str) -> tuple[str, ...]:
    def name(group: str, code: str | None) -> str:
        return word(words()[group][code], language) if code else ""

    return (
        name("statuses", value.status),
        plain_note(value.note),
        name("severities", value.risk),
        labels.quarter(value.expected) if value.expected else "",
        name("visibilities", shown(value).visibility),
    )


def _instructions(blank: Blank, *, made_at: datetime, address: str) -> Instructions:
    own = labels.name(blank.instructions).strip()
    sections: list[tuple[str, Sequence[str]]] = []
    if own:
        sections.append((gettext("Instructions of the round"), (own,)))
    sections.append((gettext("How it is filled in"), _steps()))
    back = gettext(
        "Bring the workbook back on the page of the round. You are shown every change and every"
        " error with its cell before anything is stored."
    )
    sections.append((gettext("How it is brought back"), (f"{back}\n{address}".strip(),)))
    return Instructions(
        name=gettext("Instructions"),
        title=gettext("How to fill in this workbook"),
        facts=_facts(blank, made_at),
        sections=sections,
    )


def _facts(blank: Blank, made_at: datetime) -> list[tuple[str, str]]:
    def day(value: date | None) -> str:
        return labels.day(value) if value else ""

    found = [
        (gettext("Round"), f"{labels.name(blank.round_names)} ({blank.round})"),
        (gettext("Area"), f"{labels.name(blank.area.names)} ({blank.area.code})"),
        (gettext("Situation on"), day(blank.as_of)),
        (gettext("Due day"), day(blank.schedule.due_on)),
        (gettext("On time until"), day(blank.schedule.on_time_until)),
        (gettext("The round closes"), day(blank.schedule.closes_on)),
        (gettext("Extra time until"), day(blank.until)),
        (gettext("Locked"), round_labels.lock(blank.lock) if blank.lock else ""),
        (gettext("Workbook made"), labels.moment(made_at)),
    ]
    return [(label, text) for label, text in found if text]


def _steps() -> tuple[str, ...]:
    return (
        gettext(
            "Fill in the white cells: status, note, risk, expected quarter and who may read the"
            " note. The grey cells are locked, and so are the workbook's sheets."
        ),
        gettext(
            "Choose the status, the risk and who may read the note from the list of the cell."
            " Quarters are written like this: Q4/2026."
        ),
        gettext(
            "The cells hold what has been reported so far. A row that you do not change is not"
            " touched when the workbook is brought back, whatever others report meanwhile."
        ),
        gettext(
            "A status cannot be taken back, only changed. A task that does not concern the area"
            " has a status of its own."
        ),
        gettext(
            "An internal note is read by the area and the coordinators, one for partners by"
            " everybody who has a role, a public one by everybody."
        ),
        gettext("The filter of the headers works; rows cannot be sorted, added or removed."),
    )
