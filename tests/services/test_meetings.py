from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.people import AINO, LIISA, MATTI
from tests.services import meeting_ground
from tests.services.meeting_ground import ACTION, DECISION, ITEMS, MARCH, meeting
from tests.services.run_round import on
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import meeting_overview, meetings
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Visibility
from yhdyspinta.terms.meetings import AgendaItem, Meeting, MeetingState, Outcome, OutcomeKind
from yhdyspinta.terms.register import Link

pytestmark = pytest.mark.django_db

WHOLE = meeting(agenda=ITEMS, outcomes=(ACTION, DECISION))
AFTER = MARCH + timedelta(hours=3)


@pytest.fixture(autouse=True)
def kept(county: None, english: None) -> None:
    meeting_ground.make_bodies()
    meetings.save(WHOLE, actor=AINO, now=on(1))


def stored() -> Meeting:
    return meetings.known(WHOLE.code, actor=AINO)


def save(after: Meeting, **more: object) -> bool:
    return meetings.save(after, actor=AINO, now=on(2), **more)  # type: ignore[arg-type]


def test_a_meeting_is_read_as_it_was_saved() -> None:
    assert stored() == meetings.normal(WHOLE)


def test_saving_what_stands_there_already_leaves_no_trace() -> None:
    assert not save(WHOLE)
    assert store.Event.objects.filter(action="register.change").count() == 0


def test_an_item_keeps_its_identity_by_its_number() -> None:
    before = dict(store.AgendaItem.objects.values_list("number", "pk"))
    save(replace(WHOLE, agenda=(replace(ITEMS[0], title="Alku"), *ITEMS[1:], AgendaItem(4, "Muu"))))
    after = dict(store.AgendaItem.objects.values_list("number", "pk"))
    assert {number: after[number] for number in before} == before
    assert len(after) == 4


def test_a_row_left_out_is_taken_away() -> None:
    save(replace(WHOLE, agenda=ITEMS[:2], outcomes=(DECISION,)))
    assert (len(stored().agenda), stored().outcomes) == (2, (DECISION,))


def test_a_change_of_time_makes_the_sequence_grow_and_one_of_the_title_does_not() -> None:
    save(replace(WHOLE, title="Toinen"))
    assert stored().sequence == 0
    save(replace(WHOLE, ends_at=WHOLE.ends_at + timedelta(minutes=15)))
    assert stored().sequence == 1


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI])
def test_only_people_who_keep_the_bodys_owners_register_write_and_remove(actor: object) -> None:
    with pytest.raises(ForbiddenError):
        meetings.save(replace(WHOLE, title="Muu"), actor=actor, now=on(2))  # type: ignore[arg-type]
    with pytest.raises(ForbiddenError):
        meetings.remove(WHOLE.code, actor=actor, now=on(2))  # type: ignore[arg-type]
    assert stored().title == WHOLE.title


def test_a_meeting_cannot_be_moved_into_anothers_body() -> None:
    store.Body.objects.filter(code="06-valtuusto").update(
        owner=store.Organisation.objects.get(code="hva-07")
    )
    with pytest.raises(ForbiddenError):
        save(replace(WHOLE, body="06-valtuusto"))


def test_nobody_changes_what_they_have_not_seen() -> None:
    seen = mark(stored())
    save(replace(WHOLE, title="Uusi"), seen=seen)
    with pytest.raises(StaleError):
        save(replace(WHOLE, title="Toinen"), seen=seen)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "Iso Kirjain"}, "cannot be a code"),
        ({"title": " "}, "title"),
        ({"title": "x" * 301}, "Too long"),
        ({"ends_at": WHOLE.starts_at}, "ends before"),
        ({"body": "ei-ole"}, "no “ei-ole”"),
        ({"body": ""}, "Choose the body"),
        ({"series": "ei-ole"}, "no “ei-ole”"),
        ({"minutes_link": "javascript:alert(1)"}, "not an address"),
        ({"agenda": (*ITEMS, ITEMS[0])}, "number of its own"),
        ({"agenda": (AgendaItem(1, ""),), "outcomes": ()}, "no title"),
        ({"agenda": (*ITEMS[:2], replace(ITEMS[2], minutes=2000))}, "in minutes"),
        ({"agenda": (*ITEMS[:2], replace(ITEMS[2], owner="ei-ole"))}, "no organisation"),
        ({"agenda": (*ITEMS[:2], replace(ITEMS[2], carried_from="a/1"))}, "no “a/1”"),
        ({"agenda": (*ITEMS[:2], replace(ITEMS[2], materials=(Link("a", "ftp"),)))}, "address"),
        ({"outcomes": (replace(DECISION, item=9),)}, "not on the agenda"),
        ({"outcomes": (replace(DECISION, text=""),)}, "no text"),
        ({"outcomes": (replace(ACTION, task="ei-ole"),)}, "no “ei-ole”"),
        ({"outcomes": (replace(DECISION, due_on=on(1).date()),)}, "only an action"),
        ({"outcomes": (replace(DECISION, phenomenon="ei-ole"),)}, "no “ei-ole”"),
        ({"state": MeetingState.CANCELLED}, "no outcomes"),
    ],
)
def test_what_is_not_whole_is_refused_with_words(change: dict[str, object], said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        save(replace(WHOLE, **change))  # type: ignore[arg-type]
    assert stored() == meetings.normal(WHOLE)


def test_an_agenda_that_does_not_fit_is_saved_all_the_same() -> None:
    save(replace(WHOLE, agenda=(*ITEMS, AgendaItem(4, "Pitkä", 300))))
    assert len(stored().agenda) == 4


def test_a_meeting_is_held_once_it_has_begun() -> None:
    with pytest.raises(RefusedError, match="not begun"):
        meetings.change_state(WHOLE.code, MeetingState.HELD, actor=AINO, now=on(2))
    meetings.change_state(WHOLE.code, MeetingState.HELD, actor=AINO, now=AFTER)
    assert stored().state is MeetingState.HELD


def test_a_meeting_that_was_held_is_not_cancelled() -> None:
    meetings.change_state(WHOLE.code, MeetingState.HELD, actor=AINO, now=AFTER)
    with pytest.raises(RefusedError, match="cannot be cancelled"):
        save(replace(WHOLE, state=MeetingState.CANCELLED, outcomes=()))


def test_the_trail_says_whose_meeting_changed_and_how() -> None:
    save(replace(WHOLE, title="Uusi"))
    event = store.Event.objects.get(action="register.change")
    assert (event.subject, event.organisation, event.area) == ("meeting:06-maalis", "hva-06", "06")
    assert event.details["after"] == {"title": "Uusi", "visibility": "public"}


def test_a_meeting_taken_away_stays_in_the_trail() -> None:
    meetings.remove(WHOLE.code, actor=AINO, now=on(2))
    assert not store.Outcome.objects.exists()
    event = store.Event.objects.get(action="register.remove")
    assert event.details["before"]["outcomes"][1]["text"] == "Hyväksyttiin"


def test_an_internal_meeting_is_for_the_people_of_its_bodys_members() -> None:
    save(replace(WHOLE, visibility=Visibility.INTERNAL))
    with pytest.raises(RefusedError, match="06-maalis"):
        meetings.known(WHOLE.code, actor=MATTI)
    body = store.Body.objects.get(code="06-johto")
    county = store.Organisation.objects.get(code="hva-07")
    body.members.create(position=1, role="member", organisation=county)
    assert meetings.known(WHOLE.code, actor=MATTI).code == WHOLE.code


def test_a_page_of_a_county_lists_coming_and_past_meetings() -> None:
    found = meeting_overview.of_area("06", actor=VISITOR, now=AFTER)
    assert [each.code for each in found.past] == [WHOLE.code]
    assert (found.past[0].items, found.past[0].agenda_minutes, found.past[0].outcomes) == (3, 85, 2)
    assert not found.coming
    assert meeting_overview.of_area("07", actor=VISITOR, now=AFTER).past == ()


def test_meetings_are_filtered_by_body_and_by_finnish_year() -> None:
    new_year = MARCH.replace(year=2021, month=12, day=31, hour=22, minute=30)  # 1.1. at 0.30
    save(replace(meeting("06-uusi"), starts_at=new_year, ends_at=new_year + timedelta(hours=1)))
    found = meeting_overview.of_area("06", actor=VISITOR, now=on(1), year=2022)
    assert [each.code for each in found.coming] == ["06-uusi", WHOLE.code]
    assert not meeting_overview.of_area("06", actor=VISITOR, now=on(1), body="06-valtuusto").coming


def test_lists_and_pages_cost_the_same_queries_however_much_there_is(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        starts = MARCH + timedelta(days=number + 1)
        save(meeting(f"06-k{number}", starts=starts, agenda=ITEMS, outcomes=(ACTION, DECISION)))
    with django_assert_max_num_queries(12):
        assert len(meeting_overview.of_area("06", actor=AINO, now=AFTER).coming) == 20
    with django_assert_max_num_queries(12):
        meeting_overview.opened(WHOLE.code, actor=AINO)


def test_an_opened_meeting_says_what_a_reader_may_do() -> None:
    assert meeting_overview.opened(WHOLE.code, actor=AINO).may_keep
    assert not meeting_overview.opened(WHOLE.code, actor=LIISA).may_keep


def test_a_raised_outcome_leads_to_its_phenomenon() -> None:
    store.Phenomenon.objects.create(code="ilmio", title="Ilmiö", noticed_on=on(1).date())
    raised = Outcome(3, OutcomeKind.RAISED, "Nostettiin", 3, phenomenon="ilmio")
    save(replace(WHOLE, outcomes=(ACTION, DECISION, raised)))
    assert meeting_overview.opened(WHOLE.code, actor=VISITOR).began == {3: "ilmio"}
    assert meeting_overview.began_by(WHOLE.code, 2, actor=VISITOR) == ""
