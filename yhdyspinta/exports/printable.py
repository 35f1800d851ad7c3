"""Text that any page can hold: what no font draws and no XML allows is left out."""

import re

# C0 and C1 controls, surrogates and noncharacters are not allowed in XML; direction overrides
# would let a name rearrange the text around it.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_LINE_ENDS = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]+")


def printable(text: str) -> str:
    """Return `text` on one line, without control characters and direction overrides."""
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub(" ", text)).strip()
