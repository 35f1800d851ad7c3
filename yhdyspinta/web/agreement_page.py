"""An agreement as ready strings: its days, its parties, its forms."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.exports import agreement_drawings
from yhdyspinta.exports import agreements as exports
from yhdyspinta.exports.agreement_drawings import Moment
from yhdyspinta.labels import access as access_labels
from yhdyspinta.labels import agreements as agreement_labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.labels import reminders as reminder_labels
from yhdyspinta.services.agreement_overview import Shown
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.agreements import AgreementMessage, AgreementState, Renewal
from yhdyspinta.terms.reminders import ReminderState
from yhdyspinta.web import register
from yhdyspinta.web.agreement_forms import AgreementForm
from yhdyspinta.web.register import Here


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; no address: they lead nowhere yet."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party and what it has promised."""

    name: str
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MomentRow:
    """A day of the line, in words."""

    words: str
    day: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A reminder that has left or should have; `settle`: where one decides what is unsure."""

    name: str
    occasion: str
    state: str
    at: str
    settle: str


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """What an agreement's page shows."""

    name: str
    here: Here
    kind: str
    state: str
    is_restricted: str
    is_invented: bool
    advice: list[str]
    left: str
    is_overdue: bool
    drawing: SafeString
    days: list[MomentRow]
    facts: list[tuple[str, str]]
    interface: Link | None
    document: str
    parties: list[PartyRow]
    note: str
    edit: str
    notice: str
    messages: list[MessageRow]


def agreement(shown: Shown) -> AgreementPage:
    """Put an agreement in words."""
    dated, found = shown.dated, shown.dated.agreement
    name = labels.name(found.names)
    said = gettext("The days of the agreement: %(name)s") % {"name": name}
    drawn = agreement_drawings.timeline(dated, title=said)
    moments = agreement_drawings.moments(dated)
    has_days = any(not each.role for each in moments)
    return AgreementPage(
        name=name,
        here=here_of(shown),
        kind=agreement_labels.kind(found.kind),
        state=agreement_labels.state(dated.state),
        is_restricted=_restricted(found.visibility),
        is_invented=found.invented,
        advice=agreement_labels.advice(dated),
        left=agreement_labels.left(dated),
        is_overdue=dated.is_overdue,
        # Drawn by our own pen, which escapes every text.
        drawing=mark_safe(drawn) if has_days else SafeString(""),  # noqa: S308
        days=[_moment(each) for each in moments] if has_days else [],
        facts=[(words, value) for words, value in _facts(shown) if value],
        interface=Link(labels.name(shown.interface), interface_address(found.interface))
        if shown.interface
        else None,
        document=found.document_link,
        parties=[
            PartyRow(exports.party(each, shown.organisations), each.obligations)
            for each in found.parties
        ],
        note=found.note,
        edit=reverse("agreement_edit", args=[found.code]) if shown.may_keep else "",
        notice=reverse("agreement_notice", args=[found.code])
        if shown.may_keep and dated.state is AgreementState.IN_FORCE
        else "",
        messages=[_message(each, found.code) for each in shown.messages],
    )


def _message(found: AgreementMessage, code: str) -> MessageRow:
    if found.is_sent:
        state = ReminderState.SENT
    elif found.has_failed:
        state = ReminderState.FAILED
    else:
        state = ReminderState.UNSURE if found.is_unsure else ReminderState.SENDING
    before = gettext("%(days)d days before %(day)s") % {
        "days": found.days_before,
        "day": labels.day(found.act_by),
    }
    return MessageRow(
        name=found.name,
        occasion=before,
        state=reminder_labels.state(state),
        at=labels.moment(found.at),
        settle=reverse("agreement_settle", args=[code, found.key]) if found.is_unsure else "",
    )


def here_of(shown: Shown) -> Here:
    """Return whose cooperation an agreement belongs to, in words."""
    area = shown.dated.agreement.area
    name = register_labels.place(area, labels.name(shown.area))
    return Here(register.address_of(area), name, is_municipality=False, county="")


def form_of(form: AgreementForm, here: Here, *, shown: Shown | None = None) -> dict[str, Any]:
    """Return what the page of an agreement's form shows around it."""
    listed = reverse("agreements", args=[here.address])
    trail = _trail(here)
    if shown is None:
        return {"heading": gettext("New agreement"), "trail": trail, "back": listed, "remove": ""}
    found = shown.dated.agreement
    back = reverse("agreement", args=[found.code])
    return {
        "heading": gettext("Change the agreement"),
        "trail": [*trail, (back, labels.name(found.names))],
        "back": back,
        "remove": reverse("agreement_remove", args=[found.code]),
    }


def notice_of(shown: Shown) -> dict[str, Any]:
    """Return what the page on which notice is written down shows around its form."""
    found = shown.dated.agreement
    back, name = reverse("agreement", args=[found.code]), labels.name(found.names)
    return {
        "heading": gettext("Write down that notice has been given"),
        "trail": [*_trail(here_of(shown)), (back, name)],
        "back": back,
        "advice": agreement_labels.advice(shown.dated),
        "facts": [
            (gettext("Notice period"), agreement_labels.period(found.notice)),
            (gettext("Period ends"), agreement_labels.ending(shown.dated)),
        ],
    }


def _trail(here: Here) -> list[tuple[str, str]]:
    return [
        (reverse("cooperation", args=[here.address]), here.name),
        (reverse("agreements", args=[here.address]), gettext("Agreements")),
    ]


def interface_address(code: str) -> str:
    """Return an interface's address; empty while it has no page."""
    try:
        return reverse("interface", args=[code])
    except NoReverseMatch:
        return ""


def _restricted(visibility: Visibility) -> str:
    return "" if visibility is Visibility.PUBLIC else access_labels.visibility(visibility)


def _moment(moment: Moment) -> MomentRow:
    return MomentRow(moment.words, labels.day(moment.day), moment.role == "today")


def _facts(shown: Shown) -> Iterable[tuple[str, str]]:
    dated, found = shown.dated, shown.dated.agreement
    owner = shown.organisations.get(found.owner)
    is_open = found.renewal is Renewal.EVERGREEN and dated.term.ends_on is None
    reminded = ", ".join(map(str, found.remind_before))
    return [
        (gettext("Organisation that keeps it"), labels.name(owner) if owner else found.owner),
        (gettext("Signed on"), labels.day(found.signed_on) if found.signed_on else ""),
        (gettext("First day"), labels.day(found.starts_on) if found.starts_on else ""),
        (gettext("Period ends"), agreement_labels.ending(dated)),
        (gettext("At the end"), agreement_labels.renewal(found.renewal)),
        (gettext("Notice period"), agreement_labels.period(found.notice)),
        (
            gettext("Until further notice, it may end"),
            agreement_labels.notice_end(found.notice_end) if is_open else "",
        ),
        (
            gettext("Goes on for"),
            agreement_labels.period(found.renewed_for) if found.renewed_for else "",
        ),
        (gettext("Value"), agreement_labels.money(found.value, is_yearly=found.value_is_yearly)),
        (gettext("Remind, days before"), reminded if shown.may_keep else ""),
        (gettext("Source"), found.source),
    ]
