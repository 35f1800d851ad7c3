"""The cooperation register's workbook as read: what its rows say, and what that changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yhdyspinta.terms.register import RegisterKind
from yhdyspinta.terms.register_columns import RegisterSheet
from yhdyspinta.terms.sheets import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stood: the file's and the sheet's name, and a cell of it (`A12`)."""

    file: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its key (its code; of somebody's own rows the whole's code and a number or an
    organisation), the fields that its sheet has columns for, and whether it says to remove it.
    """

    sheet: RegisterSheet
    key: tuple[Any, ...]
    values: Mapping[str, Any]
    place: Place
    removes: bool = False


@dataclass(frozen=True, slots=True)
class RegisterContent:
    """All that a workbook or folder says. With an error in `problems`, nothing may be stored."""

    file: str
    sha256: str
    rows: tuple[SheetRow, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop an import."""
        return tuple(each for each in self.problems if not each.warning)


@dataclass(frozen=True, slots=True)
class RegisterStep:
    """A thing of the register before (None: it is new) and after (None: it goes), its place."""

    kind: RegisterKind
    code: str
    before: Any
    after: Any
    place: Place


@dataclass(frozen=True, slots=True)
class RegisterPlan:
    """What an import changes, in the order in which it does; with problems it does nothing."""

    steps: tuple[RegisterStep, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether the import would change nothing."""
        return not self.steps


@dataclass(frozen=True, slots=True)
class RegisterBook:
    """What a workbook to be brought back shows: things by their sheet, and what may be chosen.

    `areas` and `organisations` are by code what a cell says: a name where it is one's own, else
    the code. `address` is the page to which the workbook is brought back.
    """

    title: str
    records: Mapping[RegisterSheet, tuple[Any, ...]]
    areas: Mapping[str, str]
    organisations: Mapping[str, str]
    address: str = ""
