"""The interface described in OpenAPI 3.1: docs/openapi.json, and what is served.

To write the file again:
python manage.py shell -v 0 -c "from yhdyspinta.api.schema import text; print(text(), end='')"
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from yhdyspinta.api import conditions, problems, repeats, rights
from yhdyspinta.api.endpoints import api
from yhdyspinta.api.problems import Problem, ProblemKind
from yhdyspinta.calc.access import SCOPES
from yhdyspinta.terms.access import Action

_PREFIX = "/api/v1/"
_SCHEME = "token"
_TAGS = {
    "areas": "Places with an official code",
    "organisations": "Who acts, and for which areas",
    "roadmaps": "What is to be done by which quarter",
    "rounds": "When it is asked how far everybody is",
    "submissions": "How far each area is with a round, and its steps",
    "cells": "Filling in: an area's tasks in a round",
    "notes": "Notes and risks of a round",
    "talks": "Talks of the coordinator with the areas",
    "pictures": "Published, frozen situation pictures",
    "comparison": "What changed between two pictures",
    "rules": "Dated rules that the figures rest on",
    "interfaces": "Interfaces of organisations, and the work packages that they belong to",
    "bodies": "Bodies of cooperation on four levels",
    "meetings": "Meetings of the bodies, with what came of them",
    "actions": "What meetings gave somebody to do",
    "phenomena": "Phenomena and their way through the levels",
    "agreements": "Agreements with their terms and last days to act",
    "plans": "Plans of organisations, and joint ones",
    "duties": "Statutory duties, and how organisations stand with them",
    "annual clock": "Everything dated of a place in a year",
    "shared aims": "What the organisations of a county want together",
    "gaps": "What is missing or late in cooperation",
    "history": "What was changed in a thing of the register",
    "search": "Search over everything that one may read",
    "trail": "What was done, by whom",
    "people": "Who holds which role",
    "tokens": "Your own tokens",
}
_RESPONSES = {
    ProblemKind.UNREADABLE: "Unreadable",
    ProblemKind.UNAUTHORIZED: "Unauthorized",
    ProblemKind.FORBIDDEN: "Forbidden",
    ProblemKind.NOT_FOUND: "NotFound",
    ProblemKind.NOT_COMPARABLE: "NotComparable",
    ProblemKind.REFUSED: "Refused",
    ProblemKind.STALE: "Stale",
    ProblemKind.TOO_LARGE: "TooLarge",
    ProblemKind.MEDIA_TYPE: "MediaType",
    ProblemKind.INVALID_VALUE: "InvalidValue",
    ProblemKind.CONDITION_MISSING: "ConditionMissing",
    ProblemKind.TOO_MANY: "TooMany",
    ProblemKind.BUSY: "Busy",
}
_ALWAYS = ("401", "404", "422", "429", "503")
_OF_WRITING = ("400", "409", "413", "415")
_OF_CONDITIONS = ("412", "428")
_CONDITIONAL = {
    "changeRound",
    "changeTalk",
    "replaceNotes",
    "changeAction",
    "putAgreement",
    "putBody",
    "putClockEvent",
    "putContribution",
    "putFulfilment",
    "putInterface",
    "putMeeting",
    "putPhenomenon",
    "putPlan",
    "putSeries",
    "putSharedAim",
    "putWorkPackage",
}
_HEADERS = {
    "ETag": {
        "description": "Of what was read, to be sent as If-None-Match when asking again, or as"
        " If-Match when changing it",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "Address of the next page (rel=next); absent on the last page",
        "schema": {"type": "string"},
    },
    "Location": {"description": "Address of what was made", "schema": {"type": "string"}},
    "Idempotent-Replayed": {
        "description": "true: the answer of an earlier request with the same Idempotency-Key",
        "schema": {"type": "string"},
    },
}
_PARAMETERS = {
    "IdempotencyKey": {
        "name": repeats.HEADER,
        "in": "header",
        "required": False,
        "description": "A name of your choice for this write: sent again within 24 hours, the same"
        " request does nothing and gets the first answer",
        "schema": {"type": "string", "pattern": repeats.PATTERN},
    },
    "IfMatch": {
        "name": conditions.HEADER,
        "in": "header",
        "required": False,
        "description": "The ETag of what you read. Without it: 428; if it has changed since: 412",
        "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,200}$"},
    },
}


def document() -> dict[str, Any]:
    """Describe the whole interface."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=_PREFIX)))
    for methods in found["paths"].values():
        for method, operation in methods.items():
            _finish(method, operation)
    components = found["components"]
    components["schemas"] |= _problem_schemas()
    components["responses"] = {
        "NotModified": {"description": "Nothing has changed since the ETag in If-None-Match"}
    } | {name: _problem_response(kind) for kind, name in _RESPONSES.items()}
    components["headers"] = _HEADERS
    components["parameters"] = _PARAMETERS
    components["securitySchemes"] = {_SCHEME: _security_scheme()}
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


def success(operation: dict[str, Any]) -> str:
    """Return the status of an operation that went well."""
    statuses: list[str] = list(operation["responses"])
    return min(status for status in statuses if status.startswith("2"))


def _finish(method: str, operation: dict[str, Any]) -> None:
    """Write what the framework leaves out or writes in an older way."""
    for parameter in operation["parameters"]:
        _finish_parameter(parameter)
    name, is_reading = operation["operationId"], method == "get"
    is_list = any(parameter["name"] == "after" for parameter in operation["parameters"])
    operation["responses"][success(operation)]["headers"] = {
        header: {"$ref": f"#/components/headers/{header}"}
        for header in _headers(name, is_reading=is_reading, is_list=is_list)
    }
    statuses = [*_ALWAYS, *(() if is_reading else _OF_WRITING)]
    statuses += _OF_CONDITIONS if name in _CONDITIONAL else ()
    if is_reading:
        operation["responses"]["304"] = {"$ref": "#/components/responses/NotModified"}
    else:
        operation["parameters"].append({"$ref": "#/components/parameters/IdempotencyKey"})
    if name in _CONDITIONAL:
        operation["parameters"].append({"$ref": "#/components/parameters/IfMatch"})
    _secure(operation, statuses)
    for status in statuses:
        operation["responses"].setdefault(status, _refusal(status))


def _headers(name: str, *, is_reading: bool, is_list: bool) -> list[str]:
    if is_reading:
        return ["ETag", "Link"] if is_list else ["ETag"]
    made = ["Location"] if name in {"openRound", "publishRound"} else []
    return [*made, *(["ETag"] if name in _CONDITIONAL else []), repeats.REPLAYED]


def _secure(operation: dict[str, Any], statuses: list[str]) -> None:
    """Say which scope a token needs; what is public needs no token but takes one."""
    action = rights.RULES[operation["operationId"]]
    scope = rights.scope_for(action)
    if action is Action.SEE_PUBLISHED:
        operation["security"] = [{}, {_SCHEME: []}]
        return
    operation["security"] = [{_SCHEME: [scope] if scope else []}]
    needed = f"Needs the scope {scope}." if scope else "Needs a token of any scope."
    operation["description"] = f"{operation['description']} {needed}"
    statuses.append("403")


def _refusal(status: str) -> dict[str, str]:
    kind = next(
        kind
        for kind in _RESPONSES
        if str(problems.STATUS_CODES[kind]) == status and kind is not ProblemKind.NOT_COMPARABLE
    )
    return {"$ref": f"#/components/responses/{_RESPONSES[kind]}"}


def _security_scheme() -> dict[str, str]:
    scopes = "; ".join(
        f"{scope}: {', '.join(sorted(actions))}" for scope, actions in SCOPES.items()
    )
    return {
        "type": "http",
        "scheme": "bearer",
        "description": "A token of a person or an organisation, made on the page Tokens. It may do"
        f" what its owner may do, within its scopes. {scopes}.",
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
