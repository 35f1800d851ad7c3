"""Compose situation pictures: live from the log, frozen from a publication, or from a sheet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from django.utils.translation import gettext

from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.calc.canonical import from_json
from yhdyspinta.calc.rules import in_force
from yhdyspinta.calc.situation import cell, counts_by_cell, holding
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.sources import reference
from yhdyspinta.store import models as store
from yhdyspinta.store import rules as rule_tables
from yhdyspinta.store.situation import SituationPictureQuerySet
from yhdyspinta.terms.areas import NATIONAL_KINDS, Area
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import ReportingRound, Roadmap, Status, StatusReport, Task
from yhdyspinta.terms.rules import Bands, StatusRule
from yhdyspinta.terms.sheets import SheetContent
from yhdyspinta.terms.situation import Figures, Note, Picture, Publication

# A sheet does not say when its rows were recorded: all at once, the order of rows decides.
_ONE_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with its publication; None: live from the log, not published."""

    picture: Picture
    publication: Publication | None


@dataclass(frozen=True, slots=True)
class Behind:
    """A task behind a cell's number, with the report that the number rests on (None: none)."""

    task: Task
    status: Status | None
    report: StatusReport | None
    organisation: Names | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a cell's number is made of."""

    figures: Figures
    rows: tuple[Behind, ...]


def newest() -> Shown | None:
    """Return the standing published picture of the latest day, None before the first."""
    row = _publications().standing().newest_first().first()
    return _frozen(row) if row else None


def of_round(code: str, *, version: int | None = None) -> Shown:
    """Return a round's standing publication, or the named version of it.

    Raises RefusedError if there is no such publication.
    """
    rows = _publications().filter(round__code=code)
    row = rows.filter(version=version).first() if version is not None else rows.standing().first()
    if row is None:
        raise RefusedError(
            gettext("There is no published picture of the round “%(code)s”.") % {"code": code}
        )
    return _frozen(row)


def publications(*, roadmap: str = "") -> list[Publication]:
    """List all publications, newest first."""
    rows = _publications().newest_first()
    if roadmap:
        rows = rows.filter(round__roadmap__code=roadmap)
    return [row.as_terms() for row in rows]


def published_rounds() -> list[ReportingRound]:
    """List the rounds that have a published picture, newest first."""
    rows = store.ReportingRound.objects.select_related("roadmap")
    rows = rows.filter(pictures__isnull=False).distinct()
    return [row.as_terms() for row in rows.order_by("-as_of", "-id")]


def all_rounds() -> list[ReportingRound]:
    """List every round, newest first."""
    rows = store.ReportingRound.objects.select_related("roadmap")
    return [row.as_terms() for row in rows.order_by("-as_of", "-id")]


def round_before(code: str) -> str | None:
    """Return the code of the published round before another one of the same roadmap."""
    row = store.ReportingRound.objects.filter(code=code).first()
    if row is None:
        return None
    return (
        store.ReportingRound.objects.filter(
            roadmap=row.roadmap_id, pictures__isnull=False, as_of__lt=row.as_of
        )
        .order_by("-as_of", "-id")
        .values_list("code", flat=True)
        .first()
    )


def live(roadmap: str, *, as_of: date, horizon: Quarter) -> Shown:
    """Compose the picture of any day from the log. Raises RefusedError for no such roadmap."""
    row = store.Roadmap.objects.filter(code=roadmap).first()
    if row is None:
        raise RefusedError(gettext("There is no roadmap “%(code)s”.") % {"code": roadmap})
    return Shown(compose(row, as_of=as_of, horizon=horizon), None)


def compose(row: store.Roadmap, *, as_of: date, horizon: Quarter) -> Picture:
    """Compose a roadmap's picture from the reports that hold on a day."""
    roadmap = row.as_terms()
    areas = {area.id: area.as_terms() for area in row.areas.select_related("successor")}
    codes = {key: area.code for key, area in areas.items()}
    task_codes = dict(store.Task.objects.filter(roadmap=row).values_list("id", "code"))
    statuses: defaultdict[str, dict[str, Status]] = defaultdict(dict)
    held = store.StatusReport.objects.filter(roadmap=row).by_cell(on=as_of)
    for area, task, status in held.iterator(chunk_size=10_000):
        # An import may have added areas and tasks since they were read above.
        if status and area in codes and task in task_codes:
            statuses[codes[area]][task_codes[task]] = Status(status)
    return _picture(
        roadmap,
        areas.values(),
        statuses=dict(statuses),
        as_of=as_of,
        horizon=horizon,
        rule=_rule_of(row, on=as_of),
        bands=in_force(rule_tables.scales(), on=as_of),
    )


def of_sheet(content: SheetContent, *, as_of: date, horizon: Quarter) -> Picture:
    """Compose a picture from a sheet alone, with the shipped rules and no database.

    Areas are those that the sheet lists; otherwise those that it has reports of, and if they
    are all counties, Helsinki or HUS then the whole country's, so that a silent one is seen.
    """
    reports = [
        StatusReport(
            area=each.area,
            task=each.task,
            status=each.status,
            effective_from=each.reported_on,
            recorded_at=_ONE_MOMENT,
        )
        for each in content.reports
    ]
    statuses: defaultdict[str, dict[str, Status]] = defaultdict(dict)
    for (area, task), report in holding(reports, on=as_of).items():
        statuses[area][task] = report.status
    roadmap = Roadmap(content.file, Names(content.file), content.themes, content.tasks)
    picture = _picture(
        roadmap,
        _areas_of(content, as_of),
        statuses=dict(statuses),
        as_of=as_of,
        horizon=horizon,
        rule=in_force(reference.status_rules(), on=as_of),
        bands=in_force(reference.bands(), on=as_of),
        sources=(content.file,),
    )
    return replace(picture, notes=content.notes)


def explain(
    shown: Shown, *, area: str, theme: str | None = None, subarea: str | None = None
) -> Explanation:
    """Show what a cell's number is made of: each task, its status, who reported it and when.

    Of a published picture these are the reports that were known when it was frozen.
    """
    picture = shown.picture
    tasks = [
        task
        for task in picture.roadmap.tasks
        if theme in {None, task.theme} and subarea in {None, task.subarea}
    ]
    found = _reports_behind(picture, area)
    statuses = picture.statuses.get(area, {})
    rows = []
    for task in tasks:
        report, organisation = found.get(task.code, (None, None))
        status, is_due = statuses.get(task.code), task.due <= picture.horizon
        rows.append(Behind(task, status, report, organisation, is_due))
    return Explanation(
        figures=cell(picture, area=area, theme=theme, subarea=subarea), rows=tuple(rows)
    )


def since(picture: Picture, *, task: str) -> dict[str, date]:
    """Return by area since which day a task's status holds, as known when it was frozen."""
    rows = store.StatusReport.objects.filter(
        roadmap__code=picture.roadmap.code, task__code=task, effective_from__lte=picture.as_of
    )
    if picture.known_by:
        rows = rows.filter(recorded_at__lte=picture.known_by)
    log = rows.order_by("effective_from", "recorded_at", "id")
    return dict(log.values_list("area__code", "effective_from"))


def history(roadmap: str, *, area: str, task: str) -> list[StatusReport]:
    """Return every report ever made for a cell, the first one first."""
    rows = store.StatusReport.objects.of_cell(area=area, task=task).filter(roadmap__code=roadmap)
    return [row.as_terms() for row in rows.select_related("area", "task", "sheet_import")]


def _reports_behind(picture: Picture, area: str) -> dict[str, tuple[StatusReport, Names | None]]:
    """Return by task the report that a picture rests on, and on whose behalf it was made.

    A report that holds today and was known then held then too: the log is read only where one
    recorded later took its place.
    """
    of_area = store.StatusReport.objects.filter(
        roadmap__code=picture.roadmap.code, area__code=area
    ).select_related("area", "task", "sheet_import", "organisation")
    rows = list(of_area.holding(on=picture.as_of))
    known_by = picture.known_by
    later = {row.task_id for row in rows if known_by and row.recorded_at > known_by}
    if later:
        log = of_area.filter(task__in=later, effective_from__lte=picture.as_of)
        rows += log.order_by("recorded_at", "id")
    behind = {row.as_terms(): _name(row.organisation) for row in rows}
    held = holding(behind, on=picture.as_of, known_by=known_by)
    return {task: (report, behind[report]) for (_, task), report in held.items()}


def _name(organisation: store.Organisation | None) -> Names | None:
    if organisation is None:
        return None
    return Names(organisation.name_fi, organisation.name_sv, organisation.name_en)


def _picture(
    roadmap: Roadmap,
    areas: Iterable[Area],
    *,
    statuses: dict[str, dict[str, Status]],
    as_of: date,
    horizon: Quarter,
    rule: StatusRule,
    bands: Bands,
    sources: tuple[str, ...] = (),
) -> Picture:
    ordered = tuple(sorted(areas, key=lambda area: sort_key(area.short.fi, "fi")))
    return Picture(
        roadmap=roadmap,
        areas=ordered,
        as_of=as_of,
        horizon=horizon,
        rule=rule,
        bands=bands,
        counts=counts_by_cell(
            roadmap.tasks,
            statuses,
            areas=[area.code for area in ordered],
            horizon=horizon,
            rule=rule,
        ),
        statuses=statuses,
        reporting=frozenset(statuses),
        sources=sources or ((roadmap.source,) if roadmap.source else ()),
    )


def _areas_of(content: SheetContent, as_of: date) -> list[Area]:
    given = {area.code: area for area in content.areas}
    if not content.areas_listed and all(a.kind in NATIONAL_KINDS for a in given.values()):
        for area in reference.areas():
            if area.kind in NATIONAL_KINDS and area.is_valid(as_of):
                given.setdefault(area.code, area)
    return [
        replace(area, short=Names(content.area_names[code], area.short.sv, area.short.en))
        if code in content.area_names
        else area
        for code, area in given.items()
    ]


def _rule_of(row: store.Roadmap, *, on: date) -> StatusRule:
    """Return the roadmap's own rule in force, else the general one."""
    rows = list(store.StatusRule.objects.filter(roadmap__in=[row.id]))
    own = [rule for each in rows if (rule := each.as_terms()).validity.holds(on)]
    if own:
        return in_force(own, on=on)
    return in_force([r.as_terms() for r in store.StatusRule.objects.filter(roadmap=None)], on=on)


def _publications() -> SituationPictureQuerySet:
    # A frozen text is hundreds of kilobytes: `_read` fetches it once, a list never.
    return store.SituationPicture.objects.select_related("round", "replaces", "replaced_by").defer(
        "content", "replaces__content", "replaced_by__content"
    )


def _frozen(row: store.SituationPicture) -> Shown:
    return Shown(_read(row.id, row.sha256), row.as_terms())


@lru_cache(maxsize=64)
def _read(key: int, sha256: str) -> Picture:
    """Read a frozen picture once; what is frozen can be kept, by its row and fingerprint."""
    content = store.SituationPicture.objects.values_list("content", flat=True)
    return from_json(content.get(id=key, sha256=sha256))


def scales() -> list[Bands]:
    """List the colour scales of all times, the oldest first."""
    return rule_tables.scales()


def notes_of(row: store.ReportingRound) -> tuple[Note, ...]:
    """Return a round's notes and risks in their order, whoever may read them."""
    notes = row.notes.select_related("theme").prefetch_related("areas")
    return tuple(note.as_terms() for note in notes.order_by("position", "id"))
