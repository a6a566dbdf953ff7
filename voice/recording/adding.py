"""Adds a pack that somebody sent. It is checked like anything from a stranger.

Its clips are unpacked into a hidden folder beside the recordings, which becomes the recording in
one step. What a killed run leaves there is no recording, and is removed by the next one.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from voice.errors import RecordingError
from voice.files import HAND_WRITTEN, open_ordinary, read_file, write
from voice.recording.folders import (
    alone,
    begin,
    clear_vacant,
    free_folder,
    not_written,
    part_folder,
    recording_named,
)
from voice.recording.pack import LARGEST_PACK, MOST_CLIPS, refuse_unusable
from voice.speech.clips import LARGEST_CLIP
from voice.speech.recordings import ABOUT, Recording, parse_about, write_about

_END = struct.Struct("<4s4H2LH")
"""The record at the end of a zip: mark, two disk numbers, entries here and in all, size and place
of their table, length of a comment."""

_NAME = re.compile(r"(?:([^/\\]+)/)?(voice\.toml|[0-9a-f]{16}\.flac)")
_ADDED_BY_MACS = re.compile(r"__MACOSX/.*|(?:.*/)?\.DS_Store", re.DOTALL)

_LARGEST_TABLE = 300 * MOST_CLIPS
_MOST_ENTRIES = 2 * MOST_CLIPS + 10
"""A Mac adds a second file to each."""

_MOST_RATIO = 20
"""Factor by which a file may grow: FLAC does not, and a bomb does a thousandfold."""

_SMALL = 10_000
_ENCRYPTED = 1
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True, slots=True)
class Added:
    """The result of adding a pack.

    Attributes:
        recording: The recording.
        new: Number of lines that were not there before.
    """

    recording: Recording
    new: int


def add(file: Path) -> Added:
    """Add the recording in a pack to those on this machine, whole or not at all.

    A pack of a recording that is here already adds the lines that are missing, if those that both
    have are the same; otherwise it is another person's.

    Args:
        file: The pack.

    Raises:
        RecordingError: It is no pack, is damaged, unsafe or too large, there is another recording
            of that name, or there is no room for it.
    """
    try:
        with open_ordinary(file) as opened, _zip(opened, file) as pack, alone():
            entries = _entries(pack, file)
            about = _about(pack, entries, file)
            known = recording_named(about.name)
            if known is None:
                return _add_new(pack, entries, about, file)
            return _add_to(known, pack, entries, about, file)
    except FileNotFoundError:
        raise RecordingError(f"There is no file {file}. Check its name and folder.") from None
    except IsADirectoryError:
        raise RecordingError(
            f"{file} is a folder. Name the file that the voice was packed into."
        ) from None
    except OSError as error:
        raise RecordingError(
            f"{file} cannot be read: {error.strerror or error}. Ask for it again."
        ) from error


@contextmanager
def _zip(opened: BinaryIO, file: Path) -> Iterator[zipfile.ZipFile]:
    _refuse_odd_end(opened, file)
    try:
        with zipfile.ZipFile(opened) as pack:
            yield pack
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise _damaged(file) from error


def _refuse_odd_end(opened: BinaryIO, file: Path) -> None:
    """Refuse what is no plain zip from its first byte to its last, before its table is read."""
    size = os.fstat(opened.fileno()).st_size
    if size > LARGEST_PACK:
        raise _too_large(file)
    if size < _END.size:
        raise _damaged(file)
    beginning = opened.read(4)
    opened.seek(-_END.size, os.SEEK_END)
    mark, disk, table_disk, here, entries, table, place, comment = _END.unpack(
        opened.read(_END.size)
    )
    opened.seek(0)
    if beginning != b"PK\x03\x04" or mark != b"PK\x05\x06" or comment or disk or table_disk:
        raise _damaged(file)
    if entries > _MOST_ENTRIES or table > _LARGEST_TABLE:
        raise _too_large(file)
    if here != entries or place + table + _END.size != size:
        raise _damaged(file)


def _entries(pack: zipfile.ZipFile, file: Path) -> dict[str, zipfile.ZipInfo]:
    """Return the files of a pack by their names in the recording.

    Raises:
        RecordingError: One of them has no place in a recording.
    """
    found: dict[str, zipfile.ZipInfo] = {}
    folders: set[str | None] = set()
    for entry in pack.infolist():
        name = entry.orig_filename
        if _ADDED_BY_MACS.fullmatch(name):
            continue
        match = _NAME.fullmatch(name.rstrip("/") + f"/{ABOUT}" if _is_folder(entry) else name)
        if match is None or match[1] in {".", ".."} or not _is_plain(entry):
            raise _odd(file, name)
        folders.add(match[1])
        if _is_folder(entry):
            continue
        if match[2] in found:
            raise _odd(file, name)
        found[match[2]] = entry
    _refuse_large(list(found.values()), file)
    if ABOUT not in found or len(found) < 2 or len(folders) > 1:  # noqa: PLR2004
        raise RecordingError(
            f"{file} holds no recording: it needs one {ABOUT}, and its lines. Ask for it again."
        )
    return found


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.orig_filename.endswith("/") and not entry.file_size


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """True if an entry is an ordinary file or a folder, as far as the zip says."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind in {0, stat.S_IFDIR if _is_folder(entry) else stat.S_IFREG}


def _refuse_large(entries: list[zipfile.ZipInfo], file: Path) -> None:
    if len(entries) > MOST_CLIPS + 1 or sum(each.file_size for each in entries) > LARGEST_PACK:
        raise _too_large(file)
    for each in entries:
        largest = HAND_WRITTEN if each.orig_filename.endswith(ABOUT) else LARGEST_CLIP
        grows = each.file_size > _MOST_RATIO * each.compress_size + _SMALL
        if each.file_size > largest or grows:
            raise _too_large(file)
        if each.flag_bits & _ENCRYPTED:
            raise RecordingError(f"{file} is locked with a password. Ask for a pack without one.")
        if each.compress_type not in _PACKINGS:
            raise _damaged(file)


def _content(pack: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read an entry to its end, where its checksum is compared, or one byte beyond its size."""
    with pack.open(entry) as opened:
        content = opened.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise zipfile.BadZipFile("a size is wrong")
    return content


def _about(pack: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], file: Path) -> Recording:
    content = _content(pack, entries[ABOUT])
    try:
        return parse_about(content, Path(entries[ABOUT].filename).parent)
    except (ValueError, TypeError, RecursionError) as error:
        raise RecordingError(
            f"{file} holds no recording that can be used: its {ABOUT} is broken. Ask for it again."
        ) from error


def _add_new(
    pack: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], about: Recording, file: Path
) -> Added:
    recording = replace(about, folder=free_folder(about.name))
    try:
        with part_folder(recording.folder) as part:
            for name, content in _clips(pack, entries, file):
                (part / name).write_bytes(content)
            write_about(replace(recording, folder=part))
            clear_vacant(recording.folder)
            part.rename(recording.folder)
    except OSError as error:
        raise not_written(recording.folder, error) from error
    return Added(recording, len(entries) - 1)


def _add_to(
    known: Recording,
    pack: zipfile.ZipFile,
    entries: dict[str, zipfile.ZipInfo],
    about: Recording,
    file: Path,
) -> Added:
    """Add the lines that a recording lacks, after all of the pack was checked."""
    here = {clip.name for clip in known.clips()}
    shared = here & set(entries)
    new = [name for name, content in _clips(pack, entries, file) if _is_new(known, name, content)]
    if not shared or shared & set(new):
        raise RecordingError(
            f"There is already another recording called {known.name}, in {known.folder}. "
            f"Change its name in {known.folder / ABOUT}, rename the folder, and add this one again."
        )
    if not new:
        return Added(known, 0)
    known = begin(known, about.languages)
    for name in new:
        try:
            write(known.folder / name, _content(pack, entries[name]))
        except OSError as error:
            raise not_written(known.folder / name, error) from error
    return Added(known, len(new))


def _is_new(known: Recording, name: str, content: bytes) -> bool:
    try:
        return read_file(known.folder / name, LARGEST_CLIP) != content
    except OSError:
        return True


def _clips(
    pack: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], file: Path
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of the clips, each of which can be played."""
    for name, entry in sorted(entries.items()):
        if name != ABOUT:
            content = _content(pack, entry)
            refuse_unusable(content, f"{name} in {file}")
            yield name, content


def _damaged(file: Path) -> RecordingError:
    return RecordingError(f"{file} is no pack of a recording, or is damaged. Ask for it again.")


def _too_large(file: Path) -> RecordingError:
    return RecordingError(
        f"{file} is larger than any recording, so it is not unpacked. Ask for it again."
    )


def _odd(file: Path, name: str) -> RecordingError:
    seen = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in name)
    return RecordingError(
        f"{file} holds {seen[:100]}, which is no part of a recording, so it is not unpacked. "
        "Ask for it again."
    )
