"""The rows behind a situation picture's document, and the formulas that point to them."""

from dataclasses import fields

from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.exports.document import DataSheet, Formula
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Counts, Picture

# What `has_reports` holds for an area that has reported; a formula looks for it.
REPORTED = "1"

_COUNTS = tuple(each.name for each in fields(Counts))
_KEYS = ("area_code", "area", "theme", "theme_name", "subarea", "subarea_name", "has_reports")


def data_sheet(picture: Picture) -> DataSheet:
    """Return a row per area × theme × subarea with its counts, in the active language."""
    rows = [
        (
            area.code,
            labels.name(area.short),
            theme.code,
            labels.name(theme.names),
            subarea.code,
            labels.name(subarea.names),
            REPORTED if area.code in picture.reporting else None,
            *_numbers(picture.counts.get((area.code, theme.code, subarea.code), Counts())),
        )
        for area in picture.areas
        for theme in picture.roadmap.themes
        for subarea in theme.subareas
    ]
    return DataSheet(
        title=gettext("Data"),
        keys=(*_KEYS, *_COUNTS),
        labels=_labels(),
        rows=tuple(rows),
    )


def progress_formula(area: str | None, theme: str, subarea: str | None) -> Formula:
    """Point to the rows of a cell's progress; an area of None sums the areas that reported."""
    return Formula(("progressing",), "due", _where(area, theme, subarea))


def readiness_formula(area: str | None, theme: str, *, numerators: tuple[str, ...]) -> Formula:
    """Point to the rows of a share of all applicable tasks."""
    return Formula(numerators, "applicable", _where(area, theme, None))


def _where(area: str | None, theme: str, subarea: str | None) -> tuple[tuple[str, str], ...]:
    asked = (("area_code", area), ("theme", theme), ("subarea", subarea))
    return (*((key, code) for key, code in asked if code), ("has_reports", REPORTED))


def _numbers(counts: Counts) -> tuple[int, ...]:
    return tuple(getattr(counts, name) for name in _COUNTS)


def _labels() -> tuple[str, ...]:
    return (
        gettext("Area code"),
        gettext("Area"),
        gettext("Theme code"),
        gettext("Theme"),
        gettext("Subarea code"),
        gettext("Subarea"),
        gettext("Has reported (1 = yes)"),
        gettext("Applicable tasks"),
        gettext("Applicable tasks due by the horizon"),
        gettext("Progressing"),
        gettext("Under way"),
        labels.status(None),
        *(labels.status(code) for code in Status),
    )
