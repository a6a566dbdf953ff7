"""One contract for every encoder: the frames that went in are the frames that come out."""

from __future__ import annotations

import errno
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.ogg import OggPage

from tests.encoding import untitled
from voice.errors import ExportError
from voice.export import sndfile
from voice.export.encoder import open_encoder
from voice.export.formats import Format
from voice.export.output_file import OutputFile, to_int16
from voice.frames import SAMPLE_RATE
from voice.installing import install_command, repair_command

if TYPE_CHECKING:
    from tests.encoding import Decode, Encode
    from voice.audio import Samples

RATE = {kind: 48_000 if kind is Format.OPUS else 24_000 for kind in Format}
every_format = pytest.mark.parametrize("kind", list(Format))


def at_rate_of(kind: Format, samples: Samples) -> Samples:
    """The sound as a perfect file of that kind would give it back."""
    resampled: Samples = soxr.resample(samples, SAMPLE_RATE, RATE[kind])
    return resampled


@pytest.mark.parametrize(
    ("kind", "frames"),
    [
        (kind, frames)
        for kind in Format
        for frames in (48, 575, 576, 577, 1151, 1152, 1153, 24_001, 55_337)
        if frames > 500 or kind not in {Format.M4B, Format.M4A}
    ],
)
def test_every_frame_comes_back(
    kind: Format, frames: int, sound: Samples, encode: Encode, decode: Decode, tmp_path: Path
) -> None:
    # Of an MP3 under 2 ms, ffmpeg gives back the encoder's delay too; of an MP4 under 24, nothing.
    path = encode(tmp_path / f"a{kind.ending}", sound[:frames])
    assert len(decode(path)) == frames * RATE[kind] // SAMPLE_RATE


@every_format
def test_sound_stands_where_it_stood(
    kind: Format, sound: Samples, encode: Encode, decode: Decode, tmp_path: Path
) -> None:
    got = decode(encode(tmp_path / f"a{kind.ending}", sound))
    wanted = at_rate_of(kind, sound)
    for part in (slice(0, 8000), slice(-8000, None)):  # both ends, so that neither is shifted
        likeness = np.correlate(got[part], wanted[part], "full")
        assert int(np.argmax(likeness)) - (len(wanted[part]) - 1) == 0


@every_format
def test_level_and_sound_survive(
    kind: Format, encode: Encode, decode: Decode, tmp_path: Path
) -> None:
    tone = (0.25 * np.sin(2 * np.pi * 440 * np.arange(48_000) / SAMPLE_RATE)).astype(np.float32)
    got = decode(encode(tmp_path / f"a{kind.ending}", tone))[4800:-4800]
    wanted = at_rate_of(kind, tone)[4800:-4800]
    assert np.linalg.norm(got) / np.linalg.norm(wanted) == pytest.approx(1, abs=0.01)
    assert np.linalg.norm(got - wanted) < 0.05 * np.linalg.norm(wanted)  # 26 dB


@pytest.mark.parametrize("kind", [Format.WAV, Format.FLAC])
def test_nothing_is_lost_but_the_rounding(
    kind: Format, sound: Samples, encode: Encode, decode: Decode, tmp_path: Path
) -> None:
    got = decode(encode(tmp_path / f"a{kind.ending}", sound))
    assert np.array_equal(got * 32_768, to_int16(sound))
    assert np.abs(got - sound).max() <= 0.5 / 32_768


@pytest.mark.parametrize(("kind", "kilobits"), [(Format.MP3, 64), (Format.OPUS, 69)])
def test_files_are_as_small_as_promised(
    kind: Format, kilobits: int, sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = encode(tmp_path / f"a{kind.ending}", *[sound] * 10)
    seconds = 10 * len(sound) / SAMPLE_RATE
    assert path.stat().st_size * 8 / 1000 / seconds == pytest.approx(kilobits, rel=0.15)


def test_a_wav_header_is_right_in_every_field(
    sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    data = encode(tmp_path / "a.wav", sound).read_bytes()
    assert struct.unpack("<4sI4s", data[:12]) == (b"RIFF", len(data) - 8, b"WAVE")
    assert struct.unpack("<4sIHHIIHH", data[12:36]) == (b"fmt ", 16, 1, 1, 24_000, 48_000, 2, 16)
    assert struct.unpack("<4sI", data[36:44]) == (b"data", len(data) - 44)


@every_format
@settings(max_examples=10)
@given(cuts=st.lists(st.integers(0, 55_337), max_size=12))
def test_cuts_leave_no_trace(
    kind: Format,
    cuts: list[int],
    sound: Samples,
    encode: Encode,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("cuts")
    whole = encode(folder / f"whole{kind.ending}", sound)
    pieces = encode(folder / f"pieces{kind.ending}", *np.split(sound, sorted(cuts)))
    assert content(pieces) == content(whole)


def content(path: Path) -> bytes | list[bytes]:
    """All bytes; of Opus the packets, since each Ogg stream has a serial number of its own."""
    if path.suffix != Format.OPUS.ending:
        return path.read_bytes()
    next_page: Any = OggPage
    packets: list[bytes] = []
    with path.open("rb") as file:
        while file.tell() < path.stat().st_size:
            packets += next_page(file).packets
    return packets


@every_format
def test_the_callers_block_is_left_alone(kind: Format, encode: Encode, tmp_path: Path) -> None:
    block = np.full(3000, 1.5, np.float32)
    block.flags.writeable = False
    encode(tmp_path / f"a{kind.ending}", block)
    assert (block == 1.5).all()


@given(st.lists(st.floats(-2, 2, width=32), max_size=50))
def test_rounding_is_to_the_nearest_step_and_clips(values: list[float]) -> None:
    block = np.array(values, np.float32)
    back = to_int16(block) / 32_768
    within = np.clip(block, -1, 32_767 / 32_768)
    assert np.abs(back - within).max(initial=0) <= 0.5 / 32_768


@pytest.mark.e2e
@every_format
def test_a_file_given_up_is_let_go(kind: Format, sound: Samples, tmp_path: Path) -> None:
    path = tmp_path / f"a{kind.ending}"
    encoder = open_encoder(kind, path, lambda: untitled(len(sound)))
    encoder.write(sound)
    encoder.close()
    encoder.close()
    assert str(path) not in open_files()


@pytest.mark.e2e
@every_format
def test_finish_closes_and_close_may_follow(kind: Format, sound: Samples, tmp_path: Path) -> None:
    path = tmp_path / f"a{kind.ending}"
    encoder = open_encoder(kind, path, lambda: untitled(len(sound)))
    encoder.write(sound)
    encoder.finish()
    assert str(path) not in open_files()
    whole = path.read_bytes()
    encoder.close()
    assert path.read_bytes() == whole


def open_files() -> list[str]:
    folder = Path("/proc/self/fd")
    return [str(link.readlink()) for link in folder.iterdir() if link.is_symlink()]


@pytest.mark.e2e
@every_format
@pytest.mark.parametrize("frames", [100, 55_337])
def test_a_full_disk_is_never_overlooked(
    kind: Format, frames: int, sound: Samples, encode: Encode
) -> None:
    with pytest.raises(OSError, match="No space left") as caught:
        encode(Path("/dev/full"), sound[:frames], kind=kind)
    assert caught.value.errno == errno.ENOSPC
    assert caught.value.filename == "/dev/full"
    assert "/dev/full" not in open_files()  # Windows removes no open file


class Interrupted(OutputFile):
    """Ctrl-C is pressed while libsndfile is writing."""

    writes = 0

    def write(self, data: bytes | bytearray) -> int:
        self.writes += 1
        if self.writes == 3:
            raise KeyboardInterrupt
        return super().write(data)


@pytest.mark.parametrize("kind", [Format.FLAC, Format.OPUS])
def test_ctrl_c_gets_through_libsndfile(
    kind: Format,
    sound: Samples,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    encode: Encode,
) -> None:
    monkeypatch.setattr(sndfile, "OutputFile", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        encode(tmp_path / "a", *[sound] * 20, kind=kind)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("kind", "library"),
    [
        (Format.MP3, "lameenc"),
        (Format.FLAC, "soundfile"),
        (Format.OPUS, "soundfile"),
        (Format.OPUS, "soxr"),
    ],
)
def test_a_missing_library_is_named(
    kind: Format, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ExportError, match=re.escape(f"{repair_command(library)} Or")):
        open_encoder(kind, tmp_path / "a", lambda: untitled(1))


@pytest.mark.parametrize("kind", [Format.M4B, Format.M4A])
def test_what_an_extra_brings_is_named(
    kind: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(ExportError) as caught:
        open_encoder(kind, tmp_path / "a", lambda: untitled(1))
    assert str(caught.value) == (
        f"{kind.upper()} files need another package. "
        f"Install it with: {install_command('m4b')} "
        "Or choose --format mp3, which is there."
    )
    assert not (tmp_path / "a").exists()


def in_a_fresh_python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize(
    ("kind", "library"), [(Format.MP3, "lameenc"), (Format.M4B, "av"), (Format.WAV, None)]
)
def test_only_the_library_needed_is_loaded(
    kind: Format, library: str | None, tmp_path: Path
) -> None:
    code = (
        "import sys; from pathlib import Path; from voice.export.encoder import open_encoder\n"
        "from voice.export.formats import Format; from voice.export import atomic_output, tags\n"
        "from voice import file_names\n"
        "from voice.export.contents import Chapter, Tags\n"
        "known = Tags(title='', chapters=(Chapter('All', 0, 9),))\n"
        "encoder = open_encoder(Format(sys.argv[1]), Path(sys.argv[2]), lambda: known)\n"
        "import numpy; encoder.write(numpy.zeros(9, numpy.float32)); encoder.finish()\n"
        "print(*{'soundfile', 'soxr', 'mutagen', 'lameenc', 'av'} & set(sys.modules))"
    )
    loaded = in_a_fresh_python(code, kind, str(tmp_path / "a")).split()
    assert loaded == ([library] if library else [])


@pytest.mark.e2e
@every_format
def test_memory_does_not_grow_with_length(kind: Format, tmp_path: Path) -> None:
    code = (
        "import resource, sys, numpy; from pathlib import Path\n"
        "from voice.export.encoder import open_encoder; from voice.export.formats import Format\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "from voice.export.contents import Chapter, Tags\n"
        "known = Tags(title='', chapters=(Chapter('All', 0, 310 * 24000),))\n"
        "encoder = open_encoder(Format(sys.argv[1]), Path(sys.argv[2]), lambda: known)\n"
        "block = numpy.zeros(24000, numpy.float32)\n"
        "for second in range(310):\n"
        "    encoder.write(block)\n"
        "    if second == 10: before = peak()\n"
        "encoder.finish(); print(peak() - before)"
    )
    kilobytes = int(in_a_fresh_python(code, kind, str(tmp_path / "a")))
    assert kilobytes < 2048  # the MP3 alone is 2400, the samples 14 400
