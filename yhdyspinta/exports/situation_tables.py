"""A situation picture's tables: areas × themes, one theme's subareas, readiness in two parts."""

from collections.abc import Iterable

from django.utils.translation import gettext, ngettext

from yhdyspinta import labels
from yhdyspinta.calc.situation import table as arrange
from yhdyspinta.exports.document import (
    Align,
    Cell,
    Formula,
    LegendEntry,
    RowKind,
    Table,
    TableColumn,
    TableRow,
)
from yhdyspinta.exports.situation_data import progress_formula, readiness_formula
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.terms.situation import Column, Figures, Lens, Picture, Row, Share


def progress_table(picture: Picture, *, theme: str | None = None) -> Table:
    """Return progress by theme, or with `theme` that theme's total and its subareas."""
    arranged = arrange(picture, Lens.PROGRESS, theme=theme)
    # How an area answered is about the whole round, not about a theme.
    has_answers = theme is None and arranged.total.answer is not None
    answered = (gettext("Reported"), gettext("On time")) if has_answers else ()
    counts = (Cell(labels.number(each.tasks), number=each.tasks) for each in arranged.columns)
    return Table(
        caption=gettext("Tasks due by the end of %(quarter)s, situation on %(day)s")
        % {"quarter": labels.quarter(picture.horizon), "day": labels.day(picture.as_of)},
        columns=(
            _area_column(1.6),
            *(_column(each, theme) for each in arranged.columns),
            *(TableColumn(label) for label in answered),
        ),
        rows=(
            TableRow(
                (Cell(gettext("Tasks in all")), *counts, *(Cell("") for _ in answered)),
                RowKind.COUNTS,
            ),
            *(
                _progress_row(row, has_answer=has_answers)
                for row in (*arranged.rows, arranged.total)
            ),
        ),
        legend=legend(picture),
        remarks=(
            *_remarks(picture, Lens.PROGRESS),
            *((round_labels.answers(),) if answered else ()),
        ),
    )


def readiness_table(picture: Picture) -> Table:
    """Return readiness by theme: under way and done beside each other, coloured by their sum."""
    arranged = arrange(picture, Lens.READINESS)
    return Table(
        caption=gettext("All tasks, situation on %(day)s") % {"day": labels.day(picture.as_of)},
        columns=(
            _area_column(2.4),
            *(part for each in arranged.columns for part in _readiness_columns(each)),
        ),
        rows=tuple(
            _row(row, (cell for each in row.figures for cell in _readiness_cells(each)))
            for row in (*arranged.rows, arranged.total)
        ),
        legend=legend(picture),
        remarks=_remarks(picture, Lens.READINESS),
    )


def legend(picture: Picture) -> tuple[LegendEntry, ...]:
    """Return the bands in force with their names."""
    return tuple(
        LegendEntry(band.code, labels.band(band), band.lowest, band.highest)
        for band in picture.bands.bands
    )


def all_areas() -> str:
    """Name the sum over all areas that have reported."""
    return gettext("All areas")


def _area_column(weight: float) -> TableColumn:
    return TableColumn(gettext("Area"), align=Align.START, weight=weight)


def _column(column: Column, theme: str | None) -> TableColumn:
    if theme is not None and column.subarea is None:
        return TableColumn(gettext("%(theme)s, total") % {"theme": labels.name(column.names)})
    return TableColumn(labels.column(column))


def _readiness_columns(column: Column) -> tuple[TableColumn, TableColumn]:
    group = ngettext("%(theme)s, %(tasks)d task", "%(theme)s, %(tasks)d tasks", column.tasks)
    group %= {"theme": labels.name(column.names), "tasks": column.tasks}
    return (
        TableColumn(gettext("Under way"), group=group),
        TableColumn(gettext("Done"), group=group),
    )


def _row(row: Row, cells: Iterable[Cell]) -> TableRow:
    if row.area is None:
        return TableRow((Cell(all_areas()), *cells), RowKind.TOTAL)
    return TableRow((Cell(labels.name(row.area.short)), *cells))


def _progress_row(row: Row, *, has_answer: bool) -> TableRow:
    answer = row.answer if has_answer else None
    shares = (answer.completeness, answer.timeliness) if answer else ()
    answers = (Cell(labels.percent(each.percent if each else None)) for each in shares)
    return _row(row, (*map(_progress_cell, row.figures), *answers))


def _progress_cell(figures: Figures) -> Cell:
    formula = progress_formula(figures.area, figures.theme or "", figures.subarea)
    return _cell(figures.progress, formula, band=figures.progress_band)


def _readiness_cells(figures: Figures) -> tuple[Cell, Cell]:
    def formula(*numerators: str) -> Formula:
        return readiness_formula(figures.area, figures.theme or "", numerators=numerators)

    band = figures.readiness_band
    basis = _cell(figures.started, formula("under_way", "done"), band=band)
    return (
        _cell(figures.under_way, formula("under_way"), band=band, basis=basis),
        _cell(figures.done, formula("done"), band=band, basis=basis),
    )


def _cell(
    share: Share | None, formula: Formula, *, band: str | None, basis: Cell | None = None
) -> Cell:
    if share is None:
        return Cell(labels.percent(None))
    return Cell(labels.percent(share.percent), share.percent, None, band, formula, basis)


def _remarks(picture: Picture, lens: Lens) -> tuple[str, ...]:
    progress, readiness, general = labels.rule_sentences(picture)
    if lens is Lens.PROGRESS:
        return (progress, general, labels.bands_source(picture))
    coloured = gettext("The colour shows under way and done together.")
    return (readiness, coloured, general, labels.bands_source(picture))
