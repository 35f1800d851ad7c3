"""The national page as a browser asks for it, through all of the server but the network."""

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import scratch
from bench.figures import Figure, Goal
from bench.settings import Settings
from bench.timing import Timing, timed
from yhdyspinta.calc.situation import table
from yhdyspinta.services import situation
from yhdyspinta.services.demo import ROADMAP
from yhdyspinta.terms.calendar import Quarter
from yhdyspinta.terms.situation import Lens, Table

_ADDRESSES = {
    "national page": "/fi/",
    "national page with a comparison": "/fi/?compare=2021-09",
}
_PLAIN_WAY = "composing its table from the log, without drawing a page"


def measure(settings: Settings) -> list[Figure]:
    """Measure the page warm, as it opens and with an earlier round to compare with."""
    scratch.fresh_with_demo()
    plain, composed = timed(_compose, runs=settings.runs)
    shown = table(situation.of_round("2021-10").picture, Lens.PROGRESS)
    assert composed.total == shown.total, "the live picture differs from the published one"
    return [
        _one(name, address, plain=plain, settings=settings) for name, address in _ADDRESSES.items()
    ]


def _one(name: str, address: str, *, plain: Timing, settings: Settings) -> Figure:
    get = _getter(address, gzip=False)
    ours, html = timed(get, runs=settings.runs)
    with CaptureQueriesContext(connection) as captured:
        get()
        # Counted inside: the next request empties the list.
        queries = len(captured)
    packed = _getter(address, gzip=True)()
    goals = (
        Goal(f"{name}, server time", 50, ours.median * 1000, "ms"),
        Goal(f"{name}, queries", 20, queries, "queries"),
        Goal(f"{name}, HTML", 200, len(html) / 1000, "kB"),
        Goal(f"{name}, HTML as sent (gzip)", 200, len(packed) / 1000, "kB"),
    )
    return Figure("page", name, 1, "page", ours, plain, _PLAIN_WAY, goals)


def _getter(address: str, *, gzip: bool) -> Callable[[], bytes]:
    client = Client(headers={"accept-encoding": "gzip"} if gzip else {}, SERVER_NAME="localhost")

    def get() -> bytes:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        return answer.content

    return get


def _compose() -> Table:
    live = situation.live(
        ROADMAP.code, as_of=date(2021, 10, 31), horizon=Quarter(2021, 4), actor=scratch.ACTOR
    )
    return table(live.picture, Lens.PROGRESS)
