"""`yhdyspinta token`: made, listed, revoked, and old keys forgotten."""

import re
from datetime import UTC, datetime

import pytest

from tests.cli.commands import Command
from yhdyspinta.store.models import ApiToken, OnceKey, Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(command: Command) -> tuple[Command, str]:
    """The command, after it made a token; and the secret that it printed."""
    Organisation.objects.create(code="hva-08", kind="county", name_fi="Pirkanmaa")
    scopes = ("--scope", "read", "--scope", "report", "--days", "30")
    done = command(
        "token", "add", "Vienti", "--organisation", "hva-08", "--role", "reporter", *scopes
    )
    assert (done.status, done.err) == (0, "")
    return command, done.out.split()[-1]


def test_a_token_is_printed_once_and_listed_without_its_secret(made: tuple[Command, str]) -> None:
    command, secret = made
    assert re.fullmatch(r"yp_[\w-]{43}", secret)
    listed = command("token", "list").out
    assert secret not in listed
    for each in (secret[:9], "hva-08", "reporter", "read,report", "works", "Vienti"):
        assert each in listed
    assert command("token", "list", "--organisation", "hva-08").out == listed


def test_a_token_is_revoked_by_its_number(made: tuple[Command, str]) -> None:
    command, _ = made
    row = ApiToken.objects.get()
    assert command("token", "revoke", str(row.pk)).status == 0
    assert "revoked" in command("token", "list").out
    assert command("token", "revoke", "999").status == 1


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        (("--organisation", "none"), 1),
        (("--organisation", "hva-08", "--scope", "report"), 1),
        (("--organisation", "hva-08", "--days", "366"), 1),
        (("--organisation", "hva-08", "--role", "coordinator"), 2),
        ((), 2),
    ],
)
def test_what_cannot_be_is_refused(command: Command, wrong: tuple[str, ...], status: int) -> None:
    Organisation.objects.create(code="hva-08", kind="county", name_fi="Pirkanmaa")
    done = command("token", "add", "Vienti", *wrong)
    assert (done.status, done.out) == (status, "")
    assert not ApiToken.objects.exists()


def test_old_keys_are_forgotten(command: Command) -> None:
    at = datetime(2021, 11, 1, tzinfo=UTC)
    OnceKey.objects.create(
        owner="token:1", key="a", request_sha256="", status=200, answer="", written_at=at
    )
    assert "1 key was forgotten" in command("token", "tidy").out
    assert not OnceKey.objects.exists()
