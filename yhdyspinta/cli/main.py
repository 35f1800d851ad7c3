"""The `yhdyspinta` command: reads the arguments, calls one use case, prints what it returned.

Exit status: 0 well, 1 the installation or the state of things refuses, 2 bad input.
"""

import argparse
import os
import sys
from collections.abc import Sequence

import django
from django.utils.translation import gettext, override

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yhdyspinta.config.settings")

LANGUAGES = ("fi", "sv", "en")


def run() -> None:
    """Start from the console script."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    django.setup()
    # Only after setup: these rooms use tables and translations.
    from yhdyspinta.cli.screen import complain  # noqa: PLC0415
    from yhdyspinta.services.refusals import RefusedError  # noqa: PLC0415
    from yhdyspinta.services.sheets import SheetRefusedError  # noqa: PLC0415

    with override(_language(arguments)):
        chosen = _parser().parse_args(arguments)
        try:
            status: int = chosen.run(chosen)
        except SheetRefusedError as refused:
            return complain(refused.problems)
        except RefusedError as refused:
            sys.stderr.write(f"{refused}\n")
            return 1
        except KeyboardInterrupt:
            return 130
        except BrokenPipeError:
            # The reader (head, less) has gone; point stdout elsewhere so that exit is silent.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return status


def _language(arguments: Sequence[str]) -> str:
    """Find the language before parsing, so that help and errors are in it too."""
    asked = os.environ.get("YHDYSPINTA_LANGUAGE", LANGUAGES[0])
    for place, argument in enumerate(arguments):
        if argument == "--language" and place + 1 < len(arguments):
            asked = arguments[place + 1]
        elif argument.startswith("--language="):
            asked = argument.partition("=")[2]
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _parser() -> argparse.ArgumentParser:
    from yhdyspinta.cli import installation, rounds, sheets, situation  # noqa: PLC0415

    parser = argparse.ArgumentParser(
        prog="yhdyspinta",
        description=gettext(
            "The shared workspace of a public-service reform: how far it is, who does what."
        ),
    )
    commands = parser.add_subparsers(
        title=gettext("commands"), metavar=gettext("COMMAND"), required=True
    )
    for room in (situation, sheets, rounds, installation):
        room.register(commands)
    for command in commands.choices.values():
        command.add_argument(
            "--language",
            choices=LANGUAGES,
            help=gettext("language of output and messages (default: Finnish)"),
        )
    return parser
