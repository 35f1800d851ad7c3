import pytest

from tests.cli.commands import Command
from yhdyspinta.services import search
from yhdyspinta.store.models import Area, SearchEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _area() -> None:
    Area.objects.create(code="06", kind="county", name_fi="Satakunta", short_fi="Satakunta")


def test_building_anew_tells_how_many_things_can_be_found(command: Command) -> None:
    done = command("search", "rebuild")
    assert (done.status, SearchEntry.objects.count()) == (0, 1)
    assert "found: 1" in done.out


def test_finding_prints_what_it_is_and_its_code(command: Command) -> None:
    search.refresh()
    done = command("search", "find", "satakunnassa")
    assert (done.status, done.out.split()) == (0, ["Area", "Satakunta", "06"])


def test_finding_nothing_is_told_by_the_status_and_the_nearest_word(command: Command) -> None:
    search.refresh()
    done = command("search", "find", "satakuta")
    assert (done.status, done.out.strip()) == (1, "Did you mean: satakunta")
