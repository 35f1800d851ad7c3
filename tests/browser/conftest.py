"""A real server with the demo, and Debian's Chromium to look at it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_PROGRAM = str(Path(sys.executable).with_name("yhdyspinta"))
_QUIET = (
    "--no-sandbox",  # Chromium refuses to run as root with it, and CI is root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def _chromium() -> str:
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    pytest.fail("no chromium: install it, or leave tests/browser out")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1):  # noqa: S310 - our own server
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def demo_in(folder: Path) -> dict[str, str]:
    """Make the demo in a folder as `make demo` does; return the environment to use it in."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {
        "YHDYSPINTA_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "yhdyspinta.config.settings",
    }
    subprocess.run([_PROGRAM, "demo"], env=environment, check=True, capture_output=True)
    return environment


@contextlib.contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    """Serve an installation, and give its address once it answers."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen([_PROGRAM, "serve", "--port", str(port)], env=environment) as server:
        try:
            for _ in range(600):
                if _answers(f"{address}/fi/"):
                    break
                with contextlib.suppress(subprocess.TimeoutExpired):
                    server.wait(timeout=0.2)
            yield address
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demo, and return the address."""
    with serving(demo_in(tmp_path_factory.mktemp("data"))) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=_chromium(), args=list(_QUIET))
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """Open a page of 1280 × 900; anything on its console fails the test."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []
