"""The map of a place's cooperation: which organisations meet on what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from yhdyspinta.exports import network as exports
from yhdyspinta.exports.network import CooperationMap
from yhdyspinta.labels import interfaces as interface_labels
from yhdyspinta.services import interface_overview
from yhdyspinta.services.interface_overview import Listed
from yhdyspinta.web import register
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, public
from yhdyspinta.web.register import Here


@public
@require_safe
@answers_bad_addresses
def of_place(request: HttpRequest, area: str) -> HttpResponse:
    """Show the map of a place: a drawing and the matrix that says the same."""
    here, found = _found(request, area)
    links = _links(found)
    drawn = _map(here, found, links)
    address = reverse("cooperation_map", args=[here.address])
    said = exports.matrix(drawn)
    shown = {
        "here": here,
        "title": exports.title(drawn),
        "said": exports.describe(said),
        "organisations": [(name, links.get(code, "")) for code, name in said.organisations],
        "rows": [(row, links[row.code]) for row in said.rows],
        "key": interface_labels.role_key(),
        # Drawn by our own pen, which escapes what people have written.
        "drawing": mark_safe(exports.drawing(drawn, standalone=False)),  # noqa: S308
        "downloads": [(each.upper(), f"{address}file.{each}") for each in exports.MEDIA_TYPES],
    }
    return render(request, "interfaces/map.html", shown)


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send the map of a place as a file in the page's language."""
    register.check_form(ending, exports.MEDIA_TYPES)
    here, found = _found(request, area)
    language = get_language() or "fi"
    drawn = _map(here, found, {})
    made = exports.render(drawn, ending, language=language, made_at=timezone.now())
    name = (gettext("map"), here.address)
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)


def _found(request: HttpRequest, area: str) -> tuple[Here, Listed]:
    place, here = register.here(area)
    found = interface_overview.of_place(place, actor=actor_of(request), on=timezone.localdate())
    return here, found


def _links(found: Listed) -> dict[str, str]:
    """Return where each interface and organisation leads."""
    interfaces = {each.code: reverse("interface", args=[each.code]) for each in found.interfaces}
    organisations = {
        code: reverse("cooperation", args=[each.area])
        for code, each in found.organisations.items()
        if each.area
    }
    return organisations | interfaces


def _map(here: Here, found: Listed, links: dict[str, str]) -> CooperationMap:
    names = {code: each.names for code, each in found.organisations.items()}
    return CooperationMap(here.name, found.interfaces, names, links)
