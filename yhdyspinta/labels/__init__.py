"""The shown name of every code and the sentences made of figures, in the active language.

The one place that joins terms to translations. Sentences avoid inflecting names of places and
themes: Finnish would need their cases, so a name stands in the nominative after a colon.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils import dateformat, timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta.terms.areas import AreaKind
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import RoundState, Status
from yhdyspinta.terms.rules import Band, Confidence
from yhdyspinta.terms.situation import (
    Column,
    Delta,
    Direction,
    Finding,
    Lens,
    NoteKind,
    Picture,
    Severity,
    Share,
    Standing,
)

STATUSES: Mapping[Status, Promise] = {
    Status.NOT_STARTED: _("not started"),
    Status.IN_PROGRESS: _("in progress"),
    Status.ON_SCHEDULE: _("on schedule"),
    Status.LATE: _("late"),
    Status.DONE: _("done"),
    Status.NOT_APPLICABLE: _("not applicable"),
}
LENSES: Mapping[Lens, Promise] = {Lens.PROGRESS: _("Progress"), Lens.READINESS: _("Readiness")}
ROUND_STATES: Mapping[RoundState, Promise] = {
    RoundState.PLANNED: _("planned"),
    RoundState.OPEN: _("open"),
    RoundState.CLOSED: _("closed"),
    RoundState.PUBLISHED: _("published"),
}
NOTE_KINDS: Mapping[NoteKind, Promise] = {
    NoteKind.NOTE: _("Note"),
    NoteKind.RISK: _("Risk"),
    NoteKind.WATCH: _("To be watched"),
}
SEVERITIES: Mapping[Severity, Promise] = {
    Severity.LOW: pgettext_lazy("severity", "low"),
    Severity.MODERATE: pgettext_lazy("severity", "moderate"),
    Severity.HIGH: pgettext_lazy("severity", "high"),
    Severity.HIGHEST: pgettext_lazy("severity", "highest"),
}
CONFIDENCES: Mapping[Confidence, Promise] = {
    Confidence.SOURCE: _("found in its source"),
    Confidence.INFERRED: _("inferred"),
    Confidence.UNVERIFIED: _("not verified"),
}
AREA_KINDS: Mapping[AreaKind, Promise] = {
    AreaKind.COUNTY: _("wellbeing services county"),
    AreaKind.CITY: _("city that organises health and social services"),
    AreaKind.HUS: _("HUS Group"),
    AreaKind.AUTONOMOUS_REGION: _("autonomous region"),
    AreaKind.MUNICIPALITY: _("municipality"),
}
_DIRECTIONS: Mapping[Direction, Promise] = {
    Direction.UP: _("up"),
    Direction.DOWN: _("down"),
    Direction.SAME: _("unchanged"),
    Direction.NEW: _("new"),
    Direction.GONE: _("no longer reported"),
    Direction.NONE: _("no figure"),
}
# Arrows for the eye; the word beside them is for everybody.
ARROWS: Mapping[Direction, str] = {
    Direction.UP: "▲",
    Direction.DOWN: "▼",
    Direction.SAME: "=",
    Direction.NEW: "+",
    Direction.GONE: "−",
    Direction.NONE: "",
}


def status(code: Status | None) -> str:
    """Name a status; None is an applicable task without a report."""
    return gettext("not reported") if code is None else str(STATUSES[code])


def lens(code: Lens) -> str:
    """Name a lens."""
    return str(LENSES[code])


def round_state(code: RoundState) -> str:
    """Name a round's state."""
    return str(ROUND_STATES[code])


def note_kind(code: NoteKind) -> str:
    """Name a kind of note."""
    return str(NOTE_KINDS[code])


def severity(code: Severity | None) -> str:
    """Name a risk's severity, or say that none was stated."""
    return pgettext("severity", "not stated") if code is None else str(SEVERITIES[code])


def confidence(code: Confidence) -> str:
    """Name how well a fact is known."""
    return str(CONFIDENCES[code])


def area_kind(code: AreaKind) -> str:
    """Name a kind of area."""
    return str(AREA_KINDS[code])


def band(band: Band, *, top: int = 100) -> str:
    """Name a colour band by its limits: under 25 %, 25–49 %, over 75 %."""
    if band.lowest == 0:
        return gettext("under %(limit)d %%") % {"limit": band.highest + 1}
    if band.highest == top:
        return gettext("over %(limit)d %%") % {"limit": band.lowest - 1}
    return gettext("%(low)d–%(high)d %%") % {"low": band.lowest, "high": band.highest}


def name(names: Names) -> str:
    """Return a name in the active language."""
    return names[_language()]


def column(column: Column) -> str:
    """Name a column: the theme, or the subarea with its letter."""
    return name(column.names) if column.subarea is None else subarea(column.subarea, column.names)


def subarea(code: str, names: Names) -> str:
    """Name a subarea with its code before it: `A. Johtaminen`."""
    shown = name(names)
    return f"{code}. {shown}" if shown else code


def percent(value: int | None) -> str:
    """Write a percentage as the language does (fi, sv: with a space), a dash for no figure."""
    if value is None:
        return "–"
    return f"{value}%" if _language() == "en" else f"{value}\u00a0%"


def points(delta: Delta) -> str:
    """Write a change in words and percentage points: `up 5 percentage points`."""
    word = str(_DIRECTIONS[delta.direction])
    if not delta.points:
        return word
    size = abs(delta.points)
    return ngettext(
        "%(word)s %(size)d percentage point", "%(word)s %(size)d percentage points", size
    ) % {"word": word, "size": size}


def arrow(delta: Delta) -> str:
    """Draw a change: an arrow with signed points, e.g. `▲ +5`."""
    sign = f" {delta.points:+d}".replace("-", "−") if delta.points else ""
    return f"{ARROWS[delta.direction]}{sign}"


def moves() -> list[tuple[str, str]]:
    """List the signs of a comparison, each with its word."""
    return [(sign, str(_DIRECTIONS[each])) for each, sign in ARROWS.items() if sign]


def number(value: int) -> str:
    """Write a whole number with the language's thousands separator."""
    separator = "," if _language() == "en" else "\u00a0"
    return f"{value:,}".replace(",", separator)


def quarter(value: Quarter) -> str:
    """Write a quarter as administration does: `Q4/2021`."""
    return f"Q{value.number}/{value.year}"


def day(value: date) -> str:
    """Write a day: 31.10.2021, in English 31 October 2021."""
    if _language() == "en":
        return dateformat.format(value, "j F Y")
    return f"{value.day}.{value.month}.{value.year}"


def moment(value: datetime) -> str:
    """Write a time to the minute in Finnish time."""
    local = timezone.localtime(value)
    if _language() == "en":
        return f"{day(local.date())}, {local:%H:%M}"
    clock = pgettext("time of day", "at")
    return f"{day(local.date())} {clock} {local.hour}.{local:%M}"


def sentences(finding: Finding, picture: Picture) -> tuple[str, str, str]:
    """Say in three sentences where things stand, where it is weakest, who stands out."""
    return (
        _overall_sentence(finding, picture),
        _weakest_sentence(finding),
        _standing_out_sentence(finding, picture),
    )


def _overall_sentence(finding: Finding, picture: Picture) -> str:
    if finding.overall is None:
        return gettext("Nothing has been reported by %(day)s.") % {"day": day(picture.as_of)}
    facts = {
        "percent": percent(finding.overall.percent),
        "count": number(finding.overall.count),
        "of": number(finding.overall.of),
        "quarter": quarter(picture.horizon),
        "reporting": finding.reporting,
        "areas": finding.areas,
        "day": day(picture.as_of),
    }
    if finding.lens is Lens.PROGRESS:
        text = gettext(
            "%(percent)s of the tasks due by %(quarter)s are progressing (%(count)s of %(of)s);"
            " %(reporting)d of %(areas)d areas had reported by %(day)s."
        )
    else:
        text = gettext(
            "%(percent)s of all tasks are under way or done (%(count)s of %(of)s);"
            " %(reporting)d of %(areas)d areas had reported by %(day)s."
        )
    return text % facts


def _weakest_sentence(finding: Finding) -> str:
    if finding.weakest is None or finding.strongest is None:
        return gettext("No theme has figures yet.")
    weakest = _column_share(*finding.weakest)
    if finding.weakest == finding.strongest:
        return gettext("The only one with figures: %(weakest)s.") % {"weakest": weakest}
    return gettext("Weakest: %(weakest)s. Strongest: %(strongest)s.") % {
        "weakest": weakest,
        "strongest": _column_share(*finding.strongest),
    }


def _column_share(column: Column, share: Share) -> str:
    counts = f"{number(share.count)}/{number(share.of)}"
    return f"{name(column.names)} {percent(share.percent)} ({counts})"


def _standing_out_sentence(finding: Finding, picture: Picture) -> str:
    shorts = {area.code: name(area.short) for area in picture.areas}
    parts = []
    leaders, followers = _standing(finding.leaders, shorts), _standing(finding.followers, shorts)
    if leaders:
        parts.append(
            gettext("Furthest: %(areas)s; least far: %(others)s.")
            % {"areas": leaders, "others": followers}
        )
    if finding.silent:
        parts.append(
            gettext("Not reported: %(areas)s.")
            % {"areas": listing(shorts[code] for code in finding.silent)}
        )
    else:
        parts.append(gettext("Every area has reported."))
    return " ".join(parts)


def _standing(standing: Standing, shorts: Mapping[str, str]) -> str:
    if standing.tied:
        count, value = standing.tied
        return ngettext("%(count)d area %(percent)s", "%(count)d areas %(percent)s", count) % {
            "count": count,
            "percent": percent(value),
        }
    return listing(f"{shorts[code]} {percent(value)}" for code, value in standing.named)


def quoted(text: str) -> str:
    """Put a text into the language's quotation marks."""
    return gettext("“%(text)s”") % {"text": text}


def listing(items: Iterable[str]) -> str:
    """Join items as a sentence does: `a, b and c`."""
    *most, last = list(items) or [""]
    if not most:
        return last
    return gettext("%(items)s and %(last)s") % {"items": ", ".join(most), "last": last}


def rule_sentences(picture: Picture) -> tuple[str, ...]:
    """Say under a table how its figures are made, with the rules in force."""
    late = picture.rule
    counted = [Status.IN_PROGRESS, Status.ON_SCHEDULE, Status.DONE]
    under_way = [Status.IN_PROGRESS, Status.ON_SCHEDULE]
    if late.late_is_progressing:
        counted.append(Status.LATE)
    if late.late_is_under_way:
        under_way.append(Status.LATE)
    return (
        gettext(
            "Progress: tasks with the status %(statuses)s, out of the area's applicable tasks"
            " due by %(quarter)s."
        )
        % {
            "statuses": listing(quoted(status(each)) for each in counted),
            "quarter": quarter(picture.horizon),
        },
        gettext(
            "Readiness: tasks done, and tasks under way (%(statuses)s), each out of all of the"
            " area's applicable tasks."
        )
        % {"statuses": listing(quoted(status(each)) for each in under_way)},
        gettext(
            "A task that does not concern the area leaves the denominator; one without a report"
            " stays in it. An area that has reported nothing has no figures. Percentages are"
            " rounded half up to whole numbers; sums count tasks, not percentages."
        ),
    )


def bands_source(picture: Picture) -> str:
    """Say where the limits of the colours come from and since when they hold."""
    validity = picture.bands.validity
    return gettext("Colour bands since %(day)s (%(confidence)s): %(source)s") % {
        "day": day(validity.valid_from),
        "confidence": confidence(validity.confidence),
        "source": validity.source,
    }


def _language() -> str:
    return (get_language() or "fi")[:2]
