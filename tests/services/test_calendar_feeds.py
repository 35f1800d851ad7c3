"""Calendar links: a secret shown once, its maker's rights of the moment, dead when it should be."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.test import Client

from tests.people import sign_in
from yhdyspinta.services import calendar_feeds
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.calendar_feeds import About
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Actor, Origin, Role

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
COUNTY = About(area="06")


@pytest.fixture
def user(county):
    area, owner = store.Area.objects.get(code="06"), store.Organisation.objects.get(code="hva-06")
    for visibility in ("public", "internal"):
        store.ClockEvent.objects.create(
            code=visibility,
            name_fi="Raami",
            kind="budget",
            starts_on=date(2026, 5, 1),
            area=area,
            owner=owner,
            visibility=visibility,
        )
    return sign_in(Client(), Role.REPORTER, "hva-06")


def actor_of(user) -> Actor:
    return Actor(user.key, user.name, user.grants_on(NOW.date()), person=user.pk)


def made(user, about=COUNTY) -> str:
    return calendar_feeds.make(about, actor=actor_of(user), language="fi", now=NOW)[1]


def shown(secret, *, now=NOW):
    read = calendar_feeds.read(secret, origin=Origin(), now=now)
    return read and [entry.about for entry in read.entries]


def test_only_the_hash_of_a_secret_is_kept(user) -> None:
    secret = made(user)
    row = store.CalendarFeed.objects.get()
    assert row.secret_sha256 == sha256(secret.encode()).hexdigest()
    assert secret not in str(store.Event.objects.values_list("details", flat=True))


@pytest.mark.parametrize("about", [About(area="06"), About(organisation="hva-06"), About()])
def test_a_link_shows_what_its_maker_may_read(user, about) -> None:
    assert shown(made(user, about)) == ["internal", "public"]


def test_a_body_that_one_may_not_read_any_more_makes_its_link_dead(user) -> None:
    owner = store.Organisation.objects.get(code="hva-07")
    body = {"name_fi": "R", "level": "expert", "kind": "cooperation", "owner": owner}
    store.Body.objects.create(code="ryhma", **body)
    secret = made(user, About(body="ryhma"))
    assert shown(secret) == []
    store.Body.objects.update(visibility="internal")
    assert shown(secret) is None


@pytest.mark.parametrize("change", ["revoked", "inactive", "role gone"])
def test_a_link_is_dead_once_revoked_or_its_maker_may_not_act(user, change) -> None:
    secret, number = made(user), store.CalendarFeed.objects.get().pk
    if change == "revoked":
        calendar_feeds.revoke(number, actor=actor_of(user), now=NOW)
    elif change == "inactive":
        store.User.objects.update(is_active=False)
    else:
        store.Grant.objects.update(ended_at=NOW)
    assert shown(secret) is None


@pytest.mark.parametrize("secret", ["", "x" * 43, "ä", "x" * 10_000])
def test_a_secret_that_was_never_given_shows_nothing(user, secret) -> None:
    assert shown(secret) is None


def test_reading_is_noted_at_most_once_an_hour(user) -> None:
    secret = made(user)
    for minutes in (0, 59, 61):
        shown(secret, now=NOW + timedelta(minutes=minutes))
    assert store.CalendarFeed.objects.get().read_at == NOW + timedelta(minutes=61)


def test_nobody_revokes_or_lists_anothers_link(user) -> None:
    made(user)
    other = actor_of(sign_in(Client(), Role.OPERATOR))
    assert calendar_feeds.own(actor=other) == []
    with pytest.raises(RefusedError):
        calendar_feeds.revoke(store.CalendarFeed.objects.get().pk, actor=other, now=NOW)


@pytest.mark.parametrize("scopes", [None, frozenset({"read"})])
def test_a_visitor_and_a_token_make_no_links(user, scopes) -> None:
    actor = VISITOR if scopes is None else Actor("token:1", "T", (), scopes=scopes)
    with pytest.raises(ForbiddenError):
        calendar_feeds.make(About(), actor=actor, language="fi", now=NOW)


def test_a_link_is_read_in_few_queries(user, django_assert_max_num_queries) -> None:
    secret = made(user)
    with django_assert_max_num_queries(20):
        shown(secret)
