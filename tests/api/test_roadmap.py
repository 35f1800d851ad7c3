from tests.api.conftest import Get, Walk


def test_a_roadmap_has_its_themes_and_subareas_in_order(ask: Get):
    roadmap = ask("/roadmaps/sote-2021").json()
    first = roadmap["themes"][0]
    assert (len(roadmap["themes"]), first["code"]) == (5, "hallinto")
    assert [each["code"] for each in first["subareas"]][:2] == ["A", "B"]
    assert len(roadmap["areas"]) == 23


def test_the_list_of_roadmaps_names_them_and_their_source(ask: Get):
    (roadmap,) = ask("/roadmaps").json()["items"]
    assert roadmap["code"] == "sote-2021"
    assert "Kuntaliitto" in roadmap["source"]


def test_tasks_come_in_the_order_of_the_roadmap_with_their_quarter(read_all: Walk):
    tasks = read_all("/roadmaps/sote-2021/tasks")
    assert len(tasks) == 346
    assert tasks[0] | {"due": "2021-Q3"} == tasks[0]


def test_a_task_whose_name_was_not_published_has_no_title(read_all: Walk):
    assert {task["title"] for task in read_all("/roadmaps/sote-2021/tasks")} == {None}


def test_tasks_of_one_theme_can_be_asked_for(read_all: Walk):
    tasks = read_all("/roadmaps/sote-2021/tasks?theme=hallinto")
    assert {task["theme"] for task in tasks} == {"hallinto"}


def test_an_invented_round_is_marked(read_all: Walk):
    rounds = read_all("/rounds?roadmap=sote-2021")
    assert {each["code"]: each["invented"] for each in rounds} == {
        "2021-09": True,
        "2021-10": False,
        "2021-11": True,
    }


def test_a_round_tells_its_day_horizon_and_state(read_all: Walk):
    october, november = read_all("/rounds")[-2:]
    assert (october["as_of"], october["horizon"]) == ("2021-10-31", "2021-Q4")
    assert (october["state"], november["state"]) == ("published", "open")
