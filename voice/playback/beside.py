"""Speech outside the cues: asides, which interrupt the exercise, and remarks over its bed."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np

from voice.audio import Samples
from voice.sound.curves import FADE, rise

_FALL = rise(FADE)[::-1]


class After(Enum):
    """Ways in which an exercise goes on after an aside."""

    GO_ON = "go on"
    """A paused exercise stays paused; a playing one begins its line again."""
    HOLD = "hold"
    """The exercise stays still until a key."""


class Aside:
    """Sentences that interrupt an exercise, and the position in them.

    Attributes:
        after: How the exercise goes on afterwards.
        last_goes_on: True if Space resumes the exercise from the last sentence on.
    """

    def __init__(
        self,
        sentences: Sequence[Samples],
        after: After = After.GO_ON,
        *,
        last_goes_on: bool = False,
    ) -> None:
        """Begin at the first sentence.

        Args:
            sentences: Clips of shape ``(frames,)``, each with the silence after it.
            after: How the exercise goes on afterwards.
            last_goes_on: Whether the last sentence says that Space goes on.
        """
        self.after = after
        self.last_goes_on = last_goes_on
        self._sentences = sentences
        self._index = 0
        self._frame = 0

    def read(self, out: Samples) -> int:
        """Write the next frames; return their number, less than the block only at the end."""
        filled = 0
        while filled < len(out) and self._index < len(self._sentences):
            sentence = self._sentences[self._index]
            part = sentence[self._frame : self._frame + len(out) - filled]
            out[filled : filled + len(part)] = part
            filled += len(part)
            self._frame += len(part)
            if self._frame == len(sentence):
                self._index, self._frame = self._index + 1, 0
        return filled

    @property
    def begun(self) -> int:
        """Number of sentences begun."""
        return min(self._index + 1, len(self._sentences))

    @property
    def at_last(self) -> bool:
        """True if the last sentence is being said or has been said."""
        return self.begun == len(self._sentences)

    def begin_sentence_again(self) -> None:
        """Go back to the start of the sentence being said."""
        self._frame = 0

    def begin_again(self) -> None:
        """Go back to the first sentence."""
        self._index = self._frame = 0


class Remarks:
    """Short sentences mixed into the silences of an exercise."""

    def __init__(self) -> None:
        self._waiting: Samples | None = None
        self._clip = np.zeros(0, np.float32)
        self._fading = False

    @property
    def sounding(self) -> bool:
        """True if a remark is being said or is fading out."""
        return bool(len(self._clip))

    @property
    def speaking(self) -> bool:
        """True if a remark is being said and not fading out."""
        return self.sounding and not self._fading

    def say(self, clip: Samples) -> None:
        """Say a clip in the next silence, in place of any other."""
        self.cut()
        self._waiting = clip

    def cut(self) -> None:
        """Fade out the current remark, and forget the next."""
        self._waiting = None
        if self.speaking:
            self._fading = True
            rest = self._clip[:FADE]
            self._clip = rest * _FALL[: len(rest)]

    def forget(self) -> None:
        """Drop the current remark, which nobody hears."""
        self._clip = self._clip[:0]

    def add_to(self, out: Samples, *, begin: bool) -> None:
        """Add the current remark to a block.

        Args:
            out: Shape ``(frames,)``.
            begin: Whether the next remark may begin now.
        """
        if not len(self._clip) and begin and self._waiting is not None:
            self._clip, self._waiting, self._fading = self._waiting, None, False
        part = self._clip[: len(out)]
        out[: len(part)] += part
        self._clip = self._clip[len(part) :]
