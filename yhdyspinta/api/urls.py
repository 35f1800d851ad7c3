"""Addresses of the interface; mounted at /api/v1/."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext

from yhdyspinta.api import documentation, problems, schema
from yhdyspinta.api.answers import finish
from yhdyspinta.api.endpoints import api

__all__ = ["api", "app_name", "urlpatterns"]

app_name = "api"


def _nothing_here(request: HttpRequest) -> HttpResponse:
    return problems.answer(
        problems.ProblemKind.NOT_FOUND, gettext("There is nothing at this address.")
    )


def _finished(pattern: object) -> URLPattern:
    if not isinstance(pattern, URLPattern):
        message = f"an address of the interface leads to no endpoint: {pattern!r}"
        raise TypeError(message)
    view = finish(pattern.callback, methods=_methods(pattern.callback))
    return URLPattern(pattern.pattern, view, pattern.default_args, pattern.name)


def _methods(view: Callable[..., HttpResponse]) -> str:
    """Ask the framework's view which methods its address has."""
    asked = HttpRequest()
    asked.method = "OPTIONS"
    known = {name.strip() for name in view(asked).headers["Allow"].split(",")}
    order = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    known |= {"OPTIONS"} | ({"HEAD"} if "GET" in known else set())
    return ", ".join(name for name in order if name in known)


def _start(request: HttpRequest) -> HttpResponse:
    return redirect("api:documentation")


urlpatterns = [
    path("", finish(_start), name="start"),
    path("docs", finish(documentation.show), name="documentation"),
    path("docs.css", finish(documentation.style), name="stylesheet"),
    path("openapi.json", finish(schema.show), name="openapi"),
    *(_finished(each) for each in api.urls[0] if getattr(each, "name", "") != "api-root"),
    re_path(r"^.*$", finish(_nothing_here)),
]
