"""Duties as ready strings: an organisation's list, a county's and the nation's table, one duty."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from yhdyspinta import labels
from yhdyspinta.exports import duties as exports
from yhdyspinta.labels import duties as duty_labels
from yhdyspinta.services.duties import Asked, ShownFulfilment
from yhdyspinta.services.places import NATIONAL
from yhdyspinta.terms.duties import (
    Duty,
    DutyShown,
    Fulfilment,
    NationalDuties,
    Owed,
    OwedBy,
    Standing,
)
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.web.register import Here


@dataclass(frozen=True, slots=True)
class Row:
    """A duty of an organisation in its list."""

    duty: str
    address: str
    law: str
    uncertain: str
    cadence: str
    exception: str
    state: str
    state_code: str
    due: str
    missed: str
    done_on: str
    where: str
    done_address: str
    document: str
    is_invented: bool
    report: str


@dataclass(frozen=True, slots=True)
class OwnList:
    """What one organisation owes."""

    name: str
    rows: list[Row]
    late: int
    not_known: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell of a table of signs: the sign or share, its words, its state's code."""

    sign: str
    words: str
    state_code: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of duties (rows) by places (columns: words and address)."""

    columns: list[tuple[str, str]]
    rows: list[tuple[str, str, str, list[Mark]]]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """What the page of a place's duties shows."""

    title: str
    day: str
    own: OwnList | None
    others: list[OwnList]
    matrix: Matrix | None
    is_invented: bool
    key: list[tuple[str, str, str]]
    downloads: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class NationalPage:
    """What the national view shows."""

    title: str
    day: str
    totals: list[tuple[str, str, str, list[str]]]
    counties: Matrix
    municipalities: Matrix
    key: list[tuple[str, str, str]]
    is_invented: bool
    downloads: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DutyPage:
    """What a duty's page shows."""

    name: str
    law: str
    uncertain: str
    note: str
    facts: list[tuple[str, str]]
    exceptions: list[tuple[str, str, str, str, str]]
    counted: str
    is_invented: bool
    groups: list[tuple[str, list[tuple[str, str, str, str, str, str]]]]


def of_place(owed: Sequence[OwedBy], here: Here, *, day: str) -> PlacePage:
    """Put a place's duties in words: its own list, and its municipalities by duty."""
    own = owed[0] if owed else None
    rest = [each for each in owed[1:] if each.organisation.kind is OrganisationKind.MUNICIPALITY]
    others = [each for each in owed[1:] if each not in rest]
    return PlacePage(
        title=exports.title(here.name),
        day=day,
        own=_own(own) if own else None,
        others=[_own(each) for each in others],
        matrix=_municipalities(rest) if rest else None,
        is_invented=any(
            row.standing.last and row.standing.last.invented for each in rest for row in each.rows
        ),
        key=duty_labels.key(),
        downloads=[
            (each.upper(), reverse("duties_file", args=[here.address, each]))
            for each in exports.MEDIA_TYPES
        ],
    )


def _own(owed: OwedBy) -> OwnList:
    told = [duty_labels.told_state(each.standing).value for each in owed.rows]
    return OwnList(
        name=labels.name(owed.organisation.names),
        rows=[_row(each, owed) for each in owed.rows],
        late=told.count("late"),
        not_known=told.count("not_known"),
    )


def _row(each: Owed, owed: OwedBy) -> Row:
    duty, stands = each.duty, each.standing
    last = stands.last
    report = reverse("fulfilment_new", args=[duty.code, owed.organisation.code])
    return Row(
        duty=labels.name(duty.names),
        address=reverse("duty", args=[duty.code]),
        law=duty_labels.law(duty),
        uncertain=duty_labels.uncertain(duty.validity.confidence),
        cadence=duty_labels.cadence(duty),
        exception=labels.name(each.exception.note) if each.exception else "",
        state=duty_labels.state(stands),
        state_code=duty_labels.told_state(stands).value,
        due=duty_labels.due(stands),
        missed=duty_labels.missed(stands),
        done_on=labels.day(last.done_on) if last else "",
        where=last.where if last else "",
        done_address=_address(last) if last else "",
        document=last.document_link if last else "",
        is_invented=bool(last and last.invented),
        report=report if owed.may_keep else "",
    )


def _address(done: Fulfilment) -> str:
    """Return where it is told: a plan that counts has its plan's code and page."""
    if done.plan and done.code == done.plan:
        return reverse("plan", args=[done.plan])
    return reverse("fulfilment", args=[done.code])


def _municipalities(owed: Sequence[OwedBy]) -> Matrix:
    duties = {row.duty.code: row.duty for each in owed for row in each.rows}
    found = [{row.duty.code: row.standing for row in each.rows} for each in owed]
    columns = [
        (labels.name(each.organisation.names), reverse("duties", args=[_own_area(each)]))
        for each in owed
    ]
    ordered = sorted(duties.values(), key=lambda duty: duty.position)
    rows = [(*_named(duty), [_mark(each.get(duty.code)) for each in found]) for duty in ordered]
    return Matrix(columns, rows)


def _own_area(owed: OwedBy) -> str:
    organisation = owed.organisation
    return next(iter(sorted(organisation.areas - {organisation.county})), organisation.county)


def _named(duty: Duty) -> tuple[str, str, str]:
    """Return a duty's words, address and mark of uncertainty."""
    uncertain = duty_labels.uncertain(duty.validity.confidence)
    return labels.name(duty.names), reverse("duty", args=[duty.code]), uncertain


def _mark(stands: Standing | None) -> Mark:
    if stands is None:
        return Mark("–", gettext("does not concern"))
    code = duty_labels.told_state(stands).value
    return Mark(duty_labels.sign(stands), duty_labels.state(stands), code)


def national(found: NationalDuties) -> NationalPage:
    """Put the national view in words."""
    columns = [
        (labels.name(each.names), reverse("duties", args=[each.code])) for each in found.counties
    ]
    own = [
        (*_named(duty), [_mark(each.own.get(duty.code)) for each in found.counties])
        for duty in exports.county_duties(found)
    ]
    inside = [
        (
            *_named(duty),
            [_share(each.municipalities.get(duty.code)) for each in found.counties],
        )
        for duty in exports.municipal_duties(found)
    ]
    return NationalPage(
        title=gettext("Statutory duties: who has done what"),
        day=labels.day(found.on),
        totals=[
            (
                *_named(duty),
                [
                    labels.number(each)
                    for each in (at.all, at.done, at.late, at.ahead, at.not_known)
                ],
            )
            for duty in found.duties
            for at in (found.totals[duty.code],)
        ],
        counties=Matrix(columns, own),
        municipalities=Matrix(columns, inside),
        key=duty_labels.key(),
        is_invented=found.is_invented,
        downloads=[
            (each.upper(), reverse("duties_all_file", args=[each])) for each in exports.MEDIA_TYPES
        ],
    )


def _share(counts: Any) -> Mark:
    words = duty_labels.counted(counts) if counts and counts.all else gettext("does not concern")
    code = "late" if counts and counts.late else ""
    return Mark(duty_labels.share(counts), words, code)


def duty(shown: DutyShown) -> DutyPage:
    """Put one duty in words, with those who owe it by kind of organisation."""
    found, rule = shown.duty, shown.duty.validity
    until = labels.day(rule.valid_to) if rule.valid_to else ""
    return DutyPage(
        name=labels.name(found.names),
        law=duty_labels.law(found),
        uncertain=duty_labels.uncertain(rule.confidence),
        note=labels.name(found.note),
        facts=[
            (pgettext("of a duty", "Concerns"), duty_labels.owing(found)),
            (gettext("How often"), duty_labels.cadence(found)),
            (gettext("Shown by"), duty_labels.evidence(found.evidence)),
            (gettext("Followed here"), f"{labels.day(rule.valid_from)}–{until}"),
            (gettext("Source"), rule.source),
            (gettext("Confidence"), labels.confidence(rule.confidence)),
        ],
        exceptions=[
            (
                labels.name(names),
                gettext("concerns") if each.applies else gettext("does not concern"),
                labels.name(each.note),
                each.source,
                duty_labels.uncertain(each.confidence),
            )
            for each, names in shown.exceptions
        ],
        counted=duty_labels.counted(shown.counts),
        is_invented=any(each.last and each.last.invented for _owing, each in shown.rows),
        groups=_groups(shown),
    )


@dataclass(frozen=True, slots=True)
class FulfilmentPage:
    """What the page of what was done shows."""

    title: str
    organisation: str
    back: str
    facts: list[tuple[str, str]]
    links: list[tuple[str, str, str]]
    document: str
    is_invented: bool
    edit: str


def list_address(shown: ShownFulfilment) -> str:
    """Return the address of the list on which what was done stands."""
    return reverse("duties", args=[shown.place or shown.county or NATIONAL])


def fulfilment(shown: ShownFulfilment) -> FulfilmentPage:
    """Put what was done in words."""
    done = shown.fulfilment
    covers = [labels.day(each) if each else "" for each in (done.covers_from, done.covers_to)]
    facts = (
        (gettext("Done on"), labels.day(done.done_on)),
        (pgettext("of a duty", "Where"), done.where),
        (gettext("Covers"), "–".join(covers) if any(covers) else ""),
        (gettext("Note"), done.note),
        (gettext("Source"), done.source),
    )
    links = (
        (gettext("Duty"), shown.duty.names, "duty", done.duty),
        (gettext("Body"), shown.body, "body", done.body),
        (gettext("Meeting"), shown.meeting, "meeting", done.meeting),
        (gettext("Plan"), shown.plan, "plan", done.plan),
    )
    return FulfilmentPage(
        title=labels.name(shown.duty.names),
        organisation=labels.name(shown.organisation),
        back=list_address(shown),
        facts=[(label, value) for label, value in facts if value],
        links=[
            (label, labels.name(names), reverse(page, args=[code]))
            for label, names, page, code in links
            if names
        ],
        document=done.document_link,
        is_invented=done.invented,
        edit=reverse("fulfilment_edit", args=[done.code]) if shown.may_keep else "",
    )


def form_of(asked: Asked) -> dict[str, Any]:
    """Return what the page of the form shows around it."""
    organisation = labels.name(asked.organisation)
    listed = reverse("duties", args=[asked.place or NATIONAL])
    code = asked.fulfilment.code
    heading = gettext("%(duty)s: what was done") % {"duty": labels.name(asked.duty.names)}
    return {
        "heading": heading,
        "trail": [(reverse("duties_all"), gettext("Duties")), (listed, organisation)],
        "back": reverse("fulfilment", args=[code]) if code else listed,
        "remove": reverse("fulfilment_remove", args=[code]) if code else "",
    }


def _groups(shown: DutyShown) -> list[tuple[str, list[tuple[str, str, str, str, str, str]]]]:
    groups: dict[OrganisationKind, list[tuple[str, str, str, str, str, str]]] = {}
    for owing, stands in shown.rows:
        last = stands.last
        groups.setdefault(owing.kind, []).append(
            (
                labels.name(owing.names),
                duty_labels.state(stands),
                duty_labels.told_state(stands).value,
                duty_labels.due(stands),
                labels.day(last.done_on) if last else "–",
                _address(last) if last else "",
            )
        )
    return [(str(duty_labels.OWING[kind]), rows) for kind, rows in groups.items()]
