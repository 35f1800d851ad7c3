"""What a coordinator does to publish a round: check list, summary, preview, erratum."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.calc import changes as calc
from yhdyspinta.calc.access import may
from yhdyspinta.calc.canonical import from_json, to_json
from yhdyspinta.calc.rounds import mark
from yhdyspinta.calc.situation import table
from yhdyspinta.calc.summary import finding
from yhdyspinta.exports import situation_files
from yhdyspinta.services import round_checks, round_rows, rounds, situation
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.services.round_checks import CheckList
from yhdyspinta.services.situation import Shown
from yhdyspinta.store.models import ReportingRound
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.changes import Told
from yhdyspinta.terms.languages import Language, Names
from yhdyspinta.terms.situation import Lens, Picture, Publication

LONGEST_SUMMARY = 4_000


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies before a coordinator who publishes a round.

    `suggested` is a summary made of the picture's figures; `publications` are the round's, the
    newest first; `told` says how the picture of now differs from the standing one (None: nothing
    is published, or nothing differs).
    """

    checks: CheckList
    summary: Names
    suggested: Names
    publications: tuple[Publication, ...]
    told: Told | None
    may_publish: bool

    @property
    def standing(self) -> Publication | None:
        """The publication that no erratum has replaced; None before the first."""
        return self.publications[0] if self.publications else None


def of_round(code: str, *, actor: Actor, now: datetime) -> Desk:
    """Return what is needed to publish a round.

    Raises ForbiddenError, or RefusedError if there is no such round.
    """
    row = round_rows.found(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    picture = rounds.to_freeze(row, now)
    listed = situation.publications(roadmap=row.roadmap.code)
    own = tuple(each for each in listed if each.round_code == code)
    return Desk(
        checks=round_checks.of_row(row, state=round_rows.effective(row, now)),
        summary=_summary(row),
        suggested=suggested(picture),
        publications=own,
        told=_difference(picture) if own else None,
        may_publish=may(actor, Action.PUBLISH, roadmap=row.roadmap.code),
    )


def suggested(picture: Picture) -> Names:
    """Return a summary made of a picture's figures, in the three languages."""
    said = []
    for language in Language:
        with override(language):
            progress = labels.sentences(finding(table(picture, Lens.PROGRESS)), picture)
            readiness = labels.sentences(finding(table(picture, Lens.READINESS)), picture)
            said.append(" ".join((*progress, readiness[0])))
    return Names(*said)


@transaction.atomic
def write_summary(
    code: str, summary: Names, *, actor: Actor, now: datetime, seen: str = ""
) -> None:
    """Write the coordinator's summary of a round, which its next publication freezes.

    `seen` is the mark (calc.rounds.mark) of the summary that was shown: another has been stored
    meanwhile, StaleError. Of a published round it is for an erratum: what is frozen stays. Raises
    ForbiddenError, and RefusedError for a text that is too long or lacks its Finnish.
    """
    row = round_rows.locked(code)
    require(actor, Action.RUN_ROUND, roadmap=row.roadmap.code)
    summary = Names(summary.fi.strip(), summary.sv.strip(), summary.en.strip())
    before = _summary(row)
    if seen and seen != mark(before):
        raise StaleError
    _check(summary)
    if summary == before:
        return
    row.summary_fi, row.summary_sv, row.summary_en = summary.fi, summary.sv, summary.en
    row.save()
    round_rows.record(
        "round.summary",
        row,
        actor=actor,
        now=now,
        before=_by_language(before),
        after=_by_language(summary),
    )


def preview(code: str, *, actor: Actor, now: datetime) -> Shown:
    """Return the picture that publishing would freeze now. Raises ForbiddenError, RefusedError."""
    row = round_rows.found(code)
    require(actor, Action.PUBLISH, roadmap=row.roadmap.code)
    return Shown(rounds.to_freeze(row, now), None)


@transaction.atomic
def preview_file(code: str, ending: str, *, language: str, actor: Actor, now: datetime) -> bytes:
    """Make a file of the picture that publishing would freeze, marked as a preview.

    Who took which file when is left in the trail. Raises ForbiddenError, and RefusedError for a
    form of file that there is not.
    """
    shown = preview(code, actor=actor, now=now)
    if ending not in situation_files.MEDIA_TYPES:
        raise RefusedError(gettext("There is no such form of file."))
    wanted = situation_files.Wanted(language=language, made_at=now, is_preview=True)
    made = situation_files.render(shown.picture, ending, wanted=wanted)
    round_rows.record(
        "export.preview", round_rows.found(code), actor=actor, now=now, form=ending, size=len(made)
    )
    return made


def _difference(picture: Picture) -> Told | None:
    """Say how a picture differs from the round's standing publication; None if it does not."""
    standing = situation.of_round(picture.round_code)
    # What is frozen keeps less of an area than its table does.
    picture = from_json(to_json(picture))
    if calc.is_same(picture, standing.picture):
        return None
    found = calc.changes(picture, standing.picture)
    return Told(standing.picture, picture, found, published_before=standing.publication)


def _summary(row: ReportingRound) -> Names:
    return Names(row.summary_fi, row.summary_sv, row.summary_en)


def _check(summary: Names) -> None:
    if (summary.sv or summary.en) and not summary.fi:
        raise RefusedError(gettext("Write the summary in Finnish too: the others lean on it."))
    if max(map(len, (summary.fi, summary.sv, summary.en))) > LONGEST_SUMMARY:
        raise RefusedError(
            gettext("The summary is too long: at most %(most)d characters in a language.")
            % {"most": LONGEST_SUMMARY}
        )


def _by_language(summary: Names) -> dict[str, str]:
    return {"fi": summary.fi, "sv": summary.sv, "en": summary.en}
