"""Lines rendered ahead of being heard, in a thread of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import numpy as np
import pytest

from tests.speech.conftest import LIMIT, until
from voice.audio import Audio
from voice.errors import SpeechError
from voice.exercise.narration import AHEAD, BEHIND, NEAR, Narration
from voice.sound.levelling import prepare_line
from voice.speech.engine import Utterance
from voice.speech.tone import ToneEngine


def tone(text: str) -> Audio:
    return ToneEngine().synthesize(Utterance(text, "tone/low", 300))


class Gate:
    """Says each text only once it is let through; counts what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._let = threading.Semaphore(0)

    def __call__(self, text: str) -> Audio:
        self.asked.append(text)
        assert self._let.acquire(timeout=LIMIT)
        return tone(text)

    def let(self, count: int = 1) -> None:
        self._let.release(count)


@pytest.fixture
def narrate() -> Iterator[Callable[..., Narration]]:
    """Opens narrations whose threads must end."""
    opened: list[Narration] = []

    def narrate(
        texts: list[str], say: Callable[[str], Audio] = tone, *, measures: bool = False
    ) -> Narration:
        narration = Narration(texts, say, measures=measures)
        opened.append(narration)
        return narration

    yield narrate
    for narration in opened:
        narration.close()
    until(lambda: not threads(), "the threads end")


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "narration"]


Narrate = Callable[..., Narration]


def in_thread(call: Callable[[], object]) -> Callable[[], object]:
    """Start a call; the returned function waits for its result, or raises its error."""
    results: list[object] = []

    def run() -> None:
        try:
            results.append(call())
        except Exception as error:  # noqa: BLE001 - the caller looks at it
            results.append(error)

    thread = threading.Thread(target=run)
    thread.start()

    def wait() -> object:
        thread.join(LIMIT)
        assert results, "it still waits"
        return results[0]

    return wait


def test_a_line_is_prepared_as_any_other(narrate: Narrate) -> None:
    narration = narrate(["", "one two", "", "three"])
    for index, text in ((1, "one two"), (3, "three")):
        expected = prepare_line(tone(text))
        np.testing.assert_array_equal(narration.wait_for(index), expected)
        assert narration.frames[text] == len(expected)


def test_it_prepares_what_comes_soon_and_asks_for_the_rest_once(narrate: Narrate) -> None:
    gate = Gate()
    texts = [f"number {number}" for number in range(40)]
    narration = narrate(texts, gate)
    gate.let(100)
    until(lambda: len(gate.asked) == 40, "it has asked for all of them")
    assert gate.asked == texts
    assert len(narration.frames) == AHEAD
    narration.line(10)
    until(lambda: len(narration.frames) == 10 + AHEAD, "it has worked ahead again")
    narration.wait_for(10)
    assert gate.asked == [*texts, *texts[AHEAD : 10 + AHEAD]]


def test_a_later_line_that_fails_is_told_of_when_it_is_due(narrate: Narrate) -> None:
    asked = []

    def say(text: str) -> Audio:
        asked.append(text)
        if text == "number 30":
            raise SpeechError("Not this one.")
        return tone(text)

    narration = narrate([f"number {number}" for number in range(40)], say)
    until(lambda: len(asked) == 40, "it has asked for all of them")
    assert narration.failure is None
    with pytest.raises(SpeechError, match="Not this one"):
        narration.wait_for(30)


def test_a_line_that_is_not_ready_is_not_waited_for(narrate: Narrate) -> None:
    gate = Gate()
    narration = narrate(["one", "two"], gate)
    until(lambda: gate.asked, "it begins")
    assert narration.line(0) is None
    assert narration.line(1) is None
    gate.let(2)
    assert len(narration.wait_for(0)) > 0
    assert len(narration.wait_for(1)) > 0


def test_what_is_for_later_waits_for_the_next_lines_and_for_no_others(narrate: Narrate) -> None:
    gate = Gate()
    narration = narrate([f"number {number}" for number in range(AHEAD)], gate)
    until(lambda: gate.asked, "it begins")
    later = [narration.beside_later([text]) for text in ("still here", "paused")]
    narration.line(1)
    at_once = narration.beside(["the keys"])
    gate.let(100)
    until(lambda: len(gate.asked) == AHEAD + 3, "it has asked for all of them")
    numbers = [f"number {number}" for number in range(AHEAD)]
    near = 1 + NEAR
    assert gate.asked == [
        numbers[0],
        "the keys",
        *numbers[1:near],
        *("still here", "paused"),
        *numbers[near:],
    ]
    for lines, text in zip([at_once, *later], ["the keys", "still here", "paused"], strict=True):
        np.testing.assert_array_equal(lines.result(LIMIT)[0], prepare_line(tone(text)))


def test_what_was_for_later_is_cancelled_at_the_end(narrate: Narrate) -> None:
    gate = Gate()
    narration = narrate(["one", "two"], gate)
    until(lambda: gate.asked, "it begins")
    later = narration.beside_later(["still here"])
    closed = in_thread(narration.close)
    until(lambda: narration._closed, "it is being closed")
    gate.let(100)
    closed()
    assert later.cancelled()


def test_the_line_that_is_due_comes_first(narrate: Narrate) -> None:
    gate = Gate()
    narration = narrate([f"number {number}" for number in range(40)], gate)
    until(lambda: gate.asked, "it begins")
    narration.line(25)
    gate.let(2)
    until(lambda: len(gate.asked) == 3, "it goes on")
    assert gate.asked == ["number 0", "number 25", "number 26"]
    gate.let(100)


def test_memory_is_bounded_and_every_line_can_come_back(narrate: Narrate) -> None:
    texts = [f"number {number}" for number in range(60)]
    narration = narrate(texts)
    order = [*range(60), *range(59, -1, -1), 30, 0, 59]
    for index in order:
        assert len(narration.wait_for(index)) == narration.frames[texts[index]]
        kept = [other for other in range(60) if texts[other] in narration._lines]
        assert len(kept) <= BEHIND + AHEAD + 1
    assert len(narration.frames) == 60


def test_saying_it_again_needs_no_second_rendering(narrate: Narrate) -> None:
    gate = Gate()
    gate.let(1000)
    texts = [f"number {number}" for number in range(30)]
    narration = narrate(texts, gate)
    for index in range(20):
        narration.wait_for(index)
    until(lambda: len(narration.frames) == 30, "all is rendered")
    for index in range(20, 20 - BEHIND - 1, -1):
        assert narration.line(index) is not None or index == 20 - BEHIND
    assert gate.asked == texts


def test_a_text_that_comes_again_is_said_once(narrate: Narrate) -> None:
    gate = Gate()
    gate.let(100)
    narration = narrate(["in", "out"] * 5, gate)
    for index in range(10):
        narration.wait_for(index)
    assert gate.asked == ["in", "out"]


def test_measuring_renders_everything(narrate: Narrate) -> None:
    texts = ["one", "", "two", *(f"number {number}" for number in range(30)), "one"]
    narration = narrate(texts)
    narration.measure()
    assert set(narration.frames) == set(texts) - {""}


def test_it_can_measure_what_comes_later_without_being_asked_for_it(narrate: Narrate) -> None:
    texts = [f"number {number}" for number in range(40)]
    narration = narrate(texts, measures=True)
    until(lambda: narration.is_measured, "it has measured all of them")
    assert narration.frames == {text: len(prepare_line(tone(text))) for text in texts}


def test_the_same_can_be_said_in_another_order(narrate: Narrate) -> None:
    gate = Gate()
    narration = narrate(["one", "two three"], gate)
    gate.let(2)
    narration.measure()
    narration.say_instead(["", *["two three", "one"] * 40])
    for index, text in ((1, "two three"), (77, "two three"), (80, "one")):
        np.testing.assert_array_equal(narration.wait_for(index), prepare_line(tone(text)))
    assert gate.asked == ["one", "two three"]


def test_nothing_to_say(narrate: Narrate) -> None:
    narrate([]).measure()
    narrate(["", ""]).measure()


def test_a_failure_is_raised_where_the_line_is_waited_for(narrate: Narrate) -> None:
    narration = narrate(["one", "be dumb", "two"])
    with pytest.raises(SpeechError, match="asked to fail"):
        narration.wait_for(1)
    assert len(narration.wait_for(0)) > 0
    with pytest.raises(SpeechError, match="asked to fail"):
        narration.measure()
    assert isinstance(narration.failure, SpeechError)
    assert narration.line(1) is None
    until(lambda: not threads(), "its thread ends")


def test_a_failure_wakes_who_waits(narrate: Narrate) -> None:
    gate = Gate()
    narration = narrate(["be dumb"], gate)
    waiting = in_thread(lambda: narration.wait_for(0))
    until(lambda: gate.asked, "it begins")
    gate.let()
    assert isinstance(waiting(), SpeechError)


def test_what_nobody_expected_is_raised_too(narrate: Narrate) -> None:
    def say(text: str) -> Audio:
        raise ZeroDivisionError(text)

    narration = narrate(["one"], say)
    with pytest.raises(ZeroDivisionError, match="one"):
        narration.wait_for(0)
    assert isinstance(narration.failure, ZeroDivisionError)


@pytest.mark.parametrize("frames", [0, 24_000])
def test_silence_is_a_failure(narrate: Narrate, frames: int) -> None:
    narration = narrate(["Hush."], lambda _: Audio(np.zeros(frames, np.float32), 24_000))
    with pytest.raises(SpeechError, match=r"no sound for: Hush\."):
        narration.wait_for(0)


def test_closing_does_not_wait_for_an_engine_for_ever(narrate: Narrate) -> None:
    gate = Gate()
    narration = narrate(["one", "two"], gate)
    until(lambda: gate.asked, "it begins")
    narration.close()  # would never come back if it waited
    gate.let(2)
    until(lambda: not threads(), "its thread ends")
    assert gate.asked == ["one"]


def test_closing_wakes_who_waits(narrate: Narrate) -> None:
    gate = Gate()
    narration = narrate(["one"], gate)
    waiting = in_thread(lambda: narration.wait_for(0))
    until(lambda: gate.asked, "it begins")
    narration.close()
    assert isinstance(waiting(), SpeechError)
    gate.let()


def test_closing_twice_and_asking_after(narrate: Narrate) -> None:
    narration = narrate(["one"])
    line = narration.wait_for(0)
    narration.close()
    narration.close()
    until(lambda: not threads(), "its thread ends")
    assert narration.line(0) is line
    assert narration.wait_for(0) is line


def test_a_wish_to_close_is_never_wiped_away(narrate: Narrate) -> None:
    """It comes while the thread is about to forget what it was woken for."""

    class ClosedMeanwhile(threading.Event):
        def clear(self) -> None:
            narration._closed = True
            self.set()
            super().clear()

    narration = narrate([""])
    asleep, narration._wanted = narration._wanted, ClosedMeanwhile()
    asleep.set()
    until(lambda: not threads(), "its thread ends")


def test_what_no_cue_says_comes_before_all_that_comes_later() -> None:
    gate = Gate()
    with closing(Narration(["One.", "Two.", "Three."], gate)) as narration:
        until(lambda: gate.asked == ["One."], "the first line")
        lines = narration.beside(["Beside it.", "And this."])
        gate.let(5)
        assert all(map(len, lines.result(LIMIT)))
        narration.wait_for(0)
        until(lambda: len(gate.asked) == 5, "the last line")
    assert gate.asked == ["One.", "Beside it.", "And this.", "Two.", "Three."]


def test_what_cannot_be_said_beside_it_leaves_the_exercise_alone() -> None:
    def say(text: str) -> Audio:
        if text == "Dumb.":
            raise SpeechError("It is dumb.")
        return tone(text)

    with closing(Narration(["One.", "Two."], say)) as narration:
        with pytest.raises(SpeechError, match="dumb"):
            narration.beside(["Dumb."]).result(LIMIT)
        assert len(narration.wait_for(1))
        assert narration.failure is None


def test_what_was_asked_beside_it_is_cancelled_at_the_end() -> None:
    narration = Narration([""], tone)
    narration.close()
    lines = narration.beside(["Too late."])
    narration.close()
    assert lines.cancelled()
