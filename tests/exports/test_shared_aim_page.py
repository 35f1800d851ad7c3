"""The shared aim as one sheet and one slide."""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdf
import pytest
from pptx import Presentation

from yhdyspinta.exports import shared_aim_page as exports
from yhdyspinta.terms.interfaces import InterfaceState
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.shared_aim_page import (
    AimPage,
    Coming,
    ComingKind,
    Decided,
    Package,
    Progress,
    ThemeFigures,
    Together,
)
from yhdyspinta.terms.shared_aims import SharedAim
from yhdyspinta.terms.situation import Counts, Figures, Share

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WORKING = InterfaceState.WORKING


def figures(theme: str) -> ThemeFigures:
    counts = Counts(applicable=51, due=20, progressing=13)
    share = Figures("08", theme, None, counts, has_reports=True, progress=Share(13, 20))
    return ThemeFigures(theme, Names(f"Kokonaisuus {theme}"), replace(share, done=Share(3, 51)))


def together(number: int) -> Together:
    return Together(f"y{number}", Names(f"Yhdyspinta {number} toiminnassa"), WORKING, number == 1)


def coming(number: int) -> Coming:
    return Coming(ComingKind.MEETING, DAY, Names(f"Kokous {number}"), "k", Names("Foorumi"))


PAGE = AimPage(
    address="08",
    area="08",
    names=Names("Pirkanmaa"),
    county="",
    on=DAY,
    aim=SharedAim("a", "08", "hva-08", Names("Asukkaan hyvinvointi"), DAY, source="Deck"),
    packages=tuple(
        Package(Names(f"Työpaketti {at}"), (together(2 * at), together(2 * at + 1)))
        for at in range(9)
    ),
    states=((WORKING, 18),),
    progress=Progress("2021-10", Names("Lokakuu 2021"), DAY, tuple(map(figures, "abcdef")), False),
    decided=tuple(
        Decided(f"Päätettiin asiasta {at}", f"§ {at}", Names("Foorumi"), "k", NOW, False)
        for at in range(6)
    ),
    coming=tuple(map(coming, range(12))),
    agreements=(),
    agreement_count=0,
    plans=(),
    plan_count=0,
    bodies=9,
    behind=2,
    may_edit=False,
)
EMPTY = replace(
    PAGE, aim=None, packages=(), states=(), progress=None, decided=(), coming=(), bodies=0
)


def sheets(page: AimPage, language: str = "fi") -> list[str]:
    file = exports.render(page, "pdf", language=language, made_at=NOW)
    return [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(file)).pages]


def slides(page: AimPage) -> list[str]:
    deck = Presentation(io.BytesIO(exports.render(page, "pptx", language="fi", made_at=NOW)))
    return [
        " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in deck.slides
    ]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_county_with_nine_work_packages_fits_on_one_sheet(language: str) -> None:
    [sheet] = sheets(PAGE, language)
    assert "Asukkaan hyvinvointi" in sheet
    assert "Työpaketti 8" in sheet
    assert "13/20" in sheet
    assert "Päätettiin asiasta 0" in sheet
    assert "Kokous 0" in sheet


def test_all_is_on_one_slide_after_the_title() -> None:
    title, slide = slides(PAGE)
    assert "Asukkaan hyvinvointi" in title
    wanted = ("Asukkaan hyvinvointi", "Työpaketti 8", "13/20", "Päätettiin asiasta 0", "Kokous 0")
    assert all(each in slide for each in wanted)


def test_what_is_invented_says_so_on_paper() -> None:
    assert "Yhdyspinta 1 toiminnassa (" in sheets(PAGE)[0].replace("\n", " ")
    assert len(exports.render(PAGE, "pptx", language="fi", made_at=NOW)) > 1000
    assert PAGE.is_invented


def test_where_there_is_nothing_paper_says_so_instead_of_zeroes() -> None:
    [sheet] = sheets(EMPTY, "en")
    assert "No published situation picture" in sheet
    assert "0 %" not in sheet
    assert not EMPTY.is_invented


def test_json_holds_the_same_page() -> None:
    found = json.loads(exports.render(PAGE, "json", language="fi", made_at=NOW))
    assert (found["aim"]["names"]["fi"], len(found["packages"])) == ("Asukkaan hyvinvointi", 9)


def test_there_is_no_other_form() -> None:
    with pytest.raises(KeyError):
        exports.render(PAGE, "docx", language="fi", made_at=NOW)
