"""Notes and risks as a page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from yhdyspinta import labels
from yhdyspinta.labels import access as access_labels
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.situation import Note, NoteKind, Picture, Severity


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note in words; `style` is its kind's class, `step` its severity's height (0: none).

    `visibility` says who may read it, empty where everybody may.
    """

    what: str
    about: str
    text: str
    source: str
    style: str
    step: int
    visibility: str


def notes_shown(picture: Picture, *, area: str = "") -> list[NoteShown]:
    """List a picture's notes; with `area`, those about that area."""
    themes = {each.code: each.names for each in picture.roadmap.themes}
    areas = {each.code: each.short for each in picture.areas}
    return [
        note_shown(note, themes=themes, areas=areas)
        for note in picture.notes
        if not area or area in note.areas
    ]


def note_shown(note: Note, *, themes: Mapping[str, Names], areas: Mapping[str, Names]) -> NoteShown:
    """Put a note into words; themes and areas by code."""
    about = [labels.name(themes[note.theme])] if note.theme in themes else []
    about += [labels.name(areas[code]) for code in note.areas if code in areas]
    what = labels.note_kind(note.kind)
    if note.kind is NoteKind.RISK:
        what = f"{what}, {labels.severity(note.severity)}"
    is_public = note.visibility is Visibility.PUBLIC
    return NoteShown(
        what=what,
        about=", ".join(about),
        text=labels.name(note.text),
        source=note.source,
        style=note.kind.value,
        step=list(Severity).index(note.severity) + 1 if note.severity else 0,
        visibility="" if is_public else access_labels.visibility(note.visibility),
    )
