"""A small situation picture: three areas, the last silent, two themes, four subareas."""

from datetime import UTC, date, datetime

from yhdyspinta.calc.situation import counts_by_cell
from yhdyspinta.terms.areas import Area, AreaKind
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Roadmap, Status, Subarea, Task, Theme
from yhdyspinta.terms.rules import Band, Bands, Confidence, StatusRule, Validity
from yhdyspinta.terms.situation import Note, NoteKind, Picture, Publication, Severity

NOW, LATER = Quarter(2021, 4), Quarter(2022, 2)
VALIDITY = Validity(date(2021, 7, 1), None, "Test rules", Confidence.SOURCE)
RULE = StatusRule(late_is_under_way=True, late_is_progressing=False, validity=VALIDITY)
BANDS = Bands(
    (
        Band("under_25", 0, 24),
        Band("from_25", 25, 49),
        Band("from_50", 50, 75),
        Band("over_75", 76, 100),
    ),
    VALIDITY,
)
AREAS = (
    Area("08", AreaKind.COUNTY, Names("Pirkanmaan hva"), Names("Pirkanmaa"), "Pir", tile=(2, 1)),
    Area("90", AreaKind.CITY, Names("Helsinki"), Names("Helsinki", "Helsingfors"), "Hki"),
    Area("HUS", AreaKind.HUS, Names("HUS-yhtymä"), Names("HUS"), "HUS", tile=(3, 2)),
)
# The codes 1.1 and 1.10, `a` and `A` are one and the same to a careless formula.
THEMES = (
    Theme(
        "ict", Names("ICT"), (Subarea("1.1", Names("Verkot")), Subarea("1.10", Names("Laitteet")))
    ),
    Theme("a*", Names("Yhdyspinnat"), (Subarea("a", Names("Johto")), Subarea("A", Names("Työ")))),
)
TASKS = tuple(
    Task(
        f"{theme.code}-{subarea.code}-{number}", theme.code, subarea.code, NOW if number else LATER
    )
    for theme in THEMES
    for subarea in theme.subareas
    for number in range(4)
)
ORDER = (Status.DONE, Status.LATE, Status.IN_PROGRESS, Status.NOT_STARTED, Status.NOT_APPLICABLE)
STATUSES = {
    "08": {task.code: ORDER[at % 5] for at, task in enumerate(TASKS)},
    "90": {task.code: ORDER[at % 3] for at, task in enumerate(TASKS[:9])},
}
PUBLICATION = Publication(
    round_code="2021-10",
    version=2,
    published_at=datetime(2021, 11, 3, 8, tzinfo=UTC),
    published_by="stm",
    sha256="ab" * 32,
    replaces=1,
    reason="Kainuu was missing",
)
NOTES = (
    Note(NoteKind.RISK, Names("Rahoitus puuttuu"), theme="ict", severity=Severity.HIGH),
    Note(NoteKind.WATCH, Names("Paljon riskejä"), areas=("08", "90")),
)


def sample_picture(*, invented: bool = False) -> Picture:
    """The picture of 31 October 2021 with tasks due by the end of the year."""
    return Picture(
        roadmap=Roadmap("sote", Names("Tiekartta"), THEMES, TASKS),
        areas=AREAS,
        as_of=date(2021, 10, 31),
        horizon=NOW,
        rule=RULE,
        bands=BANDS,
        counts=counts_by_cell(
            TASKS, STATUSES, areas=[area.code for area in AREAS], horizon=NOW, rule=RULE
        ),
        statuses=STATUSES,
        reporting=frozenset(STATUSES),
        round_code="2021-10",
        round_names=Names("Lokakuu 2021", "Oktober 2021", "October 2021"),
        invented=invented,
        notes=NOTES,
        sources=("Test source",),
    )
