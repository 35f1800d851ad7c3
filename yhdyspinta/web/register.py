"""What pages of the cooperation register share: place and frame, files, saving, removing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext

from yhdyspinta import labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.services import places
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.places import Place
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.terms.access import Actor
from yhdyspinta.web import fields
from yhdyspinta.web.origin import actor_of


@dataclass(frozen=True, slots=True)
class Here:
    """Where a page of the register is: its place in words, for its trail and its tabs."""

    address: str
    name: str
    is_municipality: bool
    county: str


def here(address: str, *, on: date | None = None) -> tuple[Place, Here]:
    """Return the place of an address (a county, a municipality, `national`) and its words.

    Raises RefusedError if there is none.
    """
    found = places.place(address, on=on or timezone.localdate())
    return found, words(found)


def words(place: Place) -> Here:
    """Return a place in words."""
    name = register_labels.place(place.area, labels.name(place.names))
    return Here(place.address, name, place.is_municipality, place.county)


def address_of(area: str) -> str:
    """Return the address part of a county's code; `national` for none."""
    return area or places.NATIONAL


def check_form(ending: str, media_types: Mapping[str, str]) -> None:
    """Raise RefusedError for an ending of which no file is made."""
    if ending not in media_types:
        raise RefusedError(gettext("There is no such form of file."))


def file_of(
    made: bytes, name: tuple[str, ...], ending: str, *, media_types: Mapping[str, str]
) -> HttpResponse:
    """Send a file in the page's language, which its name tells after its other parts."""
    whole = "-".join((*name, f"{get_language() or 'fi'}.{ending}"))
    return sent(made, whole, media_type=media_types[ending])


def sent(made: bytes, name: str, *, media_type: str) -> HttpResponse:
    """Send a file of the register; it is made anew each time."""
    headers = {
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return HttpResponse(made, content_type=media_type, headers=headers)


class Removing(Protocol):
    """A use case that takes a row out of the register by its code."""

    def __call__(self, code: str, /, *, actor: Actor, now: datetime) -> object:
        """Remove it for somebody who may; it raises what a use case raises."""


def removed(
    request: HttpRequest, code: str, *, doing: Removing, done: str, to: str
) -> HttpResponse:
    """Take a row out of the register, say so (`done`), and go on from there."""
    doing(code, actor=actor_of(request), now=timezone.now())
    messages.success(request, done)
    return HttpResponseRedirect(to)


@dataclass(frozen=True, slots=True)
class Saving:
    """What a page that saves a form needs to know.

    `doing` writes; `to` is where one comes afterwards, `done` what is said there. `template` is
    the page's, `shown` what else it shows.
    """

    doing: Callable[[Actor, datetime], object]
    to: Callable[[], str]
    done: str
    template: str
    shown: dict[str, Any]


def saved(
    request: HttpRequest, form: forms.Form, saving: Saving, *, tables: tuple[Any, ...] = ()
) -> HttpResponse:
    """Show a form (with its tables of rows), or save what was sent.

    What is refused is said above the form, with nothing lost of what was written; 409 then, 422
    for what is not filled in right.
    """
    stored: list[fields.Stored] = []
    # Each is looked at, so that all that is wrong is told at once.
    if request.method == "POST" and all([form.is_valid(), *(each.is_valid() for each in tables)]):
        try:
            saving.doing(actor_of(request), timezone.now())
        except ForbiddenError:
            raise
        except RefusedError as error:
            form.add_error(None, str(error))
            stored = fields.stale(form) if isinstance(error, StaleError) else []
        else:
            messages.success(request, saving.done)
            return HttpResponseRedirect(saving.to())
    is_wrong = request.method == "POST"
    status = 409 if form.non_field_errors() else 422 if is_wrong else 200
    page = {**saving.shown, "form": form, "tables": tables, "stored": stored}
    return render(request, saving.template, page, status=status)
