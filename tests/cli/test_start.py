"""Starting is quick, helpful and alone: what is imported when, by whom, and what it says."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from voice.cli.app import COMMANDS, ground

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "voice").rglob("*.py"))
LONGEST = 350
"""Lines of a module; about 300 are meant."""

HEAVY = {
    *("numpy", "soxr", "soundfile", "lameenc", "mutagen", "miniaudio", "sounddevice"),
    *("pyttsx3", "espeakng_loader", "yaml", "tomlkit", "platformdirs"),
}
"""What no help needs."""

NETWORK = {
    *("socket", "socketserver", "ssl", "asyncio", "select", "selectors", "webbrowser"),
    *("http", "urllib.request", "urllib.error", "ftplib", "smtplib", "poplib", "imaplib"),
    *("telnetlib", "nntplib", "xmlrpc", "wsgiref", "multiprocessing"),
    *("requests", "httpx", "aiohttp", "urllib3", "websockets", "paramiko"),
}

LOCAL = {("voice/playback/keyboard.py", "select")}
"""Waiting for a key in a terminal."""

ROOMS = ({"script"}, {"timeline"}, {"speech"}, {"sound"}, {"playback", "export"}, {"cli"})
"""Each folder imports from those before it, and from the modules beside the folders."""

BELOW = {"settings": "timeline"}
"""What a module beside the folders imports from one: which paces there are."""

SAY_MODULES = """
import json, sys
from voice.__main__ import main
sys.argv = ["ground", *sys.argv[1:]]
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], *([name, "--help"] for name in sorted(COMMANDS))],
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SAY_MODULES, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout
    loaded = {name.partition(".")[0] for name in json.loads(ran.stderr)}
    assert not loaded & HEAVY


def test_it_is_the_same_program_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "voice", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == CliRunner().invoke(ground, ["--help"], prog_name="ground").stdout
    assert not ran.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_is_for(name: str) -> None:
    command = COMMANDS[name].load()
    text = click.Command.get_short_help_str(command, limit=200)
    assert text == COMMANDS[name].help
    assert text.endswith(".")
    assert len(command.help or "") < 400
    assert re.search(rf"^ +{name} ", ground.get_help(click.Context(ground)), re.MULTILINE)
    for parameter in command.params:
        assert isinstance(parameter, click.Argument) or getattr(parameter, "help", None)


def test_the_readme_names_only_commands_there_are() -> None:
    named = re.findall(r"\bground ([a-z]+)\b", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert set(named) <= set(COMMANDS)
    assert {"play", "export", "list"} <= set(named)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_can_leave_the_machine(module: Path) -> None:
    path = module.relative_to(ROOT).as_posix()
    for imported in _imports(ast.parse(module.read_text(encoding="utf-8")), typing=True):
        parts = imported.split(".")
        prefixes = {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
        assert not {name for name in prefixes & NETWORK if (path, name) not in LOCAL}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_import_from_those_before_them(module: Path) -> None:
    name = module.relative_to(ROOT / "voice").parts[0].removesuffix(".py")
    if name == "__main__":
        return  # the entrance
    for imported in _imports(ast.parse(module.read_text(encoding="utf-8"))):
        program, _, rest = imported.partition(".")
        room = rest.partition(".")[0]
        if program == "voice" and room != name and (ROOT / "voice" / room).is_dir():
            assert _stage(room) < _stage(name) or BELOW.get(name) == room


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


def _imports(tree: ast.AST, *, typing: bool = False) -> Iterator[str]:
    """Full names of what is imported anywhere; for the sake of types only if asked for."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) if not typing:
                for other in node.orelse:
                    yield from _imports(ast.Module([other], []))
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                assert node.level == 0, "absolute imports say which room they come from"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            case _:
                yield from _imports(node, typing=typing)


def _stage(name: str) -> int:
    """Where a folder stands, from 0; before them all what is none."""
    return next((stage for stage, rooms in enumerate(ROOMS) if name in rooms), -1)
