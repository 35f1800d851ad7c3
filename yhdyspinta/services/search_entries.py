"""What of each noun is searched: its title, its text, and who reads it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from yhdyspinta.calc.search import texts
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import RegisterKind
from yhdyspinta.terms.search import Entry, SearchKind

# The register's kinds that can be found; series of meetings are found by their meetings.
TABLES: Mapping[SearchKind, type[Any]] = {
    SearchKind.INTERFACE: store.Interface,
    SearchKind.BODY: store.Body,
    SearchKind.MEETING: store.Meeting,
    SearchKind.AGREEMENT: store.Agreement,
    SearchKind.PLAN: store.Plan,
    SearchKind.PHENOMENON: store.Phenomenon,
    SearchKind.FULFILMENT: store.Fulfilment,
    SearchKind.CLOCK_EVENT: store.ClockEvent,
    SearchKind.SHARED_AIM: store.SharedAim,
    SearchKind.WORK_PACKAGE: store.WorkPackage,
}
# What of a record is text. Names of persons are not: who sits where is not looked for.
_TEXTS: Mapping[SearchKind, tuple[str, ...]] = {
    SearchKind.INTERFACE: (
        *("aims", "population", "partners", "basis", "structures.text", "indicators"),
        "parties.contribution",
    ),
    SearchKind.BODY: (
        *("mandate", "tasks", "composition", "legal_basis"),
        *("members.text", "members.expertise", "members.substitute"),
    ),
    SearchKind.MEETING: (
        *("agenda.title", "outcomes.text", "minutes", "agenda.notes", "agenda.materials.title"),
        *("agenda.owner_text", "outcomes.owner_text", "outcomes.reference", "place"),
    ),
    SearchKind.AGREEMENT: ("parties.text", "parties.obligations", "note"),
    SearchKind.PLAN: ("goals", "approver"),
    SearchKind.PHENOMENON: ("description", "steps.text"),
    SearchKind.FULFILMENT: ("where", "note"),
    SearchKind.CLOCK_EVENT: ("lane.fi", "lane.sv", "lane.en", "note"),
    SearchKind.SHARED_AIM: (),
    SearchKind.WORK_PACKAGE: ("description",),
}
_DAYS: Mapping[SearchKind, str] = {
    SearchKind.AGREEMENT: "ends_on",
    SearchKind.PLAN: "valid_to",
    SearchKind.PHENOMENON: "noticed_on",
    SearchKind.FULFILMENT: "done_on",
    SearchKind.CLOCK_EVENT: "starts_on",
}


def of_code(kind: RegisterKind, code: str) -> Entry | None:
    """Return what is searched of a thing of the register as it stands; None if it is not there."""
    found = _kind(kind)
    rows = _whole(found).filter(code=code) if found else ()
    return next((_of_row(found, row, _Sides()) for row in rows), None) if found else None


def of_meetings(body: str) -> Iterator[Entry]:
    """Return what is searched of the meetings that only a body's own people read."""
    rows = _whole(SearchKind.MEETING).filter(body__code=body, visibility=Visibility.INTERNAL)
    sides = _Sides()
    return (_of_row(SearchKind.MEETING, row, sides) for row in rows)


def everything(kind: SearchKind) -> Iterator[Entry]:
    """Return what is searched of all things of a kind."""
    if kind in TABLES:
        sides = _Sides.of_all()
        rows = _whole(kind).order_by("pk").iterator(chunk_size=500)
        return (_of_row(kind, row, sides) for row in rows)
    return _OTHERS[kind]()


def _kind(kind: RegisterKind) -> SearchKind | None:
    return SearchKind(kind.value) if kind.value in set(SearchKind) else None


def _whole(kind: SearchKind) -> Any:
    rows = TABLES[kind]._default_manager
    return rows.whole() if hasattr(rows, "whole") else rows.select_related("area", "owner")


class _Sides:
    """What stands beside a record: names of organisations, and who sits in a body."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._seats: dict[int, tuple[str, ...]] = {}
        self._has_all = False

    @classmethod
    def of_all(cls) -> "_Sides":
        """Fetch all at once: two queries."""
        sides = cls()
        sides._names = _names(store.Organisation.objects.all())
        seats: dict[int, set[str]] = {}
        for body, code in _seats(store.BodyMember.objects.all()):
            seats.setdefault(body, set()).add(code)
        sides._seats = {body: tuple(sorted(codes)) for body, codes in seats.items()}
        sides._has_all = True
        return sides

    def names(self, codes: Iterable[str]) -> str:
        """Return organisations' names in one text."""
        missing = set(codes) - set(self._names)
        if missing and not self._has_all:
            self._names |= _names(store.Organisation.objects.filter(code__in=missing))
        return ", ".join(self._names[code] for code in dict.fromkeys(codes) if code in self._names)

    def seats(self, body: int) -> tuple[str, ...]:
        """Return the organisations that sit in a body, by its primary key."""
        if body not in self._seats and not self._has_all:
            found = _seats(store.BodyMember.objects.filter(body_id=body))
            self._seats[body] = tuple(sorted({code for _, code in found}))
        return self._seats.get(body, ())


def _names(rows: Any) -> dict[str, str]:
    fields = ("name_fi", "name_sv")
    return {
        code: " / ".join(dict.fromkeys(name for name in names if name))
        for code, *names in rows.values_list("code", *fields)
    }


def _seats(rows: Any) -> Any:
    return rows.exclude(organisation=None).values_list("body_id", "organisation__code")


def _of_row(kind: SearchKind, row: Any, sides: _Sides) -> Entry:
    record = row.as_terms()
    inside = _organisations(record)
    named = sides.names(inside)
    text = texts(record, _TEXTS[kind])
    return Entry(
        kind=kind,
        code=row.code,
        title=_title(kind, row),
        text="\n".join(each for each in (text, named) if each),
        area=row.area.code if row.area else "",
        owner=row.owner.code if row.owner else "",
        visibility=Visibility(row.visibility),
        organisations=sides.seats(row.body_id) if kind is SearchKind.MEETING else inside,
        on=_day(kind, row, record),
        invented=row.invented,
        changed_at=row.changed_at,
    )


def _organisations(record: Any) -> tuple[str, ...]:
    """Return the organisations that take part in a thing, as its table's `concerning` has them."""
    people = [*getattr(record, "parties", ()), *getattr(record, "members", ())]
    codes = [each.organisation for each in people] + list(getattr(record, "organisations", ()))
    return tuple(dict.fromkeys(code for code in codes if code))


def _title(kind: SearchKind, row: Any) -> Names:
    if kind is SearchKind.FULFILMENT:
        return Names(row.duty.name_fi, row.duty.name_sv, row.duty.name_en)
    return row.names if hasattr(row, "names") else Names(row.title)


def _day(kind: SearchKind, row: Any, record: Any) -> date | None:
    if kind is SearchKind.MEETING:
        return timezone.localtime(row.starts_at).date()
    found: date | None = getattr(record, _DAYS[kind]) if kind in _DAYS else None
    return found


def _areas() -> Iterator[Entry]:
    for row in store.Area.objects.order_by("pk"):
        names = Names(row.name_fi, row.name_sv, row.name_en)
        others = " ".join([row.short_fi, row.short_sv, row.short_en, *row.other_names])
        yield Entry(SearchKind.AREA, row.code, names, others, area=row.code)


def _acting() -> Iterator[Entry]:
    for row in store.Organisation.objects.prefetch_related("areas").order_by("pk"):
        names = Names(row.name_fi, row.name_sv, row.name_en)
        area = next((each.code for each in row.areas.all()), "")
        yield Entry(SearchKind.ORGANISATION, row.code, names, area=area)


def _duties() -> Iterator[Entry]:
    for row in store.Duty.objects.order_by("position", "pk"):
        names = Names(row.name_fi, row.name_sv, row.name_en)
        text = f"{row.law} {row.section} {row.note_fi} {row.note_sv} {row.note_en}".strip()
        yield Entry(SearchKind.DUTY, row.code, names, text)


def _themes() -> Iterator[Entry]:
    for row in store.Theme.objects.select_related("roadmap").order_by("pk"):
        names = Names(row.name_fi, row.name_sv, row.name_en)
        yield Entry(SearchKind.THEME, f"{row.roadmap.code}/{row.code}", names, row.roadmap.name_fi)


def _tasks() -> Iterator[Entry]:
    for row in store.Task.objects.select_related("roadmap", "subarea__theme").order_by("pk"):
        inside = row.subarea
        names = Names(row.title_fi or row.code, row.title_sv, row.title_en)
        text = f"{row.code} · {inside.theme.name_fi} · {inside.name_fi}"
        yield Entry(SearchKind.TASK, f"{row.roadmap.code}/{row.code}", names, text)


_OTHERS: Mapping[SearchKind, Callable[[], Iterator[Entry]]] = {
    SearchKind.AREA: _areas,
    SearchKind.ORGANISATION: _acting,
    SearchKind.DUTY: _duties,
    SearchKind.THEME: _themes,
    SearchKind.TASK: _tasks,
}
FACTS = tuple(_OTHERS)
