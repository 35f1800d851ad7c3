"""Publishing a round: check list, summary, preview of all documents, publication, erratum."""

from dataclasses import dataclass, replace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta import labels
from yhdyspinta.calc.rounds import mark
from yhdyspinta.exports.situation_files import MEDIA_TYPES, preview_mark
from yhdyspinta.services import publishing, rounds
from yhdyspinta.services.access import ForbiddenError
from yhdyspinta.services.publishing import LONGEST_SUMMARY, Desk
from yhdyspinta.services.refusals import RefusedError, StaleError
from yhdyspinta.services.situation import Shown
from yhdyspinta.terms.access import Action
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import RoundState
from yhdyspinta.terms.situation import Publication
from yhdyspinta.web import changes, fields, round_checks, situation
from yhdyspinta.web.asked import Asked, compared_with
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, needs
from yhdyspinta.web.publication import Download, Heading, heading

_LONGEST_REASON = 500


class SummaryForm(forms.Form):
    """The coordinator's summary in three languages, and the mark of the one that was shown."""

    fi = fields.text(_("Summary in Finnish"), most=LONGEST_SUMMARY, rows=5, required=False)
    sv = fields.text(_("Summary in Swedish"), most=LONGEST_SUMMARY, rows=5, required=False)
    en = fields.text(_("Summary in English"), most=LONGEST_SUMMARY, rows=5, required=False)

    def summary(self) -> Names:
        """Return what was written, if the form is valid."""
        return Names(*(self.cleaned_data[code] for code in ("fi", "sv", "en")))


class PublishForm(forms.Form):
    """What is asked before publishing: that it is meant."""

    sure = forms.BooleanField(error_messages={"required": fields.FILL_IN})
    seen = forms.IntegerField(min_value=0, max_value=32_000, widget=forms.HiddenInput)


class ErratumForm(PublishForm):
    """What is asked before an erratum: also why."""

    reason = fields.text(_("Reason for the erratum"), most=_LONGEST_REASON, rows=2)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version: what is said of it and where it is."""

    version: str
    address: str
    published: str
    reason: str
    sha256: str
    is_standing: bool
    downloads: list[Download]


@dataclass(frozen=True, slots=True)
class PublishingPage:
    """What the page shows, in words that its template only places."""

    code: str
    name: str
    state: str
    state_code: str
    is_invented: bool
    checks: round_checks.ChecksShown
    stored: Names
    seen: str
    standing: int
    versions: list[VersionRow]
    difference: changes.ChangesPage | None
    previews: list[Download]
    can_close: bool
    can_publish: bool
    can_correct: bool


@needs(Action.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is needed to publish a round; sent with a confirmation, publish it."""
    if request.method != "POST":
        return _shown(request, code)
    is_first = request.POST.get("seen", "0") == "0"
    form = PublishForm(request.POST) if is_first else ErratumForm(request.POST)
    if not form.is_valid():
        return _shown(request, code, publish_form=form, status=422)
    given = form.cleaned_data
    try:
        made = rounds.publish(
            code,
            actor=actor_of(request),
            now=timezone.now(),
            reason=given.get("reason", ""),
            seen=given["seen"],
        )
    except ForbiddenError:
        raise
    except RefusedError as error:
        return _shown(request, code, publish_form=form, refused=str(error), status=409)
    messages.success(request, _published(made))
    return HttpResponseRedirect(reverse("round_publish", args=[code]))


@needs(Action.RUN_ROUND)
@require_POST
@answers_bad_addresses
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a round on the way to publishing it."""
    try:
        rounds.close_round(code, actor=actor_of(request), now=timezone.now())
    except ForbiddenError:
        raise
    except RefusedError as error:
        return _shown(request, code, refused=str(error), status=409)
    messages.success(request, gettext("The round is closed."))
    return HttpResponseRedirect(reverse("round_publish", args=[code]) + "#publish")


@needs(Action.RUN_ROUND)
@require_POST
@answers_bad_addresses
def summary(request: HttpRequest, code: str) -> HttpResponse:
    """Save the coordinator's summary, or fill the form with one made of the figures."""
    if "suggest" in request.POST:
        return _shown(request, code, suggest=True)
    form = SummaryForm(request.POST)
    if not form.is_valid():
        return _shown(request, code, summary_form=form, status=422)
    actor, seen = actor_of(request), request.POST.get("seen", "") or "none"
    try:
        publishing.write_summary(code, form.summary(), actor=actor, now=timezone.now(), seen=seen)
    except ForbiddenError:
        raise
    except RefusedError as error:
        is_stale = isinstance(error, StaleError)
        return _shown(
            request, code, summary_form=form, refused=str(error), is_stale=is_stale, status=409
        )
    messages.success(request, gettext("The summary has been saved."))
    return HttpResponseRedirect(reverse("round_publish", args=[code]) + "#summary")


@needs(Action.PUBLISH)
@require_safe
@answers_bad_addresses
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Show the page of the picture that publishing would freeze now."""
    actor = actor_of(request)
    shown = publishing.preview(code, actor=actor, now=timezone.now())
    asked = replace(
        Asked.of(request.GET),
        round="",
        version=None,
        # The pages that numbers open to are those of the day: what is in the log now.
        as_of=shown.picture.as_of,
        horizon=shown.picture.horizon,
        page=reverse("round_preview", args=[code]),
    )
    page = situation.page_of(asked, shown, compared_with(asked, shown.picture), actor=actor)
    page = replace(page, heading=_preview_heading(shown, code))
    context = {"page": page, "picture": shown.picture, "code": code, "mark": preview_mark()}
    return render(request, "publishing/preview.html", context)


@needs(Action.PUBLISH)
@require_safe
@answers_bad_addresses
def preview_file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """Send a file of the picture that publishing would freeze now, marked as a preview."""
    language = get_language() or "fi"
    made = publishing.preview_file(
        code, ending, language=language, actor=actor_of(request), now=timezone.now()
    )
    word = gettext("preview")
    name = f"{word}-{code}-{language}.{ending}"
    return HttpResponse(
        made,
        content_type=MEDIA_TYPES[ending],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _shown(
    request: HttpRequest,
    code: str,
    *,
    summary_form: SummaryForm | None = None,
    publish_form: PublishForm | None = None,
    suggest: bool = False,
    refused: str = "",
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    desk = publishing.of_round(code, actor=actor_of(request), now=timezone.now())
    text = desk.suggested if suggest else desk.summary
    page = _page(desk)
    shown = {
        "page": page,
        "form": summary_form or SummaryForm(initial={"fi": text.fi, "sv": text.sv, "en": text.en}),
        "publish_form": _publish_form(publish_form, page),
        "is_suggested": suggest,
        "refused": refused,
        "is_stale": is_stale,
        # A form that is shown again with an error keeps the mark of what its writer had seen.
        "seen": _seen(request, page, summary_form, is_stale=is_stale),
    }
    return render(request, "publishing/publish.html", shown, status=status)


def _publish_form(form: PublishForm | None, page: PublishingPage) -> PublishForm:
    """Return the form as it was sent, or an empty one if it was sent or is for another step."""
    wanted = ErratumForm if page.standing else PublishForm
    return form if form is not None and type(form) is wanted else wanted()


def _seen(
    request: HttpRequest, page: PublishingPage, form: SummaryForm | None, *, is_stale: bool
) -> str:
    if form is None or is_stale:
        return page.seen
    return request.POST.get("seen", "")


def _page(desk: Desk) -> PublishingPage:
    round_, standing = desk.checks.round, desk.standing
    code = round_.code
    return PublishingPage(
        code=code,
        name=labels.name(round_.names),
        state=labels.round_state(round_.state),
        state_code=round_.state.value,
        is_invented=round_.invented,
        checks=round_checks.shown(desk.checks),
        stored=desk.summary,
        seen=mark(desk.summary),
        standing=standing.version if standing else 0,
        versions=[_version(each) for each in desk.publications],
        difference=changes.page_of(desk.told) if desk.told else None,
        previews=_previews(code),
        can_close=round_.state is RoundState.OPEN,
        can_publish=round_.state is RoundState.CLOSED and desk.may_publish,
        can_correct=desk.told is not None and desk.may_publish,
    )


def _version(publication: Publication) -> VersionRow:
    code, version = publication.round_code, publication.version
    return VersionRow(
        version=str(version),
        address=reverse("national") + f"?round={code}&version={version}",
        published=labels.moment(publication.published_at),
        reason=publication.reason,
        sha256=publication.sha256,
        is_standing=not publication.superseded_by,
        downloads=[
            Download(each.upper(), reverse("download", args=[code, version, each]))
            for each in MEDIA_TYPES
        ],
    )


def _previews(code: str) -> list[Download]:
    return [
        Download(each.upper(), reverse("round_preview_file", args=[code, each]))
        for each in MEDIA_TYPES
    ]


def _preview_heading(shown: Shown, code: str) -> Heading:
    return replace(
        heading(shown),
        state=preview_mark(),
        round=labels.name(shown.picture.round_names),
        downloads=_previews(code),
    )


def _published(made: Publication) -> str:
    return gettext("Published: version %(version)d. Fingerprint (SHA-256): %(sha256)s") % {
        "version": made.version,
        "sha256": made.sha256,
    }
