"""Gaps of a place by kind, and of all counties in one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.exports import gaps as exports
from yhdyspinta.labels import gaps as gap_labels
from yhdyspinta.services import gaps, places
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.gaps import Gap, GapAbout, GapKind, GapsOfArea, GapsOfCounty, NationalGaps
from yhdyspinta.terms.languages import Names
from yhdyspinta.web import register
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, public
from yhdyspinta.web.register import Here, address_of

_DUTIES = (GapKind.DUTY_LATE, GapKind.DUTY_SOON, GapKind.DUTY_NOT_KNOWN)


@dataclass(frozen=True, slots=True)
class Row:
    """Gaps of a kind in one thing (of duties: with all whose duty it is)."""

    name: str
    address: str
    what: tuple[str, ...]
    day: str
    whose: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The gaps of a kind, with what to do about them."""

    code: str
    name: str
    todo: str
    count: str
    is_about_duties: bool
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class GapsPage:
    """What a place's page shows, in words that its template only places."""

    title: str
    count: str
    groups: list[Group]
    whose: list[tuple[str, str, bool]]
    organisation: str
    chosen: str
    here_address: str
    downloads: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CountyRow:
    """A county's numbers of gaps by kind; each leads to the county's page."""

    name: str
    address: str
    counts: list[tuple[str, str]]
    total: str
    not_known: tuple[str, str]


@dataclass(frozen=True, slots=True)
class NationalPage:
    """What the national page shows."""

    kinds: list[str]
    not_known: str
    rows: list[CountyRow]
    totals: list[str]
    total: str
    total_not_known: str
    downloads: list[tuple[str, str]]


@public
@require_safe
@answers_bad_addresses
def of_place(request: HttpRequest, area: str) -> HttpResponse:
    """Show a place's gaps by kind, of all organisations or one."""
    _, here = register.here(area)
    found = gaps.of_area(area, actor=actor_of(request), on=timezone.localdate())
    page = _page(found, here, organisation=request.GET.get("organisation", ""))
    return render(request, "gaps/gaps.html", {"page": page, "here": here})


@public
@require_safe
@answers_bad_addresses
def all_places(request: HttpRequest) -> HttpResponse:
    """Show how many gaps of each kind each county has."""
    found = gaps.national(actor=actor_of(request), on=timezone.localdate())
    return render(request, "gaps/national.html", {"page": _national(found)})


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send a place's gaps as a file in the page's language."""
    _, here = register.here(area)
    found = gaps.of_area(area, actor=actor_of(request), on=timezone.localdate())
    wanted = _wanted(here.name, found.organisations)
    return _file(found.gaps, ending, wanted=wanted, address=here.address)


@public
@require_safe
@answers_bad_addresses
def download_all(request: HttpRequest, ending: str) -> HttpResponse:
    """Send all counties' gaps as a file in the page's language."""
    found = gaps.national(actor=actor_of(request), on=timezone.localdate())
    name = gettext("The whole country")
    wanted = _wanted(name, found.organisations, counties=_ordered(found.counties))
    return _file(found.gaps, ending, wanted=wanted, address=gettext("whole-country"))


def _wanted(
    place: str, organisations: Mapping[str, Names], *, counties: Sequence[GapsOfCounty] = ()
) -> exports.Wanted:
    language = get_language() or "fi"
    return exports.Wanted(place, organisations, language, timezone.now(), counties)


def _file(
    found: Sequence[Gap], ending: str, *, wanted: exports.Wanted, address: str
) -> HttpResponse:
    register.check_form(ending, exports.MEDIA_TYPES)
    made = exports.render(found, ending, wanted=wanted)
    name = (pgettext("file name", "gaps"), address)
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)


def _page(found: GapsOfArea, here: Here, *, organisation: str) -> GapsPage:
    shown = [gap for gap in found.gaps if not organisation or organisation in gap.owners]
    groups = [_group(shown, kind, found) for kind in GapKind]
    named = {code: labels.name(names) for code, names in found.organisations.items()}
    whose = {code for gap in found.gaps for code in gap.owners}
    if organisation and organisation not in whose:
        raise RefusedError(gettext("There is no “%(code)s” here.") % {"code": organisation[:40]})
    choices = [(code, named.get(code, code), code == organisation) for code in whose]
    return GapsPage(
        title=exports.title(here.name),
        count=labels.number(len(shown)),
        groups=[each for each in groups if each.rows],
        whose=sorted(choices, key=lambda each: sort_key(each[1], _language())),
        organisation=organisation,
        chosen=named.get(organisation, organisation),
        here_address=reverse("gaps", args=[here.address]),
        downloads=[
            (ending.upper(), reverse("gaps_file", args=[here.address, ending]))
            for ending in exports.MEDIA_TYPES
        ],
    )


def _group(found: Sequence[Gap], kind: GapKind, of: GapsOfArea) -> Group:
    gaps_ = exports.of_kind(found, kind)
    things: dict[str, list[Gap]] = {}
    for gap in gaps_:
        things.setdefault(gap.code, []).append(gap)
    return Group(
        code=kind.value,
        name=gap_labels.kind(kind),
        todo=gap_labels.todo(kind),
        count=labels.number(len(gaps_)),
        is_about_duties=kind in _DUTIES,
        rows=[_row(each, of) for each in things.values()],
    )


def _row(same: Sequence[Gap], of: GapsOfArea) -> Row:
    first = same[0]
    days = {gap.on for gap in same}
    whose = dict.fromkeys(name for gap in same if (name := exports.owners(gap, of.organisations)))
    ordered = sorted(whose, key=lambda name: sort_key(name, _language()))
    return Row(
        name=labels.name(first.names),
        address=address(first),
        what=tuple(dict.fromkeys(told for gap in same if (told := gap_labels.what(gap)))),
        day=labels.day(first.on) if first.on and len(days) == 1 else "",
        whose=", ".join(ordered),
        invented=first.invented,
    )


def gap_counts(area: str, *, actor: Actor) -> list[tuple[str, str, str]]:
    """Return each kind of which a place has gaps: its name, how many, and the address of them."""
    found = gaps.counts_of(area, actor=actor, on=timezone.localdate())
    page = reverse("gaps", args=[area])
    return [
        (gap_labels.kind(kind), labels.number(found.counts[kind]), f"{page}#{kind.value}")
        for kind in GapKind
        if found.counts.get(kind)
    ]


def address(gap: Gap) -> str:
    """Return the address of the thing that a gap is in."""
    if gap.about is GapAbout.DUTY:
        return reverse("duties", args=[address_of(gap.area)])
    return reverse(gap.about.value, args=[gap.code])


def _national(found: NationalGaps) -> NationalPage:
    rows = [_county(each) for each in _ordered(found.counties)]
    totals = [sum(each.counts.get(kind, 0) for each in found.counties) for kind in GapKind]
    return NationalPage(
        kinds=[gap_labels.kind(kind) for kind in exports.KNOWN],
        not_known=gap_labels.kind(GapKind.DUTY_NOT_KNOWN),
        rows=rows,
        totals=[labels.number(each) for each in totals[:-1]],
        total=labels.number(sum(totals[:-1])),
        total_not_known=labels.number(totals[-1]),
        downloads=[
            (ending.upper(), reverse("gaps_all_file", args=[ending]))
            for ending in exports.MEDIA_TYPES
        ],
    )


def _ordered(counties: Sequence[GapsOfCounty]) -> list[GapsOfCounty]:
    """Put counties into the alphabet of the language, the nation's own cooperation last."""

    def key(each: GapsOfCounty) -> tuple[bool, tuple[str, str]]:
        return not each.area, sort_key(labels.name(each.names), _language())

    return sorted(counties, key=key)


def _county(county: GapsOfCounty) -> CountyRow:
    page = reverse("gaps", args=[county.area or places.NATIONAL])
    counts = [
        (labels.number(count), f"{page}#{kind.value}" if count else "")
        for kind in GapKind
        for count in [county.counts.get(kind, 0)]
    ]
    return CountyRow(
        name=labels.name(county.names) if county.area else gettext("National cooperation"),
        address=page,
        counts=counts[:-1],
        total=labels.number(county.total),
        not_known=counts[-1],
    )


def _language() -> str:
    return get_language() or "fi"
