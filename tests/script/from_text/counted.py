"""The words of a text and of its draft, to compare them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from voice.script.characters import INVISIBLE
from voice.script.from_text.draft import Draft


def words(text: str) -> list[str]:
    """The words of a text, as a reader counts them."""
    seen = re.sub("[\u00ad\u200b\u2060\ufeff]", "", text)
    return re.findall(r"[^\W_]+", INVISIBLE.sub(" ", seen).casefold())


def spoken(draft: Draft) -> Iterator[str]:
    return (line.text for step in draft.steps for line in step.lines)


def all_words(parts: Iterable[str]) -> list[str]:
    return [word for part in parts for word in words(part)]
