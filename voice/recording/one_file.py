"""Takes one long recording, in which somebody reads the missing lines in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from voice.audio import Samples
from voice.errors import RecordingError
from voice.recording.cutting import Cut, clip_of, cut, read_reading
from voice.recording.folders import begin
from voice.recording.hearing import recogniser
from voice.recording.importing import Imported, Left, Taken, cleaned, keep, raised
from voice.recording.lines import Line, missing
from voice.recording.room import room_behind
from voice.speech.recordings import Recording

Judge = Callable[[Cut, Samples], bool]
"""Decides whether a doubtful cut is kept, from the cut and its clip."""


def import_reading(
    recording: Recording, lines: Sequence[Line], file: Path, keeps: Judge
) -> Imported:
    """Cut a recording at its silences, and keep each line that is sure or is said to be right.

    Args:
        recording: The recording; its folder may not exist yet.
        lines: The lines that were read, in order.
        file: The recording of all of them.
        keeps: Decides about lines that are not sure.

    Raises:
        RecordingError: The file cannot be read, or a clip cannot be written; what was kept until
            then stays.
    """
    if os.path.isdir(file):  # noqa: PTH112 - pathlib's raises on a name that is too long
        raise RecordingError(
            f"{file} is a folder. Name a sound file, or take the files of a folder with --from."
        )
    samples = raised(read_reading(file))
    room = room_behind(samples)
    hear = recogniser(lines[0].language)
    taken: list[Taken] = []
    left: list[Left] = []
    for found in cut(samples, lines, hear):
        line = found.line
        try:
            clip, remarks = cleaned(clip_of(samples, found), line, room)
        except RecordingError:  # not in it, or nothing but noise
            left.append(Left(line.written, found.doubt or "Nothing is spoken where it should be."))
            continue
        if not found.sure and not keeps(found, clip):
            left.append(Left(line.written, found.doubt))
            continue
        recording = begin(recording, [line.language])
        taken.append(Taken(file.name, line, keep(recording, line, clip), remarks))
    return Imported(tuple(taken), tuple(left), missing(recording, lines))
