"""Spells words for an engine so that it says them right."""

from __future__ import annotations

from voice.speech.pronunciation.heteronyms import Heteronym, heteronyms
from voice.speech.pronunciation.readings import READINGS


def pronounced(words: str, engine: str, language: str) -> str:
    """Return a text as an engine has to read it to say each word right.

    Args:
        words: The words that are spoken, from `voice.speech.wording`.
        engine: The pyttsx3 driver: "espeak", "natural", "piper". Any other reads what is written.
        language: Code of the text's language; only English has heteronyms here.
    """
    if language.lower().replace("_", "-").split("-")[0] != "en":
        return words
    if engine not in _ENGINES:
        return words
    return _with_heteronyms(words, engine)


_ENGINES = frozenset({"espeak", "natural", "piper"})


def _with_heteronyms(words: str, engine: str) -> str:
    done, parts = 0, []
    for found in heteronyms(words):
        parts += [words[done : found.start], _respelled(found, engine)]
        done = found.start + len(found.word)
    return "".join((*parts, words[done:]))


def _respelled(found: Heteronym, engine: str) -> str:
    """Return the spelling of a heteronym for an engine; as it is written if none is needed."""
    if found.reading is None:
        return found.word
    respelled = READINGS[found.key][found.reading].spelling(engine)
    if not respelled:
        return found.word
    return respelled.capitalize() if found.word[0].isupper() else respelled
