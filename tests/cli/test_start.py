"""Starting is quick and helpful: modules are imported only when they are needed."""

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
HEAVY = {
    *("numpy", "soxr", "soundfile", "lameenc", "mutagen", "miniaudio", "sounddevice"),
    *("pyttsx3", "espeakng_loader", "yaml", "tomlkit", "platformdirs", "jeepney"),
}
"""Modules that the list of commands and the help of commands that only print do not need."""

NETWORK = {
    *("socket", "socketserver", "ssl", "asyncio", "select", "selectors", "webbrowser"),
    *("http", "urllib.request", "urllib.error", "ftplib", "smtplib", "poplib", "imaplib"),
    *("telnetlib", "nntplib", "xmlrpc", "wsgiref", "multiprocessing"),
    *("requests", "httpx", "aiohttp", "urllib3", "websockets", "paramiko"),
}

LOCAL = {("voice/playback/keyboard.py", "select"), ("voice/playback/media/bus.py", "socket")}
"""Waiting for a key in a terminal; the session bus, a socket on this machine
(tests/playback/test_media_keys.py)."""

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
    [
        ["--help"],
        ["--version"],
        *([name, "--help"] for name in ("check", "list", "new", "settings")),
    ],
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


def test_nothing_can_leave_the_machine() -> None:
    for module in MODULES:
        path = module.relative_to(ROOT).as_posix()
        for imported in _imports(ast.parse(module.read_text(encoding="utf-8"))):
            parts = imported.split(".")
            prefixes = {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
            found = {name for name in prefixes & NETWORK if (path, name) not in LOCAL}
            assert not found, path


def _imports(tree: ast.AST) -> Iterator[str]:
    """Full names of all imports in the program."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                assert node.level == 0, "absolute imports say which room they come from"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            case _:
                yield from _imports(node)
