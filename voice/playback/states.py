"""The states of a player, and groups of them."""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """The state of a player.

    The state after each command; a move is next, back, again, or leaving a wait::

                      pause         move      aside    stop     its own end
        PLAYING       PAUSED        PLAYING   ASIDE    DONE     DONE
        PAUSED        PLAYING       PLAYING   ASIDE    DONE
        HELD          PLAYING       PLAYING   ASIDE    DONE
        ASIDE         ASIDE_PAUSED  PLAYING   ASIDE    DONE     PLAYING, PAUSED or HELD
        ASIDE_PAUSED  ASIDE         PLAYING   ASIDE    DONE
    """

    PLAYING = "playing"
    PAUSED = "paused"
    HELD = "held"
    """Still after an aside, until a key: the listener may be on the telephone."""
    ASIDE = "aside"
    ASIDE_PAUSED = "aside paused"
    DONE = "done"


SOUNDING = (State.PLAYING, State.ASIDE)
"""States in which the exercise or an aside is heard."""

STILL = (State.PAUSED, State.HELD, State.ASIDE_PAUSED)
"""States in which nothing sounds until the listener goes on."""

BESIDE = (State.ASIDE, State.ASIDE_PAUSED)
"""States in which an aside is said."""
