"""Show figures and goals: tables for a terminal, the same as Markdown, and JSON."""

import json
import os
import platform
from dataclasses import asdict

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
    """Print both tables; wide when not on a screen, where lines may be as long as they are."""
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
    """Return both tables in Markdown."""
    parts = [machine()]
    for title, head, rows in _tables(figures):
        lines = [head, tuple("---" for _ in head), *rows]
        parts.append(f"### {title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines))
    return "\n\n".join(parts) + "\n"


def as_json(figures: list[Figure]) -> str:
    """Return everything that was measured; times in seconds."""
    measured = [{**asdict(each), "ratio": each.ratio} for each in figures]
    goals = [{**asdict(each), "is_met": each.is_met} for f in figures for each in f.goals]
    return json.dumps({"machine": machine(), "figures": measured, "goals": goals}, indent=2)


def _tables(figures: list[Figure]) -> list[tuple[str, tuple[str, ...], Rows]]:
    goals = [_goal_row(goal) for figure in figures for goal in figure.goals]
    return [
        ("Goals", _GOALS, goals),
        ("Figures", _FIGURES, [_figure_row(each, figures) for each in figures]),
    ]


def _goal_row(goal: Goal) -> tuple[str, ...]:
    sign = "≥" if goal.at_least else "<"
    return (
        goal.what,
        f"{sign} {goal.limit:g} {goal.unit}",
        f"{_number(goal.measured)} {goal.unit}",
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
