"""Which organisation a cell means: by code, or by its name in any of the languages."""

from collections.abc import Sequence

from yhdyspinta.sources import cells
from yhdyspinta.sources.grids import CellValue
from yhdyspinta.sources.nearest import Suggester
from yhdyspinta.sources.sheet_words import code_key, word_key
from yhdyspinta.terms.organisations import Organisation

_EXPECTED = 3


class OrganisationNames:
    """Finds organisations by what people write. A name that two of them have finds neither."""

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        """Take all the organisations that may be named."""
        self._codes = {code_key(each.code): each.code for each in organisations}
        named: dict[str, set[str]] = {}
        spellings: dict[str, str] = {}
        for each in organisations:
            for name in (each.names.fi, each.names.sv, each.names.en):
                if word_key(name):
                    named.setdefault(word_key(name), set()).add(each.code)
                    spellings.setdefault(word_key(name), name)
        self._names = {key: min(codes) for key, codes in named.items() if len(codes) == 1}
        self._suggester = Suggester(
            {**{word_key(code): code for code in self._codes.values()}, **spellings}
        )
        self.expected = tuple(each.names.fi for each in organisations[:_EXPECTED])

    def find(self, value: CellValue) -> str | None:
        """Return the code of the organisation that a cell means, None if there is none such."""
        written = cells.text(value)
        return self._codes.get(code_key(written)) or self._names.get(word_key(written))

    def nearest(self, value: CellValue) -> str:
        """Return the known name or code that is closest to a cell's, empty if none is close."""
        return self._suggester.nearest(cells.text(value))
