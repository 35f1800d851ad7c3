import hashlib

import pytest
from django.test import Client

from tests.api.conftest import ROOT, Get

ADDRESSES = [
    "/areas",
    "/areas/08",
    "/organisations",
    "/roadmaps",
    "/roadmaps/sote-2021",
    "/roadmaps/sote-2021/tasks",
    "/rounds",
    "/pictures",
    "/pictures/2021-10",
    "/pictures/2021-10/versions/1",
    "/pictures/2021-10/versions/1/figures",
    "/pictures/2021-10/versions/1/canonical",
    "/pictures/2021-10/versions/1/statuses",
    "/compare?new=2021-10&old=2021-09",
    "/bands",
    "/status-rules",
    "/openapi.json",
    "/docs",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_asking_again_with_the_fingerprint_is_answered_with_304(ask: Get, address: str):
    etag = ask(address).headers["ETag"]
    again = ask(address, **{"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == etag
    assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_fingerprint_is_strong_and_of_the_body(ask: Get, address: str):
    answer = ask(address)
    assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_site_may_read_without_a_token_or_a_cookie(ask: Get, address: str):
    answer = ask(address)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies


def test_another_fingerprint_gets_the_whole_answer(ask: Get):
    assert ask("/bands", **{"if-none-match": '"something-else"'}).status_code == 200


def test_answers_are_asked_about_each_time_and_frozen_ones_kept_for_good(ask: Get):
    assert ask("/pictures").headers["Cache-Control"] == "public, no-cache"
    canonical = ask("/pictures/2021-10/versions/1/canonical")
    assert "immutable" in canonical.headers["Cache-Control"]


def test_problems_are_not_kept(ask: Get):
    assert ask("/areas/none").headers["Cache-Control"] == "no-store"


def test_a_preflight_is_answered(ask: Get, client: Client):
    answer = client.options(f"{ROOT}/bands", headers={"origin": "https://example.org"})
    assert answer.status_code == 204
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_head_tells_what_get_would(ask: Get, client: Client):
    whole, head = ask("/bands"), client.head(f"{ROOT}/bands")
    assert head.content == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(ask: Get, client: Client, method: str):
    answer = getattr(client, method)(f"{ROOT}/areas")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Content-Type"] == "application/problem+json"
