"""The command, and a small folder for it to read."""

from pathlib import Path

import pytest

from tests.cli.commands import Command, small_folder


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in this process."""
    return Command(capsys)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with two tasks and three statuses."""
    return small_folder(tmp_path / "source")
