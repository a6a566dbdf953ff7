"""The `ground` command, and the one place where errors become messages."""

from __future__ import annotations

import contextlib
import difflib
import sys
from collections.abc import Sequence

import click

from voice import __version__, faults
from voice.cli.alone import alone
from voice.cli.aloud import (
    UnknownCommandError,
    help_aloud,
    say_error,
    say_fault,
    say_usage,
    show_usage,
)
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
from voice.script.library import find_words

KNOWN_ERROR = 1


class Commands(click.Group):
    """The commands, the nearest of which is named where there is none of that name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed.

        Raises:
            UnknownCommandError: There is none.
        """
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            words = [word for word in args if not word.startswith("-")]
            nearest = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            raise UnknownCommandError(name, nearest, exercise=_exercise_called(words))
        return super().resolve_command(ctx, args)


def _exercise_called(words: Sequence[str]) -> str:
    """The words, or the first of them, if that is what an exercise is called; else nothing."""
    for name in (words, words[:1]):
        with contextlib.suppress(GroundError):
            find_words(name)
            return " ".join(name)
    return ""


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
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

support.short_help = "Who to call, spoken and printed."

for command in COMMANDS:
    ground.add_command(command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line.

    Args:
        arguments: Without the program's name; `None` for the process's own.

    Returns:
        0 done or stopped by the listener, 1 a known error, 2 wrong usage, 130 Ctrl-C.
    """
    typed = sys.argv[1:] if arguments is None else arguments
    aloud = _is_listened_to(typed)
    try:
        return _run(typed, aloud=aloud)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last branch
        code = faults.told_on_screen(error)
        if aloud:
            say_fault()
        return code


def _run(arguments: Sequence[str], *, aloud: bool) -> int:
    try:
        code = ground.main(arguments, prog_name="ground", standalone_mode=False)
    except click.ClickException as error:
        show_usage(error)
        if aloud and isinstance(error, click.UsageError):
            say_usage(error)
        return error.exit_code
    except GroundError as error:
        click.echo(str(error), err=True)
        if aloud:
            say_error(error)
        return KNOWN_ERROR
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    return code if isinstance(code, int) else 0


def _is_listened_to(arguments: Sequence[str]) -> bool:
    """True if somebody may be listening: no command, one that is listened to, or an unknown one."""
    if "--json" in arguments:  # asked by a program
        return False
    name = next((word for word in arguments if not word.startswith("-")), None)
    return name not in ground.commands or name in {command.name for command in LISTENED_TO}
