"""The steps of an area's submission, more time, talks, notes, the trail, people: each by role."""

import pytest

from tests.api.callers import Caller, caller, person, secret_of
from yhdyspinta.store.models import Event, Note, ReportingRound, Submission
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.tokens import TokenScope

pytestmark = pytest.mark.usefixtures("demo")

ROUND = "/rounds/2021-11"
MINE = f"{ROUND}/submissions/08"
MORE = {"until": "2199-01-01", "reason": "Katko"}
TALK = {
    "held_on": "2021-11-15",
    "area": "08",
    "participants": "STM, Pirkanmaa",
    "conclusions": "Aikataulu\ntarkistetaan.",
}
NOTES = {
    "notes": [
        {"kind": "risk", "severity": "high", "text": {"fi": "Aikataulu"}},
        {"kind": "note", "text": {"fi": "Sisäinen"}, "areas": ["08"], "visibility": "internal"},
    ]
}


@pytest.fixture
def aino():
    return caller(Role.REPORTER)


@pytest.fixture
def eero():
    return caller(Role.APPROVER)


@pytest.fixture
def running():
    return caller(Role.COORDINATOR)


class TestSteps:
    def test_an_area_hands_in_approves_and_is_accepted(self, aino, eero, running):
        assert aino("POST", f"{MINE}/hand-in").json()["state"] == "ready"
        assert eero("POST", f"{MINE}/approve").json()["state"] == "approved"
        assert running("POST", f"{MINE}/accept").json()["state"] == "accepted"
        answer = running("POST", f"{MINE}/return", {"comment": "Puuttuu."}).json()
        assert (answer["state"], answer["comment"]) == ("returned", "Puuttuu.")

    def test_the_approver_gives_back_with_a_comment(self, aino, eero):
        aino("POST", f"{MINE}/hand-in")
        assert eero("POST", f"{MINE}/take-back", {}).status_code == 422
        answer = eero("POST", f"{MINE}/take-back", {"comment": "Katso ICT."})
        assert answer.json()["state"] == "returned"

    def test_a_step_that_is_not_possible_now_is_refused(self, eero):
        answer = eero("POST", f"{MINE}/approve")
        assert (answer.status_code, answer.json()["title"]) == (409, "Not done")

    @pytest.mark.parametrize(
        ("step", "role"),
        [
            ("hand-in", Role.APPROVER),
            ("approve", Role.REPORTER),
            ("accept", Role.APPROVER),
            ("hand-in", Role.COORDINATOR),
        ],
    )
    def test_each_step_has_its_role(self, step, role):
        assert caller(role)("POST", f"{MINE}/{step}").status_code == 403

    def test_another_area_cannot_be_stepped(self, aino):
        assert aino("POST", f"{ROUND}/submissions/06/hand-in").status_code == 403
        assert Submission.objects.get(round__code="2021-11", area__code="06").state == "waiting"

    def test_an_area_that_is_not_asked_is_not_found(self, running):
        assert running("POST", f"{ROUND}/submissions/999/accept").status_code == 404

    def test_each_sees_the_areas_that_are_theirs_to_see(self, aino, running):
        items = aino("GET", f"{ROUND}/submissions").json()["items"]
        assert [each["area"] for each in items] == ["08"]
        assert items[0]["asked"] > items[0]["reported"] == 0
        assert items[0]["completeness"]["of"] == items[0]["asked"]
        assert len(running("GET", f"{ROUND}/submissions").json()["items"]) == 23


class TestExtensions:
    def test_more_time_is_given_listed_and_taken_back(self, aino, running):
        address = f"{ROUND}/extensions/08"
        assert running("PUT", address, MORE).json()["until"] == "2199-01-01"
        [listed] = aino("GET", f"{ROUND}/extensions").json()["items"]
        assert (listed["area"], listed["reason"]) == ("08", "Katko")
        assert running("DELETE", f"{address}?reason=Ei").status_code == 204
        assert aino("GET", f"{ROUND}/extensions").json()["items"] == []
        assert Event.objects.get(action="extension.withdraw").reason == "Ei"

    def test_another_areas_extension_is_not_shown(self, aino, running):
        running("PUT", f"{ROUND}/extensions/06", MORE)
        assert aino("GET", f"{ROUND}/extensions").json()["items"] == []

    def test_taking_back_what_was_not_given_is_refused(self, running):
        assert running("DELETE", f"{ROUND}/extensions/08").status_code == 409
        assert running("DELETE", f"{ROUND}/extensions/999").status_code == 404

    def test_only_the_coordinator_gives_time(self, aino):
        assert aino("PUT", f"{ROUND}/extensions/08", MORE).status_code == 403


class TestTalks:
    def test_a_talk_is_recorded_read_by_its_area_and_changed(self, aino, running):
        made = running("POST", f"{ROUND}/talks", TALK)
        assert made.status_code == 201
        [read] = aino("GET", f"{ROUND}/talks").json()["items"]
        assert read == made.json()
        address, changed = f"{ROUND}/talks/{read['number']}", TALK | {"participants": "STM"}
        assert running("PUT", address, changed).status_code == 428
        answer = running("PUT", address, changed, if_match=read["etag"])
        assert answer.json()["participants"] == "STM"
        assert running("PUT", address, TALK, if_match=read["etag"]).status_code == 412

    def test_an_internal_talk_is_not_read_by_others(self, running):
        running("POST", f"{ROUND}/talks", TALK)
        other = caller(Role.REPORTER, "hva-06")
        assert other("GET", f"{ROUND}/talks").json()["items"] == []

    def test_a_talk_that_is_not_is_not_found(self, running):
        answer = running("PUT", f"{ROUND}/talks/999", TALK, if_match='"x"')
        assert answer.status_code == 404

    def test_a_talk_of_the_future_is_refused(self, running):
        future = TALK | {"held_on": "2199-01-01"}
        assert running("POST", f"{ROUND}/talks", future).status_code == 409


class TestNotes:
    def replace(self, running, body=NOTES):
        etag = running("GET", f"{ROUND}/notes").headers["ETag"]
        return running("PUT", f"{ROUND}/notes", body, if_match=etag)

    def test_notes_are_replaced_whole_and_read_by_who_may(self, aino, running):
        answer = self.replace(running)
        assert answer.status_code == 200, answer.content
        assert [each["text"]["fi"] for each in answer.json()["notes"]] == ["Aikataulu", "Sisäinen"]
        assert len(aino("GET", f"{ROUND}/notes").json()["notes"]) == 2
        other = caller(Role.REPORTER, "hva-06")
        assert [n["kind"] for n in other("GET", f"{ROUND}/notes").json()["notes"]] == ["risk"]

    def test_who_does_not_see_all_does_not_replace_all(self, running):
        self.replace(running)
        partial = caller(Role.REPORTER, "hva-06")("GET", f"{ROUND}/notes").headers["ETag"]
        answer = running("PUT", f"{ROUND}/notes", {"notes": []}, if_match=partial)
        assert answer.status_code == 412
        assert Note.objects.filter(round__code="2021-11").count() == 2

    def test_the_second_of_two_is_stale(self, running):
        etag = running("GET", f"{ROUND}/notes").headers["ETag"]
        self.replace(running)
        assert running("PUT", f"{ROUND}/notes", NOTES, if_match=etag).status_code == 412

    def test_a_note_without_a_text_or_of_nothing_known_is_refused(self, running):
        for wrong, status in (({"theme": "none"}, 409), ({"text": {}, "kind": "x"}, 422)):
            note = {"kind": "note", "text": {"fi": "x"}} | wrong
            assert self.replace(running, {"notes": [note]}).status_code == status


class TestTrail:
    def test_the_trail_is_read_page_by_page_with_filters(self, running):
        running("POST", f"{ROUND}/close")
        running("POST", f"{ROUND}/reopen")
        first = running("GET", "/trail?limit=1&since=2022-01-01&action=round.close").json()
        assert [each["subject"] for each in first["items"]] == ["2021-11"]
        assert first["items"][0]["door"] == "api"
        page = running("GET", "/trail?limit=1&since=2022-01-01").json()
        after = running("GET", f"/trail?limit=1&since=2022-01-01&after={page['next']}").json()
        actions = [each["action"] for each in (*page["items"], *after["items"])]
        assert actions == ["round.reopen", "round.close"]

    def test_others_do_not_read_it(self, running):
        aino = caller(Role.REPORTER, scopes={TokenScope.TRAIL})
        running("POST", f"{ROUND}/close")
        actions = {each["action"] for each in aino("GET", "/trail").json()["items"]}
        assert "round.close" not in actions
        assert caller(Role.REPORTER, scopes={TokenScope.READ})("GET", "/trail").status_code == 403

    @pytest.mark.parametrize(
        "cursor", ["x", "MDAwMS0wMS0wMVQwMDowMDowMCswMDowMCAx", "MjAyMS0wMS0wMSAx"]
    )
    def test_a_cursor_of_nothing_is_not_found(self, running, cursor):
        assert running("GET", f"/trail?after={cursor}").status_code == 404


class TestPeopleAndTokens:
    def test_an_administrator_reads_the_organisations_people(self):
        aino = person(Role.REPORTER)
        asking = caller(Role.ADMINISTRATOR)
        items = asking("GET", "/organisations/hva-08/people?limit=500").json()["items"]
        [found] = [each for each in items if each["number"] == aino.pk]
        assert (found["name"], found["roles"][0]["role"]) == (aino.name, "reporter")
        assert asking("GET", "/organisations/hva-06/people").status_code == 403
        assert caller(Role.REPORTER)("GET", "/organisations/hva-08/people").status_code == 403

    def test_a_token_sees_its_owners_tokens_and_ends_itself_only(self):
        user = person(Role.REPORTER)
        one, other = Caller(secret_of(user)), Caller(secret_of(user))
        items = one("GET", "/tokens").json()["items"]
        assert [each["current"] for each in items] == [False, True]
        assert "secret" not in str(items)
        assert one("DELETE", f"/tokens/{items[0]['number']}").status_code == 404
        assert one("DELETE", f"/tokens/{items[1]['number']}").status_code == 204
        assert one("GET", "/tokens").status_code == 401
        assert other("GET", "/tokens").status_code == 200


def test_a_published_round_stays_as_it_is(running):
    ReportingRound.objects.filter(code="2021-11").update(state="published")
    for method, address, body in (
        ("POST", f"{ROUND}/close", None),
        ("POST", f"{ROUND}/talks", TALK),
    ):
        assert running(method, address, body).status_code == 409
