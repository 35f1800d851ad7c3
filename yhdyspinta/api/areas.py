"""Areas with their codes, names and validity, and what they belong to."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Path, Query, Router, Schema
from pydantic import Field

from yhdyspinta.api.calendar import Day
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page, PageAsked, cut_rows, link
from yhdyspinta.api.problems import not_found
from yhdyspinta.store import models as store
from yhdyspinta.store.areas import AreaQuerySet
from yhdyspinta.terms.areas import AreaKind

router = Router(tags=["areas"])

CODE = r"^[A-Za-z0-9_-]{1,60}$"
# Any text but control characters, which no name has and PostgreSQL does not take.
WORDS = r"^[^\x00-\x1f\x7f]*$"


class Whole(Schema):
    """An area that another one belongs to, and when."""

    code: str = Field(description="Code of the whole", examples=["08"])
    valid_from: date | None = Field(description="First day; null: not known")
    valid_to: date | None = Field(description="Last day; null: still belongs")


class Area(Schema):
    """A place with an official code."""

    code: str = Field(
        description="Statistics Finland's code: two digits for a county, three for a municipality;"
        " HUS has none",
        examples=["837"],
    )
    kind: AreaKind = Field(examples=["municipality"])
    names: Names
    short_names: Names = Field(description="Names as in a table")
    abbreviation: str | None
    valid_from: date | None = Field(description="First day; null: not known")
    valid_to: date | None = Field(description="Last day; null: exists still")
    successor: str | None = Field(description="Code of the area that took over")
    geographic: bool = Field(description="False for HUS, which has no territory of its own")
    belongs_to: list[Whole] = Field(
        description="What the area belongs to: on the day asked for, else ever"
    )


class AreaPage(Page[Area]):
    """A page of the list of areas."""


class AreasAsked(Schema):
    """Which areas are asked for."""

    kind: AreaKind | None = Field(None, description="Only this kind", examples=["county"])
    on: Day | None = Field(
        None, description="Only areas that exist on this day", examples=["2021-10-31"]
    )
    q: str = Field(
        "",
        max_length=80,
        pattern=WORDS,
        description="Part of a name in any language, or a code",
        examples=["pirkan"],
    )


class AreaAddress(Schema):
    """Which area is asked for."""

    code: str = Field(pattern=CODE, description="The area's code", examples=["08"])


class OnDay(Schema):
    """As of which day."""

    on: Day | None = Field(
        None, description="Only what the area belongs to on this day", examples=["2021-10-31"]
    )


@router.get("", response=AreaPage, operation_id="listAreas", summary="List areas")
def list_areas(
    request: HttpRequest, response: HttpResponse, asked: Query[AreasAsked], page: Query[PageAsked]
) -> AreaPage:
    """Areas by code: counties, Helsinki, HUS, Åland and municipalities, also those that ended."""
    found = cut_rows(_asked_for(asked), page, order=["code"])
    link(request, response, found.next)
    return AreaPage(items=_shapes(found.items, on=asked.on), next=found.next)


@router.get("/{code}", response=Area, operation_id="getArea", summary="Read one area")
def get_area(request: HttpRequest, at: Path[AreaAddress], asked: Query[OnDay]) -> Area:
    """One area by its code, with what it belongs to."""
    row = store.Area.objects.select_related("successor").filter(code=at.code).first()
    if row is None:
        raise not_found(gettext("There is no area “%(code)s”.") % {"code": at.code})
    return _shapes([row], on=asked.on)[0]


def holds_word(word: str, names: Iterable[str]) -> bool:
    """Tell whether a name holds a word, whatever the case, which databases do not know of ä."""
    return any(word.casefold() in name.casefold() for name in names)


def _asked_for(asked: AreasAsked) -> AreaQuerySet:
    rows: AreaQuerySet = store.Area.objects.select_related("successor")
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.on:
        rows = rows.valid(on=asked.on)
    if asked.q:
        texts = rows.values_list(
            "id", "code", "name_fi", "name_sv", "name_en", "short_fi", "short_sv", "short_en"
        )
        rows = rows.filter(id__in=[key for key, *names in texts if holds_word(asked.q, names)])
    return rows


def _shapes(rows: list[store.Area], *, on: date | None) -> list[Area]:
    wholes = _wholes([row.id for row in rows], on=on)
    return [_shape(row, wholes[row.id]) for row in rows]


def _wholes(parts: list[int], *, on: date | None) -> dict[int, list[Whole]]:
    rows = store.Membership.objects.filter(part_id__in=parts).select_related("whole")
    if on:
        rows = rows.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
        )
    found: defaultdict[int, list[Whole]] = defaultdict(list)
    for row in rows.order_by("whole__code", "valid_from", "id"):
        found[row.part_id].append(
            Whole(code=row.whole.code, valid_from=row.valid_from, valid_to=row.valid_to)
        )
    return found


def _shape(row: store.Area, wholes: list[Whole]) -> Area:
    area = row.as_terms()
    return Area(
        code=area.code,
        kind=area.kind,
        names=Names.of(area.names),
        short_names=Names.of(area.short),
        abbreviation=area.abbreviation or None,
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        successor=area.successor or None,
        geographic=area.geographic,
        belongs_to=wholes,
    )
