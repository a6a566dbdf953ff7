"""Builds a timeline from a script and a pace."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from itertools import zip_longest

from voice.pace import Pace
from voice.script.model import (
    Bell,
    Breathe,
    Directive,
    Do,
    Hold,
    Line,
    Quiet,
    Script,
    Settle,
    Step,
    Wait,
    Welcome,
    is_live,
    welcome_line,
)
from voice.timeline import phrases
from voice.timeline.cues import BELL_SECONDS, Cue, Kind, Timeline
from voice.timeline.estimate import estimated_seconds
from voice.timeline.repeats import WHOLE, Plan, Repetition, sayings
from voice.timeline.welcome import welcome

LINE_GAP = Fraction("0.8")
"""Seconds between two lines: within the 0.6-1.0 of calm speech (scripts/SOURCES.md, Pace)."""

PARAGRAPH_GAP = Fraction("1.6")
"""Seconds at a blank line."""

LONGEST_SILENCE = Fraction(40)
"""Seconds from which an unannounced silence is taken for a fault
(scripts/SOURCES.md, Silence)."""

SILENT_EDGE = Fraction("1.5")
"""Seconds before and after an exercise without bells; pace does not change them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The circumstances of an exercise that change its cues.

    Attributes:
        bell: True if bells sound; otherwise words replace a bell that would end a quiet.
        breath_sound: True if breaths sound; otherwise every round is spoken.
        keys: True if a listener at a terminal can press keys.
        now: The moment of playing, for lines such as "today is {day}"; `None` leaves them out.
        welcomed: True after the first exercise of a sitting: the welcome is then short.
    """

    bell: bool = True
    breath_sound: bool = True
    keys: bool = False
    now: datetime | None = None
    welcomed: bool = False


PLAIN = Setting()
"""With bells and the sound of breaths, without keys."""


def build(script: Script, pace: Pace, setting: Setting = PLAIN, plan: Plan = WHOLE) -> Timeline:
    """Build the timeline of a script at a pace.

    Args:
        script: The exercise.
        pace: Its pace.
        setting: Its circumstances.
        plan: Steps that are said. A welcome states the estimated length if the plan has none.
    """
    if plan.stated is not None or welcome_line(script) is None:
        return _built(script, pace, setting, plan)
    guessed = _built(script, pace, setting, replace(plan, stated=_ANY_LENGTH))
    stated = Fraction(round(estimated_seconds(guessed)))
    return _built(script, pace, setting, replace(plan, stated=stated))


_ANY_LENGTH = Fraction(180)
"""Seconds stated while the length is estimated: other lengths take as many words, or one more."""


def _built(script: Script, pace: Pace, setting: Setting, plan: Plan) -> Timeline:
    form = welcome(script.id, plan.stated or _ANY_LENGTH, short=plan.short or setting.welcomed)
    builder = _Builder(setting, script, form)
    said = tuple(sayings(script, plan))
    builder.edge(said[0])
    for number, saying in enumerate(said, 1):
        step = script.steps[saying.step]
        builder.say(saying, step, pace, closes=number == len(said))
    builder.edge(said[-1])
    return Timeline(script, pace, tuple(builder.cues), plan)


class _Builder:
    def __init__(self, setting: Setting, script: Script, welcome: Sequence[str]) -> None:
        self.cues: list[Cue] = []
        self._script = script
        self._setting = setting
        self._welcome = welcome

    def edge(self, saying: Repetition) -> None:
        """Add the cue with which an exercise opens or ends."""
        kind, seconds = Kind.GAP, SILENT_EDGE
        if self._setting.bell:
            kind, seconds = Kind.BELL, BELL_SECONDS
        self.cues.append(Cue(kind, saying.step, None, seconds, turn=saying.turn))

    def say(self, saying: Repetition, step: Step, pace: Pace, *, closes: bool) -> None:
        """Add one saying of a step."""
        start = len(self.cues)
        pace = pace.unstretched() if step.holds else pace
        self._step(saying.step, step, pace, closes=closes)
        if saying.turn:
            self.cues[start:] = (replace(cue, turn=saying.turn) for cue in self.cues[start:])

    def _step(self, index: int, step: Step, pace: Pace, *, closes: bool) -> None:
        """Add the lines of a step; the last gap is left out if the exercise ends after it."""
        spoken: int | None = None
        left_out = False
        for line, following in zip_longest(step.lines, step.lines[1:]):
            if line.text or line.welcomes:
                left_out = is_live(line.text) and self._setting.now is None
            if left_out:
                continue
            if line.text:
                spoken = len(self.cues)
                self.cues.append(Cue(Kind.SPEECH, index, line.number, text=self._words(line)))
            before = len(self.cues)
            for directive in line.directives:
                self._directive(directive, index, line.number, pace, spoken)
            timed = len(self.cues) > before and not line.welcomes
            replaced = timed or (following and not (following.text or following.welcomes))
            if not replaced and (following or not closes):
                self._gap(
                    index, line.number, pace, PARAGRAPH_GAP if line.paragraph_end else LINE_GAP
                )

    def _words(self, line: Line) -> str:
        now = self._setting.now
        return line.text if now is None else phrases.speak_live(line.text, now)

    def _gap(self, step: int, line: int | None, pace: Pace, written: Fraction = LINE_GAP) -> None:
        self.cues.append(Cue(Kind.GAP, step, line, pace.gap(written)))

    def _bell(self, step: int, line: int | None) -> None:
        self.cues.append(Cue(Kind.BELL, step, line, BELL_SECONDS))

    def _directive(
        self, directive: Directive, step: int, line: int, pace: Pace, spoken: int | None
    ) -> None:
        match directive:
            case Settle(seconds):
                self._silence(Kind.SETTLE, step, line, seconds, pace.settle(seconds))
            case Do(seconds):
                self._silence(Kind.DO, step, line, seconds, pace.do(seconds))
            case Hold(seconds):
                self.cues.append(Cue(Kind.HOLD, step, line, pace.hold(seconds)))
            case Quiet():
                self._quiet(directive, step, line, pace)
            case Breathe():
                self._breathe(directive, step, line)
            case Wait():
                self._wait(directive, step, line, pace, spoken)
            case Bell():
                if self._setting.bell:
                    self._bell(step, line)
            case Welcome():
                self._say_welcome(step, line, pace)

    def _say_welcome(self, step: int, line: int, pace: Pace) -> None:
        for number, sentence in enumerate(self._welcome_in(step)):
            if number:
                self._gap(step, line, pace)
            self.cues.append(Cue(Kind.SPEECH, step, None, text=sentence))

    def _welcome_in(self, step: int) -> Sequence[str]:
        """Return the welcome of a step; later exercises of a walk state no length of their own."""
        if not self._script.steps[step].later:
            return self._welcome
        return welcome(self._script.steps[step].exercise, _ANY_LENGTH, short=True)[-1:]

    def _silence(
        self, kind: Kind, step: int, line: int, written: Fraction, seconds: Fraction
    ) -> None:
        """Add a silence, in equal parts with a word between them if it is written long.

        The written length decides, so that another pace has the same cues.
        """
        parts = math.ceil(written / LONGEST_SILENCE) if written > LONGEST_SILENCE else 1
        each = seconds / parts if parts > 1 else seconds
        for part in range(parts):
            if part:
                self.cues.append(Cue(Kind.SPEECH, step, None, text=phrases.STILL_HERE))
            self.cues.append(Cue(kind, step, line, each))

    def _quiet(self, quiet: Quiet, step: int, line: int, pace: Pace) -> None:
        rest = quiet.seconds
        if quiet.bell_after is not None:
            rest -= quiet.bell_after
            self.cues.append(Cue(Kind.QUIET, step, line, quiet.bell_after))
            self._bell_or_words(step, line, phrases.STILL_HERE)
        self.cues.append(Cue(Kind.QUIET, step, line, rest))
        self._bell_or_words(step, line, phrases.WE_ARE_BACK)
        if not self._setting.bell:
            self._gap(step, None, pace)

    def _bell_or_words(self, step: int, line: int, words: str) -> None:
        if self._setting.bell:
            self._bell(step, line)
        else:
            self.cues.append(Cue(Kind.SPEECH, step, None, text=words))

    def _breathe(self, breathe: Breathe, step: int, line: int) -> None:
        for number in range(breathe.times):
            spoken = number % breathe.words_every == 0 or not self._setting.breath_sound
            for part in breathe.phases:
                words = phrases.BREATH_WORDS[part.phase] if spoken else ""
                self.cues.append(
                    Cue(Kind.BREATH, step, line, part.seconds, text=words, phase=part.phase)
                )

    def _wait(self, wait: Wait, step: int, line: int, pace: Pace, spoken: int | None) -> None:
        keys = self._setting.keys
        if spoken is not None:
            self._gap(step, None, pace)
        prompt = phrases.PRESS_ANY_KEY if keys else phrases.PAUSE_ME
        self.cues.append(Cue(Kind.SPEECH, step, None, text=prompt))
        again_from = spoken if wait.ask_again else None
        cue = Cue(Kind.WAIT, step, line, wait.seconds)
        if keys:
            self.cues.append(replace(cue, until_key=True, again_from=again_from))
        elif again_from is None:
            self._silence(Kind.WAIT, step, line, wait.seconds, wait.seconds)
        else:
            self.cues += [cue, self.cues[again_from], cue]
