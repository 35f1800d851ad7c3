"""A round of November whose areas have people to be reminded; in this process or another."""

from datetime import UTC, date, datetime

from tests.people import coordinator
from tests.services.filled_sheets import INTO, said, sheet
from tests.small_roadmap import DAY, Q4, at, tasks
from yhdyspinta.services import rounds, sheets
from yhdyspinta.store.models import Acting, Area, Grant, Organisation, User
from yhdyspinta.terms.access import Role, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.organisations import OrganisationKind
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.rounds import Schedule

ROUND = "2021-11"
# Due on the 10th, reminders on the 3rd, the 9th and the 11th, closed after the 20th.
DAYS = Schedule(date(2021, 11, 1), date(2021, 11, 10), date(2021, 11, 12), date(2021, 11, 20))
# Still open on whatever day a test is run, its last reminder day long past.
WITHOUT_END = Schedule(date(2021, 11, 1), date(2021, 11, 10))
TASKS = tasks(3)
CODES = [task.code for task in TASKS]


def on(day: int, hour: int = 8, minute: int = 0) -> datetime:
    """Name a moment of November 2021."""
    return datetime(2021, 11, day, hour, minute, tzinfo=UTC)


def open_november(*areas: str, days: Schedule = DAYS) -> None:
    """Open the round over three tasks, the first of which each area reported in October."""
    reports = [said(Status.LATE, area=area, task=CODES[0]) for area in areas]
    content = sheet(*reports, tasks=TASKS)
    sheets.import_sheet(content, into=INTO, actor=operator("aino"), now=at(7))
    new = rounds.NewRound(ROUND, INTO.code, Names("Marraskuu 2021"), DAY, Q4, schedule=days)
    rounds.open_round(new, actor=coordinator(INTO.code), now=at(8))


def organisation_of(area: str) -> Organisation:
    """Return the organisation that acts for an area; a new one if none does."""
    acting = Acting.objects.filter(area__code=area).select_related("organisation").first()
    if acting is not None:
        return acting.organisation
    made = Organisation.objects.create(
        code=f"hva-{area}", kind=OrganisationKind.COUNTY, name_fi=f"Alue {area}"
    )
    Acting.objects.create(organisation=made, area=Area.objects.get(code=area))
    return made


def someone(
    name: str, area: str = "06", role: Role = Role.REPORTER, *, language: str = "fi"
) -> User:
    """Add a person with a role in the organisation that acts for an area."""
    user = User.objects.create_user(
        f"{name}@example.fi", name=name.capitalize(), language=language, joined_at=at(6)
    )
    Grant.objects.create(
        user=user,
        role=role,
        organisation=organisation_of(area),
        granted_at=at(6),
        granted_by="operator",
    )
    return user
