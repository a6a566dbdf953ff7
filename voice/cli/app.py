"""The `ground` command, and the only place where errors become messages."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NamedTuple, cast

import click

from voice import __version__, faults
from voice.cli.usage_errors import UnknownCommandError, show_usage, usage_aloud
from voice.errors import GroundError
from voice.playback import startup
from voice.signals import INTERRUPTED, held

KNOWN_ERROR = 1

NOW = "Nothing is playing now. To begin, type ground, and Enter."
"""Said after an error: how to go on."""


class Command(NamedTuple):
    """A command that is imported only when it is called: `--help` needs none of them.

    A named tuple, because `--help` would import `dataclasses` for it alone.

    Attributes:
        module: Its module.
        name: Its function there.
        help: Its text in the list of commands.
    """

    module: str
    name: str
    help: str

    def load(self) -> Any:
        """Import it once the opening plays, because imports hold the interpreter."""
        startup.begun()
        with held():  # C libraries load
            return getattr(import_module(self.module), self.name)


COMMANDS = {
    "play": Command("voice.cli.play", "play", "Play an exercise aloud."),
    "choose": Command(
        "voice.cli.choose", "choose", "Choose a voice, its speed, silence and loudness by ear."
    ),
    "export": Command(
        "voice.cli.export", "export", "Make audio files of exercises, to take along."
    ),
    "list": Command(
        "voice.cli.list", "list_exercises", "List the exercises, the least demanding first."
    ),
    "show": Command("voice.cli.show", "show", "Print what an exercise says, with times."),
    "voices": Command(
        "voice.cli.voices",
        "voices",
        "List the voices that work here: English ones, or all with --all.",
    ),
    "record": Command(
        "voice.cli.record", "record", "Record a person's own voice for exercises, line by line."
    ),
    "check": Command("voice.cli.check", "check", "Check scripts for known faults."),
    "new": Command(
        "voice.cli.new", "new", "Start a script of your own: answer questions, or bring a text."
    ),
    "settings": Command("voice.cli.settings", "settings", "Show, change or reset your settings."),
    "shortcut": Command(
        "voice.cli.shortcut",
        "shortcut",
        "Make an icon that starts ground, for somebody who cannot type.",
    ),
    "support": Command("voice.cli.support", "support", "Say and print who to call."),
    "doctor": Command(
        "voice.cli.doctor", "doctor", "Print what works here, what does not, and how to fix it."
    ),
    "help": Command("voice.cli.help", "help_aloud", "Say the four things you can do here."),
}

MENU = Command("voice.cli.menu", "menu", "")

LISTENED_TO = {"play", "choose", "support", "help", "record"}
"""Commands whose errors are also said aloud."""


class Commands(click.Group):
    """The group of commands, which suggests the nearest one for an unknown name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the names, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command of that name, if there is one."""
        found = COMMANDS.get(cmd_name)
        return cast("click.Command", found.load()) if found else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].help) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed.

        Raises:
            UnknownCommandError: There is no such command.
        """
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            words = [word for word in args if not word.startswith("-")]
            nearest = get_close_matches(name, COMMANDS, n=1)
            from voice.script.mistyped import exercise_meant

            raise UnknownCommandError(name, nearest, exercise=exercise_meant(words, nearest))
        return super().resolve_command(ctx, args)


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
        MENU.load()()


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line.

    Args:
        arguments: Without the program's name; `None` for the process's own.

    Returns:
        0 when done or stopped, 1 for a known error, 2 for wrong usage, 130 for Ctrl-C.
    """
    typed = sys.argv[1:] if arguments is None else arguments
    aloud = _is_listened_to(typed)
    try:
        return _run(typed, aloud=aloud)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last branch
        code = faults.print_fault(error)
        if aloud:
            say_fault()
        return code


def say_fault() -> None:
    """Say that something went wrong in the program, if a voice still works."""
    with contextlib.suppress(Exception):  # printed already; the voice itself may be broken
        _say(faults.FAULT, faults.AGAIN)


def _say(*sentences: str) -> None:
    """Say sentences that were printed already."""
    with held():  # C libraries load
        from voice.dialogue import say

    say.say_aloud(sentences)


def _after(arguments: Sequence[str]) -> tuple[str, ...]:
    """Return what is said after an error: who records a voice wants to hear no exercise."""
    return () if _command(arguments) == "record" else (NOW,)


def _run(arguments: Sequence[str], *, aloud: bool) -> int:
    try:
        code = ground.main(arguments, prog_name="ground", standalone_mode=False)
    except click.ClickException as error:
        show_usage(error)
        if aloud and isinstance(error, click.UsageError):
            _say(usage_aloud(error), *_after(arguments))
        return error.exit_code
    except GroundError as error:
        click.echo(str(error), err=True)
        if aloud:
            _say(error.aloud, *_after(arguments))
        return KNOWN_ERROR
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    return code if isinstance(code, int) else 0


def _is_listened_to(arguments: Sequence[str]) -> bool:
    """Return True if somebody may listen: no command, an unknown or listened one, or recording."""
    name = _command(arguments)
    with_options = any(word.startswith("-") for word in arguments)
    if "--json" in arguments or (name == "record" and with_options):  # files, or a program
        return False
    return name not in COMMANDS or name in LISTENED_TO


def _command(arguments: Sequence[str]) -> str | None:
    return next((word for word in arguments if not word.startswith("-")), None)
