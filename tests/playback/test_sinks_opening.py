"""Which sink is opened where something is missing, refused or wrong; in programs of their own,
because a sound library is loaded once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.playback.memory_sink import MemorySink
from voice.errors import PlaybackError
from voice.frames import SAMPLE_RATE
from voice.playback.sinks.devices import list_devices, open_sink, preload
from voice.playback.sinks.resampled import Resampled
from voice.playback.sinks.sink import find_device
from voice.playback.sinks.sounddevice_sink import SoundDeviceSink

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pulse import PulseServer
    from voice.audio import Samples

pytest_plugins = ["tests.pulse"]

LIMIT = 30.0
"""Seconds a child may take; it takes less than two."""

TONE = 1000.0
"""Hertz."""

PLAY = """
import sys, threading
import numpy as np
from voice.errors import PlaybackError
from voice.playback.sinks.devices import open_sink
frames, done = 0, threading.Event()
def fill(out):
    global frames
    numbers = np.arange(frames + 1, frames + 1 + len(out))
    out[:] = np.where(numbers <= 12000, numbers / 65536, 0)
    frames += len(out)
    if frames > 18000:
        done.set()
try:
    sink = open_sink(fill, device=sys.argv[1] if sys.argv[1:] else None)
except PlaybackError as error:
    sys.exit(f"PlaybackError: {error}")
sink.start()
print(sink.name, flush=True)
done.wait(20)
sink.close()
"""

HIDDEN = {
    "missing": "import ctypes.util; ctypes.util.find_library = lambda name: None\n",
    "broken": "import ctypes.util; ctypes.util.find_library = lambda name: __file__\n",
}
"""How PortAudio is taken away: sounddevice asks `find_library` for it, then loads what it says."""


def run(code: str, folder: Path, environment: dict[str, str], *arguments: str) -> tuple[str, str]:
    """Run a program to its end; its stdout and stderr."""
    program = folder / "program.py"
    program.write_text(code)
    done = subprocess.run(
        [sys.executable, str(program), *arguments],
        env=environment | {"PYTHONPATH": ":".join(sys.path)},
        check=False,
        capture_output=True,
        text=True,
        timeout=LIMIT,
    )
    return done.stdout, done.stderr


@pytest.mark.e2e
def test_portaudio_comes_first(pulse: PulseServer, tmp_path: Path) -> None:
    out, err = run(PLAY, tmp_path, pulse.environment)
    assert out.startswith("PortAudio: default")
    assert err == ""


@pytest.mark.e2e
@pytest.mark.parametrize("how", HIDDEN)
def test_miniaudio_takes_over(how: str, pulse: PulseServer, tmp_path: Path) -> None:
    with pulse.record() as recording:
        out, err = run(HIDDEN[how] + PLAY, tmp_path, pulse.environment)
    assert out.startswith("miniaudio: default (PulseAudio)")
    assert err == ""
    heard = recording.samples[recording.samples != 0]
    assert np.array_equal(heard, (np.arange(1, 12001) / 65536).astype(np.float32))


@pytest.mark.e2e
def test_miniaudio_takes_over_where_portaudio_finds_no_device(
    pulse: PulseServer, tmp_path: Path
) -> None:
    asound = tmp_path / "asound.conf"
    asound.write_text("pcm.!default { type hw card 0 }")  # as without ALSA's PulseAudio plugin
    environment = pulse.environment | {"ALSA_CONFIG_PATH": str(asound)}
    out, err = run(PLAY, tmp_path, environment)
    assert out.startswith("miniaudio: default (PulseAudio)")
    assert err == ""


@pytest.mark.e2e
@pytest.mark.parametrize("how", [*HIDDEN, ""])
def test_without_any_device_there_is_one_sentence_and_no_noise(
    how: str, pulse: PulseServer, tmp_path: Path
) -> None:
    environment = pulse.environment | {"PULSE_SERVER": f"unix:{tmp_path / 'nothing'}"}
    out, err = run(HIDDEN.get(how, "") + PLAY, tmp_path, environment)
    assert out == ""
    assert err.startswith("PlaybackError: No sound device could be opened. Connect")
    assert err.count("\n") == 1


@pytest.mark.e2e
def test_a_device_can_be_named_as_pulseaudio_names_it(pulse: PulseServer, tmp_path: Path) -> None:
    out, _ = run(PLAY, tmp_path, pulse.environment, "null output")
    assert "Null Output" in list_devices()
    assert out.startswith("miniaudio: null output (PulseAudio)")


@pytest.mark.e2e
def test_an_unknown_device_lists_what_there_is(pulse: PulseServer) -> None:
    assert pulse.sink
    with pytest.raises(PlaybackError, match=r"called kazoo\. Choose .*default.*Null Output\."):
        open_sink(lambda _: None, device="kazoo")


@pytest.mark.e2e
def test_a_device_that_refuses_our_format_is_resampled_for(
    pulse_at: Callable[[int], PulseServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sounddevice

    stream = sounddevice.RawOutputStream

    def picky(samplerate: int, channels: int, **options: Any) -> Any:
        if (samplerate, channels) != (44_100, 2):
            raise sounddevice.PortAudioError("Invalid sample rate", -9997)
        return stream(samplerate=samplerate, channels=channels, **options)

    monkeypatch.setattr(sounddevice, "RawOutputStream", picky)
    pulse = pulse_at(44_100)
    tone = Tone(SAMPLE_RATE)
    with pulse.record() as recording:
        sink = SoundDeviceSink(tone)
        sink.start()
        assert tone.done.wait(LIMIT)
        sink.close()
    # Underruns, if any, are runs of exact zeros; a tone has none.
    heard = recording.samples
    assert_same_tone(heard[np.convolve(heard == 0, np.ones(4), "same") < 4], 44_100)


@pytest.mark.parametrize("rate", [44_100, 48_000, 16_000])
def test_resampling_keeps_length_and_pitch(rate: int) -> None:
    heard = MemorySink(Resampled(Tone(SAMPLE_RATE), rate)).run(2 * rate, blocksize=441)
    assert_same_tone(heard, rate)


def test_what_fill_raises_passes_the_resampler() -> None:
    def fill(_: Samples) -> None:
        raise ZeroDivisionError

    sink = MemorySink(Resampled(fill, 48_000))
    assert not np.any(sink.run(100))
    assert isinstance(sink.failure, ZeroDivisionError)


@pytest.mark.e2e
def test_preloading_beside_opening(pulse: PulseServer) -> None:
    assert pulse.sink
    threads = [threading.Thread(target=preload) for _ in range(3)]
    for thread in threads:
        thread.start()
    sink = open_sink(lambda _: None)
    for thread in threads:
        thread.join()
    sink.close()


@pytest.mark.e2e
def test_a_server_that_hangs_holds_up_neither_closing_nor_the_end(
    fresh_pulse: PulseServer, tmp_path: Path
) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import time\n"
        "from voice.playback.sinks.devices import open_sink\n"
        "sink = open_sink(lambda _: None)\n"
        "sink.start()\n"
        "print('playing', flush=True)\n"
        "while sink.alive: time.sleep(0.05)\n"
        "sink.close()\n"
        "print('closed', flush=True)\n"
    )
    child = subprocess.Popen(
        [sys.executable, str(program)],
        env=fresh_pulse.environment | {"PYTHONPATH": ":".join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "playing\n"
        fresh_pulse.freeze()
        assert child.communicate(timeout=LIMIT) == ("closed\n", "")
        assert child.returncode == 0
    finally:
        child.kill()
        child.wait()


@pytest.mark.e2e
def test_without_any_settings_of_alsa_the_other_library_plays(
    pulse: PulseServer, tmp_path: Path
) -> None:
    """PortAudio would end the whole process."""
    environment = {**pulse.environment, "ALSA_CONFIG_PATH": str(tmp_path / "none")}
    out, err = run(PLAY, tmp_path, environment)
    assert (out[:9], err) == ("miniaudio", "")


@pytest.mark.e2e
def test_only_c_libraries_are_hushed(tmp_path: Path) -> None:
    code = (
        "import ctypes, subprocess, sys\n"
        "from voice.playback.c_stderr import hush_c_libraries\n"
        "hush_c_libraries()\n"
        "ctypes.CDLL(None).perror(b'noise from C')\n"
        "print('ours', file=sys.stderr, flush=True)\n"
        "subprocess.run(['sh', '-c', 'echo child >&2'])\n"
    )
    assert run(code, tmp_path, {})[1] == "ours\nchild\n"


def test_devices_are_found_by_name_then_by_a_part_of_it() -> None:
    names = ["Speakers (USB)", "HDMI", "usb"]
    assert find_device("USB", names) == 2
    assert find_device("speak", names) == 0
    with pytest.raises(PlaybackError, match=r"Choose one of these: Speakers \(USB\); HDMI; usb"):
        find_device("kazoo", names)
    with pytest.raises(PlaybackError, match="No sound device"):
        find_device("kazoo", [])


class Tone:
    """A tone for so many frames, then zeros."""

    def __init__(self, frames: int) -> None:
        seconds = np.arange(frames) / SAMPLE_RATE
        wave = 0.5 * np.sin(2 * np.pi * TONE * seconds)
        self.wave: Samples = wave.astype(np.float32)
        self.done = threading.Event()
        self._position = 0

    def __call__(self, out: Samples) -> None:
        piece = self.wave[self._position : self._position + len(out)]
        out[: len(piece)] = piece
        out[len(piece) :] = 0
        self._position += len(out)
        if self._position > len(self.wave) + SAMPLE_RATE // 2:
            self.done.set()


def assert_same_tone(heard: Samples, rate: int) -> None:
    """It is `Tone` at `rate`: as long, as high, as loud."""
    (loud,) = np.nonzero(np.abs(heard) > 0.01)  # the filter rings for a few ms at both ends
    heard = heard[loud[0] : loud[-1] + 1]
    assert len(heard) / rate == pytest.approx(1, abs=0.01)
    middle = heard[rate // 10 : rate // 10 + rate // 2]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * rate / len(middle) == pytest.approx(TONE, abs=2)
    assert np.max(np.abs(middle)) == pytest.approx(0.5, rel=0.01)


BROKEN_OFF = """
import time
from array import array
from voice.playback.sinks.sounddevice_sink import SoundDeviceSink
sink = SoundDeviceSink(lambda out: None, before=[array("f", [0.25]) * (24_000 * 20)])
sink.start()
time.sleep(0.3)
sink.silence()
assert not sink._writer.is_alive()
sink.close()
"""


@pytest.mark.e2e
def test_one_long_block_can_be_broken_off(pulse: PulseServer, tmp_path: Path) -> None:
    """The opening is such a block: a listener who wants silence does not wait for its end."""
    with pulse.record() as recording:
        assert run(BROKEN_OFF, tmp_path, pulse.environment) == ("", "")
    heard = np.count_nonzero(recording.samples)
    assert 0 < heard < 5 * SAMPLE_RATE
    assert not np.any(recording.samples[np.flatnonzero(recording.samples)[-1] + 1 :])
