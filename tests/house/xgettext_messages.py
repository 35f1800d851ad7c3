"""Every message in the code is in the catalogue. Needs gettext, so `make check` asks for it by
name and `make test` does without."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib

from tests.house.tree import PACKAGE, ROOT


def _messages(catalogue: Path) -> set[tuple[str | None, str]]:
    return {(e.msgctxt, e.msgid) for e in polib.pofile(str(catalogue)) if not e.obsolete}


def test_no_message_in_the_code_is_missing_from_the_catalogue(tmp_path: Path) -> None:
    assert shutil.which("xgettext"), "install gettext to check the catalogues"
    copy = tmp_path / "yhdyspinta"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, str(ROOT / "manage.py"), "makemessages", "-l", "fi", "--no-wrap"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    place = Path("locale") / "fi" / "LC_MESSAGES" / "django.po"
    assert _messages(copy / place) - _messages(PACKAGE / place) == set()
