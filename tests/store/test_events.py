"""The trail in the database: nobody can edit it, and who may read it is asked in two ways."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import AINO, coordinator
from yhdyspinta.calc.access import may_read_event
from yhdyspinta.store import audit as rows
from yhdyspinta.store.models import Event, Seal
from yhdyspinta.terms.access import Actor, Grant, Role, operator
from yhdyspinta.terms.audit import Page, Place, Wanted

START = datetime(2026, 1, 1, tzinfo=UTC)
OPERATOR = operator("root")


def event(minute: int = 0, **facts: object) -> Event:
    told = {"actor": "person:1", "action": "report.save", "subject": "2026-01 06", **facts}
    return Event.objects.create(at=START + timedelta(minutes=minute), **told)


def refused(change) -> bool:
    """Tell whether the database refuses; a savepoint keeps the test's transaction alive."""
    try:
        with transaction.atomic():
            change()
    except IntegrityError as error:
        return "never changes" in str(error)
    return False


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
class TestNobodyCanEdit:
    @pytest.mark.parametrize(
        "field", [f.attname for f in Event._meta.concrete_fields if f.name not in {"id", "address"}]
    )
    def test_no_fact_of_an_event_can_be_updated(self, field):
        kept = event()
        same = getattr(kept, field)
        assert refused(lambda: Event.objects.filter(pk=kept.pk).update(**{field: same}))

    def test_an_event_cannot_be_saved_again_or_deleted(self):
        kept = event()
        assert refused(kept.save)
        assert refused(Event.objects.all().delete)
        assert Event.objects.count() == 1

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE yhdyspinta_event SET actor = 'person:2'",
            "UPDATE yhdyspinta_event SET address = '', reason = 'x'",
            "DELETE FROM yhdyspinta_event",
            "UPDATE yhdyspinta_seal SET sha256 = 'x'",
            "DELETE FROM yhdyspinta_seal",
        ],
    )
    def test_plain_sql_is_refused_too(self, statement):
        event()
        Seal.objects.create(
            number=1, sealed_at=START, first=1, last=1, events=1, former="", sha256="a"
        )
        assert refused(lambda: run(statement))

    def test_the_address_may_be_emptied(self):
        kept = event(address="192.0.2.1")
        Event.objects.filter(pk=kept.pk).update(address="")
        kept.refresh_from_db()
        assert kept.address == ""


CODES = st.sampled_from(["", "a", "b"])
GRANTS = st.builds(
    Grant,
    role=st.sampled_from(Role),
    organisation=CODES,
    areas=st.frozensets(st.sampled_from(["06", "07"])),
    roadmap=CODES,
)
ACTORS = st.builds(
    Actor,
    key=st.sampled_from(["", "person:1", "person:2"]),
    grants=st.lists(GRANTS, max_size=2).map(tuple),
    scopes=st.sampled_from([None, frozenset({"trail"}), frozenset({"report"})]),
)
FACTS = st.fixed_dictionaries(
    {
        "minute": st.integers(0, 2),
        "actor": st.sampled_from(["person:1", "person:2"]),
        "action": st.sampled_from(["report.save", "round.open"]),
        "organisation": CODES,
        "area": st.sampled_from(["", "06", "07"]),
        "roadmap": CODES,
        "request": st.sampled_from(["", "r1"]),
    }
)
WANTED = st.builds(
    Wanted,
    since=st.sampled_from([None, START + timedelta(minutes=1)]),
    until=st.sampled_from([None, START + timedelta(minutes=2)]),
    actors=st.sampled_from([None, (), ("person:1",), ("person:1", "person:2")]),
    organisation=CODES,
    area=st.sampled_from(["", "06"]),
    actions=st.sampled_from([(), ("report.save",), ("report.save", "round.open")]),
    text=st.sampled_from(["", "2026", "none"]),
    request=st.sampled_from(["", "r1"]),
)
SOME = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def all_pages(actor: Actor, wanted: Wanted, *, most: int) -> list[Page]:
    pages: list[Page] = []
    after = None
    while not pages or after:
        pages.append(rows.page(actor, wanted, after=after, most=most))
        after = pages[-1].next
    return pages


def plainly(actor: Actor, wanted: Wanted) -> list[int]:
    """Filter every event in Python."""
    found = [
        each
        for each in (row.as_terms() for row in Event.objects.all())
        if may_read_event(actor, each)
        and (wanted.since is None or each.at >= wanted.since)
        and (wanted.until is None or each.at < wanted.until)
        and (wanted.actors is None or each.actor in wanted.actors)
        and wanted.organisation in {"", each.organisation}
        and wanted.area in {"", each.area}
        and (not wanted.actions or each.action in wanted.actions)
        and wanted.text in each.subject
        and wanted.request in {"", each.request}
    ]
    return [each.number for each in sorted(found, key=lambda e: (e.at, e.number), reverse=True)]


@pytest.mark.django_db
class TestReading:
    @SOME
    @given(actor=ACTORS, facts=st.lists(FACTS, max_size=6))
    def test_the_query_and_the_rule_agree_on_who_may_read(self, actor, facts):
        with transaction.atomic():
            for each in facts:
                event(**each)
            seen = set(Event.objects.visible_to(actor).values_list("id", flat=True))
            by_rule = set(plainly(actor, Wanted()))
            transaction.set_rollback(True)
        assert seen == by_rule

    @SOME
    @given(
        actor=ACTORS,
        facts=st.lists(FACTS, max_size=8),
        wanted=WANTED,
        most=st.integers(1, 3),
        pool=st.integers(1, 9),
    )
    def test_pages_hold_each_event_once_whatever_their_size(  # noqa: PLR0917
        self, actor, facts, wanted, most, pool
    ):
        with pytest.MonkeyPatch.context() as patch, transaction.atomic():
            patch.setattr(rows, "POOL", pool)
            for each in facts:
                event(**each)
            paged = [e.number for p in all_pages(actor, wanted, most=most) for e in p.events]
            expected = plainly(actor, wanted)
            transaction.set_rollback(True)
        assert paged == expected

    def test_a_page_does_not_move_when_something_is_added(self):
        first, second, third = (event(minute) for minute in range(3))
        begun = rows.page(OPERATOR, Wanted(), after=None, most=1)
        event(9)
        rest = rows.page(OPERATOR, Wanted(), after=begun.next, most=9)
        assert [e.number for e in (*begun.events, *rest.events)] == [third.pk, second.pk, first.pk]


FILTERS = [
    Wanted(),
    Wanted(since=START, until=START + timedelta(days=1)),
    Wanted(actors=("person:1",)),
    Wanted(organisation="hva-06"),
    Wanted(area="06"),
    Wanted(actions=("report.save", "round.open")),
    Wanted(text="2026"),
    Wanted(request="r1"),
    Wanted(area="06", actions=("report.save",), text="2026"),
]


@pytest.fixture
def small_pool(monkeypatch):
    """Let a page look through few events only."""
    monkeypatch.setattr(rows, "POOL", 5)


@pytest.mark.django_db
@pytest.mark.usefixtures("small_pool")
# Reads SQLite's plan.
@pytest.mark.on_database("sqlite")
@pytest.mark.parametrize("actor", [OPERATOR, AINO, coordinator("sote")], ids=lambda a: a.key)
@pytest.mark.parametrize("wanted", FILTERS)
@pytest.mark.parametrize("after", [None, Place(START + timedelta(minutes=30), 40)])
def test_no_filter_scans_or_sorts_the_trail(actor, wanted, after):
    for minute in range(60):
        event(minute, area="06", organisation="hva-06", roadmap="sote", request=f"r{minute}")
    plans = []

    def look(execute, sql, params, many, context):  # noqa: PLR0917 - Django's interface
        # With parameters, as it is run: an index may be of use for a literal only.
        execute("EXPLAIN QUERY PLAN " + sql, params, many, context)
        plans.append([row[3] for row in context["cursor"].fetchall()])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        rows.page(actor, wanted, after=after, most=10)
    assert plans
    assert [each for each in plans if not _by_index(each)] == []


def _by_index(steps: list[str]) -> bool:
    """Tell a walk along an index, in its order, from a scan of the table or a sort of it."""
    walk, *sort = steps
    if "event_of_request" in walk or "PRIMARY KEY" in walk:
        return walk.startswith("SEARCH")  # a request has few events: they may be sorted
    # Otherwise only events of the very same moment are put in order.
    is_sorted = all("RIGHT PART" in step or "LAST TERM" in step for step in sort)
    in_order = walk.startswith("SEARCH yhdyspinta_event USING") or "event_newest_first" in walk
    return is_sorted and in_order


def test_an_event_of_the_terms_has_every_column_of_the_table() -> None:
    names = {each.name for each in dataclasses.fields(Event(at=START).as_terms())}
    assert names - {"number"} == {each.name for each in Event._meta.concrete_fields} - {"id"}
