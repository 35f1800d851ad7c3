"""`token`: make, list and revoke tokens of organisations; forget the keys of old writes."""

import argparse
import getpass

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from yhdyspinta import labels
from yhdyspinta.cli import arguments, screen
from yhdyspinta.cli.database import ready
from yhdyspinta.labels import tokens as token_labels
from yhdyspinta.services import people, repeats, tokens
from yhdyspinta.terms.access import Role, operator
from yhdyspinta.terms.tokens import MOST_DAYS, ORGANISATION_SCOPES, NewToken, TokenScope


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its steps to the parser."""
    token = commands.add_parser(
        "token", help=gettext("make, list and revoke tokens of the interface for machines")
    )
    steps = token.add_subparsers(metavar=gettext("STEP"), required=True)
    adding = steps.add_parser("add", help=gettext("make an organisation's token and print it"))
    adding.add_argument("name", metavar=gettext("NAME"), help=gettext("what uses the token"))
    adding.add_argument("--organisation", required=True, metavar=gettext("CODE"))
    roles = [role.value for role in ORGANISATION_SCOPES]
    adding.add_argument("--role", choices=roles, default=Role.READER.value)
    adding.add_argument(
        "--scope",
        action="append",
        choices=[each.value for each in TokenScope],
        help=gettext("what it may be used for; repeat for several (default: read)"),
    )
    adding.add_argument(
        "--days",
        type=int,
        default=90,
        help=gettext("how long it works, at most %(days)d days") % {"days": MOST_DAYS},
    )
    adding.set_defaults(run=run_add)
    listing = steps.add_parser("list", help=gettext("list tokens, also those that have ended"))
    listing.add_argument("--organisation", default="", metavar=gettext("CODE"))
    listing.set_defaults(run=run_list)
    revoking = steps.add_parser("revoke", help=gettext("end a token, by its number in the list"))
    revoking.add_argument("number", type=int, metavar=gettext("NUMBER"))
    revoking.set_defaults(run=run_revoke)
    tidying = steps.add_parser("tidy", help=gettext("forget the keys of writes older than a day"))
    tidying.set_defaults(run=run_tidy)
    for step in steps.choices.values():
        arguments.add_language(step)


def run_add(chosen: argparse.Namespace) -> int:
    """Make a token, and print it: it is not to be had again."""
    ready()
    new = NewToken(
        name=chosen.name,
        scopes=frozenset(TokenScope(each) for each in chosen.scope or [TokenScope.READ]),
        days=chosen.days,
        organisation=chosen.organisation,
        role=Role(chosen.role),
    )
    token, secret = tokens.add(new, actor=operator(getpass.getuser()), now=timezone.now())
    told = gettext("Token %(number)d works until %(day)s. It is not shown again:")
    screen.say(told % {"number": token.number, "day": labels.day(token.expires_at.date())})
    screen.say(secret)
    return 0


def run_list(chosen: argparse.Namespace) -> int:
    """List tokens, the newest first."""
    ready()
    actor, now = operator(getpass.getuser()), timezone.now()
    if chosen.organisation:
        found = tokens.of_organisation(chosen.organisation, actor=actor)
    else:
        found = tokens.all_tokens(actor=actor)
    shown = people.names(token.owner for token in found if token.owner)
    for token in found:
        owner = token.organisation or shown.get(token.owner, token.owner)
        scopes = ",".join(token.scopes)
        screen.say(
            f"{token.number}  {token.hint}…  {owner}  {token.role or ''}  {scopes}"
            f"  {labels.day(token.expires_at.date())}  {token_labels.state(token, now=now)}  {token.name}"
        )
    return 0


def run_revoke(chosen: argparse.Namespace) -> int:
    """End a token at once."""
    ready()
    tokens.revoke(chosen.number, actor=operator(getpass.getuser()), now=timezone.now())
    screen.say(gettext("The token has been revoked."))
    return 0


def run_tidy(chosen: argparse.Namespace) -> int:
    """Forget old keys, and say how many."""
    ready()
    count = repeats.tidy(now=timezone.now())
    told = ngettext("%(count)d key was forgotten.", "%(count)d keys were forgotten.", count)
    screen.say(told % {"count": count})
    return 0
