"""The `ground` command, and the one place where errors become messages."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from voice import __version__
from voice.cli.alone import alone
from voice.cli.aloud import help_aloud, say_error
from voice.cli.checking import check
from voice.cli.choose import choose
from voice.cli.doctor import doctor
from voice.cli.export import export
from voice.cli.listing import list_exercises, show
from voice.cli.new import new
from voice.cli.play import play
from voice.cli.remembered import settings
from voice.cli.support import support
from voice.cli.voices import voices
from voice.errors import GroundError
from voice.interrupts import INTERRUPTED

KNOWN_ERROR = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.version_option(__version__, prog_name="ground")
@click.pass_context
def ground(context: click.Context) -> None:
    """Short grounding exercises, guided by a calm voice.

    Type: ground, and Enter. The rest is spoken.
    """
    if context.invoked_subcommand is None:
        alone()


COMMANDS = (
    *(play, choose, export, list_exercises, show, voices, check, new),
    *(settings, support, doctor, help_aloud),
)

LISTENED_TO = (play, choose, support, help_aloud)
"""What somebody who cannot read now may type; so what goes wrong there is said as well."""

for command in COMMANDS:
    ground.add_command(command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line.

    Args:
        arguments: Without the program's name; `None` for the process's own.

    Returns:
        0 done or stopped by the listener, 1 a known error, 2 wrong usage, 130 Ctrl-C.
    """
    try:
        ground.main(arguments, prog_name="ground", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except GroundError as error:
        click.echo(str(error), err=True)
        if _is_listened_to(sys.argv[1:] if arguments is None else arguments):
            say_error(error)
        return KNOWN_ERROR
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except BrokenPipeError:
        # Whoever read the output has closed it; the interpreter must not try to flush again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return 0


def _is_listened_to(arguments: Sequence[str]) -> bool:
    if "--json" in arguments:  # asked by a program
        return False
    return not arguments or arguments[0] in {command.name for command in LISTENED_TO}
