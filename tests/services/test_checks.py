"""Each thing that can be wrong with an installation is made wrong, and found."""

import shutil
from datetime import date
from typing import NamedTuple

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.utils import translation

from tests.services.filled_sheets import NOVEMBER, SEPTEMBER, publish_october, said, take_in
from tests.small_roadmap import DAY, at
from yhdyspinta.services import checks, seals
from yhdyspinta.services.checks import Level
from yhdyspinta.store.models import Area, Band, Event, SituationPicture, StatusReport, StatusRule
from yhdyspinta.terms.access import operator

PICTURES, REPORTS = "yhdyspinta_situationpicture", "yhdyspinta_statusreport"
EVENTS = "yhdyspinta_event"


@pytest.fixture
def filled(ground):
    """A round that is published, and reports before and after it."""
    publish_october(said(day=SEPTEMBER), said(day=DAY), said(day=NOVEMBER))
    take_in(said(day=DAY, note="Korjaus"), now=at(11))


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def found(about, *, today=DAY):
    [finding] = [each for each in checks.inspect(today=today) if about in each.subject]
    return finding


def switch_off(trigger, table):
    """Take a trigger away as somebody with rights to the database would."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {trigger}")
        else:
            # PostgreSQL wants no foreign key left to be checked at the end of the transaction.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


def test_nothing_is_wrong_with_a_sound_installation(filled):
    errors = [each for each in checks.inspect(today=DAY) if each.level is Level.ERROR]
    assert errors == []


def test_a_changed_picture_is_named(filled):
    switch_off("picture_is_frozen", PICTURES)
    SituationPicture.objects.update(content="{}")
    finding = found("fingerprints")
    assert finding.level is Level.ERROR
    assert "2021-10 v1" in finding.remedy


@pytest.mark.parametrize(
    ("trigger", "table"),
    [
        ("picture_is_frozen", PICTURES),
        ("report_is_appended", REPORTS),
        ("event_is_kept", EVENTS),
        ("event_is_not_deleted", EVENTS),
        ("step_is_appended", "yhdyspinta_submissionstep"),
        ("seal_is_kept", "yhdyspinta_seal"),
        ("seal_is_not_deleted", "yhdyspinta_seal"),
    ],
)
def test_a_missing_trigger_is_found(filled, trigger, table):
    assert found("refuses changes").level is Level.OK
    switch_off(trigger, table)
    assert found("refuses changes").level is Level.ERROR
    assert trigger in found("refuses changes").remedy


def test_a_trail_that_was_changed_behind_its_seals_is_found(filled):
    seals.seal(actor=operator("root"), now=at(12))
    assert found("matches its seals").level is Level.OK
    switch_off("event_is_kept", EVENTS)
    Event.objects.update(actor="somebody else")
    assert found("matches its seals").level is Level.ERROR


@pytest.mark.parametrize("until", [SEPTEMBER, date(2021, 10, 15), NOVEMBER])
def test_a_report_that_ends_too_early_or_too_late_is_found(filled, until):
    assert found("ends where the next").level is Level.OK
    StatusReport.objects.filter(effective_from=SEPTEMBER).update(superseded_on=until)
    finding = found("ends where the next")
    assert finding.level is Level.ERROR
    assert finding.remedy.startswith("Reports that do not: 1.")


def test_a_day_without_colour_bands_is_found(filled):
    assert found("Rules are in force").level is Level.OK
    Band.objects.all().delete()
    assert found("Rules are in force").level is Level.WARNING


def test_two_rules_in_force_are_found(filled):
    rule = StatusRule.objects.get()
    rule.pk, rule.valid_from = None, DAY
    rule.save()
    finding = found("Rules are in force")
    assert (finding.level, "2021-10-31" in finding.remedy) == (Level.WARNING, True)


def test_an_installation_without_areas_is_told_how_to_load_them(db):
    assert found("Areas").level is Level.ERROR
    Area.objects.create(code="06", kind="county", name_fi="S", short_fi="S")
    assert found("Areas").level is Level.OK


def test_tables_of_an_older_version_are_found_and_nothing_is_looked_at_in_them(db):
    recorder = MigrationRecorder(connection)
    last = max(name for app, name in recorder.applied_migrations() if app == "yhdyspinta")
    recorder.record_unapplied("yhdyspinta", last)
    *_, finding = checks.inspect(today=DAY)
    assert (finding.level, finding.remedy) == (Level.ERROR, "Run: yhdyspinta migrate")


def test_a_database_that_does_not_answer_is_the_only_finding(db, monkeypatch):
    def refuse():
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr(connection, "ensure_connection", refuse)
        [finding] = checks.inspect(today=DAY)
    assert finding.level is Level.ERROR
    assert "DATABASE_URL" in finding.remedy


@pytest.mark.parametrize(
    ("name", "is_bad", "about"),
    [("DEBUG", True, "Debugging"), ("HTTPS_ONLY", False, "HTTPS")],
)
@pytest.mark.usefixtures("db")
def test_a_setting_that_no_server_should_have_is_a_warning(name, is_bad, about):
    for value in (True, False):
        with override_settings(**{name: value}):
            expected = Level.WARNING if value is is_bad else Level.OK
            assert found(about).level is expected


class Usage(NamedTuple):
    free: int


def test_a_disk_that_is_nearly_full_is_a_warning(db, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(free=5_000_000))
    finding = found("Disk")
    assert (finding.level, finding.remedy) == (Level.WARNING, "5 MB free.")
