"""Replaces what a script says is spoken otherwise: names and hard words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4\u2032"), "'")

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
        text: The text as it is written.
        say: How what is written is spoken.
    """
    if not say:
        return text
    lexicon = _lexicon(tuple(say.items()))
    return lexicon.pattern.sub(lexicon.said, _alike(text)) if lexicon else text


def holds(text: str, key: str) -> bool:
    """True if a text has a word or phrase in a place where `replaced` would replace it."""
    return re.search(_whole(_alike(key)), _alike(text), re.IGNORECASE) is not None


def _alike(text: str) -> str:
    """Return a text in which the same word is written with the same characters."""
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES)


@lru_cache(maxsize=16)
def _lexicon(entries: Entries) -> _Lexicon | None:
    exact = {" ".join(_alike(key).split()): said for key, said in entries}
    exact.pop("", None)
    if not exact:
        return None
    loose: dict[str, str] = {}
    for key, said in exact.items():
        loose.setdefault(key.casefold(), said)
    longest_first = sorted(exact, key=lambda key: (-len(key), key))
    keys = "|".join(map(_whole, longest_first))
    return _Lexicon(re.compile(keys, re.IGNORECASE), exact, loose)


def _whole(key: str) -> str:
    """Return the pattern of a key: whole words, with any space between them."""
    written = r"\s+".join(map(re.escape, key.split()))
    before = r"(?<!\w)" if re.match(r"\w", key) else ""
    after = r"(?!\w)" if re.search(r"\w$", key) else ""
    return f"{before}{written}{after}"
