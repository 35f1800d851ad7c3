"""What a coordinator does to publish: summary, preview, and what an erratum would change."""

import csv
import io
import json
import time

import pytest

from tests.people import AINO, LIISA, coordinator
from tests.services.filled_sheets import said as report
from tests.services.filled_sheets import take_in
from tests.services.run_round import CODE, SAARA, TASKS, on, open_november
from yhdyspinta.calc.rounds import mark
from yhdyspinta.exports.situation_files import MEDIA_TYPES
from yhdyspinta.services import publishing, rounds, situation
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store.models import Event
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Status

pytestmark = pytest.mark.usefixtures("ground")
SAID = Names("Hyvin etenee", "Det går bra", "Going well")


@pytest.fixture(autouse=True)
def _november(ground):
    open_november()


def write(summary=SAID, *, actor=SAARA, seen=""):
    publishing.write_summary(CODE, summary, actor=actor, now=on(9), seen=seen)


def desk(actor=SAARA, now=None):
    return publishing.of_round(CODE, actor=actor, now=now or on(22))


def publish(now, **more):
    return rounds.publish(CODE, actor=SAARA, now=now, **more)


def correct(now):
    """Take in a correction of area 07's first task."""
    take_in(report(Status.DONE, area="07", task=TASKS[0]), now=now)


class TestSummary:
    def test_it_is_frozen_with_the_picture(self):
        write()
        publish(on(21))
        assert situation.of_round(CODE).picture.summary == SAID

    def test_the_trail_has_what_stood_there_and_what_stands(self):
        write()
        write(Names("Toinen"))
        details = Event.objects.latest("id").details
        assert details["before"]["sv"] == "Det går bra"
        assert details["after"] == {"fi": "Toinen", "sv": "", "en": ""}

    def test_saving_the_same_again_leaves_no_trace(self):
        write()
        before = Event.objects.count()
        write()
        assert Event.objects.count() == before

    def test_a_stale_form_is_refused_and_changes_nothing(self):
        seen = mark(desk().summary)
        write()
        with pytest.raises(StaleError):
            write(Names("Toisen teksti"), seen=seen)
        assert desk().summary == SAID

    @pytest.mark.parametrize("wrong", [Names("", "Bara svenska"), Names("x" * 4001)])
    def test_what_cannot_be_a_summary_is_refused(self, wrong):
        with pytest.raises(RefusedError):
            write(wrong)

    @pytest.mark.parametrize("actor", [AINO, LIISA, coordinator("other")])
    def test_only_who_runs_the_round_writes_it(self, actor):
        with pytest.raises(ForbiddenError):
            write(actor=actor)

    def test_a_summary_is_suggested_in_three_languages(self):
        found = desk().suggested
        assert len({found.fi, found.sv, found.en}) == 3
        assert "2 of 3 areas" in found.en or "2 of 2 areas" in found.en

    def test_after_publication_it_is_a_difference_for_an_erratum(self):
        publish(on(21))
        assert desk().told is None
        write()
        assert desk().told.changes.summary
        assert situation.of_round(CODE).picture.summary == Names("")


class TestPreview:
    def test_it_is_the_very_picture_that_is_then_frozen(self):
        write()
        shown = publishing.preview(CODE, actor=SAARA, now=on(21))
        publish(on(21))
        assert situation.of_round(CODE).picture == shown.picture
        assert shown.publication is None

    @pytest.mark.parametrize("ending", MEDIA_TYPES)
    def test_each_file_leaves_a_trail(self, ending):
        made = publishing.preview_file(CODE, ending, language="fi", actor=SAARA, now=on(21))
        event = Event.objects.get(action="export.preview")
        assert event.details == {"form": ending, "size": len(made)}

    def test_a_table_of_rows_says_in_every_row_that_it_is_a_preview(self):
        made = publishing.preview_file(CODE, "csv", language="en", actor=SAARA, now=on(21))
        rows = list(csv.DictReader(io.StringIO(made.decode())))
        assert {row["publication"] for row in rows} == {"PREVIEW, NOT PUBLISHED"}

    def test_data_for_machines_says_that_it_is_a_preview(self):
        made = publishing.preview_file(CODE, "json", language="en", actor=SAARA, now=on(21))
        data = json.loads(made)
        assert (data["preview"], data["version"], data["sha256"]) == (True, None, None)

    def test_a_drawing_says_where_it_is_seen_that_it_is_a_preview(self):
        made = publishing.preview_file(CODE, "svg", language="en", actor=SAARA, now=on(21))
        assert "PREVIEW, NOT PUBLISHED</text>" in made.decode()

    @pytest.mark.parametrize("actor", [AINO, LIISA, coordinator("other")])
    def test_only_who_publishes_sees_it(self, actor):
        with pytest.raises(ForbiddenError):
            publishing.preview(CODE, actor=actor, now=on(21))
        with pytest.raises(ForbiddenError):
            publishing.preview_file(CODE, "csv", language="fi", actor=actor, now=on(21))
        assert not Event.objects.filter(action="export.preview").exists()

    def test_a_form_of_file_that_there_is_not_is_refused(self):
        with pytest.raises(RefusedError):
            publishing.preview_file(CODE, "docx", language="fi", actor=SAARA, now=on(21))


class TestErratum:
    def test_what_differs_is_told_before_it_is_published(self):
        publish(on(21))
        correct(on(22))
        told = desk(now=on(23)).told
        assert [len(area.tasks) for area in told.changes.areas if area.tasks] == [1]
        assert told.published_before.version == 1

    def test_nothing_differs_right_after_publication(self):
        publish(on(21))
        assert desk(now=on(22)).told is None

    def test_a_page_that_showed_another_version_publishes_nothing(self):
        publish(on(21), seen=0)
        correct(on(22))
        with pytest.raises(StaleError):
            publish(on(22), seen=0)
        assert publish(on(22), seen=1, reason="Korjaus").version == 2

    def test_two_errata_from_the_same_page_make_one(self):
        publish(on(21))
        correct(on(22))
        publish(on(22), seen=1, reason="Ensimmäinen")
        with pytest.raises(StaleError):
            publish(on(22), seen=1, reason="Toinen")
        assert len(situation.publications()) == 2


def test_the_desk_tells_what_is_published_and_what_is_open():
    found = desk()
    assert found.standing is None
    assert found.may_publish
    assert {check.area for check in found.checks.checks} == {"06", "07"}


def test_the_desk_is_for_who_runs_the_round():
    with pytest.raises(ForbiddenError):
        desk(AINO)


def test_publishing_takes_well_under_two_seconds():
    begun = time.process_time()
    publish(on(21))
    assert time.process_time() - begun < 2


def test_the_desk_costs_few_queries(django_assert_max_num_queries):
    publish(on(21))
    with django_assert_max_num_queries(40):
        desk()
