"""People: their names, as those who may know them see them."""

from collections.abc import Iterable

from django.utils.translation import gettext

from yhdyspinta.store.models import ApiToken, User


def names(keys: Iterable[str]) -> dict[str, str]:
    """Return the shown name of each key of log and trail (`person:17`, `token:4`, else itself).

    A person who has been erased is a number; a query for people, and one for tokens, if any.
    """
    wanted = set(keys)
    people, tokens = _ids(wanted, "person:"), _ids(wanted, "token:")
    found = {key: key for key in wanted}
    if people:
        for user in User.objects.filter(id__in=people):
            erased = gettext("Removed person %(number)d") % {"number": user.pk}
            found[user.key] = erased if user.erased_at else user.name
    if tokens:
        found |= {token.key: token.name for token in ApiToken.objects.filter(id__in=tokens)}
    return found


def _ids(keys: Iterable[str], prefix: str) -> list[int]:
    ends = (key.removeprefix(prefix) for key in keys if key.startswith(prefix))
    return [int(end) for end in ends if end.isdecimal()]
