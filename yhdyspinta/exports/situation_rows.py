"""A situation picture as flat rows: one per area × theme, or area × theme × subarea."""

from yhdyspinta.calc.situation import all_figures
from yhdyspinta.terms.situation import Figures, Picture, Share

COLUMNS = (
    "area_code",
    "area",
    "theme",
    "subarea",
    "applicable",
    "due",
    "not_reported",
    "not_started",
    "in_progress",
    "on_schedule",
    "late",
    "done",
    "progress_percent",
    "in_progress_percent",
    "done_percent",
)


def rows(
    picture: Picture, *, by_subarea: bool, language: str
) -> list[tuple[str | int | None, ...]]:
    """Return the rows in the order of the picture's areas and of its roadmap.

    Themes and subareas are given by code (`subarea` is empty for a whole theme). A percentage is
    None where there is no share: the area has reported nothing, or no task is due or applicable.
    The counts are there for every area; one without reports has all tasks in `not_reported`.
    `in_progress_percent` is everything under way, late tasks too where the rule says so.
    """
    names = {area.code: area.short[language] for area in picture.areas}
    return [
        (each.area, names[each.area], each.theme, each.subarea or "", *_numbers(each))
        for each in all_figures(picture, by_subarea=by_subarea)
        if each.area is not None
    ]


def as_records(
    picture: Picture, *, by_subarea: bool, language: str
) -> list[dict[str, str | int | None]]:
    """Return the same rows as records with the column names as keys."""
    return [
        dict(zip(COLUMNS, row, strict=True))
        for row in rows(picture, by_subarea=by_subarea, language=language)
    ]


def _numbers(figures: Figures) -> tuple[int | None, ...]:
    counts = figures.counts
    return (
        counts.applicable,
        counts.due,
        counts.not_reported,
        counts.not_started,
        counts.in_progress,
        counts.on_schedule,
        counts.late,
        counts.done,
        _percent(figures.progress),
        _percent(figures.under_way),
        _percent(figures.done),
    )


def _percent(share: Share | None) -> int | None:
    return None if share is None else share.percent
