"""Start other processes on a database of their own kind: SQLite's file or PostgreSQL's server."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote, urlencode

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
_LONGEST = 120  # seconds, for a machine under load


class Database:
    """A committed database that processes share, by its address."""

    def __init__(self, url: str, folder: Path) -> None:
        self.environment = {**os.environ, "DATABASE_URL": url, "YHDYSPINTA_DATA": str(folder)}
        self.state: dict[str, Any] = {}

    def run(self, *arguments: str) -> dict[str, Any]:
        """Do something to its end and return what was done; `state` is the state after it."""
        done = subprocess.run(
            self._command(*arguments), **self._options(), timeout=_LONGEST, check=False
        )
        assert done.returncode == 0, done.stderr
        return self._told(done.stdout)

    def kill(self, action: str, *, at: int, table: str) -> None:
        """Do something and kill it on the way; `state` is what a new process then finds."""
        command = self._command(action, "--die-at", str(at), table)
        done = subprocess.run(command, **self._options(), timeout=_LONGEST, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr
        self.run("look")

    def run_at_once(self, *actions: str) -> list[dict[str, Any]]:
        """Let processes begin at the same moment; returns what each printed."""
        started = [
            subprocess.Popen(
                self._command(*action.split(), "--wait"), stdin=subprocess.PIPE, **self._options()
            )
            for action in actions
        ]
        for each in started:
            assert each.stdout is not None
            assert each.stdout.readline() == "ready\n"
        for each in started:
            assert each.stdin is not None
            each.stdin.write("\n")
            each.stdin.flush()
        ends = [each.communicate(timeout=_LONGEST) for each in started]
        assert [each.returncode for each in started] == [0] * len(started), ends
        done = [self._told(out) for out, _ in ends]
        self.run("look")
        return done

    def kill_among(self, *actions: str, when: Callable[[], bool]) -> None:
        """Let processes begin, and kill all of them once something has come true."""
        started = [
            subprocess.Popen(self._command(*each.split()), **self._options()) for each in actions
        ]
        pause = Event()
        while not when():
            assert all(each.poll() is None for each in started), "too late to be killed"
            pause.wait(0.01)
        for each in started:
            each.kill()
        ends = [each.communicate(timeout=_LONGEST) for each in started]
        assert {each.returncode for each in started} == {-signal.SIGKILL}, ends

    def command(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start the program's own command."""
        program = "from yhdyspinta.cli.main import run; run()"
        return subprocess.Popen([sys.executable, "-c", program, *arguments], **self._options())

    def _told(self, printed: str) -> dict[str, Any]:
        told = json.loads(printed)
        self.state = told["state"]
        did: dict[str, Any] = told["did"]
        return did

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "tests.services.other_process", *arguments]

    def _options(self) -> dict[str, Any]:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return {"cwd": ROOT, "env": self.environment, **pipes}


def server_url() -> str:
    """Return the address of the PostgreSQL database that the tests run on."""
    found = connection.settings_dict
    options = {key: found["OPTIONS"][key] for key in ("host", "port") if key in found["OPTIONS"]}
    if found["HOST"]:
        options["host"] = found["HOST"]
    if found["PORT"]:
        options["port"] = found["PORT"]
    who = quote(found["USER"] or "postgres", safe="") + ":" + quote(found["PASSWORD"], safe="")
    return f"postgresql://{who}@/{found['NAME']}?{urlencode(options)}"
