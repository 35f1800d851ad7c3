"""A preview says in every form of file that it is one; a published picture never does."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pypdf
import pytest
from pptx import Presentation

from tests.exports.sample_picture import sample_picture
from yhdyspinta.exports.situation_files import MEDIA_TYPES, Wanted, render

MARK = "PREVIEW, NOT PUBLISHED"
PLAIN = Wanted("en", datetime(2021, 11, 2, tzinfo=UTC))
PREVIEW = replace(PLAIN, is_preview=True)


def texts(ending, wanted):
    """Return the text of each page, slide or sheet of a file."""
    made = render(sample_picture(), ending, wanted=wanted)
    if ending == "pdf":
        return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    if ending == "pptx":
        slides = Presentation(io.BytesIO(made)).slides
        return [
            " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
            for slide in slides
        ]
    if ending == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
        return [" ".join(str(cell.value) for row in sheet.rows for cell in row)]
    return [made.decode()]


@pytest.mark.parametrize("ending", ["pdf", "pptx"])
def test_every_page_of_a_preview_says_so(ending):
    pages = texts(ending, PREVIEW)
    assert len(pages) >= 3
    assert all(MARK in page for page in pages)


@pytest.mark.parametrize("ending", ["xlsx", "csv", "svg"])
def test_a_preview_says_so_where_it_is_opened(ending):
    assert MARK in texts(ending, PREVIEW)[0]


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_another_file_never_says_so(ending):
    assert not any(MARK in each or "preview" in each for each in texts(ending, PLAIN))
