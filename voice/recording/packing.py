"""Packs a recording into one file that can be sent to somebody."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from pathlib import Path

from voice.errors import RecordingError
from voice.files import being_written, move_to_free, open_ordinary, part_beside, read_file, sweep
from voice.recording.folders import not_written
from voice.recording.pack import ENDING, MOST_CLIPS, refuse_unusable
from voice.speech.clips import LARGEST_CLIP
from voice.speech.recordings import ABOUT, Recording, about_content

_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip can name: the same recording makes the same file every day."""


def pack(recording: Recording, target: Path) -> Path:
    """Write a recording into one file, whole or not at all.

    The same recording makes the same bytes. A file that holds exactly these is left as it is.

    Args:
        recording: The recording.
        target: A folder for the file, or its path.

    Returns:
        The file.

    Raises:
        RecordingError: The person has not agreed to it being passed on, there is nothing to pack,
            a clip is damaged, or the file cannot be written.
    """
    _refuse_private(recording)
    clips = recording.clips()
    if not clips:
        raise RecordingError(f"{recording.name} has no recorded lines yet. Record some first.")
    if len(clips) > MOST_CLIPS:
        raise RecordingError(f"{recording.folder} has more than {MOST_CLIPS} lines, too many.")
    place = target / f"{recording.id}{ENDING}" if target.is_dir() else target
    sweep(place)
    part = part_beside(place)
    try:
        with being_written(part):
            _write(recording, clips, part)
            _reach_disk(part)
            _put(part, place)
    except OSError as error:
        raise not_written(place, error) from error
    return place


def _refuse_private(recording: Recording) -> None:
    if recording.may_be_passed_on is None:
        raise RecordingError(
            f"Nobody has asked {recording.name} yet whether this voice may be passed on. Ask, "
            f"and write the answer into {recording.folder / ABOUT}: may_be_passed_on = true"
        )
    if not recording.may_be_passed_on:
        raise RecordingError(
            f"{recording.name} does not want this voice to be passed on, so it is not packed."
        )


def _write(recording: Recording, clips: tuple[Path, ...], part: Path) -> None:
    with zipfile.ZipFile(part, "w") as file:
        file.writestr(_entry(recording.id, ABOUT), about_content(recording))
        for clip in clips:
            content = _clip(clip)
            refuse_unusable(content, str(clip))
            file.writestr(_entry(recording.id, clip.name), content)


def _reach_disk(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())  # some disks report only then that they are full


def _clip(path: Path) -> bytes:
    try:
        return read_file(path, LARGEST_CLIP)
    except OSError as error:
        raise RecordingError(
            f"{path} cannot be read: {error.strerror}. Record that line again."
        ) from error


def _entry(folder: str, name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(f"{folder}/{name}", _DAY)  # stored: FLAC cannot be made smaller
    entry.create_system = 3
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    return entry


def _put(part: Path, place: Path) -> None:
    """Give a pack its name, unless another file has it.

    Raises:
        RecordingError: The name is taken.
        OSError: It cannot be moved there.
    """
    try:
        move_to_free(part, place)
    except FileExistsError:
        if not _same(part, place):
            raise RecordingError(
                f"{place} is already there. Move it away, or choose another name."
            ) from None


def _same(one: Path, other: Path) -> bool:
    try:
        if one.stat().st_size != other.stat().st_size:
            return False
        digests = set()
        for path in (one, other):
            with open_ordinary(path) as file:
                digests.add(hashlib.file_digest(file, "sha256").digest())
    except OSError:
        return False
    return len(digests) == 1
