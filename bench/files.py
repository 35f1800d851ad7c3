"""The picture as files: each form, and all of them together."""

from io import BytesIO

from openpyxl import load_workbook

from bench import scratch
from bench.figures import Figure, Goal
from bench.plain_files import (
    PDF_WAY,
    SLIDES_WAY,
    WORKBOOK_WAY,
    has_libreoffice,
    pdf_of,
    slides_with,
    tables,
    values,
    workbook_like,
)
from bench.settings import Settings
from bench.timing import Timing, timed
from yhdyspinta.exports.situation_files import MEDIA_TYPES, Wanted, render
from yhdyspinta.services import situation
from yhdyspinta.services.situation import Shown

_WANTED = Wanted(language="fi", made_at=scratch.NOW)


def measure(settings: Settings) -> list[Figure]:
    """Measure the first set that a process makes, then all again, then each alone."""
    scratch.fresh_with_demo()
    shown = situation.of_round("2021-10")
    size = len(shown.picture.areas)
    first, _ = timed(lambda: _all(shown), runs=1, warm=False)
    together, made = timed(lambda: _all(shown), runs=settings.few_runs)
    figures = [
        Figure("files", name, size, "areas", ours, goals=(Goal(name, 5, ours.median, "s"),))
        for name, ours in (
            ("the six forms, the first in a process", first),
            ("the six forms, warm", together),
        )
    ]
    return figures + [_one(shown, ending, made=made, settings=settings) for ending in made]


def _one(shown: Shown, ending: str, *, made: dict[str, bytes], settings: Settings) -> Figure:
    ours, _ = timed(lambda: _make(shown, ending), runs=settings.runs)
    plain, way = _plainly(ending, made, settings)
    size = len(shown.picture.areas)
    return Figure("files", ending.upper(), size, "areas", ours, plain, way)


def _all(shown: Shown) -> dict[str, bytes]:
    return {ending: _make(shown, ending) for ending in MEDIA_TYPES}


def _make(shown: Shown, ending: str) -> bytes:
    return render(shown.picture, ending, wanted=_WANTED, publication=shown.publication)


def _plainly(ending: str, made: dict[str, bytes], settings: Settings) -> tuple[Timing | None, str]:
    """Time the plain way to a form and name it; the other three are written in one go anyway."""
    if ending == "xlsx":
        model = load_workbook(BytesIO(made["xlsx"]))
        plain, book = timed(lambda: workbook_like(model), runs=settings.few_runs)
        assert values(book) == values(made["xlsx"]), "the workbooks differ"
        return plain, WORKBOOK_WAY
    if ending == "pptx":
        texts = tables(made["pptx"])
        plain, slides = timed(lambda: slides_with(texts), runs=settings.few_runs)
        assert tables(slides) == texts, "the slides differ"
        return plain, SLIDES_WAY
    if ending == "pdf" and settings.others and has_libreoffice():
        plain, _ = timed(lambda: pdf_of(made["pptx"]), runs=settings.few_runs)
        return plain, PDF_WAY
    return None, ""
