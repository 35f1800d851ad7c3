"""Opening a round in the page, and changing it: what is proposed, kept and refused."""

from datetime import date

import pytest
from django.test import Client

from tests.web.reading import read
from tests.web.signed_in import client_of, person
from yhdyspinta.services import rounds
from yhdyspinta.store.models import ReportingRound
from yhdyspinta.terms.access import Role, operator

pytestmark = pytest.mark.usefixtures("demo")
NEW, EDIT = "/fi/rounds/new/", "/fi/rounds/2021-11/settings/"
FILLED = {
    "code": "2021-12",
    "name_fi": "Joulukuu 2021",
    "name_sv": "December 2021",
    "name_en": "",
    "as_of": "31.12.2021",
    "horizon": "q4/2021",
    "opens_on": "",
    "due_on": "2022-01-10",
    "on_time_until": "2022-01-12",
    "closes_on": "2022-01-20",
    "which_areas": "chosen",
    "areas": ["06", "07"],
    "scope": "all",
    "instructions_fi": "Ohje",
    "instructions_sv": "",
    "instructions_en": "",
    "reminder_days": "5, −2",
}


@pytest.fixture
def coordinator(demo: None) -> Client:
    return client_of(person(Role.COORDINATOR))


def made() -> ReportingRound:
    return ReportingRound.objects.get(code="2021-12")


class TestNew:
    def test_the_next_round_is_proposed_with_counts(self, coordinator: Client) -> None:
        text = coordinator.get(NEW).content.decode()
        assert "(346)" in text
        assert "(23)" in text
        assert 'value="7, 1, -1"' in text

    def test_it_is_made_as_filled_in(self, coordinator: Client) -> None:
        response = coordinator.post(NEW, FILLED)
        assert response.headers["Location"] == "/fi/rounds/2021-12/"
        row = made()
        assert (row.as_of, row.closes_on) == (date(2021, 12, 31), date(2022, 1, 20))
        assert row.reminder_days == [5, -2]
        assert [each.area.code for each in row.submissions.order_by("area__code")] == ["06", "07"]

    def test_all_areas_are_asked_whatever_is_ticked(self, coordinator: Client) -> None:
        coordinator.post(NEW, FILLED | {"which_areas": "all"})
        assert made().submissions.count() == 23

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("code", "Joulu kuu"),
            ("code", ""),
            ("name_fi", ""),
            ("name_fi", "x" * 201),
            ("as_of", "32.13.2021"),
            ("horizon", "Q9/2021"),
            ("horizon", ""),
            ("due_on", ""),
            ("on_time_until", "2022-01-01"),
            ("closes_on", "2022-01-11"),
            ("areas", []),
            ("areas", ["999"]),
            ("scope", "nothing"),
            ("reminder_days", "viikko ennen"),
        ],
    )
    def test_an_error_stands_beside_its_field_and_all_is_kept(
        self, coordinator: Client, field: str, value: object
    ) -> None:
        response = coordinator.post(NEW, FILLED | {field: value})
        assert response.status_code == 422
        shown = read(response.content.decode())
        assert f"id_{field}_error" in [value for _, name, value in shown.attributes if name == "id"]
        assert 'value="December 2021"' in shown.html
        assert not ReportingRound.objects.filter(code="2021-12").exists()

    @pytest.mark.parametrize("wrong", [{"code": "2021-10"}, {"scope": "critical"}])
    def test_what_the_use_case_refuses_is_told_above_the_form(
        self, coordinator: Client, wrong: dict[str, str]
    ) -> None:
        response = coordinator.post(NEW, FILLED | wrong)
        assert response.status_code == 409
        assert 'value="Joulukuu 2021"' in response.content.decode()

    @pytest.mark.parametrize("role", [Role.REPORTER, Role.APPROVER, Role.READER])
    def test_it_is_the_coordinators_page(self, role: Role) -> None:
        assert client_of(person(role)).get(NEW).status_code == 403


class TestChange:
    def typed(self, client: Client) -> dict[str, object]:
        shown = read(client.get(EDIT).content.decode())
        seen = next(
            value
            for (_, name, value), before in zip(
                shown.attributes[1:], shown.attributes, strict=False
            )
            if name == "value" and before == ("input", "name", "seen")
        )
        return {**FILLED, "seen": seen, "as_of": "30.11.2021", "which_areas": "all"}

    def test_it_is_changed(self, coordinator: Client) -> None:
        response = coordinator.post(EDIT, self.typed(coordinator) | {"closes_on": ""})
        assert response.status_code == 302
        row = ReportingRound.objects.get(code="2021-11")
        assert (row.name_fi, row.closes_on) == ("Joulukuu 2021", None)

    def test_a_stale_form_is_refused_and_kept(self, coordinator: Client) -> None:
        typed = self.typed(coordinator)
        ReportingRound.objects.filter(code="2021-11").update(name_fi="Toinen")
        response = coordinator.post(EDIT, typed)
        assert response.status_code == 409
        html = response.content.decode()
        assert 'value="Joulukuu 2021"' in html
        assert "<dd>Toinen</dd>" in html

    def test_having_seen_what_is_stored_one_may_save(self, coordinator: Client) -> None:
        typed = self.typed(coordinator)
        ReportingRound.objects.filter(code="2021-11").update(name_fi="Toinen")
        html = coordinator.post(EDIT, typed).content.decode()
        seen = html.partition('name="seen" value="')[2].partition('"')[0]
        assert coordinator.post(EDIT, typed | {"seen": seen}).status_code == 302
        assert ReportingRound.objects.get(code="2021-11").name_fi == "Joulukuu 2021"

    def test_a_form_without_what_was_seen_is_stale(self, coordinator: Client) -> None:
        assert coordinator.post(EDIT, self.typed(coordinator) | {"seen": ""}).status_code == 409

    def test_a_published_round_is_not_changed(self, coordinator: Client) -> None:
        typed, row = self.typed(coordinator), ReportingRound.objects.get(code="2021-11")
        assert row.opened_at
        rounds.close_round(row.code, actor=operator("root"), now=row.opened_at)
        rounds.publish(row.code, actor=operator("root"), now=row.opened_at)
        coordinator.post(EDIT, typed)
        row.refresh_from_db()
        assert row.name_fi != "Joulukuu 2021"
