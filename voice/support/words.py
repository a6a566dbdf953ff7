"""What is said and printed about getting help: shape in content.md §4.1, wording our own.

Sentences keep to content.md §2.5: sixteen words at most, ten on average, nothing that judges.
Each piece lasts less than twenty seconds, and a key can be pressed between two of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice.support.lines import Line, sorting_name

WORDS_PER_MINUTE = 135
"""Of the gentle pace (design §5)."""

GAP = 0.5
"""Seconds between two sentences, as conversations and asides have it."""

LONGEST = 20.0
"""Seconds of one piece."""

MOST_WORDS = 16
"""Of one sentence."""

KEYS = ("Space goes on, R says it again, Escape ends.",)

SAY_WHERE = (
    "I have no number for where you are.",
    "All the numbers I have are on the screen.",
)

EMERGENCY = "In danger, the emergency number comes first."
OWN_EMERGENCY = "It is the one that your phone calls in an emergency."
MEDICAL = (
    "New numbness on one side is an emergency.",
    "So is a drooping face, slurred speech, or pain in the chest.",
    "Call at once; this program is not for that.",
)
NOW = (
    "Some things are worth a call now.",
    "Thoughts of ending your life, or of hurting yourself.",
    "Hearing or seeing what others do not.",
    "Not eating, or not being able to keep safe.",
)
ANY_DAY = (
    "You can call on any day, not only in a crisis.",
    "Numbness that stays for long is worth telling a doctor.",
    "So is numbness that gets in the way of your days.",
)
WHAT_THIS_IS = (
    "This is a computer voice with short exercises.",
    "It cannot hear you, and nobody is listening.",
    "Nothing is sent anywhere.",
    "It is not treatment, and replaces none.",
    "Medicines and appointments stay as they are.",
)

CHANGING = "Numbers change, and this one may have."
PHONE = "In danger, call your phone's emergency number."
WAITS = "The exercise waits."
OTHERWISE = "For other numbers, the command is: ground support."
ONLINE = "Other countries, online: findahelpline.com"

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

Piece = tuple[str, ...]
"""Sentences said in one go."""


def seconds(sentences: Sequence[str]) -> float:
    """How long sentences last at the gentle pace, with the gaps between them."""
    words = sum(len(sentence.split()) for sentence in sentences)
    return words * 60 / WORDS_PER_MINUTE + GAP * max(len(sentences) - 1, 0)


def spelled(number: str) -> str:
    """A phone number digit by digit, with a comma between its groups: "one one six, one two"."""
    plus = "plus " if number.strip().startswith("+") else ""
    groups = re.findall("[0-9]+", number)
    return plus + ", ".join(" ".join(_DIGITS[int(digit)] for digit in group) for group in groups)


def year_aloud(year: int) -> str:
    """A year from 2010 on: "twenty twenty-two"."""
    tens, ones = divmod(year - 2000, 10)
    if tens == 1:
        return f"twenty {_TEENS[ones]}"
    return f"twenty {_TENS[tens - 2]}" + (f"-{_DIGITS[ones]}" if ones else "")


def spoken(
    person: str | None, number: str | None, line: Line | None, *, keys: bool
) -> tuple[Piece, ...]:
    """All that `ground support` says, in pieces; the listener's own person first.

    Args:
        person: A name the listener entered.
        number: The number they entered.
        line: Their country's row; `None` where there is none.
        keys: Whether keys can be pressed.
    """
    first = (_person(person, number), *((_who(line), _about(line)) if line else (SAY_WHERE,)))
    pieces = [piece for piece in first if piece]
    if keys:
        with_keys = pieces[0] + KEYS
        pieces[:1] = [with_keys] if seconds(with_keys) < LONGEST else [pieces[0], KEYS]
    return (*pieces, _emergency(line), MEDICAL, NOW, ANY_DAY, WHAT_THIS_IS)


def support_lines(
    person: str | None, number: str | None, line: Line | None, *, waits: bool = True
) -> Piece:
    """The same in short: one aside of at most 20 seconds.

    Where it would last longer, the country goes unnamed, and then the person: numbers stay.

    Args:
        person: As in `spoken`.
        number: As in `spoken`.
        line: As in `spoken`.
        waits: Whether it is said in the middle of an exercise, which waits meanwhile.
    """
    end = (WAITS,) if waits else ()
    tries = [
        (*_own(name, number), *_short(line, named=named), *end)
        for name, named in ((person, True), (person, False), (None, False))
    ]
    return next((aside for aside in tries if seconds(aside) <= LONGEST), tries[-1])


def printed(
    person: str | None, number: str | None, lines: Sequence[Line], *, chosen: bool
) -> tuple[str, ...]:
    """What is on the screen: numbers in digits, each row in one line.

    Args:
        person: As in `spoken`.
        number: As in `spoken`.
        lines: The rows to show.
        chosen: Whether they are the listener's country, rather than all there are.
    """
    own = ": ".join(filter(None, (person, number)))
    return (
        *([f"{own} (your own)"] if own else []),
        *map(row, lines),
        *([] if chosen else [ONLINE]),
        "",
        " ".join((EMERGENCY, OWN_EMERGENCY, *MEDICAL)),
        " ".join(NOW),
        " ".join(ANY_DAY),
        " ".join(WHAT_THIS_IS),
    )


def row(line: Line) -> str:
    """One country in one printed line, with its source and the date of that."""
    parts = [f"{sorting_name(line)} ({line.country}): {line.number}, {line.service}."]
    if line.text:
        parts.append(f"Text: {line.text}.")
    if line.english:
        parts.append(f"In English, {line.english_hours}: {line.english}.")
    parts.append(f"{_capital(_open(line))}, in {_listed(line.languages)}.")
    if line.emergency:
        parts.append(f"Emergency: {line.emergency}.")
    parts.append(f"From a page of {line.year}, may have changed: {line.source}")
    return " ".join(parts)


def _person(person: str | None, number: str | None) -> Piece:
    name = f"First, your own person: {person}." if person else "First, a number of your own."
    if number:
        return (name, f"{_capital(spelled(number))}.")
    return (name,) if person else ()


def _own(person: str | None, number: str | None) -> Piece:
    name = (f"First, {person}.",) if person else ()
    if not number:
        return name
    digits = spelled(number)
    if person or len(digits.split()) >= MOST_WORDS:
        return (*name, f"{_capital(digits)}.")
    return (f"First: {digits}.",)


def _who(line: Line) -> Piece:
    texts = " or text" if line.text == line.number else ""
    piece = [
        f"In {line.name}, you can call{texts} {line.spoken}.",
        f"The number is {spelled(line.number)}.",
    ]
    if line.text and not texts:
        piece.append(f"Or text {spelled(line.text)}.")
    if line.english:
        piece.append(f"In English, it is {spelled(line.english)}.")
        piece.append(f"It is open {line.english_hours}.")
    return tuple(piece)


def _about(line: Line) -> Piece:
    return (
        f"It is {_open(line)}.",
        f"They speak {_listed(line.languages)}.",
        f"I have this from a page of {year_aloud(line.year)}.",
        CHANGING,
    )


def _emergency(line: Line | None) -> Piece:
    if line is None or line.emergency is None:
        return (EMERGENCY, OWN_EMERGENCY)
    return (EMERGENCY, f"In {line.name}, it is {spelled(line.emergency)}.")


def _short(line: Line | None, *, named: bool) -> Piece:
    if line is None:
        return (PHONE, OTHERWISE)
    where = f"{_capital(line.name)}, as" if named else "As"
    danger = f"In danger: {spelled(line.emergency)}." if line.emergency else PHONE
    return (f"{where} of {year_aloud(line.year)}: {spelled(line.number)}.", danger)


def _open(line: Line) -> str:
    hours = "open day and night" if line.hours == "24/7" else f"open {line.hours}"
    return f"free, and {hours}" if line.free else hours


def _listed(names: Sequence[str]) -> str:
    *rest, last = names
    return f"{', '.join(rest)} and {last}" if rest else last


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
