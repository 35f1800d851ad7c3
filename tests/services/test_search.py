"""Search as people use it: with the real word lists, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from tests.people import AINO, LIISA, MATTI
from tests.services.run_round import on
from yhdyspinta.services import register, search, shared_aims
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.store import models as store
from yhdyspinta.terms.access import VISITOR, Actor, Visibility, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import RegisterKind
from yhdyspinta.terms.search import Asked, SearchKind
from yhdyspinta.terms.shared_aims import SharedAim

pytestmark = pytest.mark.django_db
BODY = RegisterKind.BODY


@pytest.fixture(autouse=True)
def _county(county: None) -> None:
    """Stand on the register's ground."""


def _body(code: str, name: str, *, mandate: str = "", swedish: str = "", **more: object) -> None:
    owner = store.Organisation.objects.get(code="hva-06")
    area = store.Area.objects.get(code="06")
    store.Body.objects.update_or_create(
        code=code,
        defaults={
            "name_fi": name,
            "name_sv": swedish,
            "level": "expert",
            "kind": "cooperation",
            "owner": owner,
            "area": area,
            "mandate": mandate,
            **more,
        },
    )
    search.put(BODY, code)


def _found(words: str, actor: Actor = VISITOR, **more: object) -> list[str]:
    asked = Asked(words, **more)  # type: ignore[arg-type]
    return [each.code for each in search.find(asked, actor=actor).hits]


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Opiskeluhuolto", "opiskeluhuollon"),
        ("Opiskeluhuollon ohjaus", "opiskeluhuolto"),
        ("Alueellinen yhteistyöryhmä", "yhteistyöryhmässä"),
        ("Välfärdsområde", "välfärdsområdets"),
        ("Kuntien verkosto", "kunta"),
        ("Yhdyspintojen valmistelu", "yhdyspinnalla"),
        ("Porin ryhmä", "Pori"),
        ("Hyvinvointisuunnitelma", "hyvinvointisuunnitelmat"),
        ("Opiskeluhuolto", "huolto"),
        ("Opiskeluhuolto", "opisk"),
        ("STM:n ryhmä", "stm"),
        ("Avtal om elevvård", "avtalet elevvården"),
    ],
)
def test_a_word_is_found_in_whatever_form(title: str, asked: str) -> None:
    _body("one", title)
    assert _found(asked) == ["one"]


def test_all_words_must_be_there() -> None:
    _body("one", "Opiskeluhuollon ryhmä")
    assert _found("opiskeluhuolto pelastus") == []


def test_as_written_in_the_title_comes_before_inflected_before_text_before_parts() -> None:
    _body("parts", "Huoltosuunnitelma")
    _body("text", "Ryhmä", mandate="Asiana huolto")
    _body("inflected", "Huollon ryhmä")
    _body("exact", "Huolto")
    _body("newer", "Ryhmä kaksi", mandate="Asiana huolto")
    assert _found("huolto ") == ["exact", "inflected", "newer", "text", "parts"]


def test_the_title_in_each_language_is_searched() -> None:
    _body("one", "Ryhmä", swedish="Samarbetsgrupp")
    assert _found("samarbetsgruppens") == ["one"]


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.PUBLIC, [VISITOR, LIISA, MATTI]),
        (Visibility.PARTNERS, [LIISA, MATTI]),
        (Visibility.INTERNAL, [LIISA]),
    ],
)
def test_only_readers_find_a_thing(visibility: Visibility, readers: list[Actor]) -> None:
    _body("one", "Salainen huolto", visibility=visibility)
    found = [actor for actor in (VISITOR, LIISA, MATTI) if _found("huolto", actor)]
    assert found == readers


def test_a_members_people_find_what_is_internal_to_a_body_and_its_meetings() -> None:
    _body("one", "Huolto", visibility=Visibility.INTERNAL)
    body = store.Body.objects.get(code="one")
    store.Meeting.objects.create(
        code="kokous",
        body=body,
        title="Kokous",
        state="planned",
        starts_at=on(1),
        ends_at=on(2),
        visibility=Visibility.INTERNAL,
    )
    search.put(RegisterKind.MEETING, "kokous")
    assert _found("kokous", MATTI) == []
    other = store.Organisation.objects.get(code="hva-07")
    store.BodyMember.objects.create(body=body, position=1, role="member", organisation=other)
    search.put(BODY, "one")
    assert _found("kokous", MATTI) == ["kokous"]


def test_a_meeting_is_found_by_its_agenda_and_outcomes() -> None:
    _body("one", "Ryhmä")
    meeting = store.Meeting.objects.create(
        code="kokous",
        body=store.Body.objects.get(code="one"),
        title="Kokous",
        starts_at=on(1),
        ends_at=on(2),
        state="held",
        visibility="public",
    )
    store.AgendaItem.objects.create(meeting=meeting, number=1, title="Koulukuljetukset")
    store.Outcome.objects.create(meeting=meeting, number=1, kind="decision", text="Kilpailutetaan")
    search.put(RegisterKind.MEETING, "kokous")
    assert _found("koulukuljetus") == _found("kilpailuttaa") == ["kokous"]


def test_kinds_and_the_county_narrow_what_is_found() -> None:
    _body("one", "Huolto")
    kinds = (SearchKind.AGREEMENT,)
    assert _found("huolto", kinds=kinds) == _found("huolto", area="07") == []
    assert _found("huolto", kinds=(SearchKind.BODY,), area="06") == ["one"]


def test_what_the_register_writes_is_found_at_once_and_what_it_removes_is_not() -> None:
    aim = SharedAim("aim", "06", "hva-06", Names("Asukkaan hyväksi"), date(2022, 1, 1))
    shared_aims.save(aim, actor=AINO, now=on(1))
    assert _found("asukas") == ["aim"]
    shared_aims.save(replace(aim, names=Names("Lasten hyväksi")), actor=AINO, now=on(2))
    assert (_found("asukas"), _found("lapsi")) == ([], ["aim"])
    shared_aims.remove("aim", actor=AINO, now=on(3))
    assert _found("lapsi") == []


def test_what_a_failed_writing_wrote_is_not_found() -> None:
    with pytest.raises(RefusedError):
        _fail()
    assert _found("huolto") == []


def _fail() -> None:
    from django.db import transaction  # noqa: PLC0415  beside what it tests

    with transaction.atomic():
        _body("one", "Huolto")
        refused = register.no_such("later")
        raise refused


def test_pages_follow_each_other_without_a_gap_across_ranks() -> None:
    for number in range(5):
        _body(f"a{number}", f"Huolto {number}")
        _body(f"b{number}", f"Huollon {number}")
    found, after = [], ""
    while True:
        page = search.find(Asked("huolto "), actor=VISITOR, after=after, most=3)
        found += [each.code for each in page.hits]
        after = page.next
        if not after:
            break
    assert found == ["a4", "a3", "a2", "a1", "a0", "b4", "b3", "b2", "b1", "b0"]


@pytest.mark.parametrize("after", ["x", "9-1", "1-", "1-1 OR 1=1"])
def test_a_place_that_is_none_is_refused(after: str) -> None:
    with override("en"), pytest.raises(RefusedError, match="place of the list"):
        search.find(Asked("huolto"), actor=VISITOR, after=after)


@pytest.mark.parametrize(
    "text",
    ["", " ", '"', "*", "NOT", "a AND", "NEAR(", "title:x", "'", "\\", "x\0y", "ß|&!()<->:*"],
)
def test_signs_mean_nothing_to_the_database(text: str) -> None:
    _body("one", "Huolto")
    assert _found(text) == []


def test_a_misspelt_word_leads_to_the_nearest() -> None:
    _body("one", "Opiskeluhuolto")
    found = search.find(Asked("opiskeluhoulto"), actor=VISITOR)
    assert (found.hits, found.nearest) == ((), "opiskeluhuolto")


def test_no_word_of_what_is_hidden_is_suggested() -> None:
    _body("one", "Opiskeluhuolto", visibility=Visibility.INTERNAL)
    assert search.find(Asked("opiskeluhoulto"), actor=MATTI).nearest == ""


def test_persons_names_are_not_searched() -> None:
    _body("one", "Ryhmä")
    body = store.Body.objects.get(code="one")
    store.BodyMember.objects.create(body=body, position=1, role="chair", person="Virtanen")
    search.put(BODY, "one")
    assert _found("virtanen") == []


def test_building_the_index_anew_finds_the_same() -> None:
    _body("one", "Huolto")
    store.SearchEntry.objects.all().delete()
    assert _found("huolto") == []
    search.rebuild(actor=operator("test"))
    assert _found("huolto") == ["one"]
    assert "06" in _found("satakunta")


@pytest.mark.parametrize("actor", [VISITOR, AINO])
def test_only_an_operator_builds_the_index_anew(actor: Actor) -> None:
    with pytest.raises(ForbiddenError):
        search.rebuild(actor=actor)


def test_facts_that_stay_are_not_written_again() -> None:
    assert search.refresh() > 0
    assert search.refresh() == 0
    store.Area.objects.filter(code="06").update(name_fi="Uusi nimi")
    assert search.refresh() == 1


def test_a_page_of_hits_costs_few_queries(django_assert_max_num_queries: object) -> None:
    for number in range(30):
        _body(f"a{number}", f"Huolto {number}")
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        assert len(_found("huolto", LIISA)) == search.MOST_ON_PAGE
