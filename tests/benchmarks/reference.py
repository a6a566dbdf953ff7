"""The text that every contender makes into audio: forty spoken lines and their pauses."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

LINES = 40
"""Lines of the reference, each followed by one pause."""

WORDS_PER_MINUTE = 135
"""Real words a minute of the pace `gentle`; the baselines are set to the same."""

STEP_LINES = 10
"""Lines under one heading."""

# Each half second from 5 to 20 once makes 387.5 s; these nine make 128 s more. A settle of up to
# 20 s at gentle pace lasts as long as written.
_EVERY_HALF_SECOND = tuple(Fraction(halves, 2) for halves in range(10, 41))
_AGAIN = tuple(Fraction(seconds) for seconds in (10, 11, 12, 13, 14, 15, 16, 17, 20))
_SORTED = sorted(_EVERY_HALF_SECOND + _AGAIN)
_STRIDE = 17  # shares no factor with 40: short and long ones take turns, each comes once

PAUSES = tuple(_SORTED[_STRIDE * index % LINES] for index in range(LINES))
"""Seconds after each line, 5 to 20, 515.5 in all."""

_THINGS = ("wall", "window", "door", "floor", "table", "chair", "lamp", "cup", "shelf", "curtain")

_SENTENCES = (
    "This takes a few minutes, and the {} is enough.",
    "Your eyes can stay open, on the {} or anywhere.",
    "Look at the {} for a moment.",
    "Find the edge of the {} that is nearest to you.",
    "Follow that edge of the {} slowly, from one end to the other.",
    "Notice where the light falls on the {}.",
    "Look for the darkest part of the {}.",
    "You might name the colour of the {}.",
    "If you like, say the word {} out loud.",
    "Leave the {} and look at what is beside it.",
    "Think of how the {} would feel under your hand.",
    "Is the {} smooth, or rough, or something else?",
    "Touch the {} if it is near, or leave that out.",
    "Rest your hand there, on the {} or on your knee.",
    "Notice whether the {} is warm or cool.",
    "Press lightly, as you would on the {}.",
    "Let go of the {} again.",
    "Move your fingers, and look back at the {}.",
    "Find one more thing of the same size as the {}.",
    "Compare it with the {}, slowly, part by part.",
    "Now listen, and let the {} be.",
    "Is there a sound near the {}?",
    "Notice a sound that is farther away than the {}.",
    "Stay with that sound, beyond the {}, for a while.",
    "Noticing nothing at all near the {} is fine.",
    "Find a steady sound on one side of the {}.",
    "Find a short sound on the other side of the {}.",
    "Let the sounds come to you and to the {}.",
    "You can look at the {} while you listen.",
    "Choose one sound, or stay with the {}.",
    "Feel both feet on the ground, in front of the {}.",
    "Notice your weight, and the weight of the {}.",
    "Turn your head slowly, away from the {}.",
    "Turn it back until you see the {} again.",
    "Count five corners, starting with the {}.",
    "Pick the one that is farthest from the {}.",
    "Look round the whole room, past the {}.",
    "Notice one thing that you had not seen, beside the {}.",
    "Come back to the {} once more.",
    "That was the {}, and this is the end of it.",
)

_FRONT_MATTER = """\
---
title: Reference
about: Forty lines that measure speed.
ask: 1
position: any
---
"""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One line and the silence after it.

    Attributes:
        text: What is said.
        pause: Seconds, a multiple of 0.5.
    """

    text: str
    pause: Fraction


@dataclass(frozen=True, slots=True)
class Reference:
    """Lines in the order in which they are spoken."""

    lines: tuple[SpokenLine, ...]

    @property
    def words(self) -> int:
        """Words in all lines."""
        return sum(len(line.text.split()) for line in self.lines)

    @property
    def silence(self) -> Fraction:
        """Seconds of all pauses."""
        return sum((line.pause for line in self.lines), Fraction(0))

    def script(self) -> str:
        """The lines as a script of ours."""
        parts = [_FRONT_MATTER]
        for index, line in enumerate(self.lines):
            if index % STEP_LINES == 0:
                parts.append(f"\n## Step {index // STEP_LINES + 1}\n\n")
            parts.append(f"{line.text} [{float(line.pause):g}s]\n")
        return "".join(parts)

    def table(self) -> str:
        """The lines as ``milliseconds TAB text``, for the baselines."""
        return "".join(f"{int(line.pause * 1000)}\t{line.text}\n" for line in self.lines)


def reference(times: int = 1) -> Reference:
    """The forty lines, or up to ten times as many, no two of them alike."""
    return Reference(
        tuple(
            SpokenLine(sentence.format(_THINGS[(index + round_) % len(_THINGS)]), pause)
            for round_ in range(times)
            for index, (sentence, pause) in enumerate(zip(_SENTENCES, PAUSES, strict=True))
        )
    )
