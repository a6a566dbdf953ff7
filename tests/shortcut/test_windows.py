"""The shortcuts for Windows, read by another program than the one that wrote them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import LnkParse3
import pytest

from voice.shortcut import windows
from voice.shortcut.files import File, is_in_place, place
from voice.shortcut.shell_link import ROOT, ShellLink
from voice.shortcut.start import Start
from voice.shortcut.system import Folders

GROUND = r"C:\Users\Łukasz & 日本 (100%)\it's !\ground.exe"

CONTROL_ALT_G = 0x0647
"""High byte: control and alt; low byte: G ([MS-SHLLINK], section 2.1.3)."""


def read(content: bytes) -> Any:
    return LnkParse3.lnk_file(io.BytesIO(content)).get_json()


def links(folders: Folders, start: Start) -> list[File]:
    return [file for file in windows.files(folders, start) if file.path.suffix == ".lnk"]


def test_it_starts_the_program_in_a_window_that_stays_after_an_error(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ROOT, r"D:\Windows")
    for file in links(folders, Start((GROUND,))):
        link = read(file.content)
        assert link["link_info"]["local_base_path"] == r"D:\Windows\System32\cmd.exe"
        block = link["extra"]["ENVIRONMENTAL_VARIABLES_LOCATION_BLOCK"]
        assert block["target_ansi"] == block["target_unicode"] == r"%SystemRoot%\System32\cmd.exe"
        assert link["data"]["command_line_arguments"] == f'/d /s /v:off /c ""{GROUND}" || pause"'
        assert "working_directory" not in link["data"]
        assert link["data"]["icon_location"] == str(folders.own / "ground.ico")
        assert link["header"]["windowstyle"] == "SW_SHOWNORMAL"


def test_a_checkout_is_started_in_its_folder_with_its_files(folders: Folders) -> None:
    start = Start((r"C:\p\python.exe", "-m", "voice"), Path("C:/check out"), Path("D:/my home"))
    for file in links(folders, start):
        data = read(file.content)["data"]
        assert data["working_directory"] == str(start.folder)
        assert data["command_line_arguments"] == (
            f'/d /s /v:off /c "set "GROUND_HOME={start.home}"&& '
            r'"C:\p\python.exe" "-m" "voice" || pause"'
        )


def test_one_of_them_has_the_hotkey(folders: Folders, start: Start) -> None:
    def hotkeys(folders: Folders) -> dict[Path, int]:
        found = links(folders, start)
        return {file.path.parent: read(file.content)["header"]["r_hotkey"] for file in found}

    assert folders.desktop is not None
    assert hotkeys(folders) == {folders.menu: 0, folders.desktop: CONTROL_ALT_G}
    bare = replace(folders, desktop=None)
    assert hotkeys(bare) == {folders.menu: CONTROL_ALT_G}
    told = [windows.told(each) for each in (folders, bare)]
    assert all("Ctrl+Alt+G starts it too" in sentences[-1] for sentences in told)
    assert ["desktop" in " ".join(sentences) for sentences in told] == [True, False]


def test_it_is_known_although_windows_writes_it_anew(folders: Folders, start: Start) -> None:
    place(windows.files(folders, start), folders.shared)
    for file in links(folders, start):
        data = read(file.content)["data"]
        kept = (data["description"], data["command_line_arguments"])
        rewritten = ShellLink(*kept, folder=r"C:\elsewhere", icon="", hotkey="").content()
        file.path.write_bytes(rewritten)
        assert is_in_place(file)
    for file in links(folders, Start((GROUND,))):
        assert not is_in_place(file)
