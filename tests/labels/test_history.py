"""The history of a thing in words: every field and value has them."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, get_args, get_type_hints

import pytest
from django.utils.translation import override

from yhdyspinta.calc.register import changed
from yhdyspinta.labels import history
from yhdyspinta.labels.history import FieldChange
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.agreements import Agreement, AgreementKind, Period, PeriodUnit
from yhdyspinta.terms.audit import Event
from yhdyspinta.terms.bodies import Body, BodyKind, BodyMember, MemberRole
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.history import History, Reference
from yhdyspinta.terms.interfaces import Interface
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import Level, RegisterKind

NAMES = {(Reference.ORGANISATION, "hva-06"): Names("Satakunnan hyvinvointialue")}
BODY = Body("ryhma", Names("Ryhmä"), Level.EXPERT, BodyKind.COOPERATION, owner="hva-06")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Say it in English: the words of the program itself."""
    with override("en"):
        yield


def _inside(record: type[Any]) -> set[str]:
    """All fields of a record and of the records in it."""
    found = {each.name for each in fields(record)}
    for hint in get_type_hints(record).values():
        for each in (hint, *get_args(hint), *(g for a in get_args(hint) for g in get_args(a))):
            if isinstance(each, type) and is_dataclass(each) and each not in {Names, Quarter}:
                found |= _inside(each)
    return found


@pytest.mark.parametrize("kind", RegisterKind)
def test_every_field_of_the_register_has_words(kind: RegisterKind) -> None:
    assert _inside(history.RECORDS[kind]) - set(history.FIELDS) == set()


def _codes(record: type[Any]) -> Iterator[Enum]:
    """Every code that a record and the records in it may hold."""
    for hint in get_type_hints(record).values():
        for each in (hint, *get_args(hint), *(g for a in get_args(hint) for g in get_args(a))):
            if isinstance(each, type) and issubclass(each, Enum):
                yield from each
            elif isinstance(each, type) and is_dataclass(each) and each not in {Names, Quarter}:
                yield from _codes(each)


@pytest.mark.parametrize("kind", RegisterKind)
def test_no_code_of_the_register_is_shown_raw(kind: RegisterKind) -> None:
    # In Finnish, where no code is a word by chance.
    with override("fi"):
        raw = {
            f"{type(code).__name__}.{code.name}"
            for code in _codes(history.RECORDS[kind])
            if type(code) not in history.CODES
            or history.CODES[type(code)](code).replace(" ", "_") == code.value
        }
    assert raw == set()


def _told(kind: RegisterKind, before: Any, after: Any) -> dict[str, FieldChange]:
    old, new = changed(before, after)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    event = Event(1, at, "person:1", "register.change", "x", details={"before": old, "after": new})
    whole = History(kind, "x", Names("X"), "06", (event,), {}, NAMES)
    return {each.name: each for each in history.changes(event, whole)}


def test_codes_are_told_by_their_names() -> None:
    other = Body("ryhma", Names("Ryhmä"), Level.POLITICAL, BodyKind.COOPERATION, owner="hva-06")
    change = _told(RegisterKind.BODY, BODY, other)["Level"]
    assert (change.before, change.after) == ("Experts", "Political decision-making")


def test_an_added_thing_tells_its_owner_by_name() -> None:
    told = _told(RegisterKind.BODY, None, BODY)
    assert told["Owner"].after == "Satakunnan hyvinvointialue"
    assert "Code" not in told


def test_a_list_tells_what_was_taken_and_added() -> None:
    seats = (BodyMember(MemberRole.CHAIR, "hva-06"), BodyMember(text="Kunnat"))
    before, after = (
        Body("r", Names("R"), Level.EXPERT, BodyKind.NETWORK, members=each)
        for each in (seats[:1], seats[1:])
    )
    change = _told(RegisterKind.BODY, before, after)["Members"]
    assert change.removed == ("Role: chair; Organisation: Satakunnan hyvinvointialue",)
    assert change.added == ("Role: member; Text: Kunnat",)


def test_days_quarters_and_periods_are_written_as_people_write_them() -> None:
    before = Agreement("s", Names("S"), AgreementKind.LEASE, ends_on=date(2026, 1, 31))
    after = Agreement("s", Names("S"), AgreementKind.LEASE, notice=Period(6, PeriodUnit.MONTHS))
    told = _told(RegisterKind.AGREEMENT, before, after)
    assert (told["Ends on"].before, told["Ends on"].after) == ("31 January 2026", "–")
    assert "6" in told["Notice period"].after


def test_a_quarter_is_told_as_one() -> None:
    before, after = (
        Interface("i", Names("I")),
        Interface("i", Names("I"), organised_to=Quarter(2026, 2)),
    )
    assert "2026" in _told(RegisterKind.INTERFACE, before, after)["Organised by"].after


def test_a_new_order_of_a_list_is_told_as_that() -> None:
    one, other = (Interface("i", Names("I"), aims=each) for each in (("a", "b"), ("b", "a")))
    assert _told(RegisterKind.INTERFACE, one, other)["Aims"].after


def test_hidden_words_are_told_to_be_hidden() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    details = {"before": {"visibility": Visibility.INTERNAL.value, "hidden": True}, "after": {}}
    event = Event(1, at, "person:1", "register.change", "x", details=details)
    whole = History(RegisterKind.BODY, "x", Names("X"), "", (event,), {}, {})
    assert "internal" in history.changes(event, whole)[-1].after
