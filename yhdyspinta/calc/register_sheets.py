"""Records of the register as rows of its workbook and back, and what changes between two."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from yhdyspinta.terms.agreements import Agreement, AgreementParty
from yhdyspinta.terms.annual_clock import ClockEvent
from yhdyspinta.terms.bodies import Body, BodyMember
from yhdyspinta.terms.duties import Fulfilment
from yhdyspinta.terms.interfaces import Interface, InterfaceParty, Structure, WorkPackage
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import AgendaItem, Meeting, Outcome, Series
from yhdyspinta.terms.phenomena import Phenomenon, PhenomenonStep
from yhdyspinta.terms.plans import Plan
from yhdyspinta.terms.recurrence import Recurrence
from yhdyspinta.terms.register_columns import CHILDREN, COLUMNS, REMOVE, Form, RegisterSheet
from yhdyspinta.terms.register_sheets import SheetRow
from yhdyspinta.terms.shared_aims import SharedAim

Values = Mapping[str, Any]
Same = Callable[[Any, Any], bool]

RECORDS: Mapping[RegisterSheet, type[Any]] = {
    RegisterSheet.WORK_PACKAGES: WorkPackage,
    RegisterSheet.INTERFACES: Interface,
    RegisterSheet.INTERFACE_PARTIES: InterfaceParty,
    RegisterSheet.STRUCTURES: Structure,
    RegisterSheet.BODIES: Body,
    RegisterSheet.MEMBERS: BodyMember,
    RegisterSheet.SERIES: Series,
    RegisterSheet.MEETINGS: Meeting,
    RegisterSheet.AGENDA: AgendaItem,
    RegisterSheet.OUTCOMES: Outcome,
    RegisterSheet.PHENOMENA: Phenomenon,
    RegisterSheet.STEPS: PhenomenonStep,
    RegisterSheet.AGREEMENTS: Agreement,
    RegisterSheet.AGREEMENT_PARTIES: AgreementParty,
    RegisterSheet.PLANS: Plan,
    RegisterSheet.FULFILMENTS: Fulfilment,
    RegisterSheet.CLOCK_EVENTS: ClockEvent,
    RegisterSheet.SHARED_AIMS: SharedAim,
}
# The register is Finland's: a meeting's time of day on a sheet is the time there.
ZONE = ZoneInfo("Europe/Helsinki")
_RULE = tuple(each.name for each in fields(Recurrence))
_TIMES = ("on", "starts", "ends", "ends_on")
_LANGUAGES = ("fi", "sv", "en")
# Rows whose number is their place among the others: no number may be left out.
_BY_PLACE = (RegisterSheet.STRUCTURES, RegisterSheet.MEMBERS, RegisterSheet.AGREEMENT_PARTIES)


class NumberLeftOutError(ValueError):
    """Rows numbered by their place leave a number out; its first argument is that number."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that differs: its sheet, what names the row among its siblings, field, values.

    A whole row added or gone has no field, and its values by field before or after (else None).
    """

    sheet: RegisterSheet
    row: Any
    field: str
    before: Any
    after: Any


def values_of(sheet: RegisterSheet, record: Any) -> dict[str, Any]:
    """Return a record's values by field of its sheet, without what names it among siblings."""
    found: dict[str, Any] = {}
    times = _local_times(record) if sheet is RegisterSheet.MEETINGS else {}
    for column in COLUMNS[sheet]:
        name = column.field
        stem, _, language = name.rpartition("_")
        if name == REMOVE or (column.key and name != "code"):
            continue
        if stem in ("name", "lane") and language in _LANGUAGES:
            names = record.names if stem == "name" else record.lane
            found[name] = getattr(names, language)
        elif name in _RULE and hasattr(record, "rule"):
            found[name] = _of_rule(record.rule, name)
        else:
            found[name] = times[name] if name in times else getattr(record, name)
    return found


def built(sheet: RegisterSheet, values: Values, base: Any, *, same: Same) -> Any:
    """Make a record of a row's values: what they do not name stays as in `base` (None: new).

    A value that is the `same` as it was stays exactly as it was. An empty cell of a new row, and
    one that cannot be empty, gives the record's own default.
    """
    before = values_of(sheet, base) if base is not None else {}
    kept = {
        name: before[name] if name in before and same(before[name], value) else value
        for name, value in values.items()
    }
    merged = {**before, **kept}
    plain = {each.name: each for each in fields(RECORDS[sheet])}
    made = {
        name: value
        for name, value in merged.items()
        if name in plain and not _takes_default(plain[name], value, is_new=base is None)
    }
    made |= _composed(sheet, merged, base)
    if base is not None:
        # Emptied of what cannot be empty: the default, not what was there.
        emptied = {
            name: plain[name].default
            for name in kept
            if name in plain and name not in made and plain[name].default is not MISSING
        }
        return replace(base, **{**emptied, **made})
    return RECORDS[sheet](**made)


def with_rows(sheet: RegisterSheet, whole: Any, rows: Sequence[SheetRow], *, same: Same) -> Any:
    """Return a record with its own rows of another sheet changed, added and removed.

    Raises NumberLeftOutError.
    """
    _parent, field = CHILDREN[sheet]
    own = {_name_of(sheet, place, each): each for place, each in _placed(whole, field)}
    for row in rows:
        key = row.key[1]
        if row.removes:
            own.pop(key, None)
            continue
        named = {} if sheet in _BY_PLACE else {_key_field(sheet): key}
        base = own.get(key)
        own[key] = built(sheet, {**row.values, **named}, base, same=same)
    if sheet is not RegisterSheet.INTERFACE_PARTIES:
        own = dict(sorted(own.items()))
    if sheet in _BY_PLACE and any(not row.removes for row in rows):
        _check_numbers(own)
    return replace(whole, **{field: tuple(own.values())})


def children(sheet: RegisterSheet) -> tuple[tuple[RegisterSheet, str], ...]:
    """Return the sheets of a thing's own rows, each with its field in the record."""
    return tuple((own, field) for own, (whole, field) in CHILDREN.items() if whole is sheet)


def rows_of(sheet: RegisterSheet, record: Any) -> list[tuple[RegisterSheet, Any, dict[str, Any]]]:
    """Return a record's rows on all its sheets: (sheet, what names it among siblings, values)."""
    found: list[tuple[RegisterSheet, Any, dict[str, Any]]] = [
        (sheet, "", values_of(sheet, record)),
    ]
    for own, field in children(sheet):
        found += [
            (own, _name_of(own, place, each), values_of(own, each))
            for place, each in _placed(record, field)
        ]
    return found


def differences(sheet: RegisterSheet, before: Any, after: Any) -> list[Difference]:
    """Return the cells that differ between two records, and own rows that came or went."""
    old = {(own, name): values for own, name, values in rows_of(sheet, before)}
    new = {(own, name): values for own, name, values in rows_of(sheet, after)}
    found: list[Difference] = []
    for own, name in {**old, **new}:
        was, now = old.get((own, name)), new.get((own, name))
        if was is None or now is None:
            found.append(Difference(own, name, "", was, now))
            continue
        found += [
            Difference(own, name, field, was[field], now[field])
            for field in now
            if was[field] != now[field]
        ]
    return found


def references(sheet: RegisterSheet, record: Any) -> set[tuple[str, str]]:
    """Return what a record refers to, with its own rows: (kind, code)."""
    found: set[tuple[str, str]] = set()
    for own, _name, values in rows_of(sheet, record):
        for column in COLUMNS[own]:
            if column.form is Form.REFERENCE and values.get(column.field):
                found.add((column.refers, values[column.field]))
            elif column.form is Form.REFERENCES:
                found |= {(column.refers, code) for code in values.get(column.field, ())}
    return found


def circular(parents: Mapping[str, str]) -> set[str]:
    """Return the codes that come back to themselves when one follows their parents."""
    found: set[str] = set()
    for code in parents:
        seen = {code}
        above = parents[code]
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above == code:
            found.add(code)
    return found


def _takes_default(field: "Field[Any]", value: Any, *, is_new: bool) -> bool:
    """Tell whether an empty value stands for the field's default."""
    if field.default is MISSING:
        return False
    return (value is None and field.default is not None) or (is_new and value in (None, "", ()))


def _composed(sheet: RegisterSheet, values: Values, base: Any) -> dict[str, Any]:
    """Return the fields that several columns make together."""
    made: dict[str, Any] = {}
    for stem, field in (("name", "names"), ("lane", "lane")):
        if f"{stem}_fi" in values:
            made[field] = Names(*(values.get(f"{stem}_{each}", "") for each in _LANGUAGES))
    if "frequency" in values:
        made["rule"] = _rule(values)
    if sheet is RegisterSheet.MEETINGS:
        made |= _moments(values, base)
    return made


def _of_rule(rule: Recurrence | None, name: str) -> Any:
    if rule is None:
        return {"months": (), "is_business_day": False}.get(name)
    # Without a weekday its order says nothing.
    return None if name == "nth" and rule.weekday is None else getattr(rule, name)


def _rule(values: Values) -> Recurrence | None:
    if not values["frequency"]:
        return None
    given = {name: values[name] for name in _RULE if values.get(name) is not None}
    return Recurrence(**given)


def _local_times(meeting: Meeting) -> dict[str, Any]:
    starts, ends = (each.astimezone(ZONE) for each in (meeting.starts_at, meeting.ends_at))
    return {
        "on": starts.date(),
        "starts": _minute(starts),
        "ends": _minute(ends),
        "ends_on": ends.date() if ends.date() != starts.date() else None,
    }


def _minute(moment: datetime) -> time:
    return time(moment.hour, moment.minute)


def _moments(values: Values, base: Meeting | None) -> dict[str, Any]:
    """Return when a meeting begins and ends; unchanged times keep what a sheet cannot show."""
    if base is not None:
        shown = _local_times(base)
        if all(values[name] == shown[name] for name in _TIMES):
            return {}
    first: date = values["on"]
    last: date = values.get("ends_on") or first
    return {
        "starts_at": datetime.combine(first, values["starts"], ZONE).astimezone(UTC),
        "ends_at": datetime.combine(last, values["ends"], ZONE).astimezone(UTC),
    }


def _placed(whole: Any, field: str) -> Iterable[tuple[int, Any]]:
    return enumerate(getattr(whole, field), start=1)


def _key_field(sheet: RegisterSheet) -> str:
    return "organisation" if sheet is RegisterSheet.INTERFACE_PARTIES else "number"


def _name_of(sheet: RegisterSheet, place: int, record: Any) -> Any:
    return place if sheet in _BY_PLACE else getattr(record, _key_field(sheet))


def _check_numbers(own: Mapping[int, Any]) -> None:
    for number, given in enumerate(own, start=1):
        if given != number:
            raise NumberLeftOutError(number)
