"""Which area a cell means: by code or by any of its names, in any language and spelling."""

from collections.abc import Iterable, Iterator, Sequence

from yhdyspinta.sources import cells
from yhdyspinta.sources.grids import CellValue
from yhdyspinta.sources.nearest import Suggester
from yhdyspinta.sources.sheet_words import area_suffixes, word_key
from yhdyspinta.terms.areas import Area, AreaKind

_EXPECTED = 3
# Where a name is both (Helsinki), the sheets of a reform mean the county-level area.
_KIND_ORDER = (
    AreaKind.COUNTY,
    AreaKind.CITY,
    AreaKind.HUS,
    AreaKind.AUTONOMOUS_REGION,
    AreaKind.MUNICIPALITY,
)


class AreaNames:
    """Finds areas by what people write. Codes go before names, county-level areas first."""

    def __init__(self, areas: Sequence[Area]) -> None:
        """Take all the areas that may be named."""
        ordered = sorted(areas, key=_precedence)
        self._codes = {area.code.casefold(): area for area in reversed(ordered)}
        self._names: dict[str, Area] = {}
        spellings: dict[str, str] = {}
        for area in ordered:
            for name in _names(area):
                self._names.setdefault(word_key(name), area)
                spellings.setdefault(word_key(name), name)
        # Shorter forms only where no area is really called so.
        for area in ordered:
            for name in _names(area):
                self._names.setdefault(_without_suffix(word_key(name)), area)
            if area.abbreviation:
                self._names.setdefault(word_key(area.abbreviation), area)
        self._suggester = Suggester(spellings)
        self.expected = tuple(area.short.fi or area.names.fi for area in ordered[:_EXPECTED])

    def find(self, value: CellValue) -> Area | None:
        """Return the area that a cell means, None if there is no such area."""
        written = cells.text(value)
        key = word_key(written)
        if not key:
            return None
        return self._by_code(written) or self._names.get(key) or self._by_bare_name(key)

    def is_code(self, value: CellValue) -> bool:
        """Tell whether a cell gives an area by its code."""
        return self._by_code(cells.text(value)) is not None

    def nearest(self, value: CellValue) -> str:
        """Return the known name that is closest to a cell's, empty if none is close."""
        return self._suggester.nearest(cells.text(value))

    def _by_code(self, written: str) -> Area | None:
        exact = self._codes.get(written.casefold())
        if exact or not (written.isascii() and written.isdigit()):
            return exact
        # A spreadsheet drops leading zeros: 8 is 08, and 91 is 91 (a county-level code).
        return self._codes.get(written.zfill(2)) or self._codes.get(written.zfill(3))

    def _by_bare_name(self, key: str) -> Area | None:
        bare = _without_suffix(key)
        area = self._names.get(bare) if bare != key else None
        return area if area and area.kind is not AreaKind.MUNICIPALITY else None


def _names(area: Area) -> Iterator[str]:
    for names in (area.short, area.names):
        yield from _filled((names.fi, names.sv, names.en))
    yield from _filled(area.other_names)


def _filled(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if word_key(name))


def _without_suffix(key: str) -> str:
    for suffix in area_suffixes():
        if key.endswith(suffix) and len(key) > len(suffix):
            return key.removesuffix(suffix)
    return key


def _precedence(area: Area) -> tuple[int, bool, str]:
    return _KIND_ORDER.index(area.kind), area.valid_to is not None, area.code
