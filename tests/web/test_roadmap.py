from tests.web.conftest import Ask


def test_a_cells_history_shows_every_report(ask: Ask) -> None:
    page = ask("history/08/hallinto-A01/")
    assert len(page.rows) == 3
    assert page.has("voimassa")


def test_a_task_without_a_published_name_says_so(ask: Ask) -> None:
    assert ask("tasks/hallinto-A01/").has("Tehtävän nimeä ei ole julkaistu")


def test_a_tasks_page_has_every_area(ask: Ask) -> None:
    assert ask("tasks/ict-A01/").row("HUS")[0] == "ei ilmoitettu"


def test_a_tasks_page_tells_since_when_a_status_holds(ask: Ask) -> None:
    assert ask("tasks/ict-A01/").row("Pirkanmaa")[1] == "31.10.2021"
    assert ask("tasks/ict-A01/?round=2021-09").row("Pirkanmaa")[1] == "30.9.2021"


def test_a_task_leads_to_the_history_in_the_same_picture(ask: Ask) -> None:
    links = ask("tasks/ict-A01/?round=2021-09").links
    assert "/fi/history/08/ict-A01/?round=2021-09" in links
    assert "/fi/areas/08/?round=2021-09" in links


def test_a_history_leads_back_to_the_picture_that_it_came_from(ask: Ask) -> None:
    links = ask("history/08/ict-A01/?round=2021-09").links
    for address in ("/fi/", "/fi/areas/08/", "/fi/tasks/ict-A01/"):
        assert f"{address}?round=2021-09" in links


def test_a_report_says_until_when_it_held(ask: Ask) -> None:
    newest, oldest = ask("history/08/hallinto-A01/").rows[1:]
    assert newest[1:3] == ["31.10.2021", "voimassa"]
    assert oldest[1:3] == ["30.9.2021", "oli voimassa 31.10.2021 asti"]


def test_a_cell_without_a_report_says_so(ask: Ask) -> None:
    assert ask("history/HUS/ict-A01/").has("Tilatietoja ei ole annettu")


def test_a_task_due_later_is_not_counted_yet(ask: Ask) -> None:
    later = next(row for row in ask("areas/08/").rows if len(row) == 4 and row[2] == "Q1/2022")
    assert ask(f"tasks/{later[0]}/").has("ei vielä lasketa etenemiseen")
