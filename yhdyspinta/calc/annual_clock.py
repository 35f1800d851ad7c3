"""The annual clock: fitting dated things into a year, and what in it does not fit together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.calc.calendar import is_business_day
from yhdyspinta.calc.meetings import local_day
from yhdyspinta.calc.recurrence import occurrences
from yhdyspinta.terms.annual_clock import (
    Clash,
    ClockEntry,
    ClockEvent,
    ClockKind,
    FullWeek,
    Lane,
    Precision,
)
from yhdyspinta.terms.languages import Names

# Things that stand in nobody's and no subject's lane.
REST = ""


def year_bounds(year: int) -> tuple[date, date]:
    """Return a year's first and last day."""
    return date(year, 1, 1), date(year, 12, 31)


def ordered(entries: Iterable[ClockEntry]) -> list[ClockEntry]:
    """Return entries by time; of one time the shorter first, then by name."""
    return sorted(entries, key=_order)


def _order(entry: ClockEntry) -> tuple[date, date, str, tuple[object, ...]]:
    at = entry.starts_at.isoformat() if entry.starts_at else ""
    return entry.starts_on, entry.ends_on, at, (*sort_key(entry.names.fi, "fi"), entry.key)


def of_event(event: ClockEvent, *, first: date, last: date) -> list[ClockEntry]:
    """Return an event's entries that touch the days from `first` to `last`.

    A recurring one gives an entry for each of its days, each with its day in its key.
    """
    entry = ClockEntry(
        key=f"clock_event:{event.code}",
        names=event.names,
        kind=event.kind,
        starts_on=event.starts_on,
        ends_on=event.ends_on or event.starts_on,
        precision=event.precision,
        organisations=(event.owner,) if event.owner else (),
        lane=event.lane,
        note=event.note,
        invented=event.invented,
        about=event.code,
    )
    if event.rule is None:
        return [_whole(entry)] if entry.starts_on <= last and entry.ends_on >= first else []
    until = min(last, event.ends_on or last)
    days = occurrences(event.rule, starting=event.starts_on, first=first, last=until)
    return [
        _whole(replace(entry, key=f"{entry.key}:{day.isoformat()}", starts_on=day, ends_on=day))
        for day in days
    ]


def _whole(entry: ClockEntry) -> ClockEntry:
    """Stretch what is known by the month or by two months over them: 1 = January–February."""
    if entry.precision is Precision.DAY:
        return entry
    first, last = entry.starts_on.month, entry.ends_on.month
    if entry.precision is Precision.PERIOD:
        first, last = first - (first - 1) % 2, last + last % 2
    begins = entry.starts_on.replace(month=first, day=1)
    following = date(entry.ends_on.year + last // 12, last % 12 + 1, 1)
    return replace(entry, starts_on=begins, ends_on=following - timedelta(days=1))


def months(entry: ClockEntry, year: int) -> range:
    """Return the months of a year (1 to 12) that an entry touches."""
    first, last = year_bounds(year)
    if entry.ends_on < first or entry.starts_on > last:
        return range(0)
    return range(max(entry.starts_on, first).month, min(entry.ends_on, last).month + 1)


def by_month(entries: Iterable[ClockEntry], year: int) -> dict[int, list[ClockEntry]]:
    """Return entries by the month in which they begin (what began before: January), all twelve."""
    found: dict[int, list[ClockEntry]] = {number: [] for number in range(1, 13)}
    for entry in ordered(entries):
        touched = months(entry, year)
        if touched:
            found[touched[0]].append(entry)
    return found


def by_organisation(entries: Iterable[ClockEntry], names: Mapping[str, Names]) -> list[Lane]:
    """Return a lane for each organisation, in the order of `names`; what is nobody's comes last.

    A thing of several organisations stands in the lane of each.
    """
    found: dict[str, list[ClockEntry]] = {}
    for entry in ordered(entries):
        for code in entry.organisations or (REST,):
            found.setdefault(code, []).append(entry)
    order = [*names, *sorted(set(found) - set(names) - {REST}), REST]
    return [
        Lane(code, names.get(code, Names(code)), tuple(found[code]))
        for code in dict.fromkeys(order)
        if code in found
    ]


def by_subject(entries: Iterable[ClockEntry]) -> list[Lane]:
    """Return a lane for each subject, those with the first things first, then each kind's.

    A thing without a subject stands in a lane of its kind, whose code is the kind's.
    """
    found: dict[str, list[ClockEntry]] = {}
    names: dict[str, Names] = {}
    for entry in ordered(entries):
        code = entry.lane.fi or entry.kind.value
        found.setdefault(code, []).append(entry)
        names.setdefault(code, entry.lane)
    order = sorted(found, key=lambda code: not names[code].fi)
    return [Lane(code, names[code], tuple(found[code])) for code in order]


def few(lanes: Sequence[Lane], most: int) -> list[Lane]:
    """Return at most so many lanes: those with the fewest things are put together into a last."""
    if len(lanes) <= most:
        return list(lanes)
    full = sorted(lanes, key=lambda lane: (lane.code == REST, -len(lane.entries)))
    kept = {lane.code for lane in full[: most - 1]} - {REST}
    rest = {e.key: e for lane in lanes if lane.code not in kept for e in lane.entries}
    shown = {e.key for lane in lanes if lane.code in kept for e in lane.entries}
    left = tuple(ordered(entry for key, entry in rest.items() if key not in shown))
    result = [lane for lane in lanes if lane.code in kept]
    return [*result, Lane(REST, Names(""), left)] if left else result


def clashes(entries: Iterable[ClockEntry]) -> list[Clash]:
    """Return pairs of timed things that overlap and that the same organisations belong to.

    One that begins when another ends does not clash with it; what is cancelled clashes with none.
    """
    timed = sorted(
        (each.starts_at, each.ends_at, each.key, each)
        for each in entries
        if each.starts_at and each.ends_at and not each.is_cancelled
    )
    found: list[Clash] = []
    under_way: list[tuple[datetime, ClockEntry]] = []
    for starts, ends, _, entry in timed:
        under_way = [each for each in under_way if each[0] > starts]
        for _, other in under_way:
            shared = sorted(set(entry.organisations) & set(other.organisations))
            if shared or (entry.body and entry.body == other.body):
                found.append(Clash(other, entry, tuple(shared)))
        under_way.append((ends, entry))
    return found


def full_weeks(entries: Iterable[ClockEntry], *, most: int) -> list[FullWeek]:
    """Return the weeks in which an organisation has more than `most` things, in order.

    A thing counts in the week of its last day; one known only by the month counts in none, nor
    does a duty, which is to be done some time before its day.
    """
    found: dict[tuple[date, str], list[ClockEntry]] = {}
    for entry in ordered(entries):
        if _fills_a_week(entry):
            monday = entry.ends_on - timedelta(days=entry.ends_on.weekday())
            for code in entry.organisations:
                found.setdefault((monday, code), []).append(entry)
    return [
        FullWeek(monday, code, tuple(each))
        for (monday, code), each in sorted(found.items())
        if len(each) > most
    ]


def _fills_a_week(entry: ClockEntry) -> bool:
    is_exact = entry.precision is Precision.DAY and entry.kind is not ClockKind.DUTY
    return is_exact and not entry.is_cancelled


def on_days_off(entries: Iterable[ClockEntry]) -> list[ClockEntry]:
    """Return the meetings that are on a Saturday, a Sunday or a holiday, unless cancelled."""
    return [
        entry
        for entry in ordered(entries)
        if entry.kind is ClockKind.MEETING
        and entry.precision is Precision.DAY
        and not entry.is_cancelled
        and not is_business_day(entry.starts_on)
    ]


def chosen(
    entries: Iterable[ClockEntry],
    *,
    organisations: Iterable[str] | None,
    kinds: Iterable[ClockKind] | None,
) -> list[ClockEntry]:
    """Keep the entries of some organisations and kinds; None or none of them: all."""
    codes, wanted = set(organisations or ()), set(kinds or ())
    return ordered(
        entry
        for entry in entries
        if (not codes or codes & set(entry.organisations)) and (not wanted or entry.kind in wanted)
    )


def of_moments(starts_at: datetime, ends_at: datetime) -> tuple[date, date]:
    """Return the days in Finland on which something begins and ends."""
    return local_day(starts_at), local_day(ends_at)
