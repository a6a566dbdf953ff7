"""`ground doctor`: reports what works here, what does not, and how to fix it."""

from __future__ import annotations

import platform
import shutil
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from threading import Event

import click

from voice import __version__
from voice.errors import GroundError, NoLibraryError
from voice.files import PRIVATE, being_written, part_beside
from voice.frozen import is_frozen, python_here
from voice.installing import (
    EXTRAS,
    UNPACK_AGAIN,
    install_command,
    is_offered_here,
    repair_command,
)
from voice.pace import DEFAULT_PACE, PACES
from voice.paths import cache_folder
from voice.playback.media.media_keys import NOT_INSTALLED, obstacle
from voice.playback.sinks import sounddevice_sink
from voice.playback.sinks.devices import list_devices, open_sink
from voice.recording.capture import capture_room
from voice.recording.microphone import SoundDeviceMicrophone
from voice.recording.room import measured_room
from voice.saved_settings import load_settings
from voice.shortcut.here import shortcut_state
from voice.speech.engine import Utterance
from voice.speech.installed import NEURAL_DRIVERS, RECORDED, SYSTEM_DRIVER, drivers_here
from voice.speech.worker_engine import PyttsxEngine
from voice.streams import json_text

SOUND_SERVERS = {
    "pipewire": "systemctl --user restart pipewire pipewire-pulse wireplumber",
    "pulseaudio": "pulseaudio --start",
}
"""Commands that start the sound server of a Linux desktop, by program."""

UNMUTE = "pactl set-source-mute @DEFAULT_SOURCE@ 0"
MAC_PRIVACY = "open 'x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone'"
WINDOWS_PRIVACY = "start ms-settings:privacy-microphone"
"""Commands that let a microphone be heard, or open the place where it is allowed."""

LISTENING = 0.5
"""Seconds for which the microphone is heard."""


@dataclass(frozen=True, slots=True)
class Check:
    """Result of one check.

    Attributes:
        what: The thing checked.
        well: Whether it works.
        detail: The details.
        fix: The command that fixes it, or what to do where there is none, or empty.
    """

    what: str
    well: bool
    detail: str
    fix: str = ""

    def __str__(self) -> str:
        state = "works" if self.well else "does not work"
        fix = f" To fix it: {self.fix}" if self.fix else ""
        return f"{self.what} {state}: {self.detail}.{fix}"


class Missing(Check):
    """Voices that are not installed, which is not a fault."""

    def __str__(self) -> str:
        to_have = f" To install them: {self.fix}" if self.fix else ""
        return f"{self.what} are {self.detail}.{to_have}"


class Elsewhere(Check):
    """A shortcut that does not start this copy of the program, which need not be a fault."""

    def __str__(self) -> str:
        return f"{self.what} {self.detail}. To have it start this one: {self.fix}"


VOICES = {"natural": "The natural voices", "piper": "Piper's voices"}
"""Names of our drivers' voices, for the beginning of a sentence."""

SPEAKERS = {
    "natural": "Heart speaks",
    "piper": "Piper speaks",
    "espeak": "eSpeak NG speaks",
    "nsss": "the system's voices speak",
    "sapi5": "the system's voices speak",
}
"""Phrases for the voice that is heard if a driver is the best that works."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
@click.pass_context
def doctor(context: click.Context, *, as_json: bool) -> None:
    """Print what works here, what does not, and how to fix it."""
    load_settings()
    voices, sound = _voices(), _sound()
    findings = (*voices, sound, _portaudio(), _microphone(), _files(), *_shortcut(), *_headset())
    if as_json:
        click.echo(json_text([asdict(finding) for finding in findings]))
    else:
        click.echo(f"ground {__version__}, {python_here()}, {platform.platform()}")
        for finding in findings:
            click.echo(str(finding))
    if not (sound.well and any(finding.well for finding in voices)):
        context.exit(1)


def _voices() -> list[Check]:
    """Check each engine that is installed or can be."""
    here = tuple(driver for driver in drivers_here() if driver != RECORDED)
    spoken = {driver: _spoken(driver, f"Speech ({driver})", _repair(driver)) for driver in here}
    speaks = next((SPEAKERS[driver] for driver in here if spoken[driver].well), "no voice speaks")
    every = (*NEURAL_DRIVERS, SYSTEM_DRIVER)
    return [spoken[driver] if driver in here else _missing(driver, speaks) for driver in every]


def _missing(driver: str, speaks: str) -> Missing:
    if is_offered_here(driver):
        lack = "not in this build" if is_frozen() else "not installed"
        return Missing(VOICES[driver], False, f"{lack}, so {speaks}", install_command(driver))
    return Missing(
        VOICES[driver], False, f"not available for this machine and this Python, so {speaks}"
    )


def _repair(driver: str) -> str:
    """Return how to reinstall a driver's packages; empty if it has none."""
    packages = EXTRAS.get(driver) or (("espeakng-loader",) if sys.platform == "linux" else ())
    return (repair_command(*packages) or UNPACK_AGAIN) if packages else ""


def _spoken(driver: str, what: str, fix: str) -> Check:
    with closing(PyttsxEngine(driver)) as engine:
        try:
            voices = engine.voices()
            if not voices:
                return Check(what, False, "it has no voice here")
            voice = next((voice for voice in voices if voice.speaks("en")), voices[0])
            engine.synthesize(Utterance("Hello.", voice.id, PACES[DEFAULT_PACE].words_per_minute))
        except GroundError as error:
            return Check(what, False, str(error).rstrip("."), fix)
    return Check(what, True, f"{len(voices)} voices" if voices[1:] else voice.called)


def _sound() -> Check:
    try:
        sink = open_sink(lambda out: out.fill(0))
    except GroundError as error:
        return Check("Sound", False, str(error).rstrip("."), _sound_fix())
    try:
        return Check("Sound", True, f"{sink.name}. Devices: {'; '.join(list_devices())}")
    finally:
        sink.close()


def _sound_fix() -> str:
    """Return the command to try if no sound device can be opened."""
    if sys.platform == "darwin":
        return "sudo killall coreaudiod"
    if sys.platform == "win32":
        return "powershell Start-Process powershell 'Restart-Service audiosrv' -Verb RunAs"
    here = (command for server, command in SOUND_SERVERS.items() if shutil.which(server))
    return next(here, "sudo apt install pulseaudio")


def _portaudio() -> Check:
    try:
        library = sounddevice_sink.load()
    except NoLibraryError as error:
        without = "miniaudio plays" if find_spec("miniaudio") else "nothing can be heard"
        return Check("PortAudio", False, f"{error.reason}, so {without}", error.fix)
    return Check("PortAudio", True, str(library.get_portaudio_version()[1]))


def _microphone() -> Check:
    """Check the microphone, which is needed only to record a voice."""
    what = "The microphone"
    try:
        with closing(SoundDeviceMicrophone()) as microphone:
            heard = capture_room(microphone, LISTENING, Event())
    except GroundError as error:
        return Check(what, False, str(error).rstrip("."))
    if measured_room(heard).muted:
        fixes = {"darwin": MAC_PRIVACY, "win32": WINDOWS_PRIVACY}
        detail = "it gives no sound, so it is muted, or this program may not use it"
        return Check(what, False, detail, fixes.get(sys.platform, UNMUTE))
    return Check(what, True, "it hears something")


def _headset() -> list[Check]:
    """Check the way of a headset's keys to this program, where there is one."""
    if not is_offered_here("media-keys"):
        return []
    missing = obstacle()
    fix = install_command("media-keys") if missing == NOT_INSTALLED else ""
    return [Check("Control by headset", missing is None, missing or "a session bus answers", fix)]


def _files() -> Check:
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = part_beside(folder / "probe")
        with being_written(probe, PRIVATE):
            probe.write_bytes(b"probe")
    except OSError:
        detail = f"{folder} cannot be written, so each start is slower"
        return Check("The cache", False, detail)
    return Check("The cache", True, str(folder))


def _shortcut() -> tuple[Check, ...]:
    """Check the shortcut, which need not exist."""
    what = "The shortcut"
    try:
        starts_this = shortcut_state()
    except GroundError as error:
        return (Check(what, False, str(error).rstrip(".")),)
    if starts_this is None:
        return ()
    if starts_this:
        return (Check(what, True, "it starts this copy of ground"),)
    return (
        Elsewhere(what, False, "starts another copy of ground, or is not whole", "ground shortcut"),
    )
