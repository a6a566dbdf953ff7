"""Characters that have no place in a script, because nobody sees them and voices trip over them."""

from __future__ import annotations

import re

INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters but tab and line ends
    r"\u00ad\u200b\u2060\ufeff"  # soft hyphens, spaces without width, byte-order marks
    r"\u2028\u2029\ufff9-\ufffc"  # other line ends; what word processors leave behind
    r"\ud800-\udfff\ufffe\uffff]"  # no characters at all
)
"""Direction marks and joiners, which Arabic, Persian and Hindi are written with, may stay."""


LONGEST_QUOTE = 60
"""Characters of a script's text that a message repeats."""


def shortened(text: str) -> str:
    """The text as a message quotes it: whole, or its beginning."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()}…"


def describe_invisible(match: re.Match[str]) -> str:
    """The sentence for the writer."""
    return f"There is an invisible character here (U+{ord(match[0]):04X}). Remove it."
