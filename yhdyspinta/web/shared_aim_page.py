"""The shared aim on one page: what an area's organisations do together and how far it is."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.exports import shared_aim_page as exports
from yhdyspinta.labels import interfaces as interface_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.labels import shared_aim_page as page_labels
from yhdyspinta.services import shared_aim_page as service
from yhdyspinta.services.places import NATIONAL
from yhdyspinta.terms.shared_aim_page import (
    AimPage,
    Coming,
    ComingKind,
    CountyCounts,
    Held,
    Package,
)
from yhdyspinta.web import register
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, public

_PAGES = {
    ComingKind.MEETING: "meeting",
    ComingKind.ACTION: "meeting",
    ComingKind.AGREEMENT: "agreement",
    ComingKind.PLAN: "plan",
    ComingKind.DUTY: "duties",
}


@dataclass(frozen=True, slots=True)
class CountyRow:
    """A county in the table of all."""

    name: str
    address: str
    interfaces: str
    bodies: str
    agreements: str
    aim: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the page: its words, where they lead, what stands before and after them."""

    words: str
    address: str
    before: str = ""
    after: str = ""
    is_late: bool = False
    is_invented: bool = False


@dataclass(frozen=True, slots=True)
class PackageShown:
    """A work package with its interfaces."""

    name: str
    items: list[Item]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A theme's figures; the width is of a bar 100 long."""

    name: str
    address: str
    progress: str
    done: str
    width: int


@dataclass(frozen=True, slots=True)
class CooperationPage:
    """What the page shows."""

    title: str
    place: str
    day: str
    aim: str
    aim_source: str
    has_aim: bool
    is_invented: bool
    counted: str
    bodies: str
    packages: list[PackageShown]
    figures: list[FigureRow]
    figures_source: str
    picture: str
    area_page: str
    decided: list[Item]
    nothing_decided: str
    coming: list[Item]
    nothing_coming: str
    agreements: list[Item]
    all_agreements: str
    plans: list[Item]
    all_plans: str
    downloads: list[tuple[str, str]]
    county: tuple[str, str]
    edit: str


@public
@require_safe
@answers_bad_addresses
def cooperation_all(request: HttpRequest) -> HttpResponse:
    """Show all counties' cooperation, and the nation's."""
    found = service.all_counties(actor=actor_of(request), on=timezone.localdate())
    language = get_language() or "fi"
    # The nation first, the counties in the reader's alphabet.
    found.sort(key=lambda each: (bool(each.area), sort_key(labels.name(each.names), language)))
    return render(request, "shared_aims/all.html", {"rows": [_county(each) for each in found]})


@public
@require_safe
@answers_bad_addresses
def cooperation(request: HttpRequest, area: str) -> HttpResponse:
    """Show a place's cooperation on one page."""
    place, here = register.here(area)
    found = service.compose(place, actor=actor_of(request), on=timezone.localdate())
    return render(request, "shared_aims/page.html", {"here": here, "page": _page(found)})


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send a place's cooperation as one sheet or one slide in the page's language."""
    register.check_form(ending, exports.MEDIA_TYPES)
    place, here = register.here(area)
    found = service.compose(place, actor=actor_of(request), on=timezone.localdate())
    language = get_language() or "fi"
    made = exports.render(found, ending, language=language, made_at=timezone.now())
    name = (gettext("shared-aim"), here.address)
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)


def _county(each: CountyCounts) -> CountyRow:
    return CountyRow(
        name=register_labels.place(each.area, labels.name(each.names)),
        address=reverse("cooperation", args=[each.area or NATIONAL]),
        interfaces=labels.number(each.interfaces),
        bodies=labels.number(each.bodies),
        agreements=labels.number(each.agreements),
        aim=gettext("yes") if each.has_aim else "–",
    )


def _page(found: AimPage) -> CooperationPage:
    area = found.county or found.area
    progress = found.progress
    place = f"?round={progress.round_code}" if progress else ""
    return CooperationPage(
        title=page_labels.title(found),
        place=page_labels.place(found),
        day=labels.day(found.on),
        aim=page_labels.aim(found),
        aim_source=found.aim.source if found.aim else "",
        has_aim=found.aim is not None,
        is_invented=found.is_invented,
        counted=page_labels.counted(found),
        bodies=page_labels.bodies(found),
        packages=[_package(each) for each in found.packages],
        figures=_figures(found),
        figures_source=page_labels.source(progress) if progress else exports.no_figures(),
        picture=reverse("national") + place,
        area_page=reverse("area", args=[area]) + place if area and progress else "",
        decided=[
            Item(
                each.text,
                reverse("meeting", args=[each.meeting]),
                after=page_labels.decided(each),
                is_invented=each.invented,
            )
            for each in found.decided
        ],
        nothing_decided=page_labels.nothing_decided(),
        coming=[_coming(each, found.address) for each in found.coming],
        nothing_coming=page_labels.nothing_coming(),
        agreements=[_held(each, "agreement") for each in found.agreements],
        all_agreements=_all_of(found.agreement_count, len(found.agreements)),
        plans=[_held(each, "plan") for each in found.plans],
        all_plans=_all_of(found.plan_count, len(found.plans)),
        downloads=_downloads(found),
        county=_county_of(found),
        edit=reverse("shared_aim_edit", args=[found.address]) if found.may_edit else "",
    )


def _county_of(found: AimPage) -> tuple[str, str]:
    """Return the words and address of the county's page, for a municipality."""
    if not found.county:
        return "", ""
    return gettext("The whole county's cooperation"), reverse("cooperation", args=[found.county])


def _downloads(found: AimPage) -> list[tuple[str, str]]:
    words = {
        "pdf": gettext("One sheet (PDF)"),
        "pptx": gettext("Slide (PPTX)"),
        "json": "JSON",
    }
    return [
        (words[each], reverse("cooperation_file", args=[found.address, each]))
        for each in exports.MEDIA_TYPES
    ]


def _package(package: Package) -> PackageShown:
    items = [
        Item(
            labels.name(each.names),
            reverse("interface", args=[each.code]),
            after=interface_labels.state(each.state),
            is_invented=each.invented,
        )
        for each in package.interfaces
    ]
    return PackageShown(labels.name(package.names) or gettext("Other interfaces"), items)


def _figures(found: AimPage) -> list[FigureRow]:
    if found.progress is None:
        return []
    area, place = found.county or found.area, f"?round={found.progress.round_code}"
    return [
        FigureRow(
            name=page_labels.theme(row),
            address=reverse("figures", args=[area, row.theme]) + place
            if area and row.theme
            else "",
            progress=page_labels.progress(row),
            done=page_labels.done(row),
            width=row.figures.progress.percent if row.figures.progress else 0,
        )
        for row in found.progress.rows
    ]


def _coming(each: Coming, place: str) -> Item:
    is_duty = each.kind is ComingKind.DUTY
    return Item(
        labels.name(each.names),
        reverse(_PAGES[each.kind], args=[place if is_duty else each.code]),
        before=labels.day(each.on),
        after=", ".join(part for part in (page_labels.kind(each), labels.name(each.who)) if part),
        is_late=each.is_late,
        is_invented=each.invented,
    )


def _held(each: Held, page: str) -> Item:
    return Item(
        labels.name(each.names),
        reverse(page, args=[each.code]),
        after=page_labels.held(each),
        is_invented=each.invented,
    )


def _all_of(count: int, shown: int) -> str:
    """Say how many there are if not all are shown."""
    if count <= shown:
        return ""
    return gettext("All (%(count)s)") % {"count": labels.number(count)}
