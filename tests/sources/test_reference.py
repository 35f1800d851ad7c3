"""The shipped facts hold together, and the demo is what was published."""

import csv
from collections import Counter
from datetime import date, timedelta

import pytest

from yhdyspinta.calc.areas import valid_on
from yhdyspinta.calc.rules import in_force
from yhdyspinta.calc.situation import share
from yhdyspinta.sources import reference
from yhdyspinta.terms.areas import NATIONAL_KINDS, Area, AreaKind
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.rules import Confidence

LAST_DAY_OF_PERTUNMAA = date(2024, 12, 31)
LARGE = [area for area in reference.areas() if area.kind is not AreaKind.MUNICIPALITY]


def of_kind(kind: AreaKind, on: date) -> list[Area]:
    return [area for area in valid_on(reference.areas(), on) if area.kind is kind]


def rows(folder: str, name: str) -> list[dict[str, str]]:
    path = reference.demo_folder(folder) / name
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def spellings(area: Area) -> set[str]:
    names = [each[lang] for each in (area.names, area.short) for lang in ("fi", "sv", "en")]
    return {name.casefold() for name in (*names, *area.other_names)}


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (AreaKind.COUNTY, 21),
        (AreaKind.CITY, 1),
        (AreaKind.HUS, 1),
        (AreaKind.AUTONOMOUS_REGION, 1),
    ],
)
def test_every_large_area_is_there(kind: AreaKind, number: int) -> None:
    assert len(of_kind(kind, date(2021, 10, 31))) == number


def test_counties_begin_on_1_july_2021() -> None:
    assert not of_kind(AreaKind.COUNTY, date(2021, 6, 30))


def test_there_are_309_municipalities_until_the_end_of_2024() -> None:
    assert len(of_kind(AreaKind.MUNICIPALITY, date(2021, 1, 1))) == 309
    assert len(of_kind(AreaKind.MUNICIPALITY, LAST_DAY_OF_PERTUNMAA)) == 309


def test_there_are_308_municipalities_from_2025() -> None:
    next_day = LAST_DAY_OF_PERTUNMAA + timedelta(days=1)
    assert len(of_kind(AreaKind.MUNICIPALITY, next_day)) == 308


def test_an_area_code_is_used_once() -> None:
    assert max(Counter(area.code for area in reference.areas()).values()) == 1


def test_every_area_has_its_names_in_three_languages() -> None:
    for area in reference.areas():
        for names in (area.names, area.short):
            assert all((names.fi, names.sv, names.en)), area.code


def test_no_name_carries_a_stray_blank() -> None:
    names = [each.names for each in reference.areas()]
    names += [each.short for each in reference.areas()]
    names += [each.names for each in reference.organisations()]
    for each in names:
        assert all(text == text.strip() for text in (each.fi, each.sv, each.en)), each


def test_every_large_area_has_a_tile_of_its_own() -> None:
    tiles = Counter(area.tile for area in LARGE)
    assert None not in tiles
    assert max(tiles.values()) == 1


def test_only_hus_is_not_geographic() -> None:
    assert [area.code for area in reference.areas() if not area.geographic] == ["HUS"]


def test_a_spelling_of_a_national_row_means_one_area() -> None:
    national = [area for area in LARGE if area.kind in NATIONAL_KINDS]
    uses = Counter(name for area in national for name in spellings(area))
    assert [name for name, times in uses.items() if times > 1] == []


def test_the_spelling_of_the_deck_is_known_for_vantaa_and_kerava() -> None:
    area = next(area for area in LARGE if area.code == "04")
    assert {"Vantaa-Kerava", "Vantaa–Kerava"} <= set(area.other_names)


def test_every_area_says_where_it_comes_from() -> None:
    assert all(reference.area_source(area.code) for area in reference.areas())
    assert "local code" in reference.area_source("HUS")


def test_both_ends_of_a_membership_are_areas() -> None:
    codes = {area.code for area in reference.areas()}
    assert {code for m in reference.memberships() for code in (m.part, m.whole)} <= codes


def test_every_area_but_aland_has_one_organisation_that_acts_for_it() -> None:
    acting = Counter(code for each in reference.organisations() for code in each.acts_for)
    assert acting == {area.code: 1 for area in reference.areas() if area.code != "91"}


def test_helsinki_acts_as_a_municipality_and_as_a_county() -> None:
    [city] = [each for each in reference.organisations() if "091" in each.acts_for]
    assert city.acts_for == ("091", "90")
    assert city.names == Names("Helsingin kaupunki", "Helsingfors stad", "City of Helsinki")


def test_an_organisation_code_is_used_once_and_named_in_three_languages() -> None:
    assert max(Counter(each.code for each in reference.organisations()).values()) == 1
    for each in reference.organisations():
        assert all((each.names.fi, each.names.sv, each.names.en)), each.code


@pytest.mark.parametrize("on", [date(2021, 7, 1), date(2022, 8, 31), date(2022, 9, 1)])
def test_the_bands_in_force_cover_0_to_100_without_gap_or_overlap(on: date) -> None:
    steps = in_force(reference.bands(), on=on).bands
    covered = [percent for band in steps for percent in range(band.lowest, band.highest + 1)]
    assert covered == list(range(101))


def test_one_scale_is_in_force_on_every_day_since_the_counties_began() -> None:
    days = [date(2021, 7, 1) + timedelta(days=n) for n in range(2000)]
    assert all(in_force(reference.bands(), on=day) for day in days)


def test_the_scale_of_the_deck_has_four_bands() -> None:
    scale = in_force(reference.bands(), on=date(2021, 10, 31))
    assert [band.code for band in scale.bands] == [
        "under_25",
        "from_25",
        "from_50",
        "over_75",
    ]
    assert scale.validity.confidence is Confidence.SOURCE


def test_the_later_scale_is_marked_as_inferred() -> None:
    scale = in_force(reference.bands(), on=date(2022, 10, 19))
    assert scale.bands[-1].code == "over_90"
    assert scale.validity.confidence is Confidence.INFERRED


def test_a_late_task_is_under_way_but_not_progressing() -> None:
    rule = in_force(reference.status_rules(), on=date(2021, 10, 31))
    assert (rule.late_is_under_way, rule.late_is_progressing) == (True, False)


def test_a_roadmap_without_a_rule_of_its_own_has_the_general_one() -> None:
    assert reference.status_rules("some-other") == reference.status_rules()


def test_the_demo_has_the_counts_that_were_reconstructed() -> None:
    assert len(rows(reference.DEMO, "tasks.csv")) == 346
    assert len(rows(reference.DEMO, "statuses.csv")) == 7612
    assert len(rows(reference.DEMO, "areas.csv")) == 23


def test_the_demo_has_the_published_tables() -> None:
    assert len(rows(reference.DEMO, "published_progress.csv")) == 110
    assert len(rows(reference.DEMO, "published_readiness.csv")) == 110
    assert len(rows(reference.DEMO, "published_progress_yhdyspinnat.csv")) == 110


def test_every_region_of_the_demo_is_a_known_national_area() -> None:
    on = [area for area in LARGE if area.kind in NATIONAL_KINDS]
    known = {name for area in on for name in spellings(area)}
    regions = [row["region"] for row in rows(reference.DEMO, "areas.csv")]
    assert len(regions) == len(on)
    assert {name.casefold() for name in regions} <= known


def test_every_theme_and_subarea_of_the_demo_is_named_in_three_languages() -> None:
    expected = {("hallinto", ""): "Hallinto, talous ja tukipalvelut"}
    for row in rows(reference.DEMO, "tasks.csv"):
        expected[row["theme"], ""] = row["theme_name"]
        expected[row["theme"], row["subarea"]] = row["subarea_name"]
    names = reference.demo_names()
    assert {key: each.fi for key, each in names.items()} == expected
    assert all(each.sv and each.en for each in names.values())


def test_two_areas_were_silent_in_the_invented_september() -> None:
    earlier = {row["region"] for row in rows(reference.COMPARISON, "statuses.csv")}
    later = {row["region"] for row in rows(reference.DEMO, "statuses.csv")}
    assert later - earlier == {"Satakunta", "Kanta-Häme"}
    assert not earlier - later


def test_the_invented_september_speaks_of_the_same_tasks_and_uses_late() -> None:
    earlier = rows(reference.COMPARISON, "statuses.csv")
    tasks = {row["task_id"] for row in rows(reference.DEMO, "tasks.csv")}
    assert {row["task_id"] for row in earlier} == tasks
    assert {row["reported_on"] for row in earlier} == {"2021-09-30"}
    assert "late" in {row["status"] for row in earlier}


def test_only_kainuu_falls_from_the_invented_september_and_only_in_services() -> None:
    started = {}
    for folder in (reference.COMPARISON, reference.DEMO):
        started[folder] = Counter(
            (row["region"], row["task_id"].split("-")[0])
            for row in rows(folder, "statuses.csv")
            if row["status"] not in {"not_started", "not_applicable"}
        )
    before, now = started[reference.COMPARISON], started[reference.DEMO]
    assert [key for key in before if before[key] > now[key]] == [("Kainuu", "palvelut")]
    assert share(now["Kainuu", "palvelut"], 72) != share(before["Kainuu", "palvelut"], 72)


def test_an_unknown_demo_folder_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        reference.demo_folder("no-such-demo")
