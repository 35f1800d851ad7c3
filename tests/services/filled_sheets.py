"""Sheets as reading gives them, made by hand, and the small roadmap that they fill."""

from collections.abc import Sequence
from datetime import date, datetime

from tests.small_roadmap import DAY, area, at, task, themes_of
from yhdyspinta.services import rounds, sheets
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Status, Task
from yhdyspinta.terms.sheets import ImportPlan, SheetContent, SheetReport
from yhdyspinta.terms.situation import Publication

INTO = sheets.Target("tiekartta", Names("Tiekartta"), "Testi")
LISTED = [task("a", "palvelut/A"), task("b", "palvelut/B"), task("c", "ict/A")]
MORNING = at(8)
SEPTEMBER, NOVEMBER = date(2021, 9, 30), date(2021, 11, 30)


def said(
    status: Status = Status.DONE,
    day: date = DAY,
    *,
    area: str = "06",
    task: str = "a",
    note: str = "",
) -> SheetReport:
    return SheetReport(area, task, status, day, note)


def sheet(
    *reports: SheetReport,
    tasks: Sequence[Task] = LISTED,
    areas: Sequence[str] = (),
    file: str = "lokakuu.xlsx",
) -> SheetContent:
    """Make the content of a valid file; its areas are those listed and those that report."""
    codes = dict.fromkeys([*areas, *(each.area for each in reports)])
    return SheetContent(
        file,
        sha256="0" * 64,
        themes=themes_of(tasks),
        tasks=tuple(tasks),
        reports=reports,
        areas=tuple(area(code) for code in codes),
        areas_listed=bool(areas),
    )


def take_in(*reports: SheetReport, now: datetime = MORNING) -> ImportPlan:
    return sheets.import_sheet(sheet(*reports), into=INTO, actor=operator("aino"), now=now)


def open_october(code: str = "2021-10") -> None:
    new = rounds.NewRound(code, INTO.code, Names("Lokakuu 2021"), DAY, LISTED[0].due)
    rounds.open_round(new, actor=operator("aino"), now=at(9))


def publish_october(*reports: SheetReport) -> Publication:
    """Import reports, open and close the round of October and publish it at ten."""
    take_in(*reports)
    open_october()
    rounds.close_round("2021-10", actor=operator("aino"), now=at(9))
    return rounds.publish("2021-10", actor=operator("aino"), now=at(10))
