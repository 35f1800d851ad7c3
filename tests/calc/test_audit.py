"""The trail's sums: differences, what is hidden, gaps in numbers, and the chain's hashes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people import AINO, LIISA, MATTI, STRANGER, coordinator
from yhdyspinta.calc import audit
from yhdyspinta.calc.access import may_read_address, may_read_event
from yhdyspinta.terms.access import VISITOR, Actor, Grant, Role, operator
from yhdyspinta.terms.audit import Difference, Event, Seal

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVENT = Event(1, NOON, "person:1", "report.save", "2026-11 06", area="06", roadmap="sote")
SEAL = Seal(1, NOON, 1, 9, ((3, 4),), (), 7, "", "")


class TestDifferences:
    def test_a_cell_is_compared_field_by_field(self):
        cell = {"task": "a", "before": {"status": "late", "note": "x"}, "after": {"status": "done"}}
        assert audit.differences({"cells": [cell]}) == (
            Difference("a", "status", "late", "done"),
            Difference("a", "note", "x", None),
        )

    def test_a_first_report_had_nothing_before(self):
        cell = {"task": "a", "before": None, "after": {"status": "done"}}
        assert audit.differences({"cells": [cell]}) == (Difference("a", "status", None, "done"),)

    def test_what_stayed_is_left_out(self):
        same = {"status": "done", "note": "x"}
        assert audit.differences({"before": same, "after": {**same, "note": "y"}}) == (
            Difference("", "note", "x", "y"),
        )

    def test_plain_values_are_compared_whole(self):
        found = audit.differences({"before": "ready", "after": "approved"})
        assert found == (Difference("", "", "ready", "approved"),)

    def test_the_rest_is_told_as_facts_and_empty_ones_are_not(self):
        details = {"before": 1, "after": 2, "count": 0, "file": "a.xlsx", "reason": ""}
        assert audit.facts(details) == {"count": 0, "file": "a.xlsx"}


INTERNAL = {"status": "late", "note": "Salaista", "visibility": "internal"}


class TestHiding:
    def shown(self, part, actor, **more):
        event = replace(EVENT, details={"after": part}, **more)
        return audit.shown_details(event, actor)["after"]

    @pytest.mark.parametrize("who", [AINO, LIISA, coordinator("sote"), operator("root")])
    def test_the_area_and_its_coordinator_read_internal_words(self, who):
        assert self.shown(INTERNAL, who) == INTERNAL

    @pytest.mark.parametrize("who", [MATTI, STRANGER, VISITOR, coordinator("muu")])
    def test_others_read_the_codes_only(self, who):
        expected = {"status": "late", "visibility": "internal", "hidden": True}
        assert self.shown(INTERNAL, who) == expected

    def test_what_partners_may_read_needs_a_role(self):
        part = {**INTERNAL, "visibility": "partners"}
        assert (self.shown(part, MATTI), "hidden" in self.shown(part, STRANGER)) == (part, True)

    def test_a_visibility_that_nobody_knows_hides(self):
        assert "note" not in self.shown({**INTERNAL, "visibility": "new"}, AINO)

    def test_a_notes_own_areas_count_and_not_the_events(self):
        part = {"text": "x", "visibility": "internal", "areas": ["07"]}
        assert (self.shown(part, MATTI), "text" in self.shown(part, AINO)) == (part, False)

    def test_parts_within_lists_are_looked_through(self):
        assert "Salaista" not in str(self.shown([{"x": [INTERNAL]}], MATTI))


class TestReading:
    def test_nobody_reads_by_an_empty_organisation_area_or_roadmap(self):
        grants = (Grant(Role.READER), Grant(Role.COORDINATOR))
        event = replace(EVENT, area="", roadmap="", actor="")
        assert not may_read_event(Actor("person:9", grants=grants), event)
        assert not may_read_event(VISITOR, event)

    def test_a_token_without_the_scope_reads_not_even_its_own(self):
        token = replace(AINO, scopes=frozenset({"report"}))
        assert not may_read_event(token, EVENT)
        assert may_read_event(replace(token, scopes=frozenset({"trail"})), EVENT)

    def test_an_address_without_an_organisation_is_for_operators(self):
        administrator = Actor("person:6", grants=(Grant(Role.ADMINISTRATOR, "hva-06"),))
        assert not may_read_address(administrator, EVENT)
        assert may_read_address(operator("root"), EVENT)


class TestGaps:
    @given(st.sets(st.integers(1, 40)))
    def test_a_number_is_either_there_or_in_a_gap(self, numbers):
        found = audit.gaps(sorted(numbers), first=1)
        for number in range(1, max(numbers, default=0) + 1):
            assert audit.is_in(number, found) is (number not in numbers)

    def test_neighbours_are_one_gap(self):
        assert audit.gaps([2, 6, 7], first=1) == ((1, 1), (3, 5))


class TestSeals:
    def test_the_address_is_not_sealed_and_everything_else_is(self):
        assert audit.line(EVENT) == audit.line(replace(EVENT, address="192.0.2.1"))
        for name in set(Event.__slots__) - {"address", "number", "at", "details"}:
            changed: Any = {name: "x"}
            assert audit.line(EVENT) != audit.line(replace(EVENT, **changed))

    def test_a_moment_is_the_same_in_every_time_zone(self):
        local = NOON.astimezone(timezone(timedelta(hours=2)))
        assert audit.line(replace(EVENT, at=local)) == audit.line(EVENT)

    @pytest.mark.parametrize(
        "change",
        [{"number": 2}, {"last": 10}, {"gaps": ()}, {"late": (3,)}, {"events": 8}, {"former": "a"}],
    )
    def test_a_seals_own_facts_are_sealed(self, change):
        assert audit.seal_hash(SEAL, "x") != audit.seal_hash(replace(SEAL, **change), "x")

    def test_anybody_can_recompute_the_hash(self):
        text = (
            '{"content":"x","events":7,"first":1,"form":"yhdyspinta/seal/1","former":"",'
            '"gaps":[[3,4]],"last":9,"late":[],"number":1,'
            '"sealed_at":"2026-11-24T12:00:00.000000+00:00"}'
        )
        assert audit.seal_hash(SEAL, "x") == sha256(text.encode()).hexdigest()

    def test_gaps_stay_open_until_a_later_seal(self):
        later = replace(SEAL, number=2, sealed_at=NOON + timedelta(minutes=59))
        last = replace(SEAL, number=3, sealed_at=NOON + timedelta(minutes=60))
        assert audit.open_seals([SEAL, later]) == (SEAL, later)
        assert audit.open_seals([SEAL, later, last]) == (later, last)
