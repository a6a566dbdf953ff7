"""Keeps what C libraries write to the standard error out of the listener's terminal."""

from __future__ import annotations

import contextlib
import functools
import os
import sys

_stderr: int | None = None


def give_stderr_back() -> None:
    """Point file descriptor 2 where it pointed at first.

    sounddevice sends it to nowhere while PortAudio looks for devices. Where a sound server hangs
    that lasts for ever, and the sentence that tells of it would not be seen.
    """
    if _stderr is not None:
        os.dup2(_stderr, 2)


def keep_stderr() -> None:
    """Remember where file descriptor 2 points; to be called before sounddevice is imported."""
    global _stderr  # noqa: PLW0603 - there is one standard error
    if _stderr is None:
        with contextlib.suppress(OSError):  # closed: there is nothing to give back
            _stderr = os.dup(2)


@functools.cache
def hush_c_libraries() -> None:
    """Send all that C code prints to its ``stderr`` to nowhere, from now on.

    ALSA and PortAudio report each underrun and each device that vanishes there, from threads of
    their own, and offer no switch (PortAudio does not export its print hook). With glibc the
    *variable* ``stderr`` can be pointed elsewhere: file descriptor 2 stays as it is, so that
    Python, faulthandler and processes started from here still reach the terminal. Elsewhere
    nothing is done: musl's variable is read-only, and macOS and Windows have no ALSA.
    """
    if not sys.platform.startswith("linux") or "CS_GNU_LIBC_VERSION" not in os.confstr_names:
        return
    import ctypes

    program = ctypes.CDLL(None)  # not libc.so.6: the program may hold its own copy of the variable
    program.fopen.restype = ctypes.c_void_p
    nowhere = program.fopen(b"/dev/null", b"w")
    if nowhere:
        ctypes.c_void_p.in_dll(program, "stderr").value = nowhere
