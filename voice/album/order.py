"""Orders of an export: an exercise, its choices, and the files to write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from voice.album.fingerprint import Recipe, background_named, fingerprint
from voice.album.marker import digest_of
from voice.exercise.choices import Choices
from voice.export.captions import CaptionFormat
from voice.export.contents import Track
from voice.export.formats import Format
from voice.script.model import Script
from voice.speech.engine import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Files to make of one exercise.

    Attributes:
        target: Path of the audio file.
        format: Its format.
        captions: Kinds of caption files to write beside it.
        track: Its place in an album.
        force: Whether existing files are replaced.
        recipe: The choices, which the mark in the file records.
    """

    target: Path
    format: Format
    captions: tuple[CaptionFormat, ...] = ()
    track: Track | None = None
    force: bool = False
    recipe: Recipe

    def fingerprint(self, voice: Voice) -> str:
        """Return the fingerprint of the audio file as a voice speaks it."""
        return fingerprint(self.recipe, self.format, self.track, voice)

    @property
    def exercise(self) -> str:
        """Digest of the exercise's id, as the mark has it."""
        return digest_of(self.recipe.script.id.encode())

    @property
    def beside(self) -> dict[CaptionFormat, Path]:
        """Paths of the caption files: the audio file's name with another ending."""
        ending = self.format.ending
        stem = self.target.name
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
        return {kind: self.target.with_name(f"{stem}.{kind}") for kind in self.captions}

    @property
    def targets(self) -> tuple[Path, ...]:
        """Paths of all files, the audio file first."""
        return (self.target, *self.beside.values())


def orders_for(
    scripts: list[Script],
    places: list[tuple[Path, Format]],
    choices: Choices,
    captions: tuple[str, ...],
    *,
    force: bool,
    several: bool,
) -> list[Order]:
    """Return one order for each script; `captions` are names of kinds of caption files."""
    kinds = tuple(CaptionFormat(name) for name in dict.fromkeys(captions))
    background = background_named(choices.background)
    return [
        Order(
            target=target,
            format=kind,
            captions=kinds,
            track=Track(number, len(scripts)) if several else None,
            force=force,
            recipe=Recipe(script=script, choices=choices, background=background),
        )
        for number, (script, (target, kind)) in enumerate(zip(scripts, places, strict=True), 1)
    ]
