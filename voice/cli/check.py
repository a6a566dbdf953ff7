"""`ground check`: checks scripts for their authors."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from voice.check.files import Checked, check_script, fail_on_errors, paths_of, watch_scripts
from voice.check.findings import Finding
from voice.streams import json_text


@click.command()
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
@click.option("--watch", is_flag=True, help="Check again whenever a script is saved.")
def check(scripts: tuple[str, ...], *, as_json: bool, watch: bool) -> None:
    """Check whether scripts are well formed and kind.

    SCRIPT is a file, a folder of them, or the name of an exercise.
    """
    if watch:
        if as_json:
            raise click.UsageError("Choose --json or --watch, not both.")
        watch_scripts(scripts)
        return
    paths = paths_of(scripts)
    checked = [check_script(path, paths, every=as_json) for path in paths]
    if as_json:
        records = [_record(each) for each in checked]
        click.echo(json_text(records))
    else:
        for each in checked:
            for row in each.report:
                click.echo(row)
    fail_on_errors(checked)


def _record(checked: Checked) -> dict[str, Any]:
    return {
        "path": checked.path,
        "id": Path(checked.path).stem,
        "title": checked.title,
        "findings": [_finding_record(each) for each in (*checked.form, *checked.findings)],
    }


def _finding_record(finding: Finding) -> dict[str, Any]:
    record = asdict(finding)
    del record["whole"]  # it only sorts the output in a terminal
    return record
