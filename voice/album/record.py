"""Writes an exercise to one audio file with tags, and caption files beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from voice.album.chapters import captions, chapters
from voice.album.marker import Mark, digest_of
from voice.album.order import Order
from voice.export.atomic_output import whole_or_nothing
from voice.export.captions import caption_file
from voice.export.contents import Tags
from voice.export.cover import draw_cover
from voice.export.encoder import open_encoder
from voice.export.output_file import OutputFile
from voice.export.tags import write_tags
from voice.frames import SAMPLE_RATE, Frames
from voice.signals import held
from voice.timeline.cues import Timeline, place

if TYPE_CHECKING:
    from voice.audio import Samples
    from voice.exercise.narration import Narration
    from voice.export.contents import Track
    from voice.export.formats import Format
    from voice.sound.mixer import Mixer
    from voice.speech.engine import Voice

ALBUM = "Ground"

_BLOCK = SAMPLE_RATE
"""Frames per write."""

_TRIES = 3
"""Attempts to write tags that contain the file's size: mutagen may change the padding once."""


class Performed(Protocol):
    """An exercise ready to be rendered; see `voice.exercise.performance`."""

    timeline: Timeline

    @property
    def narration(self) -> Narration:
        """Spoken lines of the exercise."""

    def voice(self) -> Voice:
        """Return the voice that speaks."""

    def mixer(self, *, waiting: bool) -> Mixer:
        """Return a mixer at the start, which waits for lines if `waiting`."""


def record(performed: Performed, order: Order, reached: Callable[[int], None]) -> None:
    """Write the files of an order: all of them whole, or none.

    Args:
        performed: The exercise.
        order: The order.
        reached: Called with the index of the cue being written.

    Raises:
        ExportError: A file cannot be written.
        SpeechError: A line cannot be said.
    """
    with whole_or_nothing(*order.targets, force=order.force) as (path, *beside):
        mixer = performed.mixer(waiting=True)  # the first lines are rendered from here on
        script = performed.timeline.script
        cover = draw_cover(script.title, script.ask)
        known_tags = partial(_tags, performed, order.track, cover)
        frames = 0
        with closing(open_encoder(order.format, path, known_tags)) as encoder:
            for block in _blocks(mixer, reached):
                frames += len(block)
                with held():
                    encoder.write(block)
            with held():
                encoder.finish()
        tags = known_tags()
        texts = {kind: caption_file(kind, tags).encode() for kind in order.captions}
        digests = ((kind, digest_of(text)) for kind, text in texts.items())
        fingerprint = order.fingerprint(performed.voice())
        mark = Mark(fingerprint, order.exercise, tuple(digests), Frames(frames))
        with held():
            write_marked(path, order.format, tags, mark)
        for text, caption_path in zip(texts.values(), beside, strict=True):
            with closing(OutputFile(caption_path)) as file:
                file.write(text)


def write_marked(path: Path, kind: Format, tags: Tags, mark: Mark) -> None:
    """Write tags with a mark that contains the size of the whole file, tags included.

    The size is known only once the tags are written, so they are written again, equally long.

    Raises:
        ExportError, OSError: See `write_tags`.
    """
    write_tags(path, kind, replace(tags, mark=str(mark)))
    for _ in range(_TRIES):
        mark = replace(mark, size=path.stat().st_size)
        write_tags(path, kind, replace(tags, mark=str(mark)))
        if path.stat().st_size == mark.size:
            break


def _blocks(mixer: Mixer, reached: Callable[[int], None]) -> Iterator[Samples]:
    """Yield the whole exercise in blocks; each is valid only until the next."""
    block = np.empty(_BLOCK, np.float32)
    while length := mixer.mix(block):
        yield block[:length]
        reached(mixer.index)


def _tags(performed: Performed, track: Track | None, cover: bytes) -> Tags:
    """Return the tags, for which every line is rendered."""
    performed.narration.measure()
    timeline, speech_frames = performed.timeline, performed.narration.frames.__getitem__
    script, pace = timeline.script, timeline.pace
    placed = place(timeline, speech_frames)
    voice = performed.voice().called
    return Tags(
        title=script.title,
        artist=f"ground, voice {voice}",
        album_artist="ground",
        album=ALBUM,
        track=track,
        language=script.language,
        date=str(datetime.now(UTC).year),
        comment=f"{script.about} At a {pace.name} pace, {pace.words_per_minute} words a minute, "
        f"pauses times {float(pace.pause_scale):.3g}. The voice is {voice}.",
        chapters=chapters(script, placed),
        captions=captions(placed, speech_frames),
        cover=cover,
    )
