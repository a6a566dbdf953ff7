"""Lists the lines of exercises that a person can record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from voice.exercise.asides import PAUSED
from voice.pace import DEFAULT_PACE, PACES
from voice.script.model import Script
from voice.speech.recordings import Recording, line_id
from voice.speech.wording import spoken
from voice.timeline.build import PLAIN, Setting, build
from voice.timeline.fit import MINUTE, possible_texts
from voice.timeline.phrases import STILL_HERE, STILL_WAITING

SETTINGS = (
    Setting(keys=True),
    PLAIN,
    Setting(bell=False),
    Setting(welcomed=True),
)
"""Settings that have words of their own: at a terminal, in a file, without bells, and later in a
sitting. A line with today's date is in none."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line to record.

    Attributes:
        id: The name of its clip; see `line_id`.
        written: The text as it is written, for the person who reads it.
        spoken: The words that are spoken.
        language: Tag of its script's language.
        exercises: Ids of the exercises that say it.
    """

    id: str
    written: str
    spoken: str
    language: str
    exercises: tuple[str, ...]


def lines_of(scripts: Iterable[Script]) -> tuple[Line, ...]:
    """Return every line that exercises say, each once, in the order in which it is first heard.

    The program's own lines are among them: the welcome at each pace and the one of the short
    version, what is said in waits and in place of bells. Left out are lines that hold today's date,
    the lengths that only `--minutes` states, and what is said beside an exercise: its keys, and
    people to call.

    Args:
        scripts: The exercises.
    """
    found: dict[str, Line] = {}
    for script in scripts:
        say = dict(script.say)
        for text in _texts(script):
            words = " ".join((spoken(text, script.language, say) or text).split())
            key = line_id(script.language, words)
            line = found.get(key, Line(key, text, words, script.language, ()))
            found[key] = replace(line, exercises=(*line.exercises, script.id))
    return tuple(found.values())


def missing(recording: Recording, lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines that a recording lacks."""
    return tuple(line for line in lines if not recording.place(line.id).is_file())


def _texts(script: Script) -> Iterable[str]:
    """Return the texts of an exercise, each once."""
    return dict.fromkeys((*_every_text(script), STILL_WAITING, STILL_HERE, PAUSED))


def _every_text(script: Script) -> Iterator[str]:
    usual = PACES[DEFAULT_PACE]
    for setting in SETTINGS:
        yield from build(script, usual, setting).texts
    for pace in PACES.values():
        yield from build(script, pace).texts
        yield from build(script, pace, Setting(welcomed=True)).texts
        yield from possible_texts(script, pace, PLAIN, MINUTE)
