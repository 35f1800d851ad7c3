"""Running the command as an operator does: in this process, or as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from yhdyspinta.cli.main import main
from yhdyspinta.sources import reference

EMPTY: Mapping[str, str] = {}
# A place where nothing can be made, not even by root.
NO_DATABASE = {
    "DATABASE_URL": "sqlite:////proc/nowhere/none.sqlite3",
    "YHDYSPINTA_DATA": "/proc/nowhere",
}
DEMO = str(reference.demo_folder())
TASKS = "task_id,theme,subarea,due_quarter\nA1,hallinto,A,2021-Q4\nA2,ict,B,2022-Q1\n"
STATUSES = (
    "region,task_id,status,reported_on\n"
    "Pirkanmaa,A1,done,2021-10-31\nKainuu,A1,late,2021-10-31\nKainuu,A2,done,2021-10-31\n"
)


@dataclass(frozen=True, slots=True)
class Done:
    """What a command answered."""

    status: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Command:
    """The command in this process, with the test's own database."""

    captured: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path, language: str = "en") -> Done:
        """Run it and return what it printed; a usage error's SystemExit is its status."""
        self.captured.readouterr()
        try:
            status = main([*map(str, arguments), "--language", language])
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = self.captured.readouterr()
        return Done(status, said.out, said.err)


def process(
    arguments: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] = EMPTY,
) -> Done:
    """Run it as a process with its own environment."""
    program = "from yhdyspinta.cli.main import run; run()"
    inherited = {**os.environ, "YHDYSPINTA_LANGUAGE": "en"}
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=cwd,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def small_folder(path: Path, *, tasks: str = TASKS, statuses: str = STATUSES) -> Path:
    """Write two tasks and three statuses as a folder."""
    path.mkdir(exist_ok=True)
    (path / "tasks.csv").write_text(tasks)
    (path / "statuses.csv").write_text(statuses)
    return path
