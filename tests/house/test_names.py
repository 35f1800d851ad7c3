import re

from tests.house.tree import PACKAGE, ROOMS, ROOT, code, files, shown

_DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "mixins"}
# Where Django, Python or ninja look for a file of this name.
_PLACES = {"__init__", "apps", "models", "urls", "main"}


def _glossary() -> set[str]:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    return set(re.findall(r"`([a-z0-9_]+)`", text.split("## Names of files")[1]))


def test_every_file_of_a_room_has_a_name_from_the_glossary() -> None:
    names = _glossary() | _PLACES
    strange = [shown(p) for room in ROOMS for p in code(room) if p.stem not in names]
    assert strange == []


def test_the_glossary_names_no_file_that_is_gone() -> None:
    present = {path.stem for path in code()}
    assert _glossary() - present == set()


def test_no_drawer_is_opened() -> None:
    assert [shown(p) for p in files() if p.stem in _DRAWERS and p.suffix == ".py"] == []


def test_code_is_never_deeper_than_a_room() -> None:
    deep = [p for p in code() if len(p.relative_to(PACKAGE).parts) > 2]
    assert [shown(p) for p in deep if "templatetags" not in p.parts] == []
