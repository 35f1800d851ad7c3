"""The facts behind the three sentences above a table: overall, weakest, who stands out."""

from collections.abc import Sequence
from itertools import groupby

from yhdyspinta.calc.comparison import shown_share
from yhdyspinta.terms.situation import Finding, Row, Share, Standing, Table

_NAMED_AREAS = 3


def finding(table: Table) -> Finding:
    """Say what a table says.

    An area's place is its share over the table's columns taken together (task-weighted). At
    most three areas are named at each end, and never some of those that share a percentage: if
    too many share the end, their number is told instead.
    """
    known = [
        (column, share)
        for column, figures in zip(table.columns, table.total.figures, strict=True)
        if (table.theme is None or column.subarea is not None)
        and (share := shown_share(figures, table.lens))
    ]
    ranked = sorted(
        (
            (row.area.code, overall.percent)
            for row in table.rows
            if row.area and (overall := _overall(row, table))
        ),
        key=_percent,
        reverse=True,
    )
    most = min(_NAMED_AREAS, len(ranked) // 2)
    return Finding(
        lens=table.lens,
        overall=_overall(table.total, table),
        reporting=sum(row.has_reports for row in table.rows),
        areas=len(table.rows),
        weakest=min(known, key=lambda each: each[1].percent, default=None),
        strongest=max(known, key=lambda each: each[1].percent, default=None),
        leaders=_standing(ranked, most=most),
        followers=_standing(sorted(ranked, key=_percent), most=most),
        silent=tuple(row.area.code for row in table.rows if row.area and not row.has_reports),
    )


def _percent(ranked: tuple[str, int]) -> int:
    return ranked[1]


def _standing(ranked: Sequence[tuple[str, int]], *, most: int) -> Standing:
    """Name areas from the front of a ranking as long as whole groups of equals fit."""
    if not most or ranked[0][1] == ranked[-1][1]:
        return Standing()
    named: list[tuple[str, int]] = []
    for percent, equals in groupby(ranked, key=_percent):
        group = list(equals)
        if len(named) + len(group) > most:
            return Standing(tuple(named), None if named else (len(group), percent))
        named += group
    return Standing(tuple(named))


def _overall(row: Row, table: Table) -> Share | None:
    """Sum a row's shown shares; under a theme its own column already is the sum."""
    shares = [
        share
        for column, figures in zip(table.columns, row.figures, strict=True)
        if column.subarea is None and (share := shown_share(figures, table.lens))
    ]
    if not shares:
        return None
    return Share(sum(share.count for share in shares), sum(share.of for share in shares))
