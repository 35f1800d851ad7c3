"""Base forms of Finnish, Swedish and English words, from the word lists of simplemma.

The lists stay packed in memory (about 60 MB for the three, where a plain dictionary of them takes
400) and are read at the first question, which takes about two seconds.
"""

from collections.abc import Callable
from functools import lru_cache

from yhdyspinta.terms.languages import Language

_ORDER = (Language.FI, Language.SV, Language.EN)


@lru_cache(maxsize=1)
def lookups() -> tuple[Callable[[str], str | None], ...]:
    """Return for each language what tells the base form of a form; None if it does not know."""
    # Only when words are looked for: the lists are large.
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamMap  # noqa: PLC0415

    return tuple(StreamMap(language.value).get for language in _ORDER)
