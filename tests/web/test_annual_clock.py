"""The clock's page, its files, its form, and the calendar that a link gives."""

import io
import json
import logging
import zipfile

import pytest
from ical.calendar_stream import IcsCalendarStream
from pptx import Presentation

from tests.people import sign_in
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Role

CLOCK = "cooperation/08/clock/?year=2026"
pytestmark = pytest.mark.usefixtures("demo")


@pytest.mark.parametrize("view", ["wheel", "list", "grid"])
@pytest.mark.parametrize("by", ["subject", "organisation"])
def test_the_clock_is_shown_in_every_way(ask, view, by) -> None:
    page = ask(f"{CLOCK}&view={view}&by={by}")
    assert "Viranhaltijajohdon kokous 1/2026" in page.text


def test_the_wheels_numbers_are_those_of_the_list(client) -> None:
    text = client.get(f"/fi/{CLOCK}").content.decode()
    targets = {part.split('"')[0] for part in text.split('href="#n')[1:]}
    assert targets
    assert all(f'id="n{number}"' in text for number in targets)


def test_the_decks_clock_of_2022_has_its_two_lanes(ask) -> None:
    page = ask("cooperation/national/clock/?year=2022")
    assert "Hallinnon perustaminen" in page.text
    assert "Johtamisen perustaminen" in page.text


def test_an_empty_year_says_what_to_do(ask) -> None:
    assert "Nothing dated" in ask("cooperation/06/clock/?year=1960", language="en").text


@pytest.mark.parametrize("query", ["year=x", "year=1", "view=cake", "by=moon", "kind=x", "most=-1"])
def test_a_bad_address_is_told(client, query) -> None:
    assert client.get(f"/fi/cooperation/08/clock/?{query}").status_code in {400, 404}


def test_the_page_stays_small(client) -> None:
    assert len(client.get(f"/fi/{CLOCK}").content) < 150_000


def test_the_slide_has_the_wheel_in_native_shapes_and_the_list_as_a_table(client) -> None:
    address = "/fi/cooperation/national/clock/file.pptx?year=2022"
    deck = Presentation(io.BytesIO(client.get(address).content))
    (group,) = [each for each in deck.slides[1].shapes if each.shape_type == 6]
    assert sum(each.has_text_frame and "JTS" in each.text_frame.text for each in group.shapes) == 1
    assert any(each.has_table for slide in deck.slides for each in slide.shapes)


@pytest.mark.parametrize(
    ("ending", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("svg", b"<svg"), ("csv", b"\xef")]
)
def test_every_file_is_made(client, ending, begins) -> None:
    answer = client.get(f"/fi/cooperation/national/clock/file.{ending}?year=2022")
    assert answer.content.startswith(begins)


def test_the_rows_of_the_files_are_those_of_the_page(client) -> None:
    told = json.loads(client.get("/fi/cooperation/national/clock/file.json?year=2022").content)
    assert len(told["entries"]) == 21
    book = client.get("/fi/cooperation/national/clock/file.xlsx?year=2022").content
    assert zipfile.is_zipfile(io.BytesIO(book))


def form(**changes):
    given = {"name_fi": "Strategiapäivä", "owner": "hva-08", "kind": "strategy", "precision": "day"}
    when = {"starts_on": "2026-03-10", "visibility": "public", "frequency": "yearly"}
    return {**given, **when, "interval": "1", "nth": "2", **changes}


def test_a_recurring_thing_is_added_and_stands_on_the_clock(client, ask) -> None:
    sign_in(client, Role.REPORTER, "hva-08")
    given = form(recurs="on", months=["3"], weekday="1")
    assert client.post("/fi/cooperation/08/clock/new/", given).status_code == 302
    assert "14.3.2028" in ask("cooperation/08/clock/?year=2028").text


@pytest.mark.parametrize("wrong", [{"owner": "kunta-837"}, {"ends_on": "2026-01-01"}, {"kind": ""}])
def test_a_form_that_is_not_right_is_shown_again(client, wrong) -> None:
    sign_in(client, Role.REPORTER, "hva-08")
    assert client.post("/fi/cooperation/08/clock/new/", form(**wrong)).status_code == 422


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(client) -> None:
    sign_in(client, Role.REPORTER, "hva-08")
    address = "/fi/clock/pirkanmaa-talousarvio-2027/edit/"
    assert client.post(address, form(seen="other")).status_code == 409


@pytest.fixture
def link(client):
    sign_in(client, Role.REPORTER, "hva-08")
    page = client.post("/en/calendars/", {"about": "area:08"}).content.decode()
    address = page.split('value="http://testserver')[1].split('"')[0]
    client.logout()
    return address


def test_another_parser_reads_a_links_calendar_without_signing_in(client, link) -> None:
    answer = client.get(link)
    events = IcsCalendarStream.calendar_from_ics(answer.content.decode()).events
    assert len({event.uid for event in events}) == len(events) > 20
    assert all(event.dtend and event.end > event.start for event in events)
    assert "private" in answer.headers["Cache-Control"]


def test_what_has_not_changed_is_not_sent_again(client, link) -> None:
    etag = client.get(link).headers["ETag"]
    again = client.get(link, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    store.Meeting.objects.update(title="Toinen")
    assert client.get(link, headers={"if-none-match": etag}).status_code == 200


def test_a_revoked_and_an_unknown_link_are_answered_alike(client, link) -> None:
    store.CalendarFeed.objects.update(revoked_at="2026-01-01T00:00Z")
    dead, unknown = client.get(link), client.get("/calendar/unknown.ics")
    assert dead.status_code == unknown.status_code == 404
    assert dead.content == unknown.content


def test_the_secret_stands_in_no_log_and_on_no_page_again(client, link, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    secret = link.rpartition("/")[2].removesuffix(".ics")
    client.get(link)
    client.get(link.removesuffix(".ics"))
    assert secret not in caplog.text


def test_too_many_readings_of_an_address_are_refused(client, link, settings) -> None:
    settings.API_READS = 1
    answers = [client.get(link, REMOTE_ADDR="203.0.113.77").status_code for _ in range(3)]
    assert 429 in answers
