"""Names of voices for people, and descriptions: the accent, and whether it is high or low."""

from __future__ import annotations

import re

ACCENTS = {
    "en-029": "Caribbean",
    "en-au": "Australian",
    "en-ca": "Canadian",
    "en-gb": "British",
    "en-gb-scotland": "Scottish",
    "en-gb-x-gbclan": "Lancashire",
    "en-gb-x-gbcwmd": "West Midlands",
    "en-gb-x-rp": "British, formal",
    "en-ie": "Irish",
    "en-in": "Indian",
    "en-nz": "New Zealand",
    "en-us": "American",
    "en-us-nyc": "New York",
    "en-za": "South African",
}
"""Adjectives for the English of a region, by BCP 47 tag in lower case."""

_PITCH = {"male": "lower", "female": "higher"}

_MICROSOFT = re.compile(
    r"Microsoft (?P<name>\w+)(?: Desktop| Mobile| Online \(Natural\))?(?: - .*)?"
)


def about(languages: tuple[str, ...], gender: str | None, otherwise: str = "") -> str:
    """Return what one hears in a voice, such as "American, lower".

    Args:
        languages: Its BCP 47 tags in lower case, best first.
        gender: ``male``, ``female`` or `None`.
        otherwise: Said for a language or a region without an adjective.
    """
    accent = next((ACCENTS[tag] for tag in languages if tag in ACCENTS), otherwise)
    return ", ".join(filter(None, (accent, _PITCH.get(gender or ""))))


def called(engine: str, name: str, languages: tuple[str, ...], gender: str | None) -> str:
    """Return the name that people use: a first name, or what one hears where there is none."""
    if engine == "espeak":  # its names are those of languages, and all its voices are one
        return about(languages, gender, name)
    match = _MICROSOFT.fullmatch(name)
    return match["name"] if match else name
