"""The page of search: a field, filters, and hits with where each stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.labels import access as access_labels
from yhdyspinta.labels import search as search_labels
from yhdyspinta.services import places, search
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.search import Asked, Found, Hit, Piece, SearchKind
from yhdyspinta.web.asked import BadAddressError
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, public
from yhdyspinta.web.register import address_of

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to filter by."""

    value: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A hit in words."""

    kind: str
    title: tuple[Piece, ...]
    address: str
    snippet: tuple[Piece, ...]
    place: str
    owner: str
    day: str
    readers: str
    invented: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What the page shows, in words that its template only places."""

    words: str
    kinds: list[Choice]
    areas: list[Choice]
    rows: list[Row]
    forms: str
    nearest: str
    nearest_address: str
    without_filter: str
    newest: str
    following: str


@public
@require_safe
@answers_bad_addresses
def find(request: HttpRequest) -> HttpResponse:
    """Show what matches the words, the best first."""
    asked = _asked(request)
    after = request.GET.get("after", "")
    found = search.find(asked, actor=actor_of(request), after=after)
    return render(request, "search/search.html", {"page": _page(asked, found, after)})


def _asked(request: HttpRequest) -> Asked:
    kind, area = request.GET.get("kind", ""), request.GET.get("area", "")
    if kind and kind not in set(SearchKind):
        raise BadAddressError(gettext("There is no such value: %(code)s") % {"code": kind[:40]})
    return Asked(
        # PostgreSQL refuses a text with NUL in it.
        words=request.GET.get("q", "").replace("\0", " ")[:_LONGEST],
        kinds=(SearchKind(kind),) if kind else (),
        area=None if not area else "" if area == places.NATIONAL else area[:8],
    )


def _page(asked: Asked, found: Found, after: str) -> SearchPage:
    return SearchPage(
        words=asked.words,
        kinds=_kinds(asked),
        areas=_areas(asked),
        rows=[_row(each, found) for each in found.hits],
        forms=_forms(found),
        nearest=found.nearest,
        nearest_address=_address(asked, q=found.nearest) if found.nearest else "",
        without_filter=_address(asked, kind="", area="") if asked.kinds or asked.area else "",
        newest=_address(asked) if after else "",
        following=_address(asked, after=found.next) if found.next else "",
    )


def _address(asked: Asked, **more: str) -> str:
    area = "" if asked.area is None else address_of(asked.area)
    values = {
        "q": asked.words,
        "kind": asked.kinds[0].value if asked.kinds else "",
        "area": area,
        **more,
    }
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{reverse('search')}?{query}"


def _kinds(asked: Asked) -> list[Choice]:
    return [
        Choice(each.value, search_labels.kind(each), each in asked.kinds) for each in SearchKind
    ]


def _areas(asked: Asked) -> list[Choice]:
    counties = places.counties(on=timezone.localdate())
    national = Choice(places.NATIONAL, gettext("National cooperation"), asked.area == "")
    named = (Choice(code, labels.name(n), code == asked.area) for code, n in counties.items())
    return [national, *named]


def _forms(found: Found) -> str:
    """Say which base forms are looked for beside the words as written."""
    told = dict.fromkeys(form for each in found.wanted for form in each.forms)
    return labels.listing([labels.quoted(form) for form in told])


def _row(hit: Hit, found: Found) -> Row:
    return Row(
        kind=search_labels.kind(hit.kind),
        title=search.marked(labels.name(hit.title), found.wanted),
        address=address(hit),
        snippet=hit.snippet,
        place=labels.name(hit.area_names) if hit.area_names else "",
        owner=labels.name(hit.owner_names) if hit.owner_names else "",
        day=labels.day(hit.on) if hit.on else "",
        readers=_readers(hit.visibility),
        invented=hit.invented,
    )


def _readers(visibility: Visibility) -> str:
    return "" if visibility is Visibility.PUBLIC else access_labels.visibility(visibility)


def address(hit: Hit) -> str:
    """Return the address of what was found: its page, or the one on which it stands."""
    return _ADDRESSES[hit.kind](hit)


def _own_page(hit: Hit) -> str:
    return reverse(hit.kind.value, args=[hit.code])


def _page_of_place(name: str) -> Callable[[Hit], str]:
    return lambda hit: reverse(name, args=[address_of(hit.area)])


def _theme(hit: Hit) -> str:
    return f"{reverse('national')}?{urlencode({'theme': hit.code.rpartition('/')[2]})}"


def _task(hit: Hit) -> str:
    return reverse("task", args=[hit.code.rpartition("/")[2]])


_ADDRESSES: Mapping[SearchKind, Callable[[Hit], str]] = {
    SearchKind.INTERFACE: _own_page,
    SearchKind.BODY: _own_page,
    SearchKind.MEETING: _own_page,
    SearchKind.AGREEMENT: _own_page,
    SearchKind.PLAN: _own_page,
    SearchKind.PHENOMENON: _own_page,
    SearchKind.DUTY: _page_of_place("duties"),
    SearchKind.FULFILMENT: _page_of_place("duties"),
    SearchKind.CLOCK_EVENT: _page_of_place("clock"),
    SearchKind.SHARED_AIM: _page_of_place("cooperation"),
    SearchKind.WORK_PACKAGE: _page_of_place("interfaces"),
    SearchKind.AREA: _page_of_place("cooperation"),
    SearchKind.ORGANISATION: _page_of_place("cooperation"),
    SearchKind.THEME: _theme,
    SearchKind.TASK: _task,
}
