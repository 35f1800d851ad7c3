"""The heat-map table as ready strings: a template with 200 cells must not compute."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.comparison import delta
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.situation import Column, Figures, Lens, Picture, Reporting, Row, Share, Table
from yhdyspinta.web.asked import Asked

# Stands for an area's code in the address of a sum over all areas.
ALL_AREAS = "all"


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """A column's heading; a theme's leads to its subareas."""

    label: str
    address: str
    tasks: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A cell: its figure, the same in words, its band's class and step, how it moved."""

    text: str
    second: str
    words: str
    style: str
    step: int
    address: str
    arrow: str = ""
    move: str = ""


@dataclass(frozen=True, slots=True)
class HeatAnswer:
    """How an area answered the round: a share, and the count and sum that it is of."""

    text: str
    counts: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """An area's row, or the sum of all; a silent one has reported nothing and shows no cells."""

    name: str
    address: str
    cells: list[HeatCell]
    is_silent: bool = False
    answers: list[HeatAnswer] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The whole table."""

    caption: str
    columns: list[HeatColumn]
    rows: list[HeatRow]
    total: HeatRow
    is_pair: bool
    answers: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A band in the legend: its colour's class, its limits, its step on the bar (0: none)."""

    style: str
    label: str
    step: int


def legend(picture: Picture) -> list[LegendItem]:
    """List the bands in force, from low to high, and the look of a missing figure."""
    bands = [
        LegendItem(f"band-{band.code}", labels.band(band), step)
        for step, band in enumerate(picture.bands.bands, start=1)
    ]
    return [*bands, LegendItem("band-none", gettext("no figure"), 0)]


def heat_map(
    picture: Picture,
    table: Table,
    *,
    asked: Asked,
    before: Table | None,
    order: Callable[[Area], tuple[str, str]],
) -> HeatMap:
    """Turn a table into strings; with `before`, say how each cell moved."""
    words = _Words(picture, asked)
    old = _by_cell(before)
    rows = sorted((row for row in table.rows if row.area), key=lambda row: _key(row, order))
    return HeatMap(
        caption=_caption(table, picture),
        columns=[words.column(each) for each in table.columns],
        rows=[words.row(row, old) for row in rows],
        total=words.row(table.total, old),
        is_pair=table.lens is Lens.READINESS,
        answers=[gettext("Reported"), gettext("On time")] if _has_answers(table) else [],
    )


def _key(row: Row, order: Callable[[Area], tuple[str, str]]) -> tuple[str, str]:
    return order(row.area) if row.area else ("", "")


_Cells = dict[tuple[str | None, str | None, str | None], Figures]


def _by_cell(table: Table | None) -> _Cells:
    if table is None:
        return {}
    return {
        (each.area, each.theme, each.subarea): each
        for row in (*table.rows, table.total)
        for each in row.figures
    }


def _caption(table: Table, picture: Picture) -> str:
    if table.lens is Lens.PROGRESS:
        text = gettext("Progress of tasks due by %(quarter)s, situation on %(day)s")
    else:
        text = gettext("Readiness of all tasks (under way | done), situation on %(day)s")
    return text % {
        "quarter": labels.quarter(picture.horizon),
        "day": labels.day(picture.as_of),
    }


class _Words:
    """The words and addresses that the cells of one picture share."""

    def __init__(self, picture: Picture, asked: Asked) -> None:
        self._asked = asked
        self._bands = {band.code: labels.band(band) for band in picture.bands.bands}
        self._steps = {band.code: n for n, band in enumerate(picture.bands.bands, start=1)}
        self._nothing = gettext("nothing to count")
        self._pair = gettext("under way, done %(done)s")
        # One address taken apart: reversing each of 200 addresses would cost more than the rest.
        self._figures = reverse("figures", args=["AREA", "THEME"])
        self._part = reverse("subarea_figures", args=["AREA", "THEME", "SUBAREA"])

    def column(self, column: Column) -> HeatColumn:
        inner = self._asked.theme == "" and column.subarea is None
        query = self._asked.query(theme=column.theme)
        whole = gettext("%(theme)s, total") % {"theme": labels.name(column.names)}
        is_sum = bool(self._asked.theme) and column.subarea is None
        return HeatColumn(
            label=whole if is_sum else labels.column(column),
            address=self._asked.whole + query if inner else "",
            tasks=labels.number(column.tasks),
        )

    def row(self, row: Row, old: _Cells) -> HeatRow:
        area = row.area
        return HeatRow(
            name=labels.name(area.short) if area else gettext("All areas"),
            address=reverse("area", args=[area.code]) + self._asked.place if area else "",
            cells=[
                self._cell(each, old.get((each.area, each.theme, each.subarea)))
                for each in row.figures
            ],
            is_silent=not row.has_reports,
            answers=_answers(row.answer) if row.answer and not self._asked.theme else [],
        )

    def _cell(self, figures: Figures, before: Figures | None) -> HeatCell:
        lens = self._asked.lens
        band = figures.band(lens)
        first, second = self._shares(figures)
        moved = delta(figures, before, lens) if before else None
        return HeatCell(
            text=first,
            second=second,
            words=self._said(figures, band, second),
            style=f"band-{band}" if band else "none",
            step=self._steps.get(band or "", 0),
            address=self._address(figures),
            arrow=labels.arrow(moved) if moved else "",
            move=labels.points(moved) if moved else "",
        )

    def _said(self, figures: Figures, band: str | None, second: str) -> str:
        """Say what the cell's colour and the second of two numbers say to the eye."""
        said = self._bands.get(band or "", self._nothing)
        if second and figures.started:
            both = labels.percent(figures.started.percent)
            return f"{self._pair % {'done': second}}; {both}: {said}"
        return said

    def _shares(self, figures: Figures) -> tuple[str, str]:
        if self._asked.lens is Lens.PROGRESS:
            return _percent(figures.progress), ""
        return _percent(figures.under_way), _percent(figures.done)

    def _address(self, figures: Figures) -> str:
        pattern = self._part if figures.subarea else self._figures
        address = pattern.replace("SUBAREA", figures.subarea or "", 1)
        address = address.replace("AREA", figures.area or ALL_AREAS, 1)
        return address.replace("THEME", figures.theme or "", 1) + self._asked.place


def _has_answers(table: Table) -> bool:
    """How an area answered is about the whole round, not about one theme."""
    return table.theme is None and table.total.answer is not None


def _answers(answer: Reporting) -> list[HeatAnswer]:
    return [_answer(answer.completeness), _answer(answer.timeliness)]


def _answer(share: Share | None) -> HeatAnswer:
    counts = f"{labels.number(share.count)}/{labels.number(share.of)}" if share else ""
    return HeatAnswer(_percent(share), counts)


def _percent(share: Share | None) -> str:
    return labels.percent(share.percent if share else None)
