"""The demo's people: one for each role, named by it."""

import pytest
from django.contrib.auth.hashers import check_password

from tests.services.staff import NOW, ROOT
from yhdyspinta.services import demo_people, reference
from yhdyspinta.store.models import Grant, Roadmap, User
from yhdyspinta.terms.access import Role


@pytest.fixture(autouse=True)
def loaded(db):
    reference.load(actor=ROOT, now=NOW)
    Roadmap.objects.create(code="sote-2021", name_fi="Sote")
    demo_people.load("sote-2021", actor=ROOT, now=NOW)


def test_there_is_one_for_every_role():
    assert {Role(grant.role) for grant in Grant.objects.all()} == set(Role)


def test_they_are_marked_and_have_the_password_that_is_shown():
    assert all(
        user.is_demo and check_password(demo_people.PASSWORD, user.password)
        for user in User.objects.all()
    )


def test_loading_twice_adds_nobody():
    count = User.objects.count()
    demo_people.load("sote-2021", actor=ROOT, now=NOW)
    assert User.objects.count() == count == len(demo_people.shown())


def test_who_is_closed_is_not_shown():
    demo_people.close(actor=ROOT, now=NOW)
    assert demo_people.shown() == []
    assert not demo_people.exist()


@pytest.mark.parametrize(
    ("in_use", "demo", "welcome"), [(False, False, True), (True, False, False), (True, True, True)]
)
def test_they_are_welcome_on_ones_own_machine_or_when_told_so(settings, in_use, demo, welcome):  # noqa: PLR0917
    settings.IN_USE, settings.DEMO = in_use, demo
    assert demo_people.are_welcome() is welcome
