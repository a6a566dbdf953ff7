"""Possible endings of an exercise."""

from __future__ import annotations

from enum import Enum


class Ending(Enum):
    """Ending of an exercise: heard whole, stopped, or swapped for another."""

    WHOLE = "whole"
    STOPPED = "stopped"
    SWAPPED = "swapped"
    """The listener wants another one instead."""
