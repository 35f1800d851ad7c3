"""What changed between two published pictures: in words, by theme, by area, and as a file."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from yhdyspinta import __version__, labels
from yhdyspinta.exports import changes as exports
from yhdyspinta.labels import changes as change_labels
from yhdyspinta.services import changes as service
from yhdyspinta.services import situation
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.changes import Told
from yhdyspinta.terms.roadmap import ReportingRound, Task
from yhdyspinta.terms.situation import Publication, StatusChange
from yhdyspinta.web.asked import unknown_code
from yhdyspinta.web.page import answers_bad_addresses, public
from yhdyspinta.web.tasks_of_area import style

# `2021-10`: the standing version of a round; `2021-10:1`: that version of it.
_NAMED = re.compile(r"([\w-]{1,40})(?::([1-9]\d{0,4}))?", re.ASCII)
_SECONDS = 300


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """A published picture that can be chosen."""

    value: str
    label: str
    is_earlier: bool
    is_later: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A theme's or an area's row: where it leads, and its words."""

    name: str
    address: str
    figures: tuple[str, ...]
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task whose status changed."""

    code: str
    title: str
    address: str
    before: str
    before_style: str
    after: str
    after_style: str
    movement: str
    note: str
    history: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One area's changed tasks."""

    name: str
    address: str
    rows: list[TaskRow]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What the page shows, in words that its template only places."""

    titles: tuple[str, str]
    times: tuple[str, str]
    is_invented: bool
    sentences: tuple[str, ...]
    reasons: tuple[str, ...]
    remarks: tuple[str, ...]
    movements: list[str]
    themes: list[Row]
    areas: list[Row]
    opened: Opened | None
    downloads: list[tuple[str, str]]
    choices: list[PictureChoice]
    whole: str


@public
@require_safe
@answers_bad_addresses
def changes(request: HttpRequest) -> HttpResponse:
    """Say what changed between two published pictures; with `area` also task by task."""
    first, second = _asked(request)
    if not first or not second:
        return render(request, "changes/choose.html", {"choices": choices()})
    told = service.between(_named(first), _named(second))
    earlier, later = _values(told)
    if (first, second) != (earlier, later):
        return redirect(_address(told, area=request.GET.get("area", "")))
    page = page_of(told, area=request.GET.get("area", ""))
    response = render(request, "changes/changes.html", {"page": page})
    patch_cache_control(response, public=True, max_age=_SECONDS)
    return response


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, *, ending: str) -> HttpResponse:
    """Send what changed between two published pictures as a file in the page's language."""
    if ending not in exports.MEDIA_TYPES:
        raise RefusedError(gettext("There is no such form of file."))
    first, second = _asked(request)
    told = service.between(_named(first), _named(second))
    if told.published is None or told.published_before is None:
        raise RefusedError(gettext("Only published pictures can be downloaded."))
    language = get_language() or "fi"
    hashes = told.published_before.sha256[:24] + told.published.sha256[:24]
    etag = f'"{hashes}-{language}-{ending}-{__version__}"'
    kept = get_conditional_response(request, etag=etag)
    if kept is not None:
        return kept
    made = exports.render(told, ending, language=language, made_at=told.published.published_at)
    name = "-".join((gettext("changes"), *(v.replace(":", "-v") for v in _values(told)), language))
    return HttpResponse(
        made,
        content_type=exports.MEDIA_TYPES[ending],
        headers={
            "ETag": etag,
            "Cache-Control": f"public, max-age={_SECONDS}",
            "Content-Disposition": f'attachment; filename="{name}.{ending}"',
        },
    )


def page_of(told: Told, *, area: str = "") -> ChangesPage:
    """Return the page of changes.

    Of pictures that are not both published only what has moved, and without files.
    """
    is_public = told.published is not None and told.published_before is not None
    return ChangesPage(
        titles=change_labels.titles(told),
        times=change_labels.times(told),
        is_invented=told.before.invented or told.now.invented,
        sentences=change_labels.sentences(told),
        reasons=change_labels.reasons(told),
        remarks=change_labels.remarks(told),
        movements=[change_labels.movement(each) for each in exports.shown_movements(told)],
        themes=_themes(told, is_public=is_public),
        areas=_areas(told, is_public=is_public),
        opened=_opened(told, area) if area else None,
        downloads=_downloads(told) if is_public else [],
        choices=choices(*_values(told)) if is_public else [],
        whole=_address(told) if is_public else "",
    )


def choices(earlier: str = "", later: str = "") -> list[PictureChoice]:
    """List all published pictures to choose two of, the newest first."""
    rounds = {each.code: each for each in situation.published_rounds()}
    listed = situation.publications()
    values = [_value(each) for each in listed]
    # Without a choice the newest two that can be compared.
    later = later or next(iter(values), "")
    earlier = earlier or next(iter(values[1:]), "")
    return [
        PictureChoice(
            value, _label(each, rounds[each.round_code]), value == earlier, value == later
        )
        for each, value in zip(listed, values, strict=True)
    ]


def _asked(request: HttpRequest) -> tuple[str, str]:
    return request.GET.get("from", ""), request.GET.get("to", "")


def _named(text: str) -> tuple[str, int | None]:
    """Read which picture an address names; raises BadAddressError for what is not a name."""
    found = _NAMED.fullmatch(text)
    if found is None:
        raise unknown_code(text)
    return found[1], int(found[2]) if found[2] else None


def _value(publication: Publication) -> str:
    """Name a publication as addresses do: the standing one by its round alone."""
    version = f":{publication.version}" if publication.superseded_by else ""
    return publication.round_code + version


def _values(told: Told) -> tuple[str, str]:
    earlier, later = told.published_before, told.published
    return _value(earlier) if earlier else "", _value(later) if later else ""


def _label(publication: Publication, round_: ReportingRound) -> str:
    name = labels.name(round_.names)
    if publication.version == 1 and not publication.superseded_by:
        return name
    version = gettext("version %(version)d") % {"version": publication.version}
    return f"{name}, {version}"


def _query(told: Told, **more: str) -> str:
    earlier, later = _values(told)
    chosen = {"from": earlier, "to": later, **more}
    return "?" + urlencode({key: value for key, value in chosen.items() if value}, safe=":")


def _address(told: Told, *, area: str = "") -> str:
    return reverse("changes") + _query(told, area=area)


def _place(told: Told) -> str:
    """Return the query that opens the later picture's pages."""
    published = told.published
    if published is None:
        day, horizon = told.now.as_of.isoformat(), str(told.now.horizon)
        return "?" + urlencode({"as_of": day, "horizon": horizon})
    version = {"version": str(published.version)} if published.superseded_by else {}
    return "?" + urlencode({"round": published.round_code, **version})


def _themes(told: Told, *, is_public: bool) -> list[Row]:
    address = reverse("national") + _place(told)
    return [
        Row(each.name, f"{address}&theme={each.code}", each.figures, each.counts)
        for each in exports.theme_rows(told)
        if is_public or each.has_moved
    ]


def _areas(told: Told, *, is_public: bool) -> list[Row]:
    def address(code: str) -> str:
        if is_public:
            return _address(told, area=code)
        return reverse("area", args=[code]) + _place(told)

    return [
        Row(each.name, address(each.code), each.figures, each.counts)
        for each in exports.area_rows(told)
        if is_public or each.has_moved
    ]


def _opened(told: Told, code: str) -> Opened:
    found = next((each for each in told.changes.areas if each.area.code == code), None)
    if found is None:
        raise RefusedError(
            gettext("The area “%(code)s” is not in this picture.") % {"code": code[:40]}
        )
    tasks = {each.code: each for each in told.now.roadmap.tasks}
    return Opened(
        name=labels.name(found.area.short),
        address=reverse("area", args=[code]) + _place(told),
        rows=[_task_row(told, tasks[each.task], each) for each in found.tasks],
    )


def _task_row(told: Told, task: Task, change: StatusChange) -> TaskRow:
    place = _place(told)
    return TaskRow(
        code=task.code,
        title=labels.name(task.title),
        address=reverse("task", args=[task.code]) + place,
        before=labels.status(change.before),
        before_style=style(change.before),
        after=labels.status(change.after),
        after_style=style(change.after),
        movement=exports.movement_of(change),
        note=exports.said_of(told, change),
        history=reverse("history", args=[change.area, task.code]) + place,
    )


def _downloads(told: Told) -> list[tuple[str, str]]:
    return [
        (each.upper(), reverse("changes_file", args=[each]) + _query(told))
        for each in exports.MEDIA_TYPES
    ]
