"""The closest valid word to one that is not: what a person most likely meant."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from yhdyspinta.sources.sheet_words import word_key

# Below this likeness (of 100) a suggestion confuses more than it helps.
_LEAST_LIKENESS = 65
# Comparing each of many wrong values with many valid ones would take minutes: after this many
# comparisons a file has no further suggestions.
_MOST_COMPARISONS = 3_000_000
_LONGEST = 120


class Suggester:
    """Suggests the nearest of a set of words. Built once per file, remembers its answers."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Take the valid words by their keys."""
        self._words = dict(words)
        self._keys = list(self._words)
        self._answers: dict[str, str] = {}
        self._left = _MOST_COMPARISONS

    @classmethod
    def of(cls, words: Iterable[str]) -> "Suggester":
        """Build one from the words themselves."""
        return cls({word_key(word): word for word in words})

    def nearest(self, text: str) -> str:
        """Return the closest valid word, empty if none is close."""
        key = word_key(text[:_LONGEST])
        if key not in self._answers:
            self._answers[key] = self._search(key)
        return self._answers[key]

    def _search(self, key: str) -> str:
        self._left -= len(self._keys)
        if not key or self._left < 0:
            return ""
        found = process.extractOne(key, self._keys, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
        return self._words[found[0]] if found else ""
