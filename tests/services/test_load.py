"""It holds under load: two hundred people at once, killed on the way, a locked or full database.

Processes of their own on a database of their own, counted afterwards.
"""

import pytest

from tests.services.savers import OWN, PEOPLE

_PROCESSES = 4
_SHARE = PEOPLE // _PROCESSES


class Load:
    """People who save from several processes, and what they were told."""

    def __init__(self, database, folder):
        self.database = database
        self.files = [folder / f"acknowledged-{n}" for n in range(_PROCESSES)]
        database.run("people_to_save")

    def actions(self):
        return [
            f"save_at_once {n * _SHARE} {(n + 1) * _SHARE} {file}"
            for n, file in enumerate(self.files)
        ]

    def acknowledged(self):
        """Return the numbers of the reports that people were told of."""
        written = [file.read_text() for file in self.files if file.exists()]
        lines = [line for text in written for line in text.splitlines(keepends=True)]
        return sorted(int(line) for line in lines if line.endswith("\n"))

    def stored(self):
        return self.database.run("look_at_saved")


@pytest.fixture
def load(bare, tmp_path):
    return Load(bare, tmp_path)


def test_two_hundred_people_save_at_once_and_nothing_is_lost_or_doubled(load):
    done = load.database.run_at_once(*load.actions())
    stored = load.stored()
    assert sum(each["finished"] for each in done) == PEOPLE
    assert stored["reports"] == load.acknowledged()
    assert stored["own"] == stored["own_cells"] == PEOPLE * OWN
    # Each had the shared cell in turn: ten reports in a row, of which one holds.
    assert stored["shared"] == PEOPLE
    assert stored["in_trail"] == PEOPLE * (OWN + 1)
    assert stored["errors"] == []


def test_killed_among_the_saves_what_people_were_told_is_stored_and_can_be_sent_again(load):
    load.database.kill_among(*load.actions(), when=lambda: len(load.acknowledged()) > PEOPLE // 2)
    told, stored = set(load.acknowledged()), load.stored()
    assert told <= set(stored["reports"])
    assert stored["in_trail"] == len(stored["reports"]) < PEOPLE * (OWN + 1)
    assert stored["errors"] == []
    load.database.run_at_once(*load.actions())
    again = load.stored()
    assert told <= set(again["reports"])
    assert again["own"] == again["own_cells"] == PEOPLE * OWN
    assert again["in_trail"] == len(again["reports"])
    assert again["errors"] == []


@pytest.fixture
def reporter(bare):
    bare.run("one_to_save")
    return bare


def test_a_database_locked_for_too_long_is_told_in_words_and_nothing_is_half_done(reporter):
    told = reporter.run("save_while_locked", "200", "3000")
    assert (told["status"], told["retry"]) == (503, "10")
    assert "The database is busy. Nothing was changed" in told["said"]
    assert (told["reports"], told["events"], told["ended"]) == (0, 0, 0)


def test_a_database_locked_for_a_moment_is_waited_for(reporter):
    told = reporter.run("save_while_locked", "60000", "300")
    assert (told["status"], told["reports"], told["events"], told["ended"]) == (200, 3, 1, 1)


def test_a_full_disk_is_told_in_words_and_leaves_nothing_half_done(reporter):
    told = reporter.run("save_on_a_full_disk")
    full, later = told["full"], told["later"]
    assert (full["status"], full["retry"]) == (503, "10")
    assert "disk is full. Nothing was saved" in full["said"]
    assert (full["reports"], full["events"], full["ended"]) == (0, 0, 0)
    assert (later["status"], later["reports"], later["events"], later["ended"]) == (200, 3, 1, 1)
