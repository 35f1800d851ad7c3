"""A picture as canonical JSON: what is frozen, hashed and read back when it is published.

The form is RFC 8785 in spirit: UTF-8, keys sorted, no insignificant white space, and no
floating-point numbers at all, so that anyone can recompute the SHA-256 with a JSON library.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from yhdyspinta.terms.areas import Area, AreaKind
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Roadmap, Status, Subarea, Task, Theme
from yhdyspinta.terms.rules import Band, Bands, Confidence, StatusRule, Validity
from yhdyspinta.terms.situation import Counts, Note, NoteKind, Picture, Reporting, Severity

FORM = "yhdyspinta/situation-picture/2"
# Without answers and summary; pictures frozen in it stay as they are.
FORMER_FORM = "yhdyspinta/situation-picture/1"
COUNT_FIELDS = tuple(each.name for each in fields(Counts))
# A picture holds thousands of statuses: looking them up is three times faster than making them.
_STATUSES = {each.value: each for each in Status}


def to_json(picture: Picture) -> str:
    """Write a picture in its canonical form."""
    return json.dumps(_document(picture), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(canonical: str) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def from_json(canonical: str) -> Picture:
    """Read back what `to_json` wrote; raises ValueError for another form."""
    data = json.loads(canonical)
    form = data.get("form") if isinstance(data, dict) else None
    if form not in {FORM, FORMER_FORM}:
        message = f"not a picture of the form {FORM}: {form!r}"
        raise ValueError(message)
    return Picture(
        roadmap=_roadmap(data["roadmap"]),
        areas=tuple(_area(each) for each in data["areas"]),
        as_of=date.fromisoformat(data["as_of"]),
        horizon=Quarter.parse(data["horizon"]),
        rule=StatusRule(
            data["rule"]["late_is_under_way"],
            data["rule"]["late_is_progressing"],
            _validity(data["rule"]),
        ),
        bands=Bands(
            tuple(Band(*each) for each in data["bands"]["bands"]), _validity(data["bands"])
        ),
        counts={
            (area, theme, subarea): Counts(*numbers)
            for area, theme, subarea, *numbers in data["counts"]
        },
        statuses={
            area: {task: _STATUSES[status] for task, status in statuses.items()}
            for area, statuses in data["statuses"].items()
        },
        reporting=frozenset(data["reporting"]),
        round_code=data["round"],
        round_names=_names(data["round_names"]),
        invented=data["invented"],
        known_by=datetime.fromisoformat(data["known_by"]) if data["known_by"] else None,
        notes=tuple(_note(each) for each in data["notes"]),
        sources=tuple(data["sources"]),
        answers={area: Reporting(*numbers) for area, *numbers in data.get("answers", ())},
        summary=_names(data.get("summary", [""])),
    )


def _document(picture: Picture) -> dict[str, Any]:
    return {
        "form": FORM,
        "round": picture.round_code,
        "round_names": _named(picture.round_names),
        "invented": picture.invented,
        "as_of": picture.as_of.isoformat(),
        "horizon": str(picture.horizon),
        "known_by": picture.known_by.isoformat() if picture.known_by else None,
        "roadmap": _roadmap_document(picture.roadmap),
        "areas": [
            {
                "code": area.code,
                "kind": area.kind.value,
                "names": _named(area.names),
                "short": _named(area.short),
                "abbreviation": area.abbreviation,
                "tile": area.tile,
                "geographic": area.geographic,
            }
            for area in picture.areas
        ],
        "rule": {
            "late_is_under_way": picture.rule.late_is_under_way,
            "late_is_progressing": picture.rule.late_is_progressing,
            **_dated(picture.rule.validity),
        },
        "bands": {
            "bands": [[band.code, band.lowest, band.highest] for band in picture.bands.bands],
            **_dated(picture.bands.validity),
        },
        "count_fields": COUNT_FIELDS,
        "counts": [
            [*key, *(getattr(counts, name) for name in COUNT_FIELDS)]
            for key, counts in sorted(picture.counts.items())
        ],
        "statuses": {
            area: {task: status.value for task, status in statuses.items()}
            for area, statuses in picture.statuses.items()
        },
        "reporting": sorted(picture.reporting),
        "notes": [
            {
                "kind": note.kind.value,
                "text": _named(note.text),
                "areas": note.areas,
                "theme": note.theme,
                "severity": note.severity.value if note.severity else None,
                "source": note.source,
            }
            for note in picture.notes
        ],
        "sources": picture.sources,
        "answers": [
            [area, answer.asked, answer.reported, answer.on_time]
            for area, answer in sorted(picture.answers.items())
        ],
        "summary": _named(picture.summary),
    }


def _roadmap_document(roadmap: Roadmap) -> dict[str, Any]:
    return {
        "code": roadmap.code,
        "names": _named(roadmap.names),
        "source": roadmap.source,
        "themes": [
            {
                "code": theme.code,
                "names": _named(theme.names),
                "subareas": [{"code": s.code, "names": _named(s.names)} for s in theme.subareas],
            }
            for theme in roadmap.themes
        ],
        "tasks": [
            {
                "code": task.code,
                "theme": task.theme,
                "subarea": task.subarea,
                "due": str(task.due),
                "title": _named(task.title),
                "critical": task.critical,
            }
            for task in roadmap.tasks
        ],
    }


def _roadmap(data: Mapping[str, Any]) -> Roadmap:
    quarters = {due: Quarter.parse(due) for due in {task["due"] for task in data["tasks"]}}
    return Roadmap(
        code=data["code"],
        names=_names(data["names"]),
        source=data["source"],
        themes=tuple(
            Theme(
                theme["code"],
                _names(theme["names"]),
                tuple(Subarea(s["code"], _names(s["names"])) for s in theme["subareas"]),
            )
            for theme in data["themes"]
        ),
        tasks=tuple(
            Task(
                code=task["code"],
                theme=task["theme"],
                subarea=task["subarea"],
                due=quarters[task["due"]],
                title=_names(task["title"]),
                critical=task["critical"],
            )
            for task in data["tasks"]
        ),
    )


def _area(data: Mapping[str, Any]) -> Area:
    return Area(
        code=data["code"],
        kind=AreaKind(data["kind"]),
        names=_names(data["names"]),
        short=_names(data["short"]),
        abbreviation=data["abbreviation"],
        tile=tuple(data["tile"]) if data["tile"] else None,
        geographic=data["geographic"],
    )


def _note(data: Mapping[str, Any]) -> Note:
    return Note(
        kind=NoteKind(data["kind"]),
        text=_names(data["text"]),
        areas=tuple(data["areas"]),
        theme=data["theme"],
        severity=Severity(data["severity"]) if data["severity"] else None,
        source=data["source"],
    )


def _named(names: Names) -> list[str]:
    return [names.fi, names.sv, names.en]


def _names(data: list[str]) -> Names:
    return Names(*data)


def _dated(validity: Validity) -> dict[str, Any]:
    return {
        "valid_from": validity.valid_from.isoformat(),
        "valid_to": validity.valid_to.isoformat() if validity.valid_to else None,
        "source": validity.source,
        "confidence": validity.confidence.value,
    }


def _validity(data: Mapping[str, Any]) -> Validity:
    return Validity(
        valid_from=date.fromisoformat(data["valid_from"]),
        valid_to=date.fromisoformat(data["valid_to"]) if data["valid_to"] else None,
        source=data["source"],
        confidence=Confidence(data["confidence"]),
    )
