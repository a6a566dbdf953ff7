"""Says abbreviations, initials, acronyms and Roman numerals in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from voice.speech.wording.numerals import cardinal, ordinal
from voice.speech.wording.vocabulary import Vocabulary

_NEW_SENTENCE = r"(?=\s*$|\s+[\"'(]?[A-Z])"
_ENDS = re.compile(_NEW_SENTENCE)
_NOT_NAMES = frozenset(
    "at to in on of the a an visit see near from by and or with for is was we i it he she they this "
    "that here there then when where go walk call ask dear hi hello thanks".split()
)
"""Words that may have a capital at the beginning of a sentence and are no name."""

_ROMAN = r"(?=[IVXLC])(?:X[LC]|L?X{0,3}|C{1,3}(?:X[LC]|L?X{0,3}))(?:IX|IV|V?I{0,3})"
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SMALL_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_ROMAN_WORD = re.compile(r"\b(?:[IVXLC]+|[ivxlc]+)\b")
_AFTER_NAME = re.compile(rf"\b([A-Z][a-z]+)\s({_SMALL_ROMAN})(?P<of>'s)?(?![\w'-]|\.\w)")
_CENTURY = re.compile(rf"(?<!\w)({_ROMAN})(?=(?:st|nd|rd|th)?\s+(?:century|centuries)\b)")

_DOTTED = re.compile(r"(?<![\w.])(?:[A-Za-z]\.)+[A-Z]\.(?!\w)|(?<![\w.])(?:[A-Z]\.\s?)+[A-Z]\.(?!\w)")
_INITIALS = re.compile(r"(?:^|(?<=[.!?]\s)|(?<=([A-Z][a-z]\s))|(?<=[a-z]\s))([A-Z])\.(?=\s[A-Z][a-z])")
_CAPITALS = re.compile(r"(?<![\w'])[A-Z][A-Z]+(?:-[A-Z]+)*(?:'?s)?(?![\w])|(?<![\w'])[A-Z](?:-[A-Z]{2,})+(?![\w])")
_VOWELS = re.compile(r"[AEIOUY]")
_SMALL = re.compile(r"[^\W\d_A-Z]")
_HUSH = re.compile(r"\bs+c?h{2,}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns of one language."""

    dotted: re.Pattern[str]
    never_last: re.Pattern[str]
    before_number: re.Pattern[str]
    before_name: re.Pattern[str]
    title: re.Pattern[str]
    after_preposition: re.Pattern[str]
    after_name: re.Pattern[str]
    bare: re.Pattern[str]
    bare_name: re.Pattern[str]
    heading: re.Pattern[str]


def abbreviations_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with the abbreviations in words; before numbers are."""
    table, patterns = words.abbreviations, _patterns(words)
    text = patterns.before_number.sub(lambda found: f"{table.before_number[found[1]]} ", text)
    text = patterns.after_name.sub(lambda found: _after_name(found, words), text)
    if "." in text:
        text = patterns.before_name.sub(lambda found: table.before_name[found[1]], text)
        text = patterns.title.sub(lambda found: table.before_name[found[1]], text)
        text = patterns.after_preposition.sub(
            lambda found: found[1] + _ended(table.after_preposition[found[2]], found), text
        )
        text = patterns.never_last.sub(lambda found: f"{_entry(found[1], table.never_last)} ", text)
        text = patterns.dotted.sub(lambda found: _dotted(found, words), text)
    text = patterns.bare_name.sub(lambda found: table.before_name[found[1]], text)
    return patterns.bare.sub(lambda found: table.bare[found[0]], text)


def capitals_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with Roman numerals in words and acronyms as letters: "N H S"."""
    if _ROMAN_WORD.search(text):
        text = _roman_in_words(text, words)
    text = _DOTTED.sub(_initials, text)
    text = _INITIALS.sub(_initial, text)
    shouted = not _SMALL.search(text) and text.count(" ") > 1
    return _CAPITALS.sub(lambda found: _letters(found, words, shouted=shouted), text)


def _roman_in_words(text: str, words: Vocabulary) -> str:
    if words.known:
        text = _patterns(words).heading.sub(lambda found: _heading(found, words), text)
    if words.english:
        text = _CENTURY.sub(lambda found: ordinal(roman(found[1]), words), text)
        text = _AFTER_NAME.sub(lambda found: _after_roman_name(found, words), text)
    return text


def hushed(text: str, words: Vocabulary) -> str:
    """Return a text with "hush" for "Shhh", which would be spelled letter by letter."""
    return _HUSH.sub(lambda found: words.hush or found[0], text)


def roman(numeral: str) -> int:
    """Return the value of a Roman numeral."""
    values = [_ROMAN_VALUES[letter] for letter in numeral.upper()]
    return sum(
        -value if any(later > value for later in values[place + 1 : place + 2]) else value
        for place, value in enumerate(values)
    )


@lru_cache(maxsize=8)
def _patterns(words: Vocabulary) -> _Patterns:
    table = words.abbreviations
    headings = _any_of(words.headings)
    return _Patterns(
        dotted=re.compile(rf"(?<![\w.])({_any_of(table.always)})\.(?!\w)", re.IGNORECASE),
        never_last=re.compile(rf"(?<![\w.])({_any_of(table.never_last)})\.,?", re.IGNORECASE),
        before_number=re.compile(rf"(?<![\w.])(?<!\d )({_any_of(table.before_number)})\.?\s?(?=[#\d])"),
        before_name=re.compile(rf"(?<![\w.])({_any_of(table.before_name)})\.(?=\s?[A-Z])"),
        title=re.compile(rf"(?<![\w.])({_any_of(set(table.before_name) & set(table.bare) - {'St'})})\.(?=\s[a-z])"),
        after_preposition=re.compile(
            rf"\b((?:on|in|by|of|last|next|this|every|until|since|from) )"
            rf"({_any_of(table.after_preposition)})\.(?!\w)"
        ),
        after_name=re.compile(
            rf"(?P<before>\b\d+\s)?\b(?P<name>[A-Z][\w']+|\d+(?:st|nd|rd|th)|[a-z]+(?:st|nd|rd|th))\s"
            rf"(?P<short>{_any_of(table.after_name)})(?P<dot>\.|(?=\s*[,;]|\s*$))(?P<next>\s?[A-Z]?)"
        ),
        bare=re.compile(rf"(?<![\w./])(?:{_any_of(table.bare)})(?![\w/]|'\w)"),
        bare_name=re.compile(rf"(?<![\w.])({_any_of(set(table.before_name) & set(table.bare))})(?=\s[A-Z])"),
        heading=re.compile(
            rf"\b(?P<before>(?:{headings})s?\s)(?P<roman>{_ROMAN}|{_ROMAN.lower()})(?!\w|'\w|-(?!{_ROMAN}\b))"
            rf"(?P<and>(?:\s?(?:[-\u2013,&]|and|or|to)\s?{_ROMAN}(?![\w'-]))*)",
            re.IGNORECASE,
        ),
    )


def _any_of(written: Mapping[str, str] | set[str] | frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(written, key=len, reverse=True))) or "(?!)"


def _entry(written: str, table: Mapping[str, str]) -> str:
    found = table.get(written) or table.get(written.lower())
    if found:
        return found
    return next(said for key, said in table.items() if key.lower() == written.lower())


def _ended(said: str, found: re.Match[str]) -> str:
    """Return the words, with the full stop that also ends the sentence."""
    return f"{said}." if _ENDS.match(found.string, found.end()) else said


def _dotted(found: re.Match[str], words: Vocabulary) -> str:
    """Say an abbreviation; a unit after a number is left to what says amounts."""
    if found[1] in words.units and found.string[: found.start()].rstrip()[-1:].isdecimal():
        return found[0]
    return _ended(_entry(found[1], words.abbreviations.always), found)


def _after_name(found: re.Match[str], words: Vocabulary) -> str:
    """Say "Baker Street"; in "Visit St. Ives" the word before is no name."""
    name, short = found["name"], found["short"]
    follows = found["next"].strip()
    if name.lower() in _NOT_NAMES or (follows and not found["before"] and short == "St"):
        return found[0]
    dot = "." if found["dot"] and _ENDS.match(found.string, found.end("dot")) and not follows else ""
    if follows and found["dot"] and not found["before"]:
        dot = "."
    said = words.abbreviations.after_name[short]
    return f"{found['before'] or ''}{name} {said}{dot}{found['next']}"


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
    after = found.string[found.end() :]
    return not re.match(r"\s*(?:$|[.,:;!?)\u2014\u2013-])|\s+of\b", after)


def _after_roman_name(found: re.Match[str], words: Vocabulary) -> str:
    name, numeral = found[1], found[2]
    value = roman(numeral)
    owner = found["of"] or ""
    if name in words.names and (numeral != "I" or _is_name_alone(found)):
        return f"{name} the {ordinal(value, words)}{owner}"
    if len(numeral) == 1 or name.lower() in _NOT_NAMES:
        return found[0]
    return f"{name} {cardinal(value, words)}{owner}"


def _is_name_alone(found: re.Match[str]) -> bool:
    """True unless "I" is a pronoun: "When I was with Charles I laughed"."""
    return bool(re.match(r"\s*(?:$|[.,:;!?)])|\s(?:of|was|is|and|had|died|ruled)\b", found.string[found.end() :]))


def _initials(found: re.Match[str]) -> str:
    letters = re.findall(r"[A-Za-z]", found[0])
    after = found.string[found.end() :].split(maxsplit=1)
    ends = not after or after[0].strip("\"'(").lower() in _STARTERS and after[0][:1].isupper()
    return " ".join(letters).upper() + ("." if ends else "")


_STARTERS = frozenset(
    "the a an i it you we they he she this that these those then there now when if and but so in on "
    "at for to do let try take look breathe rest sit notice feel listen say keep".split()
)


def _initial(found: re.Match[str]) -> str:
    """Drop the full stop after the "J" of "J. Smith", not after "plan B. Then"."""
    before = found.string[: found.start()].split()
    next_word = found.string[found.end() :].split(maxsplit=1)[0].strip(",.;:!?")
    is_name = not before or before[-1].endswith((".", "!", "?")) or before[-1][0].isupper()
    if not is_name or next_word.lower() in _STARTERS or (before and before[-1].lower() in _LETTERED):
        return found[0]
    return found[2]


_LETTERED = frozenset("plan vitamin group part option step section figure hepatitis type point exhibit".split())


def _letters(found: re.Match[str], words: Vocabulary, *, shouted: bool) -> str:
    written = found[0]
    end = re.search(r"'?s$", written)
    bare = written[: end.start()] if end else written
    parts = bare.split("-")
    if not any(_is_spelled(part, found, words, shouted=shouted) for part in parts):
        return written
    said = " ".join(
        " ".join(part) if _is_spelled(part, found, words, shouted=shouted) or len(part) == 1 else part
        for part in parts
    )
    return f"{said}'s" if end else said


def _is_spelled(part: str, found: re.Match[str], words: Vocabulary, *, shouted: bool) -> bool:
    if len(part) < 2 or part in words.words:  # noqa: PLR2004 - one letter is one
        return False
    if part in words.both and (shouted or _stands_among_capitals(found, words)):
        return False
    return part in words.letters or not _VOWELS.search(part)


def _stands_among_capitals(found: re.Match[str], words: Vocabulary) -> bool:
    """True if a neighbour is shouted too: "YOU CAN DO IT"."""
    before = found.string[: found.start()].split()[-1:]
    after = found.string[found.end() :].split()[:1]
    return any(_is_shouted(word, words) for word in (*before, *(each.strip(".,!?") for each in after)))


def _is_shouted(word: str, words: Vocabulary) -> bool:
    """True for "GO" and "BREATHE", false for "UK" and "NHS"."""
    letters = len(word) > 1 and word.isalpha() and word.isupper()
    return letters and word not in words.letters and bool(_VOWELS.search(word))
