"""Somebody who listens and presses keys, without a device, a terminal or a clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import numpy as np

from tests.playback.memory_sink import MemorySink
from voice.audio import Audio, Samples
from voice.dialogue.announcer import Announcer
from voice.dialogue.conversation import SOON, Conversation, Say
from voice.errors import SpeechError
from voice.frames import SAMPLE_RATE
from voice.sound.mixer import Bed
from voice.speech.catalog import Catalog
from voice.speech.engine import Utterance, Voice
from voice.speech.tone import ToneEngine

LATER = "later"
"""In place of a key: waits a second before the next one."""

BLOCK = SAMPLE_RATE // 10
"""Frames that the device asks for at a time, at most; others: test_announcer.py."""

Presses = Sequence[tuple[str, str]]
"""A sentence, or how it begins, and the key pressed as soon as it is being said."""


class Choir(ToneEngine):
    """Hums with as many voices as one likes; a voice called dumb cannot say its name."""

    name = "choir"

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def voices(self) -> tuple[Voice, ...]:
        return tuple(Voice(f"choir/{name}", name, "choir", ("en",)) for name in self._names)

    def synthesize(self, utterance: Utterance) -> Audio:
        return super().synthesize(Utterance(utterance.text, "tone/low", utterance.rate))


class Listener:
    """Keyboard and ear. Time is what was played: reading keys plays on.

    Attributes:
        sentences: The sentences begun, in order.
        played: The sound heard.
    """

    def __init__(self, announcer: Announcer, presses: Presses) -> None:
        self.sentences: list[str] = []
        self._sink = MemorySink(announcer.fill)
        self._presses = list(presses)
        self._parts: list[Samples] = []
        self._later = 0.0

    @property
    def played(self) -> Samples:
        return np.concatenate(self._parts)

    @property
    def left_over(self) -> list[tuple[str, str]]:
        """Keys that were never pressed."""
        return self._presses

    @property
    def available(self) -> bool:
        return True

    def around_suspension(
        self, before: Callable[[], object], after: Callable[[], object]
    ) -> AbstractContextManager[None]:
        raise NotImplementedError

    def show(self, sentence: str) -> None:
        self.sentences.append(sentence)

    def read(self, timeout: float) -> str | None:
        if timeout == SOON:  # the renderer's turn; it decides only how long the bed is heard
            time.sleep(0.001)
        self._parts.append(self._sink.run(round(timeout * SAMPLE_RATE), BLOCK))
        if self._sink.failure:
            raise self._sink.failure
        self._later -= timeout
        if self._presses and self.sentences and self._later <= 0:
            sentence, key = self._presses[0]
            if self.sentences[-1].startswith(sentence):
                self._presses.pop(0)
                if key != LATER:
                    return key
                self._later = 1.0
        return None


@contextmanager
def talking(
    say: Say, presses: Presses = (), volume: float = 1.0
) -> Iterator[tuple[Conversation, Listener]]:
    """A conversation with somebody."""
    announcer = Announcer(volume, Bed.NONE)
    listener = Listener(announcer, presses)
    talk = Conversation(listener, announcer, say, show=listener.show)
    with closing(talk):
        yield talk, listener


def choir(folder: Path, names: Sequence[str]) -> Catalog:
    """A catalog of humming voices."""
    return Catalog([Choir(names)], folder)


def hum(text: str) -> Audio:
    """Says anything but what holds ``dumb``."""
    return ToneEngine().synthesize(Utterance(text, "tone/low", 400))


def never(_text: str) -> Audio:
    raise SpeechError("It cannot speak.")
