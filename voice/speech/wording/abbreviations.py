"""Says abbreviations in words, by what stands before and after them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from voice.speech.wording.vocabulary import Vocabulary

_ENDS = re.compile(r"(?=\s*$|\s+[\"'(]?[A-Z])")

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


def abbreviations_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with the abbreviations in words; before numbers are."""
    table, patterns = words.abbreviations, _patterns(words)
    text = patterns.before_number.sub(lambda found: f"{table.before_number[found[1]]} ", text)
    text = patterns.after_name.sub(lambda found: _after_name(found, words), text)
    if "." in text:
        text = patterns.before_name.sub(lambda found: f"{table.before_name[found[1]]} ", text)
        text = patterns.title.sub(lambda found: table.before_name[found[1]], text)
        text = patterns.after_preposition.sub(
            lambda found: found[1] + _ended(table.after_preposition[found[2]], found), text
        )
        text = patterns.never_last.sub(lambda found: f"{_entry(found[1], table.never_last)} ", text)
        text = patterns.dotted.sub(lambda found: _dotted(found, words), text)
    text = patterns.bare_name.sub(lambda found: table.before_name[found[1]], text)
    return patterns.bare.sub(lambda found: table.bare[found[0]], text)


def hushed(text: str, words: Vocabulary) -> str:
    """Return a text with "hush" for "Shhh", which would be spelled letter by letter."""
    if "hh" not in text.lower():
        return text
    return _HUSH.sub(lambda found: words.hush or found[0], text)


@lru_cache(maxsize=8)
def _patterns(words: Vocabulary) -> _Patterns:
    table = words.abbreviations
    titles = set(table.before_name) & set(table.bare)
    return _Patterns(
        dotted=re.compile(rf"(?<![\w.])({_any_of(table.always)})\.(?!\w)", re.IGNORECASE),
        never_last=re.compile(rf"(?<![\w.])({_any_of(table.never_last)})\.,?", re.IGNORECASE),
        before_number=re.compile(
            rf"(?<![\w.])(?<!\d )({_any_of(table.before_number)})\.?\s?(?=[#\d]|[IVX]{{2,}}\b)"
        ),
        before_name=re.compile(rf"(?<![\w.])({_any_of(table.before_name)})\.(?=\s?[A-Z])"),
        title=re.compile(rf"(?<![\w.])({_any_of(titles - {'St'})})\.(?=\s[a-z])"),
        after_preposition=re.compile(
            rf"\b((?:on|in|by|of|last|next|this|every|until|since|from) )"
            rf"({_any_of(table.after_preposition)})\.(?!\w)"
        ),
        after_name=re.compile(
            rf"(?P<before>\b\d+\s)?\b(?P<name>[A-Z][\w']+|\d+(?:st|nd|rd|th)|[a-z]+(?:st|nd|rd|th))\s"
            rf"(?P<short>{_any_of(table.after_name)})(?P<dot>\.|(?=\s*[,;]|\s*$))(?P<next>\s?[A-Z]?)"
        ),
        bare=re.compile(rf"(?<![\w./])(?:{_any_of(table.bare)})(?![\w/]|'\w)"),
        bare_name=re.compile(rf"(?<![\w.])({_any_of(titles)})(?=\s[A-Z])"),
    )


def _any_of(written: Iterable[str]) -> str:
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
    """Say an abbreviation; after a number, units and "a.m." are left to what says amounts."""
    follows_number = found.string[: found.start()].rstrip()[-1:].isdecimal()
    if follows_number and (found[1] in words.units or found[1].lower() in {"a.m", "p.m"}):
        return found[0]
    return _ended(_entry(found[1], words.abbreviations.always), found)


def _after_name(found: re.Match[str], words: Vocabulary) -> str:
    """Say "Baker Street"; in "Visit St. Ives" the word before is no name."""
    name, short = found["name"], found["short"]
    follows = found["next"].strip()
    if name.lower() in words.no_names or (follows and not found["before"] and short == "St"):
        return found[0]
    ends = not found["before"] if follows else _ENDS.match(found.string, found.end("dot"))
    dot = "." if found["dot"] and ends else ""
    said = words.abbreviations.after_name[short]
    return f"{found['before'] or ''}{name} {said}{dot}{found['next']}"
