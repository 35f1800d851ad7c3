"""What every page has: its frame, its languages, and a clear answer to a bad address."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext

from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.situation import Shown
from yhdyspinta.web.asked import BadAddressError

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]

_FROZEN_SECONDS = 300


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The same page in a language."""

    code: str
    name: str
    address: str
    is_current: bool


def context(request: HttpRequest) -> dict[str, object]:
    """Return what the frame needs: the page's addresses in the three languages."""
    here = request.get_full_path()
    current = get_language()
    return {
        "languages": [
            OtherLanguage(code, name, translate_url(here, code), code == current)
            for code, name in settings.LANGUAGES
        ]
    }


def answers_bad_addresses(view: _View[_Rest]) -> _View[_Rest]:
    """Turn what a view refuses into a page that says what is wrong and what to do instead."""

    @wraps(view)
    def answering(
        request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs
    ) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadAddressError as error:
            return refusal(request, str(error), status=400)
        except RefusedError as error:
            return refusal(request, str(error), status=404)

    return answering


def refusal(request: HttpRequest, message: str, *, status: int) -> HttpResponse:
    """Show why there is no such page."""
    title = gettext("This address cannot be used") if status == 400 else gettext("Not found")
    return render(request, "page/refusal.html", {"title": title, "message": message}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return refusal(request, gettext("There is nothing at this address."), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when something went wrong here."""
    return render(request, "page/broken.html", status=500)


def cached(response: HttpResponse, shown: Shown | None) -> HttpResponse:
    """Let a published picture be kept for a while; what is live is asked for each time."""
    if shown is not None and shown.publication is not None:
        patch_cache_control(response, public=True, max_age=_FROZEN_SECONDS)
    else:
        patch_cache_control(response, no_cache=True)
    return response
