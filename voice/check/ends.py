"""Checks that what is begun is ended: ice put down, a flame put out, water turned off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voice.check.findings import Finding, error
from voice.check.hazards import hazard
from voice.check.text import Said
from voice.script.model import Script, Wait


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_PUT_DOWN = _words(
    r"^(?!.*\b(?:if|or|when|not|never)\b).*\b(?:put|set|lay|drop|place|return|leave|tip|slide|move|"
    r"let|rest|take)\b.*\b(?:down|bowl|aside|away|sink|plate|saucer|dish|back|basin|cup|glass|"
    r"tray|out of|table|go)\b"
)
_LIGHTING = _words(
    r"^(?!.*\b(?:never|skip|unless|without)\b).*\b(?:light|strike|re-?light|burn)\b "
    r"(?:\w+ ){0,3}?(?:it|candles?|wick|match|incense|tea-?lights?|flame|fire|burner|one|lantern)\b"
)
_PUT_OUT = _words(
    r"^(?!.*\bbefore\b).*(?:\b(?:blow|put|snuff|pinch|press|stub)\b (?:\w+ ){0,3}?out\b|"
    r"\b(?:snuff|extinguish|smother)\b)"
)
_WATER_ON = _words(
    r"^(?!.*\b(?:before|if)\b).*(?:\b(?:start|run|open|turn on|switch on)\b (?:\w+ ){0,3}?"
    r"(?:water|tap|taps|faucet|shower|hose)\b|\b(?:turn|switch) (?:\w+ ){0,3}?on\b(?!.*\blight\b)"
    r"(?<!light on)(?<!lamp on))"
)
_WATER_OFF = _words(
    r"\b(?:water|tap|taps|faucet|shower|it|hose)\b.*\boff\b|\b(?:turn|switch|shut) off\b|"
    r"\b(?:close|shut|stop)\b (?:\w+ ){0,2}?(?:tap|taps|faucet|shower|water|hose)\b"
)
_WATER = _words(r"\b(?:water|tap|taps|faucet|shower|hose|bath|basin)\b")


@dataclass(frozen=True, slots=True)
class Contact:
    """The lines from taking ice to putting it down.

    Attributes:
        first: The line that puts ice in the hand.
        last: The line that puts it down; `None` if none does.
        lines: All of them, up to the end of the script if none puts it down.
    """

    first: Said
    last: Said | None
    lines: tuple[Said, ...]


def ice_contact(script: Script, lines: Sequence[Said]) -> Contact | None:
    """Return the lines while ice is held, or `None` in a script without ice in the hand."""
    begins = hazard("ice").begins(script, lines)
    if begins is None:
        return None
    for index in range(begins + 1, len(lines)):
        if _PUT_DOWN.search(lines[index].text):
            return Contact(lines[begins], lines[index], tuple(lines[begins : index + 1]))
    return Contact(lines[begins], None, tuple(lines[begins:]))


def judge_ends(script: Script, lines: Sequence[Said]) -> Iterator[Finding]:
    """Find what is begun and never ended."""
    yield from _judge_ice(script, lines)
    yield from _judge_flame(lines)
    yield from _judge_water(lines)


def _judge_ice(script: Script, lines: Sequence[Said]) -> Iterator[Finding]:
    contact = ice_contact(script, lines)
    if contact is None:
        return
    if contact.last is None:
        yield error(
            "ice-down",
            "No line after this one says to put the ice down.",
            '"Put the ice in the bowl."',
            contact.first.number,
        )
        return
    seen: set[int] = set()
    for said in contact.lines:
        if said.step not in seen and not script.steps[said.step].holds:
            yield error(
                "ice-step",
                "Ice is held here, in a step without a [hold], so pauses may be stretched.",
                "write the times in this step as holds, such as [hold 9s].",
                said.number,
            )
        seen.add(said.step)
        for directive, line in said.directives:
            if isinstance(directive, Wait) and said is not contact.last:
                yield error(
                    "ice-wait",
                    "This line waits for the listener while ice is held.",
                    "wait before the ice is picked up; while it is held, write [hold 9s].",
                    line,
                )


def _judge_flame(lines: Sequence[Said]) -> Iterator[Finding]:
    lit = [index for index, said in enumerate(lines) if _LIGHTING.search(said.text)]
    lit = [index for index in lit if hazard("flame").is_risky(lines[index])]
    if not lit:
        return
    after = lines[lit[-1] + 1 :]
    out = [index for index, said in enumerate(after) if _PUT_OUT.search(said.text)]
    if not out:
        yield error(
            "flame-out",
            "A flame is lit here and never put out.",
            '"Blow the candle out now. [wait 20s, ask again]"',
            lines[lit[-1]].number,
        )
    elif not any(_asks_again(said) for said in after[out[0] :]):
        yield error(
            "flame-ask",
            "The listener is not asked again whether the flame is out.",
            "end this line with [wait 20s, ask again].",
            after[out[-1]].number,
        )


def _asks_again(said: Said) -> bool:
    return any(isinstance(d, Wait) and d.ask_again for d, _ in said.directives)


def _judge_water(lines: Sequence[Said]) -> Iterator[Finding]:
    whole = " ".join(said.text for said in lines)
    on = [index for index, said in enumerate(lines) if _WATER_ON.search(said.text)]
    if not on or not _WATER.search(whole):
        return
    if not any(_WATER_OFF.search(said.text) for said in lines[on[-1] :]):
        yield error(
            "water-off",
            "Water is turned on here and never off.",
            '"Turn the water off."',
            lines[on[-1]].number,
        )
