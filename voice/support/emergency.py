"""The emergency numbers of countries that have no other number here."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

EMERGENCY = Path(__file__).with_name("emergency.toml")

EU_EMERGENCY = "112"
"""Directive (EU) 2018/1972, article 109: https://eur-lex.europa.eu/eli/dir/2018/1972/oj"""

# fmt: off
EU = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
))
# fmt: on
"""The members of the European Union since 2020."""


def emergency_number(country: str | None) -> str | None:
    """Find the number to call in danger.

    Args:
        country: ISO 3166-1 code.

    Returns:
        Digits; `None` if no source for it was read, or several differ (``emergency.toml``).
    """
    return EU_EMERGENCY if country in EU else _table().get(country or "")


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = tomllib.loads(EMERGENCY.read_text(encoding="utf-8"))
    return table
