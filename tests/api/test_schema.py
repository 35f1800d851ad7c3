import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from ninja import Schema
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.callers import person, secret_of
from tests.api.conftest import Get
from yhdyspinta.api import schema
from yhdyspinta.store.models import Grant
from yhdyspinta.terms.access import Role

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
WRITTEN = Path(__file__).parents[2] / "docs" / "openapi.json"
GENERATION = GenerationConfig(
    modes=list(schemathesis.GenerationMode), max_examples=15, deterministic=True
)

described = schemathesis.openapi.from_dict(
    schema.document(),
    config=SchemathesisConfig(
        seed=2021, projects=ProjectsConfig(default=ProjectConfig(generation=GENERATION))
    ),
)


@lru_cache(maxsize=1)
def _application() -> WSGIHandler:
    return get_wsgi_application()


def _answer(environ: Any, start_response: Any) -> Any:
    """Start the application at the first question, not when tests are collected."""
    return _application()(environ, start_response)


described.app = _answer


@pytest.fixture
def one_transaction(demo: None) -> Iterator[None]:
    """Keep the application from closing the connection whose transaction holds the demo."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def unhurried(settings: Any) -> None:
    """Let the test ask as often as it likes."""
    settings.API_READS = settings.API_WRITES = 1_000_000


_LIKE_THIS: dict[str, Any] = {
    "deadline": None,
    "derandomize": True,
    "suppress_health_check": list(HealthCheck),
}


# One item each for more than a hundred operations: longer than any other test.
@pytest.mark.timeout(1200)
@described.include(method="GET").parametrize()
@settings(max_examples=15, **_LIKE_THIS)
def test_every_answer_is_as_described_whatever_is_asked(
    one_transaction: None, unhurried: None, case: schemathesis.Case[Any]
):
    # The stand-in for a browser would ask for gzip and then not unpack it.
    case.call_and_validate(headers={"Accept-Encoding": "identity"})


@pytest.fixture
def operating(one_transaction: None) -> dict[str, str]:
    """The headers of a program that may do everything: its owner has all roles."""
    user = person(Role.REPORTER)
    for role in (Role.APPROVER, Role.ADMINISTRATOR, Role.COORDINATOR, Role.OPERATOR):
        Grant.objects.filter(user=person(role)).update(user=user)
    return {"Authorization": f"Bearer {secret_of(user)}", "Accept-Encoding": "identity"}


@pytest.mark.timeout(1200)
@described.exclude(operation_id="revokeToken").parametrize()
@settings(max_examples=8, **_LIKE_THIS)
def test_whatever_a_program_sends_is_answered_as_described(
    operating: dict[str, str], unhurried: None, case: schemathesis.Case[Any]
):
    """All operations with a token that may do everything; each example is taken back."""
    with transaction.atomic():
        answer = case.call(headers=operating)
        transaction.set_rollback(True)
    assert answer.status_code < 500
    case.validate_response(answer, checks=CHECKS)


def test_the_written_description_is_current():
    assert WRITTEN.read_text(encoding="utf-8") == schema.text()


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for methods in schema.document()["paths"].values():
        yield from methods.items()


def test_every_operation_is_named_explained_and_documents_its_problems():
    for method, operation in _operations():
        expected = {"401", "404", "422", "429", "503"}
        expected |= {"304"} if method == "get" else {"400", "403", "409", "413", "415"}
        assert expected <= set(operation["responses"]), operation["operationId"]
        assert all(operation[key] for key in ("summary", "description", "tags", "security"))


def test_every_parameter_is_explained():
    for _, operation in _operations():
        for parameter in operation["parameters"]:
            assert parameter.get("description") or parameter["$ref"], operation["operationId"]


def test_every_write_can_be_named_and_every_body_has_an_example():
    shapes = schema.document()["components"]["schemas"]
    for method, operation in _operations():
        references = [each.get("$ref") for each in operation["parameters"]]
        assert (method == "get") == ("#/components/parameters/IdempotencyKey" not in references)
        if "requestBody" in operation:
            shape = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            assert shapes[shape.rsplit("/", 1)[-1]]["examples"], operation["operationId"]


def test_no_two_shapes_have_one_name():
    classes = [each for each in _subclasses(Schema) if each.__module__.startswith("yhdyspinta.api")]
    names = [each.__name__ for each in classes if "[" not in each.__name__]
    assert len(names) == len(set(names))


def _subclasses(cls: type[Schema]) -> Iterator[type[Schema]]:
    for each in cls.__subclasses__():
        yield each
        yield from _subclasses(each)


def test_the_description_is_served(ask: Get):
    assert ask("/openapi.json").json() == json.loads(schema.text())
