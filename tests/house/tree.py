"""The files of the project as the rules look at them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "yhdyspinta"
ROOMS = ("terms", "calc", "sources", "store", "services", "exports", "web", "api", "cli")


@cache
def files() -> tuple[Path, ...]:
    """Every file that git knows or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return tuple(path for name in listed if name and (path := ROOT / name).is_file())


def code(room: str = "") -> list[Path]:
    """The package's Python files, or one room's, without migrations."""
    below = PACKAGE / room
    return [
        path
        for path in files()
        if path.suffix == ".py" and below in path.parents and "migrations" not in path.parts
    ]


@cache
def parsed(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def shown(path: Path) -> str:
    """A path as a failure names it."""
    return str(path.relative_to(ROOT))
