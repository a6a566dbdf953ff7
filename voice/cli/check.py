"""`ground check`: checks scripts for their authors."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from voice.check.files import Checked, check_script, fail_on_errors, paths_of, tell_reader
from voice.check.findings import Finding
from voice.check.watch import watch_scripts
from voice.streams import json_text


@click.command()
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
@click.option("--watch", is_flag=True, help="Check again whenever a script is saved.")
def check(scripts: tuple[str, ...], *, as_json: bool, watch: bool) -> None:
    """Check scripts for known faults.

    SCRIPT is a file, a folder or an exercise. At the end stands what only a person can judge.
    """
    if watch:
        if as_json:
            raise click.UsageError("Choose --json or --watch, not both.")
        watch_scripts(scripts)
        return
    paths = paths_of(scripts)
    checked = [check_script(path, paths, every=as_json) for path in paths]
    if as_json:
        click.echo(json_text([_record(each) for each in checked]))
    else:
        for each in checked:
            for row in each.report:
                click.echo(row)
        tell_reader(checked)
    fail_on_errors(checked)


def _record(checked: Checked) -> dict[str, Any]:
    return {
        "path": checked.path,
        "id": Path(checked.path).stem,
        "title": checked.title,
        "words_checked": checked.words_checked,
        "findings": [_finding_record(each) for each in (*checked.form, *checked.findings)],
        "spoken": [asdict(each) for each in checked.spoken],
        "for_a_reader": list(checked.for_a_reader),
    }


def _finding_record(finding: Finding) -> dict[str, Any]:
    """Return all but `whole`, which only sorts the output in a terminal."""
    return {name: value for name, value in asdict(finding).items() if name != "whole"}
