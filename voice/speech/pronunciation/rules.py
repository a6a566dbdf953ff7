"""Rules that tell how a heteronym is meant; `voice.speech.pronunciation.contexts` explains them.

Of a word's rules, the first that matches speaks. A word whose last rule is `_` alone always has a
reading, because the other one is rare.
"""

from __future__ import annotations

Rule = tuple[str, str]
"""The reading, and the pattern that shows it."""

AS_VERB = (
    "MODAL ADV? _",
    "MODAL SUBJ|he|she|it|that|this ADV? _",
    "LET it|them|him|her|me|us|you|people _",
    "LET the|your|a|this|that WORD _",
    "SUBJ ADV? _",
    "START LEAD? ADV? _ OBJ",
    "AND ADV? _ OBJ",
)
"""Patterns that show a verb."""

AS_NOUN = ("THE ADJ? ADJ? _", "this|that ADJ _")
"""Patterns that show a noun."""


def rules(*readings: tuple[str, tuple[str, ...]]) -> tuple[Rule, ...]:
    """Return rules in order: a reading, and the patterns that show it."""
    return tuple((reading, pattern) for reading, patterns in readings for pattern in patterns)


def noun_or_verb(
    *first: Rule, verb: tuple[str, ...] = (), noun: tuple[str, ...] = ()
) -> tuple[Rule, ...]:
    """Return the rules of a word that is a noun after "the", and a verb after "to"."""
    return (
        *first,
        *rules(("noun", AS_NOUN), ("verb", (*AS_VERB, *verb)), ("noun", noun)),
    )


def several_or_verb(*first: Rule) -> tuple[Rule, ...]:
    """Return the rules of a plural that is also said of "he", "she" or "it"."""
    return (
        *first,
        *rules(
            ("noun", (*AS_NOUN, "NUMBER ADJ? _", "PREP ADJ? _", "ADJ _")),
            ("verb", ("SINGULAR ADV? _", "WORD _ OBJ")),
            ("noun", ("_ of|are|were", "START _", "AND _ END", "with|open|give|bring|make _")),
        ),
    )
