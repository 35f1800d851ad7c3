import re
from pathlib import Path

from tests.house.tree import ROOT, code, files, shown

_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def _documents() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def test_no_link_in_the_documents_is_dead() -> None:
    dead = [
        f"{shown(path)}: {target}"
        for path in _documents()
        for target in _LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert dead == []


def test_every_test_that_a_document_names_is_there() -> None:
    named = re.compile(r"`(tests/[a-z_/]+\.py)(?:: (test_\w+))?`")
    gone = [
        f"{shown(path)}: {file}: {test}"
        for path in _documents()
        for file, test in named.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / file).exists() or f"def {test}" not in (ROOT / file).read_text("utf-8")
    ]
    assert gone == []


def test_every_setting_is_explained_to_the_operator() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    asked = re.compile(r"""(?:env[.\w]*\(\s*|_switch\(|environ(?:\.get\(|\[))["']([A-Z_]+)["']""")
    names = {name for path in code() for name in asked.findall(path.read_text(encoding="utf-8"))}
    names -= {"DJANGO_SETTINGS_MODULE"}
    assert names
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_every_command_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    adds = re.compile(r"commands\.add_parser\(\s*\"([a-z]+)\"")
    names = {n for path in code("cli") for n in adds.findall(path.read_text(encoding="utf-8"))}
    assert len(names) >= 10
    assert {name for name in names if f"yhdyspinta {name}" not in text} == set()


def test_every_make_target_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(" ".join(re.findall(r"^\.PHONY: (.*)", makefile, re.MULTILINE)).split())
    explained = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert targets
    assert targets - explained == set()


def test_no_path_of_a_machine_and_no_registry_is_written_down() -> None:
    banned = re.compile(
        r"(?<![A-Za-z0-9_.])/(?:root|home|work)/[a-z.]+|files\.pythonhosted|registry\.npmjs"
    )
    looked = [p for p in files() if p.suffix in {".py", ".md", ".toml", ".txt", ".sh", ".yaml"}]
    here = Path(__file__)
    found = [shown(p) for p in looked if p != here and banned.search(p.read_text("utf-8"))]
    assert found == []


def test_nothing_is_left_to_do_in_the_code() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|pragma: no cover")
    here = Path(__file__)
    looked = [p for p in files() if p.suffix in {".py", ".html", ".css"} and p != here]
    assert [shown(p) for p in looked if words.search(p.read_text(encoding="utf-8"))] == []
