"""Runs before the program in the frozen build, and keeps its own libraries apart from the system's.

PyInstaller has the dynamic linker look into the folder of the build first, and writes that into the
environment. The linker has read it by now, so it is taken out again: programs that this one starts,
such as a sound server, then load the libraries of their own system. A worker, which is this program
again, gets it anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

_FOLDER: str = sys._MEIPASS  # type: ignore[attr-defined]  # set by PyInstaller
_PORTAUDIO = os.path.join(_FOLDER, "libportaudio.so.2")  # noqa: PTH118 - pathlib takes 10 ms


def _forget_the_folder() -> None:
    for name in [name for name in os.environ if name.startswith("_PYI_")]:
        del os.environ[name]
    os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    folders = os.environ.pop("LD_LIBRARY_PATH", "").split(os.pathsep)
    others = [folder for folder in folders if folder and folder != _FOLDER]
    if others:
        os.environ["LD_LIBRARY_PATH"] = os.pathsep.join(others)


class _BeforeSoundDevice:
    """Lets sounddevice find the PortAudio of the build, where the system may have none."""

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: object = None) -> None:
        if name != "sounddevice":
            return
        sys.meta_path.remove(self)
        import ctypes.util  # takes 20 ms, which would delay whatever makes no sound

        of_the_system = ctypes.util.find_library

        def find_library(name: str) -> str | None:
            return _PORTAUDIO if name == "portaudio" else of_the_system(name)

        ctypes.util.find_library = find_library


if sys.platform == "linux":
    _forget_the_folder()
    if os.path.isfile(_PORTAUDIO):  # noqa: PTH113
        sys.meta_path.insert(0, _BeforeSoundDevice())
