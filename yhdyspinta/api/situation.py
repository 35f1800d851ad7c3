"""Published situation pictures: what each says, its figures, statuses and canonical JSON."""

from collections.abc import Iterable
from enum import StrEnum

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Path, Query, Router, Schema
from pydantic import Field

from yhdyspinta.api.answers import FROZEN
from yhdyspinta.api.areas import CODE
from yhdyspinta.api.calendar import Whole
from yhdyspinta.api.figures import Figure, FigurePage, figure_shape
from yhdyspinta.api.paging import PageAsked, cut, link
from yhdyspinta.api.pictures import (
    Picture,
    Publication,
    PublicationPage,
    StatusPage,
    picture_shape,
    publication_shape,
    status_shape,
)
from yhdyspinta.api.problems import not_found
from yhdyspinta.api.roadmap import THEME
from yhdyspinta.calc.situation import all_figures
from yhdyspinta.services import situation
from yhdyspinta.services.situation import Shown
from yhdyspinta.store import models as store
from yhdyspinta.terms import situation as terms

router = Router(tags=["pictures"])


class Level(StrEnum):
    """How finely figures are divided."""

    THEME = "theme"
    SUBAREA = "subarea"


class PicturesAsked(Schema):
    """Which pictures are asked for."""

    roadmap: str | None = Field(
        None, pattern=CODE, description="Only pictures of this roadmap", examples=["sote-2021"]
    )


class PublishedRound(Schema):
    """Which round is asked for."""

    round: str = Field(pattern=CODE, description="The round's code", examples=["2021-10"])


class VersionAddress(PublishedRound):
    """Which version of a round's picture is asked for."""

    version: Whole = Field(
        ge=1, le=32767, description="1 for the first publication, then errata", examples=[1]
    )


class FiguresAsked(Schema):
    """Which figures are asked for."""

    by: Level = Field(Level.THEME, description="How finely", examples=["theme"])
    area: str | None = Field(
        None, pattern=CODE, description="Only this area's figures", examples=["08"]
    )
    theme: str | None = Field(
        None, pattern=THEME, description="Only this theme's figures", examples=["hallinto"]
    )


class StatusesAsked(Schema):
    """Which statuses are asked for."""

    area: str | None = Field(
        None, pattern=CODE, description="Only this area's statuses", examples=["08"]
    )


@router.get(
    "",
    response=PublicationPage,
    operation_id="listPictures",
    summary="List published pictures",
)
def list_pictures(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[PicturesAsked],
    page: Query[PageAsked],
) -> PublicationPage:
    """Every publication, the newest day first; errata and what they replaced are all listed."""
    rows = situation.publications(roadmap=asked.roadmap or "")
    found = cut(rows, page, key=lambda each: f"{each.round_code} {each.version}")
    link(request, response, found.next)
    items = [publication_shape(each) for each in found.items]
    return PublicationPage(items=items, next=found.next)


@router.get(
    "/{round}", response=Picture, operation_id="getPicture", summary="Read a round's picture"
)
def get_picture(request: HttpRequest, at: Path[PublishedRound]) -> Picture:
    """The standing version of a round's picture: the one that no erratum has replaced."""
    return picture_shape(situation.of_round(at.round))


@router.get(
    "/{round}/versions/{version}",
    response=Picture,
    operation_id="getPictureVersion",
    summary="Read one version of a picture",
)
def get_picture_version(request: HttpRequest, at: Path[VersionAddress]) -> Picture:
    """What a version says: findings, totals, notes and risks, and the rules in force."""
    return picture_shape(_shown(at))


@router.get(
    "/{round}/versions/{version}/figures",
    response=FigurePage,
    operation_id="listFigures",
    summary="List a picture's figures",
)
def list_figures(
    request: HttpRequest,
    response: HttpResponse,
    at: Path[VersionAddress],
    asked: Query[FiguresAsked],
    page: Query[PageAsked],
) -> FigurePage:
    """Counts and shares per area × theme (× subarea), in the order of the picture."""
    picture = _shown(at).picture
    _check(picture, area=asked.area, theme=asked.theme)
    rows = [
        each
        for each in all_figures(picture, by_subarea=asked.by is Level.SUBAREA)
        if asked.area in {None, each.area} and asked.theme in {None, each.theme}
    ]
    found = cut(rows, page, key=lambda each: f"{each.area}\n{each.theme}\n{each.subarea or ''}")
    link(request, response, found.next)
    return FigurePage(items=_figures(found.items), next=found.next)


@router.get(
    "/{round}/versions/{version}/statuses",
    response=StatusPage,
    operation_id="listStatuses",
    summary="List the statuses behind a picture",
)
def list_statuses(
    request: HttpRequest,
    response: HttpResponse,
    at: Path[VersionAddress],
    asked: Query[StatusesAsked],
    page: Query[PageAsked],
) -> StatusPage:
    """Every area's status for every task; null where the task was not reported."""
    picture = _shown(at).picture
    _check(picture, area=asked.area)
    rows = [
        (area.code, task)
        for area in picture.areas
        if asked.area in {None, area.code}
        for task in picture.roadmap.tasks
    ]
    found = cut(rows, page, key=lambda each: f"{each[0]}\n{each[1].code}")
    link(request, response, found.next)
    items = [status_shape(picture, area, task) for area, task in found.items]
    return StatusPage(items=items, next=found.next)


@router.get(
    "/{round}/versions/{version}/canonical",
    response=dict[str, object],
    operation_id="getCanonicalPicture",
    summary="Read a picture as it was frozen",
)
def get_canonical_picture(request: HttpRequest, at: Path[VersionAddress]) -> HttpResponse:
    """The very bytes that were frozen: their SHA-256 is the picture's fingerprint and ETag."""
    rows = store.SituationPicture.objects.filter(round__code=at.round, version=at.version)
    content = rows.values_list("content", flat=True).first()
    if content is None:
        raise not_found(
            gettext("There is no published picture of the round “%(code)s”.") % {"code": at.round}
        )
    return HttpResponse(
        content.encode(), content_type="application/json", headers={"Cache-Control": FROZEN}
    )


def _shown(at: VersionAddress) -> Shown:
    return situation.of_round(at.round, version=at.version)


def _check(picture: terms.Picture, *, area: str | None, theme: str | None = None) -> None:
    """Raise for an area or a theme that the picture does not have, rather than list nothing."""
    if area and area not in {each.code for each in picture.areas}:
        raise not_found(gettext("There is no area “%(code)s”.") % {"code": area})
    if theme and theme not in {each.code for each in picture.roadmap.themes}:
        raise not_found(gettext("There is no theme “%(code)s”.") % {"code": theme})


def _figures(figures: Iterable[terms.Figures]) -> list[Figure]:
    return [figure_shape(each) for each in figures]


def published(round_code: str) -> tuple[Shown, Publication]:
    """Return a round's standing picture, and what is said of its publication."""
    shown = situation.of_round(round_code)
    if shown.publication is None:
        raise not_found(round_code)
    return shown, publication_shape(shown.publication)
