"""Chapters and captions of a recording, from its placed cues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from voice.export.contents import MOST_CHAPTERS, Caption, Chapter
from voice.frames import Frames
from voice.script.model import Script
from voice.timeline.cues import Kind, Placed


def chapters(script: Script, placed: Sequence[Placed]) -> tuple[Chapter, ...]:
    """Return a chapter for every step; a repeated step belongs to the chapter of its first time.

    Steps that alternate, such as 2, 3, 2, 3, are therefore one chapter, named after the first.
    A walk with more than `MOST_CHAPTERS` gets a chapter for every exercise instead.
    """
    starts = _starts(placed)
    titles = [script.steps[item.cue.step].title for item in starts]
    if len(starts) > MOST_CHAPTERS:
        exercises = [script.steps[item.cue.step].exercise for item in starts]
        firsts = [
            index
            for index, (before, this) in enumerate(pairwise(["", *exercises]))
            if this and this != before
        ]
        if firsts:
            starts, titles = [starts[i] for i in firsts], [exercises[i] for i in firsts]
    ends = [*(item.start for item in starts[1:]), placed[-1].end]
    return tuple(map(Chapter, titles, (item.start for item in starts), ends))


def _starts(placed: Sequence[Placed]) -> list[Placed]:
    """Return the first cue of every step, or of every block of steps that alternate."""
    last = {item.cue.step: index for index, item in enumerate(placed)}
    starts: list[Placed] = []
    goes_on_to = -1
    for index, item in enumerate(placed):
        if index > goes_on_to:
            starts.append(item)
        goes_on_to = max(goes_on_to, last[item.cue.step])
    return starts


def captions(placed: Sequence[Placed], speech_frames: Callable[[str], int]) -> tuple[Caption, ...]:
    """Return a caption for every spoken text, including breaths and what the program adds.

    Args:
        placed: The cues.
        speech_frames: Length of a spoken text in frames.
    """
    found: list[Caption] = []
    for item in placed:
        if not item.cue.text:
            continue
        frames = speech_frames(item.cue.text)
        if item.cue.kind is Kind.BREATH and frames > item.frames:  # the mixer does not say it
            continue
        found.append(Caption(item.start, Frames(item.start + frames), item.cue.text))
    return tuple(found)
