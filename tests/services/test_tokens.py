"""Tokens: who makes and ends them, what they may do, and when they are dead."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import LIISA, STRANGER, person
from tests.small_roadmap import at
from yhdyspinta.calc.access import SCOPES, may
from yhdyspinta.services import tokens
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import ApiToken, Event, Grant, Organisation, User
from yhdyspinta.terms.access import VISITOR, Action, Actor, Origin, Role, operator
from yhdyspinta.terms.tokens import NewToken, TokenScope

pytestmark = pytest.mark.usefixtures("ground")

NOW = at(9)
READ, REPORT = TokenScope.READ, TokenScope.REPORT
CITY = NewToken("Vienti", frozenset({READ}), organisation="091", role=Role.READER)
ADMINISTRATOR = person(Role.ADMINISTRATOR, "90", organisation="091", number=6)


@pytest.fixture
def aino(ground):
    """A reporter of Helsinki, in the database."""
    user = User.objects.create(email="aino@example.org", name="Aino", joined_at=NOW)
    Grant.objects.create(
        user=user,
        role=Role.REPORTER,
        organisation=Organisation.objects.get(code="091"),
        granted_at=NOW,
        granted_by="test",
    )
    return user


def signed_in(user):
    return Actor(user.key, user.name, user.grants_on(NOW.date()), person=user.pk)


def mine(user, *scopes, days=90):
    new = NewToken("Oma", frozenset(scopes or {READ, REPORT}), days)
    return tokens.add(new, actor=signed_in(user), now=NOW)


def recognised(secret, now=NOW):
    return tokens.recognise(secret, origin=Origin(), now=now)


class TestMaking:
    def test_only_the_hash_of_a_secret_is_kept(self, aino):
        token, secret = mine(aino)
        row = ApiToken.objects.get()
        assert secret.startswith("yp_")
        assert len(secret) >= 43
        assert row.secret_sha256 == sha256(secret.encode()).hexdigest()
        assert secret.startswith(token.hint)
        assert len(token.hint) < 12

    def test_the_trail_tells_of_it_without_the_secret(self, aino):
        _, secret = mine(aino)
        event = Event.objects.get(action="token.add")
        assert (event.actor, event.subject) == (aino.key, ApiToken.objects.get().key)
        assert event.details["scopes"] == ["read", "report"]
        assert secret[4:] not in str(event.details)

    @pytest.mark.parametrize("who", [VISITOR, LIISA, STRANGER])
    def test_only_its_administrator_makes_an_organisations_token(self, who):
        with pytest.raises(ForbiddenError):
            tokens.add(CITY, actor=who, now=NOW)
        assert tokens.add(CITY, actor=ADMINISTRATOR, now=NOW)

    def test_a_token_makes_no_tokens(self, aino):
        actor = recognised(mine(aino)[1])
        with pytest.raises(ForbiddenError):
            tokens.add(NewToken("Toinen", frozenset({READ})), actor=actor, now=NOW)

    @pytest.mark.parametrize(
        "wrong",
        [
            replace(CITY, name=" "),
            replace(CITY, name="x" * 121),
            replace(CITY, days=0),
            replace(CITY, days=366),
            replace(CITY, scopes=frozenset()),
            replace(CITY, scopes=frozenset({REPORT})),
            replace(CITY, role=Role.APPROVER),
            replace(CITY, role=None),
            replace(CITY, organisation="nothing"),
        ],
    )
    def test_what_no_token_can_be_is_refused(self, wrong):
        with pytest.raises(RefusedError):
            tokens.add(wrong, actor=operator("root"), now=NOW)

    def test_nobody_collects_tokens(self, aino):
        for _ in range(50):
            mine(aino)
        with pytest.raises(RefusedError):
            mine(aino)


class TestRecognising:
    def test_a_persons_token_has_the_persons_roles_within_its_scopes(self, aino):
        actor = recognised(mine(aino, READ)[1])
        assert actor.key == ApiToken.objects.get().key
        assert may(actor, Action.SEE_INTERNAL, area="90")
        assert not may(actor, Action.REPORT, area="90")

    def test_a_role_lost_is_lost_for_the_token_at_once(self, aino):
        _, secret = mine(aino)
        assert may(recognised(secret), Action.REPORT, area="90")
        Grant.objects.update(ended_at=NOW)
        assert not may(recognised(secret), Action.REPORT, area="90")

    def test_a_token_of_somebody_who_may_not_sign_in_is_dead(self, aino):
        _, secret = mine(aino)
        User.objects.update(is_active=False)
        assert recognised(secret) is None

    def test_an_organisations_token_reaches_the_organisations_areas(self):
        new = replace(CITY, role=Role.REPORTER, scopes=frozenset({READ, REPORT}))
        _, secret = tokens.add(new, actor=ADMINISTRATOR, now=NOW)
        actor = recognised(secret)
        assert actor.person is None
        assert may(actor, Action.REPORT, area="90")
        assert not may(actor, Action.REPORT, area="06")

    def test_a_token_of_an_organisation_that_has_ended_is_dead(self):
        _, secret = tokens.add(CITY, actor=ADMINISTRATOR, now=NOW)
        Organisation.objects.update(valid_to=NOW.date() - timedelta(days=1))
        assert recognised(secret) is None

    @pytest.mark.parametrize("wrong", ["", "yp_", "yp_ä", "Bearer", "yp_" + "x" * 43])
    def test_what_was_never_given_is_nobody(self, wrong):
        assert recognised(wrong) is None

    def test_it_expires_to_the_second(self, aino):
        _, secret = mine(aino, days=1)
        end = NOW + timedelta(days=1)
        assert recognised(secret, end - timedelta(seconds=1))
        assert recognised(secret, end) is None

    @pytest.mark.parametrize("scope", TokenScope)
    def test_no_scope_gives_a_role_that_the_person_does_not_have(self, aino, scope):
        actor = recognised(mine(aino, scope)[1])
        allowed = SCOPES[scope]
        for action in set(Action) - {Action.SEE_PUBLISHED, Action.SIGNED_IN}:
            held = may(signed_in(aino), action, area="90")
            assert may(actor, action, area="90") == (held and action in allowed)

    def test_its_use_is_written_once_a_day(self, aino):
        _, secret = mine(aino)
        with CaptureQueriesContext(connection) as first:
            recognised(secret)
        with CaptureQueriesContext(connection) as second:
            recognised(secret)
        assert (len(first), len(second)) == (3, 2)
        assert ApiToken.objects.get().used_on == NOW.date()


class TestRevoking:
    def test_a_revoked_token_is_dead_at_once(self, aino):
        token, secret = mine(aino)
        tokens.revoke(token.number, actor=signed_in(aino), now=NOW)
        assert recognised(secret) is None
        assert Event.objects.filter(action="token.revoke", subject=f"token:{token.number}").exists()

    def test_revoking_twice_keeps_the_first_time(self, aino):
        token, _ = mine(aino)
        for now in (NOW, at(12)):
            tokens.revoke(token.number, actor=signed_in(aino), now=now)
        assert ApiToken.objects.get().revoked_at == NOW
        assert Event.objects.filter(action="token.revoke").count() == 1

    @pytest.mark.parametrize("who", [VISITOR, LIISA, STRANGER, ADMINISTRATOR])
    def test_nobody_revokes_another_persons_token(self, aino, who):
        token, secret = mine(aino)
        with pytest.raises(RefusedError):
            tokens.revoke(token.number, actor=who, now=NOW)
        assert recognised(secret)

    def test_a_token_revokes_itself_and_no_other(self, aino):
        (one, secret), (other, _) = mine(aino), mine(aino)
        with pytest.raises(RefusedError):
            tokens.revoke(other.number, actor=recognised(secret), now=NOW)
        tokens.revoke(one.number, actor=recognised(secret), now=NOW)
        assert recognised(secret) is None

    def test_an_operator_revokes_any(self, aino):
        token, secret = mine(aino)
        tokens.revoke(token.number, actor=operator("root"), now=NOW)
        assert recognised(secret) is None


class TestListing:
    def test_a_person_sees_their_own(self, aino):
        token, _ = mine(aino)
        tokens.add(CITY, actor=ADMINISTRATOR, now=NOW)
        assert tokens.own(signed_in(aino)) == [token]

    def test_an_organisations_token_sees_itself(self):
        token, secret = tokens.add(CITY, actor=ADMINISTRATOR, now=NOW)
        tokens.add(CITY, actor=ADMINISTRATOR, now=NOW)
        assert [each.number for each in tokens.own(recognised(secret))] == [token.number]

    def test_an_administrator_sees_the_organisations(self):
        token, _ = tokens.add(CITY, actor=ADMINISTRATOR, now=NOW)
        assert tokens.of_organisation("091", actor=ADMINISTRATOR) == [token]
        with pytest.raises(ForbiddenError):
            tokens.of_organisation("091", actor=LIISA)

    def test_only_an_operator_sees_all(self, aino):
        mine(aino)
        assert len(tokens.all_tokens(actor=operator("root"))) == 1
        for who in (VISITOR, ADMINISTRATOR):
            with pytest.raises(ForbiddenError):
                tokens.all_tokens(actor=who)

    def test_a_visitor_has_none_to_see(self):
        with pytest.raises(ForbiddenError):
            tokens.own(VISITOR)
