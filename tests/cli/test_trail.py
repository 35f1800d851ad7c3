"""The `trail` command: listing, sealing, verifying, tidying."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from tests.cli.commands import Command
from yhdyspinta.store.models import Event, Seal

pytestmark = pytest.mark.django_db


def event(**more: object) -> Event:
    told = {"at": datetime(2026, 1, 2, 10, tzinfo=UTC), "actor": "aino", "subject": "a", **more}
    return Event.objects.create(action="round.open", **told)


def test_events_are_listed_in_words_the_newest_first(command: Command) -> None:
    event(subject="2026-01")
    event(subject="2026-02", at=datetime(2026, 2, 2, 10, tzinfo=UTC))
    lines = command("trail", "list").out.splitlines()
    assert [line.split("opened: ")[1].split()[0] for line in lines] == ["2026-02", "2026-01"]
    assert lines[0].startswith("2026-02-02 12:00:00  aino")


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--since", "2026-01-03"], 0),
        (["--until", "2.1.2026"], 1),
        (["--group", "round"], 1),
        (["--group", "talk"], 0),
        (["--who", "eero"], 0),
        (["--area", "06"], 1),
        (["--text", "nothing"], 0),
    ],
)
def test_filters_are_those_of_the_page(command: Command, options: list[str], count: int) -> None:
    event(area="06")
    assert len(command("trail", "list", *options).out.splitlines()) == count


def test_there_being_more_is_said(command: Command) -> None:
    event()
    event()
    done = command("trail", "list", "--limit", "1")
    assert "There are older events" in done.out


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_a_file_is_written_and_that_is_an_event(
    command: Command, tmp_path: Path, ending: str
) -> None:
    event()
    target = tmp_path / f"trail.{ending}"
    assert command("trail", "list", "-o", target).status == 0
    assert target.stat().st_size > 0
    assert Event.objects.filter(action="export.trail").count() == 1


def test_another_form_of_file_is_refused(command: Command, tmp_path: Path) -> None:
    assert command("trail", "list", "-o", tmp_path / "trail.doc").status == 2


def test_a_seal_is_printed_and_verified_by_its_hash(command: Command) -> None:
    event()
    sealed = command("trail", "seal")
    noted = Seal.objects.get().sha256
    assert noted in sealed.out
    assert command("trail", "verify", noted).status == 0
    assert command("trail", "verify", "0" * 64).status == 1


def test_what_was_changed_behind_a_seal_is_named(command: Command) -> None:
    event()
    command("trail", "seal")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER event_is_kept")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE yhdyspinta_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE yhdyspinta_event SET actor = 'eero' WHERE subject = 'a'")
    done = command("trail", "verify")
    assert done.status == 1
    assert "Seal 1 does not match" in done.out


def test_tidying_empties_old_addresses_and_seals(command: Command) -> None:
    old = event(address="192.0.2.1", at=timezone.localtime() - timedelta(days=366))
    done = command("trail", "tidy")
    old.refresh_from_db()
    assert (done.status, old.address, Seal.objects.count()) == (0, "", 1)
    assert command("trail", "verify").status == 0
