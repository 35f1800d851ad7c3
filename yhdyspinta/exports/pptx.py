"""A document as slides: native tables, charts and shapes on the product's own template."""

import copy
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches

from yhdyspinta.exports.alternatives import chart_in_words
from yhdyspinta.exports.document import (
    BarChart,
    BulletList,
    Document,
    Paragraph,
    RoundDrawing,
    Section,
    Table,
    TableRow,
    TileMap,
)
from yhdyspinta.exports.pptx_clock import draw_round
from yhdyspinta.exports.pptx_drawing import (
    KEY_LEFT,
    KEY_WIDTH,
    PILL,
    draw_chart,
    draw_key,
    draw_legend,
    draw_tile_map,
    legend_with_gaps,
)
from yhdyspinta.exports.pptx_table import draw_table, split_rows
from yhdyspinta.exports.pptx_text import (
    Setting,
    Text,
    add_run,
    add_text_box,
    line_count,
    locale_of,
    set_place,
    set_text,
    text_height,
    words_of,
    write_texts,
)
from yhdyspinta.exports.printable import printable

TEMPLATE = Path(__file__).parent / "templates" / "yhdyspinta.pptx"
TITLE, CONTENT, GRAPHIC = range(3)
CAPTION, REMARKS = 13, 14
FLOOR = 6.92  # inches: above the footer's line
TEXT_WIDTH, TEXT_HEIGHT = 12.13, 5.2
SIDE_HEIGHT = 2.9
MOST_REMARK_LINES = 4


@dataclass(frozen=True, slots=True)
class Page:
    """A slide to be: its layout, what draws it, and what its notes say of it."""

    layout: int
    draw: Callable[[Any], None]
    notes: tuple[str, ...] = ()


def render(document: Document, *, made_at: datetime) -> bytes:
    """Return the document as a PPTX file, the same bytes for the same document and `made_at`."""
    deck = Presentation(str(TEMPLATE))
    setting = Setting(locale_of(document), words_of(document))
    context = (document, setting)
    _add_title(deck, document, setting)
    for section in document.sections:
        _add_pages(deck, section.title, list(_pages(section, setting)), context=context)
    if any(printable(each) for each in document.sources):
        pages = _text_pages([("", each, True) for each in document.sources], setting)
        title = setting.words["sources"] or document.title
        _add_pages(deck, title, list(pages), context=context)
    _set_properties(deck, document, made_at=made_at, locale=setting.locale)
    file = BytesIO()
    deck.save(file)
    return _with_fixed_times(file.getvalue(), made_at)


def _add_title(deck: Any, document: Document, setting: Setting) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE])
    title = slide.shapes.title
    set_text(title, document.title, setting.locale, size=36 if len(document.title) < 70 else 24)
    facts = slide.placeholders[13]
    write_texts(slide.placeholders[1], [("", document.subtitle, False)], setting)
    write_texts(facts, [(label, value, False) for label, value in document.facts], setting, space=5)
    if len(document.facts) > 6:
        for run in facts._element.iter(qn("a:rPr")):
            run.set("sz", "1000")
    _finish(slide, document, (setting, ()))


def _add_pages(
    deck: Any, title: str, pages: list[Page], *, context: tuple[Document, Setting]
) -> None:
    """Add a section's slides; each has a title of its own, numbered from the second on."""
    document, setting = context
    for number, page in enumerate(pages, start=1):
        slide = deck.slides.add_slide(deck.slide_layouts[page.layout])
        heading = title
        if number > 1:
            place = f"{setting.words['continued']} {number}/{len(pages)}"
            heading += f" ({place.strip()})"
        set_text(slide.shapes.title, heading, setting.locale, size=_title_size(heading))
        page.draw(slide)
        _finish(slide, document, (setting, page.notes))


def _title_size(text: str) -> float:
    """Return a size that keeps the title in its place; 0 is the layout's own."""
    for size, wanted in ((24, 0), (20, 20), (17, 17)):
        if line_count(text, size * 1.08, TEXT_WIDTH) == 1:
            return wanted
    return 14 if line_count(text, 14, TEXT_WIDTH) <= 2 else 9


def _pages(section: Section, setting: Setting) -> Iterator[Page]:
    """Lay a section out. Text goes beside a following tile map if there is room for it."""
    texts: list[Text] = []
    for block in section.blocks:
        if isinstance(block, Paragraph | BulletList):
            texts += _texts(block)
        elif isinstance(block, TileMap) and text_height(texts, 16, KEY_WIDTH) <= SIDE_HEIGHT:
            yield _map_page(block, tuple(texts), setting)
            texts = []
        else:
            yield from _text_pages(texts, setting)
            texts = []
            yield from _graphic_pages(block, setting)
    if texts or not section.blocks:
        yield from _text_pages(texts or [("", "", False)], setting)


def _graphic_pages(
    block: Table | BarChart | TileMap | RoundDrawing, setting: Setting
) -> Iterator[Page]:
    if isinstance(block, Table):
        yield from _table_pages(block, setting)
    elif isinstance(block, TileMap):
        yield _map_page(block, (), setting)
    elif isinstance(block, RoundDrawing):
        yield _round_page(block, setting)
    else:
        yield _chart_page(block, setting)


def _texts(block: Paragraph | BulletList) -> list[Text]:
    if isinstance(block, Paragraph):
        return [("", block.text, False)]
    return [(lead, text, True) for lead, text in block.items]


def _text_pages(texts: list[Text], setting: Setting) -> Iterator[Page]:
    """Share paragraphs out to slides, in the largest size that keeps them on one."""
    width = TEXT_WIDTH - 0.3
    size = next((s for s in (20, 18, 16) if text_height(texts, s, width) <= TEXT_HEIGHT), 14)
    part: list[Text] = []
    for text in texts:
        if part and text_height([*part, text], size, width) > TEXT_HEIGHT:
            yield _text_page(part, size, setting)
            part = []
        part = [*part, text]
    if part:
        yield _text_page(part, size, setting)


def _text_page(texts: list[Text], size: float, setting: Setting) -> Page:
    def draw(slide: Any) -> None:
        write_texts(slide.placeholders[1], texts, setting, size=size, space=size * 0.5)

    return Page(CONTENT, draw)


def _table_pages(table: Table, setting: Setting) -> Iterator[Page]:
    """A table on one slide or more, with its legend and remarks under each part."""
    remarks = [each for each in table.remarks if printable(each)]
    lines = sum(line_count(each, 9, TEXT_WIDTH) for each in remarks)
    apart = lines > MOST_REMARK_LINES
    floor = FLOOR - (0.0 if apart else lines * 0.152)
    bottom = floor - (PILL + 0.24 if table.legend else 0.08)
    for rows in split_rows(table, bottom):
        under = (bottom, () if apart else tuple(remarks))
        yield _table_page(table, rows, under=under, setting=setting)
    if apart:
        yield from _text_pages([("", each, True) for each in remarks], setting)


def _table_page(
    table: Table,
    rows: tuple[TableRow, ...],
    *,
    under: tuple[float, tuple[str, ...]],
    setting: Setting,
) -> Page:
    bottom, remarks = under
    gaps = any(cell.band is None for row in table.rows for cell in row.cells[1:])

    def draw(slide: Any) -> None:
        notes = slide.placeholders[REMARKS]
        # The title may go on: “(continued 2/3)”.
        repeats = slide.shapes.title.text.startswith(table.caption)
        caption = "" if repeats else table.caption
        write_texts(slide.placeholders[CAPTION], [("", caption, False)], setting)
        shape = draw_table(slide, table, rows=rows, bottom=bottom, locale=setting.locale)
        below = Inches(0.18) + shape.top + sum(row.height for row in shape.table.rows)
        if table.legend:
            entries = legend_with_gaps(table.legend, gaps=gaps, setting=setting)
            draw_legend(slide.shapes, entries, top=below / 914400, setting=setting)
            below += Inches(PILL + 0.08)
        slide.shapes._element.append(notes._element)  # Read after the table.
        set_place(notes, (0.6, below / 914400, TEXT_WIDTH, max(0.16, len(remarks) * 0.152)))
        write_texts(notes, [("", each, False) for each in remarks], setting)

    return Page(GRAPHIC, draw, (table.caption, *table.remarks))


def _map_page(tile_map: TileMap, texts: tuple[Text, ...], setting: Setting) -> Page:
    def draw(slide: Any) -> None:
        write_texts(slide.placeholders[REMARKS], [], setting)
        write_texts(slide.placeholders[CAPTION], [("", tile_map.title, False)], setting)
        top = 1.5
        if texts:
            height = text_height(list(texts), 16, KEY_WIDTH)
            box = add_text_box(slide.shapes, (KEY_LEFT, top, KEY_WIDTH, height))
            write_texts(box, list(texts), setting, size=16, space=8)
            top += height + 0.2
        draw_tile_map(slide, tile_map, setting)
        draw_key(slide, tile_map, top=top, setting=setting)

    return Page(GRAPHIC, draw, (tile_map.title, tile_map.description))


def _round_page(drawing: RoundDrawing, setting: Setting) -> Page:
    def draw(slide: Any) -> None:
        write_texts(slide.placeholders[REMARKS], [], setting)
        caption = "" if drawing.title == slide.shapes.title.text else drawing.title
        write_texts(slide.placeholders[CAPTION], [("", caption, False)], setting)
        draw_round(slide, drawing, setting)

    notes = tuple(f"{number}. {words}" for number, words in drawing.listed)
    return Page(GRAPHIC, draw, (drawing.description, *notes))


def _chart_page(chart: BarChart, setting: Setting) -> Page:
    def draw(slide: Any) -> None:
        write_texts(slide.placeholders[REMARKS], [], setting)
        caption = "" if chart.title == slide.shapes.title.text else chart.title
        write_texts(slide.placeholders[CAPTION], [("", caption, False)], setting)
        draw_chart(slide, chart, setting)

    return Page(GRAPHIC, draw, (chart.title, chart_in_words(chart)))


def _finish(slide: Any, document: Document, context: tuple[Setting, tuple[str, ...]]) -> None:
    """Add the footer, the slide's number and the notes."""
    setting, notes = context
    for placeholder in slide.slide_layout.placeholders:
        kind = placeholder._element.xpath(".//p:ph/@type")
        if kind and kind[0] in {"ftr", "sldNum"}:
            element = copy.deepcopy(placeholder._element)
            slide.shapes._element.append(element)
            element.xpath(".//p:cNvPr")[0].set("id", str(1000 + len(slide.shapes)))
            for properties in element.iter(qn("a:rPr"), qn("a:endParaRPr")):
                properties.set("lang", setting.locale)
            if kind[0] == "ftr":
                set_text(slide.shapes[-1], document.footer, setting.locale)
    lines = [*notes, document.footer, *(f"{label}: {value}" for label, value in document.facts)]
    lines += [setting.words["sources"], *document.sources]
    frame = slide.notes_slide.notes_text_frame
    for number, line in enumerate(each for each in lines if printable(each)):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        add_run(paragraph, line, setting.locale)


def _set_properties(deck: Any, document: Document, *, made_at: datetime, locale: str) -> None:
    properties = deck.core_properties
    properties.title = printable(document.title)[:255]
    properties.subject = printable(document.subtitle)[:255]
    properties.author = properties.last_modified_by = "Yhdyspinta"
    properties.language = locale
    properties.keywords = properties.comments = properties.category = ""
    properties.revision = 1
    properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)


def _with_fixed_times(file: bytes, made_at: datetime) -> bytes:
    """Rewrite the archive, and the workbooks behind its charts, with `made_at` as every time."""
    result = BytesIO()
    moment = f"{made_at:%Y-%m-%dT%H:%M:%SZ}".encode()
    with (
        zipfile.ZipFile(BytesIO(file)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = _with_fixed_times(content, made_at)
            elif name == "docProps/core.xml":
                content = re.sub(rb"(?<=W3CDTF\">)[^<]+", moment, content)
            entry = zipfile.ZipInfo(name, made_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return result.getvalue()
