"""Who owes what, with the shipped areas, organisations and duties."""

from datetime import UTC, date, datetime

import pytest

from yhdyspinta.services import duties, duty_overview, places, plans, reference
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.access import VISITOR, operator
from yhdyspinta.terms.duties import DutyCounts, DutyState, Fulfilment, Owed
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.plans import Plan, PlanKind, PlanState

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ROOT = operator("aino")


@pytest.fixture(autouse=True)
def shipped(db: None) -> None:
    reference.load(actor=ROOT, now=NOW)


def owed(organisation: str, *, on: date = DAY) -> dict[str, Owed]:
    found = duty_overview.owed_by(organisation, actor=VISITOR, on=on)
    return {row.duty.code: row for row in found.rows}


def did(organisation: str, duty: str, day: date, **more: object) -> None:
    code = f"{organisation}-{duty}-{day}"
    duties.save(Fulfilment(code, duty, organisation, day, **more), actor=ROOT, now=NOW)  # type: ignore[arg-type]


def approve(owner: str, *joint: str, kind: PlanKind = PlanKind.CHILDREN_PLAN) -> None:
    plan = Plan(
        f"{owner}-{kind.value}".replace("_", "-"),
        Names("Suunnitelma"),
        kind,
        owner,
        joint,
        area="08",
        state=PlanState.APPROVED,
        approved_on=date(2026, 4, 20),
    )
    plans.save(plan, actor=ROOT, now=NOW)


def test_what_nobody_has_reported_is_not_known_and_never_late() -> None:
    states = {row.standing.state for row in owed("kunta-837").values()}
    assert states == {DutyState.NOT_KNOWN, DutyState.CONTINUOUS}


def test_what_is_due_first_stands_in_front() -> None:
    did("kunta-837", "hyte-raportti-kunta", date(2024, 5, 1))
    found = duty_overview.owed_by("kunta-837", actor=VISITOR, on=DAY)
    assert found.rows[0].duty.code == "hyte-raportti-kunta"
    assert found.rows[0].standing.state is DutyState.LATE
    days = [row.standing.due_on or date.max for row in found.rows]
    assert days == sorted(days)


def test_a_joint_plan_fulfils_the_duty_of_all_its_organisations() -> None:
    approve("hva-08", "kunta-837")
    for organisation, duty in (
        ("hva-08", "lasten-suunnitelma-hva"),
        ("kunta-837", "lasten-suunnitelma-kunta"),
    ):
        stands = owed(organisation)[duty].standing
        assert (stands.state, stands.due_on) == (DutyState.DONE, date(2030, 4, 20))
    assert owed("kunta-211")["lasten-suunnitelma-kunta"].standing.fulfilment is None


def test_a_new_council_term_begins_with_nothing_done() -> None:
    did("kunta-837", "hyvinvointisuunnitelma-kunta", date(2022, 5, 2))
    before = owed("kunta-837", on=date(2025, 5, 31))["hyvinvointisuunnitelma-kunta"].standing
    after = owed("kunta-837", on=date(2025, 6, 1))["hyvinvointisuunnitelma-kunta"].standing
    assert (before.state, before.due_on) == (DutyState.DONE, date(2025, 5, 31))
    assert (after.state, after.due_on) == (DutyState.DUE, date(2029, 5, 31))


def test_helsinki_is_a_county_too_but_for_its_exceptions() -> None:
    helsinki = owed("kunta-091")
    assert "hyte-neuvottelu" not in helsinki
    assert "yhteistyoneuvottelu" not in helsinki
    row = helsinki["opiskeluhuoltosuunnitelma-alue"]
    assert row.exception
    assert "kaupunginvaltuusto" in row.exception.note.fi


def test_a_municipality_merged_away_owes_nothing_more() -> None:
    assert owed("kunta-588", on=date(2024, 12, 31))
    with pytest.raises(RefusedError):
        owed("kunta-588", on=date(2025, 1, 1))


def test_an_unknown_organisation_is_refused() -> None:
    with pytest.raises(RefusedError):
        owed("ei-ole")


def test_a_county_comes_before_its_municipalities_in_finnish_order() -> None:
    found = duty_overview.of_place(places.place("08", on=DAY), actor=VISITOR, on=DAY)
    codes = [each.organisation.code for each in found]
    assert (codes[0], codes[1]) == ("hva-08", "kunta-020")
    assert len(codes) == 24


def test_a_municipality_shows_its_own_only() -> None:
    found = duty_overview.of_place(places.place("837", on=DAY), actor=VISITOR, on=DAY)
    assert [each.organisation.code for each in found] == ["kunta-837"]


def test_the_nation_counts_municipalities_by_county() -> None:
    did("kunta-837", "hyte-raportti-kunta", date(2026, 5, 1))
    did("kunta-211", "hyte-raportti-kunta", date(2023, 5, 1))
    found = duty_overview.national(actor=VISITOR, on=DAY)
    assert len(found.counties) == 22
    pirkanmaa = next(each for each in found.counties if each.code == "08")
    counted = pirkanmaa.municipalities["hyte-raportti-kunta"]
    assert counted == DutyCounts(all=23, done=1, late=1, ahead=0, not_known=21)
    assert found.totals["hyte-raportti-kunta"].all == 292


def test_helsinkis_county_duties_stand_among_the_counties() -> None:
    found = duty_overview.national(actor=VISITOR, on=DAY)
    helsinki = next(each for each in found.counties if each.code == "90")
    assert "opiskeluhuoltosuunnitelma-alue" in helsinki.own
    assert "hyte-neuvottelu" not in helsinki.own
    assert helsinki.municipalities["lasten-suunnitelma-kunta"].all == 1


def test_the_national_view_costs_few_queries(django_assert_max_num_queries) -> None:
    approve("hva-08", "kunta-837")
    did("kunta-837", "hyte-raportti-kunta", date(2026, 5, 1))
    with django_assert_max_num_queries(15):
        duty_overview.national(actor=VISITOR, on=DAY)


def test_one_duty_names_all_who_owe_it_and_its_exceptions() -> None:
    shown = duty_overview.of_duty("hyte-neuvottelu", actor=VISITOR, on=DAY)
    assert (shown.counts.all, shown.counts.not_known) == (21, 21)
    assert [(each.area, names.fi) for each, names in shown.exceptions] == [("90", "Helsinki")]
    with pytest.raises(RefusedError):
        duty_overview.of_duty("ei-ole", actor=VISITOR, on=DAY)
