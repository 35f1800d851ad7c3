"""What is wrong with somebody's sheet, in a line that says where, what and what would do."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.labels.access import VISIBILITIES
from yhdyspinta.terms.languages import Language
from yhdyspinta.terms.sheets import Problem, ProblemCode

_PROBLEMS: Mapping[ProblemCode, Promise] = {
    ProblemCode.FILE_MISSING: _("there is no such file or folder"),
    ProblemCode.FILE_TYPE: _("this type of file cannot be read"),
    ProblemCode.FILE_TOO_LARGE: _("the file is too large"),
    ProblemCode.FILE_UNSAFE: _("the file is built in an unsafe way and was not opened"),
    ProblemCode.FILE_BROKEN: _("the file is damaged or is not what its name says"),
    ProblemCode.FILE_ENCRYPTED: _("the file is protected by a password or in the old Excel form"),
    ProblemCode.FILE_EMPTY: _("the file is empty"),
    ProblemCode.ENCODING: _("the text's character encoding cannot be recognised"),
    ProblemCode.SHEET_MISSING: _("a sheet is missing"),
    ProblemCode.SHEET_TWICE: _("two sheets or files hold the same table"),
    ProblemCode.COLUMN_MISSING: _("a column is missing"),
    ProblemCode.COLUMN_TWICE: _("two columns have the same heading"),
    ProblemCode.TOO_MANY_ROWS: _("there are too many rows"),
    ProblemCode.VALUE_MISSING: _("a value is missing"),
    ProblemCode.VALUE_TOO_LONG: _("the text is too long"),
    ProblemCode.AREA_UNKNOWN: _("there is no such area"),
    ProblemCode.TASK_UNKNOWN: _("there is no such task on the task sheet"),
    ProblemCode.TASK_TWICE: _("the same task code is used twice"),
    ProblemCode.STATUS_UNKNOWN: _("this is not a status"),
    ProblemCode.DATE_UNREADABLE: _("this is not a date"),
    ProblemCode.DATE_IN_FUTURE: _("the date is in the future"),
    ProblemCode.QUARTER_UNREADABLE: _("this is not a quarter of a year"),
    ProblemCode.YES_NO_UNREADABLE: _("this is neither yes nor no"),
    ProblemCode.THEME_CHANGED_NAME: _("the same code has another name further up"),
    ProblemCode.THEME_UNKNOWN: _("there is no such theme in the roadmap"),
    ProblemCode.NOTE_KIND_UNKNOWN: _("this is not a kind of note"),
    ProblemCode.SEVERITY_UNKNOWN: _("this is not a severity"),
    ProblemCode.VISIBILITY_UNKNOWN: _("this does not say who may read the note"),
    ProblemCode.STATUS_MISSING: _("a status is missing: what has been reported is not taken back"),
    ProblemCode.TASK_NOT_ASKED: _("the round does not ask about this task"),
    ProblemCode.ROUND_OTHER: _("the file was made for another round"),
    ProblemCode.AREA_OTHER: _("the file was made for another area"),
    ProblemCode.FORM_LOST: _(
        "the hidden sheet is missing or has been changed, so it is not known what held when the"
        " file was made: check that it is this area's and round's, and choose what is to hold"
    ),
    ProblemCode.FORM_NEWER: _("the file was made by a newer version of Yhdyspinta"),
    ProblemCode.WORD_UNKNOWN: _("this is none of the words that can stand here"),
    ProblemCode.REFERENCE_UNKNOWN: _("neither the workbook nor the register has this code"),
    ProblemCode.ORGANISATION_UNKNOWN: _("there is no such organisation"),
    ProblemCode.CODE_UNUSABLE: _("this cannot be a code: use letters a–z, digits and hyphens"),
    ProblemCode.ROW_TWICE: _("an earlier row of the sheet says the same thing already"),
    ProblemCode.NUMBER_UNREADABLE: _("this is not a number that can stand here"),
    ProblemCode.NUMBER_LEFT_OUT: _("the numbers leave one out"),
    ProblemCode.TIME_UNREADABLE: _("this is not a time of day"),
    ProblemCode.PERIOD_UNREADABLE: _("this is not a length of time"),
    ProblemCode.MONTH_UNREADABLE: _("this is not a month"),
    ProblemCode.LINK_UNREADABLE: _("this is not an address: write it from https:// on"),
    ProblemCode.CIRCLE: _("this is under itself: following what is above it leads back to it"),
    ProblemCode.NOTHING_TO_REMOVE: _("there is nothing to remove"),
    ProblemCode.REFUSED: _("this cannot be stored"),
    ProblemCode.FORMULA_ERROR: _("the cell holds an Excel error"),
    ProblemCode.REPORT_REPLACED: _("a later row gives the same area, task and date again"),
    ProblemCode.PROBLEMS_LEFT_OUT: _("there are more problems than are listed here"),
}
# Sheets know these words in all languages: the reader is told those of the reader's own.
_CHOICES: Mapping[ProblemCode, Iterable[Promise]] = {
    ProblemCode.STATUS_UNKNOWN: labels.STATUSES.values(),
    ProblemCode.NOTE_KIND_UNKNOWN: labels.NOTE_KINDS.values(),
    ProblemCode.SEVERITY_UNKNOWN: labels.SEVERITIES.values(),
    ProblemCode.VISIBILITY_UNKNOWN: VISIBILITIES.values(),
    ProblemCode.YES_NO_UNREADABLE: (_("yes"), _("no")),
}


def problem(found: Problem) -> str:
    """Say a problem in one line: where, what, what was found and what would do."""
    place = " · ".join(part for part in (found.file, found.sheet, found.cell) if part)
    return f"{place}: {what(found)}"


def what(found: Problem) -> str:
    """Say a problem without its place: what is wrong, what was found and what would do."""
    if found.code is ProblemCode.REFUSED and found.value:
        return found.value
    text = str(_PROBLEMS[found.code])
    if found.value:
        text += " – " + labels.quoted(found.value)
    if found.nearest:
        text += ". " + gettext("Did you mean %(nearest)s?") % {
            "nearest": labels.quoted(found.nearest)
        }
    elif found.expected:
        values = ", ".join(str(each) for each in _expected(found))
        text += ". " + gettext("Expected: %(values)s") % {"values": values}
    return text


def _expected(found: Problem) -> Iterable[object]:
    if found.code is ProblemCode.WORD_UNKNOWN:
        # Of each word the Finnish, the Swedish and the English one.
        languages = [each.value for each in Language]
        here = get_language() or Language.FI.value
        return found.expected[languages.index(here) if here in languages else 0 :: 3]
    return _CHOICES.get(found.code, found.expected)
