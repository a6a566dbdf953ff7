"""Matches the names that people type with voices."""

from __future__ import annotations

from voice.speech.engine import Voice
from voice.speech.tone import ToneEngine

LIKENESS = 0.7
"""Similarity from which a name is suggested: "hart" is close to Heart, "bob" to no voice."""


def is_called(voice: Voice, name: str) -> bool:
    """True if a voice has that name, in any case."""
    return name.casefold() in map(str.casefold, _names(voice))


def _names(voice: Voice) -> tuple[str, str, str, str, str]:
    """Return all names: ``espeak/gmw/en-us``, ``gmw/en-us``, ``en-us``, and two for people."""
    short_id = voice.id.partition("/")[2]
    return (voice.id, short_id, short_id.rpartition("/")[2], voice.called, voice.name)


def suggested(voice: Voice, language: str, *, by_id: bool) -> tuple[str, ...]:
    """Return the names of a voice that can be suggested for a mistyped one.

    Args:
        voice: The voice.
        language: Language it is to speak.
        by_id: True if an id was typed; otherwise the names that people use are suggested.
    """
    full_id, short_id, last, name, _ = _names(voice)
    if voice.engine == ToneEngine.name:
        return ()
    if voice.engine == "espeak" and ("-" not in last or not voice.speaks(language)):
        return ()  # its name is a language code, and "bob" does not mean Lojban, "jbo"
    return (full_id, short_id) if by_id else (name, last)
