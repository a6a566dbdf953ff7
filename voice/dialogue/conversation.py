"""Says sentences and returns the key that answers them.

All spoken questions are asked here::

    with conversation(keyboard, say) as talk:
        key = talk.ask(["To go on, press Space.", "To leave, press Escape."])

Sentences are rendered in a thread, one after another, and the first is heard as soon as it is
ready; a key acts at once, even during rendering or speech.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import click
import numpy as np

from voice.audio import Audio, Samples
from voice.dialogue.announcer import Announcement, Announcer
from voice.errors import UnsoundSpeechError
from voice.frames import SAMPLE_RATE
from voice.playback.keyboard import Keys
from voice.playback.keys import CALL, HANGUP, IN_DIALOGUE, LEAVE
from voice.playback.output import USUAL, Device, Output
from voice.sound.bell import bell_cue
from voice.sound.levelling import prepare_line
from voice.sound.mixer import Bed

PATIENCE = 8.0
"""Seconds of quiet to wait for a key: a silence of this length needs no words
(scripts/SOURCES.md, Silence)."""

LOOK = 0.05
"""Seconds between checks of the device; a key acts at once."""

SOON = 0.01
"""The same while a sentence is being rendered, so that it is heard once it is ready."""

HEARD = 0.5
"""Seconds of a sentence after which it has certainly been heard: more than a device buffers."""

Say = Callable[[str], Audio]
"""Renders one sentence; may raise `SpeechError`."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence between two sentences, in place of the usual gap."""

    seconds: float


GAP = Pause(0.5)
"""Silence between two sentences."""


@dataclass(frozen=True, slots=True)
class Ring:
    """The soft bell, in place of the gap between two sentences, or at the end."""


Line = str | Pause | Ring
"""A sentence, or a pause or bell after it."""


@dataclass(frozen=True, slots=True)
class Manner:
    """Sound of a conversation.

    Attributes:
        volume: Amplitude of everything.
        bed: The bed under the voice.
        bell: Whether it begins with the bell.
        device: The output device.
        captions: Whether each sentence is printed as it is said.
    """

    volume: float = 1.0
    bed: Bed = Bed.SOFT
    bell: bool = False
    device: Device = USUAL
    captions: bool = False


class Conversation:
    """Says sentences and takes keys.

    Attributes:
        say: The usual voice.
        people: Says who to call when `?` is pressed, and returns the key that ended it; `None` if
            the caller of `ask` handles that key.
    """

    def __init__(
        self,
        keys: Keys,
        announcer: Announcer,
        say: Say,
        *,
        look_after: Callable[[], None] = lambda: None,
        sounding: Callable[[], bool] = lambda: True,
        show: Callable[[str], None] = lambda _sentence: None,
    ) -> None:
        """Connect the keys, the announcer and a voice.

        Args:
            keys: The keyboard.
            announcer: Played by the device.
            say: The usual voice.
            look_after: Called several times a second to check the device.
            sounding: Returns whether there is a device.
            show: Called with each sentence when it begins to be heard.
        """
        self.say = say
        self.people: Callable[[Conversation], str | None] | None = None
        self._keys = keys
        self._announcer = announcer
        self._look_after = look_after
        self._sounding = sounding
        self._leaving = False
        self._show = show
        self._saying = Announcement()
        self._renderer = ThreadPoolExecutor(1, thread_name_prefix="rendering")
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="working")
        self._next: tuple[Sequence[Line], Say] = ((), say)
        self._ahead: list[Future[Samples]] = []

    @property
    def heard(self) -> float:
        """Seconds heard of the last question."""
        return self._saying.heard / SAMPLE_RATE

    @property
    def quiet(self) -> float:
        """Seconds of quiet since the last question was said to its end; 0 if a key cut it short."""
        return self._saying.quiet / SAMPLE_RATE

    def ask(
        self, lines: Iterable[Line], *, say: Say | None = None, patience: float = PATIENCE
    ) -> str | None:
        """Say something, and wait for a key, which may also come during it and fades it out.

        Args:
            lines: Sentences to say; without any, only wait for a key.
            say: Another voice than the usual one.
            patience: Seconds of quiet to wait for a key.

        Returns:
            The key as `Keyboard.read` names it, letters in lower case; ``esc`` when the terminal
            is gone, or when no device is left to answer a key that leaves; `None` without a key.

        Raises:
            SpeechError: No voice can speak now; earlier sentences were begun. A sentence that
                no voice can say is printed instead, if others are heard.
            PlaybackError: The sound device is gone, and there is no other.
        """
        lines = tuple(lines)
        key = self._ask(lines, say or self.say, patience)
        while key == CALL and self.people is not None:
            key = self._tell_people(self.people)
            if key not in LEAVE:
                key = self._ask(lines, say or self.say, patience)
        return key

    def _tell_people(self, people: Callable[[Conversation], str | None]) -> str:
        """Say who to call; return the key that ended it.

        Without a key the dialogue ends, because a sound could disturb somebody who is dialling.
        """
        self.people = None
        try:
            return people(self) or "esc"
        finally:
            self.people = people

    def _ask(self, lines: Sequence[Line], say: Say, patience: float) -> str | None:
        saying = self._saying = self._announcer.begin()
        rendering = self._render(lines, say)
        captions: deque[tuple[int, str]] = deque()
        try:
            while rendering or not saying.finished or saying.quiet < patience * SAMPLE_RATE:
                key = self._read(SOON if rendering else LOOK)
                if key is not None:
                    return key
                if self.heard > HEARD:
                    self._leaving = False
                while rendering and rendering[0][1].done():
                    line, clip = rendering.popleft()
                    try:
                        samples = clip.result()
                    except UnsoundSpeechError:
                        if not rendering and not saying.frames:  # no sentence could be said
                            raise
                        click.echo(line)
                        continue
                    if isinstance(line, str):
                        captions.append((saying.frames, line))
                    saying.add(samples)
                while captions and saying.heard > captions[0][0]:
                    self._show(captions.popleft()[1])
        finally:
            for _, clip in rendering:
                clip.cancel()
            self._announcer.begin()
        return None

    def tell(self, lines: Iterable[Line]) -> None:
        """Say something to its end; any key cuts it short."""
        self.ask(lines, patience=0)

    def prepare(self, lines: Sequence[Line], say: Say) -> None:
        """Render lines into the cache after those of the next `ask`, for a question to come."""
        self._next = (lines, say)

    def work(self, job: Callable[[], Result]) -> Future[Result]:
        """Run a job beside the rendering, such as asking the engines for their voices."""
        return self._worker.submit(job)

    def wait_for(self, work: Future[Result]) -> str | None:
        """Play the bed until a job is done or a key comes; return the key."""
        while not work.done():
            key = self._read(SOON)
            if key == CALL and self.people is not None:
                key = self._tell_people(self.people)
                if key not in LEAVE:
                    continue
            if key is not None:
                return key
        return None

    def turn_to(self, volume: float) -> None:
        """Change the amplitude."""
        self._announcer.turn_to(volume)

    def close(self) -> None:
        """Stop rendering; the engine's owner ends the line in progress."""
        for pool in (self._renderer, self._worker):
            pool.shutdown(wait=False, cancel_futures=True)

    def _read(self, timeout: float) -> str | None:
        key = self._keys.read(timeout)
        self._look_after()
        key = "esc" if key == HANGUP else key and IN_DIALOGUE.get(key, key.lower())
        if key is not None:
            self._leaving = key in LEAVE
        elif self._leaving and not self._sounding():
            return "esc"
        return key

    def _render(self, lines: Iterable[Line], say: Say) -> deque[tuple[Line, Future[Samples]]]:
        for clip in self._ahead:
            clip.cancel()
        rendering = deque(
            (line, self._renderer.submit(_clip, line, say)) for line in _spaced(lines)
        )
        following, voice = self._next
        self._next = ((), say)
        self._ahead = [self._renderer.submit(_clip, line, voice) for line in following]
        return rendering


@contextmanager
def conversation(keyboard: Keys, say: Say, manner: Manner = Manner()) -> Iterator[Conversation]:
    """Open a sound device for a conversation, which fades out however the block ends.

    The engines must be closed after the block.

    Raises:
        PlaybackError: There is no sound device.
    """
    announcer = Announcer(manner.volume, manner.bed, bell=manner.bell)
    with (
        Output(announcer.fill, manner.device, back=announcer.begin_again) as output,
        output.around_suspension(keyboard, announcer),
    ):
        talk = Conversation(
            keyboard,
            announcer,
            say,
            look_after=output.look_after,
            sounding=lambda: output.sounding,
            show=click.echo if manner.captions else lambda _sentence: None,
        )
        try:
            yield talk
        finally:
            talk.close()
            announcer.stop()
            output.silence()
            output.fade(announcer.done.is_set)


def _spaced(lines: Iterable[Line]) -> Sequence[Line]:
    """Return the lines, with the usual gap between two sentences."""
    spaced: list[Line] = []
    for line in lines:
        if spaced and isinstance(line, str) and isinstance(spaced[-1], str):
            spaced.append(GAP)
        spaced.append(line)
    return spaced


def _clip(line: Line, say: Say) -> Samples:
    if isinstance(line, Pause):
        return np.zeros(round(line.seconds * SAMPLE_RATE), np.float32)
    if isinstance(line, Ring):
        return bell_cue()
    clip = prepare_line(say(line))
    if not len(clip):
        raise UnsoundSpeechError(line, "no sound at all")
    return clip
