"""How often a caller may ask: so many reads and writes in each minute."""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from yhdyspinta.api.callers import address_of
from yhdyspinta.api.problems import ProblemError, ProblemKind
from yhdyspinta.terms.access import Actor

_WINDOW = 60
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Rate:
    """What a caller may do in this minute, what is left of it, and for how many seconds."""

    limit: int
    left: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        """The headers that tell of it."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.seconds),
        }


def count(request: HttpRequest, caller: Actor | None) -> Rate:
    """Count a request of a token, else of an address; raises the problem of one too many."""
    is_reading = request.method in READING
    limit: int = settings.API_READS if is_reading else settings.API_WRITES
    who = caller.key if caller and caller.key else address_of(request)
    window, passed = divmod(int(timezone.now().timestamp()), _WINDOW)
    made = _added(f"{who} {is_reading} {window}")
    rate = Rate(limit, max(limit - made, 0), _WINDOW - passed)
    if made > limit:
        raise ProblemError(
            ProblemKind.TOO_MANY,
            gettext("Too many requests: wait for %(seconds)d seconds.") % {"seconds": rate.seconds},
            headers={**rate.headers, "Retry-After": str(rate.seconds)},
        )
    return rate


def _added(name: str) -> int:
    """Count one more under a name, and return how many there are in its minute."""
    cache = caches["rates"]
    # An address may hold what a cache takes for no key.
    key = f"api-{sha256(name.encode()).hexdigest()}"
    cache.add(key, 0, timeout=2 * _WINDOW)
    try:
        return cache.incr(key)
    except ValueError:
        # Dropped in between, to make room: begin again.
        return 1
