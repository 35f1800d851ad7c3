"""A situation picture as a file of any form: the one place that knows which renderer does what.

Renderers are imported when used: python-pptx, typst and XlsxWriter cost a second to load, which
a page that shows no file should not pay.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module

from django.utils.translation import gettext, override

from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.exports import csv, json, situation_rows, svg
from yhdyspinta.exports.document import Document
from yhdyspinta.exports.situation import document
from yhdyspinta.exports.situation_drawings import tile_map
from yhdyspinta.terms.situation import Lens, Picture, Publication

MEDIA_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}
_RENDERED = ("pptx", "xlsx", "pdf")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a picture: its language, level and lens, and when the file is made.

    `by_subarea` asks for a row per subarea (CSV, JSON) or a section per theme (documents).
    `is_preview` marks the file as one of a picture that has not been published.
    """

    language: str
    made_at: datetime
    by_subarea: bool = True
    lens: Lens = Lens.PROGRESS
    is_preview: bool = False


def render(
    picture: Picture, ending: str, *, wanted: Wanted, publication: Publication | None = None
) -> bytes:
    """Make the file with the given ending (a key of MEDIA_TYPES); raises KeyError for another."""
    if ending in _RENDERED:
        made = document(
            _in_order(picture, wanted.language),
            language=wanted.language,
            publication=publication,
            by_subarea=wanted.by_subarea,
        )
        if wanted.is_preview:
            made = _as_preview(made)
        renderer = import_module(f"yhdyspinta.exports.{ending}")
        rendered: bytes = renderer.render(made, made_at=wanted.made_at)
        return rendered
    if ending == "json":
        return _json(picture, wanted, publication)
    return _PLAIN[ending](picture, wanted)


def _in_order(picture: Picture, language: str) -> Picture:
    """Put areas into the alphabet of a language: readers look up their own name for one."""
    areas = sorted(picture.areas, key=lambda area: sort_key(area.short[language], language))
    return replace(picture, areas=tuple(areas))


def _as_preview(made: Document) -> Document:
    """Mark a document on its first page and in the foot of all as not published."""
    with override(made.language):
        mark, fact = preview_mark(), (gettext("Please note"), gettext("A preview: do not pass on."))
    return replace(
        made,
        title=f"{mark}: {made.title}",
        subtitle=f"{mark} · {made.subtitle}",
        facts=(fact, *made.facts),
        footer=f"{mark} · {made.footer}",
    )


def preview_mark() -> str:
    """Return the words that every preview bears, in the active language."""
    return gettext("PREVIEW, NOT PUBLISHED")


def _csv(picture: Picture, wanted: Wanted) -> bytes:
    rows = situation_rows.rows(picture, by_subarea=wanted.by_subarea, language=wanted.language)
    if not wanted.is_preview:
        return csv.write(situation_rows.COLUMNS, rows, bom=False)
    with override(wanted.language):
        marked = [(*row, preview_mark()) for row in rows]
    return csv.write((*situation_rows.COLUMNS, "publication"), marked, bom=False)


def _json(picture: Picture, wanted: Wanted, publication: Publication | None) -> bytes:
    records = situation_rows.as_records(
        picture, by_subarea=wanted.by_subarea, language=wanted.language
    )
    return json.write(
        {
            "roadmap": picture.roadmap.code,
            "round": picture.round_code or None,
            "version": publication.version if publication else None,
            "sha256": publication.sha256 if publication else None,
            **({"preview": True} if wanted.is_preview else {}),
            "invented": picture.invented,
            "as_of": picture.as_of.isoformat(),
            "horizon": str(picture.horizon),
            "sources": list(picture.sources),
            "rows": records,
        }
    )


def _svg(picture: Picture, wanted: Wanted) -> bytes:
    with override(wanted.language):
        drawn, remark = tile_map(picture, wanted.lens), ""
        if wanted.is_preview:
            remark = preview_mark()
            drawn = replace(drawn, title=f"{remark}: {drawn.title}")
        return svg.tile_map(drawn, standalone=True, remark=remark).encode()


_PLAIN: dict[str, Callable[[Picture, Wanted], bytes]] = {"csv": _csv, "svg": _svg}
