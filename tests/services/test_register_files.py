"""The register put into a workbook: what goes out comes back, in three languages."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.people import AINO, MATTI
from tests.register_books import SMALL, THINGS, book
from tests.services.run_round import on
from yhdyspinta.services import register_files, register_sheets
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Actor, operator
from yhdyspinta.terms.register_sheets import RegisterPlan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]
LANGUAGES = pytest.mark.parametrize("language", ["fi", "sv", "en"])
OPERATOR = operator("test")


@pytest.fixture(autouse=True)
def stored(county: None) -> None:
    content = register_sheets.read_bytes(book(SMALL), file="r.xlsx", actor=AINO)
    register_sheets.import_(content, actor=AINO, now=on(1))


def made(place: str = "06", *, actor: Actor = AINO, language: str = "fi") -> bytes:
    return register_files.make(place, actor=actor, now=on(2), language=language, address="x")


def opened(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))


def brought(
    data: bytes, change: Callable[[Workbook], None] = lambda _book: None, actor: Actor = AINO
) -> RegisterPlan:
    workbook, out = opened(data), io.BytesIO()
    change(workbook)
    workbook.save(out)
    content = register_sheets.read_bytes(out.getvalue(), file="r.xlsx", actor=actor)
    return register_sheets.compare(content, actor=actor, now=on(3))


@LANGUAGES
@pytest.mark.parametrize("place", ["06", "all"])
def test_what_goes_out_comes_back_with_nothing_to_change(language: str, place: str) -> None:
    plan = brought(made(place, language=language))
    assert (plan.problems, plan.steps, plan.unchanged) == ((), (), THINGS)


@LANGUAGES
def test_a_changed_cell_is_the_one_change(language: str) -> None:
    def change(workbook: Workbook) -> None:
        sheet = workbook.worksheets[5]
        sheet["B2"] = "Uusi nimi"

    step = brought(made(language=language), change).steps[0]
    assert (step.code, step.after.names.fi) == ("06-foorumi", "Uusi nimi")


@LANGUAGES
def test_a_changed_day_and_time_come_back_as_such(language: str) -> None:
    def change(workbook: Workbook) -> None:
        sheet = workbook.worksheets[8]
        day, start = sheet["D2"], sheet["E2"]
        sheet["D2"] = day.value.replace(day=11)
        sheet["E2"] = start.value.replace(minute=15)

    step = brought(made(language=language), change).steps[0]
    assert f"{step.after.starts_at:%d %H:%M}" == "11 07:15"


def test_a_row_that_is_taken_out_of_the_workbook_stays_in_the_register() -> None:
    plan = brought(made(), lambda workbook: workbook.worksheets[5].delete_rows(2))
    assert (plan.problems, plan.steps) == ((), ())


def test_dates_are_dates_and_money_is_a_number() -> None:
    sheets = opened(made())
    assert sheets["Kokoukset"]["D2"].is_date
    assert sheets["Sopimukset"]["I2"].value == 120000.5


def test_headers_are_frozen_and_words_can_be_chosen() -> None:
    workbook = opened(made())
    sheet = workbook["Toimielimet"]
    assert sheet.freeze_panes == "B2"
    rules = {str(each.sqref).split(":")[0]: each for each in sheet.data_validations.dataValidation}
    # The lists' sheet is the last; a body's parent is one of the bodies.
    assert rules["E2"].formula1.startswith(f"'{workbook.sheetnames[-1]}'!$")
    assert rules["K2"].formula1 == "'Toimielimet'!$A$2:$A$2000"


def test_an_empty_workbook_has_every_sheet_and_no_row() -> None:
    data = register_files.template(now=on(2), language="sv")
    workbook = opened(data)
    assert len(workbook.worksheets) == 1 + 18 + 1
    assert brought(data).unchanged == 0


def test_names_of_persons_go_only_to_those_who_may_read_them() -> None:
    def persons(actor: Actor) -> list[Any]:
        return [row[9].value for row in opened(made(actor=actor))["Jäsenet"].iter_rows(min_row=2)]

    assert (persons(AINO), persons(MATTI)) == (["Maija Malli", None], [None, None])
    assert brought(made(actor=MATTI), actor=MATTI).steps == ()


def test_a_visitor_gets_only_what_is_public() -> None:
    store.Body.objects.filter(code="06-ryhma").update(visibility="internal")
    rows = opened(made(actor=VISITOR))["Toimielimet"].iter_rows(min_row=2)
    assert [row[0].value for row in rows] == ["06-foorumi"]


def test_what_does_not_fit_into_a_cell_is_left_out_and_named() -> None:
    body = store.Body.objects.get(code="06-ryhma")
    body.tasks = ["x" * 9_000] * 4
    body.save()
    data = made()
    told = [row[1].value for row in opened(data).worksheets[0].iter_rows() if len(row) > 1]
    assert "06-ryhma" in told
    assert brought(data).steps == ()


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    store.Body.objects.filter(code="06-ryhma").update(name_fi="=1+1")
    sheet = opened(made())["Toimielimet"]
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(RefusedError):
        made("99")


def test_the_national_workbook_holds_no_countys_rows() -> None:
    assert opened(made("national", actor=OPERATOR))["Toimielimet"].max_row == 1


def test_the_number_of_queries_does_not_grow_with_rows(django_assert_max_num_queries: Any) -> None:
    made()
    with django_assert_max_num_queries(45):
        made()
