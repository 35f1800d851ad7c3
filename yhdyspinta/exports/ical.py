"""Meetings and dated things as iCalendar (RFC 5545): a feed to subscribe to, an invitation.

What has a time of day is written in the time of Helsinki with its VTIMEZONE, what takes whole
days as VALUE=DATE with the day after its last as its exclusive end. The identifier of a thing is
its key, so that a calendar knows it again whichever feed it comes from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import override
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from yhdyspinta import labels
from yhdyspinta.calc.annual_clock import of_moments
from yhdyspinta.calc.meetings import HELSINKI, programme
from yhdyspinta.exports.printable import printable
from yhdyspinta.labels import annual_clock as clock_labels
from yhdyspinta.terms.annual_clock import ClockEntry, ClockKind
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import Meeting, MeetingState

MEDIA_TYPE = "text/calendar; charset=utf-8"
_ZONE = "Europe/Helsinki"
_PRODUCT = "-//Yhdyspinta//Yhdyspinta//FI"
# How often a calendar program should ask again.
_EVERY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on a calendar: its name, its language, when it was made."""

    name: str
    language: str
    made_at: datetime


def calendar(
    entries: Iterable[ClockEntry], *, cover: Cover, addresses: Mapping[str, str] | None = None
) -> bytes:
    """Return a calendar of dated things; `addresses` are their pages' by key."""
    made = _begun()
    made.add("name", printable(cover.name))
    made.add("x-wr-calname", printable(cover.name))
    made.add("x-wr-timezone", _ZONE)
    made.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT12H")
    with override(cover.language):
        for entry in entries:
            made.add_component(_event(entry, cover, (addresses or {}).get(entry.key, "")))
    return bytes(made.to_ical())


def invitation(
    meeting: Meeting, *, cover: Cover, body: Names = Names(""), address: str = ""
) -> bytes:
    """Return one meeting as a calendar file, with its agenda as its description.

    Its identifier is that of the same meeting in a feed. `address` is its page's.
    """
    days = of_moments(meeting.starts_at, meeting.ends_at)
    entry = ClockEntry(
        key=f"meeting:{meeting.code}",
        names=Names(meeting.title),
        kind=ClockKind.MEETING,
        starts_on=days[0],
        ends_on=days[1],
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        body=meeting.body,
        lane=body,
        place=meeting.place,
        note=_agenda(meeting),
        is_cancelled=meeting.state is MeetingState.CANCELLED,
        sequence=meeting.sequence,
    )
    made = _begun()
    # RFC 5546: it tells a calendar program to take away what was cancelled.
    made.add("method", "CANCEL" if entry.is_cancelled else "PUBLISH")
    with override(cover.language):
        made.add_component(_event(entry, cover, meeting.address or address))
    return bytes(made.to_ical())


def _agenda(meeting: Meeting) -> str:
    lines = []
    for slot, item in zip(programme(meeting), meeting.agenda, strict=True):
        at = f"{slot.starts_at.astimezone(HELSINKI):%H.%M} " if slot.starts_at else ""
        lines.append(f"{at}{item.title}")
    return "\n".join(lines)


def _begun() -> Calendar:
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add_component(_helsinki())
    return made


def _helsinki() -> Timezone:
    """Eastern European time as it has been since 1996."""
    zone = Timezone()
    zone.add("tzid", _ZONE)
    for part, name, hours, month in (
        (TimezoneDaylight(), "EEST", (2, 3), 3),
        (TimezoneStandard(), "EET", (3, 2), 10),
    ):
        before, after = hours
        first = 31 if month == 3 else 27
        # The last Sundays of 1996; of no zone, as RFC 5545 asks here.
        part.add("dtstart", datetime(1996, month, first, before + 1))  # noqa: DTZ001
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        zone.add_component(part)
    return zone


def _event(entry: ClockEntry, cover: Cover, address: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@yhdyspinta")
    event.add("dtstamp", (entry.changed_at or cover.made_at).astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", printable(clock_labels.name(entry)))
    for name, value in _time(entry):
        event.add(name, value)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("categories", [clock_labels.kind(entry.kind)])
    if not entry.starts_at:
        # A deadline does not make anybody busy.
        event.add("transp", "TRANSPARENT")
    for name, words in (
        ("description", _description(entry)),
        ("location", entry.place),
        ("url", address),
    ):
        if words:
            event.add(name, "\n".join(printable(line) for line in words.splitlines()))
    return event


def _time(entry: ClockEntry) -> tuple[tuple[str, Any], ...]:
    if entry.starts_at and entry.ends_at:
        return (
            ("dtstart", entry.starts_at.astimezone(HELSINKI)),
            ("dtend", entry.ends_at.astimezone(HELSINKI)),
        )
    return ("dtstart", entry.starts_on), ("dtend", entry.ends_on + timedelta(days=1))


def _description(entry: ClockEntry) -> str:
    return "\n".join(each for each in (labels.name(entry.lane), entry.note) if each)
