"""Invitations: one link, one use, until it expires; only its hash is kept."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from tests.services.staff import NOW, PLACE, ROOT, administrator, joined, link, organisations
from yhdyspinta.services import invitations
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.invitations import NewInvitation
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Event, Grant, Invitation, User
from yhdyspinta.terms.access import Origin, Role
from yhdyspinta.terms.languages import Language
from yhdyspinta.terms.people import Place

pytestmark = pytest.mark.usefixtures("staffed")
PASSWORD = "kolme-sanaa-rivissa"
DAY = timedelta(days=1)


@pytest.fixture
def staffed(db):
    organisations()


def invite(email="uusi@example.fi", place=PLACE, *, actor=ROOT, now=NOW, **more):
    """Invite, and return the token."""
    new = NewInvitation(email, place, **more)
    return invitations.invite(new, actor=actor, now=now, link=link).rpartition("/")[2]


def accept(token, *, now=NOW, password=PASSWORD, name="Uusi Ihminen"):
    return invitations.accept_as_new(token, name=name, password=password, now=now, origin=Origin())


class TestInviting:
    def test_only_the_hash_of_the_token_is_kept(self):
        token = invite()
        assert Invitation.objects.get().token_sha256 == sha256(token.encode()).hexdigest()
        assert len(token) >= 43

    def test_the_trail_keeps_neither_the_address_nor_the_token(self):
        token = invite()
        event = Event.objects.get(action="invitation.make")
        told = f"{event.subject} {event.details}"
        assert "uusi" not in told
        assert token not in told

    @pytest.mark.parametrize(
        ("language", "word"), [("fi", "/fi/"), ("sv", "/sv/"), ("en", "Role: reporter")]
    )
    def test_the_mail_is_in_the_invited_ones_language(self, language, word):
        invite(language=Language(language))
        [sent] = mail.outbox
        assert sent.to == ["uusi@example.fi"]
        assert word in sent.body

    def test_a_new_link_for_the_same_role_replaces_the_former(self):
        first = invite()
        invite("UUSI@example.fi")
        with pytest.raises(RefusedError):
            invitations.offer(first, now=NOW)
        assert len(invitations.open_ones("hva-06", actor=ROOT, now=NOW)) == 1

    @pytest.mark.parametrize(
        "place",
        [
            Place(Role.OPERATOR),
            Place(Role.COORDINATOR, "stm", "sote"),
            Place(Role.READER, "hva-07"),
        ],
    )
    def test_an_administrator_invites_to_nothing_beyond_the_own_reach(self, place):
        with pytest.raises(ForbiddenError):
            invite(place=place, actor=administrator())
        assert mail.outbox == []

    @pytest.mark.parametrize(
        ("email", "days"), [("nobody", 7), ("a@example.fi", 0), ("a@example.fi", 61)]
    )
    def test_a_wrong_address_or_time_is_refused(self, email, days):
        with pytest.raises(RefusedError):
            invite(email, days=days)

    def test_an_invitation_that_cannot_be_mailed_is_withdrawn(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        with pytest.raises(RefusedError):
            invite()
        assert Invitation.objects.get().withdrawn_at == NOW


class TestTaking:
    def test_somebody_new_gets_an_account_with_a_confirmed_address_and_the_role(self):
        user = accept(invite())
        assert user.check_password(PASSWORD)
        assert user.emailaddress_set.get().verified
        assert Grant.objects.get().role == "reporter"

    def test_a_link_works_once(self):
        token = invite()
        accept(token)
        with pytest.raises(RefusedError):
            accept(token)
        assert User.objects.count() == 1

    @pytest.mark.parametrize(("days", "works"), [(6.9, True), (7, False), (30, False)])
    def test_a_link_works_until_it_expires(self, days, works):
        token = invite()
        if works:
            accept(token, now=NOW + days * DAY)
        else:
            with pytest.raises(RefusedError):
                accept(token, now=NOW + days * DAY)
        assert User.objects.exists() is works

    def test_a_withdrawn_link_is_void(self):
        token = invite()
        invitations.withdraw(Invitation.objects.get().pk, actor=administrator(), now=NOW)
        with pytest.raises(RefusedError):
            accept(token)

    def test_another_organisations_invitation_is_not_withdrawn(self):
        invite()
        with pytest.raises(ForbiddenError):
            invitations.withdraw(
                Invitation.objects.get().pk, actor=administrator("hva-07"), now=NOW
            )

    @pytest.mark.parametrize("password", ["lyhyt", "uusi.ihminen", "123456789012", "password1234"])
    def test_a_poor_password_leaves_the_invitation_open(self, password):
        token = invite(email="uusi.ihminen@example.fi")
        with pytest.raises(ValidationError):
            accept(token, password=password)
        assert invitations.offer(token, now=NOW).person is None

    def test_a_guessed_token_is_refused(self):
        invite()
        with pytest.raises(RefusedError):
            invitations.offer("guess", now=NOW)

    def test_somebody_with_an_account_takes_the_role_signed_in(self):
        aino = joined("Aino")
        token = invite("aino@example.fi")
        assert invitations.offer(token, now=NOW).person == aino.person
        assert invitations.accept(token, actor=aino, now=NOW) == PLACE
        assert Grant.objects.get().user_id == aino.person

    def test_an_account_is_not_made_twice(self):
        joined("Aino")
        token = invite("aino@example.fi")
        with pytest.raises(RefusedError):
            accept(token)
        assert User.objects.count() == 1

    def test_somebody_else_does_not_take_it(self):
        joined("Aino")
        token = invite("aino@example.fi")
        with pytest.raises(RefusedError):
            invitations.accept(token, actor=joined("Bo"), now=NOW)
        assert not Grant.objects.exists()
