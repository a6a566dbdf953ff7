"""Finds notes to the reader in a paragraph: in brackets, between dots or dashes, in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from voice.script.directives import mended_directive
from voice.script.model import LIVE_FIELDS, Directive, Quiet, Settle
from voice.script.notes import BARE_PAUSE, PAUSE, SHORT, is_note, says_only_silence, silence_in

_LONGEST_NOTE = 400
_LONGEST_COMMENT = 2_000

_TOKEN = re.compile(
    rf"""
      <!--(?P<comment>.{{0,{_LONGEST_COMMENT}}}?)-->
    | !?\[(?P<shown>[^\[\]]*)\]\((?P<address>[^()\s]*[./:@\#][^()\s]*)\)
    | \[(?P<square>[^\[\]]{{0,{_LONGEST_NOTE}}})\]
    | \{{(?P<curly>[^{{}}]{{0,{_LONGEST_NOTE}}})\}}
    | \((?P<round>[^()]{{0,{_LONGEST_NOTE}}})\)
    | <(?P<angle>/?[A-Za-z][^<>]{{0,80}})>
    | (?:(?<!\w)[-\u2013\u2014]{{1,3}}|\u2026[.\u2026]*|\.{{2,}}|[*_/|]{{1,3}})\s*
      (?P<bare>{BARE_PAUSE})
      \s*(?:[-\u2013\u2014]{{1,3}}(?!\w)|\u2026[.\u2026]*|\.{{2,}}|[*_/|]{{1,3}})
    | (?<![^\s.!?\u2026"\u201d\u2019')\]])(?P<capitals>(?-i:(?:(?:LONG|SHORT|BRIEF)[ ])?PAUSE\b)
      (?:\s(?:for\s)?\d+\s?(?:s|secs?|seconds?|min|minutes?)\b)?)[.:]?(?!\s(?-i:[A-Z]{{2,}}))
    | (?P<dots>\u2026[.\u2026]*|\.{{2,}}|\.(?:\s\.){{2,}}(?!\.))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BREAK_TAG = re.compile(r"br\s*/?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Note:
    """A note within a paragraph.

    Attributes:
        written: As it stands in the text.
        directive: Its meaning; `None` for a note that is kept as a comment.
        comment: What is kept as a comment, or empty.
    """

    written: str
    directive: Directive | None = None
    comment: str = ""

    @property
    def is_dots(self) -> bool:
        """True for dots, a pause that says nothing about its length."""
        return not any(character.isalnum() for character in self.written)

    @property
    def is_open(self) -> bool:
        """True for a pause without a length that says nothing else."""
        return self.directive in (SHORT, PAUSE) and not self.comment and not self.has_length

    @property
    def has_length(self) -> bool:
        """True for a silence whose length is written in figures."""
        silent = isinstance(self.directive, Settle | Quiet)
        return silent and any(map(str.isnumeric, self.written))


def tokens_in(text: str) -> Iterator[str | Note]:
    """Divide a paragraph into its words and the notes between them, in order."""
    position = 0
    for match in _TOKEN.finditer(text):
        before = text[position : match.start()]
        note = _note(match)
        if note is None:
            continue
        if before:
            yield before
        position = match.end()
        if match["shown"] and note.written != match[0]:
            yield from tokens_in(f" {match['shown']}" if before[-1:].isalnum() else match["shown"])
        yield note
    if text[position:]:
        yield text[position:]


def _note(match: re.Match[str]) -> Note | None:
    """Return the note that was found; `None` if it is for the listener."""
    written = match[0]
    kind = str(match.lastgroup)
    inner = match[kind]
    if kind == "dots":
        return Note(written, SHORT)
    if kind == "comment":
        return Note(written, comment=inner.strip())
    if kind == "address" and written[0] == "!":  # a picture
        return Note(written, comment=written)
    if kind == "address":
        return Note(f"({inner})", comment=inner)
    if kind == "curly" and " ".join(inner.lower().split()) in LIVE_FIELDS:
        return None
    if kind == "round" and not is_note(inner):
        return None
    if kind == "angle" and _BREAK_TAG.fullmatch(inner):
        return Note(written)
    directive = silence_in(inner)
    whole = kind in {"bare", "capitals"} or says_only_silence(inner) or mended_directive(inner)
    return Note(written, directive, "" if directive and whole else _kept(written))


def _kept(written: str) -> str:
    """Return a note as it can stand in a comment."""
    return written if any(character.isalnum() for character in written) else ""
