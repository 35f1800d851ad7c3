"""Which picture an address asks for, and how to ask for nearly the same one."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.calc.rules import NoRuleInForceError
from yhdyspinta.services import situation
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.situation import Shown
from yhdyspinta.terms.access import Actor
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.situation import Lens, Picture

_CODE = re.compile(r"[\w.-]{1,60}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Outside of these years a day is a slip of the pen, and its arithmetic may leave the calendar.
_YEARS = range(1990, 2100)


class BadAddressError(Exception):
    """A value in the address cannot be used; the message says which and what instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; empty values mean the newest, the default or none.

    `page` is the address of the page that shows the whole picture (empty: the national one).
    """

    round: str = ""
    version: int | None = None
    as_of: date | None = None
    horizon: Quarter | None = None
    lens: Lens = Lens.PROGRESS
    theme: str = ""
    compare: str = ""
    page: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address's query; raises BadAddressError with what is wrong."""
        return cls(
            round=_code(query.get("round", "")),
            version=_version(query.get("version", "")),
            as_of=_day(query.get("as_of", "")),
            horizon=_quarter(query.get("horizon", "")),
            lens=_lens(query.get("lens", "")),
            theme=_code(query.get("theme", "")),
            compare=_code(query.get("compare", "")),
        )

    def query(self, **changed: object) -> str:
        """Return the query string that asks for this, with some values changed."""
        asked = replace(self, **changed)  # type: ignore[arg-type] # names are this record's own
        values = {
            "round": asked.round,
            "version": asked.version or "",
            "as_of": asked.as_of.isoformat() if asked.as_of else "",
            "horizon": str(asked.horizon) if asked.horizon else "",
            "lens": "" if asked.lens is Lens.PROGRESS else asked.lens.value,
            "theme": asked.theme,
            "compare": asked.compare,
        }
        chosen = {key: value for key, value in values.items() if value != ""}
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def whole(self) -> str:
        """Return the address, without a query, of the page that shows the whole picture."""
        return self.page or reverse("national")

    @property
    def place(self) -> str:
        """Return the query that keeps the picture but neither lens nor theme nor comparison."""
        return self.query(lens=Lens.PROGRESS, theme="", compare="")


def picture_of(asked: Asked, *, actor: Actor) -> Shown | None:
    """Fetch or compose what is asked for; None if nothing was ever published.

    Raises RefusedError for a round or version that does not exist, BadAddressError for parts
    that do not go together and for a day before all rules.
    """
    if asked.as_of:
        return _live(asked, asked.as_of, actor)
    if asked.version and not asked.round:
        raise BadAddressError(
            gettext("A version needs its round: give the round too, or leave both out.")
        )
    if asked.horizon:
        raise BadAddressError(
            gettext("A horizon needs a day: give the “as of” day too, or leave both out.")
        )
    if asked.round:
        return situation.of_round(asked.round, version=asked.version)
    return situation.newest()


def _live(asked: Asked, day: date, actor: Actor) -> Shown | None:
    if asked.round or asked.version:
        raise BadAddressError(gettext("Ask for a round or for a day, not for both."))
    newest = situation.newest()
    if newest is None:
        return None
    horizon = asked.horizon or Quarter.of(day)
    try:
        roadmap = newest.picture.roadmap.code
        return situation.live(roadmap, as_of=day, horizon=horizon, actor=actor)
    except NoRuleInForceError:
        raise BadAddressError(
            gettext("No rules are known for %(day)s; choose a later day, such as %(example)s.")
            % {"day": labels.day(day), "example": newest.picture.as_of.isoformat()}
        ) from None


def compared_with(asked: Asked, picture: Picture) -> Shown | None:
    """Return the published picture to compare one with, None if none was asked for.

    Raises BadAddressError for a round of another roadmap, whose codes mean something else.
    """
    if not asked.compare:
        return None
    before = situation.of_round(asked.compare)
    if before.picture.roadmap.code != picture.roadmap.code:
        raise BadAddressError(
            gettext("The round “%(code)s” is of another roadmap; compare rounds of the same one.")
            % {"code": asked.compare}
        )
    return before


def required_picture(asked: Asked, *, actor: Actor) -> Shown:
    """Return the picture, or raise RefusedError if nothing was ever published."""
    shown = picture_of(asked, actor=actor)
    if shown is None:
        raise RefusedError(gettext("No picture has been published yet."))
    return shown


def _code(text: str) -> str:
    if text and not _CODE.fullmatch(text):
        raise unknown_code(text)
    return text


def unknown_code(text: str) -> BadAddressError:
    """Return the error for a code in the address that nothing here has."""
    return BadAddressError(
        gettext("“%(text)s” is not the code of anything here.") % {"text": _cited(text)}
    )


def _cited(text: str) -> str:
    """Return the start of what was asked, without what cannot be printed."""
    return "".join(each for each in text[:40] if each.isprintable())


def _version(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= 32_000:
        raise BadAddressError(
            gettext("“%(text)s” is not a version; write a number such as 1.")
            % {"text": _cited(text)}
        )
    return int(text[:6])


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or found.year not in _YEARS:
        raise BadAddressError(
            gettext("“%(text)s” is not a date; write 2021-10-31.") % {"text": _cited(text)}
        )
    return found


def _quarter(text: str) -> Quarter | None:
    if not text:
        return None
    try:
        return Quarter.parse(text)
    except ValueError:
        raise BadAddressError(
            gettext("“%(text)s” is not a quarter; write 2021-Q4.") % {"text": _cited(text)}
        ) from None


def _lens(text: str) -> Lens:
    if not text:
        return Lens.PROGRESS
    try:
        return Lens(text)
    except ValueError:
        raise BadAddressError(
            gettext("“%(text)s” is not a figure; choose progress or readiness.")
            % {"text": _cited(text)}
        ) from None
