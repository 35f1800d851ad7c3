"""Reading the trail: who sees what, what is hidden of it, files, and emptied addresses."""

import csv
import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.people import AINO, LIISA, MATTI, STRANGER, coordinator, person
from tests.small_roadmap import at
from yhdyspinta.exports import trail as trail_file
from yhdyspinta.labels import audit as words
from yhdyspinta.services import trail
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store.models import Event, Organisation, User
from yhdyspinta.terms.access import VISITOR, Role, operator
from yhdyspinta.terms.audit import Wanted

pytestmark = pytest.mark.usefixtures("ground")

ROOT = operator("root")
ADMINISTRATOR = person(Role.ADMINISTRATOR, number=6)
INTERNAL = {"status": "late", "note": "Salaista", "visibility": "internal"}
CELL = {"task": "a", "before": None, "after": INTERNAL}


def event(action="report.save", **more):
    told = {"at": at(8), "actor": "person:1", "subject": "2021-11 06", **more}
    return Event.objects.create(action=action, **told)


def about_06(**more):
    return event(area="06", organisation="hva-06", roadmap="tiekartta", **more)


def read(actor, **wanted):
    return trail.read(Wanted(**wanted), actor=actor).events


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


class TestWhoSeesWhat:
    @pytest.mark.parametrize("who", [ROOT, AINO, LIISA, coordinator("tiekartta"), ADMINISTRATOR])
    def test_an_areas_people_its_coordinator_and_operators_see_what_was_done_there(self, who):
        about_06(actor="person:8")
        assert len(read(who)) == 1

    @pytest.mark.parametrize("who", [MATTI, STRANGER, coordinator("muu")])
    def test_others_do_not(self, who):
        about_06(actor="person:8")
        assert read(who) == ()

    def test_a_person_without_roles_sees_their_own(self):
        event(actor=STRANGER.key)
        assert len(read(STRANGER)) == 1

    def test_a_visitor_sees_nothing(self):
        with pytest.raises(ForbiddenError):
            read(VISITOR)

    @pytest.mark.parametrize(
        ("who", "shown"),
        [
            (ROOT, "192.0.2.1"),
            (ADMINISTRATOR, "192.0.2.1"),
            (AINO, ""),
            (coordinator("tiekartta"), ""),
        ],
    )
    def test_the_network_address_is_for_operators_and_administrators(self, who, shown):
        about_06(address="192.0.2.1")
        assert read(who)[0].address == shown

    def test_another_organisations_administrator_does_not_see_an_address(self):
        event(area="06", organisation="stm", address="192.0.2.1")
        assert read(ADMINISTRATOR)[0].address == ""

    @pytest.mark.parametrize("who", [AINO, coordinator("tiekartta"), ROOT])
    def test_internal_words_are_shown_to_those_who_may_read_them(self, who):
        about_06(details={"cells": [CELL]})
        assert "Salaista" in str(read(who)[0].details)

    def test_internal_words_are_hidden_from_others_and_the_codes_stay(self):
        about_06(details={"cells": [CELL]}, actor=MATTI.key)
        [shown] = words.changes(read(MATTI)[0], {})[:1]
        assert "Salaista" not in str(read(MATTI)[0].details)
        assert (shown.thing, shown.after) == ("a", "late")


class TestFiles:
    def export(self, form, actor=ROOT, **wanted):
        found = trail.export(Wanted(**wanted), form, actor=actor, now=at(9))
        return trail_file.render(found, form, language="fi")

    def test_taking_a_file_is_an_event_with_its_filter(self):
        about_06()
        self.export("csv", AINO, area="06")
        taken = Event.objects.get(action="export.trail")
        assert taken.details == {"count": 1, "filter": {"area": "06"}}
        assert (taken.actor, taken.organisation) == (AINO.key, "hva-06")

    def test_a_spreadsheet_program_runs_nothing_of_it(self):
        about_06(subject="=cmd()", reason="@SUM(A1)")
        rows = list(csv.DictReader(io.StringIO(self.export("csv").decode("utf-8-sig"))))
        assert "'=cmd()" in rows[0].values()
        assert "'@SUM(A1)" in rows[0].values()

    def test_a_workbook_has_a_row_for_each_event_and_no_formula(self):
        about_06(subject="=1+1")
        about_06()
        with ZipFile(io.BytesIO(self.export("xlsx"))) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert (sheet.count("<row "), "<f>" in sheet) == (3, False)

    def test_json_holds_what_the_reader_may_see(self):
        about_06(details={"cells": [CELL]}, actor=MATTI.key)
        text = self.export("json", MATTI).decode()
        assert json.loads(text)["events"][0]["details"]["cells"][0]["after"]["status"] == "late"
        assert "Salaista" not in text

    def test_more_than_a_file_holds_is_refused_and_not_cut(self, monkeypatch):
        monkeypatch.setattr(trail, "MOST_IN_FILE", 1)
        about_06()
        about_06()
        with pytest.raises(RefusedError):
            self.export("csv")


class TestTidying:
    def test_addresses_are_emptied_when_their_time_is_over(self, monkeypatch):
        monkeypatch.setattr(trail, "_CHUNK", 2)
        old = [about_06(address="192.0.2.1", at=at(8) - timedelta(days=366)) for _ in range(3)]
        young = about_06(address="192.0.2.2", at=at(8) - timedelta(days=364))
        assert trail.tidy(keep_days=365, actor=ROOT, now=at(8)) == 3
        assert set(Event.objects.filter(pk__in=[e.pk for e in old]).values_list("address")) == {
            ("",)
        }
        young.refresh_from_db()
        assert young.address == "192.0.2.2"

    def test_it_is_an_event_only_if_something_was_emptied(self):
        trail.tidy(keep_days=365, actor=ROOT, now=at(8))
        assert not Event.objects.exists()

    def test_only_operators_tidy(self):
        with pytest.raises(ForbiddenError):
            trail.tidy(keep_days=365, actor=AINO, now=at(8))


class TestWho:
    def test_a_name_leads_to_the_persons_key(self):
        user = User.objects.create_user("a@example.org", name="Aino Aalto", joined_at=at(7))
        assert trail.who("aalto") == ("aalto", user.key)

    def test_a_key_is_taken_as_it_is(self):
        assert trail.who("person:17") == ("person:17",)

    def test_nobody_named_means_anybody(self):
        assert trail.who(" ") is None


def test_names_are_those_of_today_and_an_erased_person_is_a_number():
    user = User.objects.create_user("a@example.org", name="Aino Aalto", joined_at=at(7))
    event(actor=user.key, subject=f"{user.key}")
    assert user.name in words.sentence(*_first())
    User.objects.filter(pk=user.pk).update(is_active=False, erased_at=at(9), name="")
    assert str(user.pk) in words.actor(*_first())
    assert "Aalto" not in words.sentence(*_first())


def _first():
    found = trail.read(Wanted(), actor=ROOT)
    return found.events[0], found.names


def test_an_event_from_before_the_new_columns_is_shown():
    event(action="round.open", actor="aino", subject="2021-10", details={})
    found = trail.read(Wanted(), actor=ROOT)
    assert words.actor(found.events[0], found.names) == "aino"
    assert words.door(found.events[0].door) == ""


def test_a_page_takes_few_queries_whatever_is_on_it():
    Organisation.objects.create(code="hva-06", kind="county", name_fi="Satakunta")
    for _ in range(60):
        about_06(details={"cells": [CELL]})
    with CaptureQueriesContext(connection) as captured:
        trail.read(Wanted(), actor=AINO)
    assert len(captured) <= 7
