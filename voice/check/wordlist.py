"""Finds words that are not kind, and what no voice can say in one way only.

The rules are in ``words.toml`` and ``readings.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from voice.check.findings import Finding, Severity
from voice.check.heteronyms import judge_heteronyms
from voice.check.readings import Voicing, pause_for, picture, ways_of
from voice.script.sentences import Sentence

_KIND = Path(__file__).with_name("words.toml")
_SPOKEN = Path(__file__).with_name("readings.toml")
_ANY = Voicing()

_DENIED = re.compile(
    r"\b(?:no|not|never|nothing|nobody|none|no-one|without|neither|nor|cannot|hardly|rather than|"
    r"instead of|\w+n't|needn't)\b(?:\W+\w+(?:['-]\w+)*){0,6}\W*$",
    re.IGNORECASE,
)
"""A denial and up to six words after it; anything further is another thought."""

_CLAUSE = re.compile(r"[,;:.!?]|\bbut\b|\byet\b|\bso\b(?! that)", re.IGNORECASE)

_GIVEN_WORDS = re.compile(
    r"\b(?:say|says|saying|think|repeat|whisper|write|hear|try|mouth|such as|like|words?|line|"
    r"sentence|sounds?|is|with|as|send|sends)\b[^.]*[,:\"']\s*|[:\"]\s*$|^[\"'(]",
    re.IGNORECASE,
)
"""Words before something that the listener may say."""


@dataclass(frozen=True, slots=True)
class WordRule:
    """Words that share a fault; most fields are explained in ``words.toml``, ``readings.toml``.

    Attributes:
        spoken: True if the fault is in how it is spoken, which a script's `say` can settle.
    """

    rule: str
    severity: Severity
    why: str
    better: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    denied_is_fine: bool
    own_voice: bool
    instead: Mapping[str, str]
    ways: tuple[str, ...]
    unless_reworded: bool
    spoken: bool

    def better_for(self, match: re.Match[str], written: str, voicing: Voicing) -> str:
        """Return the advice for what was found in a sentence.

        Args:
            match: What was found.
            written: The same without the marks around it.
            voicing: How the script's texts are spoken.
        """
        return self.better.format(
            instead=self.instead.get(written.lower(), "leave it out"),
            ways=", or ".join(ways_of(match, self.ways, voicing)),
            name=picture(written),
            pause=pause_for(written),
        )

    def matches(self, text: str, voicing: Voicing) -> Iterator[re.Match[str]]:
        """Find the fault in a sentence."""
        allowed: list[re.Match[str]] | None = None
        for match in self.pattern.finditer(text):
            if allowed is None:
                allowed = [] if self.unless is None else list(self.unless.finditer(text))
            if any(_overlap(match, each) for each in allowed):
                continue
            if not self._is_fine(text, match, voicing):
                yield match

    def _is_fine(self, text: str, match: re.Match[str], voicing: Voicing) -> bool:
        if self.spoken and voicing.settles(match[0], text):
            return True
        if self.unless_reworded and voicing.is_reworded(match[0]):
            return True
        if len(self.ways) > 1 and len(ways_of(match, self.ways, voicing)) == 1:
            return voicing.is_reworded(match[0])
        before = text[: match.start()]
        if self.own_voice and _GIVEN_WORDS.search(before):
            return True
        return self.denied_is_fine and _DENIED.search(_CLAUSE.split(before)[-1]) is not None


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


@cache
def word_rules() -> tuple[WordRule, ...]:
    """Return the rules, in the order of the files."""
    return tuple(rule for file in (_KIND, _SPOKEN) for rule in _rules(file))


def judge_words(sentence: Sentence, line: int = 1, voicing: Voicing = _ANY) -> Iterator[Finding]:
    """Find every unsuitable word in an English sentence, and what no voice says in one way only."""
    taken: list[re.Match[str]] = []
    for rule in word_rules():
        for match in rule.matches(sentence.text, voicing):
            if any(_overlap(match, other) for other in taken):
                continue
            taken.append(match)
            written = match[0].strip() if rule.spoken else match[0].strip(" .,;:!")
            yield Finding(
                rule.rule,
                rule.severity,
                line,
                sentence.start + match.start() + 1,
                f'"{written}" {rule.why}.',
                rule.better_for(match, written, voicing),
            )
    yield from judge_heteronyms(sentence, line, voicing)


def _rules(file: Path) -> Iterator[WordRule]:
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    parts = table.get("parts", {})
    return (_rule(row, parts, spoken=file == _SPOKEN) for row in table["rule"])


def _pattern(patterns: list[str], parts: Mapping[str, str], flags: re.RegexFlag) -> re.Pattern[str]:
    pattern = "|".join(patterns)
    for name, part in parts.items():
        pattern = pattern.replace(f"<{name}>", part)
    return re.compile(pattern, flags)


def _rule(row: dict[str, Any], parts: Mapping[str, str], *, spoken: bool) -> WordRule:
    flags = re.NOFLAG if row.get("cased") else re.IGNORECASE
    return WordRule(
        rule=row["rule"],
        severity=Severity(row["severity"]),
        why=row["why"],
        better=row["better"],
        pattern=_pattern(row["patterns"], parts, flags),
        unless=_pattern(row["unless"], parts, flags) if "unless" in row else None,
        denied_is_fine=row.get("denied") == "fine",
        own_voice=row.get("own_voice", False),
        instead=row.get("instead", {}),
        ways=tuple(row.get("ways", ())),
        unless_reworded=row.get("unless_reworded", False),
        spoken=spoken,
    )
