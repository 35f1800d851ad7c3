"""The shape of figures: counts by status, shares with both their numbers, and bands."""

from dataclasses import asdict
from typing import Self

from ninja import Schema
from pydantic import Field

from yhdyspinta.api.paging import Page
from yhdyspinta.terms import situation as terms


class Share(Schema):
    """`count` out of `of`, and that as a whole percentage rounded half up."""

    count: int = Field(description="The numerator", examples=[17])
    of: int = Field(description="The denominator, never 0", examples=[40])
    percent: int = Field(description="Whole percent, rounded half up", examples=[43])

    @classmethod
    def of_terms(cls, share: terms.Share | None) -> Self | None:
        """Return a record's share; None stays None: there is nothing to divide by."""
        return cls(count=share.count, of=share.of, percent=share.percent) if share else None


class Counts(Schema):
    """Numbers of tasks; the statuses are counted over applicable tasks."""

    applicable: int = Field(description="All tasks less those that do not concern the area")
    due: int = Field(description="Applicable tasks due by the horizon")
    progressing: int = Field(description="Due tasks that count as progressing")
    under_way: int = Field(description="Applicable tasks that count as under way")
    not_reported: int
    not_started: int
    in_progress: int
    on_schedule: int
    late: int
    done: int
    not_applicable: int = Field(description="Tasks that do not concern the area")


class Figure(Schema):
    """The figures of an area's theme or subarea. A share is null where there is no figure."""

    area: str | None = Field(
        description="Code of the area; null: all areas that have reported", examples=["08"]
    )
    theme: str | None = Field(description="Code of the theme", examples=["hallinto"])
    subarea: str | None = Field(description="Code of the subarea; null: the whole theme")
    has_reports: bool = Field(description="False: the area has reported nothing, all is null")
    counts: Counts
    progress: Share | None = Field(
        description="Progressing, of applicable tasks due by the horizon"
    )
    under_way: Share | None = Field(description="Under way, of all applicable tasks")
    done: Share | None = Field(description="Done, of all applicable tasks")
    started: Share | None = Field(description="Under way or done, of all applicable tasks")
    completeness: Share | None = Field(description="Reported, of all applicable tasks")
    progress_band: str | None = Field(description="Code of the colour band of progress")
    readiness_band: str | None = Field(description="Code of the colour band of started")


class FigurePage(Page[Figure]):
    """A page of a picture's figures."""


def figure_shape(figures: terms.Figures) -> Figure:
    """Show one cell's figures."""
    return Figure(
        area=figures.area,
        theme=figures.theme,
        subarea=figures.subarea,
        has_reports=figures.has_reports,
        counts=Counts(**asdict(figures.counts)),
        progress=Share.of_terms(figures.progress),
        under_way=Share.of_terms(figures.under_way),
        done=Share.of_terms(figures.done),
        started=Share.of_terms(figures.started),
        completeness=Share.of_terms(figures.completeness),
        progress_band=figures.progress_band,
        readiness_band=figures.readiness_band,
    )
