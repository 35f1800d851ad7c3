"""How much to measure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """How often to run, `few_runs` for what takes long, the lengths of the log in rounds, and how
    many people save at once.

    `found` is how many things are searched, `per_county` how many bodies, meetings a year and
    agreements each county has. `others` lets other programs of the machine be started, to be
    compared with.
    """

    runs: int = 15
    few_runs: int = 3
    rounds: tuple[int, ...] = (10, 100, 972)
    others: bool = True
    people: int = 200
    found: int = 500_000
    per_county: tuple[int, int, int] = (40, 300, 2_000)


QUICK = Settings(
    runs=1, few_runs=1, rounds=(3,), others=False, people=8, found=300, per_county=(4, 6, 10)
)
FULL = Settings()
# PostgreSQL is measured up to 0.76 million: beyond that its loading takes longer than its lesson.
POSTGRESQL = Settings(rounds=(10, 100))
