"""A round's check list: findings in sentences by kind, each opened to its tasks."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.calc.alphabet import sort_key
from yhdyspinta.labels import round_checks as check_labels
from yhdyspinta.services import round_checks as service
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.round_checks import CheckList
from yhdyspinta.terms.access import Action
from yhdyspinta.terms.round_checks import MISSING, ODD, Check, CheckKind, Looked
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs
from yhdyspinta.web.tasks_of_area import style


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A finding in words; `address` opens its tasks (empty: it names none)."""

    area: str
    sentence: str
    address: str
    more: str


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """The findings of one kind."""

    name: str
    number: int
    rows: list[CheckRow]


@dataclass(frozen=True, slots=True)
class ChecksShown:
    """A check list in words: what is missing, what is odd, and what is told."""

    missing: list[CheckGroup]
    odd: list[CheckGroup]
    told: list[CheckGroup]
    areas_missing: int
    areas: int
    odd_number: int

    @property
    def is_clear(self) -> bool:
        """Tell whether nothing is open."""
        return not self.missing and not self.odd


@dataclass(frozen=True, slots=True)
class Status:
    """A status in words, and the class that it is drawn with."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class CellRow:
    """A task that a finding names: its statuses then and now."""

    code: str
    title: str
    address: str
    due: str
    expected: str
    statuses: list[Status]
    is_explained: bool
    risk: str


@needs(Action.RUN_ROUND)
@require_safe
@answers_bad_addresses
def round_checks(request: HttpRequest, code: str) -> HttpResponse:
    """Show what to look at before a round is closed; with `kind` and `area` a finding's tasks."""
    found = service.of_round(code, actor=actor_of(request), now=timezone.now())
    page: dict[str, object] = {
        "code": code,
        "name": labels.name(found.round.names),
        "state": labels.round_state(found.round.state),
        "checks": shown(found),
    }
    kind, area = request.GET.get("kind", ""), request.GET.get("area", "")
    if kind or area:
        check = _check(found, kind, area)
        page |= {"opened": _row(found, check), "kind": check_labels.kind(check.kind)}
        page |= {"days": [labels.day(day) for day in _days(found)], "cells": _cells(found, check)}
        return render(request, "publishing/check.html", {"page": page})
    return render(request, "publishing/checks.html", {"page": page})


def shown(found: CheckList) -> ChecksShown:
    """Return a check list in words, the areas in alphabetical order within each kind."""
    missing = {check.area for check in found.checks if check.kind in MISSING}
    return ChecksShown(
        missing=_groups(found, MISSING),
        odd=_groups(found, ODD),
        told=_groups(found, frozenset(CheckKind) - MISSING - ODD),
        areas_missing=len(missing),
        areas=len(found.areas),
        odd_number=sum(check.kind in ODD for check in found.checks),
    )


def _groups(found: CheckList, kinds: frozenset[CheckKind]) -> list[CheckGroup]:
    groups = []
    for kind in CheckKind:
        rows = [_row(found, check) for check in found.checks if check.kind is kind]
        if kind in kinds and rows:
            rows.sort(key=_place)
            groups.append(CheckGroup(check_labels.kind(kind), len(rows), rows))
    return groups


def _place(row: CheckRow) -> tuple[str, str]:
    return sort_key(row.area, get_language() or "fi")


def _row(found: CheckList, check: Check) -> CheckRow:
    area = labels.name(found.areas[check.area])
    query = urlencode({"kind": check.kind.value, "area": check.area})
    address = reverse("round_checks", args=[found.round.code]) + f"?{query}"
    return CheckRow(
        area=area,
        sentence=check_labels.sentence(check, area=area),
        address=address if check.tasks else "",
        more=reverse("round_area", args=[found.round.code, check.area]),
    )


def _check(found: CheckList, kind: str, area: str) -> Check:
    for check in found.checks:
        if (check.kind.value, check.area) == (kind, area):
            return check
    raise RefusedError(gettext("This is not on the check list any more."))


def _days(found: CheckList) -> list[date]:
    """List the days whose statuses are shown, the oldest first."""
    return [*reversed(found.former), found.round.as_of]


def _cells(found: CheckList, check: Check) -> list[CellRow]:
    return [_cell(found, found.cells[check.area, task]) for task in check.tasks]


def _cell(found: CheckList, looked: Looked) -> CellRow:
    said = [*reversed(looked.former), looked.status]
    return CellRow(
        code=looked.task,
        title=labels.name(found.tasks[looked.task]),
        address=reverse("history", args=[looked.area, looked.task]),
        due=labels.quarter(looked.due),
        expected=labels.quarter(looked.expected) if looked.expected else "",
        statuses=[Status(labels.status(each), style(each)) for each in said],
        is_explained=looked.is_explained,
        risk=labels.severity(looked.risk) if looked.risk else "",
    )
