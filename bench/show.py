"""Show figures and goals: tables for a terminal, the same as Markdown, and JSON."""

import json
import os
import platform
from dataclasses import asdict
from pathlib import Path

import django
from rich.console import Console
from rich.table import Table

from bench import scratch
from bench.figures import Figure, Goal, growth
from bench.timing import Timing

Rows = list[tuple[str, ...]]

_FIGURES = ("ratio", "what", "over", "growth", "ours", "plain way", "which plain way")
_GOALS = ("goal", "wanted", "measured", "met")


def machine() -> str:
    """Say what it was measured on, without naming the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} CPUs, {memory:.0f} GiB, Python {platform.python_version()},"
        f" Django {django.get_version()}, {scratch.version()}"
    )


def as_terminal(figures: list[Figure]) -> None:
    """Print the tables; wide when not on a screen, where lines may be as long as they are."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    console.print(machine())
    for title, head, rows in _tables(figures):
        table = Table(*head, title=title)
        for row in rows:
            table.add_row(*row)
        console.print(table)


def as_markdown(figures: list[Figure]) -> str:
    """Return the tables in Markdown."""
    parts = [machine()]
    for title, head, rows in _tables(figures):
        lines = [head, tuple("---" for _ in head), *rows]
        parts.append(f"### {title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines))
    return "\n\n".join(parts) + "\n"


def write_markdown(figures: list[Figure], page: Path) -> None:
    """Write the tables; a page that has a place for this database's keeps the rest of its text."""
    vendor = scratch.version().partition(" ")[0].lower()
    begin, end = f"<!-- {vendor} -->", f"<!-- /{vendor} -->"
    former = page.read_text("utf-8") if page.exists() else ""
    tables = as_markdown(figures)
    if begin in former and end in former:
        before, after = former.partition(begin)[0], former.partition(end)[2]
        tables = f"{before}{begin}\n{tables}{end}{after}"
    page.write_text(tables, encoding="utf-8")


def as_json(figures: list[Figure]) -> str:
    """Return everything that was measured; times in seconds."""
    measured = [{**asdict(each), "ratio": each.ratio} for each in figures]
    goals = [{**asdict(each), "is_met": each.is_met} for f in figures for each in f.goals]
    return json.dumps({"machine": machine(), "figures": measured, "goals": goals}, indent=2)


def _tables(figures: list[Figure]) -> list[tuple[str, tuple[str, ...], Rows]]:
    goals = [_goal_row(goal) for figure in figures for goal in figure.goals]
    groups = dict.fromkeys(each.group for each in figures)
    return [("Goals", _GOALS, goals)] + [
        (
            f"Figures: {group}",
            _FIGURES,
            [_figure_row(each, figures) for each in figures if each.group == group],
        )
        for group in groups
    ]


def _goal_row(goal: Goal) -> tuple[str, ...]:
    sign = "≥" if goal.at_least else "<"
    counted = goal.unit == "queries"
    return (
        goal.what,
        f"{sign} {goal.limit:g} {goal.unit}",
        f"{goal.measured if counted else _number(goal.measured)} {goal.unit}",
        "met" if goal.is_met else "MISSED",
    )


def _figure_row(figure: Figure, figures: list[Figure]) -> tuple[str, ...]:
    return (
        f"{_number(figure.ratio)} ×" if figure.ratio else "–",
        figure.name,
        f"{figure.size:,} {figure.of}",
        _growth(figure, figures),
        _timing(figure.ours),
        _timing(figure.plain) if figure.plain else "–",
        figure.plain_way or "–",
    )


def _growth(figure: Figure, figures: list[Figure]) -> str:
    found = growth(figure, figures)
    if found is None:
        return "–"
    plain = f", plain × {_number(found.plain)}" if found.plain else ""
    return f"size × {found.size:.0f}: ours × {_number(found.ours)}{plain}"


def _timing(timing: Timing) -> str:
    unit, scale = ("s", 1) if timing.median >= 1 else ("ms", 1000)
    median, low, high = (
        _number(value * scale) for value in (timing.median, timing.low, timing.high)
    )
    return f"{median} {unit} ({low}–{high})"


def _number(value: float) -> str:
    """Two digits that say something, and no more than the measurement can carry."""
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"
