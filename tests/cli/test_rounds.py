"""`yhdyspinta round` and `publish`: the life of a round, and its notes."""

from pathlib import Path

import pytest

from tests.cli.commands import Command, Done
from yhdyspinta.services import situation
from yhdyspinta.store.models import Event, ReportingRound
from yhdyspinta.terms.situation import Note

pytestmark = pytest.mark.django_db
OPENING = ("--roadmap", "r", "--as-of", "31.10.2021", "--horizon", "Q4/2021")


@pytest.fixture
def opened(command: Command, source: Path) -> Command:
    """The command, with a stored roadmap and an open round of it."""
    command("import", source, "--roadmap", "r")
    assert command("round", "open", "2021-10", *OPENING).status == 0
    return command


def annotate(command: Command, source: Path, text: str, *options: str) -> Done:
    """Write a file of notes and give it to the round."""
    (source / "notes.csv").write_text(text)
    return command("round", "notes", "2021-10", source, *options)


def notes() -> tuple[Note, ...]:
    return situation.notes_of(ReportingRound.objects.get())


def test_a_round_is_opened_closed_published_and_shown(opened: Command) -> None:
    assert opened("round", "close", "2021-10").status == 0
    published = opened("publish", "2021-10")
    assert (published.status, published.err) == (0, "")
    assert "version 1" in published.out
    assert "SHA-256 " in published.out
    assert "Kainuu" in opened("picture", "--round", "2021-10").out


def test_an_open_round_is_not_published(opened: Command) -> None:
    done = opened("publish", "2021-10")
    assert (done.status, done.out) == (1, "")
    assert "2021-10" in done.err


def test_a_closed_round_is_opened_again(opened: Command) -> None:
    opened("round", "close", "2021-10")
    assert opened("round", "open", "2021-10").status == 0
    assert "open" in opened("round", "list").out


def test_rounds_are_listed_with_their_state(opened: Command) -> None:
    line = opened("round", "list").out.strip()
    assert line == "2021-10  31 October 2021  Q4/2021  open  2021-10"


def test_a_round_is_opened_with_its_days_areas_and_tasks(command: Command, source: Path) -> None:
    command("import", source, "--roadmap", "r")
    days = ("--opens", "1.1.2098", "--due", "8.1.2098", "--on-time", "2098-01-09")
    done = command("round", "open", "x", *OPENING, *days, "--closes", "12.1.2098", "--areas", "20")
    assert done.out.strip() == "The round x opens on 1 January 2098."
    row = ReportingRound.objects.get()
    assert (row.state, str(row.due_on), str(row.on_time_until)) == (
        "planned",
        "2098-01-08",
        "2098-01-09",
    )
    assert [each.area.code for each in row.submissions.all()] == ["20"]
    line = command("round", "list").out.strip()
    assert line.endswith("due 8 January 2098  on time until 9 January 2098  closes 12 January 2098")


@pytest.mark.parametrize(
    "wrong", [("--critical",), ("--areas", "99"), ("--closes", "1.1.2098"), ("--opens", "x")]
)
def test_a_round_that_cannot_be_asked_is_not_opened(
    command: Command, source: Path, wrong: tuple[str, ...]
) -> None:
    command("import", source, "--roadmap", "r")
    assert command("round", "open", "x", *OPENING, *wrong).status in {1, 2}
    assert not ReportingRound.objects.exists()


def test_an_area_is_given_more_time_and_it_is_withdrawn(opened: Command) -> None:
    opened("round", "close", "2021-10")
    done = opened("round", "extend", "2021-10", "20", "--until", "1.1.2098", "--reason", "Tauti")
    assert (done.status, done.out.strip()) == (0, "The area has more time until 1 January 2098.")
    assert opened("round", "extend", "2021-10", "20").status == 0
    actions = Event.objects.order_by("id").values_list("action", flat=True)
    assert list(actions)[-2:] == ["extension.grant", "extension.withdraw"]


def test_more_time_needs_a_reason(opened: Command) -> None:
    done = opened("round", "extend", "2021-10", "20", "--until", "1.1.2098")
    assert (done.status, done.out) == (1, "")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_list_is_in_the_language(opened: Command, language: str) -> None:
    assert "31.10.2021" in opened("round", "list", language=language).out


def test_an_erratum_needs_a_reason_and_a_difference(opened: Command, source: Path) -> None:
    opened("round", "close", "2021-10")
    opened("publish", "2021-10")
    assert opened("publish", "2021-10").status == 1
    assert opened("publish", "2021-10", "--erratum", "Late").status == 1
    statuses = (source / "statuses.csv").read_text().replace("late", "done")
    (source / "statuses.csv").write_text(statuses)
    opened("import", source, "--roadmap", "r")
    assert "version 2" in opened("publish", "2021-10", "--erratum", "Late").out


def test_what_does_not_exist_is_refused(command: Command, source: Path) -> None:
    for arguments in (
        ("round", "open", "x", *OPENING),
        ("round", "open", "x"),
        ("round", "close", "x"),
        ("round", "notes", "x", str(source)),
        ("publish", "x"),
    ):
        done = command(*arguments)
        assert (done.status, done.out) == (1, "")
        assert done.err


def test_a_wrong_day_is_bad_input(command: Command) -> None:
    done = command("round", "open", "x", "--roadmap", "r", "--as-of", "32.10.2021")
    assert (done.status, done.out) == (2, "")
    assert "32.10.2021" in done.err


def test_notes_are_stored_and_counted(opened: Command, source: Path) -> None:
    done = annotate(opened, source, "kind,areas,theme,text\nrisk,Kainuu,ICT,a\nnote,,,b\n")
    assert (done.status, done.err) == (0, "")
    assert "before 0, after 2" in done.out
    assert [(n.areas, n.theme, n.text.fi) for n in notes()] == [
        (("20",), "ict", "a"),
        ((), "", "b"),
    ]


def test_notes_replace_the_earlier_ones_which_the_trail_keeps(
    opened: Command, source: Path
) -> None:
    annotate(opened, source, "kind,text\nnote,a\nnote,b\n")
    done = annotate(opened, source, "kind,text\nwatch,c\n")
    assert "before 2, after 1" in done.out
    assert [note.text.fi for note in notes()] == ["c"]
    details = Event.objects.filter(action="round.notes").latest("id").details
    assert [each["text"]["fi"] for each in details["replaced"]] == ["a", "b"]


def test_a_dry_run_of_notes_stores_nothing(opened: Command, source: Path) -> None:
    done = annotate(opened, source, "kind,text\nnote,a\n", "--dry-run")
    assert (done.status, notes()) == (0, ())
    assert "before 0, after 1" in done.out
    assert done.out.splitlines()[-1] == "A dry run: nothing was stored."


def test_the_same_notes_twice_change_nothing(opened: Command, source: Path) -> None:
    text = "kind,areas,text\nnote,Pirkanmaa;01,a\n"
    annotate(opened, source, text)
    events = Event.objects.count()
    assert annotate(opened, source, text).out.splitlines()[-1].startswith("Nothing to change")
    assert Event.objects.count() == events


def test_wrong_notes_are_bad_input_and_change_nothing(opened: Command, source: Path) -> None:
    annotate(opened, source, "kind,text\nnote,a\n")
    done = annotate(opened, source, "kind,areas,theme,text\nrizk,Mordor,magic,\n")
    assert (done.status, done.out) == (2, "")
    assert "4 errors" in done.err
    assert [note.text.fi for note in notes()] == ["a"]


def test_a_source_without_notes_is_bad_input(opened: Command, source: Path) -> None:
    done = opened("round", "notes", "2021-10", source)
    assert (done.status, done.out) == (2, "")
    assert "notes.csv" in done.err


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_a_published_round_takes_no_notes(
    opened: Command, source: Path, option: tuple[str, ...]
) -> None:
    opened("round", "close", "2021-10")
    opened("publish", "2021-10")
    done = annotate(opened, source, "kind,text\nnote,a\n", *option)
    assert (done.status, done.out, notes()) == (1, "", ())
