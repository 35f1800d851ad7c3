"""How much to measure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """How often to run, `few_runs` for what takes long, the lengths of the log in rounds, and how
    many people save at once.

    `others` lets other programs of the machine be started, to be compared with.
    """

    runs: int = 15
    few_runs: int = 3
    rounds: tuple[int, ...] = (10, 100, 972)
    others: bool = True
    people: int = 200


QUICK = Settings(runs=1, few_runs=1, rounds=(3,), others=False, people=8)
FULL = Settings()
# PostgreSQL is measured up to 0.76 million: beyond that its loading takes longer than its lesson.
POSTGRESQL = Settings(rounds=(10, 100))
