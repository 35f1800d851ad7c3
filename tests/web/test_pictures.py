from datetime import date

import pytest
from django.test import Client

from tests.demo_data import NOW
from tests.web.conftest import Ask
from yhdyspinta.exports.situation_files import MEDIA_TYPES
from yhdyspinta.services import rounds
from yhdyspinta.store.models import Area, Roadmap, StatusReport
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.languages import Names


def _correct_and_publish_again() -> None:
    """One late correction by Pirkanmaa, and an erratum."""
    report = StatusReport.objects.holding(on=NOW.date()).get(
        area=Area.objects.get(code="08"), task__code="ict-A01"
    )
    StatusReport.objects.filter(id=report.id).update(superseded_on=report.effective_from)
    report.pk = None
    report.status = "done" if report.status != "done" else "late"
    report.save(force_insert=True)
    rounds.publish("2021-10", actor=operator("test"), now=NOW, reason="Luku korjattu")


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


@pytest.mark.parametrize("mark", ["{}", "W/{}", '"another", {}', "*"])
def test_a_file_that_the_reader_has_is_not_sent_again(
    demo: None, client: Client, mark: str
) -> None:
    etag = client.get("/fi/downloads/2021-10/v1.csv").headers["ETag"]
    kept = {"if-none-match": mark.format(etag)}
    again = client.get("/fi/downloads/2021-10/v1.csv", headers=kept)
    assert (again.status_code, again.content) == (304, b"")


def test_each_language_and_version_has_a_mark_of_its_own(demo: None, client: Client) -> None:
    _correct_and_publish_again()
    addresses = [f"/{x}/downloads/2021-10/v{n}.csv" for x in ("fi", "sv") for n in (1, 2)]
    assert len({client.head(each).headers["ETag"] for each in addresses}) == 4


def test_the_list_names_both_sides_of_an_erratum(ask: Ask) -> None:
    _correct_and_publish_again()
    rows = [row[2] for row in ask("pictures/").rows[1:]]
    assert rows[:2] == ["2 – oikaisee version 1: Luku korjattu", "1 – korvattu versiolla 2"]


def _publish_another_roadmap() -> None:
    Roadmap.objects.create(code="other", name_fi="Toinen")
    new = rounds.NewRound("other-1", "other", Names("Muu"), date(2021, 10, 15), Quarter(2021, 4))
    rounds.open_round(new, actor=operator("test"), now=NOW)
    rounds.close_round("other-1", actor=operator("test"), now=NOW)
    rounds.publish("other-1", actor=operator("test"), now=NOW)


def test_a_round_is_compared_within_its_own_roadmap(ask: Ask) -> None:
    _publish_another_roadmap()
    assert "/fi/?round=2021-10&compare=2021-09" in ask("pictures/").links
    assert '<option value="other-1">Muu</option>' in ask().html.partition('name="compare"')[0]
    assert "other-1" not in ask().html.partition('name="compare"')[2]


@pytest.mark.parametrize("address", ["?compare=other-1", "areas/08/?compare=other-1"])
def test_another_roadmaps_round_cannot_be_compared_with(ask: Ask, address: str) -> None:
    _publish_another_roadmap()
    assert ask(address, status=400).has("kuuluu toiseen tiekarttaan")
