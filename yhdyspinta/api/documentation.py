"""The page on which the interface is explained: plain HTML, in English, readable offline."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.templatetags.static import static
from django.urls import reverse

from yhdyspinta.api import schema
from yhdyspinta.api.endpoints import ABOUT
from yhdyspinta.api.problems import MEANINGS, STATUS_CODES
from yhdyspinta.calc.access import SCOPES

_TEMPLATES = Path(__file__).parent / "templates"


def show(request: HttpRequest) -> HttpResponse:
    """Show every endpoint with its parameters, answers and an example to follow."""
    return HttpResponse(_page(), headers={"Content-Language": "en"})


def style(request: HttpRequest) -> HttpResponse:
    """Serve the page's stylesheet, which this room brings along."""
    text = (_TEMPLATES / "documentation.css").read_text(encoding="utf-8")
    return HttpResponse(text, content_type="text/css; charset=utf-8")


@lru_cache(maxsize=1)
def _page() -> str:
    # An own engine: this room is no Django app, so the project's engine does not look here.
    engine = Engine(dirs=[str(_TEMPLATES)])
    described = schema.document()
    context = {
        "title": described["info"]["title"],
        "version": described["info"]["version"],
        "icon": static("web/yhdyspinta.svg"),
        "stylesheet": reverse("api:stylesheet"),
        "schema": reverse("api:openapi"),
        "paragraphs": ABOUT,
        "tokens": "/en/tokens/",
        "scopes": [
            {"name": scope, "actions": ", ".join(sorted(actions))}
            for scope, actions in SCOPES.items()
        ],
        "groups": list(_groups(described)),
        "shapes": list(_shapes(described)),
        "problems": [
            {"code": kind, "status": STATUS_CODES[kind], "meaning": meaning}
            for kind, meaning in MEANINGS.items()
        ],
    }
    return engine.get_template("documentation.html").render(Context(context))


def _groups(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Gather operations by their tag, in the order of the tags."""
    operations = [
        _shown(method.upper(), path, operation, described["components"])
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    for tag in described["tags"]:
        yield {**tag, "operations": [each for each in operations if tag["name"] in each["tags"]]}


def _shown(
    method: str, path: str, operation: dict[str, Any], components: dict[str, Any]
) -> dict[str, Any]:
    parameters = [_found(each, components) for each in operation["parameters"]]
    good = operation["responses"][schema.success(operation)].get("content")
    sent = operation.get("requestBody")
    body = sent["content"]["application/json"]["schema"] if sent else None
    address = _example(path, parameters)
    return {
        "id": operation["operationId"],
        "method": method,
        "path": path,
        "tags": operation["tags"],
        "summary": operation["summary"],
        "description": operation["description"],
        "parameters": [_parameter(each) for each in parameters],
        "body": _type(body)["shape"] if body else "",
        # What is public can be followed; the rest is for a program with a token.
        "example": address if {} in operation["security"] else "",
        "command": _command(method, address, body, components),
        "success": schema.success(operation),
        "answer": _type(good["application/json"]["schema"]) if good else {"shape": ""},
        "statuses": ", ".join(sorted(operation["responses"])),
    }


def _found(parameter: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """Follow a parameter's reference."""
    if "$ref" not in parameter:
        return parameter
    followed: dict[str, Any] = components["parameters"][parameter["$ref"].rsplit("/", 1)[-1]]
    return followed


def _command(
    method: str, address: str, body: dict[str, Any] | None, components: dict[str, Any]
) -> str:
    """Write the example as a command to be typed, with a token."""
    words = ["curl", '-H "Authorization: Bearer $TOKEN"']
    if method != "GET":
        words.append(f"-X {method}")
    if body:
        example = components["schemas"][_type(body)["shape"]]["examples"][0]
        told = json.dumps(example, ensure_ascii=False)
        words += ["-H 'Content-Type: application/json'", f"-d '{told}'"]
    return " ".join([*words, f'"$SITE{address}"'])


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "required": parameter["required"],
        "type": _type(parameter["schema"]),
        "description": parameter.get("description", ""),
    }


def _shapes(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, shape in described["components"]["schemas"].items():
        fields = [
            {"name": field, "type": _type(about), "description": about.get("description", "")}
            for field, about in shape.get("properties", {}).items()
        ]
        if "enum" in shape or fields:
            yield {
                "name": name,
                "description": shape.get("description", ""),
                "fields": fields,
                "values": shape.get("enum", []),
            }


def _example(path: str, parameters: list[dict[str, Any]]) -> str:
    """Fill in the examples of what has to be given, and get an address to follow."""
    query = {}
    for parameter in parameters:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
        elif parameter["required"]:
            query[parameter["name"]] = parameter["example"]
    return f"{path}?{urlencode(query)}" if query else path


def _type(about: dict[str, Any]) -> dict[str, str]:
    """Name a type: its words, and the shape that it links to (empty: none)."""
    if "$ref" in about:
        name = about["$ref"].rsplit("/", 1)[-1]
        return {"words": "", "shape": name}
    if "anyOf" in about:
        first, *rest = [_type(each) for each in about["anyOf"]]
        others = " or ".join(each["words"] for each in rest)
        return {"words": f"{first['words']} or {others}".strip(), "shape": first["shape"]}
    if about.get("type") == "array":
        inner = _type(about["items"])
        return {"words": f"list of {inner['words']}".strip(), "shape": inner["shape"]}
    words = str(about.get("format") or about.get("type", "any"))
    return {"words": words, "shape": ""}
