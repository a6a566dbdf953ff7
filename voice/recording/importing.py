"""Takes the files of a folder that was recorded elsewhere, such as on a phone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voice.audio import Samples
from voice.errors import RecordingError
from voice.files import read_file, write
from voice.recording.folders import begin, not_written
from voice.recording.lines import Line, missing
from voice.recording.room import Room, room_behind
from voice.recording.sound_files import ENDINGS, read_sound
from voice.recording.take import Expectation, judged
from voice.speech.clips import LARGEST_CLIP, encoded_clip
from voice.speech.recordings import Recording

LONGEST_LINE = 60.0
"""Most seconds of a file with one line: the longest line takes about ten, and a phone records what
comes before and after it too."""

MOST_FILES = 10_000
"""Most files of a folder; all exercises together have about a thousand lines."""

_LOUD = 0.7
"""Peak of a recording that was made elsewhere: a soft one would lose its details in 16 bits. It is
played at the level of all lines anyway."""

_ID = re.compile(r"[0-9a-f]{16}")
_NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Left:
    """A file that was not taken.

    Attributes:
        name: Its name in the folder.
        reason: One sentence that says why, and what to do.
    """

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken.

    Attributes:
        name: Its name in the folder.
        line: Its line.
        new: False if the recording held exactly this already.
        remarks: Sentences about how it sounds; it was taken all the same.
    """

    name: str
    line: Line
    new: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import.

    Attributes:
        taken: The files that were taken, in the order of the lines.
        left: The files that were not, by name.
        missing: The lines that the recording still lacks.
    """

    taken: tuple[Taken, ...]
    left: tuple[Left, ...]
    missing: tuple[Line, ...]


def import_folder(
    recording: Recording,
    lines: Sequence[Line],
    folder: Path,
    *,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Imported:
    """Take the files of a folder into a recording, one line each.

    A file is called by the id of its line (``6f9b1c2d3e4a5b60.m4a``) or by the line's number
    (``012.wav``), counted from 1. It replaces the clip of a line that is recorded already. The
    import can be begun again at any time: what was taken stays, and is not written twice.

    Args:
        recording: The recording; its folder may not exist yet.
        lines: All lines of the exercises, recorded ones too, in order: numbers count these.
        folder: The folder with the files.
        told: Called after each file with the number of files done, and of all.

    Raises:
        RecordingError: The folder cannot be read or is empty, or a clip cannot be written; what
            was taken until then is kept.
    """
    names = _names(folder)
    wanted, left = _matched(folder, names, lines)
    begun = False
    taken: list[Taken] = []
    for done, (line, name) in enumerate(wanted, 1):
        try:
            samples = raised(_read(folder / name))
            clip, remarks = cleaned(samples, line, room_behind(samples))
        except RecordingError as error:
            left.append(Left(name, str(error)))
        else:
            if not begun:
                begin(recording, dict.fromkeys(each.language for each, _ in wanted))
                begun = True
            taken.append(Taken(name, line, keep(recording, line, clip), remarks))
        told(done, len(wanted))
    left.sort(key=lambda each: each.name)
    return Imported(tuple(taken), tuple(left), missing(recording, lines))


def raised(samples: Samples) -> Samples:
    """Return a recording at a good level, however soft it is."""
    peak = float(np.abs(samples).max(initial=0.0))
    return samples * np.float32(_LOUD / peak) if peak else samples


def cleaned(samples: Samples, line: Line, room: Room) -> tuple[Samples, tuple[str, ...]]:
    """Cut off what is silent before and after a line, quieten its gaps, and judge it.

    Args:
        samples: Shape ``(frames,)`` at `SAMPLE_RATE`.
        line: The line that it should be.
        room: The room in which it was recorded.

    Returns:
        The clip, and remarks on it.

    Raises:
        RecordingError: Nothing is spoken in it.
    """
    take = judged(samples, room, Expectation(line.spoken))
    if not len(take.clip):
        raise RecordingError(f"Nothing is spoken here: {line.written} Record it again.")
    return take.clip, tuple(remark.sentence for remark in take.remarks)


def keep(recording: Recording, line: Line, clip: Samples) -> bool:
    """Write the clip of a line, unless the recording holds exactly this one.

    Returns:
        True if it was written.

    Raises:
        RecordingError: It cannot be written; an older clip is unchanged.
    """
    place = recording.place(line.id)
    content = encoded_clip(clip, line.spoken)
    try:
        if _content(place) == content:
            return False
        write(place, content)
    except OSError as error:
        raise not_written(place, error) from error
    return True


def _content(place: Path) -> bytes | None:
    try:
        return read_file(place, LARGEST_CLIP)
    except OSError:
        return None


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry, _ in zip(entries, range(MOST_FILES + 1), strict=False)]
    except FileNotFoundError:
        raise RecordingError(f"There is no folder {folder}. Check its name and place.") from None
    except NotADirectoryError:
        raise RecordingError(
            f"{folder} is not a folder. Name the folder with the recorded files, "
            "or take one file with all missing lines with --one."
        ) from None
    except OSError as error:
        raise RecordingError(
            f"{folder} cannot be read: {error.strerror}. Name the folder with the recorded files."
        ) from error
    if len(names) > MOST_FILES:
        raise RecordingError(
            f"{folder} has more than {MOST_FILES:,} files. Put those of the lines into a folder "
            "of their own."
        )
    names = sorted(name for name in names if not name.startswith("."))
    if not names:
        raise RecordingError(
            f"There is no file in {folder}. Put WAV, FLAC, MP3 or M4A files there, called by the "
            "ids or the numbers that --missing lists, such as 012.wav."
        )
    return names


def _matched(
    folder: Path, names: Iterable[str], lines: Sequence[Line]
) -> tuple[list[tuple[Line, str]], list[Left]]:
    """Return each line with its file, in the order of the lines, and the files without a line."""
    found: dict[int, list[str]] = {}
    left: list[Left] = []
    places = {line.id: index for index, line in enumerate(lines)}
    for name in names:
        index = _index(name, places)
        if isinstance(index, str):
            left.append(Left(name, index))
        else:
            found.setdefault(index, []).append(name)
    wanted = []
    for index, same in sorted(found.items()):
        if len(same) == 1:
            wanted.append((lines[index], same[0]))
            continue
        for name in same:
            others = " and ".join(shown(each) for each in same if each != name)
            reason = f"{others} is for the same line. Keep one of them in {folder}."
            left.append(Left(name, reason))
    return wanted, left


def _index(name: str, places: dict[str, int]) -> int | str:
    """Return the place of a file's line from 0, or the reason why there is none."""
    stem, ending = os.path.splitext(name.casefold())  # noqa: PTH122
    if ending not in ENDINGS:
        return "It is not a sound file of a known kind: use WAV, FLAC, MP3 or M4A."
    if _ID.fullmatch(stem):
        return places.get(stem, "No line of these exercises has this id.")
    if _NUMBER.fullmatch(stem):
        number = int(stem)
        if 1 <= number <= len(places):
            return number - 1
        return f"There is no line {number}: the lines are numbered from 1 to {len(places)}."
    return "Its name is neither the id of a line nor its number, such as 012."


def _read(path: Path) -> Samples:
    if path.is_symlink():  # it may lead to what nobody wants to hear, or to pass on
        raise RecordingError(f"{shown(path.name)} is a link. Copy the file itself into the folder.")
    return read_sound(path, LONGEST_LINE)


def shown(name: str) -> str:
    """Return a file's name as it can be printed on one line."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name
    )
