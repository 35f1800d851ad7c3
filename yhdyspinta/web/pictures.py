"""All published pictures, and each as a file."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from yhdyspinta import __version__, labels
from yhdyspinta.exports import situation_files
from yhdyspinta.services import situation
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.terms.roadmap import ReportingRound
from yhdyspinta.terms.situation import Publication
from yhdyspinta.web.changes import choices
from yhdyspinta.web.page import answers_bad_addresses, public

_FILE_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A published picture in the list."""

    name: str
    address: str
    as_of: str
    version: str
    published: str
    sha256: str
    remark: str
    is_invented: bool
    compare: str
    compare_name: str


@public
@require_safe
@answers_bad_addresses
def pictures(request: HttpRequest) -> HttpResponse:
    """List all published pictures and versions, the newest first."""
    rounds = situation.published_rounds()
    by_code = {each.code: each for each in rounds}
    rows = [
        _row(each, by_code[each.round_code], _before(by_code[each.round_code], rounds))
        for each in situation.publications()
    ]
    return render(request, "pictures/pictures.html", {"rows": rows, "choices": choices()})


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, *, code: str, version: int, ending: str) -> HttpResponse:
    """Send a published picture as a file in the page's language."""
    if ending not in situation_files.MEDIA_TYPES:
        raise RefusedError(gettext("There is no such form of file."))
    shown = situation.of_round(code, version=version)
    publication, language = shown.publication, get_language() or "fi"
    if publication is None:
        raise RefusedError(gettext("Only published pictures can be downloaded."))
    # What is frozen makes the same file each time, as long as the program is the same.
    etag = f'"{publication.sha256[:32]}-{language}-{ending}-{__version__}"'
    kept = get_conditional_response(request, etag=etag)
    if kept is not None:
        return kept
    wanted = situation_files.Wanted(language=language, made_at=publication.published_at)
    made = situation_files.render(shown.picture, ending, wanted=wanted, publication=publication)
    word = gettext("situation-picture")
    name = f"{word}-{code}-v{version}-{language}.{ending}"
    return HttpResponse(
        made,
        content_type=situation_files.MEDIA_TYPES[ending],
        headers={
            "ETag": etag,
            "Cache-Control": f"public, max-age={_FILE_SECONDS}",
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )


def _before(round_: ReportingRound, rounds: list[ReportingRound]) -> ReportingRound | None:
    """Find the round before among rounds listed newest first; None for a roadmap's oldest."""
    same = [each for each in rounds if each.roadmap == round_.roadmap]
    return next(iter(same[same.index(round_) + 1 :]), None)


def _row(
    publication: Publication, round_: ReportingRound, earlier: ReportingRound | None
) -> PictureRow:
    address = reverse("national") + f"?round={round_.code}"
    if publication.superseded_by:
        address += f"&version={publication.version}"
    can_compare = earlier is not None and not publication.superseded_by
    return PictureRow(
        name=labels.name(round_.names),
        address=address,
        as_of=labels.day(round_.as_of),
        version=str(publication.version),
        published=labels.moment(publication.published_at),
        sha256=publication.sha256,
        remark=_remark(publication),
        is_invented=round_.invented,
        compare=f"{address}&compare={earlier.code}" if earlier and can_compare else "",
        compare_name=labels.name(earlier.names) if earlier and can_compare else "",
    )


def _remark(publication: Publication) -> str:
    if publication.superseded_by:
        return gettext("replaced by version %(version)d") % {"version": publication.superseded_by}
    if publication.replaces:
        return gettext("erratum to version %(version)d: %(reason)s") % {
            "version": publication.replaces,
            "reason": publication.reason,
        }
    return ""
