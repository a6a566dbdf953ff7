"""The listener's choices: their names, types and limits, each declared once."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from voice.pace import PACES, PAUSES_RANGE, RATE_RANGE
from voice.ranges import VOLUME_RANGE


@dataclass(frozen=True, slots=True)
class Settings:
    """Remembered choices; `None` if nothing was chosen.

    Attributes:
        voice: A voice's id.
        pace: ``slow``, ``gentle`` or ``steady``.
        rate: Words a minute instead of the pace's.
        pauses: The silence dial.
        volume: Percent of the exported level.
        bed: True if the soft noise is under the voice.
        bell: True if bells sound.
        breath_sound: True if breaths sound.
        person: Name of a person the listener would call; `ground support` says it first.
        number: That person's phone number, as the listener writes it.
        country: ISO 3166-1 code of the listener's country.
        remember: True if the exercise finished last is remembered; only if chosen.
        last: That exercise's id.
        keys_known: True if the keys were explained once.
    """

    voice: str | None = None
    pace: str | None = None
    rate: int | None = None
    pauses: float | None = None
    volume: int | None = None
    bed: bool | None = None
    bell: bool | None = None
    breath_sound: bool | None = None
    person: str | None = None
    number: str | None = None
    country: str | None = None
    remember: bool | None = None
    last: str | None = None
    keys_known: bool | None = None

    @property
    def amplitude(self) -> float:
        """Amplitude of playback; 1 is the level of exported files."""
        return 1.0 if self.volume is None else self.volume / 100

    @property
    def wants_bed(self) -> bool:
        """True unless the soft noise is turned off."""
        return self.bed is not False

    @property
    def wants_bell(self) -> bool:
        """True unless bells are turned off."""
        return self.bell is not False


_KINDS: dict[str, tuple[type, ...]] = {
    "str | None": (str,),
    "int | None": (int,),
    "float | None": (int, float),
    "bool | None": (bool,),
}

_TYPES = {field.name: _KINDS[str(field.type)] for field in fields(Settings)}
"""Types that a value may have, from the annotations."""

_RANGES: dict[str, tuple[float, float]] = {
    "rate": RATE_RANGE,
    "pauses": (float(PAUSES_RANGE[0]), float(PAUSES_RANGE[1])),
    "volume": VOLUME_RANGE,
}

_LENGTHS = {"person": 40, "number": 30, "last": 200}
"""Most characters: a name said in one sentence, a number with its spaces, a file name."""

_NUMBER = re.compile(r"\+?[0-9 ()./-]*")

_DIGITS = (2, 15)
"""Fewest and most digits of a phone number; 15 is the limit (ITU-T E.164, section 6)."""

_COUNTRY = re.compile(r"[A-Z]{2}")


def is_known(name: str) -> bool:
    """True if there is a setting of that name."""
    return name in _TYPES


def check_setting(name: str, value: object) -> None:
    """Check that a setting can have this value; an empty string stands for none.

    Raises:
        ValueError: It cannot, or there is no such setting; says why.
        TypeError: It has the wrong type.
    """
    if name not in _TYPES:
        raise ValueError(f"there is no setting called {name}")
    if type(value) not in _TYPES[name]:
        raise TypeError(f"{name} cannot be {value!r}")
    if isinstance(value, str):
        _check_word(name, value)
    elif name in _RANGES and isinstance(value, (int, float)):
        lowest, highest = _RANGES[name]
        if not lowest <= value <= highest:
            raise ValueError(f"{name} must be from {lowest} to {highest}")


def _check_word(name: str, value: str) -> None:
    if name == "pace" and value not in PACES:
        raise ValueError(f"there is no pace called {value}")
    if name in _LENGTHS and len(value) > _LENGTHS[name]:
        raise ValueError(f"{name} can have at most {_LENGTHS[name]} characters")
    if name in _LENGTHS and not value.isprintable():
        raise ValueError(f"{name} must be one line of plain text")
    if name == "number" and value:
        _check_number(value)
    if name == "country" and value and not _COUNTRY.fullmatch(value):
        raise ValueError("country must be two capital letters, such as DE")


def _check_number(value: str) -> None:
    if not _NUMBER.fullmatch(value):
        raise ValueError("number can only have digits, spaces and + ( ) . / -")
    fewest, most = _DIGITS
    if not fewest <= sum(map(str.isdigit, value)) <= most:
        raise ValueError(f"number must have {fewest} to {most} digits")
