"""A meeting as a file for calendars: an invitation, or the word that it was cancelled."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yhdyspinta.exports import ical
from yhdyspinta.services import meeting_overview
from yhdyspinta.web import register
from yhdyspinta.web.origin import actor_of
from yhdyspinta.web.page import answers_bad_addresses, public


@public
@require_safe
@answers_bad_addresses
def download(request: HttpRequest, code: str) -> HttpResponse:
    """Send a meeting as iCalendar: a calendar knows it again by its identifier and sequence."""
    found = meeting_overview.opened(code, actor=actor_of(request))
    cover = ical.Cover(found.meeting.title, get_language() or "fi", timezone.now())
    address = request.build_absolute_uri(reverse("meeting", args=[code]))
    made = ical.invitation(found.meeting, cover=cover, body=found.body_names, address=address)
    return register.sent(made, f"{code}.ics", media_type=ical.MEDIA_TYPE)
