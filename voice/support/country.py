"""Which country this computer is set to: a guess, which the listener confirms."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which they count (POSIX, section 8.2)."""

_NAME = re.compile(r"[a-z]{2,3}(?:[_-][A-Z][a-z]{3})?[_-]([A-Z]{2})\b")
"""``de_AT.UTF-8``, ``sr-Latn-RS``."""


def guessed_country(environment: Mapping[str, str] = os.environ) -> str | None:
    """The country in the locale, or `None` where it names none. Asks nobody outside."""
    names = [environment.get(name) for name in _VARIABLES]
    chosen = next((name for name in names if name), None) or _system_name()
    found = _NAME.match(chosen or "")
    return found.group(1) if found else None


def _system_name() -> str | None:
    try:
        return locale.getlocale()[0]
    except ValueError:  # a name that Python does not know
        return None
