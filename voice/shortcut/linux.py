"""The icon on Linux: desktop entries in the menu and on the desktop, which open a terminal.

The format is the Desktop Entry Specification,
https://specifications.freedesktop.org/desktop-entry-spec/latest/.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from voice.errors import ShortcutError
from voice.shortcut.files import MARK, File
from voice.shortcut.icons import icon_png
from voice.shortcut.launcher import launcher
from voice.shortcut.start import Start
from voice.shortcut.system import ABOUT, NAME, Folders

FILE_NAME = "ground-voice.desktop"

TERMINALS = (
    *("xdg-terminal-exec", "x-terminal-emulator", "gnome-terminal", "kgx", "ptyxis", "konsole"),
    *("xfce4-terminal", "mate-terminal", "lxterminal", "qterminal", "cosmic-term"),
    *("io.elementary.terminal", "deepin-terminal", "tilix", "terminator", "alacritty", "kitty"),
    *("foot", "wezterm", "ghostty", "rxvt", "urxvt", "xterm"),
)
"""Terminals that desktops open for an entry with ``Terminal=true``; which one is their choice."""

# StartupNotify lets the desktop hand the keyboard to the new window.
_ENTRY = """\
[Desktop Entry]
Type=Application
Name={name}
Comment={about}
Icon={icon}
Exec=/bin/sh {launcher}
Terminal=true
StartupNotify=true
Categories=Utility;Accessibility;
Keywords=grounding;calm;voice;
X-Ground={mark}
"""

_TRUSTING = 5.0
"""Seconds after which the desktop is not waited for; it takes about 20 ms."""

_IN_VALUES = {"\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r"}

UNTRUSTED = "If the desktop asks whether to trust the icon, allow it once."


def check() -> None:
    """See `voice.shortcut.system.System.check`."""
    if not any(map(shutil.which, TERMINALS)):
        raise ShortcutError(
            "I find no terminal here for the icon to open. "
            "Install one, for example: sudo apt install xterm"
        )


def files(folders: Folders, start: Start) -> tuple[File, ...]:
    """See `voice.shortcut.system.System.files`."""
    icon = File(folders.own / "ground.png", icon_png())
    content = launcher(start)
    script = File(folders.own / "ground.sh", content, starts=content)
    entry = _entry(icon.path, script.path)
    places = (folders.menu, folders.desktop)
    icons = (File(each / FILE_NAME, entry, runs=True) for each in places if each is not None)
    return (icon, script, *icons)


def told(folders: Folders) -> tuple[str, ...]:
    """See `voice.shortcut.system.System.told`."""
    if folders.desktop is None:
        return (f"{NAME} is in the menu of programs.",)
    trusted = _trust(folders.desktop / FILE_NAME)
    where = f"{NAME} is in the menu of programs and on the desktop."
    return (where,) if trusted else (where, UNTRUSTED)


def _entry(icon: Path, script: Path) -> bytes:
    return os.fsencode(
        _ENTRY.format(
            name=NAME, about=ABOUT, icon=_value(str(icon)), launcher=_word(str(script)), mark=MARK
        )
    )


def _word(word: str) -> str:
    """Write a word of ``Exec``: in quotes for the command line, and then as any value."""
    quoted = re.sub(r'["`$\\]', r"\\\g<0>", word).replace("%", "%%")
    return _value(f'"{quoted}"')


def _value(text: str) -> str:
    """Escape what would end a value or change it."""
    return "".join(_IN_VALUES.get(character, character) for character in text)


def _trust(entry: Path) -> bool:
    """Mark an entry on the desktop as trusted, as GNOME and Xfce want it.

    Returns:
        True if the desktop took it.
    """
    gio = shutil.which("gio")
    if gio is None:
        return False
    digest = hashlib.sha256(entry.read_bytes()).hexdigest()
    marks = (("metadata::trusted", "true"), ("metadata::xfce-exe-checksum", digest))
    return all(_is_set(gio, entry, name, value) for name, value in marks)


def _is_set(gio: str, entry: Path, name: str, value: str) -> bool:
    try:
        done = subprocess.run(
            [gio, "set", "-t", "string", str(entry), name, value],
            capture_output=True,
            timeout=_TRUSTING,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
