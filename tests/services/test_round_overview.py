"""Who sees what of a round: areas, names, comments, notes; and its figures once published."""

from dataclasses import replace
from datetime import date

import pytest

from tests.people import AINO, EERO, LIISA, MATTI, STRANGER, coordinator, person
from tests.services.run_round import CODE, SAARA, on, open_november, save
from yhdyspinta.services import extensions, round_overview, rounds, submissions
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import Role, Visibility, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.rounds import LockReason, SubmissionState
from yhdyspinta.terms.situation import Note, NoteKind, Reporting

pytestmark = pytest.mark.usefixtures("ground")
MINISTRY = person(Role.READER, "", number=7, organisation="vm", kind=OrganisationKind.MINISTRY)
OF_06, OF_07 = {"06"}, {"07"}


@pytest.fixture(autouse=True)
def _november(ground):
    open_november()


def seen(actor):
    return round_overview.of_round(CODE, actor=actor, now=on(5))


def returned():
    """Let area 06 hand in, and send it back with a comment."""
    submissions.step(CODE, "06", SubmissionState.READY, actor=AINO, now=on(3))
    submissions.step(
        CODE, "06", SubmissionState.RETURNED, actor=SAARA, now=on(4), comment="Täydennä"
    )


@pytest.mark.parametrize(
    ("who", "areas"),
    [
        (SAARA, OF_06 | OF_07),
        (operator("root"), OF_06 | OF_07),
        (MINISTRY, OF_06 | OF_07),
        (AINO, OF_06),
        (EERO, OF_06),
        (LIISA, OF_06),
        (MATTI, OF_07),
    ],
)
def test_each_sees_the_areas_of_the_own_role(who, areas):
    assert {each.area for each in seen(who).submissions} == areas


@pytest.mark.parametrize("who", [STRANGER, person(Role.READER, "90")])
def test_who_has_no_area_in_it_does_not_see_it(who):
    with pytest.raises(ForbiddenError):
        seen(who)


def test_only_who_runs_it_is_offered_to():
    assert [seen(who).may_run for who in (SAARA, MINISTRY, AINO)] == [True, False, False]


def test_the_comment_and_who_wrote_it_are_for_the_area_and_the_coordinator():
    returned()
    told = {who: seen(who).submissions[0] for who in (SAARA, LIISA, MINISTRY)}
    assert [each.comment for each in told.values()] == ["Täydennä", "Täydennä", ""]
    assert [each.changed_by for each in told.values()] == ["person:5", "person:5", ""]


def test_notes_are_for_those_whom_they_are_written_for():
    notes = [Note(NoteKind.NOTE, Names(each), ("06",), visibility=each) for each in Visibility]
    rounds.write_notes(CODE, notes, actor=SAARA, now=on(2))
    counts = {who: len(seen(who).notes) for who in (SAARA, LIISA, MATTI)}
    assert list(counts.values()) == [3, 3, 2]


def test_all_notes_are_there_to_be_written_by_who_runs_it():
    assert round_overview.to_annotate(CODE, actor=SAARA, now=on(2)).notes == ()
    with pytest.raises(ForbiddenError):
        round_overview.to_annotate(CODE, actor=AINO, now=on(2))


def test_the_list_counts_the_areas_that_one_sees():
    save(Status.DONE, now=on(3))
    for who, areas, answer in ((SAARA, 2, Reporting(6, 1, 1)), (MATTI, 1, Reporting(3, 0, 0))):
        [found], _ = round_overview.all_rounds(actor=who, now=on(5))
        assert (found.areas, found.answer) == (areas, answer)


def test_a_published_rounds_figures_are_the_frozen_ones():
    rounds.publish(CODE, actor=SAARA, now=on(21))
    [found], _ = round_overview.all_rounds(actor=SAARA, now=on(22))
    assert found.answer == Reporting(6, 0, 0)


def test_the_list_goes_on_after_a_page(monkeypatch):
    monkeypatch.setattr(round_overview, "LISTED", 1)
    first, after = round_overview.all_rounds(actor=SAARA, now=on(5))
    assert (len(first), after) == (1, "")
    new = rounds.NewRound(
        "2021-12", "tiekartta", Names("x"), date(2021, 12, 31), first[0].round.horizon
    )
    rounds.open_round(new, actor=SAARA, now=on(5))
    _, after = round_overview.all_rounds(actor=SAARA, now=on(5))
    assert after == "2021-12"


def test_the_list_is_refused_to_who_has_no_role():
    with pytest.raises(ForbiddenError):
        round_overview.all_rounds(actor=STRANGER, now=on(5))


class TestArea:
    def part(self, actor, *, area="06", day=5):
        return round_overview.of_area(CODE, area, actor=actor, now=on(day))

    def test_its_steps_are_told_to_the_area_and_the_coordinator(self):
        returned()
        assert [each.comment for each in self.part(LIISA).steps] == ["Täydennä", ""]
        assert self.part(MINISTRY).steps == ()

    def test_extensions_stand_with_those_withdrawn(self):
        extensions.grant(CODE, "06", until=date(2021, 11, 28), reason="x", actor=SAARA, now=on(2))
        extensions.withdraw(CODE, "06", actor=SAARA, now=on(3))
        [(given, ended)] = self.part(LIISA).extensions
        assert (given.reason, ended) == ("x", on(3))

    def test_it_says_why_it_is_locked(self):
        found = self.part(LIISA, day=21).lock
        assert found
        assert found.reason is LockReason.CLOSED

    def test_another_areas_people_are_refused(self):
        with pytest.raises(ForbiddenError):
            self.part(MATTI)

    def test_an_area_that_is_not_asked_is_not_found(self):
        with pytest.raises(RefusedError):
            self.part(SAARA, area="90")


class TestSeveralAreas:
    def hand_in(self, *areas):
        for area in areas:
            for who, to in ((AINO, SubmissionState.READY), (EERO, SubmissionState.APPROVED)):
                mine = replace(who, grants=(replace(who.grants[0], areas=frozenset({area})),))
                submissions.step(CODE, area, to, actor=mine, now=on(3))

    def accept(self, *areas, actor=SAARA):
        submissions.step_all(CODE, areas, SubmissionState.ACCEPTED, actor=actor, now=on(4))

    def test_all_are_accepted(self):
        self.hand_in("06", "07")
        self.accept("06", "07")
        assert {each.state for each in seen(SAARA).submissions} == {SubmissionState.ACCEPTED}

    def test_or_none_and_the_refusal_names_the_area(self):
        self.hand_in("06")
        with pytest.raises(RefusedError, match="Kanta-Häme"):
            self.accept("06", "07")
        assert seen(SAARA).submissions[0].state is SubmissionState.APPROVED

    def test_at_least_one_is_chosen(self):
        with pytest.raises(RefusedError):
            self.accept()

    @pytest.mark.parametrize("who", [AINO, EERO, coordinator("another")])
    def test_only_the_coordinator_accepts(self, who):
        self.hand_in("06")
        with pytest.raises(ForbiddenError):
            self.accept("06", actor=who)
