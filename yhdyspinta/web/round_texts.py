"""What has been written in a round, in words: notes and risks, talks with the areas."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.labels import access as access_labels
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.rounds import Talk


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A talk in words; `edit` is empty for who may not change it."""

    day: str
    area: str
    participants: str
    conclusions: str
    visibility: str
    recorded: str
    edit: str


def talk_rows(
    talks: Iterable[Talk],
    *,
    code: str,
    areas: Mapping[str, Names],
    people: Mapping[str, str],
    may_edit: bool,
) -> list[TalkRow]:
    """Put a round's talks into words; names of who recorded them only if known to the reader."""
    return [
        TalkRow(
            day=labels.day(talk.held_on),
            area=labels.name(areas[talk.area]) if talk.area in areas else gettext("All areas"),
            participants=talk.participants,
            conclusions=talk.conclusions,
            visibility=access_labels.visibility(talk.visibility),
            recorded=_recorded(talk, people),
            edit=reverse("round_talk", args=[code, talk.key]) if may_edit else "",
        )
        for talk in talks
    ]


def _recorded(talk: Talk, people: Mapping[str, str]) -> str:
    when = labels.moment(talk.recorded_at) if talk.recorded_at else ""
    return ", ".join(filter(None, (when, people.get(talk.recorded_by, ""))))
