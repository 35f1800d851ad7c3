"""Bodies on paper: the list in every form, and the structure as a drawing."""

import csv as csv_reader
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pypdf
import pytest
from django.utils.translation import override
from pptx import Presentation

from yhdyspinta.calc.bodies import pace
from yhdyspinta.exports import bodies, bodies_drawing
from yhdyspinta.terms.bodies import Body, BodyKind, ListedBody
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import Level

DAY = date(2026, 11, 24)
NS = "{http://www.w3.org/2000/svg}"
HELD = [date(2026, 2, 3), date(2026, 5, 12)]


def listed(code: str, level: Level, parent: str = "", *, name: str = "") -> ListedBody:
    body = Body(code, Names(name or f"Toimielin {code}"), level, BodyKind.COOPERATION)
    body = replace(body, parent=parent, least_per_year=6, source="Kuntaliitto 9.12.2021")
    return ListedBody(body, pace(body, HELD, [], on=DAY))


LONG = "Lakisääteisen opiskeluhuoltosuunnitelman hyvinvointialuekohtaisyhteistyötyöryhmä"
ALL = (
    listed("foorumi", Level.POLITICAL, name="<Foorumi> & co"),
    listed("johto", Level.MANAGEMENT, "foorumi"),
    listed("ryhma", Level.EXPERT, "johto", name=LONG),
    listed("ala", Level.EXPERT, "ryhma"),
    *(listed(f"muu{number}", Level.EXPERT, "johto") for number in range(9)),
    listed("verkosto", Level.FIELD, "ei-tassa"),
)


def drawn(all_bodies: tuple[ListedBody, ...] = ALL, **options: object) -> ET.Element:
    with override("fi"):
        made = bodies_drawing.structure(
            all_bodies,
            title="Rakenne",
            **{"standalone": False, **options},  # type: ignore[arg-type]
        )
    return ET.fromstring(made)  # noqa: S314 - what is read here was just drawn


def lines(root: ET.Element) -> list[ET.Element]:
    return [each for each in root.iter(f"{NS}path") if each.get("class") == "structure-line"]


def boxes(root: ET.Element) -> list[tuple[float, float, float, float]]:
    found = [each for each in root.iter(f"{NS}rect") if each.get("class") == "structure-ground"]
    names = ("x", "y", "width", "height")
    return [tuple(float(each.get(name, "")) for name in names) for each in found]  # type: ignore[misc]


def test_every_body_has_a_box_and_every_parent_at_hand_a_line() -> None:
    root = drawn()
    assert len(boxes(root)) == len(ALL)
    assert len(lines(root)) == len(ALL) - 2


def test_with_addresses_every_box_is_a_link_with_its_promise_in_words() -> None:
    root = drawn(addresses={each.body.code: f"/b/{each.body.code}" for each in ALL})
    links = {each.get("href"): each.get("aria-label", "") for each in root.iter(f"{NS}a")}
    assert len(links) == len(ALL)
    assert "<Foorumi> & co" in links["/b/foorumi"]
    assert "6" in links["/b/foorumi"]


def test_no_boxes_overlap_and_none_leaves_the_drawing() -> None:
    root = drawn()
    width, height = map(float, root.get("viewBox", "").split()[2:])
    found = boxes(root)
    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in found)
    for at, (x, y, w, h) in enumerate(found):
        for x2, y2, w2, h2 in found[at + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_no_line_runs_through_a_box() -> None:
    root = drawn()
    for line in lines(root):
        x = y = 0.0
        for command, value in re.findall(r"([MHV ])([\d.]+)", line.get("d", "")):
            before = (x, y)
            x, y = (x, float(value)) if command in "V " else (float(value), y)
            if command in "HV":
                assert not any(crosses(before, (x, y), box) for box in boxes(root))


def crosses(
    start: tuple[float, float], end: tuple[float, float], box: tuple[float, float, float, float]
) -> bool:
    """Tell whether a straight line enters a box; touching its edge is not entering."""
    x, y, w, h = box
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return left < x + w and right > x and top < y + h and bottom > y


def test_a_long_name_is_broken_into_lines_that_fit() -> None:
    names = [each.text or "" for each in drawn().iter(f"{NS}text")]
    assert max(map(len, names)) <= 24
    assert "Lakisääteisen" in names


def test_a_circle_of_parents_is_drawn_and_ends() -> None:
    ring = tuple(listed(one, Level.EXPERT, other) for one, other in ("ab", "bc", "ca"))
    assert len(boxes(drawn(ring))) == 3


def test_a_drawing_of_nothing_is_a_drawing() -> None:
    assert boxes(drawn(())) == []


@pytest.mark.parametrize("ending", list(bodies.MEDIA_TYPES))
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_form_of_file_holds_every_body(ending: str, language: str) -> None:
    text = read(made(ending, language), ending)
    assert all(each.body.names.fi.split()[-1][:9] in text for each in ALL)


def made(ending: str, language: str = "fi") -> bytes:
    wanted = bodies.Wanted("Pirkanmaa", {}, language, datetime(2026, 11, 24, tzinfo=UTC))
    return bodies.render(ALL, ending, wanted=wanted)


def read(file: bytes, ending: str) -> str:
    if ending == "pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)
    if ending == "pptx":
        shapes = [s for slide in Presentation(io.BytesIO(file)).slides for s in slide.shapes]
        tables = [shape.table for shape in shapes if shape.has_table]
        return "".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    if ending == "xlsx":
        from python_calamine import CalamineWorkbook  # noqa: PLC0415

        book = CalamineWorkbook.from_filelike(io.BytesIO(file))
        return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    return file.decode().replace("&lt;", "<").replace("&amp;", "&")


def test_csv_and_json_tell_what_was_promised_held_and_lacks() -> None:
    rows = list(csv_reader.DictReader(io.StringIO(made("csv", "en").decode("utf-8-sig"))))
    assert (rows[0]["Promised"], rows[0]["Held"]) == ("6", "2")
    first = json.loads(made("json"))["bodies"][0]
    assert (first["pace"]["is_behind"], first["pace"]["missing"]) == (True, 4)
