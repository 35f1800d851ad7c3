"""A county's meetings as ready strings: the next ones, past ones, and how else to list them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.labels import meetings as meeting_labels
from yhdyspinta.services.meeting_overview import Calendar
from yhdyspinta.terms.meetings import ListedMeeting, MeetingState
from yhdyspinta.web.register import Here


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting in a county's list."""

    title: str
    address: str
    body: str
    when: str
    place: str
    state: str
    is_cancelled: bool
    agenda: str
    warning: str
    outcomes: str
    is_invented: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A county's meetings: what is listed, and how else it may be."""

    title: str
    coming: list[Row]
    past: list[Row]
    bodies: list[tuple[str, str, bool]]
    years: list[tuple[str, str, bool]]
    more: bool
    new: str
    downloads: list[tuple[str, str]]


def listing(found: Calendar, here: Here, *, body: str, year: int | None) -> ListPage:
    """Return the page of a county's meetings."""
    base = reverse("meetings", args=[here.address])
    query = _query(body=body, year=str(year or ""))
    files = reverse("meetings_file", args=[here.address, "csv"]).removesuffix("csv")
    return ListPage(
        title=gettext("Meetings: %(place)s") % {"place": here.name},
        coming=[_row(each) for each in found.coming],
        past=[_row(each) for each in found.past],
        bodies=[(code, labels.name(names), code == body) for code, names in found.bodies.items()],
        years=[
            (str(each), base + _query(body=body, year=str(each)), each == year)
            for each in found.years
        ],
        more=found.more,
        new=reverse("meeting_new", args=[here.address]) if found.may_keep else "",
        downloads=[(each.upper(), f"{files}{each}{query}") for each in ("xlsx", "csv", "json")],
    )


def _row(each: ListedMeeting) -> Row:
    length = int((each.ends_at - each.starts_at).total_seconds() // 60)
    by = max(each.agenda_minutes - length, 0)
    state = meeting_labels.state(each.state)
    if each.outcomes or each.has_minutes:
        outcomes = gettext("minutes written") if each.has_minutes else ""
        count = gettext("outcomes: %(count)d") % {"count": each.outcomes} if each.outcomes else ""
        written = ", ".join(filter(None, (count, outcomes)))
    else:
        written = ""
    return Row(
        title=each.title,
        address=reverse("meeting", args=[each.code]),
        body=labels.name(each.body_names),
        when=meeting_labels.span(each.starts_at, each.ends_at),
        place=each.place,
        state=state,
        is_cancelled=each.state is MeetingState.CANCELLED,
        agenda=meeting_labels.agenda(each.items),
        warning=gettext("longer than the meeting") if by else "",
        outcomes=written,
        is_invented=each.invented,
    )


def _query(**values: str) -> str:
    kept = {name: value for name, value in values.items() if value}
    return f"?{urlencode(kept)}" if kept else ""
