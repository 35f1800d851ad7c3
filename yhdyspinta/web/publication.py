"""What a page says of the picture that it shows: published or live, version, fingerprint."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.exports.situation_files import MEDIA_TYPES
from yhdyspinta.services.situation import Shown


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the picture."""

    form: str
    address: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a picture with its state; empty strings where nothing is to be said."""

    title: str
    round: str
    state: str
    is_live: bool
    is_invented: bool
    replaced: str
    erratum: str
    published: str
    sha256: str
    canonical: str
    downloads: list[Download]
    sources: tuple[str, ...]


def heading(shown: Shown) -> Heading:
    """Say what a picture is."""
    picture, publication = shown.picture, shown.publication
    return Heading(
        title=labels.name(picture.roadmap.names),
        round=labels.name(picture.round_names) or labels.day(picture.as_of),
        state=_state(shown),
        is_live=publication is None,
        is_invented=picture.invented,
        replaced=_replaced(shown),
        erratum=_erratum(shown),
        published=labels.moment(publication.published_at) if publication else "",
        sha256=publication.sha256 if publication else "",
        canonical=_canonical(shown),
        downloads=_downloads(shown),
        sources=picture.sources,
    )


def _state(shown: Shown) -> str:
    if shown.publication is None:
        return gettext("Live, not published")
    return gettext("Published, version %(version)d") % {"version": shown.publication.version}


def _replaced(shown: Shown) -> str:
    if shown.publication is None or not shown.publication.superseded_by:
        return ""
    return gettext("This version has been replaced by version %(version)d.") % {
        "version": shown.publication.superseded_by
    }


def _erratum(shown: Shown) -> str:
    if shown.publication is None or not shown.publication.replaces:
        return ""
    return gettext("Erratum: replaces version %(version)d. Reason: %(reason)s") % {
        "version": shown.publication.replaces,
        "reason": shown.publication.reason,
    }


def _canonical(shown: Shown) -> str:
    if shown.publication is None:
        return ""
    code, version = shown.publication.round_code, shown.publication.version
    return f"/api/v1/pictures/{code}/versions/{version}/canonical"


def _downloads(shown: Shown) -> list[Download]:
    if shown.publication is None:
        return []
    code, version = shown.publication.round_code, shown.publication.version
    return [
        Download(
            ending.upper(),
            reverse("download", args=[code, version, ending]),
        )
        for ending in MEDIA_TYPES
    ]
