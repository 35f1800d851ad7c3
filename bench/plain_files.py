"""The plain ways to a workbook, slides and a PDF: cell by cell, and another program."""

import shutil
import subprocess
from copy import copy
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook
from pptx import Presentation  # noqa: TID253  the library is what is measured
from pptx.enum.dml import MSO_THEME_COLOR  # noqa: TID253  the same
from pptx.util import Inches, Pt  # noqa: TID253  the same

WORKBOOK_WAY = "openpyxl, cell by cell with the same styles, no conditional formats"
SLIDES_WAY = "python-pptx, cell by cell with a font and a fill, no charts"
PDF_WAY = "LibreOffice turning our slides into a PDF"

Tables = list[list[list[str]]]


def values(workbook: bytes) -> list[list[tuple[object, ...]]]:
    """Return every sheet's rows of values, formulas as they are written."""
    sheets = load_workbook(BytesIO(workbook)).worksheets
    return [list(sheet.iter_rows(values_only=True)) for sheet in sheets]


def workbook_like(model: Workbook) -> bytes:
    """Write the cells of another workbook again, as openpyxl's manual shows it."""
    book = Workbook()
    book.remove(book.active)
    for sheet in model.worksheets:
        written = book.create_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                new = written.cell(cell.row, cell.column, cell.value)
                if cell.has_style:
                    new.font, new.fill = copy(cell.font), copy(cell.fill)
                    new.border, new.alignment = copy(cell.border), copy(cell.alignment)
                    new.number_format = cell.number_format
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def tables(slides: bytes) -> Tables:
    """Return every table's rows of texts."""
    deck = Presentation(BytesIO(slides))
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
    ]


def slides_with(texts: Tables) -> bytes:
    """Write tables of texts, a slide each, as python-pptx's manual shows it."""
    deck = Presentation()
    for rows in texts:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        shape = slide.shapes.add_table(
            len(rows), len(rows[0]), Inches(0), Inches(0), Inches(10), Inches(7)
        )
        for row, written in zip(rows, shape.table.rows, strict=True):
            for text, cell in zip(row, written.cells, strict=True):
                cell.text = text
                cell.fill.solid()
                cell.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
                cell.text_frame.paragraphs[0].font.size = Pt(10)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def has_libreoffice() -> bool:
    """Tell whether the machine has LibreOffice."""
    return shutil.which("soffice") is not None


def pdf_of(slides: bytes) -> bytes:
    """Let LibreOffice turn slides into a PDF, as a process of its own."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        (folder / "picture.pptx").write_bytes(slides)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "picture.pptx"],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        return (folder / "picture.pdf").read_bytes()
