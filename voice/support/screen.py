"""Prints who to call: each number alone on a short line, and the numbers last.

A terminal of 80 columns and 24 rows shows the end of what was printed; so the numbers stand there,
and no address: those are told by ``ground support --json``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from voice.support.helplines import Line, sorting_name
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
"""Columns: one less than the 80 of a usual terminal, some of which break a full line in two."""

INDENT = "    "

ONLINE = "findahelpline.com"
SOURCES = "Where each number was read: ground support --json"
KEYS = "Space goes on, r says it again, Esc ends."
QUESTION = "Another country: type its name or first letter, and Enter to keep it; Q stops."


def page(caller: Caller, lines: Sequence[Line], *, keys: bool, asks: bool) -> tuple[str, ...]:
    """All that `ground support` prints at its beginning.

    Args:
        caller: Who may want to call.
        lines: All rows, shown where the caller's country has none.
        keys: Whether keys can be pressed.
        asks: Whether the country will be asked for.
    """
    paragraphs = [
        *(" ".join(piece) for piece in (MEDICAL, NOW, ANY_DAY, WHAT_THIS_IS)),
        " ".join([*([KEYS] if keys else []), *([QUESTION] if asks else [])]),
        SOURCES,
    ]
    words = [row for text in paragraphs if text for row in _wrapped(text)]
    return (*words, "", *numbers(caller, lines))


def numbers(caller: Caller, lines: Sequence[Line] = ()) -> tuple[str, ...]:
    """Numbers to call: in the last rows those of the caller, which a small window shows too.

    Args:
        caller: Who may want to call.
        lines: Rows to show where the caller's country has none.
    """
    if caller.emergency:
        emergency = _number(f"In danger, in {caller.place}:", caller.emergency)
    else:
        emergency = _number("In danger, on most mobile phones:", MOBILE_EMERGENCY)
    own = (*emergency, *_own(caller))
    if caller.line is None:
        return (*map(in_table, lines), *own, *_number("Online, for every country:", ONLINE))
    return (*_about(caller.line), *own, *_of_line(caller.line))


def _about(line: Line) -> list[str]:
    """Facts about one country's line, on rows above the numbers."""
    return _wrapped(
        f"{line.service}, in {line.name}. {_capital(opening(line))}, in {listed(line.languages)}. "
        f"From a page of {line.year}, may have changed."
    )


def _of_line(line: Line) -> tuple[str, ...]:
    """One country's numbers."""
    verb = "call or text" if line.text == line.number else "call"
    rows = _number(f"To talk with somebody, {verb}:", line.number)
    if line.text and line.text != line.number:
        rows += _number("Or text:", line.text)
    if line.english:
        rows += _number(f"In English, {line.english_hours}:", line.english)
    return rows


def in_table(line: Line) -> str:
    """One country in one row, among the others."""
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
