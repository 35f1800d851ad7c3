"""What changed between two published pictures, and what was said of why."""

from collections.abc import Iterable

from django.db.models import Case, F, Q, TextField, Value, When
from django.utils.translation import gettext

from yhdyspinta.calc import changes as calc
from yhdyspinta.services import situation
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.situation import Shown
from yhdyspinta.store.models import StatusReport
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.changes import Changes, Told
from yhdyspinta.terms.situation import Picture, Publication


def between(first: tuple[str, int | None], second: tuple[str, int | None]) -> Told:
    """Compare two published pictures, each a round and its version (None: the standing one).

    The later one is `now`, whichever was named first. Six queries at most, less what is kept of
    frozen pictures. Raises RefusedError if there is no such publication, if both are the same
    one, or if they are of different roadmaps.
    """
    shown = [situation.of_round(code, version=version) for code, version in (first, second)]
    before, now = sorted(shown, key=_time)
    if before.publication == now.publication:
        raise RefusedError(gettext("Choose two different pictures."))
    if before.picture.roadmap.code != now.picture.roadmap.code:
        raise RefusedError(
            gettext("The pictures are of different roadmaps; compare two of the same one.")
        )
    found = calc.changes(now.picture, before.picture)
    return Told(
        before.picture,
        now.picture,
        found,
        published_before=before.publication,
        published=now.publication,
        reports=_notes(found, now.picture, before.picture),
        errata=_errata(now, before),
    )


def _time(shown: Shown) -> tuple[object, ...]:
    version = shown.publication.version if shown.publication else 0
    return shown.picture.as_of, shown.picture.round_code, version


def _errata(now: Shown, before: Shown) -> tuple[Publication, ...]:
    """List the corrections between the two; of another round's those of its version shown too."""
    new, old = now.publication, before.publication
    if new is None or old is None:
        return ()
    is_same_round = new.round_code == old.round_code
    return tuple(
        each
        for each in reversed(situation.publications(roadmap=now.picture.roadmap.code))
        if each.replaces
        and (
            (each.round_code == new.round_code and each.version <= new.version)
            or (each.round_code == old.round_code and each.version <= old.version)
        )
        and not (is_same_round and each.version <= old.version)
    )


def _notes(found: Changes, now: Picture, before: Picture) -> dict[tuple[str, str], str]:
    """Return what the newest report of each changed task says publicly, since the picture before.

    Reports that were recorded after the later picture was frozen say nothing of it.
    """
    changed = {(each.area, each.task): each.after for area in found.areas for each in area.tasks}
    said: dict[tuple[str, str], str] = {}
    for area, task, status, note in _reports_since(now, before):
        if (area, task) in changed and changed[area, task] == status:
            said[area, task] = note
        else:
            said.pop((area, task), None)
    return {cell: note for cell, note in said.items() if note}


def _reports_since(now: Picture, before: Picture) -> Iterable[tuple[str, str, str, str]]:
    """Read reports that the later picture knew and the earlier one did not, holding order last."""
    rows = StatusReport.objects.filter(
        roadmap__code=now.roadmap.code, effective_from__lte=now.as_of
    )
    if now.known_by:
        rows = rows.filter(recorded_at__lte=now.known_by)
    since = Q(effective_from__gt=before.as_of)
    if before.known_by:
        since |= Q(recorded_at__gt=before.known_by)
    public = Case(
        When(visibility=Visibility.PUBLIC, then=F("note")),
        default=Value(""),
        output_field=TextField(),
    )
    columns = (
        rows.filter(since)
        .annotate(public=public)
        .values_list("area__code", "task__code", "status", "public")
    )
    return columns.order_by("effective_from", "recorded_at", "id").iterator(chunk_size=10_000)
