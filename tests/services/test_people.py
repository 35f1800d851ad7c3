"""Giving and ending roles, and who may."""

import pytest

from tests.services.staff import NOW, PLACE, ROOT, administrator, joined, organisations
from yhdyspinta.services import people
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.people import LastAdministratorError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Event, Grant, User
from yhdyspinta.terms.access import Actor, Role
from yhdyspinta.terms.languages import Language
from yhdyspinta.terms.people import Place

pytestmark = pytest.mark.usefixtures("staffed")
ADMINISTRATOR = Place(Role.ADMINISTRATOR, "hva-06")


@pytest.fixture
def staffed(db):
    organisations()


def roles(person):
    user = User.objects.get(pk=person.person)
    return {(each.role, each.organisation) for each in user.grants_on(NOW.date())}


def give(person, place, actor=ROOT):
    people.grant(person.person, place, actor=actor, now=NOW)


class TestGiving:
    def test_a_role_is_given_once_and_is_in_the_trail(self):
        aino = joined("Aino")
        give(aino, PLACE)
        give(aino, PLACE)
        assert Grant.objects.count() == 1
        event = Event.objects.get(action="person.grant")
        assert (event.subject, event.organisation) == (aino.key, "hva-06")
        assert event.details == {"role": "reporter", "from_claim": False}

    def test_an_ended_role_is_given_again_as_a_new_one(self):
        aino = joined("Aino", PLACE)
        people.end_grant(Grant.objects.get().pk, actor=ROOT, now=NOW)
        give(aino, PLACE)
        assert [g.ended_at for g in Grant.objects.order_by("id")] == [NOW, None]

    @pytest.mark.parametrize(
        "place",
        [
            Place(Role.COORDINATOR, "hva-06", "sote"),
            Place(Role.OPERATOR),
            Place(Role.READER, "hva-07"),
        ],
    )
    def test_an_administrator_gives_nothing_beyond_the_own_reach(self, place):
        aino = joined("Aino")
        with pytest.raises(ForbiddenError):
            give(aino, place, administrator())
        assert not Grant.objects.exists()

    @pytest.mark.parametrize(
        "place",
        [
            Place(Role.READER, "nobody"),
            Place(Role.READER),
            Place(Role.READER, "hva-06", "sote"),
            Place(Role.COORDINATOR, "stm"),
            Place(Role.COORDINATOR, "stm", "nothing"),
            Place(Role.OPERATOR, "hva-06"),
        ],
    )
    def test_a_role_with_a_wrong_place_is_refused(self, place):
        aino = joined("Aino")
        with pytest.raises(RefusedError):
            give(aino, place)

    def test_somebody_who_is_gone_gets_nothing(self):
        with pytest.raises(RefusedError):
            people.grant(4711, PLACE, actor=ROOT, now=NOW)


class TestEnding:
    def test_an_ended_role_is_gone_at_once(self):
        aino = joined("Aino", PLACE, Place(Role.READER, "hva-07"))
        grant = Grant.objects.get(role="reporter")
        people.end_grant(grant.pk, actor=administrator(), now=NOW)
        assert roles(aino) == {("reader", "hva-07")} - {("reporter", "hva-06")}

    def test_the_trail_tells_who_ended_which(self):
        aino = joined("Aino", PLACE)
        people.end_grant(Grant.objects.get().pk, actor=administrator(), now=NOW)
        event = Event.objects.get(action="person.end_grant")
        assert (event.actor, event.subject) == ("person:900", aino.key)

    def test_another_organisations_role_is_not_ended(self):
        joined("Aino", Place(Role.READER, "hva-07"))
        with pytest.raises(ForbiddenError):
            people.end_grant(Grant.objects.get().pk, actor=administrator(), now=NOW)
        assert Grant.objects.get().ended_at is None

    def test_what_has_ended_is_not_ended_again(self):
        joined("Aino", PLACE)
        number = Grant.objects.get().pk
        people.end_grant(number, actor=ROOT, now=NOW)
        with pytest.raises(RefusedError):
            people.end_grant(number, actor=ROOT, now=NOW)

    def test_the_last_administrator_goes_only_with_a_confirmation(self):
        joined("Paula", ADMINISTRATOR)
        number = Grant.objects.get().pk
        with pytest.raises(LastAdministratorError):
            people.end_grant(number, actor=ROOT, now=NOW)
        people.end_grant(number, actor=ROOT, now=NOW, confirmed=True)
        assert Grant.objects.get().ended_at == NOW

    def test_one_of_two_administrators_goes_without(self):
        joined("Paula", ADMINISTRATOR)
        joined("Pertti", ADMINISTRATOR)
        people.end_grant(Grant.objects.get(user__name="Paula").pk, actor=ROOT, now=NOW)
        assert Grant.objects.in_force().count() == 1

    def test_an_inactive_administrator_is_none(self):
        joined("Paula", ADMINISTRATOR)
        joined("Pertti", ADMINISTRATOR)
        User.objects.filter(name="Pertti").update(is_active=False)
        with pytest.raises(LastAdministratorError):
            people.end_grant(Grant.objects.get(user__name="Paula").pk, actor=ROOT, now=NOW)


class TestLists:
    def test_an_administrator_sees_the_own_people_with_the_own_roles_only(self):
        joined("Aino", PLACE, Place(Role.READER, "hva-07"))
        joined("Bo", Place(Role.READER, "hva-07"))
        [aino] = people.of_organisation("hva-06", actor=administrator())
        assert [role.place for role in aino.roles] == [PLACE]

    def test_others_organisations_are_not_seen(self):
        with pytest.raises(ForbiddenError):
            people.of_organisation("hva-07", actor=administrator())

    def test_an_operator_sees_everybody_and_nobody_else_does(self):
        joined("Aino", PLACE)
        joined("Bo", Place(Role.READER, "hva-07"))
        assert [each.name for each in people.everybody(actor=ROOT)] == ["Aino", "Bo"]
        with pytest.raises(ForbiddenError):
            people.everybody(actor=administrator())

    def test_organisations_are_listed_with_their_people(self):
        joined("Aino", PLACE, ADMINISTRATOR)
        joined("Bo", PLACE)
        [found] = people.organisations(actor=administrator())
        assert (found.code, found.people, found.administrators) == ("hva-06", 2, 1)
        assert len(people.organisations(actor=ROOT)) == 3


class TestOneself:
    def test_a_name_is_changed_without_the_trail_keeping_it(self):
        aino = joined("Aino")
        people.change("Aino Uusi", Language.SV, actor=aino, now=NOW)
        assert people.account(actor=aino).name == "Aino Uusi"
        event = Event.objects.get(action="person.change")
        assert event.details == {"fields": ["name", "language"]}

    def test_nothing_changed_is_no_event(self):
        aino = joined("Aino")
        people.change("Aino", Language.FI, actor=aino, now=NOW)
        assert not Event.objects.filter(action="person.change").exists()

    def test_a_token_does_not_change_its_person(self):
        aino = joined("Aino")
        token = Actor("token:1", "T", person=aino.person, scopes=frozenset({"read"}))
        with pytest.raises(ForbiddenError):
            people.change("Toinen", Language.FI, actor=token, now=NOW)

    def test_an_empty_name_is_refused(self):
        with pytest.raises(RefusedError):
            people.change("  ", Language.FI, actor=joined("Aino"), now=NOW)


def test_an_address_is_found_whatever_its_capitals():
    aino = joined("Aino")
    found = people.by_email(" AINO@example.FI ")
    assert found is not None
    assert found.pk == aino.person
