"""Players that even out loudness leave the files as they are."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
import taglib
from tinytag import TinyTag

from voice.export.contents import Tags
from voice.export.formats import Format
from voice.export.tags import write_tags

if TYPE_CHECKING:
    from pathlib import Path

    from tests.encoding import Encode
    from voice.audio import Samples

UNTAGGED = -7
"""Decibels by which VLC changes a file that has no gain."""

tagged_formats = pytest.mark.parametrize("kind", [k for k in Format if k is not Format.WAV])


def level(samples: Samples) -> float:
    """The level in decibels."""
    return float(10 * np.log10(np.mean(np.square(samples))))


def played(path: Path, *options: str) -> Samples:
    """The samples that mpv plays."""
    out = path.with_suffix(".played.wav")
    command = ["mpv", "--no-config", "--really-quiet", "--vid=no", "--audio-format=float"]
    command += ["--ao=pcm", f"--ao-pcm-file={out}", *options, str(path)]
    subprocess.run(command, check=True, timeout=60, stdin=subprocess.DEVNULL)
    samples: Samples = soundfile.read(out, dtype="float32")[0]
    return samples


@pytest.mark.e2e
@pytest.mark.skipif(not shutil.which("mpv"), reason="mpv is not installed")
@pytest.mark.parametrize("mode", ["track", "album"])
@tagged_formats
def test_mpv_plays_it_at_its_own_level(
    kind: Format, mode: str, sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = encode(tmp_path / f"a{kind.ending}", sound)
    write_tags(path, kind, Tags(title="Tea"))
    plain = level(played(path))
    normalised = played(path, f"--replaygain={mode}", f"--replaygain-fallback={UNTAGGED}")
    assert abs(level(normalised) - plain) < 0.1


@pytest.mark.e2e
@pytest.mark.parametrize("mode", ["track", "album"])
@tagged_formats
def test_ffmpeg_plays_it_at_its_own_level(
    kind: Format, mode: str, sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = encode(tmp_path / f"a{kind.ending}", sound)
    write_tags(path, kind, Tags(title="Tea"))
    levels = []
    for filtering in ((), ("-af", f"volume=replaygain={mode}")):
        command = ["ffmpeg", "-v", "error", "-i", str(path), *filtering, "-f", "f32le", "-"]
        done = subprocess.run(command, capture_output=True, check=True)
        levels.append(level(np.frombuffer(done.stdout, np.float32)))
    assert abs(levels[1] - levels[0]) < 0.1


@tagged_formats
def test_every_reader_finds_the_gain(
    kind: Format, sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = encode(tmp_path / f"a{kind.ending}", sound)
    write_tags(path, kind, Tags(title="Tea"))
    with taglib.File(path) as file:
        found = {name.rpartition(":")[2].upper(): texts for name, texts in file.tags.items()}
    for whole in ("TRACK", "ALBUM"):  # VLC takes a gain of 0 in Opus for none
        assert found[f"REPLAYGAIN_{whole}_GAIN"] == ["0.01 dB"]
        assert 20 * np.log10(float(found[f"REPLAYGAIN_{whole}_PEAK"][0])) == pytest.approx(-3)
    assert TinyTag.get(path).other["replaygain_track_gain"] == ["0.01 dB"]


def test_opus_says_it_relative_to_23_lufs(sound: Samples, encode: Encode, tmp_path: Path) -> None:
    """RFC 7845: 256ths of a decibel, and an output gain in the header that all players apply."""
    path = encode(tmp_path / "a.opus", sound)
    write_tags(path, Format.OPUS, Tags(title="Tea"))
    with taglib.File(path) as file:
        assert file.tags["R128_TRACK_GAIN"] == file.tags["R128_ALBUM_GAIN"] == ["-1280"]
    data = path.read_bytes()
    header = data.index(b"OpusHead")
    assert data[header + 16 : header + 18] == b"\0\0"
