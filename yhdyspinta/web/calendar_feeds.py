"""Calendar links: the page on which they are made and revoked, and the calendar itself."""

from dataclasses import dataclass
from hashlib import sha256

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yhdyspinta import labels
from yhdyspinta.exports import ical
from yhdyspinta.services import calendar_feeds
from yhdyspinta.services.calendar_feeds import About, Read
from yhdyspinta.terms.access import Action, Actor
from yhdyspinta.terms.annual_clock import CalendarFeed
from yhdyspinta.web import fields
from yhdyspinta.web.annual_clock_page import address_of
from yhdyspinta.web.origin import actor_of, origin_of
from yhdyspinta.web.origin import address_of as network_address
from yhdyspinta.web.page import answers_bad_addresses, needs, public

_MINUTE = 60
_OWN = "own"


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A link in words; `revoke` is where it is revoked."""

    about: str
    made: str
    read: str
    revoke: str


class FeedForm(forms.Form):
    """What a new link is about."""

    about = fields.choice(_("What the calendar shows"), ())

    def offer(self, actor: Actor) -> "FeedForm":
        """Offer one's own work, one's organisations, the counties and the bodies."""
        found = calendar_feeds.choices(actor=actor, on=timezone.localdate())
        groups = {
            "organisation": gettext("My organisations"),
            "area": gettext("Annual clocks"),
            "body": gettext("Bodies"),
        }
        offered: list[tuple[str, object]] = [(_OWN, gettext("What concerns me"))]
        for kind, words in groups.items():
            chosen = [(f"{kind}:{code}", labels.name(each)) for code, each in found[kind].items()]
            if chosen:
                offered.append((words, chosen))
        field = self.fields["about"]
        if isinstance(field, forms.ChoiceField):
            field.choices = offered
        return self

    def asked(self) -> About:
        """Return what was chosen."""
        kind, _colon, code = self.cleaned_data["about"].partition(":")
        return About() if kind == _OWN else About(**{kind: code})


@needs(Action.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_bad_addresses
def own(request: HttpRequest) -> HttpResponse:
    """List one's own links, with a form to make one; its address is shown once."""
    actor, secret = actor_of(request), ""
    begin = {"about": f"area:{request.GET['area']}"} if request.GET.get("area") else None
    form = FeedForm(request.POST or None, initial=begin).offer(actor)
    if request.method == "POST" and form.is_valid():
        language = get_language() or "fi"
        _feed, made = calendar_feeds.make(
            form.asked(), actor=actor, language=language, now=timezone.now()
        )
        secret = request.build_absolute_uri(reverse("calendar_feed", args=[made]))
        form = FeedForm(initial=begin).offer(actor)
    shown = {
        "rows": [_row(each) for each in calendar_feeds.own(actor=actor)],
        "form": form,
        "secret": secret,
        "webcal": "webcal" + secret[secret.find(":") :] if secret else "",
    }
    return render(request, "calendars/own.html", shown, status=400 if form.errors else 200)


@needs(Action.SIGNED_IN)
@require_POST
@answers_bad_addresses
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's own links."""
    calendar_feeds.revoke(number, actor=actor_of(request), now=timezone.now())
    messages.success(request, gettext("The calendar link has been revoked."))
    return HttpResponseRedirect(reverse("calendars"))


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Send a link's calendar; 404 alike for one that was never given and one that is dead."""
    if _is_too_many(request):
        return HttpResponse(status=429, headers={"Retry-After": str(_MINUTE)})
    read = calendar_feeds.read(token, origin=origin_of(request), now=timezone.now())
    kept = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    if read is None:
        return HttpResponse(status=404, content_type="text/plain", headers=kept)
    site = f"{request.scheme}://{request.get_host()}"
    etag = f'"{sha256(repr((read.feed.number, read.entries, site)).encode()).hexdigest()[:32]}"'
    kept["ETag"] = etag
    if etag in request.headers.get("If-None-Match", "").replace("W/", ""):
        return HttpResponseNotModified(headers=kept)
    kept["Content-Disposition"] = 'inline; filename="yhdyspinta.ics"'
    return HttpResponse(_calendar(read, site), content_type=ical.MEDIA_TYPE, headers=kept)


def _calendar(read: Read, site: str) -> bytes:
    with override(read.feed.language):
        cover = ical.Cover(_about(read.feed), read.feed.language, timezone.now())
        pages = {entry.key: address_of(entry) for entry in read.entries}
    addresses = {key: f"{site}{page}" for key, page in pages.items() if page}
    return ical.calendar(read.entries, cover=cover, addresses=addresses)


def _is_too_many(request: HttpRequest) -> bool:
    """Count the readings of an address in a minute, as the interface for machines does."""
    window = int(timezone.now().timestamp()) // _MINUTE
    name = f"{network_address(request)} {window}".encode()
    cache, key = caches["rates"], f"calendar-{sha256(name).hexdigest()}"
    cache.add(key, 0, timeout=2 * _MINUTE)
    try:
        limit: int = settings.API_READS
        return cache.incr(key) > limit
    except ValueError:
        # Dropped in between, to make room: begin again.
        return False


def _about(feed: CalendarFeed) -> str:
    if feed.area:
        return gettext("Annual clock: %(place)s") % {"place": labels.name(feed.names)}
    return labels.name(feed.names) or gettext("What concerns me")


def _row(feed: CalendarFeed) -> FeedRow:
    return FeedRow(
        about=_about(feed),
        made=labels.moment(feed.made_at),
        read=labels.moment(feed.read_at) if feed.read_at else gettext("not yet"),
        revoke=reverse("calendar_revoke", args=[feed.number]),
    )
