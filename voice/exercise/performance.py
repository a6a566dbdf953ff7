"""Builds the timeline, speech and mixer of an exercise from the listener's choices."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
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
from voice.saved_settings import load_settings
from voice.script.model import Script
from voice.sound.backgrounds import open_background
from voice.sound.mixer import Bed, Mixer, Sounds
from voice.speech.catalog import open_catalog
from voice.timeline.build import Setting, build
from voice.timeline.cues import Timeline
from voice.timeline.estimate import estimated_frames
from voice.timeline.fit import fit, fit_beforehand, possible_texts, refit

if TYPE_CHECKING:  # numpy is loaded only where sound is made
    from voice.audio import Audio, Samples
    from voice.sound.backgrounds import Making
    from voice.speech.catalog import Catalog
    from voice.speech.engine import Voice
    from voice.speech.speaker import FallbackSpeaker


class Performance:
    """An exercise ready to be heard.

    Attributes:
        timeline: The cues.
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
        """Lines of the exercise, rendered ahead from the first access on."""
        if self._narration is None:
            texts = [cue.text for cue in self.timeline.cues]
            self._narration = self._narrated(texts)
        return self._narration

    def _narrated(self, texts: Sequence[str]) -> Narration:
        return Narration(texts, self._speaker.say, measures=self._inexact is not None)

    def fit(self, seconds: Fraction, *, at_once: bool) -> None:
        """Fit the exercise to a length.

        Args:
            seconds: The length.
            at_once: Whether it may begin before its lines are rendered, if an estimate will do:
                `correct` then corrects the rest.

        Raises:
            LengthError: It cannot have that length.
            SpeechError: A line cannot be said.
        """
        wanted = self.timeline.script, self.timeline.pace, self._setting, seconds
        early = fit_beforehand(*wanted) if at_once else None
        if early is not None:
            self.timeline = early
            self._inexact = None if early.plan.short else seconds
            return
        self._narration = self._narrated(possible_texts(*wanted))
        self.narration.measure()
        estimate, frames = estimated_frames(self.timeline.pace), self.narration.frames
        self.timeline = fit(*wanted, lambda text: frames.get(text) or estimate(text))
        self.narration.say_instead([cue.text for cue in self.timeline.cues])

    def correct(self, heard: int, late: int) -> Timeline | None:
        """Change the pace so that the rest ends on time, and return the new timeline.

        Args:
            heard: Index of the cue being heard.
            late: Frames for which it has waited for a line.

        Returns:
            The same cues, once, when the length of every line is known; never if the listener
            has changed the pace.
        """
        if self._inexact is None or not self.narration.is_measured:
            return None
        seconds = self._inexact - Fraction(late, SAMPLE_RATE)
        self._inexact = None
        frames = self.narration.frames.__getitem__
        return self.retime(refit(self.timeline, self._setting, heard, seconds, frames))

    def close(self) -> None:
        """Stop rendering."""
        if self._narration is not None:
            self._narration.close()

    def voice(self) -> Voice:
        """Return the voice; start the engine if that is not known yet."""
        return self._speaker.voice()

    def instead(self) -> Mapping[str, Voice]:
        """Return the voices that said a text in place of the usual one, by text."""
        return self._speaker.instead()

    def retime(self, pace: Pace) -> Timeline:
        """Change the pace, and return the same cues at it."""
        self._inexact = None
        self.timeline = build(self.timeline.script, pace, self._setting, self.timeline.plan)
        return self.timeline

    def mixer(self, *, waiting: bool) -> Mixer:
        """Return a mixer at the start.

        Args:
            waiting: Whether to wait for a line that is not ready (exporting), or play the bed
                meanwhile (playing). In playing, nothing is rendered before the first access to
                `narration`: rendering would compete with opening the sound device.
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
        """Report once if the background could not be made; the exercise goes on without it."""
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
    """Prepare an exercise to be heard or measured; rendering ends with the block.

    Args:
        script: The exercise.
        choices: The listener's choices.
        setting: The setting in which it will be heard.
        catalog: The voices.
        at_once: As in `Performance.fit`.

    Raises:
        UnknownNameError: There is no voice or background of the requested name.
        BackgroundError: The background is a file without sound.
        LengthError: It cannot have the requested length.
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
    """Prepare the background, which exists until the end of the block.

    Raises:
        UnknownNameError: There is none of that name.
        BackgroundError: It is a file without sound.
    """
    if choices.background is None:
        yield None
        return

    hush_c_libraries()  # the MP3 reader prints remarks about files
    with open_background(choices.background) as making:
        yield making


@contextmanager
def voices_here(*, beside_sound: bool = False) -> Iterator[Catalog]:
    """Open the engines of this machine for a block, preferring the listener's voice.

    Args:
        beside_sound: Whether sound plays meanwhile.
    """
    told = partial(click.echo, err=True)
    preferred = load_settings().voice
    catalog = open_catalog(cache_folder(), preferred, told, beside_sound=beside_sound)
    try:
        yield catalog
    finally:
        catalog.close()


class _Later:
    """Finds the voice and its rate when the first line is rendered, so that sound starts early."""

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

    def instead(self) -> Mapping[str, Voice]:
        return self._found().instead

    def _found(self) -> FallbackSpeaker:
        with self._lock:
            if self._speaker is None:
                script = self._timeline.script
                self._speaker = self._catalog.narrator(
                    self._name, script.language, self._timeline.pace.words_per_minute, script.say
                )
            return self._speaker
