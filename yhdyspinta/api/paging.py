"""Lists in pages: the next one begins after the last item of this one, whatever was added since."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Schema
from pydantic import Field

from yhdyspinta.api.calendar import Whole
from yhdyspinta.api.problems import ProblemError, not_found

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)

_LARGEST_ID = 2**63 - 1


class PageAsked(Schema):
    """Which page of a list is asked for."""

    limit: Whole = Field(100, ge=1, le=500, description="How many items at most", examples=[100])
    after: str = Field(
        "",
        max_length=200,
        pattern=r"^[A-Za-z0-9_-]*$",
        description="The “next” of the page before; leave out for the first page",
    )


class Page(Schema, Generic[Item]):
    """A page of a list."""

    items: list[Item] = Field(description="The items of this page, in the order of the list")
    next: str | None = Field(
        description="What to give as “after” for the next page; null on the last page."
        " The header Link (rel=next) has the whole address."
    )


@dataclass(frozen=True, slots=True)
class Cut(Generic[Item]):
    """The items of one page and the cursor of the next page (None: this is the last)."""

    items: list[Item]
    next: str | None


def cut(items: Sequence[Item], asked: PageAsked, *, key: Callable[[Item], str]) -> Cut[Item]:
    """Cut a page out of a list at hand; `key` is unique. Raises for a cursor of no item."""
    start = 0
    if asked.after:
        last = _decode(asked.after)
        found = (place for place, item in enumerate(items, start=1) if key(item) == last)
        start = next(found, 0)
        if not start:
            raise _no_cursor()
    page = list(items[start : start + asked.limit])
    more = start + asked.limit < len(items)
    return Cut(page, _encode(key(page[-1])) if more else None)


def cut_rows(rows: QuerySet[Row], asked: PageAsked, *, order: Sequence[str]) -> Cut[Row]:
    """Cut a page out of a table's rows in at most two queries.

    `order` names fields without nulls, the last of them unique. Raises for a cursor of no row.
    """
    found = rows.order_by(*order)
    if asked.after:
        last = rows.filter(pk=_row_id(asked.after)).order_by().values_list(*order).first()
        if last is None:
            raise _no_cursor()
        found = found.filter(_beyond(order, last))
    page = list(found[: asked.limit + 1])
    more = len(page) > asked.limit
    page = page[: asked.limit]
    return Cut(page, _encode(str(page[-1].pk)) if more else None)


def link(request: HttpRequest, response: HttpResponse, following: str | None) -> None:
    """Tell the address of the next page in a header, if there is one."""
    if following is None:
        return
    query = request.GET.copy()
    query["after"] = following
    address = f"{request.path}?{urlencode(list(query.items()))}"
    response.headers["Link"] = f'<{address}>; rel="next"'


def _beyond(order: Sequence[str], last: Sequence[Any]) -> Q:
    """Say `(a, b) > (x, y)` in the way that both databases can answer from an index."""
    condition = Q()
    for place, (name, value) in enumerate(zip(order, last, strict=True)):
        equal = dict(zip(order[:place], last[:place], strict=True))
        condition |= Q(**equal, **{f"{name}__gt": value})
    return condition


def _encode(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _decode(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise _no_cursor() from None


def _row_id(cursor: str) -> int:
    text = _decode(cursor)
    if not (text.isascii() and text.isdigit()) or int(text) > _LARGEST_ID:
        raise _no_cursor()
    return int(text)


def _no_cursor() -> ProblemError:
    return not_found(gettext("The value of “after” leads to no item of this list."))
