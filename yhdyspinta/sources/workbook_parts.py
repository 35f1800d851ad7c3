"""The parts of a workbook's archive: those that came, measured, and a fresh set for the reader."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from yhdyspinta.sources import workbook_xml
from yhdyspinta.sources.grids import Limits, refusal
from yhdyspinta.terms.sheets import ProblemCode

PACKAGE_RELATIONS = "_rels/.rels"
TEXTS = "sharedStrings.xml"
STYLES = "styles.xml"
# No real workbook's list of sheets, links or styles is larger.
SMALL_PART = 20_000_000

_BOOK = "xl/workbook.xml"
_BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_LINK_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
# What Excel writes. Of the others zipfile cannot inflate a given amount only.
_WAYS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# A short text may well repeat itself; a ratio says something only of a large part.
_RATIO_FROM = 1_000_000


class Parts:
    """The parts of the package by their names in lower case, as OPC compares them."""

    def __init__(self, archive: zipfile.ZipFile, file: str, limits: Limits) -> None:
        self.place = workbook_xml.Place(file, limits)
        self._archive = archive
        entries = [each for each in archive.infolist() if not each.is_dir()]
        self._check(entries)
        self._entries = {_part_name(each): each for each in entries}
        if len(self._entries) < len(entries):
            raise self.place.refuse(ProblemCode.FILE_UNSAFE)
        self._check_kind()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def read(self, name: str, *, most: int | None = None) -> bytes:
        """Unpack a part; raises RefusalError if it is not there or larger than `most`."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise self.place.refuse(ProblemCode.FILE_BROKEN, value=name)
        if most is not None and entry.file_size > most:
            raise self.place.refuse(ProblemCode.FILE_UNSAFE, value=name)
        with self._archive.open(entry) as opened:
            # Asked for everything, zipfile first inflates all that is there and then cuts it to
            # the size that the archive states; asked for so much, it inflates so much.
            return opened.read(entry.file_size + 1)

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        limits = self.place.limits
        if any(each.flag_bits & 1 for each in entries):
            raise self.place.refuse(ProblemCode.FILE_ENCRYPTED)
        if sum(each.file_size for each in entries) > limits.unpacked:
            raise self.place.refuse(ProblemCode.FILE_UNSAFE)
        for each in entries:
            if each.compress_type not in _WAYS:
                raise self.place.refuse(ProblemCode.FILE_UNSAFE, value=each.filename)
            large = each.file_size > _RATIO_FROM
            if large and each.file_size > limits.ratio * max(each.compress_size, 1):
                raise self.place.refuse(ProblemCode.FILE_UNSAFE, value=each.filename)

    def _check_kind(self) -> None:
        macros = any(name.endswith("vbaproject.bin") for name in self._entries)
        if macros:
            raise refusal(ProblemCode.FILE_TYPE, self.place.file, expected=(".xlsx",))


class Package:
    """A fresh workbook of checked parts under the usual names, uncompressed."""

    def __init__(self, book: bytes) -> None:
        self._bytes = io.BytesIO()
        self._archive = zipfile.ZipFile(self._bytes, "w", zipfile.ZIP_STORED)
        self._links: list[tuple[str, str, str]] = []
        self._archive.writestr(PACKAGE_RELATIONS, _relations([("r1", "officeDocument", _BOOK)]))
        self._archive.writestr(_BOOK, book)

    def add(self, part: str, kind: str, data: bytes) -> None:
        """Add a part that the workbook points to."""
        self._archive.writestr(f"xl/{part}", data)
        self._links.append((f"yhdyspinta-{kind}", kind, part))

    def add_sheet(self, relation: str, data: bytes) -> None:
        """Add a sheet's part."""
        part = f"worksheets/sheet{len(self._links)}.xml"
        self._archive.writestr(f"xl/{part}", data)
        self._links.append((relation, "worksheet", part))

    def add_unread_sheet(self, relation: str) -> None:
        """Add the link of a sheet that is not wanted, without its part."""
        self._links.append((relation, "worksheet", f"worksheets/unread{len(self._links)}.xml"))

    def finished(self) -> io.BytesIO:
        """Return the archive's bytes."""
        self._archive.writestr(_BOOK_RELATIONS, _relations(self._links))
        self._archive.close()
        self._bytes.seek(0)
        return self._bytes


def _relations(links: Sequence[tuple[str, str, str]]) -> str:
    entries = "".join(
        f"<Relationship Id={quoteattr(code)} Type={quoteattr(_LINK_TYPE + kind)}"
        f" Target={quoteattr(target)}/>"
        for code, kind, target in links
    )
    return f'<Relationships xmlns="{_LINKS}">{entries}</Relationships>'


def _part_name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/").removeprefix("/").lower()
