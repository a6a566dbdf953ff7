"""Tells where the spoken words of a text are others than the written ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from voice.speech.wording.stage import spoken

_WORD = re.compile(r"[^\W_]+")


def reworded(text: str, language: str, say: Mapping[str, str]) -> str:
    """Return how a text is spoken, if that differs in more than case and punctuation; else "".

    Args:
        text: What is written.
        language: Its BCP 47 tag.
        say: How words and phrases are spoken.
    """
    words = spoken(text, language, say)
    return words if _words_of(words) != _words_of(text) else ""


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
