"""One's own tokens: listed, and the one that is used ended. They are made on the page only."""

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from yhdyspinta.api.calendar import Whole
from yhdyspinta.api.callers import caller_of
from yhdyspinta.api.paging import Page, PageAsked, cut, link
from yhdyspinta.services import tokens
from yhdyspinta.terms import tokens as terms
from yhdyspinta.terms.access import Role
from yhdyspinta.terms.tokens import TokenScope

router = Router(tags=["tokens"])


class Token(Schema):
    """A token, without its secret."""

    number: int
    name: str
    hint: str = Field(description="The secret's beginning", examples=["yp_4fK1qZ"])
    scopes: list[TokenScope] = Field(examples=[["read", "report"]])
    organisation: str | None = Field(description="Code; null: a person's own token")
    role: Role | None = Field(description="Null: the person's roles of the moment")
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_on: date | None = Field(description="Day of the last use")
    current: bool = Field(description="Whether it is the token that asks")


class TokenPage(Page[Token]):
    """A page of the list of one's own tokens."""


class TokenAddress(Schema):
    """Which token."""

    number: Whole = Field(ge=1, le=999_999_999, description="The token's number", examples=[1])


@router.get("", response=TokenPage, operation_id="listTokens", summary="List your tokens")
def list_tokens(request: HttpRequest, response: HttpResponse, page: Query[PageAsked]) -> TokenPage:
    """A person's own tokens, the newest first; an organisation's token sees itself."""
    caller = caller_of(request)
    items = [_shape(each, current=caller.key) for each in tokens.own(caller)]
    found = cut(items, page, key=lambda each: str(each.number))
    link(request, response, found.next)
    return TokenPage(items=found.items, next=found.next)


@router.api_operation(
    ["DELETE"],
    "/{number}",
    response={204: None},
    operation_id="revokeToken",
    summary="End the token that is used",
)
def revoke_token(request: HttpRequest, at: Path[TokenAddress]) -> Status[None]:
    """A token ends itself only: others are revoked on the page."""
    tokens.revoke(at.number, actor=caller_of(request), now=timezone.now())
    return Status(204, None)


def _shape(token: terms.Token, *, current: str) -> Token:
    return Token(
        number=token.number,
        name=token.name,
        hint=token.hint,
        scopes=list(token.scopes),
        organisation=token.organisation or None,
        role=token.role,
        created_at=token.created_at,
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
        used_on=token.used_on,
        current=current == f"token:{token.number}",
    )
