"""The shape of a published picture: its publication, findings, notes and rules."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import override
from ninja import Schema
from pydantic import Field

from yhdyspinta import labels
from yhdyspinta.api.figures import Figure, Share, figure_shape
from yhdyspinta.api.languages import Names
from yhdyspinta.api.paging import Page
from yhdyspinta.api.roadmap import Quarter, Theme, theme_shape
from yhdyspinta.api.rules import Bands, StatusRule, bands_shape, status_rule_shape
from yhdyspinta.calc.situation import table
from yhdyspinta.calc.summary import finding
from yhdyspinta.services.situation import Shown
from yhdyspinta.terms import situation as terms
from yhdyspinta.terms.languages import Language
from yhdyspinta.terms.roadmap import Status, Task
from yhdyspinta.terms.situation import Lens, NoteKind, Severity


class Links(Schema):
    """Addresses of a publication's parts."""

    picture: str = Field(examples=["/api/v1/pictures/2021-10/versions/1"])
    figures: str
    statuses: str
    canonical: str = Field(description="The bytes that the fingerprint is of")


class Publication(Schema):
    """A published, frozen picture."""

    round: str = Field(description="Code of the round", examples=["2021-10"])
    version: int = Field(description="1, or the number of an erratum", examples=[1])
    published_at: datetime
    sha256: str = Field(description="SHA-256 of the canonical JSON", pattern=r"^[0-9a-f]{64}$")
    replaces: int | None = Field(description="The version that this one corrects")
    reason: str | None = Field(description="Why the erratum was made")
    superseded_by: int | None = Field(description="The version that corrects this one")
    links: Links


class PublicationPage(Page[Publication]):
    """A page of the list of published pictures."""


class PictureArea(Schema):
    """An area's row in a picture."""

    code: str = Field(examples=["08"])
    names: Names
    short_names: Names
    has_reports: bool = Field(description="False: it has reported nothing and has no figures")


class Note(Schema):
    """A note or a risk; about areas, a theme, both or the whole."""

    kind: NoteKind = Field(examples=["risk"])
    severity: Severity | None = Field(description="Null: not stated")
    text: Names
    areas: list[str] = Field(description="Codes of the areas that it is about")
    theme: str | None = Field(description="Code of the theme that it is about")
    source: str | None


class Sentences(Schema):
    """The same three sentences in each language."""

    fi: list[str]
    sv: list[str]
    en: list[str]


class Finding(Schema):
    """What a picture's table says through one lens."""

    lens: Lens
    overall: Share | None = Field(description="All areas and themes together")
    reporting: int = Field(description="How many areas have reported", examples=[21])
    areas: int = Field(description="How many areas take part", examples=[22])
    weakest_theme: str | None = Field(description="Code of the theme that is least far")
    strongest_theme: str | None = Field(description="Code of the theme that is furthest")
    silent: list[str] = Field(description="Codes of the areas that have reported nothing")
    sentences: Sentences = Field(description="Where things stand, where weakest, who stands out")


class Picture(Schema):
    """A published picture without its single figures."""

    publication: Publication
    roadmap: str = Field(description="Code of the roadmap", examples=["sote-2021"])
    names: Names = Field(description="Names of the round")
    as_of: date = Field(description="The day that the figures are of", examples=["2021-10-31"])
    horizon: Quarter
    known_by: datetime | None = Field(description="Reports known by this time were counted")
    invented: bool = Field(description="True for a round made up for comparison, as in the demo")
    themes: list[Theme]
    areas: list[PictureArea]
    findings: list[Finding]
    totals: list[Figure] = Field(
        description="Per theme, all areas that have reported together; tasks are summed,"
        " not percentages"
    )
    notes: list[Note]
    rule: StatusRule = Field(description="Where late tasks were counted")
    bands: Bands = Field(description="The colour bands in force")
    sources: list[str]


class AreaStatus(Schema):
    """An area's status for a task."""

    area: str = Field(examples=["08"])
    task: str = Field(examples=["hallinto-A01"])
    theme: str = Field(examples=["hallinto"])
    subarea: str = Field(examples=["A"])
    due: Quarter
    status: Status | None = Field(description="Null: not reported", examples=["on_schedule"])


class StatusPage(Page[AreaStatus]):
    """A page of the statuses behind a picture."""


def publication_shape(publication: terms.Publication) -> Publication:
    """Show what is said of a publication."""
    at = {"round": publication.round_code, "version": publication.version}
    return Publication(
        round=publication.round_code,
        version=publication.version,
        published_at=publication.published_at,
        sha256=publication.sha256,
        replaces=publication.replaces or None,
        reason=publication.reason or None,
        superseded_by=publication.superseded_by or None,
        links=Links(
            picture=reverse("api:get_picture_version", kwargs=at),
            figures=reverse("api:list_figures", kwargs=at),
            statuses=reverse("api:list_statuses", kwargs=at),
            canonical=reverse("api:get_canonical_picture", kwargs=at),
        ),
    )


def picture_shape(shown: Shown) -> Picture:
    """Show a published picture."""
    picture, publication = shown.picture, shown.publication
    tables = [table(picture, lens) for lens in Lens]
    if publication is None:
        message = "only published pictures are shown"
        raise ValueError(message)
    return Picture(
        publication=publication_shape(publication),
        roadmap=picture.roadmap.code,
        names=Names.of(picture.round_names),
        as_of=picture.as_of,
        horizon=str(picture.horizon),
        known_by=picture.known_by,
        invented=picture.invented,
        themes=[theme_shape(each) for each in picture.roadmap.themes],
        areas=_areas(picture),
        findings=[_finding(picture, each) for each in tables],
        totals=[figure_shape(each) for each in tables[0].total.figures],
        notes=[_note(each) for each in picture.notes],
        rule=status_rule_shape(picture.rule),
        bands=bands_shape(picture.bands),
        sources=list(picture.sources),
    )


def status_shape(picture: terms.Picture, area: str, task: Task) -> AreaStatus:
    """Show an area's status for a task."""
    return AreaStatus(
        area=area,
        task=task.code,
        theme=task.theme,
        subarea=task.subarea,
        due=str(task.due),
        status=picture.statuses.get(area, {}).get(task.code),
    )


def _areas(picture: terms.Picture) -> list[PictureArea]:
    return [
        PictureArea(
            code=area.code,
            names=Names.of(area.names),
            short_names=Names.of(area.short),
            has_reports=area.code in picture.reporting,
        )
        for area in picture.areas
    ]


def _finding(picture: terms.Picture, seen: terms.Table) -> Finding:
    found = finding(seen)
    return Finding(
        lens=seen.lens,
        overall=Share.of_terms(found.overall),
        reporting=found.reporting,
        areas=found.areas,
        weakest_theme=found.weakest[0].theme if found.weakest else None,
        strongest_theme=found.strongest[0].theme if found.strongest else None,
        silent=list(found.silent),
        sentences=Sentences(**{each.value: _said(found, picture, each) for each in Language}),
    )


def _said(found: terms.Finding, picture: terms.Picture, language: Language) -> list[str]:
    with override(language.value):
        return list(labels.sentences(found, picture))


def _note(note: terms.Note) -> Note:
    return Note(
        kind=note.kind,
        severity=note.severity,
        text=Names.of(note.text),
        areas=list(note.areas),
        theme=note.theme or None,
        source=note.source or None,
    )
