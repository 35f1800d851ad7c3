"""The interface described in OpenAPI 3.1: docs/openapi.json, and what is served.

To write the file again:
python manage.py shell -v 0 -c "from yhdyspinta.api.schema import text; print(text(), end='')"
"""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse

from yhdyspinta.api import problems
from yhdyspinta.api.endpoints import api
from yhdyspinta.api.problems import Problem, ProblemKind

_PREFIX = "/api/v1/"
_TAGS = {
    "areas": "Places with an official code",
    "organisations": "Who acts, and for which areas",
    "roadmaps": "What is to be done by which quarter",
    "rounds": "When it was asked how far everybody is",
    "pictures": "Published, frozen situation pictures",
    "comparison": "What changed between two pictures",
    "rules": "Dated rules that the figures rest on",
}
_RESPONSES = {
    ProblemKind.NOT_FOUND: "NotFound",
    ProblemKind.NOT_COMPARABLE: "NotComparable",
    ProblemKind.INVALID_VALUE: "InvalidValue",
}
_HEADERS = {
    "ETag": {
        "description": "SHA-256 of the body, to be sent as If-None-Match when asking again",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "Address of the next page (rel=next); absent on the last page",
        "schema": {"type": "string"},
    },
}


def document() -> dict[str, Any]:
    """Describe the whole interface."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=_PREFIX)))
    for operation in _operations(found):
        _finish(operation)
    found["components"]["schemas"] |= _problem_schemas()
    found["components"]["responses"] = {
        "NotModified": {"description": "Nothing has changed since the ETag in If-None-Match"}
    } | {name: _problem_response(kind) for kind, name in _RESPONSES.items()}
    found["components"]["headers"] = _HEADERS
    found["info"]["license"] = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
    found["tags"] = [{"name": name, "description": text} for name, text in _TAGS.items()]
    del found["servers"]
    return found


def text() -> str:
    """Return docs/openapi.json as it has to be."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def show(request: HttpRequest) -> HttpResponse:
    """Serve the description."""
    return HttpResponse(text(), content_type="application/json")


def _operations(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in found["paths"].values():
        yield from methods.values()


def _finish(operation: dict[str, Any]) -> None:
    """Write what the framework leaves out or writes in an older way."""
    for parameter in operation["parameters"]:
        _finish_parameter(parameter)
    is_list = any(parameter["name"] == "after" for parameter in operation["parameters"])
    good = operation["responses"]["200"]
    names = ["ETag", "Link"] if is_list else ["ETag"]
    good["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    operation["responses"] |= {
        "304": {"$ref": "#/components/responses/NotModified"},
        "404": {"$ref": "#/components/responses/NotFound"},
        "422": {"$ref": "#/components/responses/InvalidValue"},
    }


def _finish_parameter(parameter: dict[str, Any]) -> None:
    """Leave out null, which an address cannot say, and give one example in its OpenAPI form."""
    schema = parameter["schema"]
    choices = [each for each in schema.pop("anyOf", []) if each != {"type": "null"}]
    for choice in choices:
        schema |= choice
    if schema.get("default") in {None, ""}:
        schema.pop("default", None)
    examples = schema.pop("examples", [])
    parameter.pop("examples", None)
    if examples:
        parameter["example"] = examples[0]
    schema.pop("description", None)
    parameter["schema"] = schema


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    nested: dict[str, Any] = schema.pop("$defs")
    return {"Problem": schema, **nested}


def _problem_response(kind: ProblemKind) -> dict[str, Any]:
    return {
        "description": problems.MEANINGS[kind],
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
