from tests.api.conftest import Get


def test_the_bands_in_force_on_a_day_are_those_of_the_deck(ask: Get):
    (scale,) = ask("/bands?on=2021-10-31").json()["items"]
    limits = [(band["lowest"], band["highest"]) for band in scale["bands"]]
    assert limits == [(0, 24), (25, 49), (50, 75), (76, 100)]
    assert scale["validity"]["confidence"] == "source"


def test_all_scales_are_listed_when_no_day_is_asked_for(ask: Get):
    starts = [each["validity"]["valid_from"] for each in ask("/bands").json()["items"]]
    assert len(starts) > 1
    assert starts == sorted(starts)


def test_the_rule_for_late_tasks_names_its_source(ask: Get):
    (rule,) = ask("/status-rules?on=2021-10-31").json()["items"]
    assert (rule["late_is_under_way"], rule["late_is_progressing"]) == (True, False)
    assert rule["roadmap"] is None
    assert rule["validity"]["source"]


def test_no_rule_was_in_force_before_there_was_a_roadmap(ask: Get):
    assert ask("/status-rules?on=1999-12-31").json() == {"items": [], "next": None}
