"""The register as a workbook: getting it, and bringing it back with a look before saving.

Between the look and the saving nothing is kept here: the workbook goes along in the page, signed
for this person, for a limited time.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta import labels
from yhdyspinta.labels import register as register_labels
from yhdyspinta.services import places, register_files, register_sheets
from yhdyspinta.services.refusals import StaleError
from yhdyspinta.services.sheets import SheetRefusedError
from yhdyspinta.terms.access import Action
from yhdyspinta.terms.register_sheets import RegisterPlan
from yhdyspinta.terms.sheets import Problem, ProblemCode
from yhdyspinta.web import register
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs, public
from yhdyspinta.web.register_sheet_look import look
from yhdyspinta.web.report_sheet_look import problem_text
from yhdyspinta.web.uploads import is_too_large

_SECONDS = 2 * 60 * 60
# Django takes no more than 2.5 MB of a form, and the workbook grows by a third as text.
LARGEST_FILE = 1_500_000
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EMPTY = "empty"
_LONGEST_NAME = 120


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest) -> HttpResponse:
    """Send the workbook of a place, of all that one may read, or an empty one."""
    place = request.GET.get("place", register_files.EVERYTHING)[:20]
    language, now = get_language() or "fi", timezone.now()
    address = request.build_absolute_uri(reverse("register_sheet"))
    made = (
        register_files.template(now=now, language=language, address=address)
        if place == _EMPTY
        else register_files.make(
            place, actor=actor_of(request), now=now, language=language, address=address
        )
    )
    name = "-".join((pgettext("file name", "register"), place, f"{language}.xlsx"))
    return register.sent(made, name, media_type=_MEDIA_TYPE)


@needs(Action.KEEP_REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def upload(request: HttpRequest) -> HttpResponse:
    """Tell how it is done; of a workbook that is brought, show what it would change."""
    if request.method != "POST":
        return _start(request)
    given = request.FILES.get("file")
    if given is None and not is_too_large(request):
        return _start(request, refused=gettext("Choose a file first."))
    # One byte more than allowed tells that the file is too large, whatever its size.
    data = given.read(LARGEST_FILE + 1) if given else b""
    if given is None or len(data) > LARGEST_FILE:
        return _start(request, refused=_too_large())
    return _look(request, data, (given.name or "")[-_LONGEST_NAME:])


@needs(Action.KEEP_REGISTER)
@require_POST
@answers_bad_addresses
def confirm(request: HttpRequest) -> HttpResponse:
    """Store what was looked at; if the register has changed since, show it again."""
    try:
        said = _signer(request).unsign(request.POST.get("said", ""), max_age=_SECONDS)
    except signing.BadSignature:
        expired = gettext("This look has grown old. Bring the workbook back again.")
        return _start(request, refused=expired)
    seen, _, rest = said.partition(".")
    written, _, name = rest.partition(".")
    data, actor = urlsafe_b64decode(written), actor_of(request)
    content = register_sheets.read_bytes(data, file=name, actor=actor)
    try:
        plan = register_sheets.import_(content, actor=actor, now=timezone.now(), seen=seen)
    except (SheetRefusedError, StaleError):
        return _look(request, data, name, is_stale=True)
    done = gettext("Stored. Added, changed or removed: %(count)d.") % {"count": len(plan.steps)}
    messages.success(request, done)
    return HttpResponseRedirect(reverse("register_sheet"))


def _signer(request: HttpRequest) -> signing.TimestampSigner:
    """Bind what is signed to a person."""
    return signing.TimestampSigner(salt=f"yhdyspinta.register_sheet:{actor_of(request).key}")


def _too_large() -> str:
    limit = (f"≤ {LARGEST_FILE / 1_000_000:.1f} MB",)
    text = problem_text(Problem(ProblemCode.FILE_TOO_LARGE, "", expected=limit))
    return text + ". " + gettext("Take a county's workbook at a time, or ask the operator.")


def _start(request: HttpRequest, *, refused: str = "") -> HttpResponse:
    counties = places.counties(on=timezone.localdate())
    named = [(places.NATIONAL, register_labels.place("", ""))]
    named += [(code, labels.name(names)) for code, names in counties.items()]
    context = {
        "places": named,
        "chosen": request.GET.get("place", ""),
        "refused": refused,
        "limit": f"{LARGEST_FILE / 1_000_000:.1f}",
    }
    return render(request, "register_sheets/start.html", context, status=409 if refused else 200)


def _look(request: HttpRequest, data: bytes, name: str, *, is_stale: bool = False) -> HttpResponse:
    """Show what a workbook would change, or why it cannot be taken in."""
    actor, now = actor_of(request), timezone.now()
    content = register_sheets.read_bytes(data, file=name, actor=actor)
    plan = register_sheets.compare(content, actor=actor, now=now)
    has_errors = any(not each.warning for each in plan.problems)
    signed = "" if has_errors else _signed(request, plan, data=data, name=name)
    page = look(name, plan, signed=signed, language=get_language() or "fi", is_stale=is_stale)
    status = 409 if has_errors or is_stale else 200
    return render(
        request,
        "register_sheets/look.html",
        {"look": page, "limit": f"{LARGEST_FILE / 1_000_000:.1f}"},
        status=status,
    )


def _signed(request: HttpRequest, plan: RegisterPlan, *, data: bytes, name: str) -> str:
    written = urlsafe_b64encode(data).decode()
    return _signer(request).sign(f"{register_sheets.mark_of(plan)}.{written}.{name}")
