import re

import pytest
from django.test import Client

from tests.api.conftest import ROOT, Get
from yhdyspinta.api import schema


@pytest.fixture
def page(ask: Get) -> str:
    return str(ask("/docs").content.decode())


def test_the_bare_address_leads_to_the_documentation(ask: Get, client: Client):
    answer = client.get(f"{ROOT}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{ROOT}/docs")


def test_every_operation_parameter_and_shape_is_on_the_page(page: str):
    described = schema.document()
    for path, methods in described["paths"].items():
        assert f"GET {path}<" in page
        for parameter in methods["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page
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
    assert len(examples) == len(schema.document()["paths"])
    for example in examples:
        assert ask(example.replace("&amp;", "&")).status_code == 200, example


def test_the_page_needs_no_script_no_inline_style_and_no_other_site(ask: Get, page: str):
    assert not re.search(r"<script|<style|style=|\son\w+=|https?://", page)
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == [f"{ROOT}/docs.css"]
    sheet = ask("/docs.css")
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert "url(" not in sheet.content.decode()


def test_the_page_is_in_english_and_says_so(ask: Get, page: str):
    assert '<html lang="en">' in page
    assert ask("/docs", language="fi").headers["Content-Language"] == "en"
