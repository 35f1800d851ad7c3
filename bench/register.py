"""The cooperation register of all counties: one county's annual clock, and everybody's gaps."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import scratch
from bench.figures import Figure, Goal
from bench.settings import Settings
from bench.timing import timed
from yhdyspinta.calc.agreements import act_by, is_in_force, latest_start
from yhdyspinta.calc.bodies import pace
from yhdyspinta.services import annual_clock, gaps, places
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.agreements import AgreementState, Period, PeriodUnit, Renewal
from yhdyspinta.terms.annual_clock import ClockKind
from yhdyspinta.terms.gaps import GapKind
from yhdyspinta.terms.meetings import MeetingState

_DAY = date(2026, 11, 24)
_COUNTY = "08"
_INTERFACES = 12
_LEVELS = ("political", "management", "expert", "expert")
_PUBLIC = {"visibility": Visibility.PUBLIC}


def measure(settings: Settings) -> list[Figure]:
    """Measure with the shipped municipalities and duties, and what is written here."""
    scratch.fresh()
    write(*settings.per_county)
    return [_clock(settings), _gaps(settings)]


def write(bodies: int, meetings: int, agreements: int) -> None:
    """Give each county bodies, meetings of the year and agreements, in bulk."""
    counties = places.counties(on=_DAY)
    areas = {row.code: row for row in store.Area.objects.filter(code__in=counties)}
    owners = {
        area: row
        for row in store.Organisation.objects.prefetch_related("areas")
        for area in (each.code for each in row.areas.all())
    }
    with transaction.atomic():
        for code, area in areas.items():
            if code in owners:
                _write_county(area, owners[code], sizes=(bodies, meetings, agreements))
    connection.close()


def _write_county(
    area: store.Area, owner: store.Organisation, *, sizes: tuple[int, int, int]
) -> None:
    shared = {"area": area, "owner": owner, **_PUBLIC}
    interfaces = store.Interface.objects.bulk_create(
        store.Interface(
            **{"code": f"{area.code}-i{number}", "name_fi": f"Yhdyspinta {number}", **shared},
            ground="choice",
            state="working",
            agreement_needed=number % 2 == 0,
        )
        for number in range(_INTERFACES)
    )
    bodies = store.Body.objects.bulk_create(
        store.Body(
            **{"code": f"{area.code}-b{number}", "name_fi": f"Toimielin {number}", **shared},
            level=_LEVELS[number % 4],
            kind="cooperation",
            least_per_year=6,
        )
        for number in range(sizes[0])
    )
    store.Body.interfaces.through.objects.bulk_create(
        store.Body.interfaces.through(body=body, interface=interfaces[number % (_INTERFACES - 2)])
        for number, body in enumerate(bodies)
    )
    _write_meetings(area, bodies, shared=shared, count=sizes[1])
    _write_agreements(area, interfaces, shared=shared, count=sizes[2])


def _write_meetings(
    area: store.Area, bodies: list[store.Body], *, shared: dict[str, object], count: int
) -> None:
    first = datetime(2026, 1, 5, 7, tzinfo=UTC)
    meetings = store.Meeting.objects.bulk_create(
        store.Meeting(
            **{"code": f"{area.code}-m{number}", "title": f"Kokous {number}", **shared},
            # The first bodies meet more often than the last ones.
            body=bodies[number * number % len(bodies)],
            starts_at=at,
            ends_at=at + timedelta(hours=2),
            state=MeetingState.HELD if at.date() < _DAY else MeetingState.PLANNED,
        )
        for number in range(count)
        for at in [first + timedelta(days=number * 360 // count)]
    )
    store.Outcome.objects.bulk_create(
        store.Outcome(
            meeting=meeting,
            number=1,
            kind="action",
            text="Selvitetään",
            state="open" if number % 10 == 0 else "done",
            due_on=meeting.starts_at.date() + timedelta(days=30),
        )
        for number, meeting in enumerate(meetings)
    )


def _write_agreements(
    area: store.Area, interfaces: list[store.Interface], *, shared: dict[str, object], count: int
) -> None:
    rows = [
        store.Agreement(
            **{"code": f"{area.code}-a{number}", "name_fi": f"Sopimus {number}", **shared},
            kind="cooperation",
            state=AgreementState.IN_FORCE,
            renewal=Renewal.OPTION,
            starts_on=date(2024, 1, 1),
            notice_number=6,
            notice_unit="months",
            ends_on=_DAY + timedelta(days=30 + number % 1500),
            interface=interfaces[number % 5 * 2] if number % 4 == 0 else None,
        )
        for number in range(count)
    ]
    for row in rows:
        row.act_by = latest_start(row.ends_on or _DAY, Period(6, PeriodUnit.MONTHS))
    made = store.Agreement.objects.bulk_create(rows)
    store.AgreementParty.objects.bulk_create(
        store.AgreementParty(agreement=row, position=1, organisation=row.owner) for row in made
    )


def clock() -> int:
    """Gather a county's year as the product does; return how many meetings it has."""
    place = places.place(_COUNTY, on=_DAY)
    entries = annual_clock.year_of(place, actor=scratch.ACTOR, year=_DAY.year, on=_DAY)
    return sum(entry.kind is ClockKind.MEETING for entry in entries)


def plain_clock() -> int:
    """Gather it the usual way: ask each body for its meetings, look at every agreement."""
    found = 0
    for body in store.Body.objects.filter(area__code=_COUNTY):
        found += len([row for row in body.meetings.all() if row.starts_at.year == _DAY.year])
    for row in store.Agreement.objects.filter(area__code=_COUNTY):
        [party.organisation for party in row.parties.all()]
        act_by(row.as_terms(), on=_DAY)
    return found


def all_gaps() -> dict[GapKind, int]:
    """Find everybody's gaps as the product does."""
    counts: dict[GapKind, int] = defaultdict(int)
    for gap in gaps.national(actor=scratch.ACTOR, on=_DAY).gaps:
        counts[gap.kind] += 1
    return counts


def plain_gaps() -> dict[GapKind, int]:
    """Find two kinds of them the usual way: ask each thing for what belongs to it."""
    counts = {GapKind.NO_AGREEMENT: 0, GapKind.NOT_MEETING: 0}
    for interface in store.Interface.objects.filter(agreement_needed=True):
        agreed = (is_in_force(row.as_terms(), on=_DAY) for row in interface.agreements.all())
        counts[GapKind.NO_AGREEMENT] += not any(agreed)
    for body in store.Body.objects.all():
        held = [
            timezone.localtime(row.starts_at).date()
            for row in body.meetings.filter(state=MeetingState.HELD)
        ]
        counts[GapKind.NOT_MEETING] += pace(body.as_terms(), held, [], on=_DAY).is_behind
    return counts


def _clock(settings: Settings) -> Figure:
    ours, found = timed(clock, runs=settings.runs)
    plain, by_plain = timed(plain_clock, runs=settings.few_runs, warm=False)
    assert found == by_plain, "the clocks differ"
    goal = Goal("one county's annual clock, queries", 20, _queries(clock), "queries")
    size, way = sum(settings.per_county), "asking each body and each agreement for its own"
    name = "annual clock of one county"
    return Figure("register", name, size, "things", ours, plain, way, (goal,))


def _gaps(settings: Settings) -> Figure:
    ours, found = timed(all_gaps, runs=settings.few_runs)
    plain, by_plain = timed(plain_gaps, runs=1, warm=False)
    assert all(found[kind] == count for kind, count in by_plain.items()), "the gaps differ"
    goal = Goal(
        "gaps of all counties and municipalities, queries", 30, _queries(all_gaps), "queries"
    )
    size = store.Agreement.objects.count() + store.Meeting.objects.count()
    size += store.Body.objects.count()
    way = "two of the nine kinds, asking each thing for its own"
    return Figure("register", "gaps of all counties", size, "things", ours, plain, way, (goal,))


def _queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)
