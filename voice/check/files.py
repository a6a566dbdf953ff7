"""Checks script files for `ground check`, and tells what was found."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from voice.check import MOST_FOUND, judge
from voice.check.findings import Finding, Severity, error, first_of, in_order, one_a_row
from voice.check.reader import for_a_reader
from voice.check.readings import Spoken, spoken_in
from voice.check.text import is_english
from voice.check.times import judge_times
from voice.check.walk_rows import numbered
from voice.errors import GroundError, Problem, ScriptError, and_more
from voice.script.library import (
    NOT_SCRIPTS,
    SUFFIX,
    entries,
    file_of,
    is_file,
    is_shipped,
    load,
    one_name_meant,
    scripts_in,
    titled,
    unknown_exercise,
    walks,
)
from voice.script.model import Script
from voice.script.parser import HeadlessError, parse
from voice.script.problems import LISTED


@dataclass(frozen=True, slots=True)
class Checked:
    """The result for one script.

    Attributes:
        path: Its file, as given.
        title: Empty if the script could not be read.
        problems: Reasons why it cannot be read, one a row.
        findings: Things that could be kinder, one in each row without a problem.
        more: Number of problems and findings left out; `LISTED` in all are kept.
        errors: Number of faults that have to be fixed, including those left out.
        warnings: Number of findings that may stay, including those left out.
        whole: False if there are so many that the script was not judged to the end.
        words_checked: True if there are rules for the words of its language.
        for_a_reader: What only a person can judge of it; empty if it could not be read.
        spoken: Lines, title and `about`, where they are spoken in other words than written.
    """

    path: str
    title: str = ""
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    more: int = 0
    errors: int = 0
    warnings: int = 0
    whole: bool = True
    words_checked: bool = False
    for_a_reader: tuple[str, ...] = ()
    spoken: tuple[Spoken, ...] = ()

    @property
    def form(self) -> tuple[Finding, ...]:
        """Return the problems as findings; their messages say how to fix them."""
        return tuple(error("form", p.message, "", p.line, p.column) for p in self.problems)

    @property
    def told(self) -> tuple[str, ...]:
        """Return a row for each problem, and the number left out if nothing else follows."""
        rest = self._rest if not self.findings else ()
        return (*map(str, self.problems), *rest)

    @property
    def report(self) -> tuple[str, ...]:
        """Return a row for each finding, or one that says there is none."""
        rows = [f"{self.path}:{f.line}:{f.column}: {f}" for f in self.findings]
        rows += self._rest if self.findings else ()
        if not self.problems and not self.findings:
            rows.append(f"{self.path}: well formed, and no known fault was found.")
        rows += [f'{self.path}:{each.line}: spoken as "{each.words}"' for each in self.spoken]
        if self.for_a_reader and not self.words_checked:
            rows.append(
                f"{self.path}: only its times and lengths were checked. There are no rules for the "
                "words of its language, so have somebody who speaks it listen to them."
            )
        return tuple(rows)

    @property
    def _rest(self) -> tuple[str, ...]:
        more = and_more(self.more) if self.whole else f"and at least {self.more} more."
        return (f"{self.path}: {more}",) if self.more else ()


def paths_of(names: Iterable[str]) -> list[str]:
    """Find the files that paths, folders and names of exercises stand for, each once.

    Raises:
        GroundError: A name or a folder has no script.
    """
    names = list(names)
    with one_name_meant(names):
        return list(dict.fromkeys(path for name in names for path in _paths(name)))


def _paths(name: str) -> Iterator[str]:
    path = Path(name)
    if not name:
        raise GroundError("No script was named. Name a file, a folder or an exercise.")
    if is_folder(name):
        yield from _paths_in(path)
    elif path.name in NOT_SCRIPTS and is_file(name):
        click.echo(f"{name} is not a script itself, so I skip it.", err=True)
    elif name.endswith(SUFFIX) or "/" in name or "\\" in name or is_file(name):
        yield name
    else:
        yield _path_of_exercise(name)


def is_folder(name: str) -> bool:
    """True if a folder has that name; pathlib's check raises if a name is too long."""
    return os.path.isdir(name)  # noqa: PTH112


def _paths_in(folder: Path) -> list[str]:
    try:
        found = [str(folder / file.name) for file in scripts_in(folder)]
    except OSError as problem:
        reason = problem.strerror or "the system does not say why"
        raise GroundError(
            f"I can't open the folder {folder}: {reason}. Name a script."
        ) from problem
    if not found:
        where = "this folder" if folder == Path() else str(folder)
        raise GroundError(f"There are no scripts in {where}: their names end in {SUFFIX}.")
    return found


def _path_of_exercise(name: str) -> str:
    file = file_of(name)
    if file is not None:
        return str(file)
    known = (*entries(), *walks())
    if (entry := titled(name, known)) is not None:
        return entry.source
    names = [entry.script.id for entry in known] + [entry.script.title for entry in known]
    hint = "Name a file, a folder or an exercise."
    raise unknown_exercise(name, names, hint)


def check_script(path: str, others: Iterable[str] = (), *, every: bool = False) -> Checked:
    """Read one script and judge it.

    Args:
        path: Its file.
        others: Files that its swap may name, besides its neighbours and the library's.
        every: True to keep all findings, also those beyond `LISTED` and several of a row.
    """
    try:
        script = load(path)
    except HeadlessError as problem:
        found = judge(problem.body, every=every)
        return _checked(path, problem.body, problem, found, every=every)
    except ScriptError as problem:
        return _checked(path, None, problem)
    lost = None if _swap_is_there(path, script, others) else _lost_swap(path, script)
    found = _findings_in(script, every=every)
    checked = _checked(path, script, lost, found, every=every)
    apart = numbered(script)
    return replace(checked, spoken=apart.spoken_at_rows(spoken_in(apart.script)))


def check_draft(path: str, text: str, script: Script) -> Checked:
    """Judge a script that was just made, even if it cannot be read yet.

    Args:
        path: Its file, as messages name it.
        text: The script as text.
        script: The same, with the numbers of its lines.
    """
    unread = None
    try:
        script = parse(text, path)
    except ScriptError as problem:
        unread = problem
    return _checked(path, script, unread, _findings_in(script))


def _findings_in(script: Script, *, every: bool = False) -> tuple[Finding, ...]:
    apart = numbered(script)
    found = judge(apart.script, every=every)
    if not _are_too_many(found):
        found = (*found, *judge_times(apart.script))
    return apart.at_rows(found)


def _are_too_many(findings: Sequence[Finding]) -> bool:
    """True if `judge` may have skipped the script as a whole."""
    rows = {each.line for each in findings if each.severity is Severity.ERROR}
    return len(rows) > MOST_FOUND


def _checked(
    path: str,
    script: Script | None,
    unread: ScriptError | None,
    findings: Sequence[Finding] = (),
    *,
    every: bool = False,
) -> Checked:
    """Keep one problem or finding a row, and the most serious `LISTED` of them; or every one.

    A finding about the script as a whole is kept beside others of its row.
    """
    problems, more = (unread.problems, unread.more) if unread else ((), 0)
    taken = {problem.line for problem in problems}
    if every:
        found = kept = in_order(findings)
    else:
        found = one_a_row(each for each in findings if each.whole or each.line not in taken)
        kept = first_of(found, LISTED - len(problems))
    return Checked(
        path,
        "" if script is None else script.title,
        problems,
        kept,
        more=more + len(found) - len(kept),
        errors=len(problems) + more + _count(found, Severity.ERROR),
        warnings=_count(found, Severity.WARNING),
        whole=not _are_too_many(findings),
        words_checked=script is not None and is_english(script),
        for_a_reader=() if script is None else for_a_reader(script),
    )


def _swap_is_there(path: str, script: Script, others: Iterable[str]) -> bool:
    if not script.swap or script.swap in {Path(other).stem for other in (path, *others)}:
        return True
    beside = Path(path).with_name(script.swap + SUFFIX)
    return is_file(str(beside)) or file_of(script.swap) is not None


def _lost_swap(path: str, script: Script) -> ScriptError:
    message = f"swap names {script.swap}, but there is no such exercise. See: ground list"
    return ScriptError([Problem(path, 1, 1, message)])


def errors_in(script: Script) -> int:
    """Count the errors that `check` finds in a script that could be read."""
    return _count(one_a_row(_findings_in(script)), Severity.ERROR)


def tell_reader(checked: Sequence[Checked]) -> None:
    """Print, once for all scripts, what only a person can judge."""
    if asked := next((each.for_a_reader for each in checked if each.for_a_reader), None):
        click.echo("\nOnly a person can judge the rest. Before anybody else hears it, ask:")
        for question in asked:
            click.echo(f"- {question}")


def fail_on_errors(checked: Sequence[Checked]) -> None:
    """Raise an error if anything has to be fixed.

    Raises:
        GroundError: Scripts cannot be read, or are not kind.
    """
    rows = [row for each in checked for row in each.told]
    if any(_count(each.findings, Severity.ERROR) for each in checked):
        rows.append(f"{tally(checked)} Fix the errors, and check again.")
    if rows:
        raise GroundError("\n".join(rows))


def tally(checked: Sequence[Checked]) -> str:
    """Return the number of errors and warnings in words."""
    counts = (
        (sum(each.errors for each in checked), "error"),
        (sum(each.warnings for each in checked), "warning"),
    )
    found = " and ".join(_plural(count, noun) for count, noun in counts if count)
    at_least = "" if all(each.whole for each in checked) else "At least "
    among = f" in {len(checked)} scripts" if checked[1:] else ""
    return f"{at_least}{found}{among}."


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _count(findings: Iterable[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)


def errors_told(script: Script, name: str) -> str:
    """Say how many errors `check` finds and how to see them; empty if it finds none.

    A shipped exercise has none, and is not checked: 20 ms each, and 130 ms for the first.
    """
    count = 0 if is_shipped(script) else errors_in(script)
    if not count:
        return ""
    errors = f"{count} error{'' if count == 1 else 's'}"
    return f"The script has {errors}. See them with: ground check {shlex.quote(name)}"
