"""The facts that the product ships with: areas, organisations, dated rules, the demo's texts.

Each file, its owner, licence and gaps are in docs/sources.md. The files are part of the package
and trusted: a broken one raises ValueError or KeyError at once. Read once, then kept.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from yhdyspinta.terms.areas import Area, AreaKind, Membership
from yhdyspinta.terms.duties import Cadence, CouncilTerm, Duty, DutyException, Evidence
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.organisations import Organisation, OrganisationKind
from yhdyspinta.terms.plans import PlanKind
from yhdyspinta.terms.rules import Band, Bands, Confidence, StatusRule, Validity

DEMO = "tilannekuva-2021-10"
COMPARISON = "vertailu-2021-09"
COOPERATION = "yhteistyo"


@cache
def areas() -> tuple[Area, ...]:
    """Return all areas that are or were: counties, Helsinki, Åland, HUS, then municipalities."""
    return tuple(_area(row) for row in _rows("areas.csv"))


@cache
def memberships() -> tuple[Membership, ...]:
    """Return who belongs to whom and when: municipality to county, HUS member to HUS."""
    return tuple(
        Membership(row["part"], row["whole"], _day(row["valid_from"]), _day(row["valid_to"]))
        for row in _rows("memberships.csv")
    )


@cache
def organisations() -> tuple[Organisation, ...]:
    """Return the organisations that act for the areas, and the national ones."""
    return tuple(
        Organisation(
            code=row["code"],
            kind=OrganisationKind(row["kind"]),
            names=_names(row),
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            acts_for=_listed(row["acts_for"]),
        )
        for row in _rows("organisations.csv")
    )


@cache
def bands() -> tuple[Bands, ...]:
    """Return the scales of colour bands, the oldest first, each band from low to high."""
    scales: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows("rules/bands.csv"):
        scales[row["scale"]].append(row)
    return tuple(_scale(rows) for rows in scales.values())


@cache
def status_rules(roadmap: str = "") -> tuple[StatusRule, ...]:
    """Return a roadmap's own rules for late tasks, or those of every roadmap without its own."""
    rows = list(_rows("rules/status_rules.csv"))
    own = [row for row in rows if row["roadmap"] == roadmap]
    return tuple(
        StatusRule(
            late_is_under_way=_flag(row["late_is_under_way"]),
            late_is_progressing=_flag(row["late_is_progressing"]),
            validity=_validity(row),
        )
        for row in own or [row for row in rows if not row["roadmap"]]
    )


@cache
def duties() -> tuple[Duty, ...]:
    """Return the statutory duties of cooperation, each with its exceptions by area."""
    exceptions: defaultdict[str, list[DutyException]] = defaultdict(list)
    for row in _rows("duty_exceptions.csv"):
        exceptions[row["duty"]].append(
            DutyException(
                row["area"],
                _flag(row["applies"]),
                _names(row, "note"),
                row["source"],
                Confidence(row["confidence"]),
            )
        )
    return tuple(_duty(row, tuple(exceptions[row["code"]])) for row in _rows("duties.csv"))


@cache
def council_terms() -> tuple[CouncilTerm, ...]:
    """Return the terms of the councils of counties and of municipalities."""
    return tuple(
        CouncilTerm(
            OrganisationKind(row["kind"]),
            date.fromisoformat(row["starts_on"]),
            date.fromisoformat(row["ends_on"]),
            row["source"],
            Confidence(row["confidence"]),
        )
        for row in _rows("council_terms.csv")
    )


@cache
def demo_names() -> dict[tuple[str, str], Names]:
    """Return the demo's names by (theme, subarea), and of a theme itself by (theme, "")."""
    return {(row["theme"], row["code"]): _names(row) for row in _rows(f"demo/{DEMO}/names.csv")}


@cache
def area_source(code: str) -> str:
    """Say where an area's code and names come from; raises KeyError for an unknown code."""
    return {row["code"]: row["source"] for row in _rows("areas.csv")}[code]


def demo_folder(name: str = DEMO) -> Path:
    """Return a shipped demo folder (such as `DEMO`); FileNotFoundError if there is none."""
    folder = _root() / "demo" / name
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    return folder


def _root() -> Path:
    return Path(str(files("yhdyspinta.reference")))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_root() / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def _area(row: dict[str, str]) -> Area:
    tile = (int(row["tile_row"]), int(row["tile_col"])) if row["tile_row"] else None
    return Area(
        code=row["code"],
        kind=AreaKind(row["kind"]),
        names=_names(row),
        short=_names(row, "short"),
        abbreviation=row["abbreviation"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        successor=row["successor"],
        tile=tile,
        geographic=_flag(row["geographic"]),
        other_names=_listed(row["other_names"]),
    )


def _duty(row: dict[str, str], exceptions: tuple[DutyException, ...]) -> Duty:
    return Duty(
        code=row["code"],
        names=_names(row),
        law=row["law"],
        section=row["section"],
        applies_to=tuple(OrganisationKind(each) for each in _listed(row["applies_to"])),
        cadence=Cadence(row["cadence"]),
        evidence=Evidence(row["evidence"]),
        validity=_validity(row),
        months=int(row["months"]) if row["months"] else None,
        plan_kind=PlanKind(row["plan_kind"]) if row["plan_kind"] else None,
        position=int(row["position"]),
        note=_names(row, "note"),
        exceptions=exceptions,
    )


def _scale(rows: list[dict[str, str]]) -> Bands:
    steps = (Band(row["code"], int(row["lowest"]), int(row["highest"])) for row in rows)
    return Bands(tuple(sorted(steps, key=lambda band: band.lowest)), _validity(rows[0]))


def _validity(row: dict[str, str]) -> Validity:
    return Validity(
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        source=row["source"],
        confidence=Confidence(row["confidence"]),
    )


def _names(row: dict[str, str], stem: str = "name") -> Names:
    return Names(row[f"{stem}_fi"], row[f"{stem}_sv"], row[f"{stem}_en"])


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _flag(text: str) -> bool:
    return {"1": True, "0": False}[text]
