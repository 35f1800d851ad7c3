"""What belongs to an area, and who acts for it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yhdyspinta.store.models import Membership, Organisation
from yhdyspinta.terms.languages import Names


@dataclass(frozen=True, slots=True)
class Surroundings:
    """An area's parts on a day (a county's municipalities, HUS's members) and its organisations."""

    parts: tuple[Names, ...]
    organisations: tuple[Names, ...]


def surroundings(code: str, *, on: date) -> Surroundings:
    """Return an area's parts and organisations on the day `on`; two queries."""
    parts = Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=on),
        Q(valid_to=None) | Q(valid_to__gte=on),
        whole__code=code,
    ).select_related("part")
    acting = Organisation.objects.filter(areas__code=code)
    return Surroundings(
        parts=tuple(
            Names(each.part.short_fi, each.part.short_sv, each.part.short_en)
            for each in parts.order_by("part__short_fi", "id")
        ),
        organisations=tuple(
            Names(each.name_fi, each.name_sv, each.name_en)
            for each in acting.order_by("name_fi", "id")
        ),
    )
