"""`ground new` leaves a whole script, or nothing."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from voice.cli.app import run
from voice.script.library import load


def full(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_nothing_and_the_next_try_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.md"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert run(["new", str(path), "--bare"]) == 1
    told = f"I can't write {path}: No space left on device. Choose another place.\n"
    assert capsys.readouterr().err == told
    assert list(tmp_path.iterdir()) == []
    assert run(["new", str(path), "--bare"]) == 0
    assert load(str(path)).title == "A"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("name", ["n" * 300 + ".md", "no/such/folder.md"])
def test_a_name_that_cannot_be_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run(["new", f"{tmp_path}/{name}", "--bare"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
