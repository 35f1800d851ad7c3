"""The shipped facts are loaded once and may be loaded again."""

from dataclasses import replace

from django.apps import apps

from tests.small_roadmap import at
from yhdyspinta.services import reference as service
from yhdyspinta.sources import reference
from yhdyspinta.store.models import (
    Area,
    CouncilTerm,
    Duty,
    Event,
    Membership,
    Organisation,
    StatusRule,
)
from yhdyspinta.store.rules import scales
from yhdyspinta.terms.access import operator


def load():
    return service.load(actor=operator("aino"), now=at(8))


def row_counts():
    models = [model for model in apps.get_models() if model is not Event]
    return {model.__name__: model._default_manager.count() for model in models}


def test_all_that_is_shipped_is_stored_and_read_back_the_same(db):
    loaded = load()
    assert loaded.areas == Area.objects.count() == len(reference.areas())
    rows = {row.code: row.as_terms() for row in Area.objects.select_related("successor")}
    assert [rows[area.code] for area in reference.areas()] == list(reference.areas())
    assert scales() == list(reference.bands())
    assert [rule.as_terms() for rule in StatusRule.objects.all()] == list(reference.status_rules())
    found = {row.as_terms() for row in Membership.objects.select_related("part", "whole")}
    assert found == set(reference.memberships())


def test_loading_again_adds_nothing(db):
    load()
    before = row_counts()
    load()
    assert row_counts() == before


def test_loading_again_corrects_what_differs_and_keeps_what_is_not_shipped(db):
    load()
    Area.objects.filter(code="06").update(name_fi="Väärin")
    Organisation.objects.create(code="oma", kind="company", name_fi="Oma Oy")
    load()
    assert Area.objects.get(code="06").name_fi == "Satakunnan hyvinvointialue"
    assert Organisation.objects.filter(code="oma").exists()


def test_facts_are_loaded_of_themselves_only_where_there_are_none(db):
    service.load_missing(actor=operator("aino"), now=at(8))
    service.load_missing(actor=operator("aino"), now=at(9))
    assert Event.objects.count() == 1


def test_the_shipped_duties_are_stored_and_read_back_the_same(db):
    load()
    rows = {row.code: row.as_terms() for row in Duty.objects.prefetch_related("exceptions__area")}
    shipped = {duty.code: duty for duty in reference.duties()}
    assert {code: replace(duty, exceptions=()) for code, duty in rows.items()} == {
        code: replace(duty, exceptions=()) for code, duty in shipped.items()
    }
    assert all(set(rows[code].exceptions) == set(shipped[code].exceptions) for code in rows)
    terms = {row.as_terms() for row in CouncilTerm.objects.all()}
    assert terms == set(reference.council_terms())
