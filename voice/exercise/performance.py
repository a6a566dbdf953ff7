"""Wiring: an exercise and the listener's choices become a timeline, speech and a mixer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import click

from voice import faults
from voice.errors import GroundError
from voice.exercise.choices import Choices, chosen_pace
from voice.exercise.narration import Narration
from voice.frames import SAMPLE_RATE
from voice.pace import Pace
from voice.paths import cache_folder
from voice.playback.c_stderr import hush_c_libraries
from voice.script.model import Script
from voice.settings import load_settings
from voice.sound.backgrounds import open_background
from voice.sound.mixer import Bed, Mixer, Sounds
from voice.speech.catalog import open_catalog
from voice.timeline.build import Setting, build
from voice.timeline.cues import Timeline
from voice.timeline.fit import fit, fit_beforehand, refit

if TYPE_CHECKING:  # numpy is loaded only where sound is made
    from voice.audio import Audio, Samples
    from voice.sound.backgrounds import Making
    from voice.speech.catalog import Catalog
    from voice.speech.engine import Voice
    from voice.speech.speaker import FallbackSpeaker


class Performance:
    """An exercise ready to be heard.

    Attributes:
        timeline: Its cues.
    """

    def __init__(
        self,
        timeline: Timeline,
        setting: Setting,
        choices: Choices,
        speaker: _Later,
        background: Making | None,
    ) -> None:
        self.timeline = timeline
        self._narration: Narration | None = None
        self._setting = setting
        self._choices = choices
        self._speaker = speaker
        self._background = background
        self._inexact: Fraction | None = None

    @property
    def narration(self) -> Narration:
        """Its lines, being rendered ahead from the first look on."""
        if self._narration is None:
            texts = [cue.text for cue in self.timeline.cues]
            self._narration = Narration(
                texts, self._speaker.say, measures=self._inexact is not None
            )
        return self._narration

    def fit(self, seconds: Fraction, *, at_once: bool) -> None:
        """Make it last as long as was asked for.

        Args:
            seconds: How long.
            at_once: Whether it begins before its lines are rendered, where that does no harm:
                `exact_pace` then mends what is still to come.

        Raises:
            LengthError: It cannot last so long.
            SpeechError: A line cannot be said.
        """
        wanted = self.timeline.script, self.timeline.pace, self._setting, seconds
        early = fit_beforehand(*wanted) if at_once else None
        if early is not None:
            self.timeline = early
            self._inexact = seconds
            return
        self.narration.measure()
        self.timeline = fit(*wanted, self.narration.frames.__getitem__)
        self.narration.say_instead([cue.text for cue in self.timeline.cues])

    def exact_pace(self, heard: int, late: int) -> Pace | None:
        """The pace of what is to come, with which it ends when it should.

        Args:
            heard: Index of the cue being heard.
            late: Frames for which it has waited for a line.

        Returns:
            It comes once, when the length of every line is known, and only if it is needed.
        """
        if self._inexact is None or not self.narration.is_measured:
            return None
        seconds = self._inexact - Fraction(late, SAMPLE_RATE)
        self._inexact = None
        frames = self.narration.frames.__getitem__
        return refit(self.timeline, self._setting, heard, seconds, frames)

    def close(self) -> None:
        """End rendering."""
        if self._narration is not None:
            self._narration.close()

    def voice(self) -> Voice:
        """Who speaks; starts the engine if that is not known yet."""
        return self._speaker.voice()

    def retimed(self, pace: Pace) -> Timeline:
        """The same cues at another pace."""
        return build(self.timeline.script, pace, self._setting, self.timeline.extra)

    def mixer(self, *, waiting: bool) -> Mixer:
        """A mixer from the start.

        Args:
            waiting: Whether a line that is not ready is waited for (exporting), or the bed goes
                on meanwhile (playing). Playing, nothing is rendered before `narration` is
                looked at: rendering would compete with opening the sound device.
        """
        bed = Bed.NONE
        if self._choices.bed or (self._choices.bed is None and self.timeline.script.bed):
            bed = Bed.SOFT
        elif self._choices.bed is None:
            bed = Bed.FLOOR
        lines = self.narration.wait_for if waiting else self._line
        background = None
        if self._background is not None:
            background = self._background.wait if waiting else self._background.now
        breath = self._choices.breath_sound is not False
        return Mixer(self.timeline, lines, Sounds(bed, breath, background))

    def tell(self) -> None:
        """Say, once, why there is no background, if it could not be made; the rest goes on."""
        failure = None if self._background is None else self._background.failure
        if failure is not None:
            if isinstance(failure, GroundError):
                click.echo(f"{failure} The exercise goes on without it.", err=True)
            else:
                faults.go_on(failure)
            self._background = None

    def _line(self, index: int) -> Samples | None:
        return None if self._narration is None else self._narration.line(index)


@contextmanager
def performance(
    script: Script,
    choices: Choices,
    setting: Setting,
    catalog: Catalog,
    *,
    at_once: bool = False,
) -> Iterator[Performance]:
    """An exercise to be heard or measured; its rendering ends with the block.

    Args:
        script: The exercise.
        choices: How it is wanted.
        setting: Where and how it will be heard.
        catalog: Who can speak.
        at_once: As in `Performance.fit`.

    Raises:
        UnknownNameError: No voice, or no background, has the name that was asked for.
        BackgroundError: The background is a file that is no sound.
        LengthError: It cannot last as long as was asked.
        SpeechError: A line cannot be said, and its length had to be known.
    """
    timeline = build(script, chosen_pace(choices), setting)
    if choices.voice is not None:
        catalog.choose(choices.voice, script.language)
    speaker = _Later(catalog, choices.voice, timeline)
    with (
        background_of(choices) as background,
        closing(Performance(timeline, setting, choices, speaker, background)) as performed,
    ):
        if choices.minutes is not None:
            performed.fit(Fraction(str(choices.minutes)) * 60, at_once=at_once)
        yield performed


@contextmanager
def background_of(choices: Choices) -> Iterator[Making | None]:
    """The background, about to be made; it is gone with the block.

    Raises:
        UnknownNameError: There is none of that name.
        BackgroundError: It is a file that is no sound.
    """
    if choices.background is None:
        yield None
        return

    hush_c_libraries()  # one that reads MP3 remarks on what it meets in a file
    with open_background(choices.background) as making:
        yield making


@contextmanager
def voices_here(*, beside_sound: bool = False) -> Iterator[Catalog]:
    """Open the engines of this machine, with the voice the listener settled on, for a block.

    Args:
        beside_sound: Whether somebody listens meanwhile.
    """
    told = partial(click.echo, err=True)
    preferred = load_settings().voice
    catalog = open_catalog(cache_folder(), preferred, told, beside_sound=beside_sound)
    try:
        yield catalog
    finally:
        catalog.close()


class _Later:
    """Finds the voice and its rate when the first line is wanted, so that sound need not wait."""

    def __init__(self, catalog: Catalog, name: str | None, timeline: Timeline) -> None:
        self._catalog = catalog
        self._name = name
        self._timeline = timeline
        self._lock = threading.Lock()
        self._speaker: FallbackSpeaker | None = None

    def say(self, text: str) -> Audio:
        return self._found().say(text)

    def voice(self) -> Voice:
        return self._found().voice

    def _found(self) -> FallbackSpeaker:
        with self._lock:
            if self._speaker is None:
                self._speaker = self._catalog.narrator(
                    self._name,
                    self._timeline.script.language,
                    self._timeline.pace.words_per_minute,
                )
            return self._speaker
