"""A recording that a stranger sent as a zip: added whole, or refused with nothing left of it."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.fuzz.choices import Choices
from tests.fuzz.sounds import stored, tone
from tests.fuzz.target import Target, fresh_home
from voice.errors import RecordingError
from voice.paths import voices_folder
from voice.recording.adding import add
from voice.recording.packing import pack
from voice.speech.clips import encoded_clip, read_clip
from voice.speech.recordings import read_recording

_ABOUT = b'name = "Mira"\nlanguages = ["en"]\nmay_be_passed_on = true\n'
_FOLDERS = ("Mira/", "", "../", "/", "Other/", "Mira/../", "./", "__MACOSX/", "M\u00efra/", "a\\")
_NAMES = (
    *("voice.toml", "0123456789abcdef.flac", "fedcba9876543210.flac", ".DS_Store", "", "a.flac"),
    *("0123456789ABCDEF.flac", "voice.toml/", "0123456789abcdef.flac\0x", "\x1b[2J.flac"),
)
_MODES = (0, 0o100644 << 16, 0o120777 << 16, 0o040755 << 16, 0o010644 << 16, 0x10)


@cache
def _clips() -> tuple[bytes, ...]:
    good = encoded_clip(tone(600), "Look.")
    return (
        *(good, encoded_clip(tone(900), "There."), encoded_clip(tone(600) * 0, "Silence")),
        *(good[:-40], stored(tone(300)), stored(tone(300), 192_000, "FLAC")),
        *(b"", b"fLaC" + bytes(60)),
    )


def _holds(content: bytes) -> None:
    choices = Choices(content)
    with fresh_home() as home, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # names twice, which are chosen here
        here = choices.number(0, 5)
        if here:
            _have(_clips()[0 if here < 3 else 1], "0123456789abcdef" if here % 2 else "f" * 16)
        file = home / "sent.zip"
        file.write_bytes(choices.rest() if choices.one_of((False, False, True)) else _zip(choices))
        before = _files(home)
        try:
            added = add(file)
        except RecordingError as error:
            assert _files(home) == before, "something is left"
            assert str(error).isprintable() or "\u200d" in str(error)
            return
        folder = added.recording.folder
        assert folder.parent == voices_folder()
        assert read_recording(folder) == added.recording
        clips = added.recording.clips()
        assert added.new == len(clips) - (str(clips[0].relative_to(home)) in before) >= 0
        assert {name for name in before if name.endswith(".flac")} <= set(_files(home))
        for clip in clips:
            assert read_clip(clip).samples.any()
        elsewhere = {path for path in _files(home) if folder not in (home / path).parents}
        assert elsewhere <= set(before)
        assert add(file).new == 0
        if added.recording.may_be_passed_on:
            _pack_again(folder, home)


def _have(clip: bytes, name: str) -> None:
    """Begin with a recording of that name."""
    folder = voices_folder() / "Mira"
    folder.mkdir(parents=True)
    (folder / "voice.toml").write_bytes(_ABOUT)
    (folder / f"{name}.flac").write_bytes(clip)


def _pack_again(folder: Path, home: Path) -> None:
    """Pack what was added, and add it somewhere else."""
    packed = pack(read_recording(folder), home)
    with fresh_home():
        again = add(packed)
        ours = {path.name: path.read_bytes() for path in folder.iterdir()}
        theirs = {path.name: path.read_bytes() for path in again.recording.folder.iterdir()}
        assert {n: c for n, c in ours.items() if n.endswith(".flac")} == {
            n: c for n, c in theirs.items() if n.endswith(".flac")
        }


def _files(home: Path) -> dict[str, bytes]:
    """Return all files below a home, but for those that only hold a lock."""
    found = (path for path in sorted(home.rglob("*")) if path.is_file())
    return {str(path.relative_to(home)): path.read_bytes() for path in found}


def _zip(choices: Choices) -> bytes:
    """Return a zip file with entries that were chosen, and perhaps with damage."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if choices.one_of((True, True, False)):
            about = _ABOUT if choices.yes() else choices.text(120).encode()
            file.writestr("Mira/voice.toml", about)
            file.writestr("Mira/0123456789abcdef.flac", _clips()[0])
        for _ in range(choices.number(0, 3)):
            entry = zipfile.ZipInfo("x")
            name = choices.one_of(_FOLDERS) + choices.one_of(_NAMES)
            entry.filename = entry.orig_filename = name
            entry.external_attr = choices.one_of(_MODES)
            packing = choices.one_of(
                (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
            )
            inside = choices.one_of((*_clips(), _ABOUT, bytes(100_000)))
            file.writestr(entry, inside, packing)
    whole = made.getvalue()
    if choices.one_of((True, False, False)):
        return whole
    table = whole.rindex(b"PK\5\6" if choices.yes() or b"PK\1\2" not in whole else b"PK\1\2")
    if choices.one_of((False, False, True)):
        return choices.edited(whole)
    return whole[:table] + choices.edited(whole[table:], 3)


def _seeds() -> Iterator[bytes]:
    for number in range(8):
        yield bytes([number, 0, 0, 0, 0, number % 4])
    for folder in range(len(_FOLDERS)):
        for name in range(3):
            yield bytes([0, 0, 0, 1, 1, folder, name, name, name, name, 0])
    for clip in range(10):
        yield bytes([0, 0, 0, 1, 1, 0, 2, 0, clip % 4, clip, 0])
    for here in range(6):  # a second line, for a recording that is here already, or is not
        yield bytes([here, 0, 0, 1, 1, 0, 2, 1, 0, 1, 0])
    for place in range(0, 44, 4):
        yield bytes([0, 0, 0, 1, 0, 1, place % 2, 0, 1, place, 0, 2, 2, 255, 255])
    with fresh_home() as home:
        own = home / "Mira"
        own.mkdir()
        (own / "voice.toml").write_bytes(_ABOUT)
        (own / "0123456789abcdef.flac").write_bytes(_clips()[0])
        yield b"\0\2" + pack(read_recording(own), home).read_bytes()


TARGET = Target(
    aims=("voice.recording.adding", "voice.recording.pack", "voice.recording.packing"),
    holds=_holds,
    seeds=_seeds,
    words=("PK\3\4", "PK\1\2", "PK\5\6", "Mira/", "voice.toml", "name = ", '"Mira"'),
    longest=8_000,
)
