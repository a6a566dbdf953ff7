"""The four steps of `ground choose`: voice, speed, silence, loudness."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import click

from voice.dialogue.audition import Audition, LeftError, Words, opening_key
from voice.dialogue.conversation import Conversation
from voice.dialogue.dials import loudness_dial, rate_dial, silence_dial, turn_by_ear
from voice.dialogue.hear_voices import UNCHANGED
from voice.dialogue.speakers import Speakers, manner_of
from voice.errors import SettingsError
from voice.pace import DEFAULT_PACE, make_pace
from voice.playback.keys import KEEP, KEEP_LAST, LEAVE, LEAVE_UNCHANGED
from voice.playback.volume import LOUDEST
from voice.ranges import VOLUME_RANGE
from voice.saved_settings import remember
from voice.settings import Settings
from voice.speech.engine import Voice

OPENING = (
    "You can choose a voice here, and how it speaks.",
    LEAVE_UNCHANGED,
)
SAMPLE = ("Feel your feet on the floor.",)
CHOICES = (
    KEEP_LAST,
    "For the next one, press Space.",
    "For another, press its number.",
    LEAVE_UNCHANGED,
    "Or wait, to hear them again.",
)
KEPT = ("All of it is kept.", "The command, ground play, uses it from now on.")
NOT_KEPT = ("It could not be kept.", "Everything is as it was.")

SETTLE = Fraction(3)
"""Seconds of the sample silence, as a script would write them."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Choices to be kept.

    Attributes:
        voice: The voice.
        rate: Words a minute.
        pauses: The silence dial.
        volume: Percent of the exported level.
    """

    voice: Voice
    rate: int
    pauses: float
    volume: int

    def __str__(self) -> str:
        return (
            f"Kept: {self.voice.called}, {self.rate} words a minute, "
            f"silence times {self.pauses:g}, volume {self.volume}."
        )

    def settings(self) -> Settings:
        """Return the choices as settings."""
        return Settings(voice=self.voice.id, rate=self.rate, pauses=self.pauses, volume=self.volume)


def choose_by_ear(
    talk: Conversation,
    speakers: Speakers,
    settings: Settings,
    path: Path,
    *,
    every: bool = False,
) -> None:
    """Go through the four steps and keep the choices; say and print the result.

    Args:
        talk: The conversation.
        speakers: The voices to choose from.
        settings: Start values of the steps.
        path: The settings file.
        every: Offer all voices of the language, not only a few different ones.

    Raises:
        SettingsError: The choices cannot be kept.
    """
    try:
        chosen = _chosen(talk, speakers, settings, every=every)
    except LeftError:
        talk.say = speakers.say
        talk.turn_to(manner_of(settings).volume)
        talk.tell([UNCHANGED])
        click.echo(UNCHANGED)
        return
    try:
        remember(path, chosen.settings())
    except SettingsError:
        talk.tell(NOT_KEPT)
        raise
    talk.tell(KEPT)
    click.echo(str(chosen))


def _chosen(talk: Conversation, speakers: Speakers, settings: Settings, *, every: bool) -> Chosen:
    voice = _voice(talk, speakers, every=every)
    talk.say = speakers.narrate_as(voice)
    return Chosen(
        voice,
        _rate(talk, speakers, voice),
        _pauses(talk, settings),
        _volume(talk, settings),
    )


def _voice(talk: Conversation, speakers: Speakers, *, every: bool) -> Voice:
    found = talk.work(speakers.every_voice if every else speakers.voices)
    key = opening_key(talk, OPENING, found)
    if key in LEAVE:
        raise LeftError
    present = talk.work(speakers.present).result()
    if key == KEEP:
        return present
    words = Words(CHOICES, sample=SAMPLE)
    audition = Audition(
        talk, found.result(), speakers.say_as, words, own_words=speakers.own_words, last=present
    )
    return audition.keep_by_ear(key)


def _rate(talk: Conversation, speakers: Speakers, voice: Voice) -> int:
    def hear(rate: float) -> None:
        talk.say = speakers.narrate_as(voice, round(rate))

    return round(turn_by_ear(talk, rate_dial(voice.called, hear), speakers.rate))


def _pauses(talk: Conversation, settings: Settings) -> float:
    def settle(pauses: float) -> float:
        pace = make_pace(settings.pace or DEFAULT_PACE, pauses=Fraction(str(_kept(pauses))))
        return float(pace.settle(SETTLE))

    return _kept(turn_by_ear(talk, silence_dial(settle), settings.pauses or 1.0))


def _kept(pauses: float) -> float:
    """Round a value for the settings file: 0.8192, not 0.8191999999999999."""
    return round(pauses, 4)


def _volume(talk: Conversation, settings: Settings) -> int:
    highest = VOLUME_RANGE[1]
    volume = manner_of(settings).volume
    # 140 percent is 3 dB over 100, rounded: a press down from there leads to 100, and not to 99.
    start = LOUDEST if volume == highest / 100 else volume
    return min(round(100 * turn_by_ear(talk, loudness_dial(talk.turn_to), start)), highest)
