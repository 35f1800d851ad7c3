"""A write that is sent again: done once, answered alike, forgotten after a day."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from tests.small_roadmap import at
from yhdyspinta.services import audit, repeats
from yhdyspinta.services.repeats import Answered
from yhdyspinta.store.models import Event, OnceKey
from yhdyspinta.terms.access import operator

pytestmark = pytest.mark.django_db

NOW = at(9)
DAY = timedelta(hours=24)


def work(status=201):
    """Write something, and answer."""

    def done():
        audit.record("test.write", "thing", actor=operator("test"), now=NOW)
        return Answered(status, f"{Event.objects.count()} ä", {"Location": "/x"})

    return done


def once(key="a", *, owner="token:1", sha256="0" * 64, now=NOW, status=201, doing=None):
    return repeats.once(owner, key, doing or work(status), request_sha256=sha256, now=now)


def test_the_second_time_gets_the_first_answer_and_nothing_is_done():
    first, second = once(), once()
    assert first == (Answered(201, "1 ä", {"Location": "/x"}), False)
    assert second == (first[0], True)
    assert Event.objects.count() == 1


def test_another_owner_has_its_own_keys():
    once()
    assert once(owner="token:2")[1] is False
    assert Event.objects.count() == 2


def test_the_same_key_for_another_request_is_refused():
    once()
    with pytest.raises(repeats.OtherRequestError):
        once(sha256="1" * 64)
    assert Event.objects.count() == 1


def test_a_refusal_is_not_kept_and_leaves_nothing():
    assert once(status=409)[0].status == 409
    assert not OnceKey.objects.exists()
    assert not Event.objects.exists()
    assert once()[0].status == 201


def test_what_breaks_leaves_nothing():
    def broken():
        work()()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once(doing=broken)
    assert not OnceKey.objects.exists()
    assert not Event.objects.exists()


def test_a_fault_of_the_work_itself_is_not_taken_for_a_repetition():
    def doubled():
        for _ in range(2):
            OnceKey.objects.create(
                owner="o", key="k", request_sha256="", status=0, answer="", written_at=NOW
            )
        return Answered(200, "")

    with pytest.raises(IntegrityError):
        once(doing=doubled)


def test_a_key_can_be_used_again_after_a_day():
    once()
    assert once(now=NOW + DAY - timedelta(seconds=1))[1] is True
    assert once(sha256="1" * 64, now=NOW + DAY)[1] is False


def test_old_keys_are_forgotten():
    once("old")
    once("new", now=NOW + DAY)
    assert repeats.tidy(now=NOW + DAY + timedelta(seconds=1)) == 1
    assert [row.key for row in OnceKey.objects.all()] == ["new"]
