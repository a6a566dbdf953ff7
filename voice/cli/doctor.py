"""`ground doctor`: what works here, what does not, and what mends it."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass

import click

from voice import __version__
from voice.cli.performance import remembered, voices_here
from voice.errors import GroundError
from voice.places import cache_folder

PORTAUDIO_MEND = {
    "linux": "sudo apt install libportaudio2",
    "darwin": "brew install portaudio",
}.get(sys.platform, "pip install --force-reinstall sounddevice")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found.

    Attributes:
        what: The thing looked at.
        well: Whether it works.
        detail: What was found.
        mend: The one command that mends it, or empty.
    """

    what: str
    well: bool
    detail: str
    mend: str = ""

    def __str__(self) -> str:
        state = "works" if self.well else "does not work"
        mend = f" Mend it with: {self.mend}" if self.mend else ""
        return f"{self.what} {state}: {self.detail}.{mend}"


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Say what works here, what does not, and how to mend it."""
    click.echo(f"ground {__version__}, Python {platform.python_version()}, {platform.platform()}")
    remembered()
    findings = [look() for look in (_speech, _sound, _portaudio, _files)]
    for finding in findings:
        click.echo(str(finding))
    if not (findings[0].well and findings[1].well):
        context.exit(1)


def _speech() -> Finding:
    with voices_here() as catalog:
        try:
            voice = catalog.choose(None, "en")
            seconds = catalog.speaker(voice, 135).say("Hello.").duration
        except GroundError as error:
            return Finding("Speech", False, str(error).rstrip("."), "pip install espeakng-loader")
    return Finding("Speech", seconds > 0, f"{voice.name}, {voice.id}")


def _sound() -> Finding:
    from voice.playback.devices import list_devices, open_sink

    try:
        sink = open_sink(lambda out: out.fill(0))
    except GroundError as error:
        return Finding("Sound", False, str(error).rstrip("."))
    try:
        return Finding("Sound", True, f"{sink.name}. Devices: {'; '.join(list_devices())}")
    finally:
        sink.close()


def _portaudio() -> Finding:
    from voice.playback import sounddevice_sink

    try:
        library = sounddevice_sink.load()
    except GroundError:
        return Finding("PortAudio", False, "not installed, so miniaudio plays", PORTAUDIO_MEND)
    return Finding("PortAudio", True, str(library.get_portaudio_version()[1]))


def _files() -> Finding:
    from voice.speech.storage import write_whole

    folder = cache_folder()
    probe = folder / "probe"
    kept = write_whole(probe, b"probe")
    probe.unlink(missing_ok=True)
    if kept:
        return Finding("The cache", True, str(folder))
    return Finding("The cache", False, f"{folder} cannot be written, so each start is slower")
