"""Searches the disk for what was to be forgotten: names, numbers, texts and sound."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.privacy.commands import Command
from tests.privacy.house import House

NAME, NUMBER, TEXT, SPEAKER = "Marlene", "030 5550077", "Quellwasserlampe", "Mira"

SECRET = (
    f"---\ntitle: A lamp\nabout: One line.\nask: 1\nposition: any\n---\n\n## One\n\nMy {TEXT}.\n"
)

PIECE = 64
"""Bytes of sound that are searched for: in 16 bits, 1.3 ms, which nothing else holds by chance."""

SPOKEN = 40.0
"""Seconds in which a person's name and number have been said."""

FAULT = f"from voice import fault_file; fault_file.write(ValueError('{NAME}'))"

QUICK = ("--no-bell", "--pauses", "0.25")


def reset(house: House) -> tuple[list[str], list[str]]:
    """Say a name, play a text, and forget all of it; return where they were, and where they are."""
    _run(house, "settings", "--person", NAME, "--number", NUMBER, "--country", "DE", "--remember")
    (house.home / ".settings.toml.part-0123abcd").write_text(f'person = "{NAME}"\n')
    (house.home / "settings.broken.toml").write_text(f'person = "{NAME}\n')
    (house.here / "secret.md").write_text(SECRET)
    subprocess.run([sys.executable, "-c", FAULT], env=house.environment, check=True)
    _run(house, "play", "secret.md", *QUICK)
    _hear(house, "support")
    marks = _marks([NAME, NUMBER, NUMBER.replace(" ", ""), TEXT, "secret"], house.home / "cache")
    before = places(house, marks)
    _run(house, "settings", "--reset")
    return before, places(house, marks)


def deletion(house: House) -> tuple[list[str], list[str]]:
    """Record a voice, play with it, and delete it; return where it was, and where it is."""
    _run(house, "record", SPEAKER, "lines.md", "--from", "phone")
    (house.home / "settings.toml").write_text(f'voice = "recorded/{SPEAKER}"\n')
    _run(house, "play", "lines.md", *QUICK)
    recording = house.home / "voices" / SPEAKER
    marks = _marks([SPEAKER], recording)
    before = places(house, marks)
    _run(house, "record", SPEAKER, "--delete")
    return before, places(house, marks)


def places(house: House, marks: Sequence[bytes]) -> list[str]:
    """List the files whose content, name or target holds one of the marks."""
    return sorted(_holding(house.place, marks))


def _holding(place: Path, marks: Sequence[bytes]) -> Iterator[str]:
    for path in place.rglob("*"):
        name = path.relative_to(place)
        if name.parts[0] == "here":  # what the listener has made
            continue
        content = str(name).encode()
        if path.is_symlink():
            content += str(path.readlink()).encode()
        elif path.is_file():
            content += b"\n" + path.read_bytes()
        lower = content.lower()
        if any(mark in content or mark in lower for mark in marks):
            yield str(name)


def _marks(words: Sequence[str], sounds: Path) -> list[bytes]:
    """The words as they may be written, and pieces from the middle of each file with sound."""
    marks = [word.lower().encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    for path in sounds.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        middle = len(content) // 2
        if len(content) > 4 * PIECE and any(content[middle : middle + PIECE]):
            marks.append(content[middle : middle + PIECE])
    return marks


def _hear(house: House, *arguments: str) -> None:
    """Listen to a command for a while."""
    house.watch(Command(arguments, lasts=True), SPOKEN)


def _run(house: House, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voice", *arguments],
        cwd=house.here,
        env=house.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
