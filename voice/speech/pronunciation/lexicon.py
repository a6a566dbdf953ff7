"""Respells the words that an engine is known to say wrong: ``lexicon.toml``.

A word is here because the engine's phonemes for it are wrong, not because of an accent, and its
respelling because they are then right; ``tests/speech/pronunciation`` compares both with a
dictionary. Speech alone is respelled: captions and transcripts keep what is written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).with_name("lexicon.toml")

_TABLES = {"natural": "natural", "espeak": "espeak", "piper": "espeak"}
"""The table of each engine. Piper's voices bring an eSpeak NG of their own, with the same rules."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def respelled(words: str, engine: str) -> str:
    """Return English words as an engine must be given them to say them right.

    Args:
        words: The words that are spoken, as `voice.speech.wording.spoken` returns them.
        engine: Name of the pyttsx3 driver; one without a table is given the words unchanged.
    """
    table = entries(engine)
    if not table or table.keys().isdisjoint(_WORD.findall(words.lower())):
        return words
    return _WORD.sub(lambda found: _respelling(found[0], table), words)


@cache
def entries(engine: str) -> Mapping[str, str]:
    """Return the words that an engine says wrong, in small letters, and their respellings."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8")).get(_TABLES.get(engine, ""), {})
    return MappingProxyType(table)


def _respelling(word: str, table: Mapping[str, str]) -> str:
    said = table.get(word.lower())
    if said is None:
        return word
    return said[0].upper() + said[1:] if word[0].isupper() else said
