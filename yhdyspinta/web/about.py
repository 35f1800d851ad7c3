"""How figures are made, and how accessible the pages are."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.services import situation
from yhdyspinta.terms.rules import Bands
from yhdyspinta.web.figures import rule_source
from yhdyspinta.web.page import public


@dataclass(frozen=True, slots=True)
class Scale:
    """A colour scale with its dates and source."""

    since: str
    until: str
    bands: list[tuple[str, str]]
    source: str
    confidence: str


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Explain the figures, with the dated rules as they are stored."""
    newest = situation.newest()
    context = {
        "rules": labels.rule_sentences(newest.picture) if newest else (),
        "rule_source": rule_source(newest.picture.rule) if newest else "",
        "scales": [_scale(each) for each in situation.scales()],
    }
    return render(request, "about/about.html", context)


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "about/accessibility.html")


def _scale(scale: Bands) -> Scale:
    validity = scale.validity
    return Scale(
        since=labels.day(validity.valid_from),
        until=labels.day(validity.valid_to) if validity.valid_to else "",
        bands=[(f"band-{band.code}", labels.band(band)) for band in scale.bands],
        source=validity.source,
        confidence=labels.confidence(validity.confidence),
    )
