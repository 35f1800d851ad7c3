"""The commands of docs/api.md that need a token, run in their order as they stand there."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.api.callers import Caller, caller
from yhdyspinta.api.problems import STATUS_CODES
from yhdyspinta.terms.access import Role

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
# A command and the status that the comment behind it promises.
COMMAND = re.compile(r"^(curl .+?)\s+# (\d{3})(?::.*)?$", re.MULTILINE)
FORMS = {"-s", "-X", "-H", "-d"}


def sent(command, secrets):
    """Send what curl would send; returns the answer."""
    words = shlex.split(command)[1:]
    given: dict[str, list[str]] = {"-X": ["GET"], "-H": [], "-d": []}
    while words and words[0].startswith("-"):
        word = words.pop(0)
        assert word in FORMS, command
        if word != "-s":
            given[word].append(words.pop(0))
    [address] = words
    headers, secret = {}, ""
    for header in given["-H"]:
        if header in secrets:
            secret = secrets[header]
        elif header != "$JSON":
            name, value = header.split(": ", 1)
            headers[name.lower()] = value
    body = json.loads(given["-d"][-1]) if given["-d"] else None
    assert (body is not None) == ("$JSON" in given["-H"]), command
    return Caller(secret)(given["-X"][-1], address.removeprefix("$API"), body, **headers)


@pytest.mark.usefixtures("demo")
def test_every_command_with_a_token_answers_as_the_document_says():
    secrets = {
        "$AUTH": caller(Role.REPORTER).secret,
        "$LEAD": caller(Role.COORDINATOR).secret,
    }
    commands = COMMAND.findall(TEXT[TEXT.index("## Tokens") :])
    assert (
        len(commands)
        == len(re.findall(r"^curl ", TEXT[TEXT.index("## Tokens") :], re.MULTILINE)) - 1
    )
    for command, status in commands:
        answer = sent(command, secrets)
        assert answer.status_code == int(status), (command, answer.content)


def test_every_problem_is_in_the_document():
    for kind, status in STATUS_CODES.items():
        assert f"`{kind}`" in TEXT
        assert str(status) in TEXT
