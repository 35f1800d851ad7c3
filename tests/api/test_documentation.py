import json
import re
import shlex
from html import unescape

import pytest
from django.test import Client

from tests.api.callers import Caller, person, secret_of
from tests.api.conftest import ROOT, Get
from yhdyspinta.api import rights, schema
from yhdyspinta.terms.access import Action, Role

NAMES = {"IdempotencyKey": "Idempotency-Key", "IfMatch": "If-Match"}


@pytest.fixture
def page(ask: Get) -> str:
    return str(ask("/docs").content.decode())


def test_the_bare_address_leads_to_the_documentation(ask: Get, client: Client):
    answer = client.get(f"{ROOT}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{ROOT}/docs")


def test_every_operation_parameter_and_shape_is_on_the_page(page: str):
    described = schema.document()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert f"{method.upper()} {path}<" in page
            for parameter in operation["parameters"]:
                name = parameter.get("name") or parameter["$ref"].rsplit("/", 1)[-1]
                assert f"<code>{NAMES.get(name, name)}</code>" in page
    for name in described["components"]["schemas"]:
        assert f'id="shape-{name}"' in page


def test_every_link_within_the_page_leads_somewhere(page: str):
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page


def test_no_two_places_have_one_name(page: str):
    names = re.findall(r' id="([^"]+)"', page)
    assert len(names) == len(set(names))


def test_every_example_can_be_followed(ask: Get, page: str):
    examples = re.findall(r'Example: <a href="/api/v1([^"]+)"', page)
    assert len(examples) == list(rights.RULES.values()).count(Action.SEE_PUBLISHED)
    for example in examples:
        assert ask(example.replace("&amp;", "&")).status_code == 200, example


def _commands(page: str) -> list[list[str]]:
    found = re.findall(r"<pre[^>]*><code>(curl [^<]+)</code>", page)
    return [shlex.split(unescape(each)) for each in found]


def test_every_command_is_understood(page: str):
    """With the right of the operation each does its work, or says why it cannot be done now."""
    users = {role: person(role) for role in Role}
    commands = _commands(page)
    assert len(commands) == len(rights.RULES) - list(rights.RULES.values()).count(
        Action.SEE_PUBLISHED
    )
    for words in commands:
        method = words[words.index("-X") + 1] if "-X" in words else "GET"
        body = json.loads(words[words.index("-d") + 1]) if "-d" in words else None
        address = words[-1].removeprefix("$SITE/api/v1")
        answers = [Caller(secret_of(user))(method, address, body) for user in users.values()]
        statuses = {each.status_code for each in answers}
        assert statuses & {200, 201, 204, 404, 409, 428}, (words, statuses)
        assert not statuses & {400, 405, 415, 422, 500}, (words, statuses)


def test_the_page_needs_no_script_no_inline_style_and_no_other_site(ask: Get, page: str):
    assert not re.search(r"<script|<style|style=|\son\w+=|https?://", page)
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == [f"{ROOT}/docs.css"]
    sheet = ask("/docs.css")
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert "url(" not in sheet.content.decode()


def test_the_page_is_in_english_and_says_so(ask: Get, page: str):
    assert '<html lang="en">' in page
    assert ask("/docs", language="fi").headers["Content-Language"] == "en"
