"""What is held of a person, and what is left of them: every count, and nothing else."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection

from tests.services.filled_sheets import INTO, said, sheet
from tests.services.staff import NOW, PLACE, ROOT, administrator, joined, link
from tests.small_roadmap import DAY, Q4, tasks
from yhdyspinta.services import invitations, people, personal_data, reporting, rounds, sheets
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.invitations import NewInvitation
from yhdyspinta.services.people import LastAdministratorError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Acting, Area, Event, Grant, Organisation, User
from yhdyspinta.terms.access import Actor, Role, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.people import Place
from yhdyspinta.terms.reporting import Change, Value
from yhdyspinta.terms.roadmap import Status

pytestmark = pytest.mark.usefixtures("ground")
TASKS = tasks(2)


@pytest.fixture
def aino(ground):
    """A reporter who has reported, with every way to sign in."""
    for code in ("06", "07"):
        row = Organisation.objects.create(code=f"hva-{code}", kind="county", name_fi=code)
        Acting.objects.create(organisation=row, area=Area.objects.get(code=code))
    found = joined("Aino", PLACE)
    content = sheet(said(Status.LATE, area="06", task=TASKS[1].code), tasks=TASKS)
    sheets.import_sheet(content, into=INTO, actor=operator("a"), now=NOW)
    new = rounds.NewRound("2021-11", INTO.code, Names("Marraskuu"), DAY, Q4)
    rounds.open_round(new, actor=ROOT, now=NOW)
    change = Change(TASKS[0].code, Value(Status.DONE), 0)
    reporting.save("2021-11", "06", [change], actor=found, now=NOW)
    user = User.objects.get(name="Aino")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    SocialAccount.objects.create(user=user, provider="pirha", uid="1")
    return found


def erase(person, actor=ROOT, **more):
    personal_data.erase(person.person, actor=actor, now=NOW, **more)


class TestErasing:
    def test_every_count_stays(self, aino):
        before = personal_data.counts(aino.person)
        events = Event.objects.count()
        erase(aino)
        assert before["reports"] == 1
        assert personal_data.counts(aino.person) == before
        assert Event.objects.count() == events + 2  # the role's end, the erasure

    def test_name_address_and_ways_in_are_gone(self, aino):
        erase(aino)
        user = User.objects.get(pk=aino.person)
        assert (user.name, user.email) == ("", f"person-{user.pk}@erased.invalid")
        assert not user.has_usable_password()
        for model in (EmailAddress, Authenticator, SocialAccount):
            assert not model.objects.filter(user=user).exists()

    def test_no_table_holds_the_name_or_the_address_any_more(self, aino):
        invite = NewInvitation("aino@example.fi", Place(Role.READER, "hva-06"))
        invitations.invite(invite, actor=ROOT, now=NOW, link=link)
        erase(aino)
        assert tables_that_hold("aino") == []

    def test_roles_end_and_the_person_can_no_longer_act(self, aino):
        erase(aino)
        assert not Grant.objects.in_force().exists()
        assert User.objects.with_grants(aino.person) is None

    def test_names_show_a_number(self, aino):
        erase(aino)
        shown = people.names([aino.key])[aino.key]
        assert str(aino.person) in shown
        assert "Aino" not in shown

    def test_the_trail_tells_who_erased(self, aino):
        erase(aino, administrator())
        event = Event.objects.get(action="person.erase")
        assert (event.actor, event.subject, event.organisation) == (
            "person:900",
            aino.key,
            "hva-06",
        )

    def test_one_may_erase_oneself(self, aino):
        erase(aino, aino)
        assert User.objects.get(pk=aino.person).erased_at == NOW

    def test_nobody_is_erased_twice(self, aino):
        erase(aino)
        with pytest.raises(RefusedError):
            erase(aino)

    @pytest.mark.parametrize(
        "actor", [administrator("hva-07"), Actor("person:901", "X", person=901)]
    )
    def test_others_may_not(self, aino, actor):
        with pytest.raises(ForbiddenError):
            erase(aino, actor)

    def test_an_administrator_may_not_erase_who_has_a_role_elsewhere(self, aino):
        people.grant(aino.person, Place(Role.READER, "hva-07"), actor=ROOT, now=NOW)
        with pytest.raises(ForbiddenError):
            erase(aino, administrator())

    def test_a_token_may_not(self, aino):
        token = Actor("token:1", "T", aino.grants, person=aino.person, scopes=frozenset({"read"}))
        with pytest.raises(ForbiddenError):
            erase(aino, token)

    @pytest.mark.usefixtures("aino")
    def test_the_last_administrator_needs_a_confirmation(self):
        paula = joined("Paula", Place(Role.ADMINISTRATOR, "hva-06"))
        with pytest.raises(LastAdministratorError):
            erase(paula, paula)
        erase(paula, paula, confirmed=True)
        assert not User.objects.filter(name="Paula").exists()


def tables_that_hold(word):
    """Look through every column of text in the database."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 # our own tables
            found += [table for row in cursor.fetchall() if word in str(row).lower()]
    return found


class TestExport:
    def test_it_holds_account_roles_events_and_counts(self, aino):
        held = personal_data.collect(actor=aino, now=NOW)
        assert held["account"]["email"] == "aino@example.fi"
        assert held["roles"][0]["role"] == "reporter"
        assert held["counts"]["reports"] == 1
        assert {"report.save", "person.grant"} <= {each["action"] for each in held["events"]}
        assert held["organisation_sign_ins"] == ["pirha"]

    def test_taking_it_is_an_event(self, aino):
        personal_data.collect(actor=aino, now=NOW)
        assert Event.objects.get(action="person.export").actor == aino.key

    def test_it_holds_no_secret(self, aino):
        assert "secret" not in str(personal_data.collect(actor=aino, now=NOW))

    @pytest.mark.usefixtures("aino")
    def test_it_is_ones_own_only(self):
        bo = joined("Bo")
        assert "aino" not in str(personal_data.collect(actor=bo, now=NOW)).lower()

    def test_a_token_gets_nothing(self, aino):
        token = Actor("token:1", "T", person=aino.person, scopes=frozenset({"read"}))
        with pytest.raises(ForbiddenError):
            personal_data.collect(actor=token, now=NOW)


@pytest.mark.usefixtures("aino")
class TestTidying:
    @pytest.mark.parametrize(("days", "erased"), [(364, 0), (366, 1)])
    def test_who_has_had_no_role_for_a_year_is_erased(self, days, erased):
        people.end_grant(Grant.objects.get().pk, actor=ROOT, now=NOW)
        later = NOW + timedelta(days=days)
        assert personal_data.tidy(365, actor=ROOT, now=later) == erased

    def test_who_has_a_role_stays(self):
        later = NOW + timedelta(days=4000)
        assert personal_data.tidy(365, actor=ROOT, now=later) == 0

    def test_sessions_that_have_ended_are_gone_with_their_addresses(self):
        user = User.objects.get(name="Aino")
        for key, end in (("over", NOW - timedelta(days=1)), ("going", NOW + timedelta(days=1))):
            Session.objects.create(session_key=key, session_data="", expire_date=end)
            UserSession.objects.create(user=user, session_key=key, ip="1.1.1.1", user_agent="x")
        personal_data.tidy(365, actor=ROOT, now=NOW)
        assert [each.session_key for each in UserSession.objects.all()] == ["going"]
        assert [each.session_key for each in Session.objects.all()] == ["going"]

    def test_only_an_operator_tidies(self):
        with pytest.raises(ForbiddenError):
            personal_data.tidy(0, actor=administrator(), now=NOW)
