"""What changed between two published pictures, cell by cell."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from yhdyspinta.api.areas import CODE
from yhdyspinta.api.figures import Share
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.api.pictures import Publication
from yhdyspinta.api.problems import ProblemError, ProblemKind
from yhdyspinta.api.situation import Level, published
from yhdyspinta.calc.comparison import delta, shown_share
from yhdyspinta.calc.situation import all_figures
from yhdyspinta.terms import situation as terms
from yhdyspinta.terms.situation import Direction, Lens

router = Router(tags=["comparison"])

_Pair = tuple[terms.Figures, terms.Figures]


class Change(Schema):
    """A share then and now. Points are those of the rounded percentages, as they are shown."""

    before: Share | None
    after: Share | None
    direction: Direction = Field(examples=["up"])
    points: int | None = Field(description="Percentage points; null: not comparable", examples=[5])


class CellChange(Schema):
    """What changed in an area's theme or subarea."""

    area: str = Field(examples=["08"])
    theme: str = Field(examples=["hallinto"])
    subarea: str | None = Field(description="Code of the subarea; null: the whole theme")
    progress: Change
    readiness: Change = Field(description="Under way or done, of all applicable tasks")


class Comparison(Page[CellChange]):
    """A page of the changes between two pictures."""

    new: Publication
    old: Publication


class ComparisonAsked(Schema):
    """Which pictures are compared."""

    new: str = Field(pattern=CODE, description="Code of the later round", examples=["2021-10"])
    old: str = Field(pattern=CODE, description="Code of the earlier round", examples=["2021-09"])
    by: Level = Field(Level.THEME, description="How finely", examples=["theme"])


@router.get(
    "/compare",
    response=Comparison,
    operation_id="comparePictures",
    summary="Compare two rounds' pictures",
    openapi_extra={"responses": {409: {"$ref": "#/components/responses/NotComparable"}}},
)
def compare_pictures(
    request: HttpRequest,
    response: HttpResponse,
    asked: Query[ComparisonAsked],
    page: Query[PageAsked],
) -> Comparison:
    """The standing versions of two rounds of one roadmap, area by area."""
    (new, new_shape), (old, old_shape) = published(asked.new), published(asked.old)
    if new.picture.roadmap.code != old.picture.roadmap.code:
        raise ProblemError(
            ProblemKind.NOT_COMPARABLE, gettext("The rounds are of different roadmaps.")
        )
    pairs = _pairs(new.picture, old.picture, by_subarea=asked.by is Level.SUBAREA)
    found = cut(pairs, page, key=_key)
    link(request, response, found.next)
    items = [_shape(*pair) for pair in found.items]
    return Comparison(new=new_shape, old=old_shape, items=items, next=found.next)


def _pairs(new: terms.Picture, old: terms.Picture, *, by_subarea: bool) -> list[_Pair]:
    """Pair up cells in the order of the newer picture, then those that only the older has."""
    now = {_cell(each): each for each in all_figures(new, by_subarea=by_subarea)}
    before = {_cell(each): each for each in all_figures(old, by_subarea=by_subarea)}
    return [
        (now.get(cell) or _nothing(cell), before.get(cell) or _nothing(cell))
        for cell in dict.fromkeys([*now, *before])
    ]


def _cell(figures: terms.Figures) -> tuple[str, str, str | None]:
    return figures.area or "", figures.theme or "", figures.subarea


def _nothing(cell: tuple[str, str, str | None]) -> terms.Figures:
    area, theme, subarea = cell
    return terms.Figures(area, theme, subarea, terms.Counts(), has_reports=False)


def _key(pair: _Pair) -> str:
    area, theme, subarea = _cell(pair[0])
    return f"{area}\n{theme}\n{subarea or ''}"


def _shape(now: terms.Figures, before: terms.Figures) -> CellChange:
    area, theme, subarea = _cell(now)
    return CellChange(
        area=area,
        theme=theme,
        subarea=subarea,
        progress=_change(now, before, Lens.PROGRESS),
        readiness=_change(now, before, Lens.READINESS),
    )


def _change(now: terms.Figures, before: terms.Figures, lens: Lens) -> Change:
    moved = delta(now, before, lens)
    return Change(
        before=Share.of_terms(shown_share(before, lens)),
        after=Share.of_terms(shown_share(now, lens)),
        direction=moved.direction,
        points=moved.points,
    )
