"""The grid's rows as ready strings: 346 tasks in one page of few bytes.

A row leaves out every end tag and quotation mark that HTML lets it, and names its fields by its
number: `s12` status, `r12` risk, `q12` expected quarter, `n12` note, `c12` unchanged. Each field
is named for a screen reader by its column's heading and the row's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from yhdyspinta import labels
from yhdyspinta.labels import access as access_labels
from yhdyspinta.terms.access import Visibility
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.reporting import Cell
from yhdyspinta.terms.roadmap import Status, Theme
from yhdyspinta.terms.situation import Severity
from yhdyspinta.web.asked import unknown_code
from yhdyspinta.web.reporting_forms import Kept, Typed

_NOTHING: Mapping[str, Kept] = {}
_EMPTY = SafeString("")


class Show(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    DUE = "due"
    CHANGED = "changed"
    UNREPORTED = "unreported"
    LATE = "late"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter to choose, with the number of rows that it shows where that is told."""

    code: str
    label: str
    count: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A subarea's rows; a theme's name stands before its first. `is_hidden`: no row is shown."""

    theme: str
    theme_code: str
    name: str
    rows: SafeString
    is_hidden: bool
    starts_theme: bool
    is_theme_hidden: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are shown: by what is to be done, and by theme (empty: all)."""

    show: Show
    theme: str

    @classmethod
    def of(cls, show: str, theme: str, themes: Iterable[Theme]) -> "Filter":
        """Read an address's query; raises BadAddressError for what there is not."""
        if theme and theme not in {each.code for each in themes}:
            raise unknown_code(theme)
        if show and show not in set(Show):
            raise unknown_code(show)
        return cls(Show(show or Show.ALL), theme)

    def passes(self, cell: Cell, horizon: Quarter) -> bool:
        """Tell whether a row is shown."""
        return self.theme in {"", cell.task.theme} and _shows(self.show, cell, horizon)

    @property
    def query(self) -> str:
        """The query that asks for this."""
        said = {"show": "" if self.show is Show.ALL else self.show.value, "theme": self.theme}
        chosen = {name: value for name, value in said.items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""


def _shows(show: Show, cell: Cell, horizon: Quarter) -> bool:
    status = cell.value.status
    if show is Show.DUE:
        return cell.task.due <= horizon
    if show is Show.CHANGED:
        return status is not cell.before.status
    if show is Show.UNREPORTED:
        return not cell.in_round
    if show is Show.LATE:
        return status is Status.LATE
    return show is Show.ALL or status is None


def shows(cells: Iterable[Cell], chosen: Filter, horizon: Quarter) -> list[Choice]:
    """List the filters, each with the number of the theme's rows that it shows."""
    words = {
        Show.ALL: gettext("all"),
        Show.DUE: gettext("due now"),
        Show.UNREPORTED: gettext("not yet reported in this round"),
        Show.CHANGED: gettext("changed since last round"),
        Show.LATE: gettext("late"),
        Show.MISSING: gettext("without any report"),
    }
    listed = [cell for cell in cells if chosen.theme in {"", cell.task.theme}]
    return [
        Choice(
            code=show.value,
            label=word,
            count=labels.number(sum(_shows(show, cell, horizon) for cell in listed)),
            address=Filter(show, chosen.theme).query or "?",
            is_current=show is chosen.show,
        )
        for show, word in words.items()
    ]


def themes(themes: Iterable[Theme], chosen: Filter) -> list[Choice]:
    """List the themes to choose one of."""
    named = [("", gettext("All themes"))]
    named += [(theme.code, labels.name(theme.names)) for theme in themes]
    return [
        Choice(code, name, "", Filter(chosen.show, code).query or "?", code == chosen.theme)
        for code, name in named
    ]


def groups(
    cells: Iterable[Cell],
    themes: Iterable[Theme],
    *,
    horizon: Quarter,
    chosen: Filter,
    kept: Mapping[str, Kept] = _NOTHING,
    is_open: bool,
) -> list[Group]:
    """Arrange an area's cells by theme and subarea; rows that the filter leaves out are hidden.

    Hidden rows stay in the form: what is typed in them is sent all the same.
    """
    write = _Rows(horizon, chosen, kept, is_open=is_open).row
    numbered: dict[tuple[str, str], list[tuple[int, Cell]]] = {}
    for index, cell in enumerate(cells):
        numbered.setdefault((cell.task.theme, cell.task.subarea), []).append((index, cell))
    found = []
    for theme in themes:
        parts = [part for part in theme.subareas if (theme.code, part.code) in numbered]
        hidden = [
            not any(chosen.passes(cell, horizon) for _, cell in numbered[theme.code, part.code])
            for part in parts
        ]
        for position, part in enumerate(parts):
            rows = numbered[theme.code, part.code]
            found.append(
                Group(
                    theme=labels.name(theme.names),
                    theme_code=theme.code,
                    name=labels.subarea(part.code, part.names),
                    rows=_joined(write(index, cell) for index, cell in rows),
                    is_hidden=hidden[position],
                    starts_theme=position == 0,
                    is_theme_hidden=all(hidden),
                )
            )
    return found


def seen(cells: Iterable[Cell], kept: Mapping[str, Kept] = _NOTHING) -> str:
    """Write which report each row was made of, for one hidden field."""
    return "\t".join(
        f"{cell.task.code} {kept[code].seen if (code := cell.task.code) in kept else cell.seen}"
        for cell in cells
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("\n", "{}", ((part,) for part in parts))


class _Rows:
    """Writes rows; the choices of a status and of a risk are written once for each answer."""

    def __init__(
        self, horizon: Quarter, chosen: Filter, kept: Mapping[str, Kept], *, is_open: bool
    ) -> None:
        self._horizon, self._chosen, self._kept = horizon, chosen, kept
        self._open = is_open
        self._statuses = {each: _options(Status, each, labels.status) for each in (*Status, None)}
        self._risks = {
            each: _options(Severity, each, _risk, has_none=True) for each in (*Severity, None)
        }
        self._unchanged = gettext("unchanged")
        self._critical = gettext("critical")

    def row(self, index: int, cell: Cell) -> SafeString:
        kept = self._kept.get(cell.task.code)
        typed = kept.typed if kept else Typed.of(cell.value)
        return format_html(
            "<tr id=r{i}{attributes}><th id=t{i}>{task}<td>{due}<td>{before}"
            '<td><select name=s{i} aria-labelledby="s t{i}">{statuses}</select>'
            '<td><select name=r{i} aria-labelledby="r t{i}">{risks}</select>'
            '<td><input name=q{i} aria-labelledby="q t{i}" list=ql{expected}>'
            '<td><textarea name=n{i} aria-labelledby="n t{i}">{note}</textarea>{who}'
            "<td>{state}",
            i=index,
            attributes=self._attributes(cell, kept),
            task=self._task(cell),
            due=labels.quarter(cell.task.due),
            before=labels.status(cell.before.status) if cell.before.status else "–",
            statuses=self._statuses_of(cell, typed),
            risks=self._risks[typed.risk],
            expected=_value(typed.expected),
            note=typed.note,
            who=_who(typed),
            state=kept.problem if kept and kept.problem else self._state(index, cell),
        )

    def _attributes(self, cell: Cell, kept: Kept | None) -> SafeString:
        names = ["in"] if cell.in_round else []
        names += ["due"] if cell.task.due <= self._horizon else []
        names += ["wrong"] if kept else []
        names += [f"for-{cell.value.visibility}"] if _is_shared(Typed.of(cell.value)) else []
        shown = kept is not None or self._chosen.passes(cell, self._horizon)
        form = ' class="{}"' if len(names) > 1 else " class={}"
        written = format_html(form, " ".join(names)) if names else _EMPTY
        return written if shown else written + SafeString(" hidden")

    def _task(self, cell: Cell) -> SafeString:
        title = labels.name(cell.task.title)
        link = format_html('<a href="tasks/{}/">{}</a>', quote(cell.task.code), cell.task.code)
        more = f" {title}" if title else ""
        return format_html(
            "{}{}{}", link, more, f" ({self._critical})" if cell.task.critical else ""
        )

    def _statuses_of(self, cell: Cell, typed: Typed) -> SafeString:
        """What has been reported is not taken back: the empty choice is there until then."""
        choices = self._statuses[typed.status]
        if typed.status is None or cell.value.status is None:
            empty = " selected" if typed.status is None else ""
            return format_html("<option{}>{}", empty, labels.status(None)) + choices
        return choices

    def _state(self, index: int, cell: Cell) -> SafeString | str:
        if cell.in_round and cell.reported_at:
            who = f", {cell.reported_by}" if cell.reported_by else ""
            return labels.moment(cell.reported_at) + who
        if cell.value.status is None or not self._open:
            return "–"
        return format_html(
            '<label><input type=checkbox name=c{} aria-labelledby="c t{}">{}</label>',
            index,
            index,
            self._unchanged,
        )


def _options(
    codes: Iterable[Status | Severity],
    chosen: Status | Severity | None,
    label: Callable[..., str],
    *,
    has_none: bool = False,
) -> SafeString:
    listed = [*([None] if has_none else []), *codes]
    return format_html_join(
        "",
        "<option{}>{}",
        ((" selected" if each is chosen else "", label(each)) for each in listed),
    )


def _risk(code: Severity | None) -> str:
    return pgettext("risk", "none") if code is None else labels.severity(code)


def _value(text: str) -> SafeString:
    return format_html(' value="{}"', text) if text else _EMPTY


def _is_shared(typed: Typed) -> bool:
    return bool(typed.note) and typed.visibility is not Visibility.INTERNAL


def _who(typed: Typed) -> SafeString:
    """Say who may read a note that is not internal."""
    if not _is_shared(typed):
        return _EMPTY
    return format_html("<small>{}</small>", access_labels.visibility(typed.visibility))
