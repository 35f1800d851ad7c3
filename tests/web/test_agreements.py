"""Agreements on pages: the list with its filters, one with its days, writing, notice, reminders."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests import register_ground
from tests.people import AINO, sign_in
from tests.services.test_agreements import AGREEMENT
from yhdyspinta.services import agreements
from yhdyspinta.services.agreement_overview import PAGE_SIZE
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import Role, Visibility
from yhdyspinta.terms.agreements import Renewal

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = NOW.date()
LIST, PAGE = "/en/cooperation/06/agreements/", "/en/agreements/06-tilat/"
NEW = {
    "name_fi": "Uusi sopimus",
    "kind": "lease",
    "owner": "hva-06",
    "state": "in_force",
    "starts_on": "1.1.2026",
    "ends_on": "2026-12-31",
    "renewal": "evergreen",
    "notice_number": "6",
    "notice_unit": "months",
    "notice_end": "any_day",
    "renewed_number": "1",
    "renewed_unit": "years",
    "value": "1 200,50",
    "remind_before": "30, 90",
    "visibility": "public",
    "parties-TOTAL_FORMS": "3",
    "parties-INITIAL_FORMS": "0",
    "parties-0-organisation": "kunta-609",
    "parties-0-obligations": "Antaa tilat\n\nLämmittää",
    "parties-1-text": "Porin seurakunta",
}


def save(**change: Any) -> None:
    shown: dict[str, Any] = {"visibility": Visibility.PUBLIC, **change}
    agreements.save(replace(AGREEMENT, **shown), actor=AINO, now=NOW)


@pytest.fixture(autouse=True)
def ground(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    register_ground.make()
    save(ends_on=TODAY + timedelta(days=100))


@pytest.fixture
def keeper(client: Client) -> Client:
    """A reporter of the county."""
    sign_in(client, Role.REPORTER, "hva-06")
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_the_list_begins_with_what_is_late(client: Client) -> None:
    save(code="tulossa", ends_on=TODAY + timedelta(days=300))
    shown = client.get(LIST).context["page"]
    assert [row.is_overdue for row in shown.rows] == [True, False]
    assert ("Late", "1", "") in shown.tally


def test_an_agreement_tells_its_days_parties_and_obligations(client: Client) -> None:
    shown = text(client, PAGE)
    for words in ("Last day to give notice", "Maksaa vuokran", "Porin seurakunta", "120,000.50"):
        assert words in shown
    assert 'class="drawing"' in shown
    assert 'rel="noopener noreferrer"' in shown


def test_what_is_internal_is_not_there_for_others(client: Client) -> None:
    save(visibility=Visibility.INTERNAL)
    text(client, PAGE, 404)
    assert "120,000.50" not in text(client, LIST)
    file = client.get(f"{LIST}file.json").json()
    assert file["agreements"] == []


def test_an_internal_one_is_there_for_a_party(client: Client) -> None:
    save(visibility=Visibility.INTERNAL)
    sign_in(client, Role.READER, "kunta-609")
    assert "120,000.50" in text(client, PAGE)


@pytest.mark.parametrize("query", ["kind=purchase", "party=stm", "state=draft", "interface=x"])
def test_a_filter_that_fits_none_says_so(client: Client, query: str) -> None:
    assert "No agreement fits these filters" in text(client, f"{LIST}?{query}")


@pytest.mark.parametrize("query", ["kind=habit", "state=x", "ends=13", "ends=abc"])
def test_a_filter_that_is_none_is_a_bad_address(client: Client, query: str) -> None:
    text(client, f"{LIST}?{query}", 400)


def test_every_form_of_file_holds_the_agreement(client: Client) -> None:
    sizes = {
        each: len(client.get(f"{LIST}file.{each}").content)
        for each in ("csv", "xlsx", "json", "pptx", "pdf")
    }
    assert min(sizes.values()) > 300
    assert "06-tilat" in client.get(f"{LIST}file.csv").content.decode()
    assert client.get(f"{LIST}file.exe").status_code == 404


def test_a_file_of_json_tells_what_the_days_tell(client: Client) -> None:
    [told] = json.loads(client.get(f"{LIST}file.json").content)["agreements"]
    row = store.Agreement.objects.get()
    assert told["act_by"] == str(row.act_by)
    assert told["parties"][0]["obligations"] == ["Maksaa vuokran", "Siivoaa"]


def test_a_file_of_what_ends_holds_only_what_ends_in_twelve_months(client: Client) -> None:
    save(code="kaukana", ends_on=date(2099, 12, 31), renewal=Renewal.FIXED)
    count = {
        each: client.get(f"{LIST}file.csv{each}").content.decode().count("Koulujen tilat")
        for each in ("", "?ends=12")
    }
    assert count == {"": 2, "?ends=12": 1}


def test_a_reporter_adds_an_agreement_with_its_parties(keeper: Client) -> None:
    answer = keeper.post(f"{LIST}new/", NEW, follow=True)
    assert "The agreement has been added." in answer.content.decode()
    found = agreements.one("satakunta-uusi-sopimus", actor=AINO)
    assert (str(found.value), found.remind_before) == ("1200.50", (90, 30))
    assert found.parties[0].obligations == ("Antaa tilat", "Lämmittää")
    assert [each.text for each in found.parties] == ["", "Porin seurakunta"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ends_on": "eilen"}, "Write the day like this"),
        ({"notice_unit": ""}, "Choose the unit"),
        ({"notice_number": ""}, "Write how many"),
        ({"remind_before": "usein"}, "Write numbers of days"),
        ({"value": "paljon"}, "Write the euros as a number"),
        ({"parties-1-text": "", "parties-1-obligations": "Maksaa"}, "Choose the party"),
        ({"ends_on": "2020-01-01"}, "The last day comes before the first"),
        ({"state": "terminated"}, "Say on which day notice was given"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    keeper: Client, wrong: dict[str, str], words: str
) -> None:
    answer = keeper.post(f"{LIST}new/", NEW | wrong)
    assert answer.status_code in {409, 422}
    shown = answer.content.decode()
    assert words in shown
    assert "Uusi sopimus" in shown


def sent_of(client: Client) -> dict[str, Any]:
    """What the form of the agreement would send as it is shown."""
    form = client.get(f"{PAGE}edit/").context["form"]
    shown = {each.html_name: each.value() for each in form}
    shown |= {each.html_name: each.value() for each in form.table.management_form}
    shown |= {f.html_name: f.value() for row in form.table.initial_forms for f in row}
    return {name: value for name, value in shown.items() if value not in {None, False}}


def test_a_form_sent_as_it_was_shown_changes_nothing(keeper: Client) -> None:
    before = agreements.one(AGREEMENT.code, actor=AINO)
    assert keeper.post(f"{PAGE}edit/", sent_of(keeper)).status_code == 302
    assert agreements.one(AGREEMENT.code, actor=AINO) == before


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(keeper: Client) -> None:
    sent = sent_of(keeper) | {"note": "Oma"}
    save(note="Toisen", ends_on=TODAY + timedelta(days=100))
    answer = keeper.post(f"{PAGE}edit/", sent)
    assert answer.status_code == 409
    assert agreements.one(AGREEMENT.code, actor=AINO).note == "Toisen"


def test_notice_is_written_down_and_the_end_computed(keeper: Client) -> None:
    assert "Write down that notice has been given" in text(keeper, PAGE)
    form = keeper.get(f"{PAGE}notice/").context["form"]
    day = TODAY
    keeper.post(f"{PAGE}notice/", {"day": day.isoformat(), "seen": form["seen"].value()})
    found = agreements.one(AGREEMENT.code, actor=AINO)
    assert (found.state, found.terminated_on) == ("terminated", day)
    assert "Write down that notice has been given" not in text(keeper, PAGE)


@pytest.mark.parametrize("page", ["edit/", "notice/"])
def test_another_organisations_people_change_nothing(client: Client, page: str) -> None:
    sign_in(client, Role.REPORTER, "kunta-609")
    assert f"{PAGE}edit/" not in text(client, PAGE)
    values = {**NEW, "day": "2026-01-01"}
    assert client.post(f"{PAGE}{page}", values).status_code in {403, 422}
    assert client.post(f"{PAGE}remove/").status_code == 403
    assert agreements.one(AGREEMENT.code, actor=AINO).state == "in_force"


def test_a_removed_agreement_is_gone(keeper: Client) -> None:
    assert keeper.post(f"{PAGE}remove/").status_code == 302
    text(keeper, PAGE, 404)


def test_a_keeper_settles_a_reminder_that_nobody_knows_of(keeper: Client) -> None:
    row = store.AgreementReminder.objects.create(
        agreement=store.Agreement.objects.get(),
        user=store.User.objects.get(),
        act_by=date(2026, 1, 1),
        days_before=30,
        planned_at=NOW - timedelta(hours=1),
    )
    assert "unsure" in text(keeper, PAGE)
    keeper.post(f"{PAGE}reminders/{row.pk}/", {"sent": "1"})
    row.refresh_from_db()
    assert row.sent_at == row.planned_at


def test_my_work_tells_of_agreements_to_act_on(keeper: Client) -> None:
    [card] = keeper.get("/en/work/").context["page"].agreements
    assert (card.address, card.is_overdue) == (PAGE, True)


def test_my_work_tells_nothing_of_others_agreements(client: Client) -> None:
    sign_in(client, Role.REPORTER, "hva-07")
    assert client.get("/en/work/").context["page"].agreements == []


def test_two_thousand_agreements_are_a_light_page(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    row = store.Agreement.objects.get()
    fields = [each.attname for each in row._meta.concrete_fields if each.name not in {"id", "code"}]
    same = {name: getattr(row, name) for name in fields}
    many = [store.Agreement(code=f"m-{n}", **same) for n in range(2000)]
    made = store.Agreement.objects.bulk_create(many)
    party = store.Organisation.objects.get(code="kunta-609")
    store.AgreementParty.objects.bulk_create(
        store.AgreementParty(agreement=each, position=0, organisation=party) for each in made
    )
    with django_assert_max_num_queries(10):
        answer = client.get(LIST)
    assert len(answer.context["page"].rows) == PAGE_SIZE
    assert len(answer.content) < 250_000
