import ast

from tests.house.tree import code, parsed, shown

_MARKS = {"gettext", "ngettext", "pgettext", "npgettext", "_", "pgettext_lazy"}


def test_no_message_hides_in_a_formatted_string() -> None:
    """xgettext does not look inside an f-string: such a message is never translated."""
    found = [
        f"{shown(path)}:{call.lineno}"
        for path in code()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _MARKS
    ]
    assert found == []
