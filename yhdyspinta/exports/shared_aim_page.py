"""An area's cooperation on one page, as a PDF of one sheet and as one slide."""

from datetime import datetime
from importlib import import_module

from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.calc.register import told
from yhdyspinta.exports import json
from yhdyspinta.exports.document import (
    Block,
    BulletList,
    Document,
    Paragraph,
    Section,
)
from yhdyspinta.exports.situation import words
from yhdyspinta.labels import interfaces as interface_labels
from yhdyspinta.labels import shared_aim_page as page_labels
from yhdyspinta.terms.shared_aim_page import AimPage, Coming, ComingKind, Decided, Package

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "json": "application/json",
}
# What fits on one slide, and on one sheet, beside the rest.
_ON_SLIDE, _DECIDED_ON_SHEET, _COMING_ON_SHEET = 3, 3, 4


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
        _with(labels.name(each.names), interface_labels.state(each.state), each.invented)
        for each in package.interfaces
    )
    return lead, "; ".join(named)


def _progress(page: AimPage) -> tuple[Block, ...]:
    if page.progress is None:
        return (Paragraph(no_figures()),)
    rows = (f"{page_labels.theme(row)}: {page_labels.figures(row)}" for row in page.progress.rows)
    return (Paragraph(f"{'; '.join(rows)}. {page_labels.source(page.progress)}."),)


def no_figures() -> str:
    """Say that no published picture has figures of the area."""
    return gettext("No published situation picture has figures of this area.")


def _decided(page: AimPage) -> tuple[Block, ...]:
    if not page.decided:
        return (Paragraph(page_labels.nothing_decided()),)
    shown = page.decided[:_DECIDED_ON_SHEET]
    return (BulletList(tuple((page_labels.decided(each), _decision(each)) for each in shown)),)


def _decision(each: Decided) -> str:
    return page_labels.marked(each.text, is_invented=each.invented)


def _with(name: str, said: str, invented: bool) -> str:  # noqa: FBT001 - a record's own field
    """Say something of a name in brackets: also that it is invented, if it is."""
    parts = (said, gettext("invented")) if invented else (said,)
    return f"{name} ({', '.join(parts)})"


def _coming(page: AimPage) -> tuple[Block, ...]:
    if not page.coming:
        return (Paragraph(page_labels.nothing_coming()),)
    return (
        BulletList(
            tuple((labels.day(each.on), _next(each)) for each in page.coming[:_COMING_ON_SHEET])
        ),
    )


def _next(each: Coming) -> str:
    said = _with(labels.name(each.names), page_labels.kind(each), each.invented)
    # A meeting's title says whose it is.
    who = "" if each.kind is ComingKind.MEETING else labels.name(each.who)
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
