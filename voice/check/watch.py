"""Checks scripts again whenever one of them is saved, until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from voice.check.files import Checked, check_script, is_folder, paths_of, tally, tell_reader
from voice.script.library import scripts_in
from voice.streams import is_read

POLL = 0.25
"""Seconds between two checks of the files; an editor saves in less."""


def watch_scripts(names: Sequence[str]) -> None:
    """Check scripts, and again whenever one of them is saved, until Ctrl-C.

    A file is checked again once it has stayed the same for one look, so that a half-written file
    is not judged; one that is gone for a moment is waited for. A script that appears in a folder is
    checked as well. Watching ends when the output is closed.

    Args:
        names: Files, folders and names of exercises.

    Raises:
        GroundError: At the start, a name or a folder has no script.
    """
    named = paths_of(names)
    judged = last = {path: _stamp(path) for path in named}
    away: set[str] = set()
    _round([check_script(path, named) for path in named], tell_reader)
    folders = [Path(name) for name in names if is_folder(name)]
    files = paths_of(name for name in names if not is_folder(name))
    while is_read():
        time.sleep(POLL)
        paths = dict.fromkeys((*named, *(path for folder in folders for path in _now_in(folder))))
        seen = {path: _stamp(path) for path in paths}
        _tell_of_gone({path: seen[path] for path in files}, last, away)
        changed = [
            path
            for path, stamp in seen.items()
            if stamp and stamp == last.get(path) and stamp != judged.get(path)
        ]
        if changed:
            _round([check_script(path, seen) for path in changed])
            judged = judged | {path: seen[path] for path in changed}
        last = seen


_Stamps = dict[str, tuple[int, ...]]


def _tell_of_gone(seen: _Stamps, last: _Stamps, away: set[str]) -> None:
    """Report a file as gone once two looks have missed it, and report when it is back.

    Args:
        seen: The files now; a file that is gone has an empty stamp.
        last: The same, one look before.
        away: Files reported as gone; kept up to date.
    """
    for path, stamp in seen.items():
        if stamp and path in away:
            away.remove(path)
            click.echo(f"{path} is back.")
        elif not stamp and path not in away and not last.get(path, stamp):
            away.add(path)
            click.echo(f"{path} is gone. I'll check it when it is back; Ctrl-C stops.")


def _now_in(folder: Path) -> list[str]:
    try:
        return [str(folder / file.name) for file in scripts_in(folder)]
    except OSError:  # it was there, and is being replaced
        return []


def _stamp(path: str) -> tuple[int, ...]:
    """Return values that change when a file is saved or replaced; empty while it is missing."""
    try:
        state = Path(path).stat()
    except OSError:
        return ()
    return (state.st_mtime_ns, state.st_size, state.st_ino)


def _round(
    checked: Sequence[Checked], tell: Callable[[Sequence[Checked]], None] = lambda _checked: None
) -> None:
    for each in checked:
        for row in (*each.told, *each.report):
            click.echo(row)
    tell(checked)
    clean = not any(each.problems or each.findings for each in checked)
    found = "" if clean else f"{tally(checked)} "
    click.echo(f"{found}I'll check again when you save; Ctrl-C stops.")
