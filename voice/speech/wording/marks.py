"""Turns marks into pauses: in the end there are only words, and plain punctuation between them."""

from __future__ import annotations

import re
import unicodedata

_QUOTED = re.compile(r'(?<!\w)"([^"]*)"')
_MARKS = frozenset(".,;:!?")
_FEW_WORDS = 3
"""Words in quotation marks that are said without a pause before and after them."""

_NO_QUOTE = r"(?:til|tis|twas|cause|em|bout|round|n)\b"
_OPENING = re.compile(rf"(?<!\w)'+(?!{_NO_QUOTE}(?!'))", re.IGNORECASE)
_CLOSING = re.compile(r"(?<![sSnN])'+(?!\w)|'{2,}")
_PAIR = re.compile(r"(?<!\w)'(?=\w)([^']*(?:\w'\w[^']*)*)(?<=[\w.,!?])'(?!\w)")

_ABBREVIATED = re.compile(r"(?<![.\s])\.(?=[,;:])")
_ELLIPSIS = re.compile(r"(?:\.\s?){2,}\.?")
_DASH = re.compile(
    r"\s*\u2014[\s\u2014\u2013-]*|\s+[-\u2013]+\s+|\s*-{2,}\s*|\s*\u2013\s+|\s+\u2013\s*"
)
_DASHES = ("\u2013", "\u2014", "--", " -")
"""One of these is in every match of `_DASH` and `_JOINED`, which are slow to try."""
_JOINED = re.compile(r"(?<=\w)\u2013(?=\w)")
_SPEAKABLE = re.compile(r"[A-Za-z0-9,;:.?!' -]*")
_LOOSE_HYPHEN = re.compile(r"(?<!\w)-+|-+(?!\w)|\u2013")
_BRACKET = re.compile(r"[()\[\]]")
_BRACKET_OPENS = re.compile(r"\s*[(\[]+\s*")
_BRACKET_CLOSES = re.compile(r"\s*[)\]]+")
_PAUSES = re.compile(r"\s*([,.;:!?])(?:\s*[,.;:!?])*")
_SENTENCE = re.compile(r"([,.;:!?])(?=[^\s])")
_FIRST = re.compile(r"^[\s,.;:!?]+")
_LAST = re.compile(r"[\s,]+$")

STRENGTH = "?!.:;,"
"""Of several marks in a row the first of these stays."""


def paused(text: str) -> str:
    """Return a text with words, hyphens and apostrophes within words, and plain punctuation."""
    if "." in text:
        text = _ABBREVIATED.sub("", text)
    if _BRACKET.search(text):
        text = _BRACKET_CLOSES.sub(", ", _BRACKET_OPENS.sub(", ", text))
    if "." in text:
        text = _ELLIPSIS.sub(_ended, text)
    if any(dash in text for dash in _DASHES):
        text = _JOINED.sub("-", _DASH.sub(", ", text))
    if not _SPEAKABLE.fullmatch(text):
        text = _without_loose_marks("".join(map(_speakable, text)))
    if "-" in text or "\u2013" in text:
        text = _LOOSE_HYPHEN.sub(" ", text)
    if "'" in text:
        text = _CLOSING.sub(" ", _OPENING.sub(" ", text))
    return spaced(text)


def unquoted(text: str) -> str:
    """Return a text without quotation marks; there is a pause around more than a few words."""
    return _PAIR.sub(r"\1", _QUOTED.sub(_without_quotes, text))


def spaced(text: str) -> str:
    """Return a text with one mark at a time, and one space between words."""
    text = _PAUSES.sub(_strongest, text)
    text = _SENTENCE.sub(r"\1 ", text)
    text = " ".join(text.split())
    return _LAST.sub("", _FIRST.sub("", text))


def _without_quotes(quoted: re.Match[str]) -> str:
    inside = quoted[1].strip()
    pause = ", " if len(inside.split()) > _FEW_WORDS or _MARKS.intersection(inside) else " "
    before = pause if quoted.start() else ""
    return f"{before}{inside}{' ' if inside[-1:] in _MARKS else pause}"


def _ended(dots: re.Match[str]) -> str:
    """Return a full stop before a new sentence, and a comma within one."""
    after = dots.string[dots.end() :].lstrip(" \"'")
    return ". " if not after or after[0].isupper() else ", "


def _speakable(character: str) -> str:
    if character.isalpha() or character in ",.;:!?'- \u2013\u2014" or character.isdecimal():
        return character
    return character if _is_mark(character) else " "


def _is_mark(character: str) -> bool:
    """True for accents and vowel signs, which belong to the letter before them."""
    return not character.isascii() and unicodedata.category(character).startswith("M")


def _without_loose_marks(text: str) -> str:
    """Return a text without accents that have no letter before them, such as those of "\u00af"."""
    kept: list[str] = []
    for character in text:
        before = kept[-1] if kept else " "
        if not _is_mark(character) or before.isalnum() or _is_mark(before):
            kept.append(character)
    return "".join(kept)


def _strongest(marks: re.Match[str]) -> str:
    return next(mark for mark in STRENGTH if mark in marks[0])
