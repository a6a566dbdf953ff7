"""Packs from strangers: nothing is written outside, and nothing of a bad one is kept."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import example, given
from hypothesis import strategies as st

from tests.recording.spoken import LINES, contents, said
from voice.errors import RecordingError
from voice.paths import voices_folder
from voice.recording import adding
from voice.recording.adding import add
from voice.speech.clips import encoded_clip

ABOUT = b'name = "Mira"\nlanguages = ["en"]\nmay_be_passed_on = true\n'
NAME = "0123456789abcdef.flac"


def clip() -> bytes:
    return encoded_clip(said()[1], LINES[1].spoken)


def zipped(
    *entries: tuple[str | zipfile.ZipInfo, bytes], packing: int = zipfile.ZIP_STORED
) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packing) as file:
        for name, inside in entries:
            file.writestr(name, inside)
    return content.getvalue()


def plain(about: bytes = ABOUT, *more: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    return zipped(("Mira/voice.toml", about), (f"Mira/{NAME}", clip()), *more)


def refused(tmp_path: Path, content: bytes) -> str:
    """The sentence with which a file is refused; nothing may be left of it."""
    around = tmp_path / "home"
    around.mkdir(exist_ok=True)
    os.environ["GROUND_HOME"] = str(around / "ground")
    file = tmp_path / "pack.zip"
    file.write_bytes(content)
    with pytest.raises(RecordingError) as error:
        add(file)
    assert contents(around) == {}
    assert "\n" not in str(error.value)
    assert str(error.value).isprintable()
    return str(error.value)


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, ground_home: Path) -> None:
    monkeypatch.setenv("GROUND_HOME", str(ground_home))  # and what `refused` sets is undone


@pytest.mark.parametrize("top", ["", "Mira/", "Any thing at all…/"])
def test_folders_do_not_matter(tmp_path: Path, top: str) -> None:
    content = zipped((f"{top}voice.toml", ABOUT), (f"{top}{NAME}", clip()))
    (tmp_path / "a.zip").write_bytes(content)
    assert add(tmp_path / "a.zip").recording.folder == voices_folder() / "Mira"


def test_packs_that_other_programs_zip_again_are_taken(tmp_path: Path) -> None:
    content = zipped(
        ("Mira/", b""),
        ("Mira/voice.toml", ABOUT),
        (f"Mira/{NAME}", clip()),
        ("Mira/.DS_Store", b"x"),
        ("__MACOSX/Mira/._voice.toml", b"x"),
        packing=zipfile.ZIP_DEFLATED,
    )
    (tmp_path / "a.zip").write_bytes(content)
    added = add(tmp_path / "a.zip")
    assert sorted(contents(added.recording.folder)) == [NAME, "voice.toml"]


ODD = [
    "../evil.flac", "/etc/cron.d/evil", f"..\\{NAME}", f"C:\\{NAME}", f"Mira/../{NAME}", "Mira/a/b",
    f"Other/{NAME.replace('0', '1')}", NAME, "Mira/voice.toml.exe", "Mira/0123.flac",
    f"Mira/{NAME.upper()}", "Mira/fedcba9876543210.wav", f"Mira/\x1b[2J{NAME}", f"Mira//{NAME}",
    f"./{NAME}", "Mira/fedcba9876543210.flac/",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_a_name_that_is_no_part_of_a_recording_is_refused(tmp_path: Path, name: str) -> None:
    assert "Ask for it again" in refused(tmp_path, plain(ABOUT, (name, clip()))) or name.endswith(
        NAME
    )


@given(st.text(max_size=40) | st.lists(st.sampled_from(["..", ".", "a", "/", "\\", NAME, "\0"])))
@example("voice.toml")
@example(f"Mira/{NAME}")
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_any_other_name_is_refused(name: str | list[str]) -> None:
    from tempfile import TemporaryDirectory

    entry = zipfile.ZipInfo("".join(name))
    entry.orig_filename = entry.filename = "".join(name)
    try:
        content = plain(ABOUT, (entry, clip()))
    except UnicodeEncodeError:
        return
    with TemporaryDirectory() as folder:
        refused(Path(folder), content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_given_twice_is_refused(tmp_path: Path) -> None:
    assert NAME in refused(tmp_path, plain(ABOUT, (f"Mira/{NAME}", clip())))
    assert "voice.toml" in refused(tmp_path, plain(ABOUT, ("Mira/voice.toml", ABOUT)))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFDIR])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    entry = zipfile.ZipInfo("Mira/fedcba9876543210.flac")
    entry.external_attr = (kind | 0o777) << 16
    assert "fedcba" in refused(tmp_path, plain(ABOUT, (entry, b"/etc/passwd")))


def flac(samples: np.ndarray, rate: int = 24_000, kind: str = "FLAC") -> bytes:
    content = io.BytesIO()
    soundfile.write(content, samples, rate, format=kind)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a sound",
        clip()[:-100],
        clip()[:4000] + bytes(400) + clip()[4400:],
        flac(np.zeros(61 * 24_000, np.int16)),
        flac(np.ones(61 * 24_000, np.int16)),
        flac(np.zeros(24_000, np.int16)),
        flac(np.ones((24_000, 8), np.int16)),
        flac(np.ones(24_000, np.int16), 655_350),
        flac(np.ones(24_000, np.int16), kind="WAV"),
    ],
    ids=["empty", "text", "cut off", "overwritten", "long silence", "long", "silent", "8 channels",
         "odd rate", "wav"],
)  # fmt: skip
def test_each_clip_has_to_be_a_line_that_can_be_played(tmp_path: Path, content: bytes) -> None:
    sentence = refused(tmp_path, plain(ABOUT, ("Mira/fedcba9876543210.flac", content)))
    assert "fedcba9876543210.flac in" in sentence
    assert "is no line that can be played" in sentence


@pytest.mark.parametrize(
    "about",
    [
        b"name = ", b"\xff\xfe", b'name = ""', b"name = 1", rb'name = "\u001b[2J"',
        rb'name = "\u202eariM"', b'name = "' + b"x" * 101 + b'"', b"a = " + b"[" * 5000,
        b'languages = ["../.."]', b'may_be_passed_on = "yes"', b"made_on = 2026-13-01",
    ],
)  # fmt: skip
def test_a_hostile_description_is_refused(tmp_path: Path, about: bytes) -> None:
    assert "its voice.toml is broken" in refused(tmp_path, plain(about))


@pytest.mark.parametrize(
    ("name", "folder"),
    [("../../x", "x"), ("CON", "_CON"), ("/etc/passwd", "etc passwd"), ("C:\\\\x", "C x")],
)
def test_a_name_that_is_a_path_stays_inside(tmp_path: Path, name: str, folder: str) -> None:
    (tmp_path / "a.zip").write_bytes(plain(f'name = "{name}"'.encode()))
    assert add(tmp_path / "a.zip").recording.folder == voices_folder() / folder


def test_what_is_no_zip_alone_is_refused(tmp_path: Path) -> None:
    good = plain()
    comment = io.BytesIO(good)
    with zipfile.ZipFile(comment, "a") as file:
        file.comment = b"hello"
    for content in (
        b"", b"PK", b"x" * 1000, b"#!/bin/sh\n" + good, good + b"garbage", good[:-30], good[100:],
        comment.getvalue(), good[:-22] + bytes(22), good[:-6] + b"\xff\xff\xff\xff" + good[-2:],
    ):  # fmt: skip
        sentence = refused(tmp_path, content)
        assert "is no pack of a recording, or is damaged" in sentence
    with pytest.raises(RecordingError, match=r"is a folder\. Name the file"):
        add(tmp_path)
    with pytest.raises(RecordingError, match=r"There is no file .*none\.zip\. Check its name"):
        add(tmp_path / "none.zip")


def test_a_recording_without_lines_or_description_is_refused(tmp_path: Path) -> None:
    for content in (zipped(("voice.toml", ABOUT)), zipped((NAME, clip()))):
        assert "holds no recording" in refused(tmp_path, content)


def test_damage_inside_is_found(tmp_path: Path) -> None:
    """Whatever byte is changed: it is refused, or it did not matter."""
    good = plain()
    at = np.random.default_rng(3).integers(0, len(good), 40)
    for place in [*at.tolist(), *range(len(good) - 60, len(good), 3)]:
        changed = bytearray(good)
        changed[place] ^= 0x55
        file = tmp_path / "a.zip"
        file.write_bytes(bytes(changed))
        try:
            add(file)
        except RecordingError:
            continue
        for each in contents(voices_folder()).values():
            assert each in {clip()} or b"Mira" in each


def test_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = zipped(("voice.toml", ABOUT), (NAME, bytes(30_000_000)), packing=zipfile.ZIP_DEFLATED)
    assert "is larger than any recording" in refused(tmp_path, zeros)
    large = zipped(("voice.toml", ABOUT + b"#" * 1_100_000), (NAME, clip()))
    assert "is larger than any recording" in refused(tmp_path, large)
    many = zipped(*((f"{number:016x}.flac", b"") for number in range(10_100)))
    assert "is larger than any recording" in refused(tmp_path, many)
    monkeypatch.setattr(adding, "LARGEST_PACK", 30_000)
    assert "is larger than any recording" in refused(tmp_path, plain())


def test_a_size_that_is_a_lie_is_found(tmp_path: Path) -> None:
    packed = zipped(("voice.toml", ABOUT), (NAME, bytes(3_000_000)), packing=zipfile.ZIP_DEFLATED)
    at = packed.rindex(b"PK\x01\x02") + 24
    assert struct.unpack_from("<I", packed, at)[0] == 3_000_000
    lie = packed[:at] + struct.pack("<I", 40_000) + packed[at + 4 :]
    assert "is no pack of a recording, or is damaged" in refused(tmp_path, lie)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packings_are_refused(tmp_path: Path, packing: int) -> None:
    content = zipped(("voice.toml", ABOUT), (NAME, clip()), packing=packing)
    assert "damaged" in refused(tmp_path, content)


def test_a_password_is_named(tmp_path: Path) -> None:
    content = bytearray(plain())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert "is locked with a password" in refused(tmp_path, bytes(content))


def test_another_name_at_the_entry_itself_is_found(tmp_path: Path) -> None:
    content = bytearray(plain())
    at = content.index(NAME.encode())
    content[at : at + 4] = b"../."
    assert "damaged" in refused(tmp_path, bytes(content))


def test_a_wrong_checksum_is_found(tmp_path: Path) -> None:
    content = plain()
    about = ABOUT.replace(b"Mira", b"Nora")
    assert zlib.crc32(about) != zlib.crc32(ABOUT)
    assert "damaged" in refused(tmp_path, content.replace(ABOUT, about))
