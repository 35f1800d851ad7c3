"""A round's life: opened, closed, published frozen, corrected by an erratum."""

import hashlib
import json
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from tests.services.filled_sheets import open_october, publish_october, said, take_in
from tests.small_roadmap import DAY, Q4, at
from yhdyspinta.calc.rounds import mark
from yhdyspinta.calc.situation import cell
from yhdyspinta.services import figures as figure_service
from yhdyspinta.services import rounds, situation
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store.models import Event, ReportingRound, SituationPicture, StatusReport
from yhdyspinta.terms.access import Visibility, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import ROUND_STEPS, RoundState, Status
from yhdyspinta.terms.situation import Note, NoteKind, Severity, Share

pytestmark = pytest.mark.usefixtures("ground")

LATE, DONE = Status.LATE, Status.DONE
CODE = "2021-10"
STEPS = {
    "open": lambda: rounds.reopen_round(CODE, actor=operator("aino"), now=at(11)),
    "close": lambda: rounds.close_round(CODE, actor=operator("aino"), now=at(11)),
    "publish": lambda: rounds.publish(CODE, actor=operator("aino"), now=at(11)),
    "erratum": lambda: rounds.publish(CODE, actor=operator("aino"), now=at(11), reason="Virhe"),
}
LEADS_TO = {
    "open": RoundState.OPEN,
    "close": RoundState.CLOSED,
    "publish": RoundState.PUBLISHED,
    "erratum": RoundState.PUBLISHED,
}
ALLOWED = {
    (RoundState.PLANNED, "open"),
    (RoundState.OPEN, "close"),
    (RoundState.CLOSED, "open"),
    (RoundState.CLOSED, "publish"),
    (RoundState.PUBLISHED, "erratum"),
}


def bring_to(state):
    """Bring the round of October into a state; of a published one a report came later."""
    if state is RoundState.PUBLISHED:
        publish_october(said(LATE))
        take_in(said(DONE), now=at(10, 30))
        return
    take_in(said(LATE))
    open_october()
    ReportingRound.objects.update(state=state)


def erratum(reason="Satakunnan rivi puuttui", hour=12):
    return rounds.publish(CODE, actor=operator("eero"), now=at(hour), reason=reason)


def frozen(version=None):
    return situation.of_round(CODE, version=version).picture


@pytest.mark.parametrize("state", RoundState)
@pytest.mark.parametrize("step", STEPS)
def test_a_round_takes_the_steps_of_its_state_and_no_other(state, step):
    bring_to(state)
    if (state, step) in ALLOWED:
        STEPS[step]()
        assert ReportingRound.objects.get().state == LEADS_TO[step]
    else:
        with pytest.raises(RefusedError):
            STEPS[step]()
        assert ReportingRound.objects.get().state == state


def test_the_steps_tried_above_are_those_of_the_table():
    assert {(state, LEADS_TO[step]) for state, step in ALLOWED} == {
        (state, to) for state, tos in ROUND_STEPS.items() for to in tos
    }


def test_a_refused_step_leaves_no_event():
    bring_to(RoundState.OPEN)
    before = Event.objects.count()
    with pytest.raises(RefusedError, match=CODE):
        STEPS["publish"]()
    assert Event.objects.count() == before


def test_a_code_is_used_once():
    bring_to(RoundState.OPEN)
    with pytest.raises(RefusedError, match=CODE):
        open_october()


def test_a_round_needs_its_roadmap():
    with pytest.raises(RefusedError, match="tiekartta"):
        open_october()


@pytest.mark.parametrize("step", STEPS)
def test_a_round_that_there_is_not_is_refused(step):
    with pytest.raises(RefusedError, match=CODE):
        STEPS[step]()


def test_a_life_leaves_its_trail():
    publish_october(said())
    actions = list(Event.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["sheet.import", "round.open", "round.close", "picture.publish"]


def test_a_publication_says_which_when_by_whom():
    found = publish_october(said())
    assert (found.round_code, found.version, found.published_by) == (CODE, 1, "aino")
    assert (found.published_at, found.replaces, found.reason) == (at(10), 0, "")


def test_a_published_picture_has_the_figures_of_its_day_with_the_rules_in_force():
    publish_october(said(DONE), said(LATE, task="b"))
    picture = frozen()
    assert cell(picture, area="06").progress == Share(1, 3)
    assert (picture.as_of, picture.horizon, picture.round_code) == (DAY, Q4, CODE)
    assert picture.rule.validity.source == "Test"
    assert picture.known_by == at(10)


def test_reports_that_come_later_do_not_change_a_published_picture():
    published = publish_october(said(LATE))
    before = frozen()
    take_in(said(DONE), now=at(11))
    assert frozen() == before
    assert situation.publications() == [published]


def test_an_erratum_is_a_version_beside_the_one_that_it_names():
    first = publish_october(said(LATE))
    take_in(said(DONE), now=at(11))
    second = erratum(" Satakunnan rivi puuttui ")
    assert (second.version, second.replaces) == (2, 1)
    assert second.reason == "Satakunnan rivi puuttui"
    assert situation.publications() == [second, replace(first, superseded_by=2)]
    assert [cell(frozen(v), area="06").done for v in (1, 2)] == [Share(0, 3), Share(1, 3)]


def test_without_a_version_the_standing_one_is_shown():
    publish_october(said(LATE))
    take_in(said(DONE), now=at(11))
    erratum()
    assert frozen() == frozen(2)


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_erratum_needs_a_reason(reason):
    bring_to(RoundState.PUBLISHED)
    with pytest.raises(RefusedError):
        erratum(reason)


def test_an_erratum_needs_a_difference():
    publish_october(said(LATE))
    with pytest.raises(RefusedError):
        erratum()
    assert SituationPicture.objects.count() == 1


def test_an_erratum_goes_on_from_the_last_version():
    publish_october(said(LATE))
    for hour, status in [(11, DONE), (12, LATE)]:
        take_in(said(status), now=at(hour))
        erratum(hour=hour)
    assert [(p.version, p.replaces) for p in situation.publications()] == [(3, 2), (2, 1), (1, 0)]


def test_a_clock_set_back_does_not_hide_reports_that_are_in_the_figures():
    take_in(said(LATE), now=at(12))
    open_october()
    rounds.close_round(CODE, actor=operator("aino"), now=at(9))
    rounds.publish(CODE, actor=operator("aino"), now=at(9))
    [row, *_] = figure_service.explain(
        situation.of_round(CODE), area="06", actor=operator("test")
    ).rows
    assert row.report is not None


def test_the_hash_can_be_recomputed_with_json_and_hashlib_alone():
    published = publish_october(said(LATE, note="Työ kesken"))
    data = json.loads(SituationPicture.objects.get().content)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == published.sha256


def test_publishing_costs_few_queries(django_assert_max_num_queries):
    take_in(said())
    open_october()
    rounds.close_round(CODE, actor=operator("aino"), now=at(9))
    with django_assert_max_num_queries(49):
        rounds.publish(CODE, actor=operator("aino"), now=at(10))


@pytest.mark.parametrize(
    ("field", "value"), [("content", "{}"), ("sha256", "0"), ("version", 9), ("reason", "x")]
)
def test_the_database_refuses_to_change_a_published_picture(field, value):
    publish_october(said())
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        SituationPicture.objects.update(**{field: value})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "late"),
        ("effective_from", "2020-01-01"),
        ("recorded_at", at(12)),
        ("recorded_by", "eero"),
        ("note", "x"),
        ("organisation", None),
        ("sheet_import", None),
    ],
)
def test_the_database_refuses_to_change_a_report(field, value):
    take_in(said())
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        StatusReport.objects.update(**{field: value})


NOTES = [
    Note(NoteKind.RISK, Names("ICT viivästyy"), ("90", "06"), "ict", Severity.HIGHEST, "STM"),
    Note(NoteKind.WATCH, Names("Seurattava", "Att följas", "To be watched")),
]


def write(notes):
    rounds.write_notes(CODE, notes, actor=operator("aino"), now=at(9))


def test_notes_are_frozen_with_the_picture_in_their_order():
    take_in(said())
    open_october()
    write(NOTES)
    rounds.close_round(CODE, actor=operator("aino"), now=at(9))
    rounds.publish(CODE, actor=operator("aino"), now=at(10))
    assert frozen().notes == (replace(NOTES[0], areas=("06", "90")), NOTES[1])


def test_notes_are_replaced_as_a_whole():
    bring_to(RoundState.OPEN)
    write(NOTES)
    write(NOTES[1:])
    assert situation.notes_of(ReportingRound.objects.get()) == tuple(NOTES[1:])


def test_notes_of_a_published_round_are_not_written():
    bring_to(RoundState.PUBLISHED)
    with pytest.raises(RefusedError):
        write(NOTES)


@pytest.mark.parametrize(
    ("note", "word"),
    [(replace(NOTES[1], theme="no-such"), "no-such"), (replace(NOTES[1], areas=("21",)), "21")],
)
def test_a_note_on_an_unknown_theme_or_area_is_refused_in_words(note, word):
    bring_to(RoundState.OPEN)
    write(NOTES[1:])
    with pytest.raises(RefusedError, match=word):
        write([NOTES[1], note])
    assert situation.notes_of(ReportingRound.objects.get()) == tuple(NOTES[1:])


@pytest.mark.parametrize("hidden", [Visibility.PARTNERS, Visibility.INTERNAL])
def test_only_public_notes_are_frozen(hidden):
    take_in(said())
    open_october()
    write([NOTES[1], replace(NOTES[0], text=Names("Vain meille"), visibility=hidden)])
    rounds.close_round(CODE, actor=operator("aino"), now=at(9))
    rounds.publish(CODE, actor=operator("aino"), now=at(10))
    assert frozen().notes == (NOTES[1],)
    assert "Vain meille" not in SituationPicture.objects.get().content


def test_a_stale_form_does_not_wipe_anothers_note():
    bring_to(RoundState.OPEN)
    write(NOTES[1:])
    seen = mark(*situation.notes_of(ReportingRound.objects.get()))
    write(NOTES)
    with pytest.raises(StaleError):
        rounds.write_notes(CODE, [], actor=operator("eero"), now=at(9), seen=seen)
    assert len(situation.notes_of(ReportingRound.objects.get())) == 2
