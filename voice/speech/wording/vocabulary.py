"""Reads the words of a language: what it writes short, and how that is said."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("words")

MONTH_FIRST = frozenset({"en-us"})
"""Languages whose dates in figures begin with the month."""

Forms = tuple[str, ...]
"""Of one, of several; of money also of a hundredth of one, and of several hundredths."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The names of months and days, and how dates and times of day are put together."""

    day: str = "{cardinal} {month}"
    year_after: str = " {year}"
    time: str = "{hour} {minute}"
    full_hour: str = "{hour}"
    months: Forms = ()
    months_short: Forms = ()
    weekdays: Forms = ()
    weekdays_short: Forms = ()


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Abbreviations, by where they stand; the tables of ``words`` explain each."""

    always: Mapping[str, str] = field(default_factory=dict)
    never_last: Mapping[str, str] = field(default_factory=dict)
    before_number: Mapping[str, str] = field(default_factory=dict)
    before_name: Mapping[str, str] = field(default_factory=dict)
    after_preposition: Mapping[str, str] = field(default_factory=dict)
    after_name: Mapping[str, str] = field(default_factory=dict)
    bare: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words of a language. A language without a table has numbers and little else.

    Attributes:
        language: Its code in small letters: "en", "en-us".
        zero, minus, point, ...: The words for these.
        decimal_mark: What stands before the decimals, "." or ",".
        half_of, part_of, one_of: "half a minute", "one quarter of a minute"; empty if the fraction
            simply stands before the unit.
        half, half_feminine: "une demi-{}", the unit being in place of the braces; empty if a half
            is said as other fractions are.
        one, one_feminine, feminine: The number one before a unit, and units that take the second.
        masculine: Nouns that do not take it, although they end as if they did.
        ordinal_marks: What follows a figure to make it an ordinal, as a pattern.
        function_words: Words after a number that are not what it counts.
        calling: Words in whose sentence a number is called.
        called: Numbers that are only said digit by digit there.
        codes: Words before a number that is a code.
        letters, joined, words, short, both: Capitals said as letters; letters that voices say
            right as they are; capitals said as a word; words that voices spell unless they are in
            small letters; and capitals said as either.
        sentence_starts, lettered: Words after and before a capital with a full stop that show it
            to be no initial.
        headings, names, no_names: Words before a Roman numeral, and words that are no name.
    """

    language: str
    zero: str = ""
    minus: str = ""
    point: str = ""
    percent: str = ""
    to: str = ","
    or_: str = ","
    and_: str = ","
    plus: str = ""
    times: str = ""
    by: str = ""
    out_of: str = ","
    about: str = ""
    dot: str = ""
    slash: str = ""
    at: str = ""
    dash: str = ""
    underscore: str = ""
    hashtag: str = ""
    number: str = ""
    decimal_mark: str = "."
    half_of: str = ""
    half: str = ""
    half_feminine: str = ""
    part_of: str = ""
    one_of: str = ""
    hush: str = ""
    one: str = ""
    one_feminine: str = ""
    feminine: frozenset[str] = frozenset()
    masculine: frozenset[str] = frozenset()
    ordinal_marks: str = ""
    ordinal_endings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    function_words: frozenset[str] = frozenset()
    calling: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    symbols: Mapping[str, str] = field(default_factory=dict)
    fractions: Mapping[str, str] = field(default_factory=dict)
    mixed: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, Forms] = field(default_factory=dict)
    units: Mapping[str, Forms] = field(default_factory=dict)
    dates: Dates = Dates()
    abbreviations: Abbreviations = Abbreviations()
    letters: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    both: frozenset[str] = frozenset()
    sentence_starts: frozenset[str] = frozenset()
    lettered: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    no_names: frozenset[str] = frozenset()

    @property
    def english(self) -> bool:
        """True for the rules that only English has here."""
        return self.language.split("-")[0] == "en"

    @property
    def month_first(self) -> bool:
        """True if dates in figures begin with the month."""
        return self.language in MONTH_FIRST

    @property
    def known(self) -> bool:
        """True if there is a table for this language."""
        return bool(self.zero)


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the words of a language.

    Args:
        language: Its code: "en", "en-GB", "de_DE".
    """
    code = language.lower().replace("_", "-")
    path = _FOLDER / f"{code.split('-')[0]}.toml"
    if not code.split("-")[0].isalpha() or not path.is_file():
        return Vocabulary(code)
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    capitals, roman = table.pop("capitals"), table.pop("roman")
    lists: dict[str, Any] = {
        **{
            key: table.pop(key)
            for key in ("feminine", "masculine", "function_words", "calling", "called", "codes")
        },
        **capitals,
        **roman,
    }
    return Vocabulary(
        language=code,
        or_=table.pop("or"),
        and_=table.pop("and"),
        dates=_dates(table.pop("dates")),
        abbreviations=Abbreviations(**table.pop("abbreviations")),
        money={key: tuple(value) for key, value in table.pop("money").items()},
        units={key: _spelling(value, code) for key, value in table.pop("units").items()},
        **{**table, **{key: _set(value) for key, value in lists.items()}},
    )


def _dates(table: dict[str, Any]) -> Dates:
    values: dict[str, Any] = {
        key: value if isinstance(value, str) else tuple(value) for key, value in table.items()
    }
    return Dates(**values)


def _set(value: Any) -> frozenset[str]:
    return frozenset(value.split() if isinstance(value, str) else value)


def _spelling(forms: list[str], code: str) -> Forms:
    """Return units as an American writes them, if the language is American English."""
    if code != "en-us":
        return tuple(forms)
    return tuple(form.replace("metre", "meter").replace("litre", "liter") for form in forms)
