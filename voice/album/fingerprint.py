"""Fingerprints of everything a file was made from, so that only changed files are made again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voice import __version__
from voice.album.marker import digest_of
from voice.exercise.choices import Choices, chosen_pace, setting_of
from voice.pace import Pace
from voice.paths import named_file
from voice.script.formatter import format_script
from voice.script.model import Script
from voice.speech.versions import voice_version
from voice.timeline.build import Setting

if TYPE_CHECKING:
    from voice.export.contents import Track
    from voice.export.formats import Format
    from voice.speech.engine import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Choices on which the sound and tags of a file depend.

    Pauses and repetitions that `--minutes` found follow from the rest.

    Attributes:
        script: The exercise.
        choices: The listener's choices.
        background: The background, as `background_named` returns it.
    """

    script: Script
    choices: Choices
    background: str = ""

    @property
    def pace(self) -> Pace:
        """Pace of the exercise."""
        return chosen_pace(self.choices)

    @property
    def setting(self) -> Setting:
        """Setting in which it will be heard."""
        return setting_of(self.choices)


def background_named(wanted: str | None) -> str:
    """Return a string that changes with the background: the name, or the digest of a file."""
    path = named_file(wanted) if wanted else None
    try:
        if path is not None and path.is_file():
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        pass  # reported when the file is made
    return wanted or ""


def fingerprint(recipe: Recipe, kind: Format, track: Track | None, voice: Voice) -> str:
    """Return a digest that changes whenever the file would.

    Args:
        recipe: The choices.
        kind: The file's format.
        track: Its place in an album.
        voice: The voice that speaks.
    """
    script, wanted = format_script(recipe.script), recipe.choices
    sound = (recipe.pace, recipe.setting, wanted.minutes, wanted.bed, recipe.background)
    version = voice_version(voice.engine, voice.id.removeprefix(f"{voice.engine}/"))
    parts = (__version__, script, sound, kind.value, track, voice.id, version)
    return digest_of(repr(parts).encode())
