"""The rooms of the program: each imports from those before it, none in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "voice").rglob("*.py"))
}

ROOMS = (
    *(
        "ground floor",
        "settings",
        "saved_settings",
        "forgetting",
        "script",
        "timeline",
        "speech",
        "check",
        "sound",
    ),
    *("playback", "export", "shortcut", "support", "exercise", "recording", "dialogue", "album"),
    *("cli", "__main__"),
)
"""Each imports from those before it only. What stands beside the folders is the ground floor."""

LONGEST = 350
"""Lines of a module; about 300 fit in the head."""

MOST_OF_CLI = 1_920
"""Lines of all commands together: they parse, wire and print."""

MOST_INSIDE = 48
"""Imports inside functions: of libraries that may be missing, and of what must not be loaded before
the first sound (voice/playback/startup)."""


@dataclass(frozen=True, slots=True)
class Import:
    """An import.

    Attributes:
        target: The module that is imported.
        inside: True within a function.
        typing: True if only type checkers see it.
    """

    target: str
    inside: bool
    typing: bool


def imports(tree: ast.AST, *, inside: bool = False, typing: bool = False) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                yield from imports(node, inside=inside, typing=True)
            case ast.Import():
                yield from (Import(alias.name, inside, typing) for alias in node.names)
            case ast.ImportFrom():
                assert node.level == 0, "absolute imports say which room they come from"
                names = (f"{node.module}.{alias.name}" for alias in node.names)
                targets = {name if name in MODULES else str(node.module) for name in names}
                yield from (Import(target, inside, typing) for target in targets)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from imports(node, inside=True, typing=typing)
            case _:
                yield from imports(node, inside=inside, typing=typing)


@cache
def found() -> dict[str, tuple[Import, ...]]:
    """Return the imports of each module."""
    return {
        name: tuple(imports(ast.parse(path.read_text(encoding="utf-8"))))
        for name, path in MODULES.items()
    }


def stage(module: str) -> int:
    """Return where the room of a module stands, from 0."""
    room = [*module.split("."), ""][1]
    return ROOMS.index(room) if room in ROOMS else 0


def test_a_room_imports_from_those_before_it() -> None:
    ours = [(name, each.target) for name in MODULES for each in found()[name]]
    assert [
        (name, target) for name, target in ours if target in MODULES and stage(target) > stage(name)
    ] == []


def test_every_folder_is_a_room() -> None:
    folders = {path.parent.name for path in (ROOT / "voice").glob("*/__init__.py")}
    assert folders < set(ROOMS)


def test_no_import_goes_in_a_circle_not_even_for_types() -> None:
    graph = {
        name: {each.target for each in each_of if each.target in MODULES and each.target != name}
        for name, each_of in found().items()
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_few_imports_stand_inside_functions() -> None:
    inside = [(name, each.target) for name in MODULES for each in found()[name] if each.inside]
    assert len(inside) <= MOST_INSIDE, inside


def test_commands_are_thin() -> None:
    lines = [len(path.read_text(encoding="utf-8").splitlines()) for path in cli()]
    assert sum(lines) <= MOST_OF_CLI


def cli() -> list[Path]:
    return [path for name, path in MODULES.items() if name.startswith("voice.cli")]


def test_modules_stay_small() -> None:
    lines = {
        name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()
    }
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}
