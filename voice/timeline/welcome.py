"""The welcome: how long it takes, that eyes may stay open, that one can skip and stop.

It is the program's, so that the length is true at any pace. Every exercise has one wording of its
own, so that a folder of them does not say the same sentences again and again.
"""

from __future__ import annotations

from fractions import Fraction
from zlib import crc32

FULL = (
    (
        "This takes about {length}.",
        "Your eyes can stay open.",
        "Skip any part you like, and stop whenever you want to.",
    ),
    (
        "It lasts about {length}.",
        "Keep your eyes open if you like.",
        "You can skip any of it, or stop at any time.",
    ),
    (
        "From here to the end is about {length}.",
        "Your eyes may stay open all the way.",
        "If a part is not for you, skip it, and stop any time.",
    ),
    (
        "It is about {length} long.",
        "Open eyes are fine.",
        "You can stop whenever you like, or skip a part.",
    ),
    (
        "This is about {length}.",
        "Leave your eyes open, if that is easier.",
        "Any part can be skipped, and you can stop any time.",
    ),
    (
        "You will hear me for about {length}.",
        "You can keep your eyes open.",
        "Skip what does not suit you, and stop when you like.",
    ),
)
"""Said in the first exercise of a sitting."""

SHORT = (
    ("This takes about {length}.", "Skip or stop whenever you like."),
    ("This one is about {length}.", "Skip or stop at any time."),
    ("It lasts about {length}.", "You can skip parts, or stop."),
)
"""Said later in a sitting, and in the one-minute version; all have the same number of words."""

_SALT = b"6891"
"""Found by trying numbers until neighbours in the library, by ask and by name, had different words:
a test says when it has to be searched again."""

_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
_TENS = {30: "thirty", 40: "forty", 50: "fifty"}

_QUARTERS = {
    4: "an hour",
    5: "an hour and a quarter",
    6: "an hour and a half",
    7: "an hour and three quarters",
}
"""Quarters of an hour."""

_SHORTER = (
    (40, "half a minute"),
    (70, "a minute"),
    (82, "a minute and a quarter"),
    (105, "a minute and a half"),
)
"""Lengths below two minutes: the seconds up to which each is said."""

_HALVES_UNTIL = 5 * 60 + 15
"""Seconds up to which half minutes are said."""


def welcome(exercise: str, seconds: Fraction, *, short: bool) -> tuple[str, ...]:
    """Return the sentences of the welcome, always the same for the same exercise and length.

    Args:
        exercise: Id of the exercise.
        seconds: Length of the whole.
        short: True if it was welcomed in full before, or has a minute only.
    """
    forms = SHORT if short else FULL
    form = forms[crc32(exercise.casefold().encode(), crc32(_SALT)) % len(forms)]
    return tuple(sentence.format(length=in_words(seconds)) for sentence in form)


def in_words(seconds: Fraction) -> str:
    """Return a length in words that follow "about", within 15 % of it from half a minute up."""
    for most, words in _SHORTER:
        if seconds <= most:
            return words
    if seconds <= _HALVES_UNTIL:
        halves = round(seconds / 30)
        return f"{_NUMBERS[halves // 2 - 1]}{' and a half' if halves % 2 else ''} minutes"
    minutes = round(seconds / 60)
    if minutes <= len(_NUMBERS):
        return f"{_NUMBERS[minutes - 1]} minutes"
    if minutes < 55:  # noqa: PLR2004 - nearer to an hour
        return _tens_of_minutes(minutes)
    quarters = round(seconds / 900)
    if quarters in _QUARTERS:
        return _QUARTERS[quarters]
    hours, half = divmod(round(seconds / 1800), 2)
    whole = _NUMBERS[hours - 1] if hours <= len(_NUMBERS) else str(hours)
    return f"{whole}{' and a half' if half else ''} hours"


def _tens_of_minutes(minutes: int) -> str:
    fives = 5 * round(minutes / 5)
    tens, rest = divmod(fives, 10)
    words = "twenty" if tens == 2 else _TENS[10 * tens]  # noqa: PLR2004
    return f"{words}{'-five' if rest else ''} minutes"
