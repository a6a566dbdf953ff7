"""Names and ranges that can be chosen, for the settings and the command line alike.

It imports nothing, because first sound waits for it.
"""

from __future__ import annotations

PACE_NAMES = ("slow", "gentle", "steady")
"""The paces of `voice.pace`."""

DEFAULT_PACE = "gentle"
"""The usual one."""

RATE_RANGE = (110, 200)
"""Words a minute that can be asked for. Below, add pause instead of stretch
(scripts/SOURCES.md, Pace)."""

PAUSES_RANGE = (0.25, 4.0)
"""Range of the silence dial."""

VOLUME_RANGE = (0, 140)
"""Percent of the exported level; 140 is 3 dB over it, where peaks still fit."""
