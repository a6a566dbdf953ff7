"""Finds, names, begins and deletes the folders of recordings."""

from __future__ import annotations

import errno
import os
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from voice.errors import RecordingError
from voice.file_names import file_name
from voice.files import in_the_way, only_writer, part_beside, sweep_folder
from voice.paths import settings_file, voices_folder
from voice.saved_settings import load_settings, remember
from voice.settings import Settings
from voice.speech.installed import RECORDED
from voice.speech.recordings import (
    ABOUT,
    Recording,
    is_clip_name,
    is_name,
    read_recording,
    recordings,
    write_about,
)

_PART = re.compile(r"\..+\.part-[0-9a-f]{8}", re.DOTALL)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def recording_named(name: str) -> Recording | None:
    """Return the recording whose folder or person has a name, in any case, or `None`.

    Raises:
        RecordingError: There is a folder of that name, but its description is broken.
    """
    found = list(recordings())
    wanted = _folded(name)
    by_folder = [each for each in found if _folded(each.id) == wanted]
    by_person = [each for each in found if _folded(each.name) == wanted]
    if by_folder or by_person:
        return (*by_folder, *by_person)[0]
    for folder in voices_folder().glob("*"):
        if _folded(folder.name) == wanted and (folder / ABOUT).is_file():
            return read_recording(folder)  # raises an error that says what is broken
    return None


def new_recording(name: str, language: str) -> Recording:
    """Return a recording that nobody has begun, in a folder of its own.

    Nothing is written yet; see `begin`.

    Args:
        name: The person's name, as it was typed.
        language: BCP 47 tag of the first lines.

    Raises:
        RecordingError: It cannot be a name, or the folder of recordings cannot be read.
    """
    if not is_name(name):
        raise RecordingError(
            "A recording needs a name that can be said, such as Mira. Type another one."
        )
    folder = free_folder(name)
    return Recording(folder, " ".join(name.split()), (language,))


def free_folder(name: str) -> Path:
    """Return a folder for a person's name that is not used: "Mira", or "Mira 2".

    Raises:
        RecordingError: The folder of recordings cannot be read.
    """
    folder = voices_folder()
    taken = {_folded(each) for each in _names_of_all() if not _is_vacant(folder / each)}
    plain = file_name(name)
    number, free = 1, plain
    while _folded(free) in taken:
        number += 1
        free = f"{plain} {number}"
    return voices_folder() / free


def begin(recording: Recording, languages: Iterable[str]) -> Recording:
    """Write the description of a recording before its first line, or add languages to it.

    Args:
        recording: The recording; its folder may not exist yet.
        languages: Those of the lines that will be kept.

    Returns:
        The recording as it is described now.

    Raises:
        RecordingError: It cannot be written.
    """
    try:
        recording.folder.mkdir(parents=True, exist_ok=True)
        with only_writer(recording.folder):
            exists = os.path.lexists(recording.folder / ABOUT)
            before = read_recording(recording.folder) if exists else recording
            now = before
            for language in languages:
                now = now.speaking(language)
            now = replace(now, made_on=now.made_on or date.today())
            if not exists or now != before:
                write_about(now)
    except OSError as error:
        raise not_written(recording.folder / ABOUT, error) from error
    return now


def answer(recording: Recording, *, agreed: bool) -> Recording:
    """Write whether the person agreed to the recording being passed on; a "no" stays.

    Returns:
        The recording as it is described now.

    Raises:
        RecordingError: It cannot be written.
    """
    try:
        with only_writer(recording.folder):
            now = read_recording(recording.folder)
            if now.may_be_passed_on is not False:
                now = replace(now, may_be_passed_on=agreed)
                write_about(now)
    except OSError as error:
        raise not_written(recording.folder / ABOUT, error) from error
    return now


def delete(recording: Recording) -> tuple[Path, ...]:
    """Delete all of a recording, and what killed runs left of it; it is chosen no longer.

    A deletion that is killed can be begun again.

    Returns:
        What is left in its folder, because it is not the recording's: empty if all is gone.

    Raises:
        RecordingError: Something of the recording cannot be deleted.
        SettingsError: The settings, which hold its name, cannot be changed.
    """
    # First: a choice would keep the name, and once the folder is gone nothing leads to it.
    if load_settings().voice == f"{RECORDED}/{recording.id}":
        remember(settings_file(), Settings(voice=""))
    with alone():
        return _delete(recording.folder)


def _delete(folder: Path) -> tuple[Path, ...]:
    try:
        sweep_folder(folder)
        for name in sorted(filter(is_clip_name, _names(folder))):
            (folder / name).unlink(missing_ok=True)
        (folder / ABOUT).unlink(missing_ok=True)  # last: until then it is found by its name
        left = tuple(folder / name for name in sorted(_names(folder)))
        if folder.is_symlink():
            folder.unlink()
        elif not left and folder.is_dir():
            folder.rmdir()
    except OSError as error:
        raise RecordingError(
            f"{error.filename or folder} cannot be deleted: {error.strerror}. Delete it by hand."
        ) from error
    return left


def remove_vacant() -> None:
    """Remove the folders of which killed runs left no more than a person's name.

    Raises:
        RecordingError: Another run is adding a recording, or the folder cannot be read.
    """
    folders = [voices_folder() / name for name in _names_of_all()]
    with alone() if folders else nullcontext():
        for folder in folders:
            if _is_vacant(folder) and not folder.is_symlink():
                clear_vacant(folder)


def clear_vacant(folder: Path) -> None:
    """Remove a folder, unless it holds more than killed runs leave, or does not exist."""
    sweep_folder(folder)
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def alone() -> Iterator[None]:
    """Keep other runs from adding recordings, and remove what killed ones left half added.

    Raises:
        RecordingError: Another run is adding one, or the folder of all recordings cannot be made.
    """
    folder = voices_folder()
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(only_writer(folder))
        except OSError as error:
            raise not_written(folder / ABOUT, error) from error
        for name in filter(_PART.fullmatch, _names_of_all()):
            shutil.rmtree(folder / name, ignore_errors=True)
        yield


@contextmanager
def part_folder(place: Path) -> Iterator[Path]:
    """Make a hidden folder beside a place; it is gone after the block unless it was renamed.

    Call it within `alone`, which removes such a folder if this run is killed.

    Raises:
        OSError: It cannot be made.
    """
    part = part_beside(place)
    part.mkdir()
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def not_written(place: Path, error: OSError) -> RecordingError:
    """Return the error for a file of a recording that cannot be written."""
    if error.errno in _FULL:
        return RecordingError(
            f"There is not enough room left to write {place}. Free some space, and do it again: "
            "what is already there stays."
        )
    if (obstacle := in_the_way(place)) is not None:
        return RecordingError(
            f"{place} cannot be written, because {obstacle} is not a folder. Move it away, and do "
            "it again."
        )
    if error.errno == errno.EAGAIN:
        return RecordingError(
            f"Another run of ground is changing {place.parent}. Try again in a moment."
        )
    return RecordingError(
        f"{place} cannot be written: {error.strerror}. Correct that, and do it again."
    )


def _names_of_all() -> list[str]:
    """Return the names in the folder of all recordings.

    Raises:
        RecordingError: It cannot be read.
    """
    try:
        return _names(voices_folder())
    except OSError as error:
        raise RecordingError(
            f"The folder of recordings, {voices_folder()}, cannot be read: {error.strerror}. "
            "Correct that, and do it again."
        ) from error


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return []


def _is_vacant(folder: Path) -> bool:
    """True for a folder of which a killed run made no more than the beginning."""
    try:
        return folder.is_dir() and all(map(_PART.fullmatch, _names(folder)))
    except OSError:  # somebody keeps something in it
        return False


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
