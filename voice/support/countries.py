"""Finds a country by its code, its name in English, or a name used there."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from voice.errors import UnknownNameError

COUNTRIES = Path(__file__).with_name("countries.toml")

HINT = "Write its name in English, or two letters such as DE."


def country_code(country: str) -> str | None:
    """Find the ISO 3166-1 code of a country.

    Args:
        country: A code in any case, or a name: ``gb``, ``UK``, ``England``, ``Deutschland``.

    Returns:
        Two capital letters; `None` if no country is known by that name.
    """
    key = _key(country)
    return key.upper() if key.upper() in _names() else _codes().get(key)


def known_country(country: str) -> str:
    """Find the code of a country that somebody typed, as `country_code` does.

    Raises:
        UnknownNameError: No country is known by that name; the nearest one is suggested.
    """
    code = country_code(country)
    if code is None:
        names = [name.removeprefix("the ") for names in _names().values() for name in names]
        raise UnknownNameError("country", country.strip() or "(nothing)", names, HINT)
    return code


def country_name(code: str) -> str:
    """Return the English name of a country as it is said after "in": "the Philippines"."""
    return _names()[code][0]


def begins_with(code: str, letter: str) -> bool:
    """True if one of a country's names, English or used there, begins with a letter."""
    start = _key(letter)
    return bool(start) and any(_key(name).startswith(start) for name in _names()[code])


def countries_beginning(typed: str, *, english: bool = False) -> frozenset[str]:
    """Find the countries whose name begins with what has been typed so far.

    Args:
        typed: The first letters of a name, with or without its marks; a space at the end counts.
        english: True if only English names count.

    Returns:
        Their codes: a single one for a whole name, none if no name begins that way.
    """
    start = _plain(typed)
    for article in ("", "the "):
        forms = _forms(article, english=english)
        fitting = frozenset(code for form, code in forms if form.startswith(start))
        if fitting:
            whole = _codes().get(_key(typed))
            return frozenset((whole,)) if whole in fitting else fitting
    return frozenset()


def _plain(name: str) -> str:
    """Return a name without capitals and accents."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


@cache
def _forms(article: str, *, english: bool) -> tuple[tuple[str, str], ...]:
    """Return all that can be typed for a country, with its code: names with and without marks.

    Args:
        article: Put before each name; if not empty, only names with that article are used.
        english: True if only English names are used.
    """
    return tuple(
        (article + form, code)
        for code, names in _names().items()
        for name in (names[:1] if english else names)
        if name.startswith(article)
        for form in {_plain(name.removeprefix("the ")), _key(name)}
    )


def _key(name: str) -> str:
    """Return a name without capitals, accents, marks and its article."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    letters = "".join(c for c in plain if not unicodedata.combining(c) and c not in ".'\u2019")
    words = "".join(c if c.isalnum() or unicodedata.category(c) == "Mc" else " " for c in letters)
    return " ".join(words.split()).removeprefix("the ")


@cache
def _names() -> dict[str, list[str]]:
    table: dict[str, list[str]] = tomllib.loads(COUNTRIES.read_text(encoding="utf-8"))
    return table


@cache
def _codes() -> dict[str, str]:
    """Return the code for each name's key; if two countries share a name, the English one wins."""
    codes = {_key(name): code for code, names in _names().items() for name in names[1:]}
    codes.update({_key(names[0]): code for code, names in _names().items()})
    return codes
