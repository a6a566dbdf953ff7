"""Chapters and captions of a recording, from its placed cues."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from voice.export.contents import Caption, Chapter
from voice.frames import Frames
from voice.script.model import Script
from voice.timeline.cues import Kind, Placed


def chapters(script: Script, placed: Sequence[Placed]) -> tuple[Chapter, ...]:
    """Return a chapter for every step; a repeated step belongs to the chapter of its first time.

    Steps that alternate, such as 2, 3, 2, 3, are therefore one chapter, named after the first.
    """
    last = {item.cue.step: index for index, item in enumerate(placed)}
    starts: list[Placed] = []
    goes_on_to = -1
    for index, item in enumerate(placed):
        if index > goes_on_to:
            starts.append(item)
        goes_on_to = max(goes_on_to, last[item.cue.step])
    ends = [*(item.start for item in starts[1:]), placed[-1].end]
    return tuple(
        Chapter(script.steps[item.cue.step].title, item.start, end)
        for item, end in zip(starts, ends, strict=True)
    )


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
