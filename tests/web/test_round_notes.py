"""Writing a round's notes and risks in the page; nobody's note is wiped by a stale form."""

import pytest
from django.test import Client

from tests.web.reading import read
from tests.web.signed_in import client_of, person
from yhdyspinta.services import rounds, situation
from yhdyspinta.store.models import ReportingRound
from yhdyspinta.terms.access import Role, Visibility, operator
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.situation import Note, NoteKind, Severity

pytestmark = pytest.mark.usefixtures("demo")
PLACE = "/fi/rounds/2021-11/notes/"
RISK = Note(NoteKind.RISK, Names("ICT", "IKT", "IT"), ("06",), "ict", Severity.HIGH, "STM")


@pytest.fixture
def coordinator(demo: None) -> Client:
    return client_of(person(Role.COORDINATOR))


def stored() -> tuple[Note, ...]:
    return situation.notes_of(ReportingRound.objects.get(code="2021-11"))


def write(*notes: Note) -> None:
    now = ReportingRound.objects.get(code="2021-11").opened_at
    assert now
    rounds.write_notes("2021-11", notes, actor=operator("root"), now=now)


def typed(*notes: Note, seen: str, **more: object) -> dict[str, object]:
    """Fill in the form as a browser sends it."""
    sent: dict[str, object] = {
        "note-TOTAL_FORMS": str(len(notes) + 1),
        "note-INITIAL_FORMS": str(len(notes)),
        "seen": seen,
        f"note-{len(notes)}-kind": "note",
        f"note-{len(notes)}-visibility": "public",
    }
    for number, note in enumerate(notes):
        fields = {
            "kind": note.kind,
            "severity": note.severity or "",
            "theme": note.theme,
            "areas": list(note.areas),
            "visibility": note.visibility,
            "text_fi": note.text.fi,
            "text_sv": note.text.sv,
            "text_en": note.text.en,
            "source": note.source,
        }
        sent |= {f"note-{number}-{name}": value for name, value in fields.items()}
    return sent | more


def seen(client: Client) -> str:
    html = client.get(PLACE).content.decode()
    return html.partition('name="seen" value="')[2].partition('"')[0]


def test_what_is_stored_can_be_sent_back_unchanged(coordinator: Client) -> None:
    write(RISK)
    assert coordinator.post(PLACE, typed(RISK, seen=seen(coordinator))).status_code == 302
    assert stored() == (RISK,)


def test_a_note_is_added_changed_and_removed(coordinator: Client) -> None:
    inside = Note(NoteKind.NOTE, Names("Sisäinen"), visibility=Visibility.INTERNAL)
    coordinator.post(PLACE, typed(RISK, inside, seen=seen(coordinator)))
    assert stored() == (RISK, inside)
    gone = typed(RISK, inside, seen=seen(coordinator)) | {"note-0-DELETE": "on"}
    coordinator.post(PLACE, gone)
    assert stored() == (inside,)


def test_a_stale_form_is_shown_with_what_is_stored_and_wipes_nothing(coordinator: Client) -> None:
    before = seen(coordinator)
    write(RISK)
    mine = Note(NoteKind.NOTE, Names("Minun huomioni"))
    response = coordinator.post(PLACE, typed(mine, seen=before))
    shown = read(response.content.decode())
    assert (response.status_code, stored()) == (409, (RISK,))
    assert shown.has("ICT")
    assert shown.has("Minun huomioni")


def test_having_seen_both_one_may_save(coordinator: Client) -> None:
    before = seen(coordinator)
    write(RISK)
    mine = Note(NoteKind.NOTE, Names("Minun huomioni"))
    html = coordinator.post(PLACE, typed(mine, seen=before)).content.decode()
    after = html.partition('name="seen" value="')[2].partition('"')[0]
    assert coordinator.post(PLACE, typed(RISK, mine, seen=after)).status_code == 302
    assert stored() == (RISK, mine)


def test_text_without_finnish_is_asked_for_it(coordinator: Client) -> None:
    half = Note(NoteKind.NOTE, Names("", "Bara på svenska"))
    response = coordinator.post(PLACE, typed(half, seen=seen(coordinator)))
    assert response.status_code == 422
    assert 'id="id_note-0-text_fi_error"' in response.content.decode()


def test_room_for_one_more_keeps_what_was_typed(coordinator: Client) -> None:
    mine = Note(NoteKind.NOTE, Names("Minun huomioni"))
    html = coordinator.post(PLACE, typed(mine, seen="x", more="1")).content.decode()
    assert "Minun huomioni" in html
    assert 'name="note-2-text_fi"' in html
    assert stored() == ()


@pytest.mark.parametrize("broken", [{"note-TOTAL_FORMS": "x"}, {"note-TOTAL_FORMS": "999999"}])
def test_a_broken_form_is_refused(coordinator: Client, broken: dict[str, str]) -> None:
    response = coordinator.post(PLACE, typed(RISK, seen=seen(coordinator)) | broken)
    assert response.status_code == 422
    assert stored() == ()


def test_only_the_coordinator_writes() -> None:
    client = client_of(person(Role.REPORTER))
    assert client.post(PLACE, typed(RISK, seen="x")).status_code == 403
