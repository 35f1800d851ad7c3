"""What changed between two pictures, in sentences that can be read aloud, and why."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy

from yhdyspinta import labels
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.changes import Changes, FigureMove, Ground, Movement, Told
from yhdyspinta.terms.situation import Note, Picture, Publication

MOST_NAMED = 3

MOVEMENTS: Mapping[Movement, Promise] = {
    Movement.DONE: pgettext_lazy("movement", "became done"),
    Movement.STARTED: pgettext_lazy("movement", "started"),
    Movement.RECOVERED: pgettext_lazy("movement", "caught up"),
    Movement.LATE: pgettext_lazy("movement", "became late"),
    Movement.BACK: pgettext_lazy("movement", "went back"),
    Movement.CONCERN: pgettext_lazy("movement", "began or ceased to concern the area"),
    Movement.NEW: pgettext_lazy("movement", "newly reported"),
    Movement.GONE: pgettext_lazy("movement", "no longer reported"),
    Movement.OTHER: pgettext_lazy("movement", "still under way"),
}


def movement(code: Movement) -> str:
    """Name which way a task's status changed."""
    return str(MOVEMENTS[code])


def points(move: FigureMove) -> str:
    """Write a move for a table of percentage points: `▲ +5`, or the word where there are none."""
    return labels.arrow(move.delta) if move.delta.points else labels.points(move.delta)


def times(told: Told) -> tuple[str, str]:
    """Name when each of two pictures is of, the earlier first: by day, or by version of one day."""
    if told.before.as_of != told.now.as_of:
        return labels.day(told.before.as_of), labels.day(told.now.as_of)
    return _version(told.published_before), _version(told.published)


def titles(told: Told) -> tuple[str, str]:
    """Name each of two pictures, the earlier first; of one round with their versions."""
    named = [labels.name(each.round_names) for each in (told.before, told.now)]
    if told.before.round_code != told.now.round_code:
        return named[0], named[1]
    versions = (_version(told.published_before), _version(told.published))
    return f"{named[0]}, {versions[0]}", f"{named[1]}, {versions[1]}"


def _version(publication: Publication | None) -> str:
    if publication is None:
        return gettext("not published")
    return gettext("version %(version)d") % {"version": publication.version}


def sentences(told: Told) -> tuple[str, ...]:
    """Say what changed: the whole, tasks by movement, and the biggest moves up and down."""
    found, when = told.changes, times(told)
    said = [
        _figure(gettext("Progress"), found.progress, when),
        _figure(gettext("Readiness"), found.readiness, when),
        _steady(found),
        _movements(found.counts),
        _biggest(found),
        _themes(found),
    ]
    return tuple(each for each in said if each)


def reasons(told: Told) -> tuple[str, ...]:
    """Say why figures moved otherwise than by what was done, and which corrections were made."""
    said = [
        *_ground(told.changes.ground),
        *(_erratum(each, told) for each in told.errata),
        gettext("The coordinator’s summary is another.") if told.changes.summary else "",
    ]
    return tuple(each for each in said if each)


def remarks(told: Told) -> tuple[str, ...]:
    """Return the later picture's notes and risks that the earlier one did not have."""
    return tuple(note(each, told.now) for each in told.changes.notes)


def note(found: Note, picture: Picture) -> str:
    """Write a note with whom it is about, before a colon."""
    shorts = {area.code: labels.name(area.short) for area in picture.areas}
    about = labels.listing(shorts.get(code, code) for code in found.areas)
    text = labels.name(found.text)
    # The notes on more time begin with the area's name already.
    return f"{about}: {text}" if about and about not in text else text


def _figure(name: str, move: FigureMove, when: tuple[str, str]) -> str:
    if move.before is None and move.now is None:
        return ""
    said = gettext("%(figure)s, %(earlier)s: %(before)s; %(later)s: %(now)s.") % {
        "figure": name,
        "earlier": when[0],
        "before": _share(move, now=False),
        "later": when[1],
        "now": _share(move, now=True),
    }
    return said if move.delta.points is None else f"{said} {_change(move.delta.points)}"


def _change(moved: int) -> str:
    """Say a move in words, as a sentence."""
    if moved == 0:
        return gettext("No change in whole percentages.")
    if moved > 0:
        text = ngettext(
            "Up by %(points)d percentage point.", "Up by %(points)d percentage points.", moved
        )
        return text % {"points": moved}
    text = ngettext(
        "Down by %(points)d percentage point.", "Down by %(points)d percentage points.", -moved
    )
    return text % {"points": -moved}


def _share(move: FigureMove, *, now: bool) -> str:
    share = move.now if now else move.before
    if share is None:
        return gettext("no figure")
    return gettext("%(percent)s (%(count)s of %(of)s tasks)") % {
        "percent": labels.percent(share.percent),
        "count": labels.number(share.count),
        "of": labels.number(share.of),
    }


def _steady(found: Changes) -> str:
    """Say progress of those areas that reported both times, where others came or went."""
    move = found.steady
    if move is None or move.before is None or move.now is None:
        return ""
    return gettext(
        "The same areas did not report both times. Progress of those that did:"
        " %(before)s, then %(now)s."
    ) % {"before": _share(move, now=False), "now": _share(move, now=True)}


def _movements(counts: Mapping[Movement, int]) -> str:
    if not any(counts.values()):
        return gettext("No task's status has changed.")
    told = [
        f"{movement(each)} {labels.number(counts[each])}" for each in Movement if counts.get(each)
    ]
    return gettext("Tasks of all areas: %(movements)s.") % {"movements": labels.listing(told)}


def _biggest(found: Changes) -> str:
    """Name the areas that moved most, up and down; equals are never told apart by chance."""
    moved = [
        (labels.name(each.area.short), each.progress.delta.points)
        for each in found.areas
        if each.progress.delta.points
    ]
    up = _named(sorted(((n, p) for n, p in moved if p > 0), key=_by_points, reverse=True))
    down = _named(sorted(((n, p) for n, p in moved if p < 0), key=_by_points))
    said = []
    if up:
        said.append(
            gettext("Rose most, in percentage points of progress: %(areas)s.") % {"areas": up}
        )
    if down:
        said.append(
            gettext("Fell most, in percentage points of progress: %(areas)s.") % {"areas": down}
        )
    return " ".join(said)


def _themes(found: Changes) -> str:
    moved = [
        (labels.name(each.theme.names), each.progress.delta.points)
        for each in found.themes
        if each.progress.delta.points
    ]
    if len(found.themes) < 2 or not moved:
        return ""
    ordered = sorted(moved, key=_by_size, reverse=True)
    return gettext("Themes that moved most, in percentage points of progress: %(themes)s.") % {
        "themes": _named(ordered)
    }


def _named(ranked: Sequence[tuple[str, int]]) -> str:
    """Name those at the front, and all that share the last one's place if they are not many."""
    if not ranked:
        return ""
    last = abs(ranked[min(MOST_NAMED, len(ranked)) - 1][1])
    equals = [each for each in ranked if abs(each[1]) >= last]
    shown = equals if len(equals) <= 2 * MOST_NAMED else ranked[:MOST_NAMED]
    told = [f"{name} {_signed(moved)}" for name, moved in shown]
    if len(shown) < len(equals):
        rest = len(equals) - len(shown)
        told.append(
            ngettext("%(count)d other as much", "%(count)d others as much", rest) % {"count": rest}
        )
    return labels.listing(told)


def _by_points(ranked: tuple[str, int]) -> int:
    return ranked[1]


def _by_size(ranked: tuple[str, int]) -> int:
    return abs(ranked[1])


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


def _ground(ground: Ground) -> list[str]:
    said = [
        _tasks(ground),
        _areas(gettext("Areas that came along"), ground.areas_added),
        _areas(gettext("Areas that are no longer in the picture"), ground.areas_removed),
        _areas(gettext("Began to report"), ground.began_to_report),
        _areas(gettext("Reported before, not now"), ground.fell_silent),
    ]
    if ground.horizons:
        said.append(
            gettext("Progress looks at tasks due by another quarter: %(before)s, then %(now)s.")
            % {
                "before": labels.quarter(ground.horizons[0]),
                "now": labels.quarter(ground.horizons[1]),
            }
        )
    if ground.rules:
        said.append(gettext("The rule on how late tasks count, or its source, is another."))
    if ground.bands:
        said.append(gettext("The limits of the colour bands are others."))
    return said


def _tasks(ground: Ground) -> str:
    told = [
        (gettext("Tasks added"), len(ground.tasks_added)),
        (gettext("Tasks removed"), len(ground.tasks_removed)),
        (gettext("Tasks with another due quarter"), len(ground.tasks_due_otherwise)),
    ]
    return " ".join(f"{name}: {labels.number(count)}." for name, count in told if count)


def _areas(lead: str, areas: Sequence[Area]) -> str:
    if not areas:
        return ""
    return f"{lead}: {labels.listing(labels.name(area.short) for area in areas)}."


def _erratum(publication: Publication, told: Told) -> str:
    """Say which version was a correction, and why."""
    is_now = publication.round_code == told.now.round_code
    picture = told.now if is_now else told.before
    return gettext("Correction: %(round)s, version %(version)d. Reason: %(reason)s") % {
        "round": labels.name(picture.round_names),
        "version": publication.version,
        "reason": publication.reason,
    }
