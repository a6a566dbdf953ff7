"""What a file was made from, in a few letters: so that only what has changed is made again."""

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
    """All that was asked for, as far as a file's sound and tags depend on it.

    Pauses and repetitions that `--minutes` found follow from the rest.

    Attributes:
        script: The exercise.
        choices: How it is wanted.
        background: What lies under it, as `background_named` has it.
    """

    script: Script
    choices: Choices
    background: str = ""

    @property
    def pace(self) -> Pace:
        """How fast it goes."""
        return chosen_pace(self.choices)

    @property
    def setting(self) -> Setting:
        """Where and how it will be heard."""
        return setting_of(self.choices)


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
    script, wanted = format_script(recipe.script), recipe.choices
    sound = (recipe.pace, recipe.setting, wanted.minutes, wanted.bed, recipe.background)
    version = voice_version(voice.engine, voice.id.removeprefix(f"{voice.engine}/"))
    parts = (__version__, script, sound, kind.value, track, voice.id, version)
    return digest_of(repr(parts).encode())
