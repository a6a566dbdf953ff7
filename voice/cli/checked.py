"""The work of `ground check`: which scripts, what is found in each, and again when one is saved."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from voice.errors import GroundError, Problem, ScriptError, UnknownNameError, and_more
from voice.script.findings import Finding, Severity, error
from voice.script.kindness import judge
from voice.script.library import (
    NOT_SCRIPTS,
    SUFFIX,
    entries,
    file_of,
    is_file,
    load,
    scripts_in,
)
from voice.script.model import Script
from voice.script.parser import HeadlessError
from voice.script.problems import LISTED
from voice.streams import is_read
from voice.timeline.limits import judge_times

POLL = 0.25
"""Seconds between two looks at the files; saving takes an editor less."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one script.

    Attributes:
        path: Its file, as it was named.
        title: Empty where the script could not be read.
        problems: What keeps it from being read.
        findings: What could be kinder.
        more: How many problems there are besides.
    """

    path: str
    title: str = ""
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    more: int = 0

    @property
    def form(self) -> tuple[Finding, ...]:
        """The problems as findings; their messages say how to mend them."""
        return tuple(error("form", p.message, "", p.line, p.column) for p in self.problems)

    @property
    def errors(self) -> int:
        """How many faults have to be mended."""
        return len(self.problems) + self.more + _count(self.findings, Severity.ERROR)

    @property
    def report(self) -> tuple[str, ...]:
        """A row for each finding, or one that says there is none."""
        if not self.problems and not self.findings:
            return (f"{self.path}: well formed, and kind as far as a machine can tell.",)
        rows = [f"{self.path}:{f.line}:{f.column}: {f}" for f in self.findings[:LISTED]]
        if len(self.findings) > LISTED:
            rows.append(f"{self.path}: {and_more(len(self.findings) - LISTED)}")
        return tuple(rows)


def paths_of(names: Iterable[str]) -> list[str]:
    """The files that somebody means by paths, folders and names of exercises; each once.

    Raises:
        GroundError: A name or a folder has no script.
    """
    return list(dict.fromkeys(path for name in names for path in _paths(name)))


def _paths(name: str) -> Iterator[str]:
    path = Path(name)
    if _is_folder(name):
        yield from _paths_in(path)
    elif path.name in NOT_SCRIPTS and is_file(name):
        click.echo(f"{name} is about scripts and is none, so I pass over it.", err=True)
    elif name.endswith(SUFFIX) or "/" in name or "\\" in name or is_file(name):
        yield name
    else:
        yield _path_of_exercise(name)


def _is_folder(name: str) -> bool:
    """True if a folder has that name; pathlib's raises where a name is too long."""
    return os.path.isdir(name)  # noqa: PTH112


def _paths_in(folder: Path) -> list[str]:
    try:
        found = [str(folder / file.name) for file in scripts_in(folder)]
    except OSError as problem:
        reason = problem.strerror or "the system does not say why"
        raise GroundError(f"I can't look into {folder}: {reason}. Name a script.") from problem
    if not found:
        raise GroundError(f"There are no scripts in {folder}. Their names end in {SUFFIX}.")
    return found


def _path_of_exercise(name: str) -> str:
    file = file_of(name)
    if file is not None:
        return str(file)
    known = entries()
    for entry in known:
        if entry.script.title.casefold() == name.casefold():
            return entry.source
    names = [entry.script.id for entry in known] + [entry.script.title for entry in known]
    raise UnknownNameError("exercise", name, names, "Name a file, a folder or an exercise.")


def check_script(path: str, others: Iterable[str] = ()) -> Checked:
    """Read one script and judge it.

    Args:
        path: Its file.
        others: Files that its swap may name, besides those beside it and in the library.
    """
    try:
        script = load(path)
    except HeadlessError as problem:
        return Checked(path, "", problem.problems, judge(problem.body), problem.more)
    except ScriptError as problem:
        return Checked(path, problems=problem.problems, more=problem.more)
    problems = () if _swap_is_there(path, script, others) else (_lost_swap(path, script),)
    findings = sorted((*judge(script), *judge_times(script)), key=lambda f: (f.line, f.column))
    return Checked(path, script.title, problems, tuple(findings))


def _swap_is_there(path: str, script: Script, others: Iterable[str]) -> bool:
    if not script.swap or script.swap in {Path(other).stem for other in (path, *others)}:
        return True
    beside = Path(path).with_name(script.swap + SUFFIX)
    return is_file(str(beside)) or file_of(script.swap) is not None


def _lost_swap(path: str, script: Script) -> Problem:
    message = f"swap names {script.swap}, but there is no such exercise. See: ground list"
    return Problem(path, 1, 1, message)


def errors_in(script: Script) -> int:
    """Count the errors that `check` finds in a script that could be read."""
    return _count((*judge(script), *judge_times(script)), Severity.ERROR)


def fail_on_errors(checked: Sequence[Checked]) -> None:
    """End with what has to be fixed, if anything has.

    Raises:
        GroundError: Scripts cannot be read, or are not kind.
    """
    unread = [ScriptError(each.problems, each.more) for each in checked if each.problems]
    rows = list(map(str, unread))
    if any(_count(each.findings, Severity.ERROR) for each in checked):
        rows.append(f"{_tally(checked)} Fix the errors, and check again.")
    if rows:
        raise GroundError("\n".join(rows))


def watch_scripts(names: Sequence[str]) -> None:
    """Check scripts, and again whenever one of them is saved, until Ctrl-C.

    A file is looked at again once it has stayed the same for one look, so that what an editor
    has half written is not judged; one that is gone for a moment is waited for. A script that
    appears in a folder is looked at as well. It ends where nobody reads what is printed.

    Raises:
        GroundError: At the start a name or a folder has no script.
    """
    named = paths_of(names)
    judged = last = {path: _stamp(path) for path in named}
    away: set[str] = set()
    _round([check_script(path, named) for path in named])
    folders = [Path(name) for name in names if _is_folder(name)]
    files = paths_of(name for name in names if not _is_folder(name))
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
    """Say that a file is gone, once two looks have missed it, and that it is back.

    Args:
        seen: What there is now; a file that is gone has an empty stamp.
        last: The same, one look before.
        away: Files that were told to be gone; kept up to date.
    """
    for path, stamp in seen.items():
        if stamp and path in away:
            away.remove(path)
            click.echo(f"{path} is back.")
        elif not stamp and path not in away and not last.get(path, stamp):
            away.add(path)
            click.echo(f"{path} is gone. I check it when it is back; Ctrl-C ends.")


def _now_in(folder: Path) -> list[str]:
    try:
        return [str(folder / file.name) for file in scripts_in(folder)]
    except OSError:  # being replaced; it was there
        return []


def _stamp(path: str) -> tuple[int, ...]:
    """What changes when a file is saved or replaced; empty while it is not there."""
    try:
        state = Path(path).stat()
    except OSError:
        return ()
    return (state.st_mtime_ns, state.st_size, state.st_ino)


def _round(checked: Sequence[Checked]) -> None:
    for each in checked:
        if each.problems:
            click.echo(str(ScriptError(each.problems, each.more)))
        for row in each.report:
            click.echo(row)
    clean = not any(each.problems or each.findings for each in checked)
    tally = "" if clean else f"{_tally(checked)} "
    click.echo(f"{tally}I check again when you save; Ctrl-C ends.")


def _tally(checked: Sequence[Checked]) -> str:
    errors = sum(each.errors for each in checked)
    warnings = sum(_count(each.findings, Severity.WARNING) for each in checked)
    return (
        f"{_plural(errors, 'error')} and {_plural(warnings, 'warning')} "
        f"in {_plural(len(checked), 'script')}."
    )


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _count(findings: Iterable[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)
