"""Finds characters that do not belong in a script: invisible ones, which also confuse voices."""

from __future__ import annotations

import re

INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters except tab and line ends
    r"\u00ad\u200b\u2060\ufeff"  # soft hyphens, spaces without width, byte-order marks
    r"\u2028\u2029\ufff9-\ufffc"  # other line ends; leftovers of word processors
    r"\ud800-\udfff\ufffe\uffff]"  # not characters
)
"""Direction marks and joiners are allowed: Arabic, Persian and Hindi are written with them."""


LONGEST_QUOTE = 60
"""Characters of a script's text that a message quotes at most."""


def shortened(text: str) -> str:
    """Return the text as a message quotes it: whole, or its beginning."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rstrip()}…"


def describe_invisible(match: re.Match[str]) -> str:
    """Return the sentence for the writer."""
    return f"There is an invisible character here (U+{ord(match[0]):04X}). Remove it."
