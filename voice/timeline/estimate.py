"""How long an exercise will take, without rendering it."""

from __future__ import annotations

from voice.timeline.cues import Timeline, place
from voice.timeline.frames import SAMPLE_RATE, to_seconds


def estimated_seconds(timeline: Timeline) -> float:
    """Length of a timeline in seconds, from its words at their real rate.

    Exercises differ from their pace by up to 4 % in the words, which are a third of the time.
    """
    rate = timeline.pace.words_per_minute

    def frames(text: str) -> int:
        return round(len(text.split()) * 60 / rate * SAMPLE_RATE)

    return to_seconds(place(timeline, frames)[-1].end)
