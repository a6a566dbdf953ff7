"""The cache of speech: an entry is what was rendered, to the sample, or is rendered again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.fuzz.choices import Choices
from tests.fuzz.target import Target, fresh_home
from voice.audio import Audio
from voice.speech.cache import CachedEngine
from voice.speech.engine import Utterance, Voice
from voice.speech.entries import entries_in, remove_entries

_VOICE = "espeak/gmw/en"


class _Tones:
    """An engine that says every text as its own sound, in its own rate."""

    name = "espeak"

    def version(self, voice: str) -> str:
        return f"1 {voice}"

    def voices(self) -> tuple[Voice, ...]:
        return (Voice(_VOICE, "English", self.name, ("en",)),)

    def synthesize(self, utterance: Utterance) -> Audio:
        steps = np.frombuffer(utterance.text.encode("utf-16-le", "surrogatepass"), "<i2")
        return Audio(steps.astype(np.float32) / np.float32(32768), 16_000 + utterance.rate)

    def close(self) -> None:
        """Nothing is open."""


def _holds(content: bytes) -> None:
    choices = Choices(content)
    said = Utterance(choices.text(12) or "Look.", _VOICE, choices.number(80, 300))
    wanted = _Tones().synthesize(said)
    with fresh_home() as home:
        cache = home / "cache"
        engine = CachedEngine(_Tones(), cache, largest=choices.one_of((200, 0, 10_000)))
        assert _same(engine.synthesize(said), wanted)
        (entry,) = entries_in(cache)
        _spoil(choices, Path(entry.path))
        assert _same(engine.synthesize(said), wanted)
        assert _same(engine.synthesize(said), wanted)
        engine.synthesize(Utterance("Other", _VOICE, 80))
        engine.close()
        remove_entries(cache)
        assert not list(entries_in(cache))


def _spoil(choices: Choices, entry: Path) -> None:
    """Leave something else where an entry was."""
    whole = entry.read_bytes()
    match choices.number(0, 6):
        case 0:
            entry.write_bytes(choices.edited(whole))
        case 1:
            entry.write_bytes(choices.rest())
        case 2:
            entry.write_bytes(whole[: choices.number(0, len(whole))])
        case 3:
            entry.unlink()
            entry.symlink_to(choices.one_of((entry.name, "..", "nowhere")))
        case 4:
            entry.with_name(f".{entry.stem}.part-0123abcd").write_bytes(whole)
        case 5:
            entry.unlink()
            entry.parent.rmdir()
            entry.parent.write_bytes(b"")
        case _:
            entry.write_bytes(whole + choices.rest())


def _same(audio: Audio, wanted: Audio) -> bool:
    return audio.sample_rate == wanted.sample_rate and np.array_equal(audio.samples, wanted.samples)


def _seeds() -> Iterator[bytes]:
    for way in range(7):
        yield b"\5Look." + bytes([1, 0, way % 3, way]) + b"\2\1\0\4\2abc"


TARGET = Target(
    aims=("voice.speech.cache", "voice.speech.entries"),
    holds=_holds,
    seeds=_seeds,
    words=("ground-1",),
    longest=200,
)
