import ast
import os
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, code, parsed, shown

_WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create"}
_WRITES |= {"update_or_create", *(f"a{name}" for name in _WRITES)}
# What a page, an endpoint or a command may never need; it would slow the start of every process.
_SLOW = {"pptx", "typst", "xlsxwriter", "granian"}


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
        and (node.func.attr in _WRITES or _is_table_update(node.func))
        # `router.delete` names an operation of the interface.
        and ast.unparse(node.func.value) not in {"router", *_services(path)}
    ]
    assert found == []


def _services(path: Path) -> set[str]:
    """Return the names of the services' modules in a file: theirs are the functions that write."""
    return {
        each.asname or each.name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.module == "yhdyspinta.services"
        for each in node.names
    }


def _is_table_update(called: ast.Attribute) -> bool:
    """Tell a queryset's update from a dictionary's."""
    on = ast.unparse(called.value)
    return called.attr == "update" and any(part in on for part in ("objects", "filter(", ".all("))


def test_serving_pages_loads_no_renderer_before_it_is_asked_for() -> None:
    program = (
        "import sys, django; django.setup(); import yhdyspinta.config.urls; print(*sys.modules)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "yhdyspinta.config.settings"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert _SLOW & set(done.stdout.split()) == set()


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
