"""Calendars: read back by another parser than wrote them, and held to RFC 5545."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from ical.calendar_stream import IcsCalendarStream

from yhdyspinta.exports import ical
from yhdyspinta.exports.ical import Cover
from yhdyspinta.terms.annual_clock import ClockEntry, ClockKind
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import AgendaItem, Meeting, MeetingState

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
COVER = Cover("Pirkanmaa, vuosikello; 2026", "fi", NOW)
DAY = ClockEntry(
    key="clock_event:budjetti",
    names=Names("Talousarvio, raami; \\ kenoviiva"),
    kind=ClockKind.BUDGET,
    starts_on=date(2026, 12, 31),
    ends_on=date(2026, 12, 31),
    note="Rivi yksi\nRivi kaksi: " + "äö€𝄞" * 40,
)
MEETING = Meeting(
    code="vate-2026-03-29",
    body="vate",
    title="Kokous kesäajan yönä",
    starts_at=datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    ends_at=datetime(2026, 3, 29, 2, 30, tzinfo=UTC),
    place="Tampere, Raatihuone",
    agenda=(AgendaItem(1, "Avaus", 30), AgendaItem(2, "Budjetti; talous")),
    sequence=3,
)
INVITATION = ical.invitation(MEETING, cover=COVER, body=Names("Vate"), address="https://x.fi/1")
FEED = ical.calendar([DAY], cover=COVER)


def event(text: bytes):
    (found,) = IcsCalendarStream.calendar_from_ics(text.decode()).events
    return found


def test_another_parser_reads_a_whole_day_with_its_exclusive_end() -> None:
    read = event(FEED)
    assert (read.dtstart, read.dtend) == (date(2026, 12, 31), date(2027, 1, 1))
    assert read.summary == DAY.names.fi
    assert read.description == DAY.note
    assert read.uid == "clock_event:budjetti@yhdyspinta"


def test_another_parser_reads_a_meeting_across_the_change_to_summer_time() -> None:
    read = event(INVITATION)
    assert read.dtstart.astimezone(UTC) == MEETING.starts_at
    assert read.dtend.astimezone(UTC) == MEETING.ends_at
    assert (read.sequence, read.location) == (3, MEETING.place)
    assert read.description == "Vate\n02.30 Avaus\n04.00 Budjetti; talous"


@pytest.mark.parametrize("text", [FEED, INVITATION])
def test_no_line_is_longer_than_75_octets_and_each_ends_in_crlf(text) -> None:
    lines = text.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", text)
    assert [line.decode() for line in lines]  # no letter is cut in two


@pytest.mark.parametrize("text", [FEED, INVITATION])
def test_the_zone_of_helsinki_stands_in_the_file_once(text) -> None:
    assert text.count(b"BEGIN:VTIMEZONE") == text.count(b"TZID:Europe/Helsinki") == 1
    assert b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text


def test_a_cancelled_meeting_says_so() -> None:
    cancelled = replace(MEETING, state=MeetingState.CANCELLED)
    text = ical.invitation(cancelled, cover=replace(COVER, language="en"))
    assert b"STATUS:CANCELLED" in text
    assert event(text).summary == "Cancelled: Kokous kesäajan yönä"


def test_control_characters_do_not_reach_a_calendar() -> None:
    entry = replace(DAY, names=Names("Paha\x00\u202e\r\nATTENDEE:mailto:x@y.fi"))
    text = ical.calendar([entry], cover=COVER)
    assert b"\r\nATTENDEE" not in text
    assert event(text).summary.startswith("Paha")
