"""Folders for icons that belong to nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.shortcut.start import Start
from voice.shortcut.system import Folders


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """As on a fresh system: of all, only the desktop is there."""
    desktop = tmp_path / "Desktop"
    desktop.mkdir()
    return Folders(tmp_path / "share" / "ground", tmp_path / "share" / "applications", desktop)


@pytest.fixture
def start() -> Start:
    return Start(("/opt/ground/bin/ground",))
