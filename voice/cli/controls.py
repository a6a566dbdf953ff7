"""What each key does while an exercise plays (design §7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from voice.playback.player import VOLUME_STEP
from voice.timeline.pace import PAUSES_RANGE, Pace

if TYPE_CHECKING:
    from voice.playback.player import Player
    from voice.timeline.cues import Timeline

KEYS_ALOUD = (
    "Space pauses, and goes on again.",
    "N is the next step, and B is back a step.",
    "R says the last line again.",
    "Plus is louder, and minus is softer.",
    "F is less silence, and S is more silence.",
    "Q stops.",
)

SILENCE_STEP = Fraction(5, 4)
"""One press of f or s: a quarter, which is heard at once; three presses double."""

STOP = {"q", "esc", "hangup"}

KEPT_IN_WAITS = STOP | {"?", "h", "r", "+", "=", "-"}
"""During a wait every other key goes on."""


class Controls:
    """Turns keys into commands for a player.

    Attributes:
        stopped: Whether the listener ended the exercise.
    """

    def __init__(
        self,
        player: Player,
        pace: Pace,
        retimed: Callable[[Pace], Timeline],
        say_keys: Callable[[], None],
    ) -> None:
        """Wire the keys.

        Args:
            player: Takes the commands.
            pace: The pace at the start.
            retimed: Makes the same cues at another pace.
            say_keys: Lets the keys be heard.
        """
        self.stopped = False
        self._player = player
        self._pace = pace
        self._retimed = retimed
        self._acts: dict[str, Callable[[], None]] = {
            "space": player.toggle_pause,
            "n": player.next_step,
            "b": player.previous_step,
            "r": player.say_again,
            "+": lambda: player.change_volume(VOLUME_STEP),
            "=": lambda: player.change_volume(VOLUME_STEP),  # plus, without Shift
            "-": lambda: player.change_volume(1 / VOLUME_STEP),
            "f": lambda: self._scale_silence(1 / SILENCE_STEP),
            "s": lambda: self._scale_silence(SILENCE_STEP),
            "h": say_keys,
            "?": say_keys,
        }

    def press(self, key: str) -> None:
        """Act on a key; one without a meaning does nothing."""
        key = key.lower()
        if key in STOP:
            self.stopped = True
            self._player.stop()
        elif self._player.waiting and key not in KEPT_IN_WAITS:
            self._player.leave_wait()
        elif key in self._acts:
            self._acts[key]()

    def _scale_silence(self, factor: Fraction) -> None:
        lowest, highest = PAUSES_RANGE
        scale = min(max(self._pace.pause_scale * factor, lowest), highest)
        if (scale > self._pace.pause_scale) == (factor > 1):  # from beyond a limit, not back to it
            self._pace = replace(self._pace, pause_scale=scale)
            self._player.retime(self._retimed(self._pace))
