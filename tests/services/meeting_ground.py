"""Bodies of a county that meet, and a meeting with an agenda: what tests of meetings stand on."""

from datetime import UTC, date, datetime

from yhdyspinta.store.models import Area, Body, Organisation
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.bodies import BodyKind
from yhdyspinta.terms.meetings import AgendaItem, Meeting, Outcome, OutcomeKind
from yhdyspinta.terms.register import Level

BODIES = {
    "06-johto": Level.MANAGEMENT,
    "06-asiantuntijat": Level.EXPERT,
    "06-valtuusto": Level.POLITICAL,
}
MARCH, JUNE = datetime(2022, 3, 8, 7, tzinfo=UTC), datetime(2022, 6, 14, 6, tzinfo=UTC)
DAY = date(2022, 3, 20)


def make_bodies() -> None:
    """Make a body on each upper level of Satakunta, kept by its county."""
    area, owner = Area.objects.get(code="06"), Organisation.objects.get(code="hva-06")
    for code, level in BODIES.items():
        Body.objects.create(
            code=code, level=level, kind=BodyKind.COOPERATION, area=area, owner=owner, name_fi=code
        )


def meeting(code: str = "06-maalis", *, starts: datetime = MARCH, **more: object) -> Meeting:
    """A meeting of two hours of the managers."""
    values: dict[str, object] = {"visibility": Visibility.PUBLIC, **more}
    return Meeting(
        code,
        str(values.pop("body", "06-johto")),
        "Johdon kokous",
        starts,
        starts.replace(hour=starts.hour + 2),
        **values,  # type: ignore[arg-type]
    )


ITEMS = (
    AgendaItem(1, "Avaus", 10),
    AgendaItem(2, "Opiskeluhuolto", 45, owner="kunta-609"),
    AgendaItem(3, "Kuljetukset", 30),
)
ACTION = Outcome(1, OutcomeKind.ACTION, "Selvittää reitit", 3, owner="kunta-609", due_on=DAY)
DECISION = Outcome(2, OutcomeKind.DECISION, "Hyväksyttiin", 2, reference="§ 12")
