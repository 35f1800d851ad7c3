"""Alphabetical order as Finnish and Swedish readers expect it: å, ä, ö after z."""

import unicodedata

_AFTER_Z = {"å": "{a", "ä": "{b", "ö": "{c"}


def sort_key(name: str, language: str) -> tuple[str, str]:
    """Return a key that sorts names as the language's readers expect.

    In Finnish and Swedish å, ä and ö are letters of their own at the end; in English they sort
    as a and o. Other accents, hyphens and case do not count.
    """
    letters = []
    # Composed first: an ä may also be written as an a with a mark after it.
    for letter in unicodedata.normalize("NFC", name).casefold():
        if language in {"fi", "sv"} and letter in _AFTER_Z:
            letters.append(_AFTER_Z[letter])
        else:
            plain = unicodedata.normalize("NFKD", letter)
            letters.append("".join(c for c in plain if c.isalnum() or c == " "))
    return "".join(letters), name
