"""A small ground for the cooperation register: two counties, one municipality, the state."""

from yhdyspinta.store.models import Acting, Area, Membership, Organisation
from yhdyspinta.terms.areas import AreaKind
from yhdyspinta.terms.organisations import OrganisationKind

_COUNTIES = {"06": "Satakunta", "07": "Kanta-Häme"}


def make() -> None:
    """Make Satakunta with Pori, Kanta-Häme, and the ministry."""
    for code, name in _COUNTIES.items():
        _acting(
            code, AreaKind.COUNTY, name, organisation=f"hva-{code}", sort=OrganisationKind.COUNTY
        )
    _acting(
        "609",
        AreaKind.MUNICIPALITY,
        "Pori",
        organisation="kunta-609",
        sort=OrganisationKind.MUNICIPALITY,
    )
    areas = {row.code: row for row in Area.objects.filter(code__in=["06", "609"])}
    Membership.objects.get_or_create(part=areas["609"], whole=areas["06"])
    Organisation.objects.create(code="stm", kind=OrganisationKind.MINISTRY, name_fi="STM")


def _acting(
    code: str, kind: AreaKind, name: str, *, organisation: str, sort: OrganisationKind
) -> None:
    area, _ = Area.objects.get_or_create(
        code=code, defaults={"kind": kind, "name_fi": name, "short_fi": name}
    )
    row = Organisation.objects.create(code=organisation, kind=sort, name_fi=name)
    Acting.objects.create(organisation=row, area=area)
