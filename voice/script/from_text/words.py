"""Divides the words of a paragraph into the lines of a script, with the notes between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from voice.script.from_text.tokens import Note, tokens_in
from voice.script.model import LIVE_FIELDS, Hold, Quiet, Settle
from voice.script.notes import is_pause_alone, is_pause_sentence, silence_in
from voice.script.sentences import sentences

_HERE = "\ufffe"
"""Stands in a text for a note that is kept as a comment; `rows.cleaned` leaves none in a text."""

_ESCAPED_OR_MARK = re.compile(r"\\(?P<mark>[!-/:-@\[-`{-~])|(?<![\w*_])[*_]+|(?<![*_])[*_]++(?!\w)")
_BRACE = re.compile(r"\{(?P<name>[^{}]*)\}|[{}]")
_BEFORE_MARK = re.compile(r"\s+(?=[.,;:!?])")
_LEADING = re.compile(r"^(?:[\s,;:.]+|[\u2013\u2014-]+(?=\s|$))+")
_TRAILING = re.compile(r"\s+[\u2013\u2014-]+$|\s?(?<![\u2013\u2014])[\u2013\u2014]+$")
_CLOSING = re.compile(r"\s*([.,;:!?]+[\"'\u2019\u201d)]*|[\"'\u2019\u201d)]+)(?=\s|$)")
"""Marks that end the sentence before a pause, but stand behind it."""
_HOLDS = re.compile(
    r"(?:^|[.,;:!?\u2026])\s*(?:(?:and|now|then|und|dann|jetzt)\s+)*(?:hold|halte[nt]?)\s*$",
    re.IGNORECASE,
)
"""A request to hold, and nothing else, before the note that says how long."""

_AROUND = " ()[]{}<>*_.\u2026\u2013\u2014-/|"


def pieces_of(text: str) -> Iterator[str | Note]:
    """Divide a paragraph into its sentences and the notes between them, in order.

    A sentence is divided where the text has a pause, and nowhere else.
    """
    held: Note | None = None
    for piece in _pieces(text):
        after = piece
        if held is not None and isinstance(piece, Note) and piece.directive is not None:
            if piece.has_length and not held.is_dots:
                written = f"{held.written.strip()} {piece.written.strip()}"
                after = replace(piece, written=written)  # the pause, and how long it is
            elif not held.is_dots:  # which add nothing to another pause
                yield held
        elif held is not None:
            yield held
        held = after if isinstance(after, Note) and after.is_open else None
        if held is None:
            yield after
    if held is not None:
        yield held


def _pieces(text: str) -> Iterator[str | Note]:
    alone = text.strip(_AROUND)
    if is_pause_alone(alone):
        yield Note(text, silence_in(alone))
        return
    words, kept = "", []
    for token in tokens_in(text):
        if isinstance(token, str):
            words += token
        elif token.directive is None and token.comment:
            words += f" {_HERE} "
            kept.append(token)
        else:
            yield from _sentences(words, kept)
            yield _held(token) if _HOLDS.search(words) else token
            words, kept = "", []
    yield from _sentences(words, kept)


def _held(note: Note) -> Note:
    """Return a silence with a length as one that does not stretch."""
    silence = note.directive
    if note.has_length and isinstance(silence, Settle | Quiet):
        return replace(note, directive=Hold(silence.seconds))
    return note


def _sentences(text: str, kept: list[Note]) -> Iterator[str | Note]:
    """Yield the sentences of a text, each note before the sentence that holds it."""
    notes = iter(kept)
    if closing := _CLOSING.match(text):
        yield closing[1]
        text = text[closing.end() :]
    for sentence in sentences(text):
        written = text[sentence.start : sentence.start + len(sentence.text)]
        for _ in range(written.count(_HERE)):
            yield next(notes)
        said = plain_words(written)
        if is_pause_sentence(said):
            yield Note(written, silence_in(said))
        elif any(character.isalnum() for character in said):
            yield said
    yield from notes


def plain_words(text: str) -> str:
    """Return a text as it is spoken: without emphasis, and with braces only around live fields."""
    if _HERE in text:
        text = _BEFORE_MARK.sub("", text.replace(_HERE, " "))
    text = _ESCAPED_OR_MARK.sub(lambda match: match["mark"] or "", text)
    text = _BRACE.sub(_without_brace, text)
    return _TRAILING.sub("", _LEADING.sub("", " ".join(text.split())))


def _without_brace(match: re.Match[str]) -> str:
    name = match["name"]
    if name is None:
        return "(" if match[0] == "{" else ")"
    live = " ".join(name.lower().split())
    return f"{{{live}}}" if live in LIVE_FIELDS else f"({name})"


def has_emphasis(text: str) -> bool:
    """True if a text has marks that are not spoken."""
    return _ESCAPED_OR_MARK.search(text) is not None
