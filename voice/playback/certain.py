"""Decides from the command line alone whether an exercise is sure to play.

Sound begins before the program is loaded, and a bell cut off by an error startles. So the options
and the exercise's name are checked first, for shipped exercises without Click, YAML or numpy.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from voice.errors import ScriptError
from voice.paths import named_file, scripts_folder, shipped_scripts
from voice.patience import within
from voice.playback.usage import BACKGROUNDS, PLAYING, SHARED, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ANSWERS = 0.3
"""Seconds to wait for a music file; without an answer sound begins when all is loaded."""

HEAD = 1024
"""Bytes of a script in which its title is searched; it is among the first rows."""


def opens_as_usual(arguments: Sequence[str]) -> bool:
    """Return True if an exercise is sure to play and to begin with the opening.

    A missing voice or sound device is found later.

    Args:
        arguments: The arguments of ``ground play``.
    """
    table = (*SHARED, *PLAYING)
    typed = read(arguments, table)
    if typed is None:
        return False
    given = dict(typed.options)
    if "--no-bed" in given or any(
        name in given for option in table if not option.usual for name in option.names
    ):
        return False
    background = typed.value("--background")
    if background is not None and background not in BACKGROUNDS and _is_lost(background):
        return False
    return not any(typed.words) or _plays(typed.words)


def _is_lost(background: str) -> bool:
    """Return True if a music file does not exist or does not answer."""
    try:
        return not background or within(ANSWERS, lambda: named_file(background)) is None
    except TimeoutError:
        return True


def _plays(words: Sequence[str]) -> bool:
    """Return True if a script has that id, title or path, and can be used."""
    name = " ".join(words)
    if name.endswith(".md") or "/" in name or "\\" in name:
        return _is_whole(Path(name))
    own, shipped = _files_in(scripts_folder()), _files_in(shipped_scripts())
    for file in (*own, *shipped):
        if file.stem.casefold() in {name.casefold(), "-".join(words).casefold()}:
            return file not in own or _is_whole(file)
    replaced = {file.stem.casefold() for file in own}
    return any(file.stem not in replaced and _title_of(file) == name.casefold() for file in shipped)


def _is_whole(file: Path) -> bool:
    from voice.script.library import load

    try:
        load(str(file))
    except ScriptError:
        return False
    return True


def _files_in(folder: Path) -> list[Path]:
    try:
        return [file for file in folder.iterdir() if file.suffix == ".md" and file.is_file()]
    except OSError:
        return []


def _title_of(file: Path) -> str:
    """Return the title in small letters, as far as it can be read without YAML."""
    return next(_titles(file), "")


def _titles(file: Path) -> Iterator[str]:
    with file.open("rb") as stream:
        head = stream.read(HEAD)
    for row in head.decode("utf-8", "replace").splitlines():
        key, _, value = row.partition(":")
        if key == "title":
            yield value.strip().strip("\"'").casefold()
