"""Finds questions: a machine's voice that asks one seems to want an answer.

The reasons are in scripts/SOURCES.md, Wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voice.check.asks import ASKS_MOST
from voice.check.findings import Finding, warning
from voice.script.model import Script
from voice.script.sentences import Sentence

_ASKS_FOR_A_REPORT = re.compile(
    r"\b(?:do|did|can|could|are|were|have|will|would|don't|can't) you\b[^?]*\?|"
    r"\b(?:is|are|was|were|has|have|does|do) your\b[^?]*\?",
    re.IGNORECASE,
)
"""Questions to the listener; "which is the darkest corner?" only points."""


def judge_question(script: Script, sentence: Sentence, line: int) -> Iterator[Finding]:
    """Find a question to the listener; a script for thinking (ask: 4) may have some.

    A question about feelings is an error, wherever it stands: see ``words.toml``.
    """
    if script.ask < ASKS_MOST and _ASKS_FOR_A_REPORT.search(sentence.text):
        yield warning(
            "question",
            "This asks the listener a question, as if in a test.",
            '"Find one thing you can hear", or "you might look for one".',
            line,
            sentence.start + 1,
        )
