"""A place's agreements as ready strings: the list, its filters, its counts, its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from yhdyspinta import labels
from yhdyspinta.exports import agreements as exports
from yhdyspinta.labels import agreements as agreement_labels
from yhdyspinta.services.agreement_overview import AgreementList
from yhdyspinta.terms.agreements import (
    AgreementKind,
    AgreementsAsked,
    AgreementState,
    DatedAgreement,
    Period,
    PeriodUnit,
    Renewal,
)
from yhdyspinta.terms.languages import Names
from yhdyspinta.web.agreement_page import Link, interface_address
from yhdyspinta.web.asked import BadAddressError
from yhdyspinta.web.register import Here

ENDS = (3, 6, 12, 24)
_LONGEST = 120
_SHOWN_PARTIES = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to filter by."""

    value: str
    words: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the list: the name in the address, its words, its values."""

    name: str
    words: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Row:
    """An agreement in the list."""

    name: str
    address: str
    kind: str
    parties: tuple[str, ...]
    more: str
    state: str
    ends: str
    act: str
    left: str
    is_overdue: bool
    value: str
    is_invented: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """What the page of a place's agreements shows."""

    title: str
    tally: list[tuple[str, str, str]]
    rows: list[Row]
    found: str
    filters: list[Filter]
    is_filtered: bool
    missing: list[Link]
    earlier: str
    later: str
    page: str
    downloads: list[tuple[str, str]]
    ending: list[tuple[str, str]]
    new: str


def asked(query: QueryDict) -> AgreementsAsked:
    """Read the filters of an address; raises BadAddressError for a value that is none."""
    try:
        ends = query.get("ends", "")
        kind, state = query.get("kind", ""), query.get("state", "")
        return AgreementsAsked(
            kind=AgreementKind(kind) if kind else None,
            party=_text(query, "party"),
            interface=_text(query, "interface"),
            state=AgreementState(state) if state else None,
            ends_within=ENDS[ENDS.index(int(ends))] if ends else None,
        )
    except ValueError:
        raise BadAddressError(gettext("This list cannot be filtered so.")) from None


def page_of(query: QueryDict) -> int:
    """Read which page of the list is asked for; the first for what is no number."""
    text = query.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("9999") else 1


def _text(query: QueryDict, name: str) -> str:
    # PostgreSQL refuses a text with NUL in it.
    return query.get(name, "").replace("\0", "")[:_LONGEST]


def title(here: Here) -> str:
    """Say what the list is."""
    return gettext("Agreements: %(place)s") % {"place": here.name}


def what(wanted: AgreementsAsked, here: Here) -> str:
    """Say what a file of the list holds."""
    months = wanted.ends_within
    if months is None:
        return title(here)
    text = ngettext(
        "Agreements that end in %(count)d month", "Agreements that end in %(count)d months", months
    )
    return text % {"count": months}


def listing(found: AgreementList, here: Here, wanted: AgreementsAsked) -> ListPage:
    """Put a page of a place's agreements in words."""
    query = _query(wanted)
    files = [(each.upper(), _file(here, each) + _asks(query)) for each in exports.LISTS]
    ending = [(each.upper(), _file(here, each) + _asks({"ends": "12"})) for each in ("pptx", "pdf")]
    here_address = reverse("agreements", args=[here.address])
    first, last = found.page > 1, found.page < found.pages
    return ListPage(
        title=title(here),
        tally=_tally(found, here_address),
        rows=[_row(each, found.organisations) for each in found.rows],
        found=ngettext("%(count)d agreement", "%(count)d agreements", found.found)
        % {"count": found.found},
        filters=_filters(found, wanted),
        is_filtered=bool(query),
        missing=[
            Link(labels.name(each), interface_address(code)) for code, each in found.missing.items()
        ],
        earlier=here_address + _asks(query, page=found.page - 1) if first else "",
        later=here_address + _asks(query, page=found.page + 1) if last else "",
        page=gettext("Page %(page)d of %(pages)d") % {"page": found.page, "pages": found.pages},
        downloads=files if found.found else [],
        ending=ending if found.counts.ending else [],
        new=reverse("agreement_new", args=[here.address])
        if found.may_add and not here.is_municipality
        else "",
    )


def _tally(found: AgreementList, address: str) -> list[tuple[str, str, str]]:
    """Return counts in words, each with the address of what it counts, if there is one."""
    counts = found.counts
    in_force = address + _asks({"state": AgreementState.IN_FORCE.value})
    return [
        (gettext("Late"), labels.number(counts.overdue), ""),
        (gettext("To act on within 90 days"), labels.number(counts.to_act), ""),
        (
            gettext("End in 12 months"),
            labels.number(counts.ending),
            address + _asks({"ends": "12"}),
        ),
        (gettext("In force"), labels.number(counts.in_force), in_force),
        (gettext("Missing"), labels.number(len(found.missing)), "#missing"),
    ]


def _row(dated: DatedAgreement, names: Mapping[str, Names]) -> Row:
    found = dated.agreement
    parties = exports.parties(found, names)
    rest = len(parties) - _SHOWN_PARTIES
    more = ngettext("and %(count)d other", "and %(count)d others", rest) % {"count": rest}
    is_option = found.renewal is Renewal.OPTION and dated.act_by
    act = labels.day(dated.act_by) if dated.act_by else ""
    return Row(
        name=labels.name(found.names),
        address=reverse("agreement", args=[found.code]),
        kind=agreement_labels.kind(found.kind),
        parties=parties[:_SHOWN_PARTIES],
        more=more if rest > 0 else "",
        state=agreement_labels.state(dated.state),
        ends=agreement_labels.ending(dated),
        act=gettext("option: %(day)s") % {"day": act} if is_option else act,
        left=agreement_labels.left(dated),
        is_overdue=dated.is_overdue,
        value=agreement_labels.money(found.value, is_yearly=found.value_is_yearly),
        is_invented=found.invented,
    )


def _filters(found: AgreementList, wanted: AgreementsAsked) -> list[Filter]:
    kinds = {each.value: agreement_labels.kind(each) for each in AgreementKind}
    states = {each.value: agreement_labels.state(each) for each in AgreementState}
    ends = {str(each): agreement_labels.period(Period(each, PeriodUnit.MONTHS)) for each in ENDS}
    return [
        _filter("kind", gettext("Kind"), kinds, current=wanted.kind),
        _filter("party", gettext("Party"), _named(found.organisations), current=wanted.party),
        _filter(
            "interface", gettext("Interface"), _named(found.interfaces), current=wanted.interface
        ),
        _filter("state", gettext("State"), states, current=wanted.state),
        _filter("ends", gettext("Ends within"), ends, current=wanted.ends_within),
    ]


def _filter(name: str, words: str, values: Mapping[str, str], *, current: object) -> Filter:
    chosen = str(current) if current else ""
    choices = [Choice(value, shown, value == chosen) for value, shown in values.items()]
    return Filter(name, words, [Choice("", gettext("All"), not chosen), *choices])


def _named(names: Mapping[str, Names]) -> dict[str, str]:
    return {code: labels.name(each) for code, each in names.items()}


def _query(wanted: AgreementsAsked) -> dict[str, str]:
    found = {
        "kind": wanted.kind or "",
        "party": wanted.party,
        "interface": wanted.interface,
        "state": wanted.state or "",
        "ends": str(wanted.ends_within or ""),
    }
    return {name: str(value) for name, value in found.items() if value}


def _asks(query: Mapping[str, str], *, page: int = 1) -> str:
    more = {"page": str(page)} if page > 1 else {}
    text = urlencode({**query, **more})
    return f"?{text}" if text else ""


def _file(here: Here, ending: str) -> str:
    return reverse("agreements_file", args=[here.address, ending])
