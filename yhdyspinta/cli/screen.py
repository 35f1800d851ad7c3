"""What a terminal shows: tables, progress, and every problem of a sheet."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils.translation import gettext, ngettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table as ScreenTable
from rich.text import Text

from yhdyspinta import labels
from yhdyspinta.calc.situation import table
from yhdyspinta.calc.summary import finding
from yhdyspinta.exports.palette import swatch
from yhdyspinta.labels import sheets as sheet_labels
from yhdyspinta.services.sheets import Progress as Tell
from yhdyspinta.terms.sheets import Problem
from yhdyspinta.terms.situation import Figures, Lens, Picture, Row, Share
from yhdyspinta.terms.situation import Table as PictureTable

_LISTED_PROBLEMS = 200


class _Results(Console):
    """A console that leaves it to the command to end when its reader has gone."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def out() -> Console:
    """Return the console for results; plain text when it is not a terminal."""
    console = _Results(highlight=False, soft_wrap=False)
    if not console.is_terminal:
        # A file or a pipe gets whole lines, however wide.
        console.width = 200
    return console


def err() -> Console:
    """Return the console for progress and errors."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def complain(problems: Sequence[Problem]) -> int:
    """Print every problem to standard error and return the exit status of bad input."""
    console = err()
    count = len(problems)
    console.print(
        ngettext("%(count)d error: nothing was done.", "%(count)d errors: nothing was done.", count)
        % {"count": count},
        style="bold",
    )
    warn(problems)
    return 2


def warn(problems: Sequence[Problem]) -> None:
    """Print problems to standard error, one a line."""
    console = err()
    for each in problems[:_LISTED_PROBLEMS]:
        console.print(f"  {sheet_labels.problem(each)}", markup=False)
    rest = len(problems) - _LISTED_PROBLEMS
    if rest > 0:
        console.print(gettext("  … and %(count)d more.") % {"count": rest}, markup=False)


@contextmanager
def telling(title: str) -> Iterator[Tell]:
    """Show a progress bar on standard error while a long work tells how far it is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = err()
    # Where nobody watches, a bar would only leave a blank line among the messages.
    unwatched = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=unwatched) as bar:
        task = bar.add_task(title, total=None)

        def tell(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        yield tell


def show(picture: Picture, lens: Lens, *, theme: str | None = None) -> None:
    """Print a picture: three sentences, the table, how it is counted."""
    console = out()
    shown = table(picture, lens, theme=theme)
    if picture.invented:
        console.print(gettext("INVENTED FIGURES, for demonstration only"), style="bold reverse")
    for sentence in labels.sentences(finding(shown), picture):
        console.print(sentence, markup=False)
    console.print(_drawn(shown))
    for sentence in labels.rule_sentences(picture)[:2]:
        console.print(sentence, style="dim", markup=False)


def _drawn(shown: PictureTable) -> ScreenTable:
    drawn = ScreenTable(title=labels.lens(shown.lens), title_justify="left")
    drawn.add_column(gettext("Area"), no_wrap=True)
    for column in shown.columns:
        # As text: square brackets in somebody's theme are no markup.
        drawn.add_column(Text(labels.column(column)), justify="right", overflow="fold")
    drawn.add_row(
        Text(gettext("Number of tasks"), style="italic"),
        *(labels.number(column.tasks) for column in shown.columns),
        end_section=True,
    )
    for row in shown.rows:
        drawn.add_row(*_cells(row, shown.lens))
    drawn.add_section()
    drawn.add_row(*_cells(shown.total, shown.lens), style="bold")
    return drawn


def _cells(row: Row, lens: Lens) -> list[Text]:
    name = labels.name(row.area.short) if row.area else gettext("All areas")
    return [Text(name), *(_cell(each, lens) for each in row.figures)]


def _cell(figures: Figures, lens: Lens) -> Text:
    band = figures.band(lens)
    if lens is Lens.PROGRESS:
        text = _percent(figures.progress)
    else:
        text = f"{_percent(figures.under_way)} | {_percent(figures.done)}"
    if band is None:
        return Text("–", style="dim")
    colours = swatch(band)
    return Text(f" {text} ", style=f"{colours.text} on {colours.fill}")


def _percent(share: Share | None) -> str:
    return labels.percent(share.percent if share else None)


def say(text: str) -> None:
    """Print a line of result."""
    sys.stdout.write(text + "\n")
