"""A situation picture as a document: what its slides, its workbook and its PDF all hold."""

from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.calc.situation import table as arrange
from yhdyspinta.calc.summary import finding
from yhdyspinta.exports.document import Block, BulletList, Document, Paragraph, Section
from yhdyspinta.exports.situation_data import data_sheet
from yhdyspinta.exports.situation_drawings import progress_bars, readiness_bars, tile_map
from yhdyspinta.exports.situation_tables import progress_table, readiness_table
from yhdyspinta.terms.roadmap import Theme
from yhdyspinta.terms.situation import Lens, Note, Picture, Publication


def document(
    picture: Picture,
    *,
    language: str,
    publication: Publication | None = None,
    by_subarea: bool = True,
) -> Document:
    """Return the whole document in `language` (fi, sv, en); None: not a published picture.

    `by_subarea` adds a section for each theme with its subareas.
    """
    with override(language):
        return Document(
            title=_title(picture),
            subtitle=_subtitle(picture),
            language=language,
            sections=_sections(picture, by_subarea=by_subarea),
            facts=_facts(picture, publication),
            sources=picture.sources,
            footer=_footer(picture, publication),
            data=data_sheet(picture),
            words=words(),
        )


def _sections(picture: Picture, *, by_subarea: bool) -> tuple[Section, ...]:
    themes = picture.roadmap.themes if by_subarea else ()
    sections = [
        Section(gettext("Summary"), _summary(picture)),
        Section(gettext("Progress along the roadmap"), (progress_table(picture),)),
        Section(gettext("Progress by area"), (progress_bars(picture),)),
        Section(gettext("Readiness"), (readiness_table(picture),)),
        Section(gettext("Readiness by theme"), (readiness_bars(picture),)),
        *(_theme_section(picture, each) for each in themes),
    ]
    if picture.notes:
        items = tuple(_note(picture, each) for each in picture.notes)
        sections.append(Section(gettext("Notes and risks"), (BulletList(items),)))
    return tuple(sections)


def _summary(picture: Picture) -> tuple[Block, ...]:
    found = finding(arrange(picture, Lens.PROGRESS))
    said = tuple(Paragraph(text) for text in labels.sentences(found, picture))
    word = labels.name(picture.summary)
    if word:
        # The coordinator's own word comes first, paragraph by paragraph.
        said = (*(Paragraph(each) for each in word.split("\n") if each.strip()), *said)
    drawn = tile_map(picture, Lens.PROGRESS)
    return (*said, drawn) if drawn.tiles else said


def _theme_section(picture: Picture, theme: Theme) -> Section:
    title = gettext("%(theme)s: progress by subarea") % {"theme": labels.name(theme.names)}
    return Section(title, (progress_table(picture, theme=theme.code),))


def _note(picture: Picture, note: Note) -> tuple[str, str]:
    """Return what a note is (a risk with its severity) and what it says of whom."""
    lead = labels.note_kind(note.kind)
    if note.severity:
        lead = f"{lead}, {labels.severity(note.severity)}"
    themes = {each.code: labels.name(each.names) for each in picture.roadmap.themes}
    areas = {each.code: labels.name(each.short) for each in picture.areas}
    about = [themes.get(note.theme, note.theme)] if note.theme else []
    if note.areas:
        about.append(labels.listing(areas.get(code, code) for code in note.areas))
    return lead, ": ".join((*about, labels.name(note.text)))


def _title(picture: Picture) -> str:
    return gettext("Situation picture of regional implementation %(month)d/%(year)d") % {
        "month": picture.as_of.month,
        "year": picture.as_of.year,
    }


def _subtitle(picture: Picture) -> str:
    parts = [labels.name(picture.roadmap.names), labels.name(picture.round_names)]
    if picture.invented:
        parts.insert(0, gettext("INVENTED FIGURES, for demonstration only"))
    return " · ".join(part for part in parts if part)


def _facts(picture: Picture, publication: Publication | None) -> tuple[tuple[str, str], ...]:
    facts = [
        (gettext("Situation on"), labels.day(picture.as_of)),
        (gettext("Tasks looked at"), _horizon(picture)),
        (gettext("Areas that have reported"), _reporting(picture)),
        (gettext("Reporting round"), labels.name(picture.round_names) or picture.round_code),
        (gettext("Version"), _version(publication)),
    ]
    if picture.invented:
        facts.insert(0, (gettext("Please note"), gettext("The figures are invented.")))
    if publication:
        facts.append((gettext("Fingerprint (SHA-256)"), publication.sha256))
    return tuple((label, value) for label, value in facts if value)


def _horizon(picture: Picture) -> str:
    return gettext("due by the end of %(quarter)s") % {"quarter": labels.quarter(picture.horizon)}


def _reporting(picture: Picture) -> str:
    return gettext("%(reporting)d of %(areas)d") % {
        "reporting": sum(area.code in picture.reporting for area in picture.areas),
        "areas": len(picture.areas),
    }


def _version(publication: Publication | None) -> str:
    if publication is None:
        return gettext("not published")
    said = gettext("%(version)d, published %(time)s") % {
        "version": publication.version,
        "time": labels.moment(publication.published_at),
    }
    if publication.replaces:
        replaced = gettext("replaces version %(version)d") % {"version": publication.replaces}
        said = f"{said}; {replaced}"
        said += f": {publication.reason}" if publication.reason else ""
    if publication.superseded_by:
        newer = gettext("replaced by version %(version)d") % {"version": publication.superseded_by}
        said = f"{said}; {newer}"
    return said


def _footer(picture: Picture, publication: Publication | None) -> str:
    shown = gettext("situation picture %(day)s") % {"day": labels.day(picture.as_of)}
    version = (
        gettext("version %(version)d") % {"version": publication.version}
        if publication
        else gettext("not published")
    )
    parts = ["Yhdyspinta", shown, version]
    if picture.invented:
        parts.append(gettext("invented figures"))
    return " · ".join(parts)


def words() -> tuple[tuple[str, str], ...]:
    """Return what renderers print of their own, in the active language."""
    return (
        ("page", gettext("Page")),
        ("of", gettext("of")),
        ("continued", gettext("continued")),
        ("legend", gettext("Colours")),
        ("sources", gettext("Sources")),
        ("no_data", gettext("no data")),
        ("overview", gettext("Overview")),
    )
