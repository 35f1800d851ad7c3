"""Legal persons and authorities that act, some of them for areas."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yhdyspinta.terms.languages import Names


class OrganisationKind(StrEnum):
    """What sort of organisation it is."""

    COUNTY = "county"
    MUNICIPALITY = "municipality"
    JOINT_AUTHORITY = "joint_authority"
    MINISTRY = "ministry"
    AGENCY = "agency"
    ASSOCIATION = "association"
    PARISH = "parish"
    EDUCATION_PROVIDER = "education_provider"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation; `acts_for` lists the codes of the areas that it acts for."""

    code: str
    kind: OrganisationKind
    names: Names
    valid_from: date | None = None
    valid_to: date | None = None
    acts_for: tuple[str, ...] = ()
