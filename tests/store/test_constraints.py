"""What must never be false is refused by the database itself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.small_roadmap import DAY, at
from yhdyspinta.store.models import (
    Acting,
    Area,
    Band,
    Membership,
    Note,
    Organisation,
    Participation,
    ReportingRound,
    Roadmap,
    SituationPicture,
    StatusReport,
    StatusRule,
    Subarea,
    Task,
    Theme,
)

BEFORE = date(2021, 10, 30)
DATED = {"valid_from": DAY, "source": "Test", "confidence": "source"}


@pytest.fixture
def rows(db):
    """One row of each kind, by its name."""
    area = Area.objects.create(
        code="06", kind="county", name_fi="S", short_fi="S", tile_row=1, tile_col=1
    )
    other = Area.objects.create(code="07", kind="county", name_fi="K", short_fi="K")
    organisation = Organisation.objects.create(code="s", kind="county", name_fi="S")
    roadmap = Roadmap.objects.create(code="tiekartta", name_fi="T")
    theme = Theme.objects.create(roadmap=roadmap, code="ict", position=1, name_fi="ICT")
    subarea = Subarea.objects.create(theme=theme, code="A", position=1, name_fi="A")
    task = Task.objects.create(
        roadmap=roadmap, subarea=subarea, code="a", position=1, due_quarter="2021-Q4"
    )
    round_ = ReportingRound.objects.create(
        roadmap=roadmap, code="2021-10", name_fi="L", as_of=DAY, horizon="2021-Q4"
    )
    return {
        "area": area,
        "membership": Membership.objects.create(part=area, whole=other, valid_from=DAY),
        "organisation": organisation,
        "acting": Acting.objects.create(organisation=organisation, area=area),
        "roadmap": roadmap,
        "participation": Participation.objects.create(roadmap=roadmap, area=area),
        "theme": theme,
        "subarea": subarea,
        "task": task,
        "report": StatusReport.objects.create(
            roadmap=roadmap,
            area=area,
            task=task,
            status="done",
            effective_from=DAY,
            recorded_at=at(8),
        ),
        "round": round_,
        "picture": SituationPicture.objects.create(
            round=round_, version=1, published_at=at(9), content="{}", sha256="0"
        ),
        "note": Note.objects.create(round=round_, kind="risk", severity="high", text_fi="R"),
        "band": Band.objects.create(code="low", lowest=0, highest=24, **DATED),
        "rule": StatusRule.objects.create(
            late_is_under_way=True, late_is_progressing=False, **DATED
        ),
    }


def again(row, **changes):
    """Insert a row once more, as a new one with some changes."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    del fields["id"]
    type(row).objects.create(**{**fields, **changes})


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("area", {"code": "08", "kind": "planet", "tile_col": 2}),
        ("area", {"code": "08", "valid_from": DAY, "valid_to": BEFORE, "tile_col": 2}),
        ("area", {"code": "08", "tile_col": None}),
        ("membership", {"valid_from": BEFORE, "whole_id": None}),
        ("membership", {"valid_to": BEFORE, "valid_from": DAY}),
        ("organisation", {"code": "t", "kind": "planet"}),
        ("task", {"code": "b", "due_quarter": "2021-Q5"}),
        ("task", {"code": "b", "due_quarter": "Q4-2021"}),
        ("report", {"effective_from": BEFORE, "superseded_on": DAY, "status": "valmis"}),
        ("report", {"superseded_on": BEFORE}),
        ("round", {"code": "2021-11", "state": "forgotten"}),
        ("round", {"code": "2021-11", "horizon": "2021-10"}),
        ("picture", {"version": 2}),
        ("picture", {"version": 2, "reason": "Virhe"}),
        ("picture", {"version": 1, "reason": "Virhe"}),
        ("note", {"kind": "joke"}),
        ("note", {"severity": "terrible"}),
        ("band", {"code": "b", "lowest": 50, "highest": 49}),
        ("band", {"code": "b", "highest": 101}),
        ("band", {"code": "b", "valid_to": BEFORE}),
        ("band", {"code": "b", "confidence": "hunch"}),
        ("rule", {"valid_from": DAY, "valid_to": BEFORE}),
        ("rule", {"valid_from": BEFORE, "confidence": "hunch"}),
    ],
)
def test_what_cannot_be_is_refused(rows, kind, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        again(rows[kind], **changes)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("area", {"tile_col": 2}),
        ("area", {"code": "08"}),
        ("membership", {}),
        ("organisation", {}),
        ("acting", {}),
        ("roadmap", {}),
        ("participation", {}),
        ("theme", {}),
        ("subarea", {}),
        ("task", {}),
        ("report", {"recorded_at": at(9)}),
        ("round", {}),
        ("picture", {}),
        ("band", {}),
        ("rule", {}),
    ],
)
def test_the_same_is_not_stored_twice(rows, kind, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        again(rows[kind], **changes)


def test_an_area_does_not_belong_to_itself(rows):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(part=rows["area"], whole=rows["area"])


def test_a_picture_is_replaced_by_one_erratum_only(rows):
    again(rows["picture"], version=2, replaces_id=rows["picture"].id, reason="Virhe")
    with pytest.raises(IntegrityError), transaction.atomic():
        again(rows["picture"], version=3, replaces_id=rows["picture"].id, reason="Virhe")


def test_a_picture_does_not_replace_itself(rows):
    own = rows["picture"].id + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        again(rows["picture"], id=own, version=2, replaces_id=own, reason="Virhe")


def test_an_empty_interval_of_a_corrected_report_is_allowed(rows):
    again(rows["report"], superseded_on=DAY)
    assert StatusReport.objects.count() == 2


@pytest.mark.parametrize("kind", ["area", "task", "roadmap", "round"])
def test_what_reports_and_pictures_rest_on_is_not_deleted(rows, kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows[kind].delete()
