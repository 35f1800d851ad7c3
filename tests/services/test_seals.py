"""Seals: what is changed behind the database's triggers is found, what comes late is not blamed."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from tests.people import AINO
from tests.small_roadmap import at
from yhdyspinta.calc.audit import is_in
from yhdyspinta.services import seals
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Event, Seal
from yhdyspinta.terms.access import operator

ROOT = operator("root")
TABLE = "yhdyspinta_event"


def event(subject="a", **more):
    return Event.objects.create(
        at=at(8), actor="person:1", action="report.save", subject=subject, **more
    )


def seal(hour=9):
    return seals.seal(actor=ROOT, now=at(hour))


def broken():
    """Return the number of the first seal that does not match."""
    found = seals.verify().broken
    return found.number if found else None


def force(statement):
    """Change the trail as somebody who owns the database can."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("event_is_kept", "event_is_not_deleted"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        cursor.execute(statement)


@pytest.mark.django_db
class TestSealing:
    def test_seals_are_a_chain_over_all_events(self):
        event()
        first = seal()
        event()
        second = seal(10)
        assert (second.former, second.first) == (first.sha256, first.last + 1)
        assert seals.verify().is_whole
        assert seals.verify().events == 3  # the first seal is an event of the second

    def test_nothing_new_makes_no_seal(self):
        event()
        assert seal() is not None
        assert seal(10) is None
        assert Seal.objects.count() == 1

    def test_an_emptied_address_does_not_break_the_seal(self):
        event(address="192.0.2.1")
        seal()
        Event.objects.update(address="")
        assert seals.verify().is_whole

    def test_what_no_seal_covers_yet_is_counted(self):
        event()
        seal()
        event()
        assert seals.verify().unsealed == 2  # the event and the seal's own

    def test_only_operators_seal(self):
        with pytest.raises(ForbiddenError):
            seals.seal(actor=AINO, now=at(9))

    @pytest.mark.parametrize(
        "details", [{"ä": "“ö”"}, {"n": [1, None, True]}, {"x": {"b": 1, "a": 2}}]
    )
    def test_details_of_any_form_are_read_back_the_same(self, details):
        event(details=details, reason="Siksi, että…")
        seal()
        assert seals.verify().is_whole


@pytest.mark.django_db
class TestTampering:
    @pytest.fixture(autouse=True)
    def _sealed(self):
        for name in "abc":
            event(name)
        seal()
        event("d")
        seal(10)

    @pytest.mark.parametrize(
        ("statement", "number"),
        [
            ("UPDATE yhdyspinta_event SET actor = 'person:2' WHERE subject = 'b'", 1),
            ("UPDATE yhdyspinta_event SET subject = 'x' WHERE subject = 'd'", 2),
            ("UPDATE yhdyspinta_event SET at = '2020-01-01 00:00:00+00:00' WHERE subject = 'a'", 1),
            ("DELETE FROM yhdyspinta_event WHERE subject = 'd'", 2),
            ("DELETE FROM yhdyspinta_event", 1),
        ],
    )
    def test_the_first_range_that_was_changed_is_named(self, statement, number):
        force(statement)
        assert broken() == number

    def test_a_replaced_chain_is_known_by_a_hash_noted_elsewhere(self):
        noted = Seal.objects.get(number=2).sha256
        assert seals.verify(expected=noted).is_whole
        with pytest.raises(RefusedError):
            seals.verify(expected="0" * 64)


@pytest.mark.django_db
class TestGaps:
    """Numbers that held nothing when their range was sealed."""

    @pytest.fixture
    def gap(self):
        """Seal a range with a gap, and return the gap's number."""
        number = event("a").pk + 1
        if connection.vendor == "sqlite":
            event("b", id=number + 1)
        else:
            # As a writing that was taken back, or is not finished.
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT nextval(pg_get_serial_sequence('{TABLE}', 'id'))")
            event("b")
        seal()
        return number

    def test_what_comes_late_is_sealed_next_time(self, gap):
        event("late", id=gap)
        assert seals.verify().is_whole
        assert seal(10).late == (gap,)
        assert seals.verify().is_whole

    def test_it_is_sealed_next_time_however_long_that_takes(self, gap):
        event("late", id=gap)
        seals.seal(actor=ROOT, now=at(9) + timedelta(days=40))
        assert Seal.objects.get(number=2).late == [gap]

    def test_what_came_late_is_guarded_too(self, gap):
        event("late", id=gap)
        seal(10)
        force("UPDATE yhdyspinta_event SET actor = 'x' WHERE subject = 'late'")
        assert broken() == 2

    def test_what_is_put_there_afterwards_is_named(self, gap):
        event("d")
        seal(11)
        event("forged", id=gap)
        verdict = seals.verify()
        assert (verdict.strangers, verdict.is_whole) == ((gap,), False)


@pytest.mark.django_db(transaction=True)
# SQLite has one writer at a time.
@pytest.mark.on_database("postgresql")
class TestConcurrency:
    def test_an_event_still_being_written_is_sealed_by_the_next_seal(self):
        written, sealed = threading.Event(), threading.Event()

        def write_slowly():
            with transaction.atomic():
                event("slow")
                written.set()
                assert sealed.wait(20)
            connections.close_all()

        slow = threading.Thread(target=write_slowly)
        slow.start()
        assert written.wait(20)
        event("quick")
        first = seal()
        sealed.set()
        slow.join()
        number = Event.objects.get(subject="slow").pk
        assert is_in(number, first.gaps)
        assert seals.verify().is_whole
        assert seal(10).late == (number,)
        assert seals.verify().is_whole

    def test_two_at_once_make_one_seal(self):
        event()
        begin, done = threading.Barrier(2), []

        def seal_at_once():
            begin.wait(20)
            try:
                done.append(seal())
            except RefusedError:
                done.append(None)
            connections.close_all()

        both = [threading.Thread(target=seal_at_once) for _ in range(2)]
        for each in both:
            each.start()
        for each in both:
            each.join()
        assert len(done) == 2
        assert Seal.objects.filter(former="").count() == 1
        assert seals.verify().is_whole
