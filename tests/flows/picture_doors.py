"""How each door shows a published picture: page, files and interface, read back into numbers.

A door returns by table ("progress", "readiness", a theme's code: its subareas) and by the area's
name the row's percentages, None where there is no figure.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from itertools import chain

import openpyxl
import pptx
from django.test import Client
from pypdf import PdfReader

from tests.web.reading import read
from yhdyspinta.calc.situation import table
from yhdyspinta.exports import situation_files
from yhdyspinta.services import situation
from yhdyspinta.terms.situation import Figures, Lens, Picture

ROUND = "flow-1"
THEMES = ("hallinto", "johtaminen", "palvelut", "yhdyspinnat", "ict")
Tables = dict[str, dict[str, list[int | None]]]

_MADE_AT = datetime(2021, 11, 2, tzinfo=UTC)
_NUMBER = re.compile(r"(\d+)[ \u00a0]?%|–")


@cache
def made(ending: str, language: str, *, by_subarea: bool = True) -> bytes:
    """The published picture as a file; frozen, so one file serves all tests."""
    shown = situation.of_round(ROUND)
    wanted = situation_files.Wanted(language, _MADE_AT, by_subarea=by_subarea)
    return situation_files.render(
        shown.picture, ending, wanted=wanted, publication=shown.publication
    )


def picture() -> Picture:
    return situation.of_round(ROUND).picture


def names(language: str) -> list[str]:
    return [area.short[language] for area in picture().areas]


def _width(key: str) -> int:
    parts = {each.code: len(each.subareas) + 1 for each in picture().roadmap.themes}
    return {"progress": len(THEMES), "readiness": 2 * len(THEMES)}.get(key) or parts[key]


def _numbers(text: str, key: str) -> list[int | None]:
    found = [int(each[1]) if each[1] else None for each in _NUMBER.finditer(text)]
    return found or [None] * _width(key)


def calculated(language: str) -> Tables:
    """What the calculation says, the measure of all doors."""
    found: Tables = {}
    for key in ("progress", "readiness", *THEMES):
        lens = Lens.READINESS if key == "readiness" else Lens.PROGRESS
        arranged = table(picture(), lens, theme=key if key in THEMES else None)
        found[key] = {
            row.area.short[language]: list(chain(*(_percents(f, lens) for f in row.figures)))
            for row in arranged.rows
            if row.area
        }
    return found


def _percents(figures: Figures, lens: Lens) -> list[int | None]:
    both = (figures.under_way, figures.done) if lens is Lens.READINESS else (figures.progress,)
    return [share.percent if share else None for share in both]


def in_page(client: Client, language: str) -> Tables:
    found: Tables = {}
    for key in ("progress", "readiness", *THEMES):
        query = f"lens={key}" if key not in THEMES else f"theme={key}"
        page = read(client.get(f"/{language}/?round={ROUND}&{query}").content.decode())
        rows = {row[0]: row[1:] for row in page.rows if len(row) > 1}
        found[key] = {name: _numbers(" ".join(rows[name]), key) for name in names(language)}
    return found


def _from_records(records: Iterable[tuple[str, str, str, list[int | None]]]) -> Tables:
    """Arrange rows of (area, theme, subarea, [progress, under way, done]) as tables."""
    found: Tables = {key: {} for key in ("progress", "readiness", *THEMES)}
    for area, theme, subarea, (progress, *both) in records:
        found[theme].setdefault(area, []).append(progress)
        if not subarea:
            found["progress"].setdefault(area, []).append(progress)
            found["readiness"].setdefault(area, []).extend(both)
    return found


_PERCENTS = ("progress_percent", "in_progress_percent", "done_percent")


def in_csv(client: Client, language: str) -> Tables:
    both = (made("csv", language, by_subarea=each).decode() for each in (False, True))
    return _from_records(
        (
            row["area"],
            row["theme"],
            row["subarea"],
            [int(row[name]) if row[name] else None for name in _PERCENTS],
        )
        for text in both
        for row in csv.DictReader(io.StringIO(text))
    )


def in_json(client: Client, language: str) -> Tables:
    both = (made("json", language, by_subarea=each) for each in (False, True))
    return _from_records(
        (row["area"], row["theme"], row["subarea"], [row[name] for name in _PERCENTS])
        for text in both
        for row in json.loads(text)["rows"]
    )


def in_api(client: Client, language: str) -> Tables:
    short = {area.code: area.short[language] for area in picture().areas}
    items = []
    for level in ("theme", "subarea"):
        after: str | None = ""
        while after is not None:
            address = f"/api/v1/pictures/{ROUND}/versions/1/figures?by={level}&after={after}"
            page = client.get(address).json()
            items += [each for each in page["items"] if each["area"] and each["theme"]]
            after = page["next"]
    return _from_records(
        (
            short[each["area"]],
            each["theme"],
            each["subarea"] or "",
            [each[name] and each[name]["percent"] for name in ("progress", "under_way", "done")],
        )
        for each in items
    )


def in_sheet(client: Client, language: str) -> Tables:
    """The values that a spreadsheet shows before it has calculated anything."""
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", language)), data_only=True)
    known, found = set(names(language)), {}
    for key, sheet in zip(("progress", "readiness", *THEMES), book.worksheets[1:], strict=False):
        found[key] = {
            str(row[0]): [
                None if value in {None, ""} else round(100 * float(str(value)))
                for value in row[1 : _width(key) + 1]
            ]
            for row in sheet.iter_rows(values_only=True)
            if row[0] in known
        }
    return found


def in_slides(client: Client, language: str) -> Tables:
    """The slides' own tables, each put together from all slides that it goes over."""
    known = set(names(language))
    by_title: Tables = {}
    for slide in pptx.Presentation(io.BytesIO(made("pptx", language))).slides:
        title = slide.shapes.title.text.partition(" (")[0] if slide.shapes.title else ""
        for row in (row for s in slide.shapes if s.has_table for row in s.table.rows):
            area, *cells = (cell.text for cell in row.cells)
            if area in known:
                numbers = [n for cell in cells for n in _numbers(cell, "")[:1]]
                by_title.setdefault(title, {})[area] = numbers
    return dict(zip(("progress", "readiness", *THEMES), by_title.values(), strict=True))


def in_pdf(client: Client, language: str) -> Tables:
    reader = PdfReader(io.BytesIO(made("pdf", language)))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    # A narrow column breaks a name; the longest first: Österbotten is in Norra Österbotten.
    broken = {_letters(name): name for name in names(language)}
    ordered = sorted(broken, key=len, reverse=True)
    known = "|".join(r"[- \u00ad]*".join(each) for each in ordered)
    found: Tables = {}
    for key, title in zip(("progress", "readiness", *THEMES), _titles(language), strict=True):
        text = text[text.index(title) :]
        found[key] = {}
        for row in re.finditer(rf"({known}) ((?:(?:\d+ ?%|–) ?){{{_width(key)}}})", text):
            found[key].setdefault(broken[_letters(row[1])], _numbers(row[2], key))
    return found


def _letters(name: str) -> str:
    return re.sub(r"[- \u00ad]", "", name)


def _titles(language: str) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", language)), data_only=True)
    titles = [str(sheet["A1"].value) for sheet in book.worksheets]
    return titles[1 : 3 + len(THEMES)]
