"""The proposal table of a place: who is to organise what with whom by when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from yhdyspinta.exports import proposals as exports
from yhdyspinta.exports.proposals import Proposals
from yhdyspinta.services import interface_overview
from yhdyspinta.web import register
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, public
from yhdyspinta.web.register import Here


@public
@require_safe
@answers_bad_addresses
def of_place(request: HttpRequest, area: str) -> HttpResponse:
    """Show a place's proposals, a table for each work package."""
    here, proposals = _proposals(request, area)
    address = reverse("proposals", args=[here.address])
    shown = {
        "here": here,
        "title": exports.title(),
        "groups": exports.groups(proposals),
        "headers": exports.headers(),
        "signs": exports.signs(),
        "downloads": [(each.upper(), f"{address}file.{each}") for each in exports.MEDIA_TYPES],
    }
    return render(request, "interfaces/proposals.html", shown)


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, area: str, ending: str) -> HttpResponse:
    """Send a place's proposals as a file in the page's language."""
    register.check_form(ending, exports.MEDIA_TYPES)
    here, proposals = _proposals(request, area)
    language = get_language() or "fi"
    made = exports.render(proposals, ending, language=language, made_at=timezone.now())
    name = (gettext("proposals"), here.address)
    return register.file_of(made, name, ending, media_types=exports.MEDIA_TYPES)


def _proposals(request: HttpRequest, area: str) -> tuple[Here, Proposals]:
    place, here = register.here(area)
    found = interface_overview.of_place(place, actor=actor_of(request), on=timezone.localdate())
    return here, Proposals(here.name, found.groups)
