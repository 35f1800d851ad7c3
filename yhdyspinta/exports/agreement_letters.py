"""A reminder of an agreement's last day to act as an e-mail message, as plain text and as HTML."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext

from yhdyspinta import labels
from yhdyspinta.labels import agreements as agreement_labels
from yhdyspinta.terms.agreements import AgreementNotice
from yhdyspinta.terms.reminders import Letter


def letter(notice: AgreementNotice) -> Letter:
    """Write a reminder in the active language."""
    found = notice.dated.agreement
    act = labels.day(notice.dated.act_by) if notice.dated.act_by else "–"
    names = {"day": act, "name": labels.name(found.names)}
    # A subject is one line, whatever somebody has called an agreement.
    subject = " ".join((gettext("Act by %(day)s: %(name)s") % names).split())
    said = agreement_labels.advice(notice.dated)
    facts = [
        (agreement_labels.act_word(found.renewal), act),
        (gettext("Agreement"), labels.name(found.names)),
        (gettext("Parties"), "; ".join(notice.parties) or "–"),
        (gettext("Notice period"), agreement_labels.period(found.notice)),
    ]
    link = gettext("Open the agreement's page")
    why = [
        gettext(
            "This message came to you because you keep the register of a party's organisation."
        ),
        gettext("Yhdyspinta sends these messages automatically."),
    ]
    lines = "\n".join(f"{name}: {value}" for name, value in facts)
    text = "\n\n".join([*said, lines, f"{link}:\n{notice.address}", *why]) + "\n"
    html = format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>'
        '<body><h1>{}</h1>{}{}<p><a href="{}">{}</a></p>{}</body></html>',
        get_language() or "fi",
        subject,
        subject,
        format_html_join("", "<p>{}</p>", [(each,) for each in said]),
        format_html_join("", "<p>{}: <strong>{}</strong></p>", facts),
        notice.address,
        link,
        format_html_join("", "<p>{}</p>", [(each,) for each in why]),
    )
    return Letter(subject, text, html)
