"""An area's cooperation on one page, as a PDF of one sheet and as one slide."""

from datetime import datetime
from importlib import import_module

from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.calc.register import told
from yhdyspinta.exports import json
from yhdyspinta.exports.document import (
    Align,
    Block,
    BulletList,
    Cell,
    Document,
    Paragraph,
    Section,
    Table,
    TableColumn,
    TableRow,
)
from yhdyspinta.exports.situation import words
from yhdyspinta.labels import interfaces as interface_labels
from yhdyspinta.labels import shared_aim_page as page_labels
from yhdyspinta.terms.shared_aim_page import AimPage, Coming, Decided, Package, Together

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "json": "application/json",
}
# What fits on one slide, and on one sheet, beside the rest.
_ON_SLIDE, _ON_SHEET = 3, 6


def render(page: AimPage, ending: str, *, language: str, made_at: datetime) -> bytes:
    """Make the file with the given ending (a key of MEDIA_TYPES); raises KeyError for another."""
    if ending == "json":
        return json.write(told(page))
    with override(language):
        sections = {"pdf": _chapters, "pptx": _slide}[ending](page)
        made = Document(
            title=page_labels.title(page),
            subtitle=page_labels.aim(page),
            language=language,
            sections=sections,
            facts=_facts(page),
            footer=f"Yhdyspinta · {page_labels.title(page)} · {labels.day(page.on)}",
            words=words(),
        )
    renderer = import_module(f"yhdyspinta.exports.{ending}")
    rendered: bytes = renderer.render(made, made_at=made_at)
    return rendered


def _facts(page: AimPage) -> tuple[tuple[str, str], ...]:
    facts = [(gettext("Situation on"), labels.day(page.on))]
    if page.is_invented:
        facts.insert(0, (gettext("Please note"), gettext("Some of this is invented.")))
    if page.aim is not None and page.aim.source:
        facts.append((gettext("Source of the shared aim"), page.aim.source))
    return tuple(facts)


def _chapters(page: AimPage) -> tuple[Section, ...]:
    counted = f"{page_labels.counted(page)}; {page_labels.bodies(page)}."
    together: list[Block] = [Paragraph(counted)]
    if page.packages:
        together.append(BulletList(tuple(_package(each) for each in page.packages)))
    return (
        Section(gettext("What we do together"), tuple(together)),
        Section(gettext("How far it is"), _progress(page)),
        Section(gettext("What was decided"), _decided(page)),
        Section(gettext("What comes next"), _coming(page)),
    )


def _package(package: Package) -> tuple[str, str]:
    lead = labels.name(package.names) or gettext("Other interfaces")
    named = (
        f"{_marked(each)} ({interface_labels.state(each.state)})" for each in package.interfaces
    )
    return lead, "; ".join(named)


def _progress(page: AimPage) -> tuple[Block, ...]:
    if page.progress is None:
        return (Paragraph(no_figures()),)
    columns = (
        TableColumn(gettext("Theme"), align=Align.START, weight=3),
        TableColumn(gettext("Progress")),
        TableColumn(gettext("Done")),
    )
    rows = tuple(
        TableRow(
            (
                Cell(page_labels.theme(row)),
                Cell(page_labels.progress(row)),
                Cell(page_labels.done(row)),
            )
        )
        for row in page.progress.rows
    )
    return (Table(page_labels.source(page.progress), columns, rows),)


def no_figures() -> str:
    """Say that no published picture has figures of the area."""
    return gettext("No published situation picture has figures of this area.")


def _decided(page: AimPage) -> tuple[Block, ...]:
    if not page.decided:
        return (Paragraph(page_labels.nothing_decided()),)
    shown = page.decided[:_ON_SHEET]
    return (BulletList(tuple((page_labels.decided(each), _decision(each)) for each in shown)),)


def _decision(each: Decided) -> str:
    return page_labels.marked(each.text, is_invented=each.invented)


def _marked(each: Together | Coming) -> str:
    return page_labels.marked(labels.name(each.names), is_invented=each.invented)


def _coming(page: AimPage) -> tuple[Block, ...]:
    if not page.coming:
        return (Paragraph(page_labels.nothing_coming()),)
    return (
        BulletList(tuple((labels.day(each.on), _next(each)) for each in page.coming[:_ON_SHEET])),
    )


def _next(each: Coming) -> str:
    said = f"{_marked(each)} ({page_labels.kind(each)})"
    who = labels.name(each.who)
    return f"{who}: {said}" if who else said


def _slide(page: AimPage) -> tuple[Section, ...]:
    """Put all on one slide: the aim, and a paragraph for each of the four questions."""
    items = [(gettext("What we do together"), _together_in_short(page))]
    if page.progress is not None:
        rows = (
            f"{page_labels.theme(row)} {page_labels.progress(row)}" for row in page.progress.rows
        )
        said = f"{', '.join(rows)}. {page_labels.source(page.progress)}"
        items.append((gettext("How far it is"), said))
    else:
        items.append((gettext("How far it is"), no_figures()))
    decided = [
        f"{_decision(each)} ({page_labels.decided(each)})" for each in page.decided[:_ON_SLIDE]
    ] or [page_labels.nothing_decided()]
    coming = [f"{labels.day(each.on)} {_next(each)}" for each in page.coming[: _ON_SLIDE + 1]]
    items.append((gettext("What was decided"), "; ".join(decided)))
    items.append((gettext("What comes next"), "; ".join(coming) or page_labels.nothing_coming()))
    blocks: tuple[Block, ...] = (Paragraph(page_labels.aim(page)), BulletList(tuple(items)))
    return (Section(page_labels.title(page), blocks),)


def _together_in_short(page: AimPage) -> str:
    named = [labels.name(each.names) for each in page.packages if labels.name(each.names)]
    said = f"{page_labels.counted(page)}; {page_labels.bodies(page)}"
    return f"{said}. {', '.join(named)}" if named else said
