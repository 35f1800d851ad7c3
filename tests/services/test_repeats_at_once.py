"""Programs in processes of their own send the same write at the same moment."""

import sys
from pathlib import Path

import pytest

from tests.services.processes import Database


class Programs(Database):
    """Programs with tokens on a database that they share."""

    secret = ""

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "tests.api.other_process", *arguments]


@pytest.fixture
def programs(bare):
    """The demo, committed, and a coordinator's token in `secret`."""
    found = Programs("", Path())
    found.environment = bare.environment
    found.secret = found.run("prepare")["secret"]
    return found


def opening(programs, code, key):
    return f"open_round {programs.secret} {code} {key}"


def test_the_same_write_at_the_same_moment_is_done_once_and_answered_alike(programs):
    same = opening(programs, "2021-12", "a-key")
    answers = programs.run_at_once(same, same, same)
    assert {each["status"] for each in answers} == {201}
    assert len({each["text"] for each in answers}) == 1
    assert sorted(each["replayed"] for each in answers) == ["", "true", "true"]
    assert programs.state == {"rounds": 1, "events": 1, "keys": 1}


def test_of_two_writes_under_one_key_the_second_is_refused(programs):
    answers = programs.run_at_once(
        opening(programs, "2021-12", "a-key"), opening(programs, "2021-12b", "a-key")
    )
    assert sorted(each["status"] for each in answers) == [201, 422]
    assert programs.state == {"rounds": 1, "events": 1, "keys": 1}
