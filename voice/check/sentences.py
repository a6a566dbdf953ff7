"""Checks that sentences are short, so that a worn-out listener can follow.

The limits are a mean of ten words, no sentence over sixteen, and no list of more than four
(scripts/SOURCES.md, Wording).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from voice.check.actions import first_action, judge_actions
from voice.check.findings import Finding, about_whole, error, warning
from voice.check.text import Said
from voice.script.model import Script
from voice.script.sentences import Sentence, words

MOST_WORDS = 16
"""Words in a sentence."""

LONGEST_MEAN = 10
"""Mean words in a sentence, over a whole script."""

LONGEST_LIST = 4
"""Items of a list that can be kept in mind."""

_PERMISSION = re.compile(
    r"\b(?:can|may|might|could)\b|\b(?:is|are) (?:fine|enough|welcome|optional|allowed)\b|\bskip\b",
    re.IGNORECASE,
)
_FRAGMENT = 4
"""Words up to which a sentence only names things: cold, wet, hard."""

_CLAIM = re.compile(r"\b(?:is|are|was|were)\b|\w'(?:s|re) ", re.IGNORECASE)

_CONJUNCTION = re.compile(r"^(?:and|or|nor)\b|\b(?:and|or|nor)\b", re.IGNORECASE)
_OTHER_PART = re.compile(
    r"^(?:after|before|with|without|on|in|at|from|for|to|by|while|if|when|then|so|but|because|"
    r"now|please|you|it|they|we|i|there|that|this|which|who|as)\b",
    re.IGNORECASE,
)
_ITEM = 5
"""Words up to which a part between commas counts as an item of a list."""


def judge_title(script: Script) -> Iterator[Finding]:
    """Find a title that no voice can say, in any language: the menu reads it aloud."""
    if script.title and not any(character.isalnum() for character in script.title):
        yield error(
            "silent-title",
            "The title has no word that a voice can say.",
            "a word or two, such as: Ice cube.",
            script.title_place.line,
            script.title_place.column,
        )


def judge_lengths(sentence: Sentence, line: int = 1) -> Iterator[Finding]:
    """Find a sentence, or a list in it, that is too long, in any language with spaces."""
    count = len(sentence.words)
    if count > MOST_WORDS:
        yield error(
            "long-sentence",
            f"This sentence has {count} words.",
            f"two lines, each of {MOST_WORDS} words at most.",
            line,
            sentence.start + 1,
        )
    items = items_in(sentence.text)
    if items > LONGEST_LIST:
        yield error(
            "long-list",
            f"This lists {items} things.",
            f"{LONGEST_LIST} at most, or a second line.",
            line,
            sentence.start + 1,
        )


def judge_mean(lines: Sequence[Said]) -> Iterator[Finding]:
    """Find a script whose sentences are too long on average."""
    counts = [len(sentence.words) for said in lines for sentence in said.sentences]
    mean = sum(counts) / len(counts) if counts else 0
    if mean > LONGEST_MEAN:
        yield about_whole(
            error(
                "long-sentences",
                f"The sentences have {mean:.1f} words on average.",
                f"{LONGEST_MEAN} at most: split the longest ones, or leave words out.",
            )
        )


def judge_line(said: Said) -> Iterator[Finding]:
    """Find a line with more than one action or more than one sentence.

    A permission ("you can skip any part") or a few nouns ("cold, wet, hard") may stand beside one.
    """
    actions = tuple(judge_actions(said))
    yield from actions
    full = [sentence for sentence in said.sentences if _is_full(sentence)]
    if len(full) > 1 and not actions:
        yield warning(
            "several-sentences",
            f"There are {len(said.sentences)} sentences in this line.",
            "one sentence per line, so that each has its own pause.",
            said.number,
            full[1].start + 1,
        )


def _is_full(sentence: Sentence) -> bool:
    if _PERMISSION.search(sentence.text) or sentence.text.endswith("?"):
        return False
    count = len(sentence.words)
    return count > _FRAGMENT or (count == _FRAGMENT and bool(_CLAIM.search(sentence.text)))


def items_in(text: str) -> int:
    """Count the items of the longest list in a sentence; 1 if there is none."""
    parts = [part.strip() for part in re.split(r"[,;:]\s+", text.strip(" .!?\"'"))]
    longest = items = 1
    for position, part in enumerate(parts):
        if position and (_is_item(part) or _CONJUNCTION.match(part)):
            items += 1
        else:
            items = 1
        if position == 1 and _opens_with_condition(parts[0], part):
            items = 1
        conjunction = _CONJUNCTION.search(part)
        ends = conjunction is not None and items > 1
        if ends and conjunction is not None and conjunction.start() > 0:
            items += 1
        longest = max(longest, items)
        if ends:
            items = 0
    return longest


def _is_item(part: str) -> bool:
    return 0 < len(words(part)) <= _ITEM and _OTHER_PART.match(part) is None


def _opens_with_condition(first: str, second: str) -> bool:
    """True if the second part does not continue a list: if you get dizzy, sit."""
    return (
        re.match(r"(?:if|when|whenever|once|after|before|as|while)\b", first, re.IGNORECASE)
        is not None
        and first_action(second) is not None
    )
