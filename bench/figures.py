"""What a measurement says: our time, the plain way's time, and the goal if there is one."""

from dataclasses import dataclass

from bench.timing import Timing


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit and what was measured, both in `unit`; `at_least` turns the comparison round."""

    what: str
    limit: float
    measured: float
    unit: str
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Tell whether the measured value is within the limit."""
        if self.at_least:
            return self.measured >= self.limit
        return self.measured < self.limit


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing at one size; `plain` None: there is no plainer way to compare with.

    `size` is the number of things it was measured over, `of` says what they are.
    """

    group: str
    name: str
    size: int
    of: str
    ours: Timing
    plain: Timing | None = None
    plain_way: str = ""
    goals: tuple[Goal, ...] = ()

    @property
    def ratio(self) -> float | None:
        """How many times longer the plain way takes."""
        return self.plain.median / self.ours.median if self.plain else None


@dataclass(frozen=True, slots=True)
class Growth:
    """How many times longer than at the smallest size, for us and for the plain way."""

    size: float
    ours: float
    plain: float | None


def growth(figure: Figure, among: list[Figure]) -> Growth | None:
    """Compare a figure with the smallest of its name and plain way; None for that one itself."""
    alike = [f for f in among if (f.name, f.plain_way) == (figure.name, figure.plain_way)]
    first = min(alike, key=lambda f: f.size)
    if first.size == figure.size:
        return None
    return Growth(
        size=figure.size / first.size,
        ours=figure.ours.median / first.ours.median,
        plain=figure.plain.median / first.plain.median if figure.plain and first.plain else None,
    )
