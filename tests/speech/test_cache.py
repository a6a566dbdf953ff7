"""The cache: the same bytes again, nothing broken out of it, nothing lost without it."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.speech.conftest import LIMIT
from voice.audio import Audio
from voice.errors import SpeechError
from voice.files import write_first, write_whole
from voice.speech.cache import CachedEngine
from voice.speech.engine import Utterance, Voice
from voice.speech.installed import SYSTEM_DRIVER
from voice.speech.tone import ToneEngine
from voice.speech.worker_engine import PyttsxEngine

ROOT = Path(__file__).parents[2]
LINE = Utterance("Notice what comes first.", "tone/low", 120)


class Counting:
    """A tone that counts, and whose version can be changed."""

    name = "tone"

    def __init__(self) -> None:
        self.release = "1"
        self.said: list[Utterance] = []
        self._tone = ToneEngine()

    def version(self, voice: str) -> str:
        assert voice
        return self.release

    def voices(self) -> tuple[Voice, ...]:
        return self._tone.voices()

    def synthesize(self, utterance: Utterance) -> Audio:
        self.said.append(utterance)
        return self._tone.synthesize(utterance)

    def close(self) -> None:
        self._tone.close()


def _refuse(*_: object, **__: object) -> None:
    raise PermissionError


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def the_entry(folder: Path) -> Path:
    [entry] = entries(folder)
    return entry


def same(one: Audio, other: Audio) -> bool:
    return one.sample_rate == other.sample_rate and np.array_equal(one.samples, other.samples)


def test_the_real_voice_says_the_same_samples_ever_after(tmp_path: Path) -> None:
    engine = PyttsxEngine(SYSTEM_DRIVER, LIMIT)
    first = CachedEngine(engine, tmp_path)
    voice = first.voices()[0].id
    lines = [Utterance(text, voice, 120) for text in ("Now.", "Notice what comes first.")]
    heard = [first.synthesize(line) for line in lines]
    first.close()
    second = CachedEngine(PyttsxEngine(SYSTEM_DRIVER, LIMIT), tmp_path)
    assert all(
        same(second.synthesize(line), audio) for line, audio in zip(lines, heard, strict=True)
    )
    second.close()


def test_a_line_is_said_once(tmp_path: Path) -> None:
    engine = Counting()
    cached = CachedEngine(engine, tmp_path)
    first = cached.synthesize(LINE)
    assert same(cached.synthesize(LINE), first)
    assert same(CachedEngine(engine, tmp_path).synthesize(LINE), first)
    assert engine.said == [LINE]
    assert not first.samples.flags.writeable
    np.testing.assert_allclose(first.samples, ToneEngine().synthesize(LINE).samples, atol=1 / 32768)


def test_every_part_of_an_utterance_counts(tmp_path: Path) -> None:
    others = [
        LINE,
        Utterance(LINE.text + " ", LINE.voice, LINE.rate),
        Utterance(LINE.text, "tone/high", LINE.rate),
        Utterance(LINE.text, LINE.voice, 121),
    ]
    engine = Counting()
    for release in ("1", "2"):
        engine.release = release
        for utterance in others:
            CachedEngine(engine, tmp_path).synthesize(utterance)
    assert engine.said == others * 2
    assert len(entries(tmp_path)) == 8


def test_a_failure_is_not_remembered(tmp_path: Path) -> None:
    engine = Counting()
    cached = CachedEngine(engine, tmp_path)
    for _ in range(2):
        with pytest.raises(SpeechError):
            cached.synthesize(Utterance("Be dumb.", "tone/low", 120))
    assert len(engine.said) == 2
    assert entries(tmp_path) == []


class TestBroken:
    """Whatever happened to an entry, the line is right, and the entry is whole again."""

    @staticmethod
    def check(folder: Path, breaking: Callable[[bytes], bytes]) -> None:
        engine = Counting()
        cached = CachedEngine(engine, folder)
        expected = cached.synthesize(LINE)
        entry = the_entry(folder)
        whole = entry.read_bytes()
        entry.write_bytes(breaking(whole))
        assert same(cached.synthesize(LINE), expected)
        assert engine.said == [LINE, LINE]
        assert the_entry(folder).read_bytes() == whole

    @pytest.mark.parametrize("length", [0, 1, 7, 8, 27, 28, 29, 30, 1000, -2, -1])
    def test_cut_short(self, tmp_path: Path, length: int) -> None:
        self.check(tmp_path, lambda whole: whole[:length])

    @pytest.mark.parametrize("offset", [*range(30), 1000, 30_000, -2, -1])
    @pytest.mark.parametrize("bit", [1, 128])
    def test_a_bit_flipped(self, tmp_path: Path, offset: int, bit: int) -> None:
        def flip(whole: bytes) -> bytes:
            content = bytearray(whole)
            content[offset] ^= bit
            return bytes(content)

        self.check(tmp_path, flip)

    def test_something_added(self, tmp_path: Path) -> None:
        self.check(tmp_path, lambda whole: whole + b"\0")

    def test_something_else(self, tmp_path: Path) -> None:
        self.check(tmp_path, lambda whole: b"RIFF" + whole[4:])

    def test_zeros(self, tmp_path: Path) -> None:
        self.check(tmp_path, lambda whole: bytes(len(whole)))

    def test_another_rate(self, tmp_path: Path) -> None:
        self.check(tmp_path, lambda whole: whole[:8] + struct.pack("<I", 12_000) + whole[12:])

    def test_a_folder_in_its_place(self, tmp_path: Path) -> None:
        engine = Counting()
        cached = CachedEngine(engine, tmp_path)
        expected = cached.synthesize(LINE)
        entry = the_entry(tmp_path)
        entry.unlink()
        entry.mkdir()
        assert same(cached.synthesize(LINE), expected)
        cached.close()


class TestWithoutAFolder:
    """A cache that cannot be written, or even be, costs no speech."""

    @staticmethod
    def check(folder: Path) -> None:
        engine = Counting()
        cached = CachedEngine(engine, folder, largest=0)
        first = cached.synthesize(LINE)
        assert same(cached.synthesize(LINE), first)
        assert len(engine.said) == 2
        cached.close()

    def test_a_file_in_its_place(self, tmp_path: Path) -> None:
        (tmp_path / "cache").write_text("mine")
        self.check(tmp_path / "cache")
        assert (tmp_path / "cache").read_text() == "mine"

    def test_below_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        self.check(tmp_path / "file" / "deep" / "cache")

    @pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
    def test_where_nothing_can_be_made(self) -> None:
        self.check(Path("/proc/ground"))

    def test_it_is_made_where_it_can_be(self, tmp_path: Path) -> None:
        CachedEngine(ToneEngine(), tmp_path / "a" / "b").synthesize(LINE)
        assert len(entries(tmp_path / "a" / "b")) == 1


class TestBounded:
    @staticmethod
    def filled(folder: Path, count: int) -> tuple[CachedEngine, list[Path]]:
        """A cache of entries last used an hour apart, oldest first."""
        cached = CachedEngine(ToneEngine(), folder, largest=0)
        made: list[Path] = []
        for number in range(count):
            known = set(made)
            cached.synthesize(Utterance(f"Number {number:02}", "tone/low", 120))
            [new] = set(entries(folder)) - known
            made.append(new)
        for age, entry in enumerate(reversed(made)):
            hours_ago = 1_700_000_000 - 3600 * age
            os.utime(entry, (hours_ago, hours_ago))
        return cached, made

    def test_the_longest_unused_go_first(self, tmp_path: Path) -> None:
        _, made = self.filled(tmp_path, 6)
        size = made[0].stat().st_size
        cached = CachedEngine(ToneEngine(), tmp_path, largest=4 * size)
        cached.synthesize(Utterance("Number 00", "tone/low", 120))  # used again: now the newest
        cached.synthesize(Utterance("Number 99", "tone/low", 120))
        cached.close()
        left = entries(tmp_path)
        assert sum(entry.stat().st_size for entry in left) <= 4 * size
        assert len(left) == 4
        assert {made[0], made[4], made[5]} < set(left)

    def test_what_fits_stays(self, tmp_path: Path) -> None:
        _, made = self.filled(tmp_path, 3)
        size = made[0].stat().st_size
        cached = CachedEngine(ToneEngine(), tmp_path, largest=4 * size)
        cached.synthesize(Utterance("Number 03", "tone/low", 120))
        cached.close()
        assert len(entries(tmp_path)) == 4

    def test_what_was_never_finished_goes_too(self, tmp_path: Path) -> None:
        """A process killed between writing and renaming leaves a part."""
        cached, made = self.filled(tmp_path, 1)
        part = made[0].parent / ".part-abcdefgh"
        part.write_bytes(b"half")
        os.utime(part, (0, 0))
        cached.close()
        assert entries(tmp_path) == []


WRITER = """
import sys
from pathlib import Path
from voice.speech.cache import CachedEngine
from voice.speech.engine import Utterance
from voice.speech.tone import ToneEngine

cached = CachedEngine(ToneEngine(), Path(sys.argv[1]), largest=int(sys.argv[2]))
plain = ToneEngine()
sys.stdin.read()
for turn in range(15):
    for number in range(20):
        line = Utterance(f"Number {number}", "tone/low", 400)
        length = len(cached.synthesize(line).samples)
        assert length == len(plain.synthesize(line).samples), (turn, number, length)
    if turn % 5 == 4:
        cached.close()
"""


@pytest.mark.parametrize("largest", [0, 60_000, 10_000_000], ids=["none stay", "some", "all"])
def test_processes_that_share_it_never_meet_a_bad_entry(tmp_path: Path, largest: int) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(largest)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for writer in writers:
        assert writer.stdin
        writer.stdin.close()  # all start together
        writer.stdin = None
    for writer in writers:
        _, err = writer.communicate(timeout=3 * LIMIT)
        assert (writer.returncode, err) == (0, b"")
    engine = Counting()
    cached = CachedEngine(engine, tmp_path)
    for number in range(20):
        cached.synthesize(Utterance(f"Number {number}", "tone/low", 400))
    if largest > 1_000_000:
        assert engine.said == []
    assert not list(tmp_path.rglob(".part-*"))


def test_of_two_that_say_it_at_once_the_quicker_is_kept(tmp_path: Path) -> None:
    """An engine that varies: while it speaks, another process has spoken."""

    class Slow(Counting):
        def synthesize(self, utterance: Utterance) -> Audio:
            quick = CachedEngine(Counting(), tmp_path).synthesize(utterance)
            return Audio(quick.samples * np.float32(0.5), quick.sample_rate)

    slow = CachedEngine(Slow(), tmp_path)
    assert same(slow.synthesize(LINE), CachedEngine(Counting(), tmp_path).synthesize(LINE))
    assert len(entries(tmp_path)) == 1


@example(text="\udc80")
@given(text=st.text())
def test_any_text_has_a_place(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    engine = Counting()
    cached = CachedEngine(engine, tmp_path_factory.mktemp("cache"))
    if "dumb" in text:
        return
    line = Utterance(text, "tone/low", 1000)
    assert same(cached.synthesize(line), cached.synthesize(line))
    assert len(engine.said) == 1


class TestWritingWhole:
    def test_it_replaces(self, tmp_path: Path) -> None:
        path = tmp_path / "deep" / "file"
        assert write_whole(path, b"one")
        assert write_whole(path, b"two")
        assert entries(tmp_path) == [path]
        assert path.read_bytes() == b"two"

    @pytest.mark.parametrize("links", [True, False])
    def test_the_first_stays(
        self, tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "deep" / "file"
        if not links:  # as on a stick formatted for cameras
            monkeypatch.setattr(os, "link", _refuse)
        assert write_first(path, b"one")
        assert write_first(path, b"two")
        assert entries(tmp_path) == [path]
        assert path.read_bytes() == (b"one" if links else b"two")

    def test_it_leaves_nothing_when_it_cannot(self, tmp_path: Path) -> None:
        (tmp_path / "folder" / "inside").mkdir(parents=True)
        assert not write_whole(tmp_path / "folder", b"one")
        assert entries(tmp_path) == []
