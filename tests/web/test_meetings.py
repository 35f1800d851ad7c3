"""Pages of meetings, actions, series and phenomena: read, written, and refused."""

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.people import sign_in
from tests.web.conftest import Ask
from yhdyspinta.store.models import AgendaItem, Meeting, Outcome, Phenomenon, Series, Task
from yhdyspinta.terms.access import Role

HELD = "pirkanmaa-viranhaltijajohto-2026-03-10"
RAISED = "pirkanmaa-ilmio-psykologiaika"
WAY = "pirkanmaa-ilmio-kuljetukset"
MANAGERS = "pirkanmaa-viranhaltijajohto"
NEW = {
    "body": MANAGERS,
    "title": "Ylimääräinen kokous",
    "day": "2027-06-01",
    "starts": "9.00",
    "ends": "10:00",
    "visibility": "public",
    "agenda-TOTAL_FORMS": "2",
    "agenda-INITIAL_FORMS": "0",
    "agenda-0-title": "Avaus",
    "agenda-0-minutes": "20",
    "agenda-0-materials": "Muistio | https://example.fi/muistio",
    "agenda-1-title": "Pitkä asia",
    "agenda-1-minutes": "90",
}


@pytest.fixture
def keeper(demo: None, client: Client) -> Client:
    """Somebody who keeps the county's register."""
    sign_in(client, Role.REPORTER, "hva-08")
    return client


def made(client: Client, **more: str) -> Meeting:
    answer = client.post("/en/cooperation/08/meetings/new/", {**NEW, **more})
    assert answer.status_code == 302, answer.content.decode()
    return Meeting.objects.get(title=NEW["title"])


def test_a_countys_meetings_are_listed_and_filtered_by_body_and_year(ask: Ask) -> None:
    assert ask("cooperation/08/meetings/?year=2026").has("Viranhaltijajohdon kokous 2/2026")
    page = ask("cooperation/08/meetings/?year=2026&body=pirkanmaa-foorumi")
    assert not page.has("Viranhaltijajohdon kokous 2/2026")


def test_a_year_that_there_is_not_is_told(ask: Ask) -> None:
    ask("cooperation/08/meetings/?year=abc", status=400)


def test_an_agenda_has_its_clock_times_and_outcomes_by_kind(ask: Ask) -> None:
    page = ask(f"meetings/{HELD}/", language="en")
    for words in ("09:00", "09:40", "Decisions", "Where this began"):
        assert page.has(words)


def test_what_was_carried_over_is_linked_both_ways(ask: Ask) -> None:
    later = "pirkanmaa-viranhaltijajohto-2026-09-08"
    assert any(f"/meetings/{later}/#item-" in each for each in ask(f"meetings/{HELD}/").links)
    assert any(f"/meetings/{HELD}/#item-4" in each for each in ask(f"meetings/{later}/").links)


def test_a_decision_leads_to_where_it_began_and_that_to_each_levels_days(ask: Ask) -> None:
    assert f"/fi/phenomena/{WAY}/" in ask("meetings/pirkanmaa-ylin-johto-2026-05-20/").links
    page = ask(f"phenomena/{WAY}/", language="en")
    for days in ("16 days", "34 days", "71 days", "13 days", "85 days", "20 days", "239 days"):
        assert page.has(days)


def test_open_actions_are_by_organisation_and_late_ones_are_marked(ask: Ask) -> None:
    page = ask("cooperation/08/actions/", language="en")
    assert page.has("Hyvinvointialue tekee esityksen jokaisesta tilasta.")
    assert page.has("Late")
    assert not ask("cooperation/837/actions/").has("Hyvinvointialue tekee esityksen")


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", ["meetings", "actions", "phenomena"])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_every_list_leaves_as_a_file(client: Client, name: str, ending: str) -> None:
    answer = client.get(f"/fi/cooperation/08/{name}/file.{ending}")
    assert answer.status_code == 200
    assert len(answer.content) > 100
    assert client.get(f"/fi/cooperation/08/{name}/file.exe").status_code == 404


def test_an_invitation_is_a_calendar_file_in_the_time_of_helsinki(
    demo: None, client: Client
) -> None:
    answer = client.get(f"/fi/meetings/{HELD}/invitation.ics")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/calendar")
    for line in ("METHOD:PUBLISH", f"UID:meeting:{HELD}", "BEGIN:VTIMEZONE", "SEQUENCE:0"):
        assert line in text
    assert "DTSTART;TZID=Europe/Helsinki:20260310T090000" in text


def test_a_cancelled_meeting_is_taken_out_of_calendars(keeper: Client) -> None:
    row = made(keeper)
    keeper.post(
        f"/en/meetings/{row.code}/state/", {"state": "cancelled", "seen": seen(keeper, row)}
    )
    text = keeper.get(f"/en/meetings/{row.code}/invitation.ics").content.decode()
    assert "METHOD:CANCEL" in text
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:1" in text


def seen(client: Client, row: Meeting) -> str:
    page = client.get(f"/en/meetings/{row.code}/").content.decode()
    return page.split('name="seen" value="')[1].split('"')[0]


def test_a_meeting_is_called_with_its_agenda_in_finnish_time(keeper: Client) -> None:
    row = made(keeper)
    assert row.code == "pirkanmaa-viranhaltijajohto-2027-06-01"
    assert row.starts_at.isoformat() == "2027-06-01T06:00:00+00:00"
    assert row.agenda.get(number=1).materials == [
        {"title": "Muistio", "address": "https://example.fi/muistio"}
    ]


def test_an_agenda_too_long_is_a_warning_and_no_refusal(keeper: Client) -> None:
    row = made(keeper)
    page = keeper.get(f"/en/meetings/{row.code}/").content.decode()
    assert "The agenda takes 50 min more than the meeting lasts" in page


def test_a_meeting_that_ends_before_it_begins_is_told_beside_the_end(keeper: Client) -> None:
    answer = keeper.post("/en/cooperation/08/meetings/new/", {**NEW, "ends": "8.00"})
    assert answer.status_code == 422
    assert "The meeting ends before it begins." in answer.content.decode()


def test_an_item_keeps_what_it_was_carried_from_when_its_row_is_saved(keeper: Client) -> None:
    later = Meeting.objects.get(code="pirkanmaa-viranhaltijajohto-2026-09-08")
    page = keeper.get(f"/en/meetings/{later.code}/edit/").content.decode()
    form = filled(page)
    answer = keeper.post(f"/en/meetings/{later.code}/edit/", {**form, "title": "Uusi nimi"})
    assert answer.status_code == 302
    assert AgendaItem.objects.filter(meeting=later, carried_from__meeting__code=HELD).exists()
    assert Outcome.objects.filter(meeting=later, item__isnull=False).count() == 2


def filled(html: str) -> dict[str, str]:
    """What a browser would send of a form as it is shown."""
    found = {}
    for tag in re.findall(r"<input [^>]*>", html):
        name, value = (re.search(rf'{each}="([^"]*)"', tag) for each in ("name", "value"))
        if name and 'type="checkbox"' not in tag and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = value[1] if value else ""
    for name, inner in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    texts = r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>'
    return found | dict(re.findall(texts, html, re.DOTALL))


def test_two_at_once_do_not_overwrite_each_other(keeper: Client) -> None:
    address = f"/en/meetings/{HELD}/edit/"
    first = filled(keeper.get(address).content.decode())
    assert keeper.post(address, {**first, "title": "Ensin"}).status_code == 302
    answer = keeper.post(address, {**first, "title": "Sitten"})
    assert answer.status_code == 409
    assert Meeting.objects.get(code=HELD).title == "Ensin"


def test_outcomes_are_recorded_with_the_minutes(keeper: Client) -> None:
    address = f"/en/meetings/{HELD}/outcomes/"
    form = filled(keeper.get(address).content.decode())
    form |= {
        "minutes": "Läsnä kaikki",
        "outcomes-5-kind": "decision",
        "outcomes-5-text": "Sovittiin",
    }
    assert keeper.post(address, form).status_code == 302
    row = Meeting.objects.get(code=HELD)
    assert (row.minutes, row.outcomes.count()) == ("Läsnä kaikki", 6)
    assert row.outcomes.get(number=5).done_on == date(2026, 5, 6)


def test_only_an_action_has_a_due_day(keeper: Client) -> None:
    address = f"/en/meetings/{HELD}/outcomes/"
    form = filled(keeper.get(address).content.decode())
    answer = keeper.post(address, {**form, "outcomes-0-due_on": "2027-01-01"})
    assert answer.status_code == 422
    assert "Only an action has a due day." in answer.content.decode()


def test_what_is_unfinished_is_carried_over_on_the_page(keeper: Client) -> None:
    first = made(keeper)
    second = keeper.post(
        "/en/cooperation/08/meetings/new/", {**NEW, "title": "Seuraava", "day": "2027-08-01"}
    )
    assert second.status_code == 302
    later = Meeting.objects.get(title="Seuraava")
    address = f"/en/meetings/{first.code}/carry/"
    mark = filled(keeper.get(address).content.decode())["seen"]
    answer = keeper.post(address, {"items": ["2"], "to": later.code, "seen": mark})
    assert answer.status_code == 302
    assert later.agenda.get(carried_from__meeting=first).title == "Pitkä asia"


def test_an_action_is_done_by_those_who_owe_it(demo: None, client: Client) -> None:
    sign_in(client, Role.REPORTER, "kunta-837")
    code = "pirkanmaa-viranhaltijajohto-2026-05-12"
    page = client.get(f"/en/meetings/{code}/").content.decode()
    mark = page.split('name="seen" value="')[1].split('"')[0]
    answer = client.post(f"/en/meetings/{code}/actions/2/state/", {"state": "done", "seen": mark})
    assert answer.status_code == 302
    assert Outcome.objects.get(meeting__code=code, number=2).state == "done"


def test_an_action_of_another_is_not_theirs_to_change(demo: None, client: Client) -> None:
    sign_in(client, Role.REPORTER, "kunta-837")
    answer = client.post(f"/en/meetings/{HELD}/actions/4/state/", {"state": "done"})
    assert answer.status_code == 403


def test_a_foreign_address_to_go_back_to_is_not_followed(keeper: Client) -> None:
    values = {"state": "done", "seen": "x", "next": "https://example.com/"}
    answer = keeper.post(f"/en/meetings/{HELD}/actions/4/state/", values)
    assert answer.headers["Location"] == f"/en/meetings/{HELD}/"


def test_a_coordinator_makes_an_action_a_task_of_the_roadmap(demo: None, client: Client) -> None:
    sign_in(client, Role.COORDINATOR, "stm", roadmap="sote-2021")
    values = {"subarea": "sote-2021/ict/A", "due": "Q4/2026", "title_fi": "Tilaesitys"}
    answer = client.post(f"/en/meetings/{HELD}/actions/4/task/", values)
    assert answer.status_code == 302, answer.content.decode()
    task = Task.objects.get(title_fi="Tilaesitys")
    assert Outcome.objects.get(meeting__code=HELD, number=4).task == task


def test_a_series_is_planned_for_a_year_and_says_its_rule(keeper: Client) -> None:
    values = {
        "body": MANAGERS,
        "title": "Aamukahvi",
        "frequency": "yearly",
        "interval": "1",
        "months": ["3"],
        "nth": "2",
        "weekday": "1",
        "at": "8.30",
        "minutes": "60",
        "valid_from": "2027-01-01",
        "visibility": "public",
    }
    assert keeper.post("/en/cooperation/08/series/new/", values).status_code == 302
    page = keeper.get("/en/cooperation/08/series/").content.decode()
    assert "Every year, March, the second Tuesday" in page
    series = Series.objects.get(title="Aamukahvi")
    for _twice in range(2):
        keeper.post(f"/en/series/{series.code}/plan/", {"year": "2027"})
    found = [each.starts_at.isoformat() for each in series.meetings.all()]
    assert found == ["2027-03-09T06:30:00+00:00"]


def test_a_series_says_its_day_in_one_way(keeper: Client) -> None:
    values = {"frequency": "monthly", "weekday": "1", "day": "5", "months": ["3"]}
    text = keeper.post("/en/cooperation/08/series/new/", values).content.decode()
    assert "Give a weekday or a day of the month, not both." in text
    assert "Only a yearly rule has months." in text


def test_a_phenomenon_is_noticed_raised_and_closed_on_pages(keeper: Client) -> None:
    values = {
        "title": "Jonot",
        "noticed_on": "2026-10-01",
        "owner": "hva-08",
        "visibility": "public",
    }
    assert keeper.post("/en/cooperation/08/phenomena/new/", values).status_code == 302
    row = Phenomenon.objects.get(title="Jonot")
    address = f"/en/phenomena/{row.code}/"
    form = filled(keeper.get(f"{address}move/").content.decode())
    form |= {"move": "up expert", "on": "2026-10-20", "body": "pirkanmaa-operatiiviset-ryhmat"}
    assert keeper.post(f"{address}move/", form).status_code == 302
    mark = filled(keeper.get(address).content.decode())["seen"]
    keeper.post(f"{address}close/", {"close": "1", "seen": mark})
    row.refresh_from_db()
    assert (row.steps.get().level, row.closed_on is not None) == ("expert", True)


def test_a_level_that_is_not_next_cannot_be_chosen(keeper: Client) -> None:
    address = f"/en/phenomena/{RAISED}/move/"
    form = filled(keeper.get(address).content.decode())
    answer = keeper.post(address, {**form, "move": "up political", "on": "2026-11-01"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "address", [f"meetings/{HELD}/edit/", f"phenomena/{WAY}/edit/", f"meetings/{HELD}/carry/"]
)
def test_people_of_others_change_nothing(demo: None, client: Client, address: str) -> None:
    sign_in(client, Role.REPORTER, "hva-06")
    before = Meeting.objects.get(code=HELD).changed_at
    form = filled(client.get(f"/en/{address}").content.decode())
    answer = client.post(f"/en/{address}", {**form, "title": "Meidän"})
    assert answer.status_code in {403, 422}
    assert Meeting.objects.get(code=HELD).changed_at == before


def test_pages_cost_few_queries(
    demo: None, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for address, most in (
        ("cooperation/08/meetings/?year=2026", 16),
        (f"meetings/{HELD}/", 16),
        ("cooperation/08/actions/", 6),
        ("cooperation/08/phenomena/", 6),
        (f"phenomena/{WAY}/", 12),
    ):
        with django_assert_max_num_queries(most):
            assert len(client.get(f"/fi/{address}").content) < 100_000
