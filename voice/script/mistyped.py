"""Finds the exercise that was meant where a command was expected."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from difflib import SequenceMatcher

from voice.errors import GroundError
from voice.script.library import entries, find_words, walks
from voice.script.nearest import likeness, nearest


def exercise_meant(words: Sequence[str], commands: Sequence[str]) -> str:
    """Return the name of the exercise that was typed, or of the nearest one.

    Args:
        words: What was typed, without options; the first word is no command.
        commands: The command that is nearest to it, if there is one.

    Returns:
        The name; empty if a command was rather meant, or nothing that is known.
    """
    for name in (words, words[:1]):
        if _is_exercise(name):
            return " ".join(name)
    if commands and _is_exercise(words[1:]):  # "shwo ice-cube"
        return ""
    known = [entry.script.id for entry in (*entries(), *walks())]
    guesses = [
        (likeness(name, guess), guess)
        for name in (" ".join(words), words[0])  # the others may be an option's
        for guess in nearest(name, known)
    ]
    alike, guess = max(guesses, default=(0.0, ""))
    rivals = (SequenceMatcher(None, each, words[0]).ratio() for each in commands)
    return guess if alike > max(rivals, default=0.0) else ""


def _is_exercise(words: Sequence[str]) -> bool:
    with suppress(GroundError):
        find_words(words)
        return True
    return False
