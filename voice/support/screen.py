"""Prints the numbers to call: each alone on a short line, and at the end.

A terminal of 80 columns and 24 rows shows the end of the output, so the numbers are there.
Addresses are only in ``ground support --json``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from voice.playback.keys import PEOPLE_KEYS_PRINTED
from voice.support.helplines import Helpline, sorting_name
from voice.support.words import (
    ANY_DAY,
    MEDICAL,
    MOBILE_EMERGENCY,
    NOW,
    WHAT_THIS_IS,
    Caller,
    listed,
    opening,
)

WIDTH = 79
"""Columns: one less than the usual 80, since some terminals break a full line in two."""

INDENT = "    "

ONLINE = "findahelpline.com"
SOURCES = "To see where each number was read: ground support --json"
QUESTION = "Another country: type its name or first letter, and Enter to keep it; Q stops."


def page(caller: Caller, lines: Sequence[Helpline], *, keys: bool, asks: bool) -> tuple[str, ...]:
    """Return all rows that `ground support` prints at its beginning.

    Args:
        caller: The person who may want to call.
        lines: All rows, shown if the caller's country has none.
        keys: True if keys can be pressed.
        asks: True if the country will be asked for.
    """
    paragraphs = [
        *(" ".join(piece) for piece in (MEDICAL, NOW, ANY_DAY, WHAT_THIS_IS)),
        " ".join([*([PEOPLE_KEYS_PRINTED] if keys else []), *([QUESTION] if asks else [])]),
        SOURCES,
    ]
    words = [row for text in paragraphs if text for row in _wrapped(text)]
    return (*words, "", *numbers(caller, lines))


def numbers(caller: Caller, lines: Sequence[Helpline] = ()) -> tuple[str, ...]:
    """Return the numbers to call: the caller's come last, where a small window shows them.

    Args:
        caller: The person who may want to call.
        lines: Rows to show if the caller's country has none.
    """
    if caller.emergency:
        emergency = _number(f"In danger, in {caller.place}:", caller.emergency)
    else:
        emergency = _number("In danger, on most mobile phones:", MOBILE_EMERGENCY)
    own = (*emergency, *_own(caller))
    if caller.line is None:
        return (*map(in_table, lines), *own, *_number("Online, for every country:", ONLINE))
    return (*_about(caller.line), *own, *_of_line(caller.line))


def _about(line: Helpline) -> list[str]:
    """Return facts about one country's line, on rows above the numbers."""
    return _wrapped(
        f"{line.service}, in {line.name}. {_capital(opening(line))}, in {listed(line.languages)}. "
        f"The number is from a page of {line.year}; it may have changed."
    )


def _of_line(line: Helpline) -> tuple[str, ...]:
    """Return one country's numbers."""
    verb = "call or text" if line.text == line.number else "call"
    rows = _number(f"To talk with somebody, {verb}:", line.number)
    if line.text and line.text != line.number:
        rows += _number("Or text:", line.text)
    if line.english:
        rows += _number(f"In English, {line.english_hours}:", line.english)
    return rows


def in_table(line: Helpline) -> str:
    """Return one country in one row, among the others."""
    name = f"{sorting_name(line)} ({line.country})"
    return f"{name:<22}{line.number}"


def _own(caller: Caller) -> tuple[str, ...]:
    if not caller.number:
        return (f"Your own person: {caller.person}",) if caller.person else ()
    return _number(f"{caller.person or 'Your own'}:", caller.number)


def _number(words: str, number: str) -> tuple[str, ...]:
    return (*_wrapped(words), f"{INDENT}{number}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
