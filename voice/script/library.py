"""Finds scripts: those that ship, the listener's own, and any file by its path."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from voice.errors import GroundError, Problem, ScriptError, UnknownNameError
from voice.files import read_file
from voice.paths import scripts_folder, shipped_scripts
from voice.script.model import Script
from voice.script.nearest import nearest
from voice.script.parser import parse, rows_of
from voice.script.walks import walk_of

SUFFIX = ".md"

LARGEST = 4_000_000
"""Bytes. A script of 10,000 lines is under 1 MB; a larger file is something else."""

WALKS = "walks"
"""The folder of walks, in that of the scripts."""

SEE_ALL = "See them all with: ground list"

NOT_SCRIPTS = {"README.md", "HAZARDS.md", "SOURCES.md"}
"""Other files in the scripts' folder."""

LOOKED_AT = 200
"""Characters of a file that are checked for UTF-16."""

GENTLEST = "hear-five"
"""The exercise that plays if none is named: it asks least and needs nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A script in a library.

    Attributes:
        script: The script itself.
        source: Where it was found, as a path.
    """

    script: Script
    source: str


def shipped_folder() -> Traversable:
    """Return the folder of the shipped scripts: in the wheel, or beside the package."""
    return shipped_scripts()


def entries(problems: list[Problem] | None = None) -> tuple[Entry, ...]:
    """Return every script that can be used, those that ask least first.

    A listener's own script replaces a shipped one of the same id.

    Args:
        problems: Collects the problems of the listener's own scripts, which are then left out.
    """
    return _sorted(_script_files(), problems)


def _sorted(files: Iterable[Traversable], problems: list[Problem] | None) -> tuple[Entry, ...]:
    """Read files; return those that can be used, the ones that ask least first."""
    found: dict[str, Entry] = {}
    for file in files:
        try:
            entry = Entry(_read(file, file.name), str(file))
        except ScriptError as error:
            if problems is not None:
                problems.extend(error.problems)
            continue
        found[entry.script.id.casefold()] = entry
    order = {GENTLEST: 0}
    return tuple(
        sorted(
            found.values(),
            key=lambda e: (e.script.ask, order.get(e.script.id, 1), e.script.title.casefold()),
        )
    )


def walks(problems: list[Problem] | None = None) -> tuple[Entry, ...]:
    """Return every walk that can be used, those that ask least first.

    Args:
        problems: As in `entries`; also walks that an exercise of the same id hides.
    """
    files = []
    for file in _walk_files():
        if _of_id(Path(file.name).stem, _script_files()) is None:
            files.append(file)
        elif problems is not None:
            message = "An exercise has this name too, and is played instead. Rename the walk."
            problems.append(Problem(f"{WALKS}/{file.name}", 1, 1, message))
    return _sorted(files, problems)


def find(name: str) -> Script:
    """Find the script or walk of that id, title or path.

    Raises:
        UnknownNameError: Nothing has that name.
        ScriptError: It exists but cannot be used.
        GroundError: No name was given.
    """
    if name.strip() in {"", ".", ".."}:
        raise GroundError(f"No exercise was named. {SEE_ALL}")
    if name.endswith(SUFFIX) or "/" in name or "\\" in name:
        return load(name)
    file = file_of(name)
    if file is not None:
        return _read(file, file.name)
    known = (*entries(), *walks())
    if (entry := titled(name, known)) is not None:
        return entry.script
    if is_file(name):
        return load(name)
    names = [e.script.id for e in known] + [e.script.title for e in known]
    raise unknown_exercise(name, names)


def unknown_exercise(name: str, known: Iterable[str], hint: str = SEE_ALL) -> UnknownNameError:
    """Return the error for a name that no exercise has, with the nearest of the known ones."""
    return UnknownNameError("exercise", name, nearest(name, known), hint, likeness=0)


def titled(name: str, known: Iterable[Entry]) -> Entry | None:
    """Return the first entry of that title, in capitals or not."""
    folded = name.casefold()
    return next((each for each in known if each.script.title.casefold() == folded), None)


def find_words(words: Sequence[str]) -> Script:
    """Find the script named in one word or several, such as ``ice cube``.

    Raises:
        UnknownNameError: Nothing has that name.
        ScriptError: It exists but cannot be used.
    """
    try:
        return find(" ".join(words))
    except UnknownNameError:
        file = file_of("-".join(words)) if len(words) > 1 else None
        if file is None:
            raise
        return _read(file, file.name)


@contextmanager
def one_name_meant(names: Sequence[str]) -> Iterator[None]:
    """Explain an unknown name among several if they are the words of one name.

    Raises:
        GroundError: They are; it says how to write them.
        UnknownNameError: They are not.
    """
    try:
        yield
    except UnknownNameError:
        try:
            meant = find_words(names).id
        except GroundError:
            meant = ""
        if not meant or len(names) == 1:
            raise
        raise GroundError(
            f"Here each word counts as a separate name. For this exercise, write {meant}."
        ) from None


def file_of(name: str) -> Traversable | None:
    """Return the file of the script of that id; the listener's own before a shipped one."""
    return _of_id(name, [*_walk_files(), *_script_files()])


def _of_id(name: str, files: Iterable[Traversable]) -> Traversable | None:
    """Return the last of the files that has that id."""
    folded = name.casefold()
    of_id = (file for file in files if Path(file.name).stem.casefold() == folded)
    return next(reversed(list(of_id)), None)


def scripts_in(folder: Traversable) -> list[Traversable]:
    """List the script files of a folder, by name.

    Raises:
        OSError: It does not exist or cannot be read.
    """
    return sorted(filter(_is_script, folder.iterdir()), key=lambda file: file.name)


def load(path: str) -> Script:
    """Load the script in a file.

    Args:
        path: The file as the listener named it; problems name it the same way.

    Raises:
        ScriptError: It cannot be read or has problems.
    """
    return _read(Path(path), path)


def is_shipped(script: Script) -> bool:
    """Return True for a shipped exercise, and not for a changed copy of it."""
    file = shipped_folder() / f"{script.id}{SUFFIX}"
    return file.is_file() and _read(file, file.name) == script


def _script_files() -> Iterator[Traversable]:
    return _files_in(shipped_folder(), scripts_folder())


def _walk_files() -> Iterator[Traversable]:
    return _files_in(shipped_folder() / WALKS, scripts_folder() / WALKS)


def _files_in(*folders: Traversable) -> Iterator[Traversable]:
    for folder in folders:
        try:
            yield from scripts_in(folder)
        except OSError:  # it does not exist or cannot be read
            continue


def _is_script(file: Traversable) -> bool:
    """True if a file has a script's name; systems leave files behind that begin with a dot."""
    name = file.name
    return name.endswith(SUFFIX) and not name.startswith(".") and name not in NOT_SCRIPTS


def is_file(name: str) -> bool:
    """True if there is a file of that name; pathlib's check raises if a name is too long."""
    return os.path.isfile(name)  # noqa: PTH113


def _read(file: Traversable, source: str) -> Script:
    try:
        content = _content(file)
    except FileNotFoundError:
        raise _unreadable(source, "There is no such file. Check its name and folder.") from None
    except IsADirectoryError:
        raise _unreadable(source, "This is a folder. Name a script in it.") from None
    except OSError as error:
        if error.errno == errno.EFBIG:
            message = "This is too large for a script. Is it the right file?"
        elif error.errno == errno.EINVAL:
            message = "This is a pipe or a device. Name an ordinary file."
        else:
            reason = error.strerror or "the system does not say why"
            message = f"I can't read this file: {reason}."
        raise _unreadable(source, message) from error
    except ValueError:  # a name with a NUL in it
        raise _unreadable(source, "No file can have this name. Check it.") from None
    script = _parsed(_decoded(content, source), source)
    return walk_of(script, source, _exercise) if _is_walk(file, script) else script


@lru_cache(maxsize=100)
def _parsed(text: str, source: str) -> Script:
    """Parse a text once: a list reads exercises again for each walk, a menu at each visit."""
    return parse(text, source)


def _is_walk(file: Traversable, script: Script) -> bool:
    """True if a file lies in a folder of walks, or if each heading is the id of an exercise."""
    if Path(str(file)).absolute().parent.name == WALKS:
        return True
    headings = [step.title for step in script.steps]
    return all(map(str.islower, headings)) and {*headings} <= {*_exercise_ids()}


def _exercise_ids() -> list[str]:
    return [Path(file.name).stem for file in _script_files()]


def _exercise(name: str) -> Script:
    """Return the exercise that a walk names, by its id or title."""
    if (file := _of_id(name, _script_files())) is not None:
        return _read(file, file.name)
    if (entry := titled(name, entries())) is not None:
        return entry.script
    if _of_id(name, _walk_files()) is not None:
        raise GroundError(f"{name} is a walk. Name an exercise; a walk holds no other walk.")
    raise unknown_exercise(name, _exercise_ids())


def _content(file: Traversable) -> bytes:
    """Read the bytes of a script.

    Raises:
        OSError: It cannot be read, is not an ordinary file (EINVAL), or is too large (EFBIG).
    """
    if isinstance(file, Path):
        return read_file(file, LARGEST)
    return file.read_bytes()  # inside a zipped package


def _decoded(content: bytes, source: str) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or _is_wide(content):
        raise _unreadable(source, "This file is UTF-16. Save it as UTF-8 and try again.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = rows_of(content[: error.start].decode("utf-8"))
        raise ScriptError(
            [
                Problem(
                    source,
                    len(before),
                    len(before[-1]) + 1,
                    "There is a character here that is not UTF-8. Save the file as UTF-8 "
                    "and try again.",
                )
            ]
        ) from None


def _is_wide(content: bytes) -> bool:
    """True for UTF-16 without a byte-order mark: every other byte at the beginning is zero."""
    half = len(content[: 2 * LOOKED_AT]) // 2
    return half > 1 and any(content[start : 2 * half : 2].count(0) > half // 2 for start in (0, 1))


def _unreadable(source: str, message: str) -> ScriptError:
    return ScriptError([Problem(source, 1, 1, message)])
