"""Remarks on a room and on a take: what is wrong with it, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class RemarkKind(Enum):
    """Subject of a remark."""

    MUTED = "muted"
    HUM = "hum"
    NOISE = "noise"
    SILENCE = "silence"
    SOFT = "soft"
    CLIPPED = "clipped"
    CUT_START = "cut at the start"
    CUT_END = "cut at the end"
    CLICK = "click"
    SLOW = "slow"
    QUICK = "quick"


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark for the person who records.

    Attributes:
        kind: What it is about.
        sentence: What it is and what to do, in plain English.
        again: True if the line should rather be said again.
    """

    kind: RemarkKind
    sentence: str
    again: bool = False


MUTED = Remark(
    RemarkKind.MUTED,
    "The microphone gives no sound. Is it switched on, and allowed for this program?",
    again=True,
)
HUM = Remark(
    RemarkKind.HUM,
    "There is a hum of the mains. Move the microphone away from chargers and lamps, or use the "
    "battery.",
)
LOUD_ROOM = Remark(
    RemarkKind.NOISE,
    "The room is rather loud. Close the window, or go somewhere quieter.",
)
NOISE = Remark(
    RemarkKind.NOISE,
    "There is noise behind your voice. Come closer to the microphone, or go somewhere quieter.",
)
MUCH_NOISE = Remark(
    RemarkKind.NOISE,
    "The noise is nearly as loud as your voice. Come closer to the microphone, or go somewhere "
    "quieter, and say it again.",
    again=True,
)
SILENCE = Remark(
    RemarkKind.SILENCE,
    "I heard nothing. Say the line again, a little closer to the microphone.",
    again=True,
)
SOFT = Remark(
    RemarkKind.SOFT,
    "That was too soft. Come closer to the microphone, or turn it up, and say it again.",
    again=True,
)
CLIPPED = Remark(
    RemarkKind.CLIPPED,
    "That was too loud, and the sound breaks up. Move back a little, or turn the microphone down, "
    "and say it again.",
    again=True,
)
CUT_START = Remark(
    RemarkKind.CUT_START,
    "The beginning is missing. Say it again, and wait a moment before you speak.",
    again=True,
)
CUT_END = Remark(
    RemarkKind.CUT_END,
    "The end is missing. Say it again, and stay silent for a moment after it.",
    again=True,
)
CLICK = Remark(
    RemarkKind.CLICK,
    "There may be a click in the middle of a word. Hear the line, and say it again if it disturbs "
    "you.",
)
SLOW = Remark(
    RemarkKind.SLOW,
    "That was much slower than your other lines. If you didn't mean it, say it again.",
)
QUICK = Remark(
    RemarkKind.QUICK,
    "That was much quicker than your other lines. Did you say all of it? If not, say it again.",
)
LONG = Remark(
    RemarkKind.SLOW,
    "That was much longer than this line usually is. Was it this line alone? If not, say it again.",
)
SHORT = Remark(
    RemarkKind.QUICK,
    "That was much shorter than this line usually is. Did you say all of it? If not, say it again.",
)
