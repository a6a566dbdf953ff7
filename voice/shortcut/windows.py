"""The icon on Windows: shortcuts in the Start menu and on the desktop, one with a hotkey.

They start ``cmd``, which keeps the window open if the program fails or is gone, and closes it at
the end.
"""

from __future__ import annotations

from pathlib import Path

from voice.shortcut.files import MARK, File
from voice.shortcut.icons import icon_ico
from voice.shortcut.shell_link import ShellLink
from voice.shortcut.start import Start
from voice.shortcut.system import ABOUT, NAME, Folders

FILE_NAME = f"{NAME}.lnk"

HOTKEY = "G"


def check() -> None:
    """See `voice.shortcut.system.System.check`: cmd is part of Windows."""


def files(folders: Folders, start: Start) -> tuple[File, ...]:
    """See `voice.shortcut.system.System.files`.

    Only one shortcut has the hotkey, so that it starts one program. It is the one on the desktop:
    what a Python from the Microsoft Store writes into the Start menu may stay in a private copy
    (https://docs.python.org/3/using/windows.html).
    """
    icon = File(folders.own / "ground.ico", icon_ico())
    if folders.desktop is None:
        return icon, _link(folders.menu, start, icon.path, HOTKEY)
    return (
        icon,
        _link(folders.menu, start, icon.path, ""),
        _link(folders.desktop, start, icon.path, HOTKEY),
    )


def told(folders: Folders) -> tuple[str, ...]:
    """See `voice.shortcut.system.System.told`."""
    keys = f"Ctrl+Alt+{HOTKEY} starts it too, at the latest after you sign in again"
    if folders.desktop is None:
        return (f"{NAME} is in the Start menu.", f"{keys}.")
    return (
        f"{NAME} is in the Start menu and on the desktop.",
        f"{keys}, as long as the icon stays on the desktop.",
    )


def _link(folder: Path, start: Start, icon: Path, hotkey: str) -> File:
    arguments = _arguments(start)
    about = f"{ABOUT}. {MARK}."
    link = ShellLink(about, arguments, str(start.folder or ""), str(icon), hotkey)
    return File(folder / FILE_NAME, link.content(), starts=arguments.encode("utf-16-le"))


def _arguments(start: Start) -> str:
    """Return the command line for ``cmd``; quotes, which no path can hold, guard the rest.

    A percent sign stands for itself unless a variable has the name between two.
    """
    words = " ".join(f'"{word}"' for word in start.words)
    home = "" if start.home is None else f'set "GROUND_HOME={start.home}"&& '
    return f'/d /s /v:off /c "{home}{words} || pause"'
