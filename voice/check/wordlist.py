"""Finds words that are not kind, or that voices stumble on: the rules of ``words.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from voice.check.findings import Finding, Severity
from voice.check.heteronyms import judge_heteronyms
from voice.check.numbers import in_words
from voice.check.text import Sentence

_FILE = Path(__file__).with_name("words.toml")

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
    """Words that share a fault; the fields are explained in ``words.toml``."""

    rule: str
    severity: Severity
    why: str
    better: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    denied_is_fine: bool
    own_voice: bool

    def better_for(self, written: str) -> str:
        """Return the advice for words found in a sentence."""
        words = in_words(written)
        return self.better.format(in_words=f": {words}" if words else "")

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Find the fault in a sentence."""
        for match in self.pattern.finditer(text):
            if not self._is_fine(text, match):
                yield match

    def _is_fine(self, text: str, match: re.Match[str]) -> bool:
        if self.unless is not None and any(
            _overlap(match, allowed) for allowed in self.unless.finditer(text)
        ):
            return True
        before = text[: match.start()]
        if self.own_voice and _GIVEN_WORDS.search(before):
            return True
        return self.denied_is_fine and _DENIED.search(_CLAUSE.split(before)[-1]) is not None


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


@cache
def word_rules() -> tuple[WordRule, ...]:
    """Return the rules, in the order of the file."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["rule"]
    return tuple(map(_rule, rows))


def judge_words(sentence: Sentence, line: int = 1) -> Iterator[Finding]:
    """Find every unsuitable word in an English sentence."""
    taken: list[re.Match[str]] = []
    for rule in word_rules():
        for match in rule.matches(sentence.text):
            if any(_overlap(match, other) for other in taken):
                continue
            taken.append(match)
            written = match[0].strip(" .,;:!") or match[0].strip()
            yield Finding(
                rule.rule,
                rule.severity,
                line,
                sentence.start + match.start() + 1,
                f'"{written}" {rule.why}.',
                rule.better_for(written),
            )
    yield from judge_heteronyms(sentence, line)


def _rule(row: dict[str, Any]) -> WordRule:
    flags = re.NOFLAG if row.get("cased") else re.IGNORECASE
    return WordRule(
        rule=row["rule"],
        severity=Severity(row["severity"]),
        why=row["why"],
        better=row["better"],
        pattern=re.compile("|".join(row["patterns"]), flags),
        unless=re.compile("|".join(row["unless"]), flags) if "unless" in row else None,
        denied_is_fine=row.get("denied") == "fine",
        own_voice=row.get("own_voice", False),
    )
