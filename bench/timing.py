"""Run something a few times and keep the middle, the shortest and the longest time."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Timing:
    """The median, shortest and longest of several runs, in seconds."""

    median: float
    low: float
    high: float
    runs: int

    def times(self, factor: float) -> "Timing":
        """Return what `factor` times the work would take, as when a tenth was measured."""
        return Timing(self.median * factor, self.low * factor, self.high * factor, self.runs)


def timing_of(seconds: list[float]) -> Timing:
    """Sum up measured times."""
    return Timing(statistics.median(seconds), min(seconds), max(seconds), len(seconds))


def timed(
    work: Callable[[], Result],
    *,
    runs: int,
    before: Callable[[], object] = lambda: None,
    warm: bool = True,
) -> tuple[Timing, Result]:
    """Time `work`, after `before` each time, which is not timed; return the last result too.

    `warm` runs it once unmeasured, so that what is loaded once is not part of the figure; with a
    single run nobody asks for the figure.
    """
    if warm and runs > 1:
        before()
        work()
    seconds = []
    for _ in range(max(runs, 1)):
        before()
        started = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - started)
    return timing_of(seconds), result
