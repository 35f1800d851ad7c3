"""Bodies: read with their promised and held meetings, and written by their owner."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.calc.access import reaches_all
from yhdyspinta.calc.bodies import for_trail, organisations_of, pace, told_to, works
from yhdyspinta.calc.register import may_keep, may_read
from yhdyspinta.services import places, register
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor, Visibility
from yhdyspinta.terms.bodies import Body, BodyKind, BodyMember, ListedBody, Pace
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import MeetingState
from yhdyspinta.terms.register import Level, RegisterKind

_KIND = RegisterKind.BODY
_LONGEST_NAME, _MOST_PER_YEAR, _MOST_MEMBERS = 300, 366, 500


@dataclass(frozen=True, slots=True)
class MeetingHead:
    """A meeting of a body that its reader may open."""

    code: str
    title: str
    starts_at: datetime
    state: MeetingState


@dataclass(frozen=True, slots=True)
class Shown:
    """A body with what stands around it, as far as its reader may see that.

    `related` are the names of its parent, children and interfaces by code; `organisations` those
    of its owner and members. `meetings` are the latest first. `sees_names`: also private ones.
    """

    body: Body
    pace: Pace
    area: Names
    parent: Body | None
    children: tuple[Body, ...]
    interfaces: Mapping[str, Names]
    organisations: Mapping[str, Names]
    meetings: tuple[MeetingHead, ...]
    sees_names: bool
    may_keep: bool


def of_area(area: str, *, actor: Actor, on: date) -> list[ListedBody]:
    """List a county's bodies (empty: the nation's) by level and name; five queries at most."""
    return _listed(store.Body.objects.readable(actor).of_area(area), actor=actor, on=on)


def every(*, actor: Actor, on: date) -> list[ListedBody]:
    """List the bodies of all counties and of the nation; five queries at most."""
    return _listed(store.Body.objects.readable(actor), actor=actor, on=on)


def tally(area: str, own: frozenset[str] | None, *, actor: Actor, on: date) -> tuple[int, int]:
    """Count a county's bodies that work on a day, and those behind their promise; two queries.

    With `own` only bodies in which one of these organisations sits, or that one of them keeps.
    """
    found = store.Body.objects.readable(actor).of_area(area)
    if own is not None:
        found = found.filter(found.concerning(own))
    bare = {
        row.pk: Body(
            row.code,
            row.names,
            Level(row.level),
            BodyKind(row.kind),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            least_per_year=row.least_per_year,
        )
        for row in found
    }
    working = {key: body for key, body in bare.items() if works(body, on=on)}
    days = _days(working, on=on)
    behind = (
        pace(body, days[key, MeetingState.HELD], (), on=on).is_behind
        for key, body in working.items()
    )
    return len(working), sum(behind)


def one(code: str, *, actor: Actor, on: date) -> Shown:
    """Return a body whole. Raises RefusedError if there is none that the actor may read."""
    row = register.found(store.Body.objects.readable(actor).whole(), code)
    full = row.as_terms()
    body = told_to(full, actor)
    readable = store.Body.objects.readable(actor)
    around = [
        each.as_terms()
        for each in readable.filter(models.Q(parent=row) | models.Q(pk=row.parent_id))
        .whole()
        .order_by("name_fi", "code")
    ]
    return Shown(
        body=body,
        pace=_paces([row], [body], actor=actor, on=on)[0],
        area=_area_name(row),
        parent=next((told_to(each, actor) for each in around if each.code == body.parent), None),
        children=tuple(told_to(each, actor) for each in around if each.parent == body.code),
        interfaces=_interfaces(row, actor),
        organisations=places.names_of({body.owner, *(each.organisation for each in body.members)}),
        meetings=_meetings(row, actor, on=on),
        sees_names=may_read(actor, Visibility.INTERNAL, organisations=organisations_of(full)),
        may_keep=may_keep(actor, body.owner) and (bool(body.owner) or reaches_all(actor)),
    )


def choices(area: str, *, actor: Actor) -> dict[str, Names]:
    """Return the bodies of a county's cooperation and of the nation's that one may read, by code.

    The county's come first; for choosing a parent, an approver.
    """
    rows = store.Body.objects.readable(actor).filter(
        models.Q(area=None) | models.Q(area__code=area)
    )
    own_first = models.Case(models.When(area__code=area, then=0), default=1)
    found = rows.order_by(own_first, "name_fi", "code")
    return {row.code: row.names for row in found}


@transaction.atomic
def save(body: Body, *, actor: Actor, now: datetime, seen: str = "") -> bool:
    """Add a body, or change the one of its code; return whether anything differs.

    Members keep their places. Raises ForbiddenError for another organisation's, StaleError if it
    is not what was `seen`, RefusedError for what is not whole, or a parent of its own.
    """
    _check(body)
    row, before = register.to_save(store.Body, body, _whole, actor=actor, seen=seen)
    _fill(row, body)
    row.changed_at = now
    row.save()
    row.interfaces.set(_interface_rows(body.interfaces))
    _set_members(row, body.members)
    return _recorded(before, _whole(row), actor=actor, now=now)


@transaction.atomic
def remove(code: str, *, actor: Actor, now: datetime) -> None:
    """Take a body away, if nothing hangs on it; what stood there stays in the trail."""
    row, before = register.owned(store.Body, code, _whole, actor=actor)
    _check_free(row)
    row.delete()
    _recorded(before, None, actor=actor, now=now)


def _listed(rows: "models.QuerySet[store.Body]", *, actor: Actor, on: date) -> list[ListedBody]:
    found = list(rows.whole().order_by("name_fi", "code"))  # type: ignore[attr-defined]
    bodies = [told_to(row.as_terms(), actor) for row in found]
    paces = _paces(found, bodies, actor=actor, on=on)
    return [ListedBody(body, at) for body, at in zip(bodies, paces, strict=True)]


def _paces(
    rows: Sequence[store.Body], bodies: Sequence[Body], *, actor: Actor, on: date
) -> list[Pace]:
    """Compare meetings with promises; two queries.

    How many meetings a body held is told to whoever reads the body; the day of the next one only
    to those who may read that meeting.
    """
    days = _days([row.pk for row in rows], on=on)
    meetings = store.Meeting.objects.filter(body__in=[row.pk for row in rows])
    coming = meetings.filter(state=MeetingState.PLANNED, starts_at__gte=_moment(on))
    nexts = dict(
        coming.readable(actor)
        .order_by()
        .values("body_id")
        .annotate(first=models.Min("starts_at"))
        .values_list("body_id", "first")
    )
    found = []
    for row, body in zip(rows, bodies, strict=True):
        held, planned = days[row.pk, MeetingState.HELD], days[row.pk, MeetingState.PLANNED]
        at = pace(body, held, planned, on=on)
        coming_at = nexts.get(row.pk)
        told = timezone.localtime(coming_at).date() if coming_at else None
        found.append(replace(at, next_planned=told))
    return found


def _days(keys: Iterable[int], *, on: date) -> dict[tuple[int, str], list[date]]:
    """Return the days of bodies' meetings of this year and the next, by body and state."""
    first, last = _moment(date(on.year, 1, 1)), _moment(date(on.year + 2, 1, 1))
    rows = store.Meeting.objects.filter(
        body__in=list(keys), starts_at__gte=first, starts_at__lt=last
    )
    days: dict[tuple[int, str], list[date]] = defaultdict(list)
    for key, state, starts_at in rows.values_list("body_id", "state", "starts_at"):
        days[key, state].append(timezone.localtime(starts_at).date())
    return days


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _area_name(row: store.Body) -> Names:
    area = row.area
    return Names(area.short_fi, area.short_sv, area.short_en) if area else Names("")


def _interfaces(row: store.Body, actor: Actor) -> dict[str, Names]:
    rows = store.Interface.objects.readable(actor).filter(bodies=row)
    return {each.code: each.names for each in rows.order_by("name_fi", "code")}


def _meetings(row: store.Body, actor: Actor, *, on: date) -> tuple[MeetingHead, ...]:
    """Return the body's meetings of two years back and all to come, the latest first."""
    begin = _moment(on - timedelta(days=2 * 366))
    rows = store.Meeting.objects.readable(actor).filter(body=row, starts_at__gte=begin)
    return tuple(
        MeetingHead(each.code, each.title, each.starts_at, MeetingState(each.state))
        for each in rows.order_by("-starts_at", "-id")
    )


def _whole(row: store.Body) -> Body:
    return store.Body.objects.whole().get(pk=row.pk).as_terms()


def _recorded(before: Body | None, after: Body | None, *, actor: Actor, now: datetime) -> bool:
    names = [each.person for each in before.members] if before else []
    old, new = (for_trail(each, known=names) if each else None for each in (before, after))
    return register.recorded(_KIND, old, new, actor=actor, now=now)


def _fill(row: store.Body, body: Body) -> None:
    row.area, row.owner = register.area(body.area), register.organisation(body.owner)
    row.name_fi, row.name_sv, row.name_en = body.names.fi, body.names.sv, body.names.en
    row.level, row.kind = body.level, body.kind
    row.mandate, row.legal_basis, row.composition = body.mandate, body.legal_basis, body.composition
    row.parent = register.referred(store.Body, body.parent)
    _check_parent(row)
    row.valid_from, row.valid_to = body.valid_from, body.valid_to
    row.least_per_year, row.most_per_year = body.least_per_year, body.most_per_year
    row.tasks, row.visibility = list(body.tasks), body.visibility
    row.source, row.invented = body.source, body.invented


def _check_parent(row: store.Body) -> None:
    """Raise RefusedError if a body would stand above itself; its ancestors are held meanwhile."""
    above, seen = row.parent, set[int]()
    while above is not None and above.pk not in seen:
        if above.code == row.code:
            raise RefusedError(
                gettext("A body cannot stand above itself: choose another one for “%(code)s”.")
                % {"code": row.code}
            )
        seen.add(above.pk)
        held = register.locked(store.Body, above.code)
        above = held.parent if held else None


def _interface_rows(codes: Iterable[str]) -> list[store.Interface]:
    wanted = set(codes)
    rows = list(store.Interface.objects.filter(code__in=wanted))
    for code in sorted(wanted - {row.code for row in rows}):
        raise register.no_such(code)
    return rows


def _set_members(row: store.Body, members: Sequence[BodyMember]) -> None:
    rows = {each.position: each for each in row.members.all()}
    organisations = register.organisations(each.organisation for each in members)
    row.members.filter(position__gte=len(members)).delete()
    for position, wanted in enumerate(members):
        kept = rows.get(position) or store.BodyMember(body=row, position=position)
        kept.role, kept.organisation = wanted.role, organisations.get(wanted.organisation)
        kept.text, kept.expertise = wanted.text, wanted.expertise
        kept.substitute = wanted.substitute
        kept.valid_from, kept.valid_to = wanted.valid_from, wanted.valid_to
        kept.person, kept.person_is_public = wanted.person, wanted.person_is_public
        kept.save()


def _check_free(row: store.Body) -> None:
    """Raise RefusedError while anything hangs on a body."""
    hanging = (
        (row.children, gettext("bodies under it")),
        (row.meetings, gettext("its meetings")),
        (row.series, gettext("its series of meetings")),
        (store.Plan.objects.filter(approver_body=row), gettext("plans that it approves")),
        (store.Fulfilment.objects.filter(body=row), gettext("duties fulfilled in it")),
        (store.PhenomenonStep.objects.filter(body=row), gettext("phenomena treated in it")),
    )
    found = [words for rows, words in hanging if rows.exists()]
    if found:
        raise RefusedError(
            gettext("This hangs on the body: %(what)s. Give the body a last day instead.")
            % {"what": ", ".join(found)}
        )


def _check(body: Body) -> None:
    register.check_code(body.code)
    names = (body.names.fi, body.names.sv, body.names.en)
    texts = (body.mandate, body.legal_basis, body.composition, body.source)
    register.check_texts(*names, *texts, *body.tasks)
    if not body.names.fi.strip():
        raise RefusedError(gettext("Write the name in Finnish; Swedish and English may follow."))
    if max(map(len, names)) > _LONGEST_NAME:
        raise RefusedError(
            gettext("The name is too long: at most %(most)d characters.") % {"most": _LONGEST_NAME}
        )
    _check_days(body.valid_from, body.valid_to)
    least, most = body.least_per_year, body.most_per_year
    if any(each is not None and not 0 <= each <= _MOST_PER_YEAR for each in (least, most)):
        raise RefusedError(gettext("A body meets 0 to 366 times a year."))
    if least is not None and most is not None and most < least:
        raise RefusedError(gettext("The most meetings a year are fewer than the least."))
    if len(body.members) > _MOST_MEMBERS:
        raise RefusedError(
            gettext("There are too many members: at most %(most)d.") % {"most": _MOST_MEMBERS}
        )
    for member in body.members:
        _check_member(member)


def _check_member(member: BodyMember) -> None:
    _check_days(member.valid_from, member.valid_to)
    if not (member.organisation or member.text.strip() or member.person.strip()):
        raise RefusedError(gettext("Say of each member which organisation or whom it stands for."))
    lengths = {300: (member.text, member.expertise, member.substitute), 120: (member.person,)}
    for most, texts in lengths.items():
        if max(map(len, texts)) > most:
            raise RefusedError(
                gettext("The text is too long: at most %(most)d characters.") % {"most": most}
            )


def _check_days(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise RefusedError(gettext("The last day comes before the first."))
