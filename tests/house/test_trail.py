"""Nothing is written without a trace in the trail, and every trace has words."""

import ast
import re
from collections import defaultdict
from pathlib import Path

from tests.house.tree import PACKAGE, code, parsed, shown
from yhdyspinta.labels.audit import ACTIONS, GROUPS
from yhdyspinta.terms.rounds import SubmissionState

_WRITES = {
    *("save", "create", "bulk_create", "bulk_update", "update", "delete"),
    *("get_or_create", "update_or_create", "create_user"),
}
_RECORD = "audit.record"
# Functions of services that write without an event, and why.
_EXCEPTED = {
    "audit.record": "writes the event itself",
    "repeats.once": "keeps an answer to be given again; what the call did has its own event",
    "repeats.tidy": "forgets such answers after a day",
    "reminder_sending._move": "a step of one reminder: what left has its event",
    "search.rebuild": "what is looked up by words is made anew from what has its events",
    "search._write": "the words of something whose writing has its event",
    "reminder_sending._give_back": "a step of one reminder that did not leave",
}
# How a view says that it sends a file: by itself, or by what the register's pages share.
_SENDING = ("Content-Disposition", "register.sent(", "register.file_of(")
_ACTION = re.compile(r"[a-z]+\.[a-z_]+")


class _Calls:
    """Who calls whom in the services, by `module.function`."""

    def __init__(self) -> None:
        self.of: dict[str, set[str]] = defaultdict(set)
        self.writing: dict[str, str] = {}
        for path in code("services"):
            self._read(path)
        self.by: dict[str, set[str]] = defaultdict(set)
        for caller, called in self.of.items():
            for each in called:
                self.by[each].add(caller)

    def _read(self, path: Path) -> None:
        tree, module = parsed(path), path.stem
        imported = _imported(tree)
        functions = [n for n in tree.body if isinstance(n, ast.FunctionDef)]
        own = {each.name for each in functions}
        for function in functions:
            name = f"{module}.{function.name}"
            for node in ast.walk(function):
                # A function handed over is taken for called.
                if isinstance(node, ast.Name) and node.id in own:
                    self.of[name].add(f"{module}.{node.id}")
                elif isinstance(node, ast.Name | ast.Attribute):
                    head, _, rest = ast.unparse(node).partition(".")
                    if head in imported:
                        self.of[name].add(".".join(part for part in (imported[head], rest) if part))
                if isinstance(node, ast.Call) and _is_write(node):
                    self.writing[name] = f"{shown(path)}:{node.lineno}"

    def leads_to_record(self, name: str, seen: frozenset[str] = frozenset()) -> bool:
        """Tell whether a function records an event, itself or by what it calls."""
        if name == _RECORD:
            return True
        return any(
            self.leads_to_record(each, seen | {name}) for each in self.of[name] - seen - {name}
        )

    def is_covered(self, name: str, seen: frozenset[str] = frozenset()) -> bool:
        """Tell whether a writer records, or else everybody who calls it."""
        if name in _EXCEPTED or self.leads_to_record(name):
            return True
        callers = self.by[name] - seen - {name}
        return bool(callers) and all(self.is_covered(each, seen | {name}) for each in callers)


def _imported(tree: ast.Module) -> dict[str, str]:
    """Return local names of services' modules, and of functions imported from them."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "yhdyspinta.services":
            found |= {each.asname or each.name: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "yhdyspinta.services."
        ):
            module = (node.module or "").rpartition(".")[2]
            found |= {each.asname or each.name: f"{module}.{each.name}" for each in node.names}
    return found


def _is_write(call: ast.Call) -> bool:
    called = call.func
    if not isinstance(called, ast.Attribute) or called.attr not in _WRITES:
        return False
    on = ast.unparse(called.value)
    # Another service's function of that name is followed, not taken for a write.
    is_table = "objects" in on or "." in on or called.attr in {"delete", "update"}
    return (is_table or called.attr == "save") and on not in _services()


def _services() -> set[str]:
    return {path.stem for path in code("services")}


def test_every_write_leaves_an_event() -> None:
    calls = _Calls()
    assert len(calls.writing) > 40
    silent = [f"{name} at {place}" for name, place in calls.writing.items()]
    assert [each for each in silent if not calls.is_covered(each.partition(" ")[0])] == []


def test_the_exceptions_are_of_functions_that_write() -> None:
    assert set(_EXCEPTED) - set(_Calls().writing) == set()


def test_the_rule_finds_a_silent_write() -> None:
    calls = _Calls()
    calls.of["talks.silent"], calls.writing["talks.silent"] = set(), "here"
    assert not calls.is_covered("talks.silent")
    calls.by["talks.silent"] = {"talks.record"}
    assert calls.is_covered("talks.silent")


def _downloads() -> dict[str, set[str]]:
    """Return pages that send a file not everybody may have, with the services they call."""
    found = {}
    for path in code("web"):
        tree = parsed(path)
        imported = _imported(tree)
        for view in (n for n in tree.body if isinstance(n, ast.FunctionDef)):
            marks = [ast.unparse(each) for each in view.decorator_list]
            words = ast.unparse(view)
            sends = any(each in words for each in _SENDING)
            if sends and any(each.startswith("needs(") for each in marks):
                called = (ast.unparse(n).partition(".") for n in ast.walk(view))
                found[f"{shown(path)}:{view.name}"] = {
                    f"{imported[head]}.{rest}" for head, _, rest in called if head in imported
                }
    return found


def test_every_file_that_not_everybody_may_have_leaves_an_event() -> None:
    calls, found = _Calls(), _downloads()
    assert len(found) >= 3
    silent = [v for v, called in found.items() if not any(map(calls.leads_to_record, called))]
    assert silent == []


def _actions() -> dict[str, str]:
    """Return every action that the code can record, with its place; `*` for a part filled in."""
    found: dict[str, str] = {}
    for path in code("services"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("record"):
                for argument in node.args[:1]:
                    found |= {each: shown(path) for each in _texts(argument)}
            if isinstance(node, ast.Constant) and _is_handed_over(node, path):
                found[str(node.value)] = shown(path)
    return found


def _texts(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    if isinstance(argument, ast.IfExp):
        return _texts(argument.body) + _texts(argument.orelse)
    if isinstance(argument, ast.JoinedStr):
        parts = (p.value if isinstance(p, ast.Constant) else "*" for p in argument.values)
        return ["".join(str(part) for part in parts)]
    return []


def _is_handed_over(node: ast.Constant, path: Path) -> bool:
    """Tell an action given to a module's own recording function: its group is one of ours."""
    if not isinstance(node.value, str) or not _ACTION.fullmatch(node.value):
        return False
    records = "record(" in path.read_text(encoding="utf-8")
    return records and node.value.partition(".")[0] in GROUPS


def test_every_action_has_words() -> None:
    found = _actions()
    assert len(found) > 30
    silent = [
        f"{action} in {place}"
        for action, place in found.items()
        if not any(re.fullmatch(action.replace(".", r"\.").replace("*", ".+"), k) for k in ACTIONS)
    ]
    assert silent == []


def test_every_step_of_a_submission_has_words() -> None:
    assert {f"submission.{state}" for state in SubmissionState} - set(ACTIONS) == set()


def test_every_sign_in_that_is_noted_has_words() -> None:
    text = (PACKAGE / "web" / "signin.py").read_text(encoding="utf-8")
    noted = set(re.findall(r'_note\(\s*"([a-z_]+)"', text))
    assert {f"signin.{each}" for each in noted} - set(ACTIONS) == set()
    assert len(noted) > 3


def test_every_action_with_words_is_of_a_group_and_names_its_subject() -> None:
    assert {code for code in ACTIONS if code.partition(".")[0] not in GROUPS} == set()
    assert [code for code, text in ACTIONS.items() if "%(subject)s" not in str(text)] == []


def test_no_action_has_words_that_nothing_records() -> None:
    found = list(_actions())
    patterns = [each.replace(".", r"\.").replace("*", ".+") for each in found]
    assert [c for c in ACTIONS if not any(re.fullmatch(p, c) for p in patterns)] == []
