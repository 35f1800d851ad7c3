from dataclasses import replace
from datetime import timedelta

import pytest

from tests.people import AINO, LIISA
from tests.services import meeting_ground
from tests.services.meeting_ground import ACTION, DECISION, ITEMS, JUNE, MARCH, meeting
from tests.services.run_round import on
from yhdyspinta.services import meeting_overview, meetings, outcomes
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.meetings import AgendaItem, MeetingState

pytestmark = pytest.mark.django_db

LOOSE = replace(ACTION, number=3, item=None, text="Kutsua Kela mukaan")
WHOLE = meeting(agenda=ITEMS, outcomes=(ACTION, DECISION, LOOSE))
NEXT = meeting("06-kesa", starts=JUNE, agenda=(AgendaItem(1, "Avaus"),))
AFTER = MARCH + timedelta(hours=3)


@pytest.fixture(autouse=True)
def kept(county: None, english: None) -> None:
    meeting_ground.make_bodies()
    for each in (WHOLE, NEXT):
        meetings.save(each, actor=AINO, now=on(1))


def carry(*items: int, **more: object) -> tuple[AgendaItem, ...]:
    values: dict[str, object] = {"to": NEXT.code, "actor": AINO, "now": AFTER, **more}
    return outcomes.carry_over(WHOLE.code, items, **values)  # type: ignore[arg-type]


def test_an_unfinished_item_goes_to_the_end_of_the_next_agenda() -> None:
    carry(3)
    agenda = meetings.known(NEXT.code, actor=AINO).agenda
    assert [(each.number, each.title, each.carried_from) for each in agenda] == [
        (1, "Avaus", ""),
        (2, "Kuljetukset", "06-maalis/3"),
    ]


def test_the_chain_is_seen_in_both_directions() -> None:
    carry(3)
    before = meeting_overview.opened(WHOLE.code, actor=LIISA)
    after = meeting_overview.opened(NEXT.code, actor=LIISA)
    assert [each.code for each in before.carried_to[3]] == [NEXT.code]
    assert after.carried_from["06-maalis/3"].code == WHOLE.code


def test_nothing_is_carried_over_twice() -> None:
    carry(3)
    with pytest.raises(RefusedError, match="carried over already"):
        carry(3)
    assert len(meetings.known(NEXT.code, actor=AINO).agenda) == 2


def test_a_finished_item_is_not_carried_over() -> None:
    with pytest.raises(RefusedError, match="Item 2 is finished"):
        carry(2)


def test_an_open_action_outside_the_agenda_gets_an_item_and_goes_on() -> None:
    carry(actions=(3,))
    source, target = (meetings.known(each, actor=AINO) for each in (WHOLE.code, NEXT.code))
    assert (source.agenda[3].title, source.outcomes[2].item) == ("Kutsua Kela mukaan", 4)
    assert target.agenda[1].carried_from == "06-maalis/4"


def test_a_decision_is_not_carried_over_as_an_action() -> None:
    with pytest.raises(RefusedError, match="not an open action"):
        carry(actions=(2,))


def test_items_go_only_to_a_later_planned_meeting_of_the_same_body() -> None:
    meetings.save(meeting("06-muu", starts=JUNE, body="06-valtuusto"), actor=AINO, now=on(1))
    with pytest.raises(RefusedError, match="same body"):
        carry(3, to="06-muu")
    meetings.change_state(NEXT.code, MeetingState.CANCELLED, actor=AINO, now=on(1))
    with pytest.raises(RefusedError, match="later meeting"):
        carry(3)


def test_people_of_others_carry_nothing_over() -> None:
    with pytest.raises(ForbiddenError):
        carry(3, actor=LIISA)


def test_recording_outcomes_marks_a_meeting_that_has_begun_as_held() -> None:
    outcomes.record(
        WHOLE.code, (DECISION,), minutes="Läsnä", minutes_link="", actor=AINO, now=AFTER
    )
    found = meetings.known(WHOLE.code, actor=AINO)
    assert (found.state, found.minutes, found.outcomes) == (MeetingState.HELD, "Läsnä", (DECISION,))


def test_outcomes_written_beforehand_leave_a_meeting_planned() -> None:
    outcomes.record(WHOLE.code, (DECISION,), minutes="", minutes_link="", actor=AINO, now=on(2))
    assert meetings.known(WHOLE.code, actor=AINO).state is MeetingState.PLANNED
