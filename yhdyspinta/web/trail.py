"""The audit trail's page: what was done, newest first, with filters; and as a file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Self
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.calc.access import reach_of
from yhdyspinta.exports import trail as trail_file
from yhdyspinta.labels import audit as audit_labels
from yhdyspinta.labels.audit import ChangeWords
from yhdyspinta.services import trail as service
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.audit import Event, Place, Trail, Wanted
from yhdyspinta.terms.languages import Names
from yhdyspinta.web.asked import BadAddressError
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, refusal

_PLACE = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 200
_SHORT, _SHORT_VALUE = 2, 80


@dataclass(frozen=True, slots=True)
class Filter:
    """The filter as its form holds it; days are of Finnish time, both included."""

    since: str = ""
    until: str = ""
    who: str = ""
    organisation: str = ""
    area: str = ""
    group: str = ""
    text: str = ""
    request: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address's query."""
        # PostgreSQL refuses a text with NUL in it; nothing was ever stored with one.
        texts = {name: query.get(name, "").replace("\0", "") for name in cls.__slots__}
        return cls(**{name: text.strip()[:_LONGEST] for name, text in texts.items()})

    def wanted(self) -> Wanted:
        """Return what is asked of the trail; raises BadAddressError for what cannot be."""
        if self.group and self.group not in audit_labels.GROUPS:
            raise BadAddressError(
                gettext("There is no such value: %(code)s") % {"code": self.group}
            )
        return Wanted(
            since=_midnight(self.since),
            until=_midnight(self.until, later=1),
            actors=service.who(self.who),
            organisation=self.organisation,
            area=self.area,
            actions=service.of_groups([self.group]) if self.group else (),
            text=self.text,
            request=self.request,
        )

    def query(self, **more: str) -> str:
        """Return the address's query with this filter."""
        named = {name: getattr(self, name) for name in self.__slots__} | more
        asked = urlencode({name: value for name, value in named.items() if value})
        return f"?{asked}" if asked else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to filter by."""

    value: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Thing:
    """What an event changed in one task (or in what it is about: no name)."""

    name: str
    rows: list[ChangeWords]


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in words."""

    number: str
    moment: str
    iso: str
    who: str
    sentence: str
    short: str
    organisation: str
    area: str
    reason: str
    changes: list[Thing]
    has_things: bool
    facts: list[tuple[str, str]]
    same_request: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """What the page shows, in words that its template only places."""

    filter: Filter
    whose: str
    organisations: list[Choice]
    areas: list[Choice]
    groups: list[Choice]
    entries: list[Entry]
    newest: str
    older: str
    partial: str
    files: list[tuple[str, str]]
    is_filtered: bool


@needs(Action.SIGNED_IN)
@require_safe
@answers_bad_addresses
def trail(request: HttpRequest) -> HttpResponse:
    """Show what was done, as far as it is the reader's to know."""
    asked, actor = Filter.of(request.GET), actor_of(request)
    found = service.read(asked.wanted(), actor=actor, after=_place(request.GET.get("after", "")))
    page = _page(asked, found, actor, is_first="after" not in request.GET)
    return render(request, "trail/trail.html", {"page": page})


@needs(Action.SIGNED_IN)
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, *, ending: str) -> HttpResponse:
    """Send what is filtered as a file; that is an event too."""
    if ending not in trail_file.MEDIA_TYPES:
        raise RefusedError(gettext("There is no such form of file."))
    now = timezone.now()
    wanted = Filter.of(request.GET).wanted()
    try:
        found = service.export(wanted, ending, actor=actor_of(request), now=now)
    except service.TooManyError as error:
        return refusal(request, str(error), status=409)
    word = gettext("audit-trail")
    name = f"{word}-{timezone.localtime(now):%Y-%m-%d}.{ending}"
    return HttpResponse(
        trail_file.render(found, ending, language=get_language() or "fi"),
        content_type=trail_file.MEDIA_TYPES[ending],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page(asked: Filter, found: Trail, actor: Actor, *, is_first: bool) -> TrailPage:
    organisations, areas = service.choices(actor)
    groups = {code: audit_labels.group(code) for code in audit_labels.GROUPS}
    here = reverse("trail")
    return TrailPage(
        filter=asked,
        whose=_whose(actor),
        organisations=_choices(_named(organisations), asked.organisation),
        areas=_choices(_named(areas), asked.area),
        groups=_choices(groups, asked.group),
        entries=[_entry(each, found, asked) for each in found.events],
        newest="" if is_first else here + asked.query(),
        older=here + asked.query(after=_cursor(found.next)) if found.next else "",
        partial=_partial(found),
        files=[
            (ending.upper(), reverse("trail_file", args=[ending]) + asked.query())
            for ending in trail_file.MEDIA_TYPES
        ],
        is_filtered=bool(asked.query()),
    )


def _whose(actor: Actor) -> str:
    """Say whose events the reader sees."""
    reach = reach_of(actor)
    if reach.everything:
        return gettext("As an operator you see the events of the whole installation.")
    parts = [gettext("your own")]
    if reach.organisations:
        parts.append(gettext("those of your organisation and its areas"))
    if reach.roadmaps:
        parts.append(gettext("those that concern the roadmap that you coordinate"))
    return gettext("You see these events: %(whose)s.") % {"whose": labels.listing(parts)}


def _entry(event: Event, found: Trail, asked: Filter) -> Entry:
    changes = audit_labels.changes(event, found.names)
    same = Filter(request=event.request) if event.request and not asked.request else None
    return Entry(
        number=str(event.number),
        moment=labels.moment(event.at),
        iso=event.at.isoformat(timespec="seconds"),
        who=audit_labels.actor(event, found.names),
        sentence=audit_labels.sentence(event, found.names),
        short=_short(event, changes, found),
        organisation=_name(event.organisation, found.organisations),
        area=_name(event.area, found.areas),
        reason=event.reason,
        changes=[Thing(name, list(rows)) for name, rows in groupby(changes, key=_thing)],
        has_things=any(each.thing for each in changes),
        facts=[*audit_labels.told(event, found.names), *_origin(event)],
        same_request=reverse("trail") + same.query() if same else "",
    )


def _thing(change: ChangeWords) -> str:
    return change.thing


def _short(event: Event, changes: list[ChangeWords], found: Trail) -> str:
    """Say the first changes in a line, or the role that was given: most readers need no more."""
    if not changes:
        told = event.details.get("role") or event.details.get("why")
        name = "role" if event.details.get("role") else "why"
        return audit_labels.value(name, told, found.names) if told else ""
    # A changed status before all else.
    first = sorted(changes, key=lambda each: each.field != audit_labels.field("status"))[:_SHORT]
    told = [audit_labels.change_line(each) for each in first if len(each.after) < _SHORT_VALUE]
    rest = len(changes) - len(told)
    more = ngettext("%(count)d other change", "%(count)d other changes", rest)
    return "; ".join([*told, *([more % {"count": rest}] if rest else [])])


def _origin(event: Event) -> list[tuple[str, str]]:
    """Say from where something was done, as far as it is known and the reader's to know."""
    told = [
        (gettext("Roadmap"), event.roadmap),
        (gettext("Through"), audit_labels.door(event.door)),
        (gettext("Network address"), event.address),
        (gettext("Request number"), event.request),
        (gettext("Event number"), str(event.number)),
        (gettext("To the second"), f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}"),
    ]
    return [(name, value) for name, value in told if value]


def _partial(found: Trail) -> str:
    if not found.is_partial or found.next is None:
        return ""
    return gettext("Searched so far down to %(moment)s; there may be more older events.") % {
        "moment": labels.moment(found.next.at)
    }


def _name(code: str, names: Mapping[str, Names]) -> str:
    return labels.name(names[code]) if code in names else code


def _named(names: Mapping[str, Names]) -> dict[str, str]:
    return {code: labels.name(each) for code, each in names.items()}


def _choices(named: Mapping[str, str], current: str) -> list[Choice]:
    return [Choice(value, label, value == current) for value, label in named.items()]


def _midnight(text: str, *, later: int = 0) -> datetime | None:
    """Return the beginning of a day in Finnish time, or of a day some days later."""
    if not text:
        return None
    try:
        return service.midnight(date.fromisoformat(text), later=later)
    except (ValueError, OverflowError):
        raise BadAddressError(
            gettext("This is not a day: %(text)s. Write it as 2026-01-31.") % {"text": text[:40]}
        ) from None


def _cursor(place: Place) -> str:
    """Write a place of the trail for an address: microseconds and the event's number."""
    return f"{(place.at - _EPOCH) // timedelta(microseconds=1)}-{place.number}"


def _place(text: str) -> Place | None:
    if not text:
        return None
    found = _PLACE.fullmatch(text)
    if found is None:
        raise BadAddressError(
            gettext("This place of the list cannot be found: begin from the newest.")
        )
    return Place(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))
