"""Recordings: a person's own voice for the lines of scripts, one folder each.

::

    voices/Mira/
        voice.toml               name, languages, day, and whether it may be passed on
        6f9b1c2d3e4a5b60.flac    one line, named by its `line_id`

The folder is read afresh each time, because people copy such folders by hand.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from voice.errors import RecordingError
from voice.files import read_file, write
from voice.paths import voices_folder

ABOUT = "voice.toml"
"""The file in a recording's folder that describes it."""

SUFFIX = ".flac"
"""The ending of a clip, which is one recorded line."""

MOST_STRETCH = 1.12
"""Factor by which a recording may be made slower or quicker; beyond it, it stays as it was spoken.
Chosen by the design, not measured: nobody has compared larger ones by ear."""

_BROKEN = (OSError, ValueError, TypeError, RecursionError)

_LONGEST_NAME = 100
"""Characters of a person's name."""

_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Characters that cannot be seen, but belong to names in some scripts."""

_CLIP = re.compile(rf"[0-9a-f]{{16}}{re.escape(SUFFIX)}")
_TAG = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Recording:
    """A person's recorded voice.

    Attributes:
        folder: Its folder, whose name is the voice's id.
        name: The person's name, as it is said.
        languages: BCP 47 tags of the lines, as scripts write them.
        made_on: The day of the first line; `None` if unknown.
        may_be_passed_on: The person's answer; `None` if nobody has asked yet.
    """

    folder: Path
    name: str
    languages: tuple[str, ...] = ("en",)
    made_on: date | None = None
    may_be_passed_on: bool | None = None

    @property
    def id(self) -> str:
        """The voice's id, without the driver."""
        return self.folder.name

    def place(self, line: str) -> Path:
        """Return the path of the clip of a line id; it may not exist."""
        return self.folder / f"{line}{SUFFIX}"

    def clip(self, text: str) -> Path | None:
        """Return the clip of a spoken text in any of the languages, or `None`."""
        places = (self.place(line_id(language, text)) for language in self.languages)
        return next((place for place in places if place.is_file()), None)

    def clips(self) -> tuple[Path, ...]:
        """Return all clips, sorted by name."""
        try:
            return tuple(sorted(path for path in self.folder.iterdir() if _is_clip(path)))
        except OSError:
            return ()

    def speaking(self, language: str) -> Recording:
        """Return it with one more language, unless it has that one."""
        if language in self.languages:
            return self
        return replace(self, languages=(*self.languages, language))


def line_id(language: str, text: str) -> str:
    """Return the name of a line's clip.

    Args:
        language: Tag of its script's language.
        text: The words that are spoken; white space is folded.
    """
    folded = " ".join(text.split())
    return hashlib.sha256(f"{language}\n{folded}".encode()).hexdigest()[:16]


def recordings() -> Iterator[Recording]:
    """Yield the recordings on this machine, by name, whose descriptions can be read."""
    try:
        folders = sorted(voices_folder().iterdir())
    except OSError:
        return
    for folder in folders:
        if folder.name.startswith("."):  # one that is being added
            continue
        try:
            yield read_recording(folder)
        except RecordingError:
            continue


def read_recording(folder: Path) -> Recording:
    """Read the description of a recording.

    Raises:
        RecordingError: There is none, or it is broken.
    """
    path = folder / ABOUT
    try:
        return parse_about(read_file(path), folder)
    except FileNotFoundError:
        raise RecordingError(f"{folder} is no recording: it has no {ABOUT}.") from None
    except _BROKEN as error:
        raise RecordingError(
            f'I can\'t read {path}: {error}. Correct it, or write name = "…" alone.'
        ) from error


def parse_about(content: bytes, folder: Path) -> Recording:
    """Parse the description of a recording.

    Raises:
        ValueError: It is not TOML, or a value in it cannot be used.
    """
    about = tomllib.loads(content.decode("utf-8-sig"))
    name = about.get("name", folder.name)
    languages = about.get("languages", ["en"])
    if not isinstance(name, str) or not is_name(name):
        raise ValueError("the name cannot be said")
    if not (isinstance(languages, list) and languages and all(map(_is_tag, languages))):
        raise ValueError('languages is not a list of tags such as ["en"]')
    return Recording(
        folder,
        " ".join(name.split()),
        tuple(languages),
        _optional(about, "made_on", date),
        _optional(about, "may_be_passed_on", bool),
    )


def is_name(name: str) -> bool:
    """True if a text can be a person's name: it is visible, and does no harm in a terminal."""
    seen = "".join(" " if each.isspace() else each for each in name if each not in _JOINERS)
    spoken = any(unicodedata.category(each)[0] in "LNS" for each in seen)  # 🎤 is a symbol
    return spoken and seen.isprintable() and len(name) <= _LONGEST_NAME


def write_about(recording: Recording) -> None:
    """Write the description of a recording, and make its folder.

    Raises:
        OSError: It cannot be written.
    """
    write(recording.folder / ABOUT, about_content(recording))


def about_content(recording: Recording) -> bytes:
    """Return the description of a recording as TOML."""
    # A JSON string without control characters is a TOML string.
    rows = [
        f"name = {json.dumps(recording.name, ensure_ascii=False)}",
        f"languages = {json.dumps(recording.languages)}",
    ]
    if recording.made_on is not None:
        rows.append(f"made_on = {recording.made_on.isoformat()}")
    if recording.may_be_passed_on is not None:
        rows.append(f"may_be_passed_on = {json.dumps(recording.may_be_passed_on)}")
    return "\n".join((*rows, "")).encode()


def follows(own: float | None, wanted: float) -> bool:
    """True if a recording of so many words a minute can be stretched to that many.

    Args:
        own: Its own words a minute; `None` if unknown.
        wanted: Words a minute.
    """
    return own is not None and 1 / MOST_STRETCH <= own / wanted <= MOST_STRETCH


def _optional(about: dict[str, Any], key: str, kind: type[Any]) -> Any:
    value = about.get(key)
    if value is not None and type(value) is not kind:
        raise ValueError(f"{key} is not a {'day' if kind is date else 'true or false'}")
    return value


def _is_tag(value: object) -> bool:
    return isinstance(value, str) and len(value) < 40 and bool(_TAG.fullmatch(value))  # noqa: PLR2004


def _is_clip(path: Path) -> bool:
    return is_clip_name(path.name) and path.is_file()


def is_clip_name(name: str) -> bool:
    """True if a file's name is that of a clip."""
    return _CLIP.fullmatch(name) is not None
