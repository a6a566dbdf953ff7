"""How an exercise is wanted, and what that means for its pace and its cues."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from voice.pace import DEFAULT_PACE, Pace, make_pace
from voice.settings import Settings
from voice.timeline.build import Setting


@dataclass(frozen=True, slots=True)
class Choices:
    """How an exercise is wanted; `None` where nothing was said."""

    pace: str | None
    rate: int | None
    pauses: float | None
    minutes: float | None
    voice: str | None
    bed: bool | None
    background: str | None
    bell: bool | None
    breath_sound: bool | None


NO_CHOICES = Choices(*[None] * len(Choices.__dataclass_fields__))


def with_settings(choices: Choices, settings: Settings) -> Choices:
    """What was asked for now, and what is remembered where nothing was."""
    kept = {
        name: getattr(settings, name)
        for name in Choices.__dataclass_fields__
        if getattr(choices, name) is None and hasattr(settings, name)
    }
    if choices.pace is not None:
        kept.pop("rate", None)  # a pace asked for now brings its own rate
    if settings.bed:
        kept.pop("bed", None)  # on is usual, and leaves it to the script
    kept.pop("voice", None)  # speaks its own language alone, which the catalog sees to
    return replace(choices, **kept)


def chosen_pace(choices: Choices) -> Pace:
    """The pace that the choices make."""
    pauses = Fraction(str(choices.pauses)) if choices.pauses else Fraction(1)
    return make_pace(choices.pace or DEFAULT_PACE, choices.rate, pauses)


def setting_of(choices: Choices, *, keys: bool = False, now: datetime | None = None) -> Setting:
    """Where and how an exercise will be heard, as chosen."""
    return Setting(
        bell=choices.bell is not False,
        breath_sound=choices.breath_sound is not False,
        keys=keys,
        now=now,
    )
