"""Agreements: read with what their days tell, written by their owner, notice given.

The column `act_by` is derived: written with every change, and by `roll` when a period is over.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.calc import agreements as calc
from yhdyspinta.calc.access import reaches_all
from yhdyspinta.calc.register import may_keep
from yhdyspinta.services import agreement_checks, register
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.agreements import (
    Agreement,
    AgreementParty,
    AgreementState,
)
from yhdyspinta.terms.register import RegisterKind

_KIND = RegisterKind.AGREEMENT
_AT_ONCE = 500


def of_area(area: str, *, actor: Actor) -> tuple[Agreement, ...]:
    """Return a county's agreements (no code: the nation's) that an actor may read; 2 queries.

    The first is the one to be acted on first.
    """
    rows = store.Agreement.objects.readable(actor).of_area(area).whole().by_urgency()
    return tuple(row.as_terms() for row in rows)


def one(code: str, *, actor: Actor) -> Agreement:
    """Return an agreement. Raises RefusedError if there is none that the actor may read."""
    return register.found(store.Agreement.objects.readable(actor).whole(), code).as_terms()


def may_edit(agreement: Agreement, *, actor: Actor) -> bool:
    """Tell whether an actor may change an agreement: its owner's people, else an operator."""
    return may_keep(actor, agreement.owner) and (bool(agreement.owner) or reaches_all(actor))


@transaction.atomic
def save(agreement: Agreement, *, actor: Actor, now: datetime, seen: str = "") -> bool:
    """Add an agreement, or change the one of its code; return whether anything differs.

    One to which notice has been given without saying when it ends gets its end computed. Raises
    ForbiddenError for another organisation's, StaleError if it is not what was `seen`,
    RefusedError for what is not whole. Parties are kept by their place.
    """
    # Checked before anything is computed of its days, which may lie beyond the calendar.
    agreement_checks.check(agreement)
    wanted = _settled(agreement)
    row, before = register.to_save(store.Agreement, wanted, _whole, actor=actor, seen=seen)
    _fill(row, wanted)
    row.act_by = calc.act_by(wanted, on=timezone.localtime(now).date())
    row.changed_at = now
    row.save()
    _set_parties(row, wanted.parties)
    return register.recorded(_KIND, before, _whole(row), actor=actor, now=now)


def give_notice(code: str, day: date, *, actor: Actor, now: datetime, seen: str = "") -> date:
    """Write down that notice was given on a day; return the agreement's last day.

    The end follows from the notice period. Raises ForbiddenError, StaleError, or RefusedError if
    the agreement is not in force or ends by itself on that day at the latest.
    """
    agreement_checks.check_days(day)
    with transaction.atomic():
        _row, before = register.owned(store.Agreement, code, _whole, actor=actor)
        register.check_seen(before, seen)
        ends_on = calc.earliest_end(before, on=day)
        if before.state is not AgreementState.IN_FORCE or ends_on is None:
            raise RefusedError(gettext("This agreement is not in force on that day."))
        ended = replace(before, state=AgreementState.TERMINATED, terminated_on=day, ends_on=ends_on)
        save(ended, actor=actor, now=now)
    return ends_on


@transaction.atomic
def remove(code: str, *, actor: Actor, now: datetime) -> None:
    """Take an agreement away; what stood there stays in the trail."""
    row, before = register.owned(store.Agreement, code, _whole, actor=actor)
    row.delete()
    register.recorded(_KIND, before, None, actor=actor, now=now)


def roll(*, now: datetime) -> int:
    """Write the last day to act anew where a period is over; return how many changed.

    It is derived from what stands there already, so that it leaves no trace in the trail. Doing
    it again changes nothing; a row that somebody saves meanwhile keeps what was saved.
    """
    today = timezone.localtime(now).date()
    changed, after = 0, 0
    while rows := list(
        store.Agreement.objects.rolling(on=today)
        .bare()
        .filter(pk__gt=after)
        .order_by("pk")[:_AT_ONCE]
    ):
        for row in rows:
            last = calc.act_by(row.as_terms(), on=today)
            same = store.Agreement.objects.filter(pk=row.pk, changed_at=row.changed_at)
            changed += same.update(act_by=last) if last != row.act_by else 0
        after = rows[-1].pk
    return changed


def _settled(agreement: Agreement) -> Agreement:
    """Put an agreement into the form in which it is kept, its end computed after notice."""
    days = tuple(sorted(set(agreement.remind_before), reverse=True))
    parties = tuple(
        replace(each, text=each.text.strip(), obligations=_lines(each.obligations))
        for each in agreement.parties
    )
    kept = replace(agreement, remind_before=days, parties=parties)
    given = kept.terminated_on
    if kept.state is AgreementState.TERMINATED and given and kept.ends_on is None:
        before = replace(kept, state=AgreementState.IN_FORCE)
        kept = replace(kept, ends_on=calc.earliest_end(before, on=given))
    return kept


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip())


def _whole(row: store.Agreement) -> Agreement:
    return store.Agreement.objects.whole().get(pk=row.pk).as_terms()


def _fill(row: store.Agreement, wanted: Agreement) -> None:
    row.area, row.owner = register.area(wanted.area), register.organisation(wanted.owner)
    row.interface = register.referred(store.Interface, wanted.interface)
    row.name_fi, row.name_sv, row.name_en = wanted.names.fi, wanted.names.sv, wanted.names.en
    row.kind, row.state, row.renewal = wanted.kind, wanted.state, wanted.renewal
    row.value, row.value_is_yearly = wanted.value, wanted.value_is_yearly
    row.signed_on, row.starts_on, row.ends_on = wanted.signed_on, wanted.starts_on, wanted.ends_on
    row.notice_number = wanted.notice.number if wanted.notice else None
    row.notice_unit = wanted.notice.unit if wanted.notice else ""
    row.notice_end, row.terminated_on = wanted.notice_end, wanted.terminated_on
    row.renewed_number = wanted.renewed_for.number if wanted.renewed_for else None
    row.renewed_unit = wanted.renewed_for.unit if wanted.renewed_for else ""
    row.document_link, row.remind_before = wanted.document_link, list(wanted.remind_before)
    row.note, row.visibility = wanted.note, wanted.visibility
    row.source, row.invented = wanted.source, wanted.invented


def _set_parties(row: store.Agreement, parties: tuple[AgreementParty, ...]) -> None:
    rows = {each.position: each for each in row.parties.all()}
    row.parties.filter(position__gte=len(parties)).delete()
    organisations = register.organisations(each.organisation for each in parties)
    for position, wanted in enumerate(parties):
        kept = rows.get(position) or store.AgreementParty(agreement=row, position=position)
        kept.organisation = organisations.get(wanted.organisation)
        kept.text, kept.obligations = wanted.text, list(wanted.obligations)
        kept.save()
