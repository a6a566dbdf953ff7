"""Maps keys to commands while an exercise plays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from voice.exercise.ending import Ending
from voice.pace import PAUSES_RANGE, Pace
from voice.playback import keys
from voice.playback.states import SOUNDING, STILL, State
from voice.playback.volume import LOUDEST, SOFTEST, VOLUME_STEP

if TYPE_CHECKING:
    from voice.playback.player import Player
    from voice.timeline.cues import Timeline

SILENCE_STEP = Fraction(5, 4)
"""Factor of one press of f or s: a quarter is clearly heard; three presses double."""

MORE_SILENCE = "More silence."
LESS_SILENCE = "Less silence."
MOST_SILENCE = "This is the most silence."
LEAST_SILENCE = "This is the least silence."
LOUDEST_NOW = "This is the loudest."
SOFTEST_NOW = "This is the softest."


Act = Callable[[], None]


class Paced(Protocol):
    """Owns the pace of what is played."""

    timeline: Timeline

    def retime(self, pace: Pace) -> Timeline:
        """Change the pace, and return the same cues at it."""


class Asides(Protocol):
    """Says sentences during an exercise, which waits meanwhile."""

    def keys(self) -> None:
        """Say what the keys do."""

    def support(self) -> None:
        """Say who can be called."""

    def press(self, key: str) -> bool:
        """Take a key that answers an aside; return True if it did."""

    def remark(self, sentence: str | None) -> None:
        """Say a short sentence in the next silence; `None` only withdraws the one before."""


class Controls:
    """Turns keys into commands for a player.

    Attributes:
        ending: The ending the listener has chosen so far.
    """

    def __init__(
        self,
        player: Player,
        paced: Paced,
        asides: Asides,
    ) -> None:
        """Connect the keys to the player.

        Args:
            player: Takes the commands.
            paced: Owns the pace.
            asides: Says sentences during the exercise.
        """
        self.ending = Ending.WHOLE
        self._player = player
        self._paced = paced
        self._asides = asides
        self._acts: dict[str, Act] = {
            keys.SPACE: player.toggle_pause,
            keys.NEXT_STEP: player.next_step,
            keys.PREVIOUS_STEP: player.previous_step,
            keys.AGAIN: player.say_again,
            **dict.fromkeys(keys.MORE, self._louder),
            **dict.fromkeys(keys.LESS, self._softer),
            keys.LESS_QUIET: lambda: self._scale_silence(
                1 / SILENCE_STEP, LESS_SILENCE, LEAST_SILENCE
            ),
            keys.MORE_QUIET: lambda: self._scale_silence(SILENCE_STEP, MORE_SILENCE, MOST_SILENCE),
            keys.HEAR_KEYS: asides.keys,
            keys.CALL: asides.support,
            keys.INSTEAD: self._swap,
        }

    def press(self, key: str) -> None:
        """Act on a key; ignore an unknown one."""
        key = key.lower()
        if key in keys.WHILE_PLAYING:
            act = self._act_for_media(key)
        elif key in keys.STOP:
            act = self._stop
        elif self._asides.press(key):
            return
        else:
            act = self._act_for(key)
        if act is not None:
            self._asides.remark(None)  # an answer to the key before would come too late
            act()

    def _act_for_media(self, key: str) -> Act | None:
        """Return what a media key does, which answers no question: a letter could name a country.

        Whether it pauses already, the player decides, which takes one command after the other.
        """
        meant = keys.WHILE_PLAYING[key]
        in_wait = self._player.at_rest and self._player.state not in STILL
        if meant in keys.STOP:
            return self._stop
        if key == keys.MEDIA_PAUSE:
            return lambda: self._player.toggle_pause(() if in_wait else SOUNDING)
        if key == keys.MEDIA_PLAY and not in_wait:
            return lambda: self._player.toggle_pause(STILL)
        return self._act_for(meant)

    def _act_for(self, key: str) -> Act | None:
        if self._leaves_wait(key):
            return self._player.leave_wait
        if self._goes_on(key):  # unless another key has gone on already
            return lambda: self._player.toggle_pause((State.HELD,))
        return self._acts.get(key)

    def _stop(self) -> None:
        self._end(Ending.STOPPED)

    def _swap(self) -> None:
        self._end(Ending.SWAPPED)

    def _end(self, ending: Ending) -> None:
        self.ending = ending
        self._player.stop()

    def _leaves_wait(self, key: str) -> bool:
        pauses_aside = key == keys.SPACE and self._player.state is State.ASIDE
        return self._player.waiting and key not in keys.KEPT_IN_WAITS and not pauses_aside

    def _goes_on(self, key: str) -> bool:
        others = keys.KEPT_IN_WAITS | keys.MOVES | {keys.SPACE}  # which goes on in any case
        return self._player.state is State.HELD and key not in others

    def _louder(self) -> None:
        if self._player.volume >= LOUDEST:
            self._asides.remark(LOUDEST_NOW)
        self._player.change_volume(VOLUME_STEP)

    def _softer(self) -> None:
        if self._player.volume <= SOFTEST:
            self._asides.remark(SOFTEST_NOW)
        self._player.change_volume(1 / VOLUME_STEP)

    def _scale_silence(self, factor: Fraction, answer: str, limit: str) -> None:
        lowest, highest = PAUSES_RANGE
        pace = self._paced.timeline.pace
        scale = min(max(pace.pause_scale * factor, lowest), highest)
        if (scale > pace.pause_scale) == (factor > 1):  # beyond a limit it does not go back
            answer = limit if scale == pace.pause_scale else answer
            self._player.retime(self._paced.retime(replace(pace, pause_scale=scale)))
        else:
            answer = limit
        self._asides.remark(answer)
