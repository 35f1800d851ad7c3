"""An agreement's days as a line: begun, today, the last day to act, the end, the next period.

Labels stand in columns of their own, each joined to its place on the line, so that days which lie
close together can be read. The same is said by a list beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.exports import palette
from yhdyspinta.exports.svg_pen import Element, Look, Pen, markup
from yhdyspinta.labels import agreements as agreement_labels
from yhdyspinta.terms.agreements import DatedAgreement

_WIDE, _HIGH, _EDGE = 760, 132, 14
_LINE, _LABELS = 26, 84
_BAR, _POINT = 12, 7
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of an agreement in words; `role` is `today`, `act`, or empty."""

    words: str
    day: date
    role: str = ""


def moments(dated: DatedAgreement) -> list[Moment]:
    """Return the days that matter, in their order; today among them."""
    found, following = dated.agreement, dated.following
    act = agreement_labels.act_word(found.renewal)
    days = [
        (gettext("Begins"), found.starts_on, ""),
        (gettext("Notice given"), found.terminated_on, ""),
        (gettext("Today"), dated.on, "today"),
        (act, dated.act_by, "act"),
        (gettext("Period ends"), dated.term.ends_on, ""),
        (gettext("Next period ends"), following.ends_on if following else None, ""),
    ]
    told = [Moment(words, day, role) for words, day, role in days if day]
    return sorted(told, key=lambda each: each.day)


def timeline(dated: DatedAgreement, *, title: str) -> str:
    """Draw an agreement's days for a page."""
    shown = moments(dated)
    said = "; ".join(f"{each.words} {labels.day(each.day)}" for each in shown)
    pen = Pen(standalone=False)
    root = pen.root((title, said), (_WIDE, _HIGH), linked=False)
    first, last = _reach(dated, shown)

    def place(day: date) -> float:
        share = (day - first) / (last - first)
        return _EDGE + _POINT + share * (_WIDE - 2 * (_EDGE + _POINT))

    end = dated.term.ends_on
    begins, ends = place(max(dated.agreement.starts_on or first, first)), place(end or last)
    top = _LINE - _BAR / 2
    pen.box(
        root,
        (begins, top, max(ends - begins, 1), _BAR),
        Look("deal-now", palette.tone("accent")),
        radius=3,
    )
    if dated.following and end:
        until = place(dated.following.ends_on or last)
        look = Look("deal-next", palette.PAPER, palette.tone("accent"), dash="4 3")
        pen.box(root, (ends, top, max(until - ends, 1), _BAR), look, radius=3)
    column = _WIDE / len(shown)
    for number, each in enumerate(shown):
        middle = column * (number + 0.5)
        _draw(pen, root, each, at=place(each.day), middle=middle)
    return markup(root)


def _draw(pen: Pen, root: Element, moment: Moment, *, at: float, middle: float) -> None:
    line = Look("deal-lead", stroke=palette.tone("line"))
    pen.line(root, f"M{at:.1f} {_LINE}L{at:.1f} {_LINE + 16}L{middle:.1f} {_LABELS - 18}", line)
    mark = (at - _POINT, _LINE - _POINT, 2 * _POINT, 2 * _POINT)
    classes = f"deal-point deal-{moment.role}" if moment.role else "deal-point"
    # Today is a square and the last day to act a filled mark: shape, not colour alone.
    radius = 0 if moment.role == "today" else _POINT
    pen.box(root, mark, Look(classes, palette.PAPER, palette.INK), radius=radius)
    name = Look("deal-word", palette.INK, size=14, anchor="middle")
    pen.text(root, (middle, _LABELS), moment.words, look=name)
    day = Look("deal-day", palette.INK, size=16, anchor="middle", bold=True)
    pen.text(root, (middle, _LABELS + 24), labels.day(moment.day), look=day)


def _reach(dated: DatedAgreement, shown: Sequence[Moment]) -> tuple[date, date]:
    """Return the days between which to draw: at least a year, open ends drawn on."""
    first, last = shown[0].day, shown[-1].day
    if dated.term.ends_on is None or (dated.following and not dated.following.ends_on):
        last += _YEAR
    if dated.agreement.starts_on is None:
        first -= _YEAR
    return first, max(last, first + _YEAR)
