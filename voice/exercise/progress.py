"""Tells how far an exercise is, for a lock screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice.frames import to_seconds
from voice.playback.media.shown import Shown
from voice.timeline.cues import Placed, Timeline, place
from voice.timeline.estimate import estimated_frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voice.exercise.controls import Paced
    from voice.playback.player import Player
    from voice.sound.mixer import Mixer


class Progress:
    """The title, step and position of an exercise.

    Times are estimates from the words: then the length shown does not change with each line that
    is rendered, and the position reaches it at the end.
    """

    def __init__(self, paced: Paced, player: Player, mixer: Mixer) -> None:
        """Prepare, without computing anything.

        Args:
            paced: Owns the timeline.
            player: Plays it.
            mixer: Reads it for the player.
        """
        self._paced = paced
        self._player = player
        self._mixer = mixer
        self._timeline: Timeline | None = None
        self._placed: Sequence[Placed] = ()

    def shown(self) -> Shown:
        """Return what is shown now; it may be called on any one thread."""
        timeline, index, heard = self._paced.timeline, self._mixer.index, self._mixer.heard
        if timeline is not self._timeline:
            self._placed = place(timeline, estimated_frames(timeline.pace))
            self._timeline = timeline
        here = self._placed[min(index, len(self._placed) - 1)]
        position = here.start + min(heard, here.frames) if index < len(self._placed) else here.end
        return Shown(
            title=timeline.script.title,
            step=timeline.script.steps[here.cue.step].title,
            at_rest=self._player.at_rest,
            seconds=to_seconds(self._placed[-1].end),
            position=to_seconds(position),
            volume=self._player.volume,
        )
