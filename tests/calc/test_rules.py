"""Which dated rule is in force, and which band a percentage falls into."""

from dataclasses import replace
from datetime import date

import pytest

from tests.small_roadmap import BANDS, RULE, VALIDITY
from yhdyspinta.calc.rules import NoRuleInForceError, band_of, in_force

AUGUST_31, SEPTEMBER_1 = date(2022, 8, 31), date(2022, 9, 1)


def rule(valid_from, valid_to=None):
    return replace(RULE, validity=replace(VALIDITY, valid_from=valid_from, valid_to=valid_to))


OLD, NEW = rule(date(2021, 7, 1), AUGUST_31), rule(SEPTEMBER_1)


def test_a_rule_holds_from_its_first_day_to_its_last():
    assert in_force([OLD, NEW], on=AUGUST_31) is OLD
    assert in_force([OLD, NEW], on=SEPTEMBER_1) is NEW
    assert in_force([OLD, NEW], on=date(2021, 7, 1)) is OLD


def test_a_day_without_a_rule_is_an_error():
    with pytest.raises(NoRuleInForceError, match=r"0 rules in force on 2021-06-30"):
        in_force([OLD, NEW], on=date(2021, 6, 30))


def test_a_gap_between_rules_is_an_error():
    with pytest.raises(NoRuleInForceError):
        in_force([rule(date(2021, 7, 1), date(2022, 7, 31)), NEW], on=AUGUST_31)


def test_two_rules_on_one_day_are_an_error():
    with pytest.raises(NoRuleInForceError, match=r"2 rules in force on 2022-09-01"):
        in_force([rule(date(2021, 7, 1)), NEW], on=SEPTEMBER_1)


@pytest.mark.parametrize(
    ("percent", "band"),
    [
        (0, "under_25"),
        (24, "under_25"),
        (25, "from_25"),
        (49, "from_25"),
        (50, "from_50"),
        (75, "from_50"),
        (76, "over_75"),
        (100, "over_75"),
    ],
)
def test_a_percentage_falls_into_the_band_of_the_deck(percent, band):
    assert band_of(percent, BANDS) == band


def test_the_order_in_which_bands_are_listed_does_not_matter():
    turned = replace(BANDS, bands=BANDS.bands[::-1])
    assert [band_of(p, turned) for p in (24, 25, 76)] == ["under_25", "from_25", "over_75"]
