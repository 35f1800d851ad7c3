"""`search`: build the index of search anew; find from the terminal."""

import argparse
import getpass

from django.utils.translation import gettext

from yhdyspinta import labels
from yhdyspinta.cli import arguments, screen
from yhdyspinta.cli.database import ready
from yhdyspinta.labels import search as search_labels
from yhdyspinta.services import search
from yhdyspinta.terms.access import operator
from yhdyspinta.terms.search import Asked


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its steps to the parser."""
    command = commands.add_parser("search", help=gettext("find, or build the index of search anew"))
    steps = command.add_subparsers(metavar=gettext("STEP"), required=True)
    finding = steps.add_parser("find", help=gettext("find things by words"))
    finding.add_argument("words", nargs="+", metavar=gettext("WORD"))
    finding.set_defaults(run=run_find)
    steps.add_parser(
        "rebuild", help=gettext("index everything anew, as after a change of the word lists")
    ).set_defaults(run=run_rebuild)
    for step in steps.choices.values():
        arguments.add_language(step)


def run_find(chosen: argparse.Namespace) -> int:
    """Print what was found, one a line; exit status 1 if nothing."""
    ready()
    asked = Asked(" ".join(chosen.words))
    found = search.find(asked, actor=operator(getpass.getuser()))
    for hit in found.hits:
        screen.say(f"{search_labels.kind(hit.kind)}  {labels.name(hit.title)}  {hit.code}")
    if found.nearest:
        screen.say(gettext("Did you mean: %(words)s") % {"words": found.nearest})
    return 0 if found.hits else 1


def run_rebuild(chosen: argparse.Namespace) -> int:
    """Index everything anew."""
    ready()
    count = search.rebuild(actor=operator(getpass.getuser()))
    screen.say(gettext("Things that can be found: %(count)d.") % {"count": count})
    return 0
