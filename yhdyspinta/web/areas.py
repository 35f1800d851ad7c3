"""An area's page: its figures, its tasks by status, what changed, notes and risks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yhdyspinta import labels
from yhdyspinta.calc.comparison import status_changes
from yhdyspinta.calc.situation import cell
from yhdyspinta.services import situation
from yhdyspinta.services.areas import Surroundings, surroundings
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.situation import Shown
from yhdyspinta.terms.areas import Area
from yhdyspinta.terms.roadmap import Status, Task, Theme
from yhdyspinta.terms.situation import Figures, Picture, Share
from yhdyspinta.web.asked import Asked, required_picture
from yhdyspinta.web.notes import NoteShown, notes_shown
from yhdyspinta.web.page import answers_bad_addresses, cached
from yhdyspinta.web.publication import heading


@dataclass(frozen=True, slots=True)
class Card:
    """A theme's figures on the area's page; widths are of a bar 100 long."""

    name: str
    address: str
    progress: str
    progress_counts: str
    under_way: str
    done: str
    readiness_words: str
    done_width: int
    started_width: int
    not_reported: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with the area's status."""

    code: str
    title: str
    address: str
    subarea: str
    due: str
    is_due: bool
    status: str
    style: str
    history: str


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """The tasks of a theme that pass the filter."""

    name: str
    rows: list[TaskRow]


@dataclass(frozen=True, slots=True)
class Change:
    """A task whose status changed since the picture before."""

    code: str
    address: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class StatusChoice:
    """A status to filter by, with the number of tasks that have it."""

    value: str
    label: str
    count: str
    address: str
    is_current: bool


@require_safe
@answers_bad_addresses
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Show an area in a picture."""
    asked = Asked.of(request.GET)
    shown = required_picture(asked)
    found = _area(shown.picture, code)
    before = _before(shown, asked)
    chosen = _Filter(request.GET.get("status", ""), due_only=request.GET.get("due") == "1")
    page = {
        "area": found,
        "name": labels.name(found.names),
        "short": labels.name(found.short),
        "kind": labels.area_kind(found.kind),
        "heading": heading(shown),
        "has_reports": code in shown.picture.reporting,
        "overall": _card(shown.picture, found, theme=None, asked=asked),
        "cards": [
            _card(shown.picture, found, theme=theme, asked=asked)
            for theme in shown.picture.roadmap.themes
        ],
        "statuses": _statuses(shown.picture, found, asked=asked, chosen=chosen),
        "groups": _groups(shown.picture, found, chosen=chosen, asked=asked),
        "is_due_only": chosen.due_only,
        "due_address": _address(found, asked, chosen.status, due_only=not chosen.due_only),
        "changes": _changes(shown.picture, before, found, asked=asked),
        "before": labels.name(before.picture.round_names) if before else "",
        "before_invented": before is not None and before.picture.invented,
        "notes": _notes(shown.picture, found),
        "surroundings": _surroundings(found, shown),
        "national": reverse("national") + asked.place,
    }
    return cached(render(request, "areas/area.html", {"page": page}), shown)


@dataclass(frozen=True, slots=True)
class _Filter:
    """Which tasks are listed: a status (`none`: not reported) and only those due."""

    status: str
    due_only: bool

    def passes(self, status: Status | None, *, is_due: bool) -> bool:
        wanted = self.status in {"", _style(status)}
        return wanted and (is_due or not self.due_only)


def _area(picture: Picture, code: str) -> Area:
    found = next((each for each in picture.areas if each.code == code), None)
    if found is None:
        raise RefusedError(gettext("The area “%(code)s” is not in this picture.") % {"code": code})
    return found


def _before(shown: Shown, asked: Asked) -> Shown | None:
    """Return the picture to compare with: the one asked for, else the round before."""
    code = asked.compare or situation.round_before(shown.picture.round_code)
    return situation.of_round(code) if code else None


def _card(picture: Picture, area: Area, *, theme: Theme | None, asked: Asked) -> Card:
    figures = cell(picture, area=area.code, theme=theme.code if theme else None)
    done, under_way = _percent(figures.done), _percent(figures.under_way)
    address = reverse("figures", args=[area.code, theme.code]) + asked.place if theme else ""
    return Card(
        name=labels.name(theme.names) if theme else gettext("All themes"),
        address=address,
        progress=labels.percent(_percent(figures.progress)),
        progress_counts=_counts(figures.progress),
        under_way=labels.percent(under_way),
        done=labels.percent(done),
        readiness_words=gettext("done %(done)s, under way %(under_way)s")
        % {"done": labels.percent(done), "under_way": labels.percent(under_way)},
        done_width=done or 0,
        started_width=(done or 0) + (under_way or 0),
        not_reported=_not_reported(figures),
    )


def _percent(share: Share | None) -> int | None:
    return share.percent if share else None


def _counts(share: Share | None) -> str:
    if share is None:
        return ""
    return gettext("%(count)s of %(of)s tasks due") % {
        "count": labels.number(share.count),
        "of": labels.number(share.of),
    }


def _not_reported(figures: Figures) -> str:
    count = figures.counts.not_reported
    if not figures.has_reports or not count:
        return ""
    return gettext("not reported: %(count)s") % {"count": labels.number(count)}


def _statuses(picture: Picture, area: Area, *, asked: Asked, chosen: _Filter) -> list[StatusChoice]:
    held = picture.statuses.get(area.code, {})
    tasks = [
        task for task in picture.roadmap.tasks if not chosen.due_only or task.due <= picture.horizon
    ]
    counted = Counter(held.get(task.code) for task in tasks)
    found = [status for status in (*Status, None) if counted[status]]
    whole = StatusChoice(
        "",
        gettext("all"),
        labels.number(len(tasks)),
        _address(area, asked, "", due_only=chosen.due_only),
        not chosen.status,
    )
    return [
        whole,
        *(
            StatusChoice(
                _style(status),
                labels.status(status),
                labels.number(counted[status]),
                _address(area, asked, _style(status), due_only=chosen.due_only),
                chosen.status == _style(status),
            )
            for status in found
        ),
    ]


def _address(area: Area, asked: Asked, status: str, *, due_only: bool) -> str:
    query = asked.query(theme="")
    more = [f"status={status}"] if status else []
    more += ["due=1"] if due_only else []
    joined = "&".join(more)
    link = f"{query}&{joined}" if query and joined else query or (f"?{joined}" if joined else "")
    return reverse("area", args=[area.code]) + link + "#tasks"


def _groups(picture: Picture, area: Area, *, chosen: _Filter, asked: Asked) -> list[TaskGroup]:
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
        is_due=task.due <= picture.horizon,
        status=labels.status(status),
        style=_style(status),
        history=reverse("history", args=[area.code, task.code]),
    )


def _style(status: Status | None) -> str:
    return status.value if status else "none"


def _changes(
    picture: Picture, before: Shown | None, area: Area, *, asked: Asked
) -> Sequence[Change]:
    if before is None:
        return []
    return [
        Change(
            code=each.task,
            address=reverse("task", args=[each.task]) + asked.place,
            before=labels.status(each.before),
            after=labels.status(each.after),
        )
        for each in status_changes(picture, before.picture, area=area.code)
    ]


def _notes(picture: Picture, area: Area) -> list[NoteShown]:
    return notes_shown(picture, area=area.code)


def _surroundings(area: Area, shown: Shown) -> Surroundings:
    return surroundings(area.code, on=shown.picture.as_of)
