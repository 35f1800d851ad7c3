"""`people`: invite the first operator, give and end roles, claims, and old people's erasure."""

import argparse
import getpass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from yhdyspinta import labels
from yhdyspinta.cli import arguments, screen
from yhdyspinta.cli.arguments import BadInputError
from yhdyspinta.cli.database import ready
from yhdyspinta.labels import access as access_labels
from yhdyspinta.services import claims, demo_people, invitations, people, personal_data
from yhdyspinta.terms.access import Actor, Role, operator
from yhdyspinta.terms.languages import Language
from yhdyspinta.terms.people import ClaimRule, Place


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its steps to the parser."""
    people_ = commands.add_parser(
        "people", help=gettext("invite people, give and end roles, rules for claims")
    )
    steps = people_.add_subparsers(metavar=gettext("STEP"), required=True)
    adding = steps.add_parser("add", help=gettext("print an invitation's link to a role"))
    adding.add_argument("email", metavar=gettext("EMAIL"))
    _add_place(adding)
    adding.add_argument("--mail", action="store_true", help=gettext("mail the link, too"))
    adding.add_argument("--days", type=int, default=invitations.DAYS)
    adding.add_argument(
        "--site", default="", metavar=gettext("ADDRESS"), help=gettext("where the service is")
    )
    adding.add_argument(
        "--to-language",
        choices=[each.value for each in Language],
        default=Language.FI.value,
        help=gettext("language of the invitation"),
    )
    adding.set_defaults(run=run_add)
    listing = steps.add_parser("list", help=gettext("list people with their roles"))
    listing.add_argument("--organisation", default="", metavar=gettext("CODE"))
    listing.set_defaults(run=run_list)
    granting = steps.add_parser("grant", help=gettext("give a role to somebody with an account"))
    granting.add_argument("email", metavar=gettext("EMAIL"))
    _add_place(granting)
    granting.set_defaults(run=run_grant)
    ending = steps.add_parser("end", help=gettext("end a role, by its number in the list"))
    ending.add_argument("number", type=int, metavar=gettext("NUMBER"))
    ending.add_argument(
        "--last", action="store_true", help=gettext("also an organisation's last administrator's")
    )
    ending.set_defaults(run=run_end)
    _register_others(steps)
    for step in steps.choices.values():
        arguments.add_language(step)


def _register_others(steps: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    claim = steps.add_parser("claim", help=gettext("let an identity provider's claim give a role"))
    claim.add_argument("provider", metavar=gettext("PROVIDER"))
    claim.add_argument("claim", metavar=gettext("CLAIM"))
    claim.add_argument("value", metavar=gettext("VALUE"))
    _add_place(claim)
    claim.set_defaults(run=run_claim)
    rules = steps.add_parser("claims", help=gettext("list the rules for claims, or remove one"))
    rules.add_argument("--remove", type=int, metavar=gettext("NUMBER"))
    rules.set_defaults(run=run_claims)
    erasing = steps.add_parser("erase", help=gettext("erase a person; what was done stays"))
    erasing.add_argument("email", metavar=gettext("EMAIL"))
    erasing.add_argument("--last", action="store_true")
    erasing.set_defaults(run=run_erase)
    steps.add_parser("tidy", help=gettext("erase people who have long had no role")).set_defaults(
        run=run_tidy
    )
    steps.add_parser(
        "close-demo", help=gettext("let nobody of the demo sign in any more")
    ).set_defaults(run=run_close_demo)


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", required=True, choices=[role.value for role in Role])
    parser.add_argument("--organisation", default="", metavar=gettext("CODE"))
    parser.add_argument("--roadmap", default="", metavar=gettext("CODE"))


def _place(chosen: argparse.Namespace) -> Place:
    return Place(Role(chosen.role), chosen.organisation, chosen.roadmap)


def _actor() -> Actor:
    return operator(getpass.getuser())


def run_add(chosen: argparse.Namespace) -> int:
    """Invite somebody, and print the link: it is not to be had again."""
    ready()
    new = invitations.NewInvitation(
        chosen.email, _place(chosen), Language(chosen.to_language), days=chosen.days
    )
    site = chosen.site or settings.ADDRESS

    def link(token: str, language: Language) -> str:
        with override(language):
            return site.rstrip("/") + reverse("invitation", args=[token])

    address = invitations.invite(
        new, actor=_actor(), now=timezone.now(), link=link, mail=chosen.mail
    )
    told = gettext("The link works once, for %(days)d days. Give it to nobody but: %(email)s")
    screen.say(told % {"days": chosen.days, "email": new.email})
    screen.say(address)
    return 0


def run_list(chosen: argparse.Namespace) -> int:
    """List people: each role with its number, by which it is ended."""
    ready()
    if chosen.organisation:
        found = people.of_organisation(chosen.organisation, actor=_actor())
    else:
        found = people.everybody(actor=_actor())
    for person in found:
        screen.say(f"{person.name}  {person.email}")
        for role in person.roles:
            place = " ".join(filter(None, (role.place.organisation, role.place.roadmap)))
            since = labels.day(role.since.date())
            name = access_labels.role(role.place.role)
            screen.say(f"  {role.grant:>5}  {name}  {place}  {since}")
    if not found:
        screen.say(gettext("Nobody has a role yet."))
    return 0


def run_grant(chosen: argparse.Namespace) -> int:
    """Give a role to somebody who has an account."""
    ready()
    person = _person(chosen.email)
    people.grant(person, _place(chosen), actor=_actor(), now=timezone.now())
    screen.say(gettext("Stored."))
    return 0


def run_end(chosen: argparse.Namespace) -> int:
    """End a role."""
    ready()
    people.end_grant(chosen.number, actor=_actor(), now=timezone.now(), confirmed=chosen.last)
    screen.say(gettext("The role has been ended."))
    return 0


def run_claim(chosen: argparse.Namespace) -> int:
    """Add a rule for a claim."""
    ready()
    rule = ClaimRule(chosen.provider, chosen.claim, chosen.value, _place(chosen))
    claims.add_rule(rule, actor=_actor(), now=timezone.now())
    screen.say(gettext("Stored."))
    return 0


def run_claims(chosen: argparse.Namespace) -> int:
    """List the rules for claims, or remove one."""
    ready()
    if chosen.remove is not None:
        claims.remove_rule(chosen.remove, actor=_actor(), now=timezone.now())
        screen.say(gettext("Removed. Its roles end when their holders sign in the next time."))
        return 0
    for rule in claims.all_rules(actor=_actor()):
        place = " ".join(filter(None, (rule.place.organisation, rule.place.roadmap)))
        name = access_labels.role(rule.place.role)
        screen.say(f"{rule.id:>5}  {rule.provider}  {rule.claim}={rule.value}  {name}  {place}")
    return 0


def run_erase(chosen: argparse.Namespace) -> int:
    """Erase a person."""
    ready()
    person, now = _person(chosen.email), timezone.now()
    personal_data.erase(person, actor=_actor(), now=now, confirmed=chosen.last)
    screen.say(gettext("The person has been erased."))
    return 0


def run_tidy(chosen: argparse.Namespace) -> int:
    """Erase people who have long had no role."""
    ready()
    days = settings.KEEP_PEOPLE_DAYS
    count = personal_data.tidy(days, actor=_actor(), now=timezone.now())
    told = gettext("People without a role for %(days)d days, erased: %(count)d")
    screen.say(told % {"days": days, "count": count})
    return 0


def run_close_demo(chosen: argparse.Namespace) -> int:
    """Let nobody of the demo sign in."""
    ready()
    count = demo_people.close(actor=_actor(), now=timezone.now())
    screen.say(gettext("The demo's people who can no longer sign in: %(count)d") % {"count": count})
    return 0


def _person(email: str) -> int:
    found = people.by_email(email)
    if found is None:
        raise BadInputError(gettext("Nobody has this address: %(email)s") % {"email": email})
    return found.pk
