"""The icon on macOS: an application in the home folder, which opens Terminal.

Terminal runs a ``.command`` file in a new window. Whether it closes that window at the end is a
choice in its settings, and usually it does not; so the window is closed from outside.
"""

from __future__ import annotations

import plistlib

from voice.shortcut.files import MARK, File
from voice.shortcut.icons import icon_icns
from voice.shortcut.launcher import launcher
from voice.shortcut.start import Start
from voice.shortcut.system import ABOUT, NAME, Folders

BUNDLE = f"{NAME}.app"

_OPENER = f"""\
#!/bin/sh
# {MARK}, which writes it anew each time.
exec open -a Terminal "${{0%/*}}/../Resources/ground.command"
"""

_CLOSE = """\
window=$(tty)
    trap '' HUP
    (
        sleep 1  # Terminal asks before it closes a window in which something runs
        osascript - "$window" <<'END'
on run {place}
    tell application "Terminal"
        repeat with found in (get windows)
            try
                if tty of selected tab of found is place then close found saving no
            end try
        end repeat
    end tell
end run
END
    ) >/dev/null 2>&1 &"""

_LISTING = {
    "CFBundleDevelopmentRegion": "en",
    "CFBundleExecutable": "ground",
    "CFBundleGetInfoString": f"{ABOUT}. {MARK}.",
    "CFBundleIconFile": "ground.icns",
    "CFBundleIdentifier": "ground-voice.shortcut",
    "CFBundleInfoDictionaryVersion": "6.0",
    "CFBundleName": NAME,
    "CFBundlePackageType": "APPL",
    "CFBundleShortVersionString": "1.0",
    "CFBundleVersion": "1",
    # A script runs on every processor; without this, Macs with Apple's ask for Rosetta.
    "LSArchitecturePriority": ["arm64", "x86_64"],
    "LSUIElement": True,  # it has no window of its own: nothing for the Dock
}


def check() -> None:
    """See `voice.shortcut.system.System.check`: Terminal is part of macOS."""


def files(folders: Folders, start: Start) -> tuple[File, ...]:
    """See `voice.shortcut.system.System.files`."""
    contents = folders.menu / BUNDLE / "Contents"
    resources = contents / "Resources"
    script = launcher(start, finish=_CLOSE)
    return (
        File(resources / "ground.icns", icon_icns()),
        File(resources / "ground.command", script, runs=True, starts=script),
        File(contents / "MacOS" / "ground", _OPENER.encode(), runs=True),
        File(contents / "Info.plist", plistlib.dumps(_LISTING)),
    )


def told(folders: Folders) -> tuple[str, ...]:
    """See `voice.shortcut.system.System.told`."""
    return (f"{NAME} is in {folders.menu}. Drag it from there to the Dock.",)
