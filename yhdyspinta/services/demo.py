"""Load the demo: Finland in October 2021, rounds before and after it, the cooperation register."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.services import demo_people, register_sheets, rounds, sheets
from yhdyspinta.services import reference as reference_service
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.sources import reference
from yhdyspinta.sources.sheets import read
from yhdyspinta.store.models import ReportingRound
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register_columns import RegisterSheet
from yhdyspinta.terms.roadmap import Theme
from yhdyspinta.terms.rounds import Schedule
from yhdyspinta.terms.sheets import SheetContent

ROADMAP = sheets.Target(
    code="sote-2021",
    names=Names(
        "Hyvinvointialueiden toimeenpanon tiekartta",
        "Vägkarta för genomförandet av välfärdsområdena",
        "Roadmap for establishing the wellbeing services counties",
    ),
    source=(
        "Kuntaliitto, Sote-tulevaisuuspäivä 9.12.2021 (STM, VM): tilannekuva 10/2021;"
        " tehtävätason rivit on johdettu julkaistuista prosenteista"
    ),
)
_ACTOR = operator("demo")
_HORIZON = Quarter(2021, 4)


@dataclass(frozen=True, slots=True)
class _Part:
    folder: str
    round: rounds.NewRound


@transaction.atomic
def load(
    *, clock: Callable[[], datetime], progress: sheets.Progress = lambda done, of: None
) -> None:
    """Load areas, both rounds and their reports, and publish them: all of it or nothing.

    Half a demo would refuse to be completed. Raises RefusedError if the installation already
    holds a demo round.
    """
    if ReportingRound.objects.filter(code__in=[p.round.code for p in _parts()]).exists():
        raise RefusedError(gettext("The demo has been loaded already."))
    reference_service.load(actor=_ACTOR, now=clock())
    for part in _parts():
        _load_part(part, clock=clock, progress=progress)
    now = clock()
    rounds.open_round(_to_fill_in(timezone.localtime(now).date()), actor=_ACTOR, now=now)
    _load_register(now)
    demo_people.load(ROADMAP.code, actor=_ACTOR, now=clock())


def _load_register(now: datetime) -> None:
    """Take the cooperation register in from its folder, as anybody's workbook is taken in."""
    folder = reference.demo_folder(reference.COOPERATION)
    content = register_sheets.read(folder, actor=_ACTOR)
    today = timezone.localtime(now).date()
    # On a day before the demo's own nobody has yet done what is said to be done later.
    rows = (
        row
        for row in content.rows
        if row.sheet is not RegisterSheet.FULFILMENTS or row.values["done_on"] <= today
    )
    register_sheets.import_(replace(content, rows=tuple(rows)), actor=_ACTOR, now=now)


def _parts() -> tuple[_Part, ...]:
    invented = rounds.NewRound(
        code="2021-09",
        roadmap=ROADMAP.code,
        names=Names(
            "Syyskuu 2021 (keksitty vertailukierros)",
            "September 2021 (påhittad jämförelseomgång)",
            "September 2021 (invented round for comparison)",
        ),
        as_of=date(2021, 9, 30),
        horizon=_HORIZON,
        invented=True,
    )
    published = rounds.NewRound(
        code="2021-10",
        roadmap=ROADMAP.code,
        names=Names("Lokakuu 2021", "Oktober 2021", "October 2021"),
        as_of=date(2021, 10, 31),
        horizon=_HORIZON,
    )
    return _Part(reference.COMPARISON, invented), _Part(reference.DEMO, published)


def _to_fill_in(today: date) -> rounds.NewRound:
    """Return the invented round in which roles can be tried: due in three weeks, never closing."""
    return rounds.NewRound(
        code="2021-11",
        roadmap=ROADMAP.code,
        names=Names(
            "Marraskuu 2021 (keksitty harjoituskierros)",
            "November 2021 (påhittad övningsomgång)",
            "November 2021 (invented round for practice)",
        ),
        as_of=date(2021, 11, 30),
        horizon=_HORIZON,
        invented=True,
        schedule=Schedule(opens_on=today, due_on=today + timedelta(days=21)),
        instructions=Names(
            "Keksitty kierros kokeilua varten. Käy läpi alueen tehtävät: muuta, mikä on muuttunut,"
            " ja vahvista muut ennallaan. Kirjoita huomioon, miksi tehtävä on myöhässä.",
            "En påhittad omgång för att prova. Gå igenom områdets uppgifter: ändra det som har"
            " ändrats och bekräfta resten som oförändrat. Skriv i anmärkningen varför en uppgift"
            " är försenad.",
            "An invented round for trying things out. Go through the area's tasks: change what has"
            " changed and confirm the rest as unchanged. Say in the note why a task is late.",
        ),
    )


def _load_part(part: _Part, *, clock: Callable[[], datetime], progress: sheets.Progress) -> None:
    content = _read(part.folder)
    sheets.import_sheet(content, into=ROADMAP, actor=_ACTOR, now=clock(), progress=progress)
    code = part.round.code
    rounds.open_round(part.round, actor=_ACTOR, now=clock())
    rounds.write_notes(code, content.notes, actor=_ACTOR, now=clock())
    rounds.close_round(code, actor=_ACTOR, now=clock())
    rounds.publish(code, actor=_ACTOR, now=clock())


def _read(folder: str) -> SheetContent:
    """Read a round's statuses with the tasks of the published one, which both rounds share."""
    published = read(reference.demo_folder(reference.DEMO), areas=reference.areas())
    content = read(reference.demo_folder(folder), areas=reference.areas(), tasks=published.tasks)
    return _with_names(
        replace(content, themes=published.themes, tasks=published.tasks, areas=published.areas)
    )


def _with_names(content: SheetContent) -> SheetContent:
    """Add the Swedish and English names, which the ministries' tables did not have."""
    names = reference.demo_names()
    themes = tuple(
        Theme(
            theme.code,
            names.get((theme.code, ""), theme.names),
            tuple(
                replace(sub, names=names.get((theme.code, sub.code), sub.names))
                for sub in theme.subareas
            ),
        )
        for theme in content.themes
    )
    return replace(content, themes=themes)
