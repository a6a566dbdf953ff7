"""Writes the shell script that an icon runs in a window, on Linux and macOS.

A second click soon after the first opens nothing. At the end the window closes by itself. If the
program failed, or is gone, it stays, so that the message can be read; that the program is gone is
also said, by whatever voice the system has.
"""

from __future__ import annotations

import os
import shlex

from voice.shortcut.files import MARK
from voice.shortcut.start import Start

GONE = "Ground is not where it was. Please ask somebody to set it up again."
"""Said where the program itself cannot speak."""

AGAIN = "To repair this icon, type this where ground is now: ground shortcut"
STAYS = "To close this window, press Enter."

_SPEAKERS = ("say", "spd-say", "espeak-ng", "espeak")
"""Programs that say a sentence, one of which many systems have."""

_ENDED = (0, 129, 130, 131, 143)
"""Exit codes after which nothing has to be read: the end, or a signal (`voice.signals`)."""

ALONE = 30
"""Seconds within which a second click on the icon opens nothing, because two voices would talk at
once; afterwards somebody may be looking for a way out of a window that they cannot find."""

_SCRIPT = """\
#!/bin/sh
# {mark}, which writes it anew each time.

finish() {{
    {finish}
    exit 0
}}

# The lock is held by a sleeper, so that it ends, whatever becomes of this script and of ground.
if [ -r "$0" ]; then
    exec 9<"$0"
    flock -n 9 2>/dev/null
    [ $? -eq 1 ] && finish  # it is taken; without locks there is another code
    sleep {alone} >/dev/null 2>&1 &
    exec 9<&-
fi

trap : INT QUIT  # Ctrl-C ends ground, and then the window
if {there}; then
    {start}
    code=$?
else
    code=127
fi
kill $! 2>/dev/null
wait 2>/dev/null
case $code in {ended}) finish ;; esac
case $code in 126 | 127)  # it is not there, or what it runs on is not
    printf "%s\\n" {missing} {again}
    for speaker in {speakers}; do
        "$speaker" {gone} >/dev/null 2>&1 && break
    done ;;
esac
printf "%s\\n" {stays}
read -r _
"""


def launcher(start: Start, finish: str = ":") -> bytes:
    """Return the script.

    Args:
        start: How the program is started.
        finish: Shell command for the end, if the window does not close with the script.
    """
    there = " && ".join(f"[ -e {shlex.quote(str(path))} ]" for path in start.needs)
    script = _SCRIPT.format(
        mark=MARK,
        finish=finish,
        alone=ALONE,
        there=there,
        start=" && ".join(_steps(start)),
        ended=" | ".join(map(str, _ENDED)),
        missing=shlex.quote(f"Ground is no longer at {start.needs[-1]}, or cannot start there."),
        again=shlex.quote(AGAIN),
        speakers=" ".join(_SPEAKERS),
        gone=shlex.quote(GONE),
        stays=shlex.quote(STAYS),
    )
    return os.fsencode(script)


def _steps(start: Start) -> list[str]:
    steps = []
    if start.home is not None:
        steps.append(f"export GROUND_HOME={shlex.quote(str(start.home))}")
    if start.folder is not None:
        steps.append(f"cd {shlex.quote(str(start.folder))}")
    return [*steps, shlex.join(start.words)]
