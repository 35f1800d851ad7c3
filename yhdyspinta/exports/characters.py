"""Which characters a file can carry: XML forbids some that people's sheets contain."""

import re

# Everything outside `Char` of XML 1.0 (section 2.2), lone surrogates included.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_safe(text: str) -> str:
    """Return `text` without the characters that no XML file may hold."""
    return _FORBIDDEN.sub("", text)
