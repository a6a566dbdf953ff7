"""Says Roman numerals in words, after headings and after names."""

from __future__ import annotations

import re
from functools import lru_cache

from voice.speech.wording.numerals import cardinal, ordinal
from voice.speech.wording.vocabulary import Vocabulary

_ROMAN = r"(?=[IVXLC])(?:X[LC]|L?X{0,3}|C{1,3}(?:X[LC]|L?X{0,3}))(?:IX|IV|V?I{0,3})"
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SMALL_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_ROMAN_WORD = re.compile(r"\b(?:[IVXLC]+|[ivxlc]+)\b")
_AFTER_NAME = re.compile(rf"\b([A-Z][a-z]+)\s({_SMALL_ROMAN})(?P<of>'s)?(?![\w'-]|\.\w)")
_AND_NEXT = re.compile(rf"(?<=st|nd|rd|th)( and| or) (?!I\b)({_SMALL_ROMAN})(?![\w'-])")
_CENTURY = re.compile(rf"(?<!\w)({_ROMAN})(?=(?:st|nd|rd|th)?\s+(?:century|centuries)\b)")


def roman_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with "part IV" and "Elizabeth II" in words; "I" stays, the pronoun."""
    if not _ROMAN_WORD.search(text):
        return text
    if words.known:
        text = _headings(words).sub(lambda found: _heading(found, words), text)
    if words.english:
        text = _CENTURY.sub(lambda found: ordinal(roman(found[1]), words), text)
        text = _AFTER_NAME.sub(lambda found: _after_roman_name(found, words), text)
        text = _AND_NEXT.sub(
            lambda found: f"{found[1]} the {ordinal(roman(found[2]), words)}", text
        )
    return text


def roman(numeral: str) -> int:
    """Return the value of a Roman numeral."""
    values = [_ROMAN_VALUES[letter] for letter in numeral.upper()]
    return sum(
        -value if any(later > value for later in values[place + 1 : place + 2]) else value
        for place, value in enumerate(values)
    )


@lru_cache(maxsize=8)
def _headings(words: Vocabulary) -> re.Pattern[str]:
    headings = "|".join(sorted(words.headings)) or "(?!)"
    return re.compile(
        rf"\b(?P<before>(?:{headings})s?\s)(?P<roman>{_ROMAN}|{_ROMAN.lower()})"
        rf"(?!\w|'\w|-(?!{_ROMAN}\b))"
        rf"(?P<and>(?:\s?(?:[-\u2013,&]|and|or|to)\s?{_ROMAN}(?![\w'-]))*)",
        re.IGNORECASE,
    )


def _heading(found: re.Match[str], words: Vocabulary) -> str:
    numeral = found["roman"]
    if numeral.upper() == "I" and not found["and"] and _is_pronoun(found):
        return found[0]
    if numeral != numeral.upper() and numeral != numeral.lower():
        return found[0]
    more = re.sub(
        rf"(?<![a-z])({_ROMAN})(?![a-z])", lambda one: cardinal(roman(one[1]), words), found["and"]
    )
    more = re.sub(r"\s?[-\u2013]\s?", f" {words.to} ", more)
    return f"{found['before']}{cardinal(roman(numeral), words)}{more}"


def _is_pronoun(found: re.Match[str]) -> bool:
    """True for the "I" of "the part I like", false for "Part I." and "Part I of it"."""
    if found["roman"] == "i":
        return True
    if found.string[: found.start()].endswith("World "):
        return False
    after = found.string[found.end() :]
    return not re.match(r"\s*(?:$|[.,:;!?)\u2014\u2013-])|\s+(?:of|is|diabetes)\b", after)


def _after_roman_name(found: re.Match[str], words: Vocabulary) -> str:
    name, numeral = found[1], found[2]
    value = roman(numeral)
    owner = found["of"] or ""
    if name in words.names and (numeral != "I" or _is_name_alone(found)):
        return f"{name} the {ordinal(value, words)}{owner}"
    if len(numeral) == 1 or name.lower() in words.no_names:
        return found[0]
    return f"{name} {cardinal(value, words)}{owner}"


def _is_name_alone(found: re.Match[str]) -> bool:
    """True unless "I" is a pronoun: "When I was with Charles I laughed"."""
    return bool(
        re.match(
            r"\s*(?:$|[.,:;!?)])|\s(?:of|was|is|and|had|died|ruled)\b", found.string[found.end() :]
        )
    )
