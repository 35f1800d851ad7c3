import ast
from statistics import median, quantiles

from tests.house.tree import PACKAGE, code, files, parsed, shown

_LONGEST_FILE, _LONGEST_FUNCTION, _LONGEST_TEMPLATE = 400, 60, 120


def _functions() -> dict[str, int]:
    return {
        f"{shown(path)}:{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in code()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _lines(suffix: str) -> dict[str, int]:
    return {
        shown(p): p.read_text(encoding="utf-8").count("\n")
        for p in files()
        if p.suffix == suffix and PACKAGE in p.parents and "migrations" not in p.parts
    }


def test_no_file_is_too_long() -> None:
    assert {name: size for name, size in _lines(".py").items() if size > _LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    assert {name: size for name, size in _functions().items() if size > _LONGEST_FUNCTION} == {}


def test_functions_are_short_as_a_rule() -> None:
    sizes = list(_functions().values())
    assert median(sizes) <= 12
    assert quantiles(sizes, n=20)[-1] <= 38


def test_files_are_short_as_a_rule() -> None:
    assert quantiles(list(_lines(".py").values()), n=20)[-1] <= 330


def test_no_template_is_too_long() -> None:
    assert {name: n for name, n in _lines(".html").items() if n > _LONGEST_TEMPLATE} == {}
