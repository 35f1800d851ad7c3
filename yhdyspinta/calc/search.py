"""Words for search: taken out of texts, brought to base forms, split where they are compounds.

A lexicon is given as functions that know the base form of an inflected form (None: unknown), the
likeliest language first. What follows is checked with made-up lexicons in the tests.

In Finnish and Swedish the last part of a compound is inflected, so an unknown word is split where
its end is a known form: `opiskeluhuollon` → `opiskelu` + `huollon` → `opiskeluhuolto`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.search import Entry, Piece, SearchKind, Wanted, Words

Lookup = Callable[[str], str | None]

MOST_WORDS = 12
# Words of the text and parts of compounds begin with a mark of their own in the index: a question
# about titles then does not walk through what has the word elsewhere.
TEXT_MARK, PART_MARK = "1", "0"
LONGEST_TEXT = 20_000
_WORD = re.compile(r"[^\W_]+")
# An abbreviation's ending is not a word: `STM:n`.
_ENDING = re.compile(r"(?<=[^\W_]):[^\W\d_]{1,6}\b")
_LEAST_PART = 4
# A tail that is known with a head that is not (`yhdys|pinnan`) must be this long.
_LEAST_LONE_TAIL = 5
# Heads of compounds that are no words by themselves, or shorter than others may be.
_HEADS = frozenset({"yhdys", "sote", "hyte", "lape", "esi", "etä", "lähi", "moni"})
_LEAST_HEAD = 3
_LEAST_PREFIX = 3
_LONGEST_WORD = 60
_SNIPPET = 220
_BEFORE = 60


@dataclass(frozen=True, slots=True)
class Forms:
    """A word's base forms, and the parts of which it is composed if it is a compound."""

    bases: tuple[str, ...]
    parts: tuple[str, ...] = ()


Analysis = Callable[[str], Forms]


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters, in its order."""
    plain = _ENDING.sub("", unicodedata.normalize("NFC", text))
    return [word[:_LONGEST_WORD] for word in _WORD.findall(plain.lower())]


def analysis(lookups: Sequence[Lookup], *, remembers: int = 50_000) -> Analysis:
    """Return a function that tells a word's forms; it remembers its answers.

    A word that a language knows has that base form, in each language that knows it. Another one
    is split by the first language that knows its head and its tail, the longest tail first; if
    none does, where a language knows a tail that is long enough.
    """
    tongues = [_Tongue(lookup, remembers) for lookup in lookups]

    @lru_cache(maxsize=remembers)
    def forms(word: str) -> Forms:
        bases = _once(base for tongue in tongues for base in tongue.known(word, as_name=True))
        if bases:
            inner = (tongue.parts(each) for tongue in tongues for each in (word, *bases))
            return Forms(bases, _once(part for each in inner for part in each))
        for cut in (_Tongue.split, _Tongue.lone_tail):
            for tongue in tongues:
                found = cut(tongue, word)
                if found:
                    head, tail = found
                    whole = tuple(head + base for base in tongue.known(tail))
                    return Forms(whole, tongue.parts_of(head, tail))
        return Forms((word,))

    return forms


class _Tongue:
    """One language's knowledge of words."""

    def __init__(self, lookup: Lookup, remembers: int) -> None:
        self._lookup = lookup
        self._split = lru_cache(maxsize=remembers)(self._split_anew)

    def known(self, form: str, *, as_name: bool = False) -> tuple[str, ...]:
        """Return the base forms of a form; of a name too (`Porin`) if asked for."""
        found = [self._lookup(form), self._lookup(form.capitalize()) if as_name else None]
        return _once(self._singular(form, each.lower()) for each in found if each)

    def split(self, word: str) -> tuple[str, str] | None:
        """Return a compound's head and tail if both are known: the longest tail."""
        return self._split(word)

    def lone_tail(self, word: str) -> tuple[str, str] | None:
        """Return a compound's head, which is not known, and its tail, which is."""
        for place in range(_LEAST_PART, len(word) - _LEAST_LONE_TAIL + 1):
            if self._is_tail(word[place:]):
                return word[:place], word[place:]
        return None

    def parts(self, word: str) -> tuple[str, ...]:
        """Return what a compound is composed of, however deep; nothing for a simple word."""
        found = self.split(word)
        return self.parts_of(*found) if found else ()

    def parts_of(self, head: str, tail: str) -> tuple[str, ...]:
        """Return the head and the tail in base form, and what they are composed of."""
        heads, tails = self.known(head) or self._composed(head) or (head,), self.known(tail)
        deeper = (self.parts(each) for each in (head, tail, *tails))
        return _once([*heads, *tails, *(part for each in deeper for part in each)])

    def _split_anew(self, word: str) -> tuple[str, str] | None:
        for place in range(_LEAST_HEAD, len(word) - _LEAST_PART + 1):
            head, tail = word[:place], word[place:]
            if self._is_tail(tail) and self._is_head(head):
                return head, tail
        return None

    def _composed(self, word: str) -> tuple[str, ...]:
        found = self.split(word)
        return tuple(found[0] + base for base in self.known(found[1])) if found else ()

    def _singular(self, form: str, base: str) -> str:
        """Mend a plural that the list holds as its own base: `suunnitelmat`."""
        stem = form[:-1]
        is_own = base == form and form.endswith("t") and self._lookup(stem) == stem
        return stem if is_own else base

    def _is_tail(self, tail: str) -> bool:
        return any(len(each) >= _LEAST_PART for each in self.known(tail))

    def _is_head(self, head: str) -> bool:
        if head in _HEADS:
            return True
        return len(head) >= _LEAST_PART and (bool(self.known(head)) or self.split(head) is not None)


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def indexed(entry: Entry, forms: Analysis) -> Words:
    """Return an entry's words as the index holds them."""
    names = [entry.title.fi, entry.title.sv, entry.title.en]
    title = list(dict.fromkeys(word for name in names for word in words(name)))
    text = list(dict.fromkeys(words(entry.text[:LONGEST_TEXT])))
    title_forms = [base for word in title for base in forms(word).bases]
    text_forms = [base for word in text for base in forms(word).bases]
    parts = [part for word in (*title, *text) for part in forms(word).parts]
    return Words(
        title=" ".join(title),
        title_forms=_joined(title_forms),
        text=_joined(f"{TEXT_MARK}{word}" for word in (*text, *text_forms)),
        parts=_joined(f"{PART_MARK}{word}" for word in parts),
        facets=" ".join(facets(entry)),
    )


def _joined(found: Iterable[str]) -> str:
    return " ".join(_once(found))


def facets(entry: Entry) -> list[str]:
    """Return what an entry is found by beside its words: its kind, county and readers."""
    readers = [visibility_facet(entry.visibility)]
    readers += [organisation_facet(each) for each in (entry.owner, *entry.organisations) if each]
    return [kind_facet(entry.kind), area_facet(entry.area), *dict.fromkeys(readers)]


def kind_facet(kind: SearchKind) -> str:
    """Return the word of a kind."""
    return f"k{kind.value.replace('_', '')}"


def area_facet(area: str) -> str:
    """Return the word of a county; without a code of what is national."""
    return f"a{_plain(area)}" if area else "anational"


def visibility_facet(visibility: Visibility) -> str:
    """Return the word of a visibility."""
    return f"v{visibility.value}"


def organisation_facet(code: str) -> str:
    """Return the word of an organisation that reads what is internal."""
    return f"o{_plain(code)}"


def _plain(code: str) -> str:
    """Write a code in letters and digits only, two codes never alike."""
    return re.sub(r"[^a-wyz0-9]", lambda found: f"x{ord(found[0]):x}x", code)


def wanted(text: str, forms: Analysis) -> tuple[Wanted, ...]:
    """Return the words that somebody looks for.

    The last one may go on (`opiskelu…`) unless a space or a sign follows it.
    """
    found = list(dict.fromkeys(words(text)))[:MOST_WORDS]
    may_go_on = bool(text) and (text[-1].isalnum())
    return tuple(
        Wanted(
            word,
            tuple(each for each in forms(word).bases if each != word),
            goes_on=may_go_on and place == len(found) and len(word) >= _LEAST_PREFIX,
        )
        for place, word in enumerate(found, start=1)
    )


def is_meant(word: str, asked: Iterable[Wanted], forms: Analysis) -> bool:
    """Tell whether a word of a text is one that is looked for, in whatever form."""
    own = forms(word)
    alike = {word, *own.bases, *own.parts}
    return any(
        alike & {each.written, *each.forms} or (each.goes_on and word.startswith(each.written))
        for each in asked
    )


def snippet(text: str, asked: Sequence[Wanted], forms: Analysis) -> tuple[Piece, ...]:
    """Return the part of a text around the first word looked for, with those words marked.

    Without any of them the beginning of the text; a cut end has an ellipsis.
    """
    # What the index has not read is not looked through.
    whole = " ".join(unicodedata.normalize("NFC", text[:LONGEST_TEXT]).split())
    places = [
        (found.start(), found.end())
        for found in _WORD.finditer(whole)
        if is_meant(found[0].lower(), asked, forms)
    ]
    start = _start(whole, places[0][0]) if places else 0
    end = _end(whole, start)
    pieces, at = ["…" if start else ""], start
    marked: list[Piece] = []
    for first, last in places:
        if last > end:
            break
        marked += [
            Piece("".join(pieces) + whole[at:first]),
            Piece(whole[first:last], is_marked=True),
        ]
        pieces, at = [], last
    rest = "".join(pieces) + whole[at:end] + ("…" if end < len(whole) else "")
    return tuple(each for each in (*marked, Piece(rest)) if each.text)


def _start(text: str, first: int) -> int:
    """Begin somewhat before a word, at a word's beginning."""
    if first <= _BEFORE:
        return 0
    return text.find(" ", first - _BEFORE, first) + 1 or first


def _end(text: str, start: int) -> int:
    if len(text) - start <= _SNIPPET:
        return len(text)
    cut = text.rfind(" ", start, start + _SNIPPET)
    return cut if cut > start else start + _SNIPPET


def texts(record: Any, paths: Iterable[str]) -> str:
    """Return texts of a record in one: fields by their paths (`agenda.title`), lists as lines."""
    found: list[str] = []
    for path in paths:
        found += _leaves(record, path.split("."))
    return "\n".join(each.strip() for each in found if each.strip())


def _leaves(value: Any, path: Sequence[str]) -> list[str]:
    if isinstance(value, tuple):
        return [leaf for each in value for leaf in _leaves(each, path)]
    if path:
        return _leaves(getattr(value, path[0]), path[1:])
    return [value] if isinstance(value, str) else []
