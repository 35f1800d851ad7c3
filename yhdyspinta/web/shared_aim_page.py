"""The shared aim on one page: what an area's organisations do together and how far it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.services import places
from yhdyspinta.web import register
from yhdyspinta.web.page import answers_bad_addresses, public


@public
@require_safe
@answers_bad_addresses
def cooperation_all(request: HttpRequest) -> HttpResponse:
    """Show all counties' cooperation, and the nation's."""
    found = places.counties(on=timezone.localdate())
    rows = [
        {"address": reverse("cooperation", args=[code]), "name": labels.name(names)}
        for code, names in found.items()
    ]
    return render(request, "shared_aims/all.html", {"rows": rows})


@public
@require_safe
@answers_bad_addresses
def cooperation(request: HttpRequest, area: str) -> HttpResponse:
    """Show a place's cooperation on one page."""
    _, here = register.here(area)
    return render(request, "shared_aims/page.html", {"here": here})
