"""Roadmaps with their themes, subareas and tasks."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Path, Query, Router, Schema
from pydantic import Field

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, PageAsked, cut_rows, link
from yhdyspinta.api.problems import not_found
from yhdyspinta.store import models as store
from yhdyspinta.terms import roadmap as terms

router = Router()

Quarter = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-Q[1-4]$",
        description="A quarter of a calendar year",
        examples=["2021-Q4"],
    ),
]


class Subarea(Schema):
    """A part of a theme."""

    code: str = Field(description="Unique in its theme", examples=["A"])
    names: Names


class Theme(Schema):
    """A main entity of a roadmap, with its subareas in their order."""

    code: str = Field(description="Unique in its roadmap", examples=["hallinto"])
    names: Names
    subareas: list[Subarea]


class RoadmapHead(Schema):
    """A reform's roadmap."""

    code: str = Field(examples=["sote-2021"])
    names: Names
    source: str | None = Field(description="Where the roadmap comes from")


class Roadmap(Schema):
    """A reform's roadmap with its themes and the areas that take part."""

    code: str = Field(examples=["sote-2021"])
    names: Names
    source: str | None = Field(description="Where the roadmap comes from")
    themes: list[Theme]
    areas: list[str] = Field(description="Codes of the areas that take part", examples=[["08"]])


class Task(Schema):
    """What is to be done by the end of a quarter."""

    code: str = Field(description="Unique in its roadmap", examples=["hallinto-A01"])
    theme: str = Field(description="Code of the theme")
    subarea: str = Field(description="Code of the subarea")
    due: Quarter
    title: Names | None = Field(description="Null where the name was not published")
    critical: bool


class RoadmapPage(Page[RoadmapHead]):
    """A page of the list of roadmaps."""


class TaskPage(Page[Task]):
    """A page of a roadmap's tasks."""


class RoadmapAddress(Schema):
    """Which roadmap is asked for."""

    code: str = Field(pattern=CODE, description="The roadmap's code", examples=["sote-2021"])


# Codes of themes come from people's sheets: any text but control characters.
THEME = r"^[^\x00-\x1f\x7f]{1,40}$"


class TasksAsked(Schema):
    """Which tasks are asked for."""

    theme: str | None = Field(
        None, pattern=THEME, description="Only tasks of this theme", examples=["hallinto"]
    )


@router.get(
    "/roadmaps",
    response=RoadmapPage,
    operation_id="listRoadmaps",
    summary="List roadmaps",
    tags=["roadmaps"],
)
def list_roadmaps(
    request: HttpRequest, response: HttpResponse, page: Query[PageAsked]
) -> RoadmapPage:
    """Roadmaps by code."""
    found = cut_rows(store.Roadmap.objects.all(), page, order=["code"])
    link(request, response, found.next)
    return RoadmapPage(items=[_head(row) for row in found.items], next=found.next)


@router.get(
    "/roadmaps/{code}",
    response=Roadmap,
    operation_id="getRoadmap",
    summary="Read one roadmap",
    tags=["roadmaps"],
)
def get_roadmap(request: HttpRequest, at: Path[RoadmapAddress]) -> Roadmap:
    """A roadmap's themes and subareas in their order, and the areas that take part."""
    row = _roadmap(at.code)
    themes = row.themes.prefetch_related("subareas").order_by("position", "id")
    head = _head(row)
    return Roadmap(
        code=head.code,
        names=head.names,
        source=head.source,
        themes=[theme_shape(theme.as_terms()) for theme in themes],
        areas=list(row.areas.order_by("code").values_list("code", flat=True)),
    )


@router.get(
    "/roadmaps/{code}/tasks",
    response=TaskPage,
    operation_id="listTasks",
    summary="List a roadmap's tasks",
    tags=["roadmaps"],
)
def list_tasks(
    request: HttpRequest,
    response: HttpResponse,
    at: Path[RoadmapAddress],
    asked: Query[TasksAsked],
    page: Query[PageAsked],
) -> TaskPage:
    """Tasks in the order of the roadmap."""
    rows = store.Task.objects.filter(roadmap=_roadmap(at.code)).select_related("subarea__theme")
    if asked.theme:
        rows = rows.filter(subarea__theme__code=asked.theme)
    order = ["subarea__theme__position", "subarea__position", "position", "id"]
    found = cut_rows(rows, page, order=order)
    link(request, response, found.next)
    return TaskPage(items=[_task(row.as_terms()) for row in found.items], next=found.next)


def theme_shape(theme: terms.Theme) -> Theme:
    """Show a theme with its subareas."""
    return Theme(
        code=theme.code,
        names=Names.of(theme.names),
        subareas=[Subarea(code=each.code, names=Names.of(each.names)) for each in theme.subareas],
    )


def _roadmap(code: str) -> store.Roadmap:
    row = store.Roadmap.objects.filter(code=code).first()
    if row is None:
        raise not_found(gettext("There is no roadmap “%(code)s”.") % {"code": code})
    return row


def _head(row: store.Roadmap) -> RoadmapHead:
    names = Names(fi=row.name_fi, sv=row.name_sv or None, en=row.name_en or None)
    return RoadmapHead(code=row.code, names=names, source=row.source or None)


def _task(task: terms.Task) -> Task:
    return Task(
        code=task.code,
        theme=task.theme,
        subarea=task.subarea,
        due=str(task.due),
        title=Names.of(task.title) if task.title.fi else None,
        critical=task.critical,
    )
