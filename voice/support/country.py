"""Guesses the country from this computer's locale; the listener confirms it."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Variables in the order in which they count (POSIX, section 8.2)."""

_NAME = re.compile(r"[a-z]{2,3}(?:[_-][A-Z][a-z]{3})?[_-]([A-Z]{2})\b")
"""Locale names such as ``de_AT.UTF-8`` and ``sr-Latn-RS``."""


def guessed_country(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the country in the locale, or `None` if it names none. No network is used."""
    names = [environment.get(name) for name in _VARIABLES]
    chosen = next((name for name in names if name), None) or _system_name()
    found = _NAME.match(chosen or "")
    return found.group(1) if found else None


def _system_name() -> str | None:
    try:
        return locale.getlocale()[0]
    except ValueError:  # a name unknown to Python
        return None
