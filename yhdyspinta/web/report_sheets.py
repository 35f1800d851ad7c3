"""Reporting in Excel: the workbook to fill in, and bringing it back with a look before saving.

Between the look and the saving nothing is kept here: what the workbook says goes along in the
page, signed for this person, round and area, for a limited time.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yhdyspinta import labels
from yhdyspinta.calc.report_sheets import from_plain, to_plain
from yhdyspinta.labels import rounds as round_labels
from yhdyspinta.services import report_sheets
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.services.report_sheets import LARGEST_FILE, Choice, Chosen
from yhdyspinta.terms.access import Action
from yhdyspinta.terms.report_sheets import Blank, Brought, Plan
from yhdyspinta.terms.sheets import Problem, ProblemCode
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, refusal
from yhdyspinta.web.report_sheet_look import preview, problem_text
from yhdyspinta.web.uploads import is_too_large

_SECONDS = 2 * 60 * 60
# Django takes no more than 2.5 MB of a form.
_MOST_SIGNED = 2_000_000
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class SheetPage:
    """What the page shows of the round and area, in words."""

    round: str
    area: str
    code: str
    area_code: str
    lock: str
    due: str
    refused: str = ""


@needs(Action.REPORT, area="area")
@require_GET
@answers_bad_addresses
def download(request: HttpRequest, *, round: str, area: str) -> HttpResponse:
    """Send the workbook in the page's language; it is written in the trail."""
    language = get_language() or "fi"
    page = reverse("report_sheet_upload", kwargs={"round": round, "area": area})
    made = report_sheets.make(
        round,
        area,
        actor=actor_of(request),
        now=timezone.now(),
        language=language,
        address=request.build_absolute_uri(page),
    )
    word = gettext("reporting-file")
    name = f"{word}-{round}-{area}-{language}.xlsx"
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(made, content_type=_MEDIA_TYPE, headers=headers)


@needs(Action.REPORT, area="area")
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def upload(request: HttpRequest, *, round: str, area: str) -> HttpResponse:
    """Tell how it is done offline; of a workbook that is brought, show what it would change."""
    given = request.FILES.get("file")
    if request.method != "POST":
        return _start(request, round, area)
    if given is None:
        return _start(request, round, area, refused=_without_file(request))
    # One byte more than allowed tells that the file is too large, whatever its size.
    data, name = given.read(LARGEST_FILE + 1), given.name or ""
    actor, now = actor_of(request), timezone.now()
    try:
        brought, plan = report_sheets.plan(round, area, data, file=name, actor=actor, now=now)
    except ForbiddenError:
        raise
    except RefusedError as error:
        return _start(request, round, area, refused=str(error))
    return _look(request, (round, area), brought, plan=plan, chosen=None)


@needs(Action.REPORT, area="area")
@require_POST
@answers_bad_addresses
def confirm(request: HttpRequest, *, round: str, area: str) -> HttpResponse:
    """Save what was looked at; if somebody has changed something since, show it again."""
    try:
        salt = _salt(request, round, area)
        data = signing.loads(request.POST.get("said", ""), salt=salt, max_age=_SECONDS)
    except signing.BadSignature:
        expired = gettext("This look has grown old. Bring the workbook back again.")
        return _start(request, round, area, refused=expired)
    brought, chosen = from_plain(data), _chosen(request.POST)
    actor, now = actor_of(request), timezone.now()
    try:
        saved, plan = report_sheets.take_in(
            round, area, brought, chosen=chosen, actor=actor, now=now
        )
    except ForbiddenError:
        raise
    except RefusedError as error:
        return refusal(request, str(error), status=409)
    if saved is None:
        return _look(request, (round, area), brought, plan=plan, chosen=chosen)
    address = reverse("report", kwargs={"round": round, "area": area})
    return HttpResponseRedirect(f"{address}?saved={len(saved.saved) + len(saved.unchanged)}")


def _without_file(request: HttpRequest) -> str:
    if not is_too_large(request):
        return gettext("Choose a file first.")
    limit = (f"≤ {LARGEST_FILE // 1_000_000} MB",)
    return problem_text(Problem(ProblemCode.FILE_TOO_LARGE, "", expected=limit))


def _salt(request: HttpRequest, round_code: str, area: str) -> str:
    """Bind what is signed to a person, a round and an area."""
    return f"yhdyspinta.report_sheet:{actor_of(request).key}:{round_code}:{area}"


def _chosen(sent: Mapping[str, str]) -> Chosen:
    conflicts: dict[str, tuple[Choice, int]] = {}
    for name, value in sent.items():
        kind, dot, task = name.partition(".")
        word, _dot, seen = value.partition(".")
        if kind == "choice" and dot and word in set(Choice) and seen.isdecimal():
            conflicts[task] = (Choice(word), int(seen[:18]))
    rest = sent.get("rest", "")
    return Chosen(
        conflicts, rest=Choice(rest) if rest in set(Choice) else None, again="again" in sent
    )


def _start(request: HttpRequest, round_code: str, area: str, *, refused: str = "") -> HttpResponse:
    page = _page(request, round_code, area, refused=refused)
    context = {"page": page, "megabytes": LARGEST_FILE // 1_000_000}
    return render(request, "report_sheets/start.html", context, status=409 if refused else 200)


def _page(request: HttpRequest, round_code: str, area: str, *, refused: str = "") -> SheetPage:
    shown = report_sheets.blank(round_code, area, actor=actor_of(request), now=timezone.now())
    return SheetPage(
        round=labels.name(shown.round_names),
        area=labels.name(shown.area.names),
        code=round_code,
        area_code=area,
        lock=round_labels.lock(shown.lock) if shown.lock else "",
        due=_due(shown),
        refused=refused,
    )


def _due(shown: Blank) -> str:
    last = shown.until or shown.schedule.due_on
    return labels.day(last) if last else ""


def _look(
    request: HttpRequest,
    place: tuple[str, str],
    brought: Brought,
    *,
    plan: Plan,
    chosen: Chosen | None,
) -> HttpResponse:
    """Show what a workbook would change; with `chosen`, what was chosen and did not suffice."""
    signed = ""
    if not brought.errors:
        salt = _salt(request, *place)
        signed = signing.dumps(to_plain(brought), salt=salt, compress=True)
    if len(signed) > _MOST_SIGNED:
        full = gettext("The workbook changes too much at once. Bring it back in parts.")
        return _start(request, *place, refused=full)
    context = {
        "page": _page(request, *place),
        "look": preview(brought, plan, signed=signed, chosen=chosen),
    }
    status = 200 if chosen is None and not brought.errors else 409
    return render(request, "report_sheets/look.html", context, status=status)
