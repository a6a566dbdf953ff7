"""Replaces what a script says is spoken otherwise: names and hard words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from voice.speech.wording.clean import plain_characters

Entries = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    pattern: re.Pattern[str]
    exact: Mapping[str, str]
    loose: Mapping[str, str]

    def said(self, found: re.Match[str]) -> str:
        written = " ".join(found[0].split())
        return self.exact.get(written) or self.loose.get(written.casefold(), found[0])


def replaced(text: str, say: Mapping[str, str]) -> str:
    """Replace whole words and phrases, each place once.

    The longest entry wins; of two that differ only in capitals, the one as written.

    Args:
        text: The text, cleaned.
        say: How what is written is spoken.
    """
    lexicon = _lexicon(tuple(say.items()))
    return lexicon.pattern.sub(lexicon.said, text) if lexicon else text


@lru_cache(maxsize=16)
def _lexicon(entries: Entries) -> _Lexicon | None:
    exact = {" ".join(plain_characters(key).split()): said for key, said in entries}
    exact.pop("", None)
    if not exact:
        return None
    loose: dict[str, str] = {}
    for key, said in exact.items():
        loose.setdefault(key.casefold(), said)
    longest_first = sorted(exact, key=lambda key: (-len(key), key))
    keys = "|".join(r"\s+".join(map(re.escape, key.split())) for key in longest_first)
    return _Lexicon(re.compile(rf"(?<!\w)(?:{keys})(?!\w)", re.IGNORECASE), exact, loose)
