"""Choices for an exercise, and the pace and setting that follow from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from voice.pace import DEFAULT_PACE, Pace, make_pace
from voice.settings import Settings
from voice.timeline.build import Setting


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices for an exercise; `None` means not chosen."""

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
    """Fill in missing choices from the settings."""
    kept = {
        name: getattr(settings, name)
        for name in Choices.__dataclass_fields__
        if getattr(choices, name) is None and hasattr(settings, name)
    }
    if choices.pace is not None:
        kept.pop("rate", None)  # a pace asked for now brings its own rate
    if settings.bed:
        kept.pop("bed", None)  # on is the default, which lets the script decide
    kept.pop("voice", None)  # the catalog uses it only for its own language
    return replace(choices, **kept)


def chosen_pace(choices: Choices) -> Pace:
    """Return the chosen pace."""
    pauses = Fraction(str(choices.pauses)) if choices.pauses else Fraction(1)
    return make_pace(choices.pace or DEFAULT_PACE, choices.rate, pauses)


def setting_of(
    choices: Choices,
    *,
    keys: bool = False,
    now: datetime | None = None,
    welcomed: bool = False,
) -> Setting:
    """Return the setting in which the exercise will be heard, as chosen."""
    return Setting(
        bell=choices.bell is not False,
        breath_sound=choices.breath_sound is not False,
        keys=keys,
        now=now,
        welcomed=welcomed,
    )
