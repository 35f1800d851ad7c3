import pytest
from django.test import Client

from tests.demo_data import NOW
from tests.web.conftest import Ask
from yhdyspinta.exports.situation_files import MEDIA_TYPES
from yhdyspinta.services import rounds
from yhdyspinta.store.models import Area, StatusReport


def _correct_and_publish_again() -> None:
    """One late correction by Pirkanmaa, and an erratum."""
    report = StatusReport.objects.holding(on=NOW.date()).get(
        area=Area.objects.get(code="08"), task__code="ict-A01"
    )
    StatusReport.objects.filter(id=report.id).update(superseded_on=report.effective_from)
    report.pk = None
    report.status = "done" if report.status != "done" else "late"
    report.save(force_insert=True)
    rounds.publish("2021-10", actor="test", now=NOW, reason="Luku korjattu")


def test_all_published_pictures_are_listed_with_their_fingerprints(ask: Ask) -> None:
    page = ask("pictures/")
    assert [row[0][:12] for row in page.rows[1:]] == ["Lokakuu 2021", "Syyskuu 2021"]
    assert all(len(row[-1]) == 64 for row in page.rows[1:])


def test_an_erratum_stands_beside_the_version_that_it_replaces(ask: Ask) -> None:
    _correct_and_publish_again()
    assert ask().has("Oikaisu: korvaa version 1. Syy: Luku korjattu")
    assert ask("?round=2021-10&version=1").has("Tämä versio on korvattu versiolla 2.")


def test_a_replaced_version_still_shows_its_own_figures(ask: Ask) -> None:
    before = ask().row("Pirkanmaa")
    _correct_and_publish_again()
    assert ask("?round=2021-10&version=1").row("Pirkanmaa") == before


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("ending", "media_type"), MEDIA_TYPES.items())
def test_each_form_is_downloaded_under_a_telling_name(
    client: Client, ending: str, media_type: str
) -> None:
    response = client.get(f"/sv/downloads/2021-10/v1.{ending}")
    assert response.headers["Content-Type"] == media_type
    assert f"lagesbild-2021-10-v1-sv.{ending}" in response.headers["Content-Disposition"]
    assert len(response.content) > 3_000


def test_a_file_that_the_reader_has_is_not_sent_again(demo: None, client: Client) -> None:
    etag = client.get("/fi/downloads/2021-10/v1.csv").headers["ETag"]
    again = client.get("/fi/downloads/2021-10/v1.csv", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
