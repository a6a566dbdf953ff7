"""Spells words for an engine so that it says them right."""

from __future__ import annotations

from voice.speech.pronunciation.heteronyms import Heteronym, heteronyms
from voice.speech.pronunciation.lexicon import respelled
from voice.speech.pronunciation.readings import READINGS


def pronounced(words: str, engine: str, language: str) -> str:
    """Return a text as an engine has to read it to say each word right.

    Args:
        words: The words that are spoken, from `voice.speech.wording`.
        engine: The pyttsx3 driver: "espeak", "natural", "piper". Any other reads what is written.
        language: Code of the text's language; only English words are spelled otherwise.
    """
    if language.lower().replace("_", "-").split("-")[0] != "en":
        return words
    return respelled(_with_heteronyms(words, engine), engine)


def _with_heteronyms(words: str, engine: str) -> str:
    done, parts = 0, []
    for found in heteronyms(words):
        parts += [words[done : found.start], _spelled(found, engine)]
        done = found.start + len(found.word)
    return "".join((*parts, words[done:]))


def _spelled(found: Heteronym, engine: str) -> str:
    """Return the spelling of a heteronym for an engine; as it is written if none is needed."""
    if found.reading is None:
        return found.word
    spelling = READINGS[found.key][found.reading].spelling(engine)
    if not spelling:
        return found.word
    return spelling.capitalize() if found.word[0].isupper() else spelling
