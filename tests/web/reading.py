"""A page taken apart with the standard library: its tables, links, texts and attributes."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "br", "img", "rect"}


@dataclass
class Page:
    """What a test asks of a page."""

    html: str
    links: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    heading: str = ""
    language: str = ""

    def has(self, text: str) -> bool:
        """Tell whether a reader finds the text on the page."""
        return text in self.text

    @property
    def text(self) -> str:
        """All text with single blanks."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.html).split())

    def row(self, name: str) -> list[str]:
        """Return the cells of the table row that begins with a name."""
        return next(row[1:] for row in self.rows if row and row[0] == name)


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._open: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.page.attributes += [(tag, name, value) for name, value in found.items()]
        if tag == "html":
            self.page.language = found.get("lang", "")
        if tag == "a":
            self.page.links.append(found.get("href", ""))
        if tag == "tr":
            self.page.rows.append([])
        if tag in {"td", "th"} and self.page.rows:
            self.page.rows[-1].append("")
        if tag not in _VOID:
            silent = "visually-hidden" in found.get("class", "") or self._hidden
            self._hidden += bool(silent)
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.pop()
            self._hidden = max(0, self._hidden - 1) if self._hidden else 0

    def handle_data(self, data: str) -> None:
        if "h1" in self._open:
            self.page.heading += data
        if not self._hidden and {"td", "th"} & set(self._open) and self.page.rows[-1]:
            self.page.rows[-1][-1] = " ".join((self.page.rows[-1][-1] + " " + data).split())


def read(html: str) -> Page:
    """Take a page apart."""
    page = Page(html)
    _Reader(page).feed(html)
    return page
