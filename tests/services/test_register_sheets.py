"""The register taken in from a workbook: compared, all of it or nothing, by those who may."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.utils.translation import override

from tests.people import AINO, LIISA, MATTI
from tests.register_books import SMALL, THINGS, Rows, book
from tests.services.run_round import on
from yhdyspinta.calc.register_sheets import differences
from yhdyspinta.services import bodies, register_nouns, register_sheets
from yhdyspinta.services.refusals import StaleError
from yhdyspinta.services.sheets import SheetRefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Actor, operator
from yhdyspinta.terms.agreements import Period, PeriodUnit
from yhdyspinta.terms.recurrence import Frequency, Recurrence
from yhdyspinta.terms.register import RegisterKind
from yhdyspinta.terms.register_columns import RegisterSheet
from yhdyspinta.terms.register_sheets import RegisterPlan
from yhdyspinta.terms.sheets import Problem, ProblemCode

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "english")]
OPERATOR = operator("test")
BODY = ("code", "name_fi", "level", "kind", "area", "owner", "parent", "remove")


def compare(sheets: Mapping[str, Rows], actor: Actor = AINO) -> RegisterPlan:
    content = register_sheets.read_bytes(book(sheets), file="r.xlsx", actor=actor)
    return register_sheets.compare(content, actor=actor, now=on(1))


def take_in(sheets: Mapping[str, Rows], actor: Actor = AINO, seen: str = "") -> RegisterPlan:
    content = register_sheets.read_bytes(book(sheets), file="r.xlsx", actor=actor)
    return register_sheets.import_(content, actor=actor, now=on(1), seen=seen)


def refused(sheets: Mapping[str, Rows], actor: Actor = AINO) -> tuple[Problem, ...]:
    """Say why a workbook is refused: by the look and by the import alike, and nothing is stored."""
    before = counts()
    with pytest.raises(SheetRefusedError) as error:
        take_in(sheets, actor)
    assert tuple(e for e in compare(sheets, actor).problems if not e.warning) == (
        error.value.problems
    )
    assert counts() == before
    return error.value.problems


def counts() -> list[int]:
    models = (store.Body, store.Interface, store.Meeting, store.Agreement, store.Event)
    return [model._default_manager.count() for model in models]


def body(code: str, **cells: Any) -> list[Any]:
    row = {
        "code": code,
        "name_fi": "R",
        "level": "Asiantuntijat",
        "kind": "Yhteistyö",
        "area": "06",
    }
    return [{**row, "owner": "hva-06", **cells}.get(name) for name in BODY]


def of_bodies(*rows: list[Any]) -> dict[str, Rows]:
    return {"Toimielimet": (BODY, *rows)}


def one(sheet: RegisterSheet, code: str) -> Any:
    return register_nouns.stored(sheet, [code])[code]


def test_a_whole_register_is_taken_in_with_what_refers_both_ways() -> None:
    assert len(take_in(SMALL).steps) == THINGS
    interface = one(RegisterSheet.INTERFACES, "06-oh")
    assert (interface.structures[0].body, interface.aims) == ("06-ryhma", ("yksi", "kaksi"))
    assert one(RegisterSheet.BODIES, "06-ryhma").interfaces == ("06-oh",)
    step = one(RegisterSheet.PHENOMENA, "06-ilmio").steps[0]
    assert (step.meeting, step.outcome) == ("06-k1", 1)
    assert one(RegisterSheet.MEETINGS, "06-k1").agenda[0].phenomenon == "06-ilmio"


def test_what_is_taken_in_is_what_was_meant() -> None:
    take_in(SMALL)
    meeting = one(RegisterSheet.MEETINGS, "06-k1")
    assert meeting.starts_at == datetime(2026, 3, 10, 7, tzinfo=UTC)
    series = one(RegisterSheet.SERIES, "06-sarja")
    assert series.rule == Recurrence(Frequency.YEARLY, months=(3, 9), weekday=1, nth=2)
    assert series.at == time(9)
    agreement = one(RegisterSheet.AGREEMENTS, "06-sop")
    assert (agreement.notice, agreement.remind_before) == (Period(6, PeriodUnit.MONTHS), (90, 30))
    assert agreement.parties[0].obligations == ("järjestää", "raportoi")


def test_a_look_says_what_an_import_does_and_stores_nothing() -> None:
    before = counts()
    looked = compare(SMALL)
    assert counts() == before
    assert register_sheets.mark_of(looked) == register_sheets.mark_of(take_in(SMALL))


def test_a_second_import_changes_nothing_and_leaves_no_trace() -> None:
    take_in(SMALL)
    before = counts()
    again = take_in(SMALL)
    assert (again.steps, again.unchanged, counts()) == ((), THINGS, before)


def test_each_thing_and_the_workbook_leave_a_trace() -> None:
    take_in(SMALL)
    event = store.Event.objects.get(action="register.import")
    assert (event.subject, event.details["added"]) == ("r.xlsx", THINGS)
    assert store.Event.objects.filter(action="register.add").count() == THINGS


def test_what_the_workbook_does_not_name_stays_as_it_is() -> None:
    take_in(SMALL)
    plan = take_in(
        {"Jäsenet": (("Toimielin", "Numero", "Asiantuntemus"), ("06-foorumi", 2, "ICT"))}
    )
    members = one(RegisterSheet.BODIES, "06-foorumi").members
    assert [step.code for step in plan.steps] == ["06-foorumi"]
    assert [(e.organisation, e.expertise) for e in members] == [
        ("hva-06", ""),
        ("kunta-609", "ICT"),
    ]
    assert members[0].person == "Maija Malli"


def test_an_emptied_cell_empties_and_one_that_cannot_be_empty_gets_its_default() -> None:
    take_in(SMALL)
    header = ("code", "name_fi", "aims", "state")
    take_in({"Yhdyspinnat": (header, ("06-oh", "Opiskeluhuolto", None, None))})
    interface = one(RegisterSheet.INTERFACES, "06-oh")
    assert (interface.aims, interface.state, interface.work_package) == ((), "proposed", "06-hyte")


def test_changes_are_told_cell_by_cell() -> None:
    take_in(SMALL)
    step = compare(of_bodies(body("06-foorumi", name_fi="Uusi"))).steps[0]
    found = differences(RegisterSheet.BODIES, step.before, step.after)
    assert [(e.field, e.before, e.after) for e in found] == [("name_fi", "Foorumi", "Uusi")]


def test_a_row_is_removed_only_where_the_sheet_says_so() -> None:
    take_in(SMALL)
    take_in(
        {
            "Osapuolet": (
                ("interface", "organisation", "role", "remove"),
                ("06-oh", "kunta-609", "Osallistuu", "kyllä"),
            )
        }
    )
    parties = one(RegisterSheet.INTERFACES, "06-oh").parties
    assert [each.organisation for each in parties] == ["hva-06"]


def test_all_is_removed_in_the_right_order() -> None:
    take_in(SMALL)
    gone = {
        name: ((*rows[0], "Poista"), *([row[0], *[None] * (len(row) - 1), "x"] for row in rows[1:]))
        for name, rows in SMALL.items()
        if rows[0][0] == "Koodi"
    }
    assert len(take_in(gone).steps) == THINGS
    assert counts()[:4] == [0, 0, 0, 0]


def test_removing_what_is_not_there_is_a_warning() -> None:
    plan = compare(of_bodies(body("06-x", remove="kyllä")))
    assert [(e.code, e.warning) for e in plan.problems] == [(ProblemCode.NOTHING_TO_REMOVE, True)]


def test_what_would_be_refused_is_told_with_its_row() -> None:
    problems = refused({**SMALL, **of_bodies(body("06-foorumi"), body("06-ryhma", owner=None))})
    assert [(e.sheet, e.cell) for e in problems] == [("Toimielimet", "A3")]
    assert problems[0].value.endswith("(06-ryhma)")


def test_what_refers_to_something_refused_is_not_told_as_well() -> None:
    sheets = {
        **of_bodies(body("a", owner="hva-07"), body("b", parent="a")),
        "Kokoukset": (
            ("code", "body", "title", "on", "starts", "ends"),
            ("m", "a", "K", "1.1.2026", "9", "10"),
        ),
    }
    assert [each.cell for each in refused(sheets)] == ["A2"]


def test_a_circle_is_told_at_each_of_its_rows() -> None:
    found = refused(of_bodies(body("a", parent="b"), body("b", parent="a"), body("c", parent="a")))
    assert [(e.code, e.cell) for e in found] == [(ProblemCode.CIRCLE, c) for c in ("A2", "A3")]


def test_a_circle_through_what_is_stored_is_found() -> None:
    take_in(of_bodies(body("a"), body("b", parent="a")))
    assert [e.code for e in refused(of_bodies(body("a", parent="b")))] == [ProblemCode.CIRCLE]


def test_parents_may_be_turned_around() -> None:
    take_in(of_bodies(body("a"), body("b", parent="a")))
    take_in(of_bodies(body("a", parent="b"), body("b")))
    assert one(RegisterSheet.BODIES, "a").parent == "b"


def test_numbers_must_not_leave_one_out() -> None:
    take_in(SMALL)
    row = ("06-foorumi", 4, "hva-06")
    found = refused({"Jäsenet": (("body", "number", "organisation"), row)})
    assert [(e.code, e.value) for e in found] == [(ProblemCode.NUMBER_LEFT_OUT, "3")]


def test_own_rows_of_something_unknown_are_told() -> None:
    found = refused({"Jäsenet": (("body", "number", "organisation"), ("none", 1, "hva-06"))})
    assert [e.code for e in found] == [ProblemCode.REFERENCE_UNKNOWN]


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI])
def test_one_takes_in_only_what_one_may_keep(actor: Actor) -> None:
    assert {each.code for each in refused(SMALL, actor)} == {ProblemCode.REFUSED}


def test_an_operator_takes_in_anybodys() -> None:
    assert len(take_in(SMALL, OPERATOR).steps) == THINGS


def test_unchanged_rows_may_be_anybodys_and_changed_ones_not() -> None:
    take_in(SMALL)
    own = body("07-r", area="07", owner="hva-07")
    plan = take_in({**SMALL, "Toimielimet": (*SMALL["Toimielimet"], _row(own))}, MATTI)
    assert [step.code for step in plan.steps] == ["07-r"]


def _row(cells: list[Any]) -> list[Any]:
    """Put a body's cells in the order of the small register's sheet."""
    return [*cells[:6], None, None]


def test_names_that_one_cannot_see_are_not_emptied_by_bringing_them_back_empty() -> None:
    take_in(SMALL)
    rows = SMALL["Jäsenet"]
    unseen = {"Jäsenet": (rows[0], (*rows[1][:4], None), rows[2])}
    assert compare(unseen, MATTI).steps == ()
    assert [step.code for step in compare(unseen, AINO).steps] == ["06-foorumi"]


def test_nothing_is_stored_over_what_has_changed_since_the_look() -> None:
    seen = register_sheets.mark_of(compare(of_bodies(body("a"))))
    take_in(of_bodies(body("a", name_fi="Toisen")))
    with pytest.raises(StaleError):
        take_in(of_bodies(body("a")), seen=seen)
    assert one(RegisterSheet.BODIES, "a").names.fi == "Toisen"


def test_what_was_looked_at_and_has_not_changed_is_stored() -> None:
    seen = register_sheets.mark_of(compare(SMALL))
    assert len(take_in(SMALL, seen=seen).steps) == THINGS


def test_a_changed_meeting_keeps_its_agenda_and_moves_by_the_clock_of_finland() -> None:
    take_in(SMALL)
    header = ("code", "body", "title", "on", "starts", "ends")
    take_in({"Kokoukset": (header, ("06-k1", "06-foorumi", "Kokous 1", "10.7.2026", "9", "10"))})
    meeting = one(RegisterSheet.MEETINGS, "06-k1")
    assert meeting.starts_at == datetime(2026, 7, 10, 6, tzinfo=UTC)
    assert (len(meeting.agenda), meeting.sequence) == (1, 1)


def test_texts_that_a_cell_cannot_show_exactly_stay_as_they_are() -> None:
    take_in(SMALL)
    record = one(RegisterSheet.BODIES, "06-foorumi")
    odd = replace(record, mandate="a  b\u00ad\n\n c ", tasks=("x  y", "p | q"))
    bodies.save(odd, actor=AINO, now=on(2))
    header = ("code", "name_fi", "level", "kind", "mandate", "tasks")
    row = ("06-foorumi", "Foorumi", "Asiantuntijat", "Yhteistyö", "a b\n\nc", "x y\np | q")
    assert compare({"Toimielimet": (header, row)}).steps == ()


def test_a_refusal_is_said_in_the_readers_language() -> None:
    with override("fi"):
        finnish = refused(of_bodies(body("a", owner="hva-07")))[0].value
    assert finnish != refused(of_bodies(body("a", owner="hva-07")))[0].value


def test_the_number_of_queries_of_a_look_does_not_grow_with_unchanged_rows(
    django_assert_max_num_queries: Any,
) -> None:
    take_in(of_bodies(*(body(f"b{number}") for number in range(60))))
    data = book(of_bodies(*(body(f"b{number}") for number in range(60))))
    with django_assert_max_num_queries(60):
        content = register_sheets.read_bytes(data, file="r.xlsx", actor=AINO)
        register_sheets.compare(content, actor=AINO, now=on(2))


def test_what_is_removed_is_told_as_what_it_was() -> None:
    take_in(of_bodies(body("a")))
    step = compare(of_bodies(body("a", remove="kyllä"))).steps[0]
    assert (step.kind, step.code, step.after) == (RegisterKind.BODY, "a", None)
    assert step.before.names.fi == "R"
