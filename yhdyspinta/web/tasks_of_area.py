"""The tasks on an area's page: by theme, filtered by status and by what is due."""

from collections import Counter
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.roadmap import Status, Task
from yhdyspinta.terms.situation import Picture
from yhdyspinta.web.asked import Asked, unknown_code


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with the area's status."""

    code: str
    title: str
    address: str
    subarea: str
    due: str
    status: str
    style: str
    history: str


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """The tasks of a theme that pass the filter."""

    name: str
    rows: list[TaskRow]


@dataclass(frozen=True, slots=True)
class StatusChoice:
    """A status to filter by, with the number of tasks that have it."""

    label: str
    count: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The tasks that pass the filter, by theme, and the filters to choose from."""

    statuses: list[StatusChoice]
    groups: list[TaskGroup]
    due_address: str
    is_due_only: bool
    is_filtered: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tasks are listed: a status (`none`: not reported) and only those due."""

    status: str
    due_only: bool

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address's query; raises BadAddressError for a status that there is not."""
        status = query.get("status", "")
        if status and status not in {style(each) for each in (*Status, None)}:
            raise unknown_code(status)
        return cls(status, due_only=query.get("due") == "1")

    def passes(self, status: Status | None, *, is_due: bool) -> bool:
        """Tell whether a task is listed."""
        wanted = self.status in {"", style(status)}
        return wanted and (is_due or not self.due_only)


def listing(picture: Picture, area: Area, *, asked: Asked, chosen: Filter) -> Listing:
    """Arrange an area's tasks by theme, with the filters as links."""
    return Listing(
        statuses=_statuses(picture, area, asked=asked, chosen=chosen),
        groups=_groups(picture, area, chosen=chosen, asked=asked),
        due_address=_address(area, asked, chosen.status, due_only=not chosen.due_only),
        is_due_only=chosen.due_only,
        is_filtered=chosen.due_only or bool(chosen.status),
    )


def _statuses(picture: Picture, area: Area, *, asked: Asked, chosen: Filter) -> list[StatusChoice]:
    held = picture.statuses.get(area.code, {})
    tasks = [
        task for task in picture.roadmap.tasks if not chosen.due_only or task.due <= picture.horizon
    ]
    counted = Counter(held.get(task.code) for task in tasks)
    choices = [("", gettext("all"), len(tasks))] + [
        (style(status), labels.status(status), counted[status])
        for status in (*Status, None)
        if counted[status]
    ]
    return [
        StatusChoice(
            label,
            labels.number(count),
            _address(area, asked, value, due_only=chosen.due_only),
            is_current=chosen.status == value,
        )
        for value, label, count in choices
    ]


def _address(area: Area, asked: Asked, status: str, *, due_only: bool) -> str:
    query = asked.query(theme="")
    more = {"status": status} if status else {}
    more |= {"due": "1"} if due_only else {}
    joint = "&" if query else "?"
    link = f"{query}{joint}{urlencode(more)}" if more else query
    return reverse("area", args=[area.code]) + link + "#tasks"


def _groups(picture: Picture, area: Area, *, chosen: Filter, asked: Asked) -> list[TaskGroup]:
    held = picture.statuses.get(area.code, {})
    groups = []
    for theme in picture.roadmap.themes:
        parts = {each.code: labels.subarea(each.code, each.names) for each in theme.subareas}
        rows = [
            _row(task, area, held.get(task.code), parts=parts, picture=picture, asked=asked)
            for task in picture.roadmap.tasks
            if task.theme == theme.code
            and chosen.passes(held.get(task.code), is_due=task.due <= picture.horizon)
        ]
        if rows:
            groups.append(TaskGroup(labels.name(theme.names), rows))
    return groups


def _row(
    task: Task,
    area: Area,
    status: Status | None,
    *,
    parts: dict[str, str],
    picture: Picture,
    asked: Asked,
) -> TaskRow:
    return TaskRow(
        code=task.code,
        title=labels.name(task.title),
        address=reverse("task", args=[task.code]) + asked.place,
        subarea=parts.get(task.subarea, task.subarea),
        due=labels.quarter(task.due),
        status=labels.status(status),
        style=style(status),
        history=reverse("history", args=[area.code, task.code]) + asked.place,
    )


def style(status: Status | None) -> str:
    """Return the class that a status is drawn with; None is a task without a report."""
    return status.value if status else "none"
