"""The whole interface: every noun's endpoints at their address."""

from collections.abc import Mapping
from typing import Any

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from yhdyspinta.api import (
    actions,
    agreements,
    annual_clock,
    areas,
    audit,
    bodies,
    comparison,
    duties,
    extensions,
    gaps,
    history,
    interfaces,
    meetings,
    notes,
    organisations,
    people,
    phenomena,
    plans,
    problems,
    reporting,
    rights,
    roadmap,
    rounds,
    rules,
    search,
    series,
    shared_aims,
    situation,
    submissions,
    talks,
    tokens,
    work_packages,
)

# A word to remember and what it means; the page of documentation shows the same.
ABOUT = {
    "Frozen": (
        "A published picture never changes. An erratum is a new version that names the one"
        " that it replaces. The SHA-256 of the canonical JSON is the picture's fingerprint."
    ),
    "Every number can be opened": (
        "A share comes with its numerator and denominator, and the statuses behind a picture"
        " can be listed."
    ),
    "Missing is missing": ("Where there is no figure or no report, the value is null, never 0."),
    "Languages": (
        "Names come in Finnish, Swedish and English at once. Problems are told in the"
        " language of Accept-Language."
    ),
    "Lists": (
        "A list comes in pages of at most 500 items. Give its “next” as “after” for the page"
        " that follows, or follow the header Link."
    ),
    "Asking again": (
        "Send the ETag of an answer as If-None-Match: 304 means that nothing has changed."
    ),
    "Unknown parameters": (
        "A parameter of an address that an endpoint does not have is left unread; an unknown"
        " field of a body is refused."
    ),
    "Tokens": (
        "Public data need none. The rest needs Authorization: Bearer yp_…, a token of a person"
        " or an organisation. It may do what its owner may do at the moment, within its scopes."
        " A cookie counts for nothing here."
    ),
    "Sending again": (
        "Give each write an Idempotency-Key of your own. If no answer came, send the same again:"
        " it is done once, and answered as the first time (Idempotent-Replayed: true)."
    ),
    "Changing": (
        "What several people change is changed with the ETag of what was read, as If-Match; a"
        " cell of the grid by naming the report that was seen. Nobody's change is lost."
    ),
    "How often": (
        "RateLimit-Remaining tells how many requests are left in this minute. After the last one"
        " the answer is 429, with Retry-After."
    ),
}
DESCRIPTION = (
    "Facts and published situation pictures of a public-service reform, for reading without a"
    " token; and with one, the work on them.\n\n"
    + "\n".join(f"- **{word}**: {text}" for word, text in ABOUT.items())
)


class _Renderer(JSONRenderer):
    """JSON with letters as they are: half the size for Finnish, and readable."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}


api = NinjaAPI(
    title="Yhdyspinta",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="api",
    renderer=_Renderer(),
    # Written by schema.py and documentation.py instead: valid 3.1, and no outside scripts.
    openapi_url=None,
    docs_url=None,
)
problems.handle(api)
# Before the routers, which take it over when they are added.
api.add_decorator(rights.guard, mode="view")
api.add_router("/areas", areas.router)
api.add_router("/organisations", organisations.router)
api.add_router("/organisations", people.router)
api.add_router("", roadmap.router)
for each in (rounds, submissions, extensions, reporting, notes, talks):
    api.add_router("/rounds", each.router)
api.add_router("/pictures", situation.router)
api.add_router("", comparison.router)
api.add_router("", rules.router)
api.add_router("/search", search.router)
api.add_router("/trail", audit.router)
api.add_router("/tokens", tokens.router)
api.add_router("/bodies", bodies.router)
api.add_router("/interfaces", interfaces.router)
api.add_router("/work-packages", work_packages.router)
api.add_router("/agreements", agreements.router)
api.add_router("/meetings", meetings.router)
api.add_router("", actions.router)
api.add_router("/phenomena", phenomena.router)
api.add_router("/plans", plans.router)
api.add_router("/clock", annual_clock.router)
api.add_router("", duties.router)
api.add_router("/gaps", gaps.router)
api.add_router("/shared-aims", shared_aims.router)
api.add_router("/series", series.router)
api.add_router("/register", history.router)
