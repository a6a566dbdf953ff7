"""The least and the most of what can be chosen, for the settings and the command line alike."""

from __future__ import annotations

VOLUME_RANGE = (0, 140)
"""Percent of the exported level; 140 is 3 dB over it, where peaks still fit."""
