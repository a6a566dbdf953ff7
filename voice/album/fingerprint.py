"""What a file was made from, in a few letters: so that only what has changed is made again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voice import __version__
from voice.album.marker import digest_of
from voice.paths import named_file
from voice.script.formatter import format_script
from voice.speech.versions import voice_version

if TYPE_CHECKING:
    from voice.export.contents import Track
    from voice.export.formats import Format
    from voice.pace import Pace
    from voice.script.model import Script
    from voice.speech.engine import Voice
    from voice.timeline.build import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """All that was asked for, as far as a file's sound and tags depend on it.

    Pauses and repetitions that `minutes` found follow from the rest.

    Attributes:
        script: The exercise.
        pace: How fast it goes.
        setting: Where and how it will be heard.
        minutes: How long it lasts; `None` for as long as it takes.
        bed: Whether the soft noise lies under it; `None` leaves it to the script.
        background: What else does, as `background_named` has it.
    """

    script: Script
    pace: Pace
    setting: Setting
    minutes: float | None = None
    bed: bool | None = None
    background: str = ""


def background_named(wanted: str | None) -> str:
    """A background, told apart by what it sounds like: a file by its content."""
    path = named_file(wanted) if wanted else None
    try:
        if path is not None and path.is_file():
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        pass  # making the file will complain of it
    return wanted or ""


def fingerprint(recipe: Recipe, kind: Format, track: Track | None, voice: Voice) -> str:
    """Changes whenever the file would.

    Args:
        recipe: What was asked for.
        kind: The file's format.
        track: Its place in an album.
        voice: Who speaks.
    """
    script = format_script(recipe.script)
    sound = (recipe.pace, recipe.setting, recipe.minutes, recipe.bed, recipe.background)
    version = voice_version(voice.engine, voice.id.removeprefix(f"{voice.engine}/"))
    parts = (__version__, script, sound, kind.value, track, voice.id, version)
    return digest_of(repr(parts).encode())
