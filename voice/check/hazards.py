"""Finds hazards that come without a warning: the rules of ``hazards.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from voice.check.findings import Finding, error
from voice.check.frame import FRAME
from voice.check.text import Said
from voice.script.model import Breathe, Hold, Script

_FILE = Path(__file__).with_name("hazards.toml")

_WARNING = re.compile(
    r"^(?:if|skip|leave out|avoid|not for|never|unless|no )\b|\b(?:skip|instead)\b", re.IGNORECASE
)
"""Words of a line that warns or offers another way, and is not yet the risky one."""

_INSTRUCTION = (
    r"(?:^|[,;] |\b(?:then|now|and|like|ready|you (?:can|may|might|could)) )"
    r"(?:(?:slowly|gently|now|then|carefully),? )?"
)
"""Places in a sentence where an instruction can begin; ``<do>`` in the file."""

_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Need:
    """A statement that has to come before a hazard.

    Attributes:
        rule: Name of the rule that asks for it.
        what: The statement, in words that follow "says".
        better: A line that says it.
        pattern: Words that say it.
        not_in: Lines that match this say something else.
    """

    rule: str
    what: str
    better: str
    pattern: re.Pattern[str]
    not_in: re.Pattern[str]

    def is_met(self, text: str) -> bool:
        """True if a line says it."""
        return bool(self.pattern.search(text)) and not self.not_in.search(text)


@dataclass(frozen=True, slots=True)
class Hazard:
    """A risk of harm; the fields are explained in ``hazards.toml``."""

    name: str
    risks: tuple[re.Pattern[str], ...]
    harmless: tuple[re.Pattern[str], ...]
    only_if: re.Pattern[str] | None
    never_if: re.Pattern[str] | None
    places: re.Pattern[str] | None
    holds: bool
    breathes: bool
    needs: tuple[Need, ...]

    def begins(self, script: Script, lines: Sequence[Said]) -> int | None:
        """Return the index of the first risky line, or `None` if there is none."""
        head = (script.title, script.about, script.position, script.needs)
        whole = "\n".join((*head, *(said.text for said in lines)))
        if self.only_if is not None and not self.only_if.search(whole):
            return None
        if self.never_if is not None and self.never_if.search(whole):
            return None
        for index, said in enumerate(lines):
            if self.is_risky(said):
                return index
        if self.places is not None and any(map(self.places.search, head)):
            return max(index for index, said in enumerate(lines) if said.step == lines[0].step)
        return None

    def is_risky(self, said: Said) -> bool:
        """True if a line asks for something that can do harm."""
        for directive, _ in said.directives:
            if isinstance(directive, Breathe) and self.breathes:
                return True
            if isinstance(directive, Hold) and self.holds:
                return True
        return any(
            pattern.search(sentence.text)
            and not _WARNING.search(sentence.text)
            and not any(part.is_said(sentence.text) for part in FRAME)
            and not any(harmless.search(sentence.text) for harmless in self.harmless)
            for sentence in said.sentences
            for pattern in self.risks
        )


@cache
def hazards() -> tuple[Hazard, ...]:
    """Return all hazards, in the order of the file."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["hazard"]
    return tuple(map(_hazard, rows))


def hazard(name: str) -> Hazard:
    """Return the hazard of that name in ``hazards.toml``."""
    return next(each for each in hazards() if each.name == name)


def judge_hazards(script: Script, lines: Sequence[Said]) -> Iterator[Finding]:
    """Find the statements that are missing before a hazard."""
    for danger in hazards():
        begins = danger.begins(script, lines)
        if begins is None:
            continue
        for need in danger.needs:
            yield from _judge_need(need, lines, begins)


def _judge_need(need: Need, lines: Sequence[Said], begins: int) -> Iterator[Finding]:
    met = next((index for index, said in enumerate(lines) if need.is_met(said.text)), None)
    if met is not None and met <= begins:
        return
    late = "" if met is None else f'; "{lines[met].text}" comes too late'
    yield error(
        need.rule,
        f"No line before this one says {need.what}{late}.",
        f"before it, {need.better}",
        lines[begins].number,
    )


def _hazard(row: dict[str, Any]) -> Hazard:
    return Hazard(
        name=row["name"],
        risks=tuple(map(_pattern, row["risks"])),
        harmless=tuple(map(_pattern, row.get("harmless", ()))),
        only_if=_pattern(row["only_if"]) if "only_if" in row else None,
        never_if=_pattern(row["never_if"]) if "never_if" in row else None,
        places=_pattern(row["places"]) if "places" in row else None,
        holds=row.get("holds", False),
        breathes=row.get("breathes", False),
        needs=tuple(
            Need(
                need["rule"],
                need["what"],
                need["better"],
                _pattern(need["pattern"]),
                _pattern(need["not_in"]) if "not_in" in need else _NOTHING,
            )
            for need in row["need"]
        ),
    )


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written.replace("<do>", _INSTRUCTION), re.IGNORECASE)
