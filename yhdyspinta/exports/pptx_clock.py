"""The annual clock on a slide: the wheel in native shapes, whose texts can be edited."""

from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches

from yhdyspinta.exports.document import Outline, RoundDrawing
from yhdyspinta.exports.pptx_text import (
    Box,
    Setting,
    add_run,
    add_text_box,
    describe,
    fill_shape,
    line_count,
    no_margins,
)

_SIDE, _LEFT, _TOP = 5.6, 0.5, 1.3  # inches
_KEY: Box = (6.45, 1.4, 6.3, 5.4)
_UNITS = 10_000
_FONT, _LINE = 9.0, 0.155
_COLUMN_GAP = 0.2


def draw_round(slide: Any, drawing: RoundDrawing, setting: Setting) -> None:
    """Draw a wheel as one group of shapes, its rings' key, and what its numbers mean."""
    group = slide.shapes.add_group_shape()
    for outline in drawing.outlines:
        _draw_outline(group.shapes, outline, setting)
    describe(group, drawing.title, drawing.description)
    top = _draw_key(slide.shapes, drawing, setting)
    _draw_list(slide.shapes, drawing, setting, top=top)


def _draw_outline(shapes: Any, outline: Outline, setting: Setting) -> None:
    shape = _circle(shapes, outline) if len(outline.points) == 2 else _polygon(shapes, outline)
    fill_shape(shape, outline.fill, outline.line)
    describe(shape, outline.label or outline.text or "–", outline.label or outline.text)
    if not outline.text:
        return
    if len(outline.points) == 2:
        frame = shape.text_frame
        frame.word_wrap = False
        no_margins(frame)
    else:
        frame = _turned_box(shapes, outline).text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    is_bold = len(outline.points) == 2 or not outline.label
    add_run(
        paragraph,
        outline.text,
        setting.locale,
        size=outline.size,
        bold=is_bold,
        colour=outline.ink,
    )


def _circle(shapes: Any, outline: Outline) -> Any:
    (left, top), (right, bottom) = outline.points
    kind = MSO_SHAPE.OVAL if outline.is_circle else MSO_SHAPE.ROUNDED_RECTANGLE
    return shapes.add_shape(
        kind,
        Inches(_LEFT + left * _SIDE),
        Inches(_TOP + top * _SIDE),
        Inches((right - left) * _SIDE),
        Inches((bottom - top) * _SIDE),
    )


def _polygon(shapes: Any, outline: Outline) -> Any:
    points = [(round(x * _UNITS), round(y * _UNITS)) for x, y in outline.points]
    builder = shapes.build_freeform(*points[0], scale=Inches(_SIDE) / _UNITS)
    builder.add_line_segments(points[1:], close=True)
    return builder.convert_to_shape(Inches(_LEFT), Inches(_TOP))


def _turned_box(shapes: Any, outline: Outline) -> Any:
    width, height = outline.width * _SIDE, 0.34
    x, y = _LEFT + outline.centre[0] * _SIDE, _TOP + outline.centre[1] * _SIDE
    box = add_text_box(shapes, (x - width / 2, y - height / 2, width, height))
    box.rotation = outline.turned
    describe(box, outline.text, outline.text)
    return box


def _draw_key(shapes: Any, drawing: RoundDrawing, setting: Setting) -> float:
    """Draw the rings' names; return where the list may begin."""
    left, top, width, _ = _KEY
    for fill, ink, number, words in drawing.key:
        pill = shapes.add_shape(
            MSO_SHAPE.ROUNDED_RECTANGLE, Inches(left), Inches(top), Inches(0.36), Inches(0.2)
        )
        fill_shape(pill, fill)
        describe(pill, words, words)
        no_margins(pill.text_frame)
        pill.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        pill.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        add_run(
            pill.text_frame.paragraphs[0], number, setting.locale, size=9, bold=True, colour=ink
        )
        box = add_text_box(shapes, (left + 0.46, top, width - 0.46, 0.2))
        box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        add_run(box.text_frame.paragraphs[0], words, setting.locale, size=11)
        top += 0.25
    return top + 0.1


def _draw_list(shapes: Any, drawing: RoundDrawing, setting: Setting, *, top: float) -> None:
    """Write what the numbers mean in two columns, as far as there is room; tables follow."""
    width = (_KEY[2] - _COLUMN_GAP) / 2
    most = int((_KEY[1] + _KEY[3] - top) / _LINE)
    columns: list[list[str]] = [[], []]
    used = [0, 0]
    for number, words in drawing.listed:
        text = f"{number}. {words}"
        lines = line_count(text, _FONT, width)
        at = 0 if not columns[1] and used[0] + lines <= most else 1
        if used[at] + lines > most:
            break
        columns[at].append(text)
        used[at] += lines
    for at, texts in enumerate(columns):
        if texts:
            left = _KEY[0] + at * (width + _COLUMN_GAP)
            box = add_text_box(shapes, (left, top, width, used[at] * _LINE))
            for row, text in enumerate(texts):
                frame = box.text_frame
                paragraph = frame.add_paragraph() if row else frame.paragraphs[0]
                add_run(paragraph, text, setting.locale, size=_FONT)
