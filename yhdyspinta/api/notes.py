"""Notes and risks of a round before it is published: read by who may, replaced as a whole."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Router, Schema
from pydantic import ConfigDict, Field

from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.conditions import seen, tag
from yhdyspinta.api.given import Code, Given, GivenTexts, Text
from yhdyspinta.api.languages import Names
from yhdyspinta.api.pictures import Note
from yhdyspinta.api.roadmap import THEME
from yhdyspinta.api.rounds import RoundAddress
from yhdyspinta.calc.access import may_read_note
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import round_rows, rounds, situation
from yhdyspinta.terms import situation as terms
from yhdyspinta.terms.access import Actor, Visibility
from yhdyspinta.terms.situation import NoteKind, Severity

router = Router(tags=["notes"])


class RoundNote(Note):
    """A note or a risk, with who may read it."""

    visibility: Visibility = Field(examples=["public"])


class RoundNotes(Schema):
    """A round's notes and risks in their order."""

    notes: list[RoundNote]


class GivenNote(Given):
    """A note or a risk; about areas, a theme, both or the whole."""

    kind: NoteKind = Field(examples=["risk"])
    severity: Severity | None = None
    text: GivenTexts
    areas: list[Code] = Field([], max_length=500, examples=[["08"]])
    theme: str | None = Field(None, pattern=THEME, examples=["hallinto"])
    source: Text | None = None
    visibility: Visibility = Visibility.PUBLIC

    def as_terms(self) -> terms.Note:
        """Return the note as a record."""
        return terms.Note(
            kind=self.kind,
            text=self.text.as_terms(),
            areas=tuple(sorted(set(self.areas))),
            theme=self.theme or "",
            severity=self.severity,
            source=self.source or "",
            visibility=self.visibility,
        )


class GivenNotes(Given):
    """All notes and risks that a round is to have."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"notes": [{"kind": "risk", "text": {"fi": "Aikataulu on tiukka."}}]}]
        }
    )

    notes: list[GivenNote] = Field(max_length=1000)


@router.get(
    "/{round}/notes", response=RoundNotes, operation_id="readNotes", summary="Read a round's notes"
)
def read_notes(request: HttpRequest, response: HttpResponse, at: Path[RoundAddress]) -> RoundNotes:
    """Those that the token's owner may read. Whoever reads all can send the ETag as If-Match."""
    return _read(response, at.round, caller_of(request))


@router.put(
    "/{round}/notes",
    response=RoundNotes,
    operation_id="replaceNotes",
    summary="Replace a round's notes",
)
def replace_notes(
    request: HttpRequest, response: HttpResponse, at: Path[RoundAddress], given: GivenNotes
) -> RoundNotes:
    """All notes and risks of an unpublished round; what stood there stays in the trail."""
    actor = caller_of(request)
    rounds.write_notes(
        at.round,
        [each.as_terms() for each in given.notes],
        actor=actor,
        now=timezone.now(),
        seen=seen(request),
    )
    return _read(response, at.round, actor)


def _read(response: HttpResponse, code: str, actor: Actor) -> RoundNotes:
    row = round_rows.found(code)
    notes = situation.notes_of(row)
    readable = [
        each
        for each in notes
        if may_read_note(actor, each.visibility, areas=each.areas, roadmap=row.roadmap.code)
    ]
    # Who does not see all must not replace all: the mark of a part is that of no whole.
    tag(response, mark(*notes) if len(readable) == len(notes) else f"part-{mark(*readable)}")
    return RoundNotes(notes=[_shape(each) for each in readable])


def _shape(note: terms.Note) -> RoundNote:
    return RoundNote(
        kind=note.kind,
        severity=note.severity,
        text=Names.of(note.text),
        areas=list(note.areas),
        theme=note.theme or None,
        source=note.source or None,
        visibility=note.visibility,
    )
