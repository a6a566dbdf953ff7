"""Keeps the messages of C libraries on standard error out of the listener's terminal."""

from __future__ import annotations

import contextlib
import functools
import os
import sys

_stderr: int | None = None


def give_stderr_back() -> None:
    """Restore file descriptor 2.

    sounddevice points it to the null device while PortAudio looks for devices. If a sound server
    hangs, that never ends, and the message about it would be lost.
    """
    if _stderr is not None:
        os.dup2(_stderr, 2)


def keep_stderr() -> None:
    """Remember where file descriptor 2 points; called before sounddevice is imported."""
    global _stderr  # noqa: PLW0603 - there is one standard error
    if _stderr is None:
        with contextlib.suppress(OSError):  # closed: there is nothing to restore
            _stderr = os.dup(2)


@functools.cache
def hush_c_libraries() -> None:
    """Discard everything that C code prints to its ``stderr``, from now on.

    ALSA and PortAudio report each underrun and each device that vanishes there, from their own
    threads, and offer no switch (PortAudio does not export its print hook). With glibc the
    *variable* ``stderr`` can be pointed elsewhere: file descriptor 2 stays unchanged, so that
    Python, faulthandler and child processes still reach the terminal. On other systems
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
