"""How an exercise comes to its end."""

from __future__ import annotations

from enum import Enum


class Ending(Enum):
    """How an exercise comes to its end."""

    WHOLE = "whole"
    STOPPED = "stopped"
    SWAPPED = "swapped"
    """The listener wants another one instead."""
