"""What somebody who plays an exercise should hear: the keys' contract, told a second time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from tests.exercise.humming import EDGE, WINDOW, Clip, Sound, Word, clip, named
from voice.frames import SAMPLE_RATE
from voice.timeline.cues import Cue, Kind

FADE = 288
"""Frames of a fade: 12 ms."""

MINUTE = 60 * SAMPLE_RATE
HALF_A_MINUTE = 30 * SAMPLE_RATE
MOMENT = 2 * SAMPLE_RATE
BETWEEN = SAMPLE_RATE // 2

PLAYING, PAUSED, HELD, ASIDE, ASIDE_PAUSED = "playing", "paused", "held", "aside", "aside paused"
STILL = {PAUSED, HELD, ASIDE_PAUSED}
BESIDE = {ASIDE, ASIDE_PAUSED}

STOPS = {"q", "esc", "hangup"}
KEPT_IN_WAITS = STOPS | {"?", "h", "r", "+", "=", "-", "_"}
LOUDER, SOFTER = {"+", "="}, {"-", "_"}

STEP = 10 ** (3 / 20)
LOUDEST, SOFTEST = STEP, 10 ** (-36 / 20)
LEAST, MOST = Fraction(1, 4), Fraction(4)

SPACE_GOES_ON = "Space goes on."
PAUSED_WORDS = "Paused. Space goes on."
STILL_HERE = "Still here."
STILL_WAITING = "Still here. Press any key when you are ready."
REMINDERS = {PAUSED_WORDS, STILL_HERE, STILL_WAITING}

RINGING = (-1, -1)
"""Stands for any sound, as a bell may be taken for words."""

Heard = Word | None


@cache
def _frames(seconds: Fraction) -> int:
    return round(seconds * SAMPLE_RATE)


@dataclass
class Model:
    """The place in the cues, and the few things beside it that decide what comes next.

    Attributes:
        cues: The cues at the pace of now.
        rate: Words a minute that the engine was asked for.
        volume: The amplitude.
        scale: The pause scale.
        place: The cue being heard.
        frame: Frames of it that were heard; negative during the fade before it.
        asking: The wait that asks again, during what it says.
        state: One of the five above.
        after: The state after something said beside.
        said: What is said beside, or was last.
        sentence: The one of them being said; `frame` counts in it then.
        kept: The frame in the cue meanwhile.
        again: True if going on begins the line or sentence again.
        still: Frames since it became still.
        answer: What a key was answered that is yet to be said.
        remark: What is being said in a silence.
        remarked: The word of it that was heard last.
        hangs: True if no line is ready.
        people: True if people to call were told last.
        reminded: True if after Ctrl-Z it is to be said that it is paused.
        unheard: Frames since the last sound.
    """

    cues: Sequence[Cue]
    rate: int
    volume: float
    scale: Fraction
    place: int = 0
    frame: int = 0
    asking: int | None = None
    state: str = PLAYING
    after: str = PLAYING
    said: Sequence[str] = ()
    sentence: int = 0
    kept: int = 0
    again: bool = False
    still: int = 0
    answer: str | None = None
    remark: str | None = None
    remarked: int = 0
    hangs: bool = False
    people: bool = False
    reminded: bool = False
    unheard: int = 0
    late: int = 0
    untold: int = 0
    coming: tuple[Sequence[str], str | None] | None = None
    length: int | None = None
    before: set[Heard] = field(default_factory=set)

    # What each key does.

    def press(  # noqa: C901 - a table of keys
        self, key: str, aside: Sequence[str] | None
    ) -> str | None:
        """Take a key; returns how it ends the exercise, if it does.

        Args:
            key: The key.
            aside: What is to be said beside the exercise because of it.
        """
        self.unheard = 0
        if key in STOPS:
            return "stopped"
        if aside is not None:
            self._say(key, aside)
        elif self.waiting and key not in KEPT_IN_WAITS and (key, self.state) != ("space", ASIDE):
            self._leave_wait()
        elif self.state == HELD and key not in KEPT_IN_WAITS | {"n", "b", "x"}:
            self._go_on()
        elif key == "x":
            return "swapped"
        elif key == "space":
            self._space()
        elif key == "n":
            self._next_step()
        elif key == "b":
            self._move(self._step_before())
        elif key == "r":
            self._say_again()
        elif key in LOUDER | SOFTER:
            self._turn(STEP if key in LOUDER else 1 / STEP)
        elif key in {"f", "s"}:
            self._scale(Fraction(4, 5) if key == "f" else Fraction(5, 4))
        return None

    @property
    def waiting(self) -> bool:
        """True during a wait, from the words on that ask for a key."""
        still = (self.after if self.state in BESIDE else self.state) in STILL
        return not still and self.state != ASIDE_PAUSED and self._wait() is not None

    def _wait(self) -> int | None:
        if self.asking is not None:
            return self.asking
        near = range(self.place, min(self.place + 2, len(self.cues)))
        return next((index for index in near if self.cues[index].until_key), None)

    def _leave_wait(self) -> None:
        wait = self._wait()
        assert wait is not None
        if self.state == PLAYING and self.place == wait:
            self._jump(wait + 1, 0)
        else:
            self._move(wait + 1)
        self._cut()

    def _space(self) -> None:
        self._cut()
        if self.state == ASIDE and self.said[-1] == SPACE_GOES_ON and self._at_last_sentence:
            self._move(self.line_start())
        elif self.state == ASIDE:
            self._advance(FADE)
            self._stand_still(ASIDE_PAUSED)
        elif self.state == PLAYING:
            self._advance(FADE)
            self._stand_still(PAUSED)
        else:
            self._go_on()

    @property
    def _at_last_sentence(self) -> bool:
        return self.sentence == len(self.said) - 1

    def _go_on(self) -> None:
        """From a pause: the line again, if it was long; or with what was being said beside."""
        again = self.again or self.still > MOMENT
        self._cut()
        if self.state == ASIDE_PAUSED:
            self.state = ASIDE
            self.frame = 0 if again else self.frame
            return
        self.state = PLAYING
        if again:
            self._jump(self.line_start(), 0)

    def _next_step(self) -> None:
        last = len(self.cues) - 1
        if self.place >= last and self.state == PLAYING:
            self._cut()
            return
        here = self.cues[min(self.place, last)].saying
        others = (i for i in range(self.place, last) if self.cues[i].saying != here)
        self._move(next(others, last))

    def _step_before(self) -> int:
        here = min(self.place, len(self.cues) - 1)
        first = self._first_of_step(here)
        begun = [line for line in self._lines() if first <= line <= here]
        return self._first_of_step(first - 1) if len(begun) < 2 and first > 0 else first

    def _first_of_step(self, index: int) -> int:
        saying = self.cues[index].saying
        return next(i for i, cue in enumerate(self.cues) if cue.saying == saying)

    def _lines(self) -> list[int]:
        return [
            i
            for i, cue in enumerate(self.cues)
            if cue.kind is Kind.SPEECH and not self.cues[i + 1].until_key
        ]

    def _last_line(self) -> int:
        return max((line for line in self._lines() if line <= self.place), default=0)

    def line_start(self) -> int:
        """The line being said, or last said; in a breath the last round that began with a word."""
        here = self.cues[min(self.place, len(self.cues) - 1)]
        if here.kind is not Kind.BREATH:
            return self._last_line()
        rounds = [i for i, cue in enumerate(self.cues) if str(cue.phase) == "in" and cue.text]
        return max(i for i in rounds if i <= self.place)

    def _say_again(self) -> None:
        if self.state in {ASIDE, ASIDE_PAUSED, HELD}:
            self._begin_aside(self.said, None)
        else:
            self._move(self._last_line())

    def _turn(self, factor: float) -> None:
        wanted = min(max(self.volume * factor, SOFTEST), LOUDEST)
        self._cut()
        if factor > 1:
            self.answer = "This is the loudest." if self.volume >= LOUDEST else None
            self.volume = max(wanted, self.volume)
        else:
            self.answer = "This is the softest." if self.volume <= SOFTEST else None
            self.volume = min(wanted, self.volume)

    def _scale(self, factor: Fraction) -> None:
        before, self.scale = self.scale, min(max(self.scale * factor, LEAST), MOST)
        self._cut()
        if self.scale == before:
            self.answer = (
                "This is the most silence." if factor > 1 else "This is the least silence."
            )
        else:
            self.answer = "More silence." if factor > 1 else "Less silence."

    # What is said beside the exercise.

    def _say(self, key: str, aside: Sequence[str]) -> None:
        tells = self.people and (self.coming or self.state in {ASIDE, ASIDE_PAUSED, HELD})
        self.people = key == "?" or bool(tells)
        holds = HELD if self.people else None
        if self.hangs:
            self.coming = aside, holds
        else:
            self._begin_aside(aside, holds)

    def _begin_aside(self, aside: Sequence[str], after: str | None) -> None:
        self._cut()
        sounding = self.state in {PLAYING, ASIDE}
        if self.state == PLAYING:
            self._advance(FADE)
        if after is not None:
            self.after = after
        elif self.state not in BESIDE:
            self.after = self.state
        if self.state not in BESIDE:
            self.kept = self.frame
        self.state, self.said, self.sentence = ASIDE, aside, 0
        self.frame = -FADE if sounding else 0

    def _end_aside(self) -> None:
        self._stand_still(self.after)
        self.frame, self.again = self.kept, True
        if self.state == PLAYING:
            self._jump(self.line_start(), 0)

    def _stand_still(self, state: str) -> None:
        self.state, self.still, self.again = state, 0, False

    def _move(self, index: int) -> None:
        fading = self.state in {PLAYING, ASIDE} and self.frame >= 0
        frame = -FADE if fading else min(self.frame, 0) if self.state in {PLAYING, ASIDE} else 0
        self._cut()
        self.state = PLAYING
        self._jump(index, frame)

    def _jump(self, index: int, frame: int) -> None:
        self.place, self.frame, self.asking, self.length = index, frame, None, None
        self.late = 0
        self.before = set()

    def _cut(self) -> None:
        """No remark lives on behind a key."""
        self.answer = self.remark = None
        self.before = set()

    # What happens beside keys.

    def ctrl_z(self, frames: int) -> None:
        """The program fades, stands still after so many frames, and goes on."""
        self.reminded = self.state == PAUSED
        self._cut()
        self.still += frames
        self._advance(FADE)
        self.begin_again()

    def lose_device(self) -> None:
        """A remark that was being said is not heard; an answer that waits still is, later."""
        self.remark = None

    def begin_again(self) -> None:
        """The line or sentence begins again; what is still stays so."""
        self.before = set()
        self.unheard = 0
        if self.state == PLAYING:
            self._jump(self.line_start(), 0)
        elif self.state == ASIDE:
            self.frame = 0
        else:
            self.again = True

    def speak(self) -> None:
        """The voice is there again."""
        self.hangs = False
        coming, self.coming = self.coming, None
        if coming is not None:
            self._begin_aside(*coming)

    def retimed(self, cues: Sequence[Cue]) -> None:
        """Take the cues of another pace; the one being heard keeps its length."""
        if self.state == PLAYING or self.frame > 0:
            self.length = self._length(self.place)
        self.cues = cues

    # What is heard.

    def hear(self, sound: Sound | None, frames: int) -> None:
        """Let frames pass, and judge what was heard in them.

        Args:
            sound: What was heard, if that can be told: windows cut short by a key are too short.
            frames: How many.
        """
        if sound is not None and not self._is_remark(sound.word):
            self.remark = None  # it is over
        expected = self._expected(frames)
        following = self._expected(frames, later=frames)
        if sound is not None:
            self._judge(sound, expected, following, frames)
        if frames >= EDGE:
            self.before = expected
        elif self.before:  # what begins now rises yet
            self.before = self.before | expected
        self._count_silence(sound, frames, expected)
        self._judge_answered(frames, silent=expected == following == {None})
        if self.state in STILL:
            self.still += frames
        self._advance(frames)

    def _judge(
        self, sound: Sound, expected: set[Heard], following: set[Heard], frames: int
    ) -> None:
        word = sound.word
        if RINGING in expected | self.before | following:
            return
        if word in expected and self.remark is None:
            if word is not None and expected == self.before == following == {word}:
                self._judge_level(sound, word)
        elif self._is_remark(word):
            return
        elif word in self.before:
            self.frame -= frames // 4
        elif word in following:
            self.frame += frames // 4
        elif len(expected) == 1:  # of two at once the ear may take the tones for a third
            names = [
                {named(word) for word in words} for words in (self.before, expected, following)
            ]
            raise AssertionError(f"heard {named(word)}, not one of {names}, {self.where()}")

    def _judge_level(self, sound: Sound, word: Word) -> None:
        amplitude = self._clip_now().amplitude * self.volume
        assert word[0] == self._clip_now().number
        assert abs(sound.amplitude * self.volume - amplitude) < amplitude / 8, "volume"
        assert sound.others < sound.amplitude / 3, "two at once"

    def _clip_now(self) -> Clip:
        if self.state == ASIDE:
            return clip(self.said[self.sentence], self.rate)
        return clip(self.cues[self.place].text, self.rate)

    def _is_remark(self, word: Heard) -> bool:
        """True if a remark is heard that may be said now, and not a cue of the same words."""
        if word is None:
            return False
        for text in {*REMINDERS, self.answer or STILL_HERE, self.remark or STILL_HERE}:
            if clip(text, self.rate).number == word[0] and self._may_remark(text):
                if self._is_cue(word):
                    return False
                self.remark, self.remarked = text, word[1]
                self.reminded = self.reminded and text != PAUSED_WORDS
                self.answer = None if text == self.answer else self.answer
                return True
        return False

    def _is_cue(self, word: Word) -> bool:
        if self.remark is None:
            return word in self._expected(WINDOW)
        return clip(self.remark, self.rate).number == word[0] and word[1] < self.remarked

    def _may_remark(self, text: str) -> bool:
        if text in {self.answer, self.remark}:
            return True
        nearly = HALF_A_MINUTE - WINDOW
        if text == PAUSED_WORDS:
            return self.state in STILL and (self.reminded or self.still > 2 * nearly)
        if text == STILL_WAITING:
            return self.state == PLAYING and self._waits(self.place) and self.frame > nearly
        return self.late > nearly

    def _count_silence(self, sound: Sound | None, frames: int, expected: set[Heard]) -> None:
        if RINGING in expected or (sound is not None and sound.word is not None):
            self.unheard = 0
        self.unheard += frames

    def _judge_answered(self, frames: int, *, silent: bool) -> None:
        """A key that was to be answered is, as soon as it is silent."""
        cue = self.cues[min(self.place, len(self.cues) - 1)]
        silent = silent and cue.kind not in {Kind.SPEECH, Kind.BREATH, Kind.BELL}
        room = self.state in STILL or (self.state == PLAYING and silent)
        if not room or self.answer is None or self.hangs:
            self.untold = 0
        self.untold += frames
        assert not room or self.untold < SAMPLE_RATE // 4, f"not told: {self.answer}"

    def _expected(self, frames: int, later: int = 0) -> set[Heard]:
        """The words that are heard in the next frames."""
        return {self._at(later + ahead) for ahead in (*range(0, frames, 240), frames)}

    def _at(self, ahead: int) -> Heard:
        if self.state in STILL:
            return None
        if self.state == ASIDE:
            return self._beside_at(ahead)
        index, frame, _ = self._reached(ahead)
        if index >= len(self.cues):
            return None
        cue = self.cues[index]
        if cue.kind is Kind.BELL and frame >= 0:
            return RINGING
        if not cue.text or not (frame > 0 or self._can_enter(index)):
            return None
        return clip(cue.text, self.rate).at(frame)

    def _beside_at(self, ahead: int) -> Heard:
        sentence, frame = self.sentence, self.frame + ahead
        while sentence < len(self.said) and frame >= self._sentence(sentence):
            frame -= self._sentence(sentence)
            sentence += 1
        if sentence < len(self.said):
            return clip(self.said[sentence], self.rate).at(frame)
        if self.after != PLAYING:
            return None
        text = self.cues[self.line_start()].text
        return clip(text, self.rate).at(frame) if text else RINGING

    def _sentence(self, index: int) -> int:
        frames = len(clip(self.said[index], self.rate).samples)
        ends = index == len(self.said) - 1 and self.said[index] == SPACE_GOES_ON
        return frames + (0 if ends else BETWEEN)

    def _can_enter(self, index: int) -> bool:
        return not (self.cues[index].text and (self.hangs or self.remark))

    def _length(self, index: int) -> int | None:
        """Frames of a cue; `None` if only a key ends it."""
        if index == self.place and self.length is not None:
            return self.length
        cue = self.cues[index]
        if self._waits(index):
            return None
        if cue.seconds is None:
            return len(clip(cue.text, self.rate).samples)
        return _frames(cue.seconds)

    def _waits(self, index: int) -> bool:
        return index < len(self.cues) and (
            self.cues[index].until_key and self.cues[index].again_from is None
        )

    def _reached(self, ahead: int) -> tuple[int, int, int | None]:
        """The cue and the frame in it after some frames, and the wait that asks again."""
        index, frame, asking = self.place, self.frame, self.asking
        entered = frame > 0
        frame += ahead
        while index < len(self.cues) and frame >= 0:
            if not entered and not self._can_enter(index):
                return index, 0, asking
            length = self._length(index)
            if length is None or frame < length:
                break
            frame -= length
            again_from = self.cues[index].again_from
            if again_from is not None:
                asking = index
            index = index + 1 if again_from is None else again_from
            if asking is not None and index > asking:
                asking = None
            entered = False
        return index, frame, asking

    def _advance(self, frames: int) -> None:
        if self.state == PLAYING:
            place = self.place
            if self.hangs and self.frame <= 0 and not self._can_enter(place):
                self.late += frames
            self.place, self.frame, self.asking = self._reached(frames)
            if place != self.place:
                self.length, self.late = None, 0
        elif self.state == ASIDE:
            self.frame += frames
            while self.state == ASIDE and self.frame >= self._sentence(self.sentence):
                self.frame -= self._sentence(self.sentence)
                self.sentence += 1
                if self.sentence == len(self.said):
                    left = self.frame
                    self._end_aside()
                    if self.state == PLAYING:
                        self._advance(left)

    def where(self) -> str:
        """The place in words, for a failure."""
        cue = self.cues[self.place] if self.place < len(self.cues) else None
        beside = self.said[self.sentence : self.sentence + 1]
        where = cue and (cue.kind.value, cue.text)
        return f"{self.state}, cue {self.place} {where}, frame {self.frame}, {beside}"
