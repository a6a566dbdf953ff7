"""The few words that the program itself adds to an exercise."""

from __future__ import annotations

from datetime import datetime

from voice.script.model import Phase

PAUSE_ME = "Pause me until you are ready."
PRESS_ANY_KEY = "Press any key when you are ready."
STILL_HERE = "Still here."
STILL_WAITING = f"{STILL_HERE} {PRESS_ANY_KEY}"
WE_ARE_BACK = "And we're back."

BREATH_WORDS = {
    Phase.IN: "Breathe in.",
    Phase.HOLD: "Hold.",
    Phase.OUT: "Breathe out.",
    Phase.REST: "Rest.",
}

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second",
    "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh",
    "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip


def speak_live(text: str, now: datetime) -> str:
    """Fill in a line's `{day}` and `{time of day}`, in words that a voice says well."""
    day = f"{_WEEKDAYS[now.weekday()]}, the {_ORDINALS[now.day - 1]} of {_MONTHS[now.month - 1]}"
    return text.replace("{day}", day).replace("{time of day}", _time_of_day(now.hour))


def _time_of_day(hour: int) -> str:
    if not 5 <= hour < 22:  # noqa: PLR2004
        return "night"
    if hour < 12:  # noqa: PLR2004
        return "morning"
    return "afternoon" if hour < 18 else "evening"  # noqa: PLR2004
