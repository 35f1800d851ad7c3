from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from tests.people import AINO, LIISA, MATTI, sign_in
from tests.services.run_round import on
from yhdyspinta.calc.rounds import mark
from yhdyspinta.services import bodies, personal_data
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Actor, Role, Visibility, operator
from yhdyspinta.terms.bodies import Body, BodyKind, BodyMember, MemberRole
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.meetings import MeetingState
from yhdyspinta.terms.register import Level

pytestmark = pytest.mark.django_db

DAY = date(2026, 10, 1)
CHAIR = BodyMember(MemberRole.CHAIR, "hva-06", person="Esi Merkki", expertise="johtaminen")
SEAT = BodyMember(organisation="kunta-609", substitute="sivistysjohtaja")
BODY = Body(
    "06-johto",
    Names("Johdon foorumi"),
    Level.MANAGEMENT,
    BodyKind.COOPERATION,
    area="06",
    owner="hva-06",
    least_per_year=6,
    most_per_year=6,
    members=(CHAIR, SEAT),
)
FORUM = replace(BODY, code="06-foorumi", names=Names("Foorumi"), members=(), level=Level.POLITICAL)


@pytest.fixture(autouse=True)
def body(county: None) -> Iterator[None]:
    bodies.save(BODY, actor=AINO, now=on(1))
    with override("en"):
        yield


def save(wanted: Body, *, actor: Actor = AINO, seen: str = "") -> bool:
    return bodies.save(wanted, actor=actor, now=on(2), seen=seen)


def meet(day: int, state: MeetingState, month: int = 3, **more: object) -> store.Meeting:
    row = store.Body.objects.get(code=BODY.code)
    begin = datetime(2026, month, day, 9, tzinfo=UTC)
    return store.Meeting.objects.create(
        code=f"06-johto-{month}-{day}",
        body=row,
        area=row.area,
        owner=row.owner,
        title="Kokous",
        starts_at=begin,
        ends_at=begin.replace(hour=11),
        state=state,
        **more,
    )


def test_a_body_comes_back_as_it_was_saved() -> None:
    assert bodies.one(BODY.code, actor=AINO, on=DAY).body == BODY


@pytest.mark.parametrize("actor", [VISITOR, MATTI])
def test_a_persons_name_is_not_told_to_others(actor: Actor) -> None:
    shown = bodies.one(BODY.code, actor=actor, on=DAY)
    assert [each.person for each in shown.body.members] == ["", ""]
    assert not shown.sees_names


def test_a_name_that_is_public_is_told_to_everybody() -> None:
    save(replace(BODY, members=(replace(CHAIR, person_is_public=True), SEAT)))
    listed = bodies.of_area("06", actor=VISITOR, on=DAY)
    assert listed[0].body.members[0].person == "Esi Merkki"


def test_the_body_s_own_people_read_the_names() -> None:
    assert bodies.one(BODY.code, actor=LIISA, on=DAY).body.members[0].person == "Esi Merkki"


def test_no_person_s_name_stays_in_the_trail() -> None:
    save(replace(BODY, members=(replace(CHAIR, person="Toinen Merkki"), SEAT)))
    details = [str(each.details) for each in store.Event.objects.filter(subject="body:06-johto")]
    assert len(details) == 2
    assert "Merkki" not in "".join(details)


@pytest.mark.parametrize("actor", [VISITOR, LIISA, MATTI])
def test_only_people_who_keep_the_register_of_its_owner_change_it(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        save(replace(BODY, mandate="Muu"), actor=actor)
    assert bodies.one(BODY.code, actor=AINO, on=DAY).body == BODY


def test_a_body_cannot_be_given_to_or_taken_from_another_organisation() -> None:
    with pytest.raises(ForbiddenError):
        save(replace(BODY, owner="hva-07"))
    with pytest.raises(ForbiddenError):
        save(replace(BODY, owner="hva-07"), actor=MATTI)


def test_nobody_changes_what_they_have_not_seen() -> None:
    seen = mark(BODY)
    save(replace(BODY, mandate="Uusi"), seen=seen)
    with pytest.raises(StaleError):
        save(replace(BODY, mandate="Toinen"), seen=seen)


def test_who_does_not_see_the_names_cannot_lose_them() -> None:
    save(replace(BODY, owner="stm"), actor=operator("root"))
    shown = bodies.one(BODY.code, actor=MATTI, on=DAY).body
    with pytest.raises(StaleError):
        save(shown, actor=operator("root"), seen=mark(shown))


def test_saving_what_stands_there_already_leaves_no_trace() -> None:
    assert not save(BODY)
    assert store.Event.objects.filter(action="register.change").count() == 0


def test_members_keep_their_rows_when_one_is_changed_and_one_leaves() -> None:
    first = store.BodyMember.objects.get(body__code=BODY.code, position=0)
    save(replace(BODY, members=(replace(CHAIR, expertise="talous"),)))
    kept = store.BodyMember.objects.get(body__code=BODY.code)
    assert (kept.pk, kept.expertise) == (first.pk, "talous")


def test_a_body_may_not_stand_above_itself() -> None:
    save(replace(FORUM, parent=BODY.code))
    with pytest.raises(RefusedError, match="above itself"):
        save(replace(BODY, parent=FORUM.code))
    with pytest.raises(RefusedError, match="above itself"):
        save(replace(BODY, parent=BODY.code))


WRONG = [
    (replace(BODY, code="Ei Käy"), "cannot be a code"),
    (replace(BODY, names=Names(" ")), "name in Finnish"),
    (replace(BODY, names=Names("n" * 301)), "name is too long"),
    (replace(BODY, mandate="m" * 10_001), "text is too long"),
    (replace(BODY, least_per_year=7), "fewer than the least"),
    (replace(BODY, least_per_year=-1), "0 to 366"),
    (replace(BODY, valid_from=DAY, valid_to=date(2026, 1, 1)), "last day comes before"),
    (replace(BODY, parent="ei-ole"), "no “ei-ole”"),
    (replace(BODY, interfaces=("ei-ole",)), "no “ei-ole”"),
    (replace(BODY, members=(BodyMember(),)), "each member"),
    (replace(BODY, members=(BodyMember(organisation="x"),)), "no organisation “x”"),
    (replace(BODY, members=(replace(SEAT, person="p" * 121),)), "text is too long"),
    (replace(BODY, members=(SEAT,) * 501), "too many members"),
]


@pytest.mark.parametrize(("wanted", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_is_not_whole_is_refused_and_changes_nothing(wanted: Body, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        save(wanted)
    assert bodies.one(BODY.code, actor=AINO, on=DAY).body == BODY


def test_what_is_internal_is_read_by_its_members_organisations_only() -> None:
    save(replace(BODY, visibility=Visibility.INTERNAL))
    assert bodies.of_area("06", actor=LIISA, on=DAY)
    assert not bodies.of_area("06", actor=MATTI, on=DAY)
    with pytest.raises(RefusedError):
        bodies.one(BODY.code, actor=MATTI, on=DAY)


def test_held_meetings_are_compared_with_the_promise() -> None:
    for day in (1, 2, 3, 4):
        meet(day, MeetingState.HELD)
    meet(5, MeetingState.CANCELLED)
    at = bodies.of_area("06", actor=VISITOR, on=DAY)[0].pace
    assert (at.promised, at.held, at.is_behind, at.next_by) == (6, 4, False, date(2026, 11, 1))


def test_the_next_meeting_is_told_to_those_who_may_read_it() -> None:
    meet(20, MeetingState.PLANNED, 10, visibility=Visibility.PARTNERS)
    paces = {who: bodies.one(BODY.code, actor=who, on=DAY).pace for who in (VISITOR, MATTI)}
    assert paces[VISITOR].next_planned is None
    assert paces[MATTI].next_planned == date(2026, 10, 20)
    assert paces[VISITOR].planned == 1


def test_a_body_with_meetings_is_not_taken_away() -> None:
    meet(1, MeetingState.HELD)
    with pytest.raises(RefusedError, match="its meetings"):
        bodies.remove(BODY.code, actor=AINO, now=on(2))


def test_a_body_with_bodies_under_it_is_not_taken_away() -> None:
    save(replace(FORUM, parent=BODY.code))
    with pytest.raises(RefusedError, match="bodies under it"):
        bodies.remove(BODY.code, actor=AINO, now=on(2))


def test_a_body_taken_away_stays_in_the_trail_and_another_s_cannot_be() -> None:
    with pytest.raises(ForbiddenError):
        bodies.remove(BODY.code, actor=MATTI, now=on(2))
    bodies.remove(BODY.code, actor=AINO, now=on(2))
    assert store.Event.objects.filter(action="register.remove", subject="body:06-johto").exists()


def test_a_list_of_many_bodies_takes_as_many_queries_as_of_one(
    django_assert_max_num_queries: object,
) -> None:
    for number in range(20):
        save(replace(BODY, code=f"06-{number}"))
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        assert len(bodies.of_area("06", actor=VISITOR, on=DAY)) == 21


def test_one_body_takes_few_queries(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        bodies.one(BODY.code, actor=LIISA, on=DAY)


def test_a_person_is_told_their_seats_and_erased_from_them(client: object) -> None:
    user = sign_in(client, Role.READER, "hva-06")  # type: ignore[arg-type]
    store.User.objects.filter(pk=user.pk).update(name="Esi Merkki")
    me = Actor(user.key, "Esi Merkki", (), person=user.pk)
    held = personal_data.collect(actor=me, now=on(2))
    assert held["seats"] == [{"body": "06-johto", "role": "chair", "name": "Esi Merkki"}]
    personal_data.erase(user.pk, actor=me, now=on(3), confirmed=True)
    assert not store.BodyMember.objects.filter(person="Esi Merkki").exists()


def test_a_namesake_elsewhere_keeps_the_seat(client: object) -> None:
    user = sign_in(client, Role.READER, "hva-07")  # type: ignore[arg-type]
    store.User.objects.filter(pk=user.pk).update(name="Esi Merkki")
    me = Actor(user.key, "Esi Merkki", (), person=user.pk)
    personal_data.erase(user.pk, actor=me, now=on(3), confirmed=True)
    assert store.BodyMember.objects.filter(person="Esi Merkki").exists()
