"""Makes, removes and looks at the shortcut on this system."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

from voice.errors import ShortcutError
from voice.shortcut import linux, macos, windows
from voice.shortcut.files import is_in_place, is_ours, place, remove, strangers
from voice.shortcut.start import start_here
from voice.shortcut.system import Folders, System

_SYSTEMS: dict[str, System] = {"darwin": macos, "win32": windows}
"""By `sys.platform`; any other has desktop entries, as Linux has."""

STARTED = (
    "Try it once: it opens a window where everything is spoken, which closes by itself at the end."
)
MOVED = "If you move ground, or install it anew, type this again: ground shortcut"


def make_shortcut() -> tuple[str, ...]:
    """Make the shortcut, or make it anew.

    Returns:
        Sentences that say where it is.

    Raises:
        ShortcutError: It cannot be made; nothing was changed.
    """
    system, folders = _system(), folders_here()
    system.check()
    place(system.files(folders, start_here()), folders.shared)
    return (*system.told(folders), STARTED, MOVED)


def remove_shortcut() -> tuple[str, ...]:
    """Remove the shortcut.

    Returns:
        Sentences that say what was removed, and what was not.

    Raises:
        ShortcutError: A part of it is left; says which.
    """
    folders = folders_here()
    paths = [file.path for file in _system().files(folders, start_here())]
    removed = remove(paths[::-1], folders.shared)
    left = [f"I leave {path} alone: ground did not make it." for path in strangers(paths)]
    return ("The shortcut is removed." if removed else "There is no shortcut here.", *left)


def shortcut_state() -> bool | None:
    """Return true if the shortcut starts this program, `None` if there is none."""
    files = _system().files(folders_here(), start_here())
    if not any(is_ours(file.path) for file in files):
        return None
    return all(map(is_in_place, files))


def folders_here() -> Folders:
    """Find the folders for icons of this system, whatever ``GROUND_HOME`` is.

    ``GROUND_HOME`` may be on a stick, or set in one shell only; the shortcut is still found.

    Raises:
        ShortcutError: There is no home folder.
    """
    try:
        desktop = platformdirs.user_desktop_path()
        # Some people switch the desktop off by calling their home folder that.
        has_desktop = desktop.is_dir() and not desktop.samefile(Path.home())
        return Folders(
            data=platformdirs.user_data_path("ground", appauthor=False),
            menu=platformdirs.user_applications_path(),
            desktop=desktop if has_desktop else None,
        )
    except (OSError, RuntimeError) as error:
        raise ShortcutError(f"I can't find the folders of the desktop: {error}.") from error


def _system() -> System:
    return _SYSTEMS.get(sys.platform, linux)
