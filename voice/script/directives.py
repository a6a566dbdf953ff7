"""The bracket grammar: turns `[hold 10s]` into a directive and back.

`parse_directive` and `format_directive` are inverses. The table of forms is in
scripts/README.md.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from voice.script.characters import shortened
from voice.script.model import (
    DEFAULT_WAIT,
    Bell,
    Breathe,
    Directive,
    Do,
    Hold,
    Phase,
    PhaseLength,
    Quiet,
    Seconds,
    Settle,
    Wait,
    Welcome,
)

LONGEST_DURATION = Seconds(3600)
"""An hour: longer than any silence or breath practice, so anything longer is a slip."""

KEYWORDS = ("pause", "do", "hold", "quiet", "breathe", "wait", "bell", "welcome")

_SILENCES: dict[str, Callable[[Seconds], Directive]] = {"pause": Settle, "do": Do, "hold": Hold}

_ALONE: dict[str, Directive] = {"bell": Bell(), "welcome": Welcome()}
"""Directives of one word."""

_DURATION = re.compile(r"-?(?=\d)(?:(\d{1,99}(?:\.\d{1,6})?)m)?(?:(\d{1,99}(?:\.\d{1,6})?)s)?")
_TIMES = re.compile(r"(\d{1,6}) times?")
_WORDS_EVERY = re.compile(r"words every (\d{1,6})")

_LONGEST_GUESSED = 200
"""Characters; the longest breath in any script has 70."""

_SLIPS = tuple(
    (re.compile(pattern), mended)
    for pattern, mended in (
        (r"(\d):(\d\d)\b", r"\1m\2s"),
        (r"[:=]\s*", " "),
        (r"(\d),(\d)", r"\1.\2"),
        (r"[.!]+$", ""),
        (r"\b(?:for|at|about|after)\s+", ""),
        (r"(\d)\s*(?:seconds?|secs?)\b", r"\1s"),
        (r"(\d)\s*(?:minutes?|mins?)\b", r"\1m"),
        (r"(\d)\s+([ms])\b", r"\1\2"),
        (r"(\d)m\s+(\d)", r"\1m\2"),
        (r"(\d)m(\d+)(?=$|,)", r"\1m\2s"),
        (r"(\d)\s*[x\u00d7](?=$|,)", r"\1 times"),
        (r"\b(\d+(?:\.\d+)?)(?![\dsm.]|\s*times?\b)(?=$|,)", r"\1s"),
        (r"^([a-z]+)(\d)", r"\1 \2"),
        (r"\binhale\b", "in"),
        (r"\bexhale\b", "out"),
        (r"(\d+s) (in|out|hold|rest)\b", r"\2 \1"),
        (r"(?<!,) ask again$", ", ask again"),
    )
)
"""Common mistakes and their corrections: units, marks and orders. Applied one after another."""

_OTHER_WORDS = {
    "silence": "pause",
    "settle": "pause",
    "break": "pause",
    "breath": "breathe",
    "chime": "bell",
    "gong": "bell",
    "fetch": "do",
    "move": "do",
    "time": "do",
    "hello": "welcome",
    "intro": "welcome",
}


class DirectiveError(ValueError):
    """A bracket without a meaning; the message says how to fix it."""


class UnknownDirectiveError(DirectiveError):
    """A bracket of unknown form; the nearest form is looked up only when the message is read."""

    def __init__(self, written: str, words: str) -> None:
        super().__init__(written, words)
        self._written = written
        self._words = words

    def __str__(self) -> str:
        return _unknown(self._written, self._words)


def parse_directive(content: str) -> Directive:
    """Parse the text between the brackets.

    Args:
        content: The text without the brackets; case and extra spaces do not matter.

    Raises:
        DirectiveError: It has no meaning; a sentence for the writer names the nearest valid form.
    """
    words = " ".join(content.lower().split())
    directive = _parsed(words)
    if directive is None:
        raise UnknownDirectiveError(content.strip(), words)
    return directive


def format_directive(directive: Directive) -> str:
    """Return the directive as written in a script, brackets included."""
    match directive:
        case Settle(seconds):
            inner = format_duration(seconds)
        case Do(seconds):
            inner = f"do {format_duration(seconds)}"
        case Hold(seconds):
            inner = f"hold {format_duration(seconds)}"
        case Quiet(seconds, bell_after):
            bell = "" if bell_after is None else f", bell {format_duration(bell_after)}"
            inner = f"quiet {format_duration(seconds)}{bell}"
        case Breathe(phases, times, words_every):
            parts = [f"{p.phase} {format_duration(p.seconds)}" for p in phases]
            parts.append(f"{times} time{'' if times == 1 else 's'}")
            if words_every != 1:
                parts.append(f"words every {words_every}")
            inner = f"breathe {', '.join(parts)}"
        case Wait(seconds, ask_again):
            length = "" if seconds == DEFAULT_WAIT else f" {format_duration(seconds)}"
            inner = f"wait{length}{', ask again' if ask_again else ''}"
        case Bell():
            inner = "bell"
        case Welcome():
            inner = "welcome"
    return f"[{inner}]"


def format_duration(seconds: Seconds) -> str:
    """Return seconds as written in a script: ``8s``, ``1m30s``, ``2.5s``."""
    minutes, rest = divmod(seconds, 60)
    written = f"{minutes}m" if minutes else ""
    if rest or not minutes:
        written += f"{_decimal(rest)}s"
    return written


def _decimal(value: Fraction) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".")


def _parsed(words: str) -> Directive | None:
    """Return the directive, or `None` for an unknown form; raise an error for a bad value."""
    if re.fullmatch(_DURATION, words):
        return Settle(_duration(words))
    if words in _ALONE:
        return _ALONE[words]
    keyword, _, rest = words.partition(" ")
    parts = [part.strip() for part in rest.split(",")]
    match keyword.rstrip(","), parts:
        case ("pause" | "do" | "hold") as kind, [length] if _is_duration(length):
            return _SILENCES[kind](_duration(length))
        case "quiet", [length, *more] if _is_duration(length):
            return _quiet(_duration(length), more)
        case "breathe", _:
            return _breathe(parts)
        case "wait", _:
            return _wait([part for part in parts if part])
    return None


def _is_duration(text: str) -> bool:
    return re.fullmatch(_DURATION, text) is not None


def _duration(text: str) -> Seconds:
    match = re.fullmatch(_DURATION, text)
    if match is None:  # callers check first
        raise DirectiveError(f"{text} is not a time. Write one such as 8s or 1m30s.")
    minutes, seconds = (Seconds(part or 0) for part in match.groups())
    total = minutes * 60 + seconds
    if text.startswith("-") or total <= 0:
        raise DirectiveError(f"{text} is too short. Write a time above zero, such as 8s.")
    if total > LONGEST_DURATION:
        raise DirectiveError(f"{text} is longer than an hour. Write a shorter time, such as 40s.")
    return total


def _quiet(seconds: Seconds, more: list[str]) -> Quiet | None:
    if not more:
        return Quiet(seconds)
    keyword, _, length = more[0].partition(" ")
    if len(more) > 1 or keyword != "bell" or not _is_duration(length):
        return None
    bell_after = _duration(length)
    if bell_after >= seconds:
        raise DirectiveError(
            f"The bell at {length} comes after the quiet is over. Write a time below "
            f"{format_duration(seconds)}, or leave it out: a quiet always ends with the bell."
        )
    return Quiet(seconds, bell_after)


def _breathe(parts: list[str]) -> Breathe | None:
    phases: list[PhaseLength] = []
    times = words_every = 1
    for part in parts:
        name, _, length = part.partition(" ")
        if name in set(Phase) and _is_duration(length):
            phases.append(PhaseLength(Phase(name), _duration(length)))
        elif match := _TIMES.fullmatch(part):
            times = int(match[1])
        elif match := _WORDS_EVERY.fullmatch(part):
            words_every = int(match[1])
        else:
            return None
    if not phases:
        return None
    if times < 1 or words_every < 1:
        raise DirectiveError("Breathe at least 1 time. Write 3 times, for example.")
    if sum(p.seconds for p in phases) * times > LONGEST_DURATION:
        raise DirectiveError("These breaths last longer than an hour. Write fewer times.")
    return Breathe(tuple(phases), times, words_every)


def _wait(parts: list[str]) -> Wait | None:
    seconds = DEFAULT_WAIT
    if parts and _is_duration(parts[0]):
        seconds = _duration(parts.pop(0))
    if parts not in ([], ["ask again"]):
        return None
    return Wait(seconds, bool(parts))


def _unknown(written: str, words: str) -> str:
    written = shortened(written)
    for candidate in _guesses(words) if len(words) <= _LONGEST_GUESSED else ():
        try:
            guess = _parsed(candidate)
        except DirectiveError:
            continue
        if guess is not None:
            return f"I don't know [{written}]. Did you mean {format_directive(guess)}?"
    known = ", ".join(f"[{k}{'' if k in _ALONE else ' …'}]" for k in KEYWORDS)
    return (
        f"I don't know [{written}]. A pause is written [8s]; the others are {known}. "
        r"To have a bracket spoken, write \[."
    )


def mended_directive(content: str) -> Directive | None:
    """Return the directive that is written here with common slips, such as "pause 10 seconds".

    Args:
        content: The text without the brackets.
    """
    words = " ".join(content.lower().split())
    if len(words) > _LONGEST_GUESSED:
        return None
    try:
        return _parsed(_mended(words))
    except DirectiveError:
        return None


def _mended(words: str) -> str:
    for slip, mended in _SLIPS:
        words = slip.sub(mended, words)
    return words


def _guesses(words: str) -> Iterator[str]:
    """Yield likely meanings, best first: corrected slips, misspelt, missing or swapped words."""
    plain = _mended(words)
    yield plain
    first, _, rest = plain.partition(" ")
    near = difflib.get_close_matches(first, KEYWORDS, n=1, cutoff=0.5)
    for keyword in [_OTHER_WORDS[first]] if first in _OTHER_WORDS else near:
        yield f"{keyword} {rest}".strip()
        yield keyword
        if not rest:
            yield f"{keyword} 10s"
    yield f"breathe {plain}"
    last = rest.rpartition(" ")[2]
    if last in KEYWORDS:
        yield f"{last} {first}"
