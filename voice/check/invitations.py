"""Counts invitations: some, so that nothing is ordered; few, so that they stay true.

The numbers and their reasons are in scripts/SOURCES.md, Wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from voice.check.findings import Finding, about_whole, warning
from voice.check.text import Said
from voice.script.sentences import words

FEWEST, MOST = 2, 4
"""Invitations in a hundred words."""

SLACK = 3
"""Extra invitations that are tolerated: the frame alone has two, each choice one more."""

_INVITATION = re.compile(
    r"\b(?:you|it|they|we|one|eyes|hands?|parts?|fingers?|things?|else|any|everything|anything|"
    r"breath|feet|arms?) (?:\w+ )?(?:can|may|might|could)\b|"
    r"\b(?:if|as|when|whenever|wherever|however|whichever|whatever) you (?:\w+ )?(?:like|wish|want|"
    r"prefer|choose|care to|feel like)\b|"
    r"\bor (?:leave (?:it|that|this|them)|skip|not|only|simply)\b|"
    r"\b(?:feel free|you are welcome to|need not|do not have to|don't have to|up to you|"
    r"perhaps|maybe)\b",
    re.IGNORECASE,
)


_CHOICE = re.compile(
    r"\b(?:can|may|might|could|or|if you|fine|enough|welcome|optional|free to|whichever|either|"
    r"plenty|up to you|perhaps|maybe|no need|need not)\b",
    re.IGNORECASE,
)
"""Wordings that leave something open."""


def judge_invitations(lines: Sequence[Said]) -> Iterator[Finding]:
    """Find too many or too few invitations in a whole script."""
    total = sum(len(words(said.text)) for said in lines)
    if (count := _count(_CHOICE, lines)) < total * FEWEST / 100:
        yield about_whole(
            warning(
                "few-invitations",
                f"There are {count} invitations in {total} words.",
                f'{FEWEST} to {MOST} in a hundred words: "you might", "if you like", '
                '"or leave it".',
            )
        )
    if (count := _count(_INVITATION, lines)) > total * MOST / 100 + SLACK:
        yield about_whole(
            warning(
                "many-invitations",
                f"There are {count} invitations in {total} words, so they sound less sincere.",
                f'{FEWEST} to {MOST} in a hundred; elsewhere a short plain verb, such as "Listen."',
            )
        )


def _count(pattern: re.Pattern[str], lines: Sequence[Said]) -> int:
    return sum(len(pattern.findall(said.text)) for said in lines)
