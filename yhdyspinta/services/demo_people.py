"""The demo's people: one for each role, named by it, with one password shown to everybody."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yhdyspinta.services import audit, people
from yhdyspinta.services.access import require
from yhdyspinta.store.models import User
from yhdyspinta.terms.access import Action, Actor, Role
from yhdyspinta.terms.languages import Language
from yhdyspinta.terms.people import Place

PASSWORD = "tilannekuva-kuuluu-kaikille"  # noqa: S105 # shown on the page: it protects nothing
_HOST = "demo.invalid"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the demo's people as the sign-in page shows them."""

    name: str
    email: str
    password: str
    about: str


@dataclass(frozen=True, slots=True)
class _Ready:
    address: str
    name: str
    place: Place
    about: object


def _everybody(roadmap: str) -> tuple[_Ready, ...]:
    def ready(address: str, name: str, role: Role, code: str, about: object) -> _Ready:  # noqa: PLR0917
        place = Place(role, code, roadmap if role is Role.COORDINATOR else "")
        return _Ready(f"{address}@{_HOST}", name, place, about)

    fills = _("fills in an area's reports")
    reads = _("reads what is not public yet")
    return (
        ready("raportoija", "Raportoija (Pirkanmaa)", Role.REPORTER, "hva-08", fills),
        ready(
            "hyvaksyja",
            "Hyväksyjä (Pirkanmaa)",
            Role.APPROVER,
            "hva-08",
            _("approves an area's reports"),
        ),
        ready("lukija", "Lukija (Pirkanmaa)", Role.READER, "hva-08", reads),
        ready(
            "paakayttaja",
            "Pääkäyttäjä (Pirkanmaa)",
            Role.ADMINISTRATOR,
            "hva-08",
            _("invites and removes an organisation's people"),
        ),
        ready("raportoija.satakunta", "Raportoija (Satakunta)", Role.REPORTER, "hva-06", fills),
        ready("lukija.tampere", "Lukija (Tampere)", Role.READER, "kunta-837", reads),
        ready(
            "raportoija.tampere",
            "Raportoija (Tampere)",
            Role.REPORTER,
            "kunta-837",
            _("keeps a municipality's part of the cooperation register"),
        ),
        ready(
            "koordinaattori",
            "Koordinaattori (STM)",
            Role.COORDINATOR,
            "stm",
            _("runs the rounds and publishes"),
        ),
        ready("yllapitaja", "Ylläpitäjä", Role.OPERATOR, "", _("looks after the installation")),
    )


@transaction.atomic
def load(roadmap: str, *, actor: Actor, now: datetime) -> None:
    """Add the demo's people with their roles; those there already stay."""
    hashed = make_password(PASSWORD)
    known = set(User.objects.filter(is_demo=True).values_list("email", flat=True))
    for each in _everybody(roadmap):
        if each.address in known:
            continue
        user = User.objects.create(
            email=each.address,
            name=each.name,
            language=Language.FI,
            password=hashed,
            is_demo=True,
            joined_at=now,
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        audit.record("person.add", user.key, actor=actor, now=now, is_demo=True)
        people.add_grant(user.pk, each.place, actor=actor, now=now)


def are_welcome() -> bool:
    """Tell whether the demo's people may sign in: where nobody else can reach, or if told so."""
    return bool(settings.DEMO or not settings.IN_USE)


def exist() -> bool:
    """Tell whether somebody of the demo could sign in."""
    return User.objects.filter(is_demo=True, is_active=True).exists()


def shown() -> list[DemoPerson]:
    """Return the demo's people in the order of their work, with what each does."""
    present = dict(User.objects.filter(is_demo=True, is_active=True).values_list("email", "name"))
    return [
        DemoPerson(present[each.address], each.address, PASSWORD, str(each.about))
        for each in _everybody("")
        if each.address in present
    ]


@transaction.atomic
def close(*, actor: Actor, now: datetime) -> int:
    """Let nobody of the demo sign in any more; return how many could."""
    require(actor, Action.OPERATE)
    rows = list(User.objects.select_for_update().filter(is_demo=True, is_active=True))
    for user in rows:
        user.is_active = False
        user.save()
        audit.record("person.close", user.key, actor=actor, now=now)
    return len(rows)
