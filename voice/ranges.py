"""Names and ranges of choices, for the settings and the command line alike.

This module imports nothing, because first sound waits for it.
"""

from __future__ import annotations

PACE_NAMES = ("slow", "gentle", "steady")
"""The paces of `voice.pace`."""

DEFAULT_PACE = "gentle"
"""The usual pace."""

RATE_RANGE = (110, 200)
"""Words a minute that can be chosen. For anything slower, add pauses instead
(scripts/SOURCES.md, Pace)."""

PAUSES_RANGE = (0.25, 4.0)
"""Range of the silence dial."""

VOLUME_RANGE = (0, 140)
"""Percent of the exported level; 140 is 3 dB above it, where peaks still fit."""
