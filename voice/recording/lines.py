"""Lists the lines of exercises that a person can record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from voice.exercise.asides import PAUSED
from voice.pace import DEFAULT_PACE, PACES
from voice.script.model import Script, Wait
from voice.speech.recordings import Recording, line_id
from voice.speech.wording import spoken
from voice.timeline.build import Setting, build
from voice.timeline.fit import MINUTE, possible_texts
from voice.timeline.phrases import STILL_HERE, STILL_WAITING

SETTINGS = tuple(
    Setting(keys=keys, bell=bell, welcomed=welcomed)
    for welcomed, bell, keys in product((False, True), (True, False), (True, False))
)
"""Settings that have words of their own: in the first exercise of a sitting or later, with bells or
without, at a terminal or in a file. A line with today's date is in none."""


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


_USUAL_FIRST = sorted(PACES.values(), key=lambda pace: pace.name != DEFAULT_PACE)


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
        for text in dict.fromkeys(_texts(script)):
            words = " ".join((spoken(text, script.language, say) or text).split())
            key = line_id(script.language, words)
            line = found.get(key, Line(key, text, words, script.language, ()))
            found[key] = replace(line, exercises=(*line.exercises, script.id))
    return tuple(found.values())


def missing(recording: Recording, lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines that a recording lacks."""
    return tuple(line for line in lines if not recording.place(line.id).is_file())


def counted(lines: int) -> str:
    """Return a number of lines in words: "1 line", "2 lines"."""
    return "1 line" if lines == 1 else f"{lines} lines"


def _texts(script: Script) -> Iterator[str]:
    """Yield the texts of an exercise; some of them more than once."""
    for pace, setting in product(_USUAL_FIRST, SETTINGS):
        yield from build(script, pace, setting).texts
        yield from possible_texts(script, pace, setting, MINUTE)
    directives = (each for step in script.steps for line in step.lines for each in line.directives)
    if any(isinstance(each, Wait) for each in directives):
        yield STILL_WAITING
    yield from (STILL_HERE, PAUSED)
