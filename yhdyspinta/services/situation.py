"""Compose situation pictures: live from the log, frozen from a publication, or from a sheet."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from django.utils.translation import gettext

from yhdyspinta.calc.access import may
from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.calc.canonical import from_json
from yhdyspinta.calc.rules import in_force
from yhdyspinta.calc.situation import counts_by_cell, holding
from yhdyspinta.services.access import ForbiddenError, require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.sources import reference
from yhdyspinta.store import models as store
from yhdyspinta.store import rules as rule_tables
from yhdyspinta.store.situation import SituationPictureQuerySet
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.areas import NATIONAL_KINDS, Area
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import ReportingRound, Roadmap, Status, StatusReport
from yhdyspinta.terms.rules import Bands, StatusRule
from yhdyspinta.terms.sheets import SheetContent
from yhdyspinta.terms.situation import Note, Picture, Publication

# A sheet does not say when its rows were recorded: all at once, the order of rows decides.
_ONE_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with its publication; None: live from the log, not published."""

    picture: Picture
    publication: Publication | None


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


def live(roadmap: str, *, as_of: date, horizon: Quarter, actor: Actor) -> Shown:
    """Compose the picture of any day from the log: of the areas whose reports the actor may see.

    What is in the log is not published. Raises RefusedError for no such roadmap, ForbiddenError
    for who may see no area's reports.
    """
    row = store.Roadmap.objects.filter(code=roadmap).first()
    if row is None:
        raise RefusedError(gettext("There is no roadmap “%(code)s”.") % {"code": roadmap})
    require(actor, Action.SEE_UNPUBLISHED)
    picture = compose(
        row,
        as_of=as_of,
        horizon=horizon,
        keep=lambda area: may(actor, Action.SEE_UNPUBLISHED, area=area, roadmap=roadmap),
    )
    if not picture.areas and row.areas.exists():
        raise ForbiddenError(gettext("You may see no area of this roadmap before publication."))
    return Shown(picture, None)


def compose(
    row: store.Roadmap,
    *,
    as_of: date,
    horizon: Quarter,
    keep: Callable[[str], bool] = lambda area: True,
) -> Picture:
    """Compose a roadmap's picture from the reports that hold on a day, of the areas to keep."""
    roadmap = row.as_terms()
    areas = {
        area.id: area.as_terms()
        for area in row.areas.select_related("successor")
        if keep(area.code)
    }
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
