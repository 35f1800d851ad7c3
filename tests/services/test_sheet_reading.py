"""Reading somebody's sheet against what is stored."""

from pathlib import Path

import pytest

from tests.small_roadmap import DAY, at
from tests.sources.books import STATUSES_CSV, TASKS_CSV, folder
from yhdyspinta.services import reference, rounds, sheets
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.sheet_reading import read_notes, read_sheet
from yhdyspinta.services.sheets import SheetRefusedError
from yhdyspinta.store.models import Roadmap, Theme
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.sheets import ProblemCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored() -> None:
    """A roadmap with one theme, and an open round of it."""
    roadmap = Roadmap.objects.create(code="r", name_fi="R")
    Theme.objects.create(roadmap=roadmap, code="ict", name_fi="Tietojärjestelmät", position=1)
    new = rounds.NewRound("k", "r", Names("K"), as_of=DAY, horizon=Quarter(2021, 4))
    rounds.open_round(new, actor=operator("aino"), now=at(8))


def noted(path: Path, row: str) -> Path:
    (path / "notes.csv").write_text(f"kind,theme,text\n{row}\n")
    return path


def test_a_sheet_is_read_without_any_stored_roadmap(tmp_path: Path) -> None:
    content = read_sheet(folder(tmp_path), today=None)
    assert (len(content.tasks), len(content.reports), content.errors) == (1, 1, ())


def test_every_error_is_in_the_refusal(tmp_path: Path) -> None:
    statuses = STATUSES_CSV.replace("done", "dun").replace("Pirkanmaa", "Mordor")
    with pytest.raises(SheetRefusedError) as refused:
        read_sheet(folder(tmp_path, statuses=statuses), today=None)
    assert [each.code for each in refused.value.problems] == [
        ProblemCode.AREA_UNKNOWN,
        ProblemCode.STATUS_UNKNOWN,
    ]


def test_a_day_after_today_is_an_error_only_when_today_is_given(tmp_path: Path) -> None:
    later = folder(tmp_path, statuses=STATUSES_CSV.replace("2021-10-31", "2021-11-01"))
    assert read_sheet(later, today=None).reports
    with pytest.raises(SheetRefusedError):
        read_sheet(later, today=DAY)


def test_statuses_may_come_alone_for_a_stored_roadmap(tmp_path: Path) -> None:
    content = read_sheet(folder(tmp_path), today=None)
    (tmp_path / "tasks.csv").unlink()
    with pytest.raises(SheetRefusedError):
        read_sheet(tmp_path, today=None, roadmap="r")
    reference.load(actor=operator("aino"), now=at(8))
    into = sheets.Target("r", Names("R"))
    sheets.import_sheet(content, into=into, actor=operator("aino"), now=at(8))
    assert read_sheet(tmp_path, today=None, roadmap="r").reports


def test_notes_of_a_sheet_may_name_the_themes_of_the_stored_roadmap(
    stored: None, tmp_path: Path
) -> None:
    noted(folder(tmp_path, tasks=TASKS_CSV), "risk,tietojärjestelmät,x")
    with pytest.raises(SheetRefusedError):
        read_sheet(tmp_path, today=None)
    (note,) = read_sheet(tmp_path, today=None, roadmap="r").notes
    assert note.theme == "ict"


def test_notes_are_read_against_the_roadmap_of_their_round(stored: None, tmp_path: Path) -> None:
    (note,) = read_notes(noted(tmp_path, "risk,Tietojärjestelmät,x"), round_code="k").notes
    assert note.theme == "ict"
    with pytest.raises(SheetRefusedError) as refused:
        read_notes(noted(tmp_path, "risk,hallinto,x"), round_code="k")
    assert refused.value.problems[0].code is ProblemCode.THEME_UNKNOWN


def test_notes_of_no_round_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="k"):
        read_notes(noted(tmp_path, "note,,x"), round_code="k")
