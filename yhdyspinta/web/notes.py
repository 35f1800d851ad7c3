"""Notes and risks as a page shows them."""

from dataclasses import dataclass

from yhdyspinta import labels
from yhdyspinta.terms.situation import Note, NoteKind, Picture, Severity


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note in words; `style` is its kind's class, `step` its severity's height (0: none)."""

    what: str
    about: str
    text: str
    source: str
    style: str
    step: int


def notes_shown(picture: Picture, *, area: str = "") -> list[NoteShown]:
    """List a picture's notes; with `area`, those about that area."""
    return [_shown(note, picture) for note in picture.notes if not area or area in note.areas]


def _shown(note: Note, picture: Picture) -> NoteShown:
    themes = {each.code: labels.name(each.names) for each in picture.roadmap.themes}
    areas = {each.code: labels.name(each.short) for each in picture.areas}
    about = [themes[note.theme]] if note.theme in themes else []
    about += [areas[code] for code in note.areas if code in areas]
    what = labels.note_kind(note.kind)
    if note.kind is NoteKind.RISK:
        what = f"{what}, {labels.severity(note.severity)}"
    return NoteShown(
        what,
        ", ".join(about),
        labels.name(note.text),
        note.source,
        note.kind.value,
        list(Severity).index(note.severity) + 1 if note.severity else 0,
    )
