"""The facts behind the three sentences above a table: overall, weakest, who stands out."""

from yhdyspinta.calc.comparison import shown_share
from yhdyspinta.terms.situation import Figures, Finding, Row, Share, Table

_NAMED_AREAS = 3


def finding(table: Table) -> Finding:
    """Say what a table says.

    An area's place is its share over the table's columns taken together (task-weighted); a tie
    is kept in the order of the table, and at most three areas are named at each end.
    """
    columns = {
        column.subarea or column.theme: shown_share(figures, table.lens)
        for column, figures in zip(table.columns, table.total.figures, strict=True)
        if table.theme is None or column.subarea is not None
    }
    known = [(code, share) for code, share in columns.items() if share]
    ranked = sorted(
        ((row.area.code, overall) for row in table.rows if row.area and (overall := _overall(row, table))),
        key=lambda each: each[1].percent,
        reverse=True,
    )
    named = min(_NAMED_AREAS, len(ranked) // 2)
    return Finding(
        lens=table.lens,
        overall=_overall(table.total, table),
        reporting=sum(row.has_reports for row in table.rows),
        areas=len(table.rows),
        weakest=min(known, key=lambda each: each[1].percent, default=None),
        strongest=max(known, key=lambda each: each[1].percent, default=None),
        leaders=tuple((code, share.percent) for code, share in ranked[:named]),
        followers=tuple((code, share.percent) for code, share in ranked[::-1][:named]),
        silent=tuple(row.area.code for row in table.rows if row.area and not row.has_reports),
    )


def _overall(row: Row, table: Table) -> Share | None:
    """Sum a row's shown shares; under a theme its own column already is the sum."""
    counted: list[Figures] = [
        figures
        for column, figures in zip(table.columns, row.figures, strict=True)
        if column.subarea is None
    ]
    shares = [share for each in counted if (share := shown_share(each, table.lens))]
    if not shares:
        return None
    return Share(sum(share.count for share in shares), sum(share.of for share in shares))
