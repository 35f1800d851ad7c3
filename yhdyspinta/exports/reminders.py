"""A reminder as an e-mail message: its subject, and the same words as plain text and as HTML."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from yhdyspinta import labels
from yhdyspinta.labels import access as access_labels
from yhdyspinta.terms.reminders import Letter, Notice, ReminderKind


def letter(notice: Notice) -> Letter:
    """Write a reminder in the active language."""
    # A subject is one line, whatever somebody has called a round.
    subject = " ".join(_subject(notice).split())
    said, facts, link, why = _said(notice), _facts(notice), _link(notice), _why(notice)
    lines = [f"{name}: {value}" for name, value in facts]
    paragraphs = [*said, "\n".join(lines), f"{link}:\n{notice.address}", *why]
    return Letter(
        subject=subject,
        text="\n\n".join(paragraphs) + "\n",
        html=_html(subject, notice.address, said=said, facts=facts, link=link, why=why),
    )


def _subject(notice: Notice) -> str:
    names = {"round": labels.name(notice.round), "area": labels.name(notice.area)}
    if notice.kind is ReminderKind.APPROVE:
        return gettext("To be approved: %(round)s, %(area)s") % names
    return gettext("Reminder: %(round)s, %(area)s") % names


def _said(notice: Notice) -> list[str]:
    """Say what is waited for."""
    if notice.kind is ReminderKind.APPROVE:
        said = gettext("The area's reporting is ready and waits for approval.")
    elif notice.is_returned:
        said = gettext("The area's reporting has been sent back to be completed.")
    else:
        said = gettext("The area's reporting is not ready yet.")
    late = notice.due is not None and notice.due < notice.today
    return [said, gettext("The due day has passed.")] if late else [said]


def _facts(notice: Notice) -> list[tuple[str, str]]:
    facts = [
        (gettext("Round"), labels.name(notice.round)),
        (gettext("Area"), labels.name(notice.area)),
    ]
    if notice.due is not None:
        facts.append((gettext("Due day"), labels.day(notice.due)))
    missing = gettext("%(missing)s of %(asked)s") % {
        "missing": labels.number(notice.missing),
        "asked": labels.number(notice.asked),
    }
    return [*facts, (gettext("Tasks not reported in this round"), missing)]


def _link(notice: Notice) -> str:
    if notice.kind is ReminderKind.APPROVE:
        return gettext("Look at the reports and approve them")
    return gettext("Fill in the area's tasks")


def _why(notice: Notice) -> list[str]:
    """Say why the message came to this person, and that a program wrote it."""
    role = {"role": access_labels.role(notice.role)}
    why = gettext("This message came to you because you have the role: %(role)s.") % role
    missing = []
    if notice.instead_of is not None:
        other = {"role": access_labels.role(notice.instead_of)}
        missing = [gettext("Nobody acts for the area in the role: %(role)s.") % other]
    return [*missing, why, gettext("Yhdyspinta sends these messages automatically.")]


def _html(
    subject: str,
    address: str,
    *,
    said: Sequence[str],
    facts: Sequence[tuple[str, str]],
    link: str,
    why: Sequence[str],
) -> str:
    """Write the same words as HTML that any mail program shows: no styles, no pictures."""
    rows = format_html_join("", "<p>{}: <strong>{}</strong></p>", facts)
    return format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>'
        '<body><h1>{}</h1>{}{}<p><a href="{}">{}</a></p>{}</body></html>',
        get_language() or "fi",
        subject,
        subject,
        _paragraphs(said),
        rows,
        address,
        link,
        _paragraphs(why),
    )


def _paragraphs(texts: Sequence[str]) -> SafeString:
    return format_html_join("", "<p>{}</p>", [(text,) for text in texts])
