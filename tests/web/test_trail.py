"""The audit trail's page: filters, pages, changes before and after, files."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.web.reading import Page, read
from yhdyspinta.store.models import Event, Grant, User

NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)
CELL = {
    "task": "ict-A01",
    "before": {"status": "late", "note": "Odottaa", "visibility": "internal"},
    "after": {"status": "done", "note": "Odottaa", "visibility": "internal", "risk": "high"},
}


@pytest.fixture
def operator(client: Client, db: None) -> User:
    """A signed-in operator."""
    user = User.objects.create_user("op@example.org", name="Olli Operaattori", joined_at=NOON)
    Grant.objects.create(user=user, role="operator", granted_at=NOON, granted_by="test")
    client.force_login(user, "yhdyspinta.web.signin.Backend")
    return user


def event(minutes: int = 0, **more: object) -> Event:
    told = {"actor": "aino", "action": "report.save", "subject": "2026-11 06", **more}
    return Event.objects.create(at=NOON + timedelta(minutes=minutes), **told)


def page(client: Client, query: str = "", status: int = 200) -> Page:
    response = client.get(f"/en/trail/{query}")
    assert response.status_code == status
    return read(response.content.decode())


def subjects(found: Page) -> list[str]:
    return [row[2].partition(": ")[2].split(" ")[0] for row in found.rows if len(row) == 5][1:]


@pytest.mark.usefixtures("operator")
class TestPage:
    def test_the_newest_comes_first_and_old_ones_on_further_pages(self, client: Client) -> None:
        for number in range(60):
            event(number, subject=f"s{number}")
        first = page(client)
        assert subjects(first)[0] == "s59"
        [older] = [link for link in first.links if "after=" in link]
        rest = read(client.get(older).content.decode())
        assert subjects(first) + subjects(rest) == [f"s{n}" for n in range(59, -1, -1)]

    def test_before_and_after_stand_side_by_side_in_words(self, client: Client) -> None:
        event(details={"cells": [CELL]}, reason="Siksi")
        shown = page(client)
        assert ["ict-A01", "Status", "late", "done"] in shown.rows
        assert ["ict-A01", "Note"] not in [row[:2] for row in shown.rows]  # it stayed

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?group=round", ["round"]),
            ("?who=eero", ["eero"]),
            ("?organisation=stm", ["org"]),
            ("?area=07", ["area"]),
            ("?text=tex", ["text"]),
            ("?request=r-12345678", ["request"]),
            ("?since=2026-11-25", ["later"]),
            ("?until=2026-11-23", ["earlier"]),
        ],
    )
    def test_each_filter_finds_its_own(self, client: Client, query: str, found: list[str]) -> None:
        event(subject="round", action="round.open")
        event(subject="eero", actor="eero")
        event(subject="org", organisation="stm")
        event(subject="area", area="07")
        event(subject="text")
        event(subject="request", request="r-12345678")
        event(24 * 60, subject="later")
        event(-24 * 60, subject="earlier")
        assert subjects(page(client, query)) == found

    @pytest.mark.parametrize(
        "query", ["?since=tomorrow", "?group=nonsense", "?after=1", "?after=1-x"]
    )
    def test_what_cannot_be_asked_is_answered_with_a_reason(
        self, client: Client, query: str
    ) -> None:
        page(client, query, status=400)

    def test_signs_that_no_text_holds_are_left_out(self, client: Client) -> None:
        event(subject="text")
        assert subjects(page(client, "?text=te%00xt")) == ["text"]

    def test_the_last_day_of_all_does_not_break_it(self, client: Client) -> None:
        page(client, "?until=9999-12-31", status=400)

    def test_text_of_an_event_is_never_markup(self, client: Client) -> None:
        event(subject="<script>x</script>", reason="<b>", details={"after": "<i>"})
        assert "<script>x" not in page(client).html

    @pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
    def test_what_is_filtered_leaves_as_a_file(self, client: Client, ending: str) -> None:
        event()
        response = client.get(f"/fi/trail/events.{ending}?area=06")
        assert response.status_code == 200
        assert f".{ending}" in response["Content-Disposition"]
        assert Event.objects.get(action="export.trail").details["filter"] == {"area": "06"}

    def test_there_is_no_other_form_of_file(self, client: Client) -> None:
        assert client.get("/fi/trail/events.exe").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    for address in ("/fi/trail/", "/fi/trail/events.csv"):
        assert client.get(address).status_code == 302


def test_a_person_without_roles_sees_their_own_events(client: Client, db: None) -> None:
    user = User.objects.create_user("a@example.org", name="Aino", joined_at=NOON)
    client.force_login(user, "yhdyspinta.web.signin.Backend")
    event(subject="others")
    event(subject="own", actor=user.key)
    assert subjects(page(client)) == ["own"]
