"""What every page has: its frame, its languages, and a clear answer to a bad address."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext

from yhdyspinta.services.access import ForbiddenError, require
from yhdyspinta.services.refusals import RefusedError, hindrance
from yhdyspinta.services.situation import Shown
from yhdyspinta.terms.access import Action
from yhdyspinta.web.asked import BadAddressError
from yhdyspinta.web.origin import actor_of

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]

_FROZEN_SECONDS = 300
_RETRY_SECONDS = 10


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
        "actor": actor_of(request),
        "languages": [
            OtherLanguage(code, name, translate_url(here, code), code == current)
            for code, name in settings.LANGUAGES
        ],
    }


def answers_bad_addresses(view: _View[_Rest]) -> _View[_Rest]:
    """Turn what a view refuses into a page that says what is wrong and what to do instead."""

    @wraps(view)
    def answering(
        request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs
    ) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ForbiddenError as error:
            return refusal(request, str(error), status=403)
        except BadAddressError as error:
            return refusal(request, str(error), status=400)
        except RefusedError as error:
            return refusal(request, str(error), status=404)

    return answering


def public(view: _View[_Rest]) -> _View[_Rest]:
    """Mark a page that everybody may see; with a signed-in person's name on it it stays private."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not actor_of(request).is_visitor:
            del response.headers["Cache-Control"]
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return _marked(shown, Action.SEE_PUBLISHED)


def needs(
    action: Action, *, area: str = "", organisation: str = ""
) -> Callable[[_View[_Rest]], _View[_Rest]]:
    """Show a page only to those with a right; others are asked to sign in, or told who may.

    `area` and `organisation` name the parts of the address that hold their codes. What the right
    reaches to beyond that is asked by the use case itself.
    """

    def decorating(view: _View[_Rest]) -> _View[_Rest]:
        @wraps(view)
        def guarded(
            request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs
        ) -> HttpResponse:
            actor = actor_of(request)
            if actor.is_visitor:
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            try:
                require(
                    actor,
                    action,
                    area=str(kwargs.get(area, "")),
                    organisation=str(kwargs.get(organisation, "")),
                )
            except ForbiddenError as error:
                return refusal(request, str(error), status=403)
            response = view(request, *args, **kwargs)
            # Nothing that a right was needed for is kept by a browser shared with others.
            patch_cache_control(response, no_store=True, private=True)
            return response

        return _marked(guarded, action)

    return decorating


def _marked(view: _View[_Rest], action: Action) -> _View[_Rest]:
    view.rule = action  # type: ignore[attr-defined] # read by the matrix of rights in the tests
    return view


def refusal(request: HttpRequest, message: str, *, status: int) -> HttpResponse:
    """Show why there is no such page."""
    titles = {
        400: gettext("This address cannot be used"),
        403: gettext("No right to this page"),
        409: gettext("Not done"),
    }
    title = titles.get(status, gettext("Not found"))
    # A visitor without a right may be somebody who has one and has not signed in yet.
    asks = status == 403 and actor_of(request).is_visitor
    page = {"title": title, "message": message, "sign_in": _sign_in(request) if asks else ""}
    return render(request, "page/refusal.html", page, status=status)


def _sign_in(request: HttpRequest) -> str:
    """Return the address of signing in that leads back here."""
    return f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return refusal(request, gettext("There is nothing at this address."), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when something went wrong here; 503 if only the database or the disk hindered it.

    Django calls it while it handles the error, of whatever view or middleware.
    """
    said = hindrance(sys.exc_info()[1])
    if said:
        # Without the request: what the frame asks of the database would fail again.
        page = render_to_string("page/broken.html", {"said": said})
        return HttpResponse(page, status=503, headers={"Retry-After": str(_RETRY_SECONDS)})
    return render(request, "page/broken.html", status=500)


def cached(response: HttpResponse, shown: Shown | None) -> HttpResponse:
    """Let a published picture be kept for a while; what is live is asked for each time."""
    if shown is not None and shown.publication is not None:
        patch_cache_control(response, public=True, max_age=_FROZEN_SECONDS)
    else:
        patch_cache_control(response, no_cache=True)
    return response
