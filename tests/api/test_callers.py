"""Who calls: tokens good and bad, and that nothing else counts."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from tests.api.callers import ROOT, Caller, caller, person, secret_of
from yhdyspinta.store.models import ApiToken, Event, Grant, User
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.tokens import TokenScope

pytestmark = pytest.mark.usefixtures("demo")

CELLS = "/rounds/2021-11/areas/08/cells"


@pytest.mark.parametrize("address", ["/areas", "/pictures/2021-10", "/docs", "/tokens", "/nothing"])
@pytest.mark.parametrize(
    "header", ["Bearer yp_wrong", "Bearer ", "Basic YTpi", "Bearer", "", "Bearer yp_" + "x" * 500]
)
def test_a_wrong_token_is_refused_everywhere(client, address, header):
    answer = client.get(f"{ROOT}{address}", headers={"authorization": header})
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("change", ["revoked", "expired", "deactivated"])
def test_a_dead_token_is_refused_also_where_none_is_needed(change):
    user = person(Role.REPORTER)
    asking = Caller(secret_of(user))
    assert asking("GET", "/areas").status_code == 200
    row = ApiToken.objects.get(user=user)
    if change == "deactivated":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        field = "revoked_at" if change == "revoked" else "expires_at"
        ApiToken.objects.filter(pk=row.pk).update(**{field: row.created_at})
    assert asking("GET", "/areas").status_code == 401


def test_without_a_token_what_is_not_public_asks_for_one():
    answer = Caller()("GET", CELLS)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="yhdyspinta"'


def test_a_session_counts_for_nothing(client):
    user = person(Role.REPORTER)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "yhdyspinta.web.signin.Backend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    client.cookies["sessionid"] = session.session_key
    assert client.get(f"{ROOT}{CELLS}").status_code == 401
    change = {"changes": [{"task": "hallinto-A01", "status": "done", "seen": 0}]}
    patched = client.patch(f"{ROOT}{CELLS}", change, content_type="application/json")
    assert patched.status_code == 401


def test_an_answer_to_a_token_is_kept_by_nobody_and_read_by_no_other_site():
    answer = caller(Role.REPORTER)("GET", "/areas", origin="https://example.org")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Authorization" in answer.headers["Vary"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_no_site_may_send_a_token_from_a_browser(client):
    answer = client.options(f"{ROOT}{CELLS}", headers={"origin": "https://example.org"})
    assert "Authorization" not in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Allow"] == "GET, HEAD, PATCH, OPTIONS"


def test_a_public_answer_varies_by_token(client):
    assert "Authorization" in client.get(f"{ROOT}/areas").headers["Vary"]


def test_a_narrow_token_is_told_which_scope_is_missing():
    asking = caller(Role.REPORTER, scopes={TokenScope.REPORT})
    answer = asking("GET", CELLS)
    assert answer.status_code == 403
    assert 'error="insufficient_scope", scope="read"' in answer.headers["WWW-Authenticate"]


def test_a_scope_gives_no_role():
    answer = caller(Role.READER)("POST", "/rounds/2021-11/close")
    assert answer.status_code == 403
    assert "coordinator" in answer.json()["detail"]


def test_a_role_lost_is_lost_for_the_token_with_the_next_request():
    user = person(Role.REPORTER)
    asking = Caller(secret_of(user))
    assert asking("GET", CELLS).status_code == 200
    Grant.objects.filter(user=user).update(ended_at=user.joined_at)
    assert asking("GET", CELLS).status_code == 403


def test_another_areas_cells_stay_closed():
    asking = caller(Role.REPORTER, "hva-06")
    assert asking("GET", CELLS).status_code == 403
    change = {"changes": [{"task": "hallinto-A01", "status": "done", "seen": 0}]}
    assert asking("PATCH", CELLS, change).status_code == 403


def test_the_request_is_named_in_the_trail_and_comes_through_the_interface():
    asking = caller(Role.COORDINATOR)
    answer = asking("POST", "/rounds/2021-11/close")
    event = Event.objects.get(action="round.close", subject="2021-11")
    assert (event.door, event.request) == ("api", answer.headers["X-Request-ID"])
    assert event.actor == ApiToken.objects.get().key
    assert event.address == "127.0.0.1"
