"""The shown names of agreements' codes, periods and money, and what its days mean in sentences."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from yhdyspinta import labels
from yhdyspinta.terms.agreements import (
    AgreementKind,
    AgreementState,
    DatedAgreement,
    NoticeEnd,
    Period,
    PeriodUnit,
    Renewal,
)

KINDS: Mapping[AgreementKind, Promise] = {
    AgreementKind.COOPERATION: _("cooperation agreement"),
    AgreementKind.PARTNERSHIP: _("partnership agreement"),
    AgreementKind.PURCHASE: _("purchase agreement"),
    AgreementKind.GRANT: _("grant agreement"),
    AgreementKind.LEASE: _("lease"),
    AgreementKind.DATA_SHARING: _("agreement on sharing data"),
}
STATES: Mapping[AgreementState, Promise] = {
    AgreementState.DRAFT: pgettext_lazy("agreement", "draft"),
    AgreementState.IN_FORCE: pgettext_lazy("agreement", "in force"),
    AgreementState.TERMINATED: pgettext_lazy("agreement", "notice given"),
    AgreementState.ENDED: pgettext_lazy("agreement", "ended"),
}
RENEWALS: Mapping[Renewal, Promise] = {
    Renewal.FIXED: _("for a fixed time: it ends by itself"),
    Renewal.EVERGREEN: _("goes on unless notice is given"),
    Renewal.OPTION: _("ends unless an option is used"),
}
NOTICE_ENDS: Mapping[NoticeEnd, Promise] = {
    NoticeEnd.ANY_DAY: _("on any day"),
    NoticeEnd.MONTH_END: _("at a month's end"),
    NoticeEnd.YEAR_END: _("at a year's end"),
}
UNITS: Mapping[PeriodUnit, Promise] = {
    PeriodUnit.DAYS: pgettext_lazy("period", "days"),
    PeriodUnit.BUSINESS_DAYS: pgettext_lazy("period", "business days"),
    PeriodUnit.WEEKS: pgettext_lazy("period", "weeks"),
    PeriodUnit.MONTHS: pgettext_lazy("period", "months"),
    PeriodUnit.YEARS: pgettext_lazy("period", "years"),
}


def kind(code: AgreementKind) -> str:
    """Name a kind of agreement."""
    return str(KINDS[code])


def state(code: AgreementState) -> str:
    """Name an agreement's state."""
    return str(STATES[code])


def renewal(code: Renewal) -> str:
    """Say what happens at the end."""
    return str(RENEWALS[code])


def notice_end(code: NoticeEnd) -> str:
    """Say on which days an agreement until further notice may end."""
    return str(NOTICE_ENDS[code])


def unit(code: PeriodUnit) -> str:
    """Name a unit of a period."""
    return str(UNITS[code])


def period(value: Period | None) -> str:
    """Write a period, such as `6 months`; a dash for none."""
    if value is None:
        return "–"
    count = value.number
    texts = {
        PeriodUnit.DAYS: ngettext("%(count)d day", "%(count)d days", count),
        PeriodUnit.BUSINESS_DAYS: ngettext(
            "%(count)d business day", "%(count)d business days", count
        ),
        PeriodUnit.WEEKS: ngettext("%(count)d week", "%(count)d weeks", count),
        PeriodUnit.MONTHS: ngettext("%(count)d month", "%(count)d months", count),
        PeriodUnit.YEARS: ngettext("%(count)d year", "%(count)d years", count),
    }
    return texts[value.unit] % {"count": count}


def money(value: Decimal | None, *, is_yearly: bool) -> str:
    """Write euros as the language does, with cents only if there are any; empty for none."""
    if value is None:
        return ""
    whole, cents = divmod(round(value * 100), 100)
    point = "." if labels.number(1000) == "1,000" else ","
    text = labels.number(whole) + (f"{point}{cents:02d}" if cents else "")
    if is_yearly:
        return gettext("%(euros)s € a year") % {"euros": text}
    return gettext("%(euros)s €") % {"euros": text}


def act_word(code: Renewal) -> str:
    """Name the last day to act for a kind of renewal."""
    if code is Renewal.OPTION:
        return gettext("Last day to use the option")
    return gettext("Last day to give notice")


def left(dated: DatedAgreement) -> str:
    """Say how far the last day to act is; empty if there is none."""
    days = dated.days_left
    if days is None:
        return ""
    if days == 0:
        return gettext("today is the last day")
    if days < 0:
        text = ngettext("%(count)d day late", "%(count)d days late", -days)
        return text % {"count": -days}
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def ending(dated: DatedAgreement) -> str:
    """Say in a word when an agreement's period ends: its day, or until further notice."""
    if dated.term.ends_on:
        return labels.day(dated.term.ends_on)
    if dated.agreement.renewal is Renewal.EVERGREEN:
        return gettext("until further notice")
    return gettext("not told")


def advice(dated: DatedAgreement) -> list[str]:
    """Say in sentences what an agreement's days mean on its day."""
    found = dated.agreement
    if dated.state is AgreementState.DRAFT:
        return [gettext("This is a draft: it binds nobody yet.")]
    end = {"end": ending(dated)}
    if dated.state is AgreementState.ENDED:
        if dated.term.ends_on is None:
            return [gettext("The agreement has ended.")]
        return [gettext("The agreement ended on %(end)s.") % end]
    if dated.state is AgreementState.TERMINATED and found.terminated_on:
        given = {"day": labels.day(found.terminated_on), **end}
        return [gettext("Notice was given on %(day)s: the agreement ends on %(end)s.") % given]
    if found.renewal is Renewal.OPTION:
        return _of_option(dated)
    if found.renewal is Renewal.FIXED:
        return _of_fixed(dated)
    return _of_evergreen(dated)


def _days(dated: DatedAgreement) -> dict[str, str]:
    following, earliest = dated.following, dated.earliest_end
    return {
        "day": labels.day(dated.act_by) if dated.act_by else "–",
        "safe": labels.day(dated.safe_day) if dated.safe_day else "–",
        "end": ending(dated),
        "next": labels.day(following.ends_on) if following and following.ends_on else "",
        "earliest": labels.day(earliest) if earliest else "–",
    }


def _of_option(dated: DatedAgreement) -> list[str]:
    days = _days(dated)
    if dated.is_overdue:
        late = gettext("The option was to be used by %(day)s: the agreement ends on %(end)s.")
        return [late % days]
    told = [gettext("The agreement ends on %(end)s unless the option is used by %(day)s.") % days]
    if days["next"]:
        told.append(gettext("With the option it goes on until %(next)s.") % days)
    return [*told, *_safe(dated)]


def _of_fixed(dated: DatedAgreement) -> list[str]:
    days = _days(dated)
    if dated.term.ends_on is None:
        return [gettext("The day on which the agreement ends has not been told.")]
    told = [gettext("The agreement ends by itself on %(end)s.") % days]
    if dated.agreement.notice and dated.earliest_end != dated.term.ends_on:
        told.append(gettext("If notice is given today, it ends on %(earliest)s.") % days)
    return told


def _of_evergreen(dated: DatedAgreement) -> list[str]:
    days = _days(dated)
    today = gettext("If notice is given today, it ends on %(earliest)s.") % days
    if dated.act_by is None:
        return [gettext("The agreement holds until further notice."), today]
    if dated.is_overdue:
        return [gettext("The last day to give notice was %(day)s.") % days, today]
    told = [gettext("If notice is given by %(day)s, the agreement ends on %(end)s.") % days]
    if days["next"]:
        told.append(gettext("Otherwise it goes on until %(next)s.") % days)
    else:
        told.append(gettext("Otherwise it goes on until further notice."))
    return [*told, *_safe(dated)]


def _safe(dated: DatedAgreement) -> list[str]:
    """Advise a business day, if the last day is none."""
    if dated.safe_day == dated.act_by:
        return []
    return [gettext("The last day is no business day: act by %(safe)s to be safe.") % _days(dated)]
