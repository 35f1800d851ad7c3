"""What is missing or late in cooperation. Worked examples: docs/calculations/gaps.md."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from yhdyspinta.calc.agreements import act_by, is_in_force
from yhdyspinta.calc.bodies import works
from yhdyspinta.terms.agreements import Agreement, Renewal
from yhdyspinta.terms.bodies import Body, MemberRole, Pace
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.duties import Duty, DutyState, Standing
from yhdyspinta.terms.gaps import Gap, GapAbout, GapKind
from yhdyspinta.terms.interfaces import Interface, InterfaceState, PartyRole
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import ActionState, Outcome, OutcomeKind
from yhdyspinta.terms.register import Level

# How many days before and after its last day to act an agreement is pointed out: the first
# reminder leaves 90 days before (terms.agreements.Agreement.remind_before).
NEAR = timedelta(days=90)
_DUTY_KINDS = {
    DutyState.LATE: GapKind.DUTY_LATE,
    DutyState.SOON: GapKind.DUTY_SOON,
    DutyState.NOT_KNOWN: GapKind.DUTY_NOT_KNOWN,
}
# Where an interface's matters are prepared, led and decided. A body in the field is missed only
# where the interface says that it needs one.
_LEVELS = (Level.POLITICAL, Level.MANAGEMENT, Level.EXPERT)


def is_looked_at(interface: Interface, *, on: date) -> bool:
    """Tell whether an interface should have what it needs: it works, or is being organised.

    A proposal should when the quarter in which it was to be organised has ended.
    """
    if interface.state is InterfaceState.PROPOSED:
        until = interface.organised_to
        return until is not None and until < Quarter.of(on)
    return interface.state is not InterfaceState.ENDED


def without_body(interface: Interface, bodies: Mapping[str, Body], *, on: date) -> list[Gap]:
    """Return the levels on which no body deals with an interface, and structures not made.

    `bodies` are all at hand by code. A body deals with an interface if it names it or is one of
    its structures; the bodies that it is under do too, for what it raises comes to them. One
    whose term is over, or has not begun, does not.
    """
    if not is_looked_at(interface, on=on):
        return []
    own = {each.body for each in interface.structures}
    dealing = [
        body
        for body in bodies.values()
        if (body.code in own or interface.code in body.interfaces) and works(body, on=on)
    ]
    covered = {each.level for body in dealing for each in _upwards(body, bodies, on=on)}
    lacking = [each for each in interface.structures if each.text and not each.body]
    made = [_gap(interface, level=each.level, text=each.text) for each in lacking]
    named = {each.level for each in lacking}
    return made + [
        _gap(interface, level=level) for level in _LEVELS if level not in covered | named
    ]


def without_agreement(
    interface: Interface, agreements: Iterable[Agreement], *, on: date
) -> list[Gap]:
    """Return the gap of an interface that needs an agreement and has none in force."""
    if not interface.agreement_needed or not is_looked_at(interface, on=on):
        return []
    own = (each for each in agreements if each.interface == interface.code)
    if any(is_in_force(each, on=on) for each in own):
        return []
    return [_of_interface(GapKind.NO_AGREEMENT, interface)]


def not_meeting(body: Body, pace: Pace) -> list[Gap]:
    """Return the gap of a body that has held fewer meetings than an even pace of its promise."""
    if not pace.is_behind:
        return []
    chairs = [m.organisation for m in body.members if m.role is MemberRole.CHAIR]
    seats = [member.organisation for member in body.members]
    gap = Gap(
        GapKind.NOT_MEETING,
        GapAbout.BODY,
        body.code,
        body.names,
        area=body.area,
        owners=_first(chairs, [body.owner]),
        concerned=_codes(body.owner, *seats),
        on=pace.next_by,
        held=pace.held,
        expected=pace.expected,
        invented=body.invented,
    )
    return [gap]


def is_late(outcome: Outcome, *, on: date) -> bool:
    """Tell whether an action is open though its day has passed."""
    return (
        outcome.kind is OutcomeKind.ACTION
        and outcome.state is ActionState.OPEN
        and outcome.due_on is not None
        and outcome.due_on < on
    )


def of_agreement(agreement: Agreement, *, on: date) -> list[Gap]:
    """Return whether the last day to act on an agreement is near or has just passed.

    Passed matters where something follows by itself: an evergreen one has gone on to a new
    period, an option is lost. For a fixed time nothing does.
    """
    day = act_by(agreement, on=on)
    if day is None:
        return []
    if on <= day <= on + NEAR:
        kind = GapKind.ACT_BY_NEAR
    elif on - NEAR <= day < on and agreement.renewal is not Renewal.FIXED:
        kind = GapKind.ACT_BY_PASSED
    else:
        return []
    gap = Gap(
        kind,
        GapAbout.AGREEMENT,
        agreement.code,
        agreement.names,
        area=agreement.area,
        owners=_codes(agreement.owner),
        concerned=_codes(agreement.owner, *(each.organisation for each in agreement.parties)),
        text=agreement.renewal.value,
        on=day,
        invented=agreement.invented,
    )
    return [gap]


def of_duty(duty: Duty, standing: Standing | None, *, area: str = "") -> list[Gap]:
    """Return whether an organisation's duty is late, soon due, or nothing is known of it.

    What is done, is not due for long yet or holds all the time is no gap. `area` is the county
    that the organisation is in.
    """
    if standing is None or standing.state not in _DUTY_KINDS:
        return []
    gap = Gap(
        _DUTY_KINDS[standing.state],
        GapAbout.DUTY,
        duty.code,
        duty.names,
        area=area,
        owners=_codes(standing.organisation),
        concerned=_codes(standing.organisation),
        on=standing.due_on,
        law=f"{duty.law} § {duty.section}".strip(" §"),
    )
    return [gap]


def of_action(
    outcome: Outcome, names: Names, *, meeting: str, area: str, owner: str, on: date
) -> list[Gap]:
    """Return whether an action of a meeting is open past its day; `names` are the meeting's.

    Who is to do it is its own owner; else the meeting's, whose minutes say in words who is.
    """
    if not is_late(outcome, on=on):
        return []
    gap = Gap(
        GapKind.ACTION_LATE,
        GapAbout.MEETING,
        meeting,
        names,
        area=area,
        owners=_first([outcome.owner], [owner]),
        concerned=_codes(outcome.owner, owner),
        text=outcome.text,
        on=outcome.due_on,
    )
    return [gap]


def counted(gaps: Iterable[Gap]) -> dict[str, dict[GapKind, int]]:
    """Count gaps by county and kind; what is national is under the empty code."""
    counts = Counter((gap.area, gap.kind) for gap in gaps)
    found: dict[str, dict[GapKind, int]] = {}
    for area, kind in sorted(counts, key=lambda each: (each[0], list(GapKind).index(each[1]))):
        found.setdefault(area, {})[kind] = counts[area, kind]
    return found


def of_organisations(gaps: Iterable[Gap], codes: Iterable[str]) -> tuple[Gap, ...]:
    """Return the gaps that concern some of the organisations."""
    wanted = set(codes)
    return tuple(gap for gap in gaps if wanted & {*gap.owners, *gap.concerned})


def _gap(interface: Interface, *, level: Level | None, text: str = "") -> Gap:
    return _of_interface(GapKind.NO_BODY, interface, level=level, text=text)


def _of_interface(
    kind: GapKind, interface: Interface, *, level: Level | None = None, text: str = ""
) -> Gap:
    leading = [each.organisation for each in interface.parties if each.role is PartyRole.LEADS]
    return Gap(
        kind,
        GapAbout.INTERFACE,
        interface.code,
        interface.names,
        area=interface.area,
        owners=_first(leading, [interface.owner]),
        concerned=_codes(interface.owner, *(each.organisation for each in interface.parties)),
        level=level,
        text=text,
        law=interface.basis,
        invented=interface.invented,
    )


def _upwards(body: Body, bodies: Mapping[str, Body], *, on: date) -> list[Body]:
    """Return a body and those that it is under, as far as they work; a circle ends."""
    found: list[Body] = []
    at: Body | None = body
    while at is not None and at not in found and works(at, on=on):
        found.append(at)
        at = bodies.get(at.parent)
    return found


def _first(*choices: Sequence[str]) -> tuple[str, ...]:
    return next((_codes(*each) for each in choices if _codes(*each)), ())


def _codes(*codes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code))
