import ast
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, code, parsed, shown

_WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create"}


def test_imports_only_look_downwards() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_web_api_and_cli_write_nothing() -> None:
    found = [
        f"{shown(path)}:{node.lineno} .{node.func.attr}()"
        for room in ("web", "api", "cli")
        for path in code(room)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _WRITES
        and "objects" in ast.unparse(node.func.value)
    ]
    assert found == []


def test_no_class_based_views_no_signals_no_generic_foreign_keys() -> None:
    banned = ("as_view(", "post_save", "pre_save", "GenericForeignKey", "@receiver")
    found = [
        f"{shown(path)}: {word}"
        for path in code()
        for word in banned
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_every_module_says_what_it_is() -> None:
    silent = [shown(p) for p in code() if not ast.get_docstring(parsed(p))]
    assert [each for each in silent if "templatetags/__init__" not in each] == []
