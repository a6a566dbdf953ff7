"""ffmpeg's ebur128 measures what this program measured, and what it made."""

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice.audio import Audio, Samples
from voice.sound.bell import bell_cue
from voice.sound.levelling import prepare_line
from voice.sound.loudness import Floats, from_decibels, integrated_loudness, true_peak
from voice.sound.noise import BED_LUFS, bed

pytestmark = pytest.mark.e2e


def referee(folder: Path, samples: Samples, rate: int = 24_000) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP, as ffmpeg sees them."""
    path = folder / "judged.wav"
    soundfile.write(path, samples, rate, subtype="FLOAT")
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path)]
    command += ["-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    summary = report[report.rindex("Summary:") :]
    loudness = re.search(r"I:\s+(\S+) LUFS", summary)
    peak = re.search(r"Peak:\s+(\S+) dBFS", summary)
    assert loudness is not None
    assert peak is not None
    return float(loudness[1]), float(peak[1])


def bursts(seed: int, seconds: float, rate: int) -> Samples:
    """Darkened noise that comes and goes, with silences."""
    random = np.random.default_rng(seed)
    frames = int(seconds * rate)
    spectrum = np.fft.rfft(random.standard_normal(frames))
    spectrum /= 1 + np.fft.rfftfreq(frames, 1 / rate) / 500
    time = np.arange(frames) / rate
    swell = np.clip(np.sin(2 * np.pi * 0.4 * time) + 0.5 * np.sin(2 * np.pi * 3.1 * time), 0, None)
    sound: Floats = np.fft.irfft(spectrum, n=frames) * swell
    scaled: Floats = from_decibels(-3.0) * sound / np.abs(sound).max()
    return scaled.astype(np.float32)


@pytest.mark.parametrize("rate", [22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_hear_the_same(tmp_path: Path, rate: int, seed: int) -> None:
    """Within 0.1 LU and 0.3 dB; ffmpeg prints one decimal."""
    sound = bursts(seed, 20.0, rate)
    loudness, peak = referee(tmp_path, sound, rate)
    assert integrated_loudness(sound, rate) == pytest.approx(loudness, abs=0.1 + 0.05)
    assert true_peak(sound) == pytest.approx(peak, abs=0.3)


def test_lines_between_silences_come_out_at_the_promised_level(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    whole: list[Samples] = []
    for seed, seconds in enumerate([0.4, 6.0, 1.0, 3.0, 0.6, 9.0, 2.0]):
        source = bursts(seed, seconds, 22_050) * np.float32(random.uniform(0.2, 1.0))
        whole.append(prepare_line(Audio(source, 22_050)))
        whole.append(np.zeros(int(random.uniform(1.0, 12.0) * 24_000), dtype=np.float32))
    exercise = np.concatenate(whole)
    loudness, peak = referee(tmp_path, exercise)
    assert loudness == pytest.approx(-19.0, abs=0.5)
    assert peak <= -3.3
    bed().add_to(exercise, 0)
    loudness, peak = referee(tmp_path, exercise)
    assert loudness == pytest.approx(-19.0, abs=0.5)
    assert peak <= -3.0


def test_the_bed_and_the_bell(tmp_path: Path) -> None:
    assert referee(tmp_path, bed().samples)[0] == pytest.approx(BED_LUFS, abs=0.15)
    assert referee(tmp_path, bell_cue())[0] <= -26
