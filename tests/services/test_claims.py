"""Rules for claims: who makes them, and when one makes a person. See tests/web/test_oidc.py."""

import pytest

from tests.services.staff import NOW, PLACE, ROOT, administrator, joined, organisations
from yhdyspinta.services import claims, people
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.claims import SignedIn
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Event, Grant, User
from yhdyspinta.terms.access import Origin
from yhdyspinta.terms.people import ClaimRule

pytestmark = pytest.mark.usefixtures("staffed")
RULE = ClaimRule("pirha", "groups", "reporters", PLACE)


@pytest.fixture
def staffed(db):
    organisations()


def signed(**more):
    given = {"email": "uusi@example.fi", "name": "Uusi", "claims": {"groups": ["reporters"]}}
    return SignedIn(**{"provider": "pirha", "uid": "1", **given, **more})


def apply(who):
    return claims.apply_claims(who, now=NOW, origin=Origin())


def test_a_rule_is_added_once_and_removed():
    claims.add_rule(RULE, actor=ROOT, now=NOW)
    claims.add_rule(RULE, actor=ROOT, now=NOW)
    [rule] = claims.all_rules(actor=ROOT)
    assert (rule.value, rule.place) == ("reporters", PLACE)
    claims.remove_rule(rule.id, actor=ROOT, now=NOW)
    told = Event.objects.values_list("action", flat=True).order_by("id")
    assert list(told) == ["claim.add", "claim.remove"]


def test_only_an_operator_makes_rules():
    with pytest.raises(ForbiddenError):
        claims.add_rule(RULE, actor=administrator(), now=NOW)


def test_a_rule_that_is_not_there_is_not_removed():
    with pytest.raises(RefusedError):
        claims.remove_rule(4711, actor=ROOT, now=NOW)


def test_another_providers_rule_gives_nothing():
    claims.add_rule(RULE, actor=ROOT, now=NOW)
    assert apply(signed(provider="another")) is None
    assert not User.objects.exists()


def test_without_an_address_nobody_is_made():
    claims.add_rule(RULE, actor=ROOT, now=NOW)
    with pytest.raises(RefusedError):
        apply(signed(email=""))
    assert not User.objects.exists()


def test_a_known_person_without_a_rule_signs_in_with_the_roles_that_people_gave():
    aino = joined("Aino", PLACE)
    found = apply(signed(person=aino.person))
    assert found is not None
    assert Grant.objects.get().ended_at is None


def test_what_fails_half_way_changes_nothing(monkeypatch):
    claims.add_rule(RULE, actor=ROOT, now=NOW)
    monkeypatch.setattr(people, "add_grant", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply(signed())
    assert not User.objects.exists()
