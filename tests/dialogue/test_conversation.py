"""Sentences and keys: what is said when, and who may cut it short."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from tests.dialogue.listener import hum, never, talking
from tests.exercise.playing import PLUG_IN, SUSPEND, UNPLUG, Room
from voice.audio import Audio, Samples
from voice.dialogue.conversation import GAP, Manner, Pause, conversation
from voice.errors import SpeechError
from voice.frames import SAMPLE_RATE
from voice.sound.curves import FADE
from voice.sound.levelling import prepare_line
from voice.sound.mixer import Bed


def sounding(played: Samples) -> Samples:
    (heard,) = np.nonzero(played)
    return played[heard[0] : heard[-1] + 1]


def inner(text: str) -> Samples:
    return sounding(prepare_line(hum(text)))


def silences(played: Samples) -> list[int]:
    """Frames of silence between what was heard, longer than any inside a sentence."""
    (heard,) = np.nonzero(played)
    return [int(gap) - 1 for gap in np.diff(heard) if gap > 2_000]


def test_sentences_follow_each_other_and_time_is_up() -> None:
    with talking(hum) as (talk, somebody):
        assert talk.ask(["One two.", "Three."], patience=2) is None
    assert somebody.sentences == ["One two.", "Three."]
    played = somebody.played
    (heard,) = np.nonzero(played)
    assert 2 * SAMPLE_RATE <= len(played) - heard[-1] <= 2.1 * SAMPLE_RATE


def test_silence_is_exact_to_the_frame() -> None:
    first, second, third = (prepare_line(hum(text)) for text in ("One.", "Two.", "Three."))
    with talking(hum) as (talk, somebody):
        talk.ask(["One.", Pause(3.75), "Two.", "Three."], patience=0)
    pause, gap = (np.zeros(round(s * SAMPLE_RATE), np.float32) for s in (3.75, GAP.seconds))
    whole = sounding(np.concatenate([first, pause, second, gap, third]))
    np.testing.assert_array_equal(sounding(somebody.played), whole)


def test_a_key_is_returned_at_once_and_the_voice_fades() -> None:
    with talking(hum, [("One", "X")]) as (talk, somebody):
        assert talk.ask(["One two three four five six seven.", "Eight."]) == "x"
        cut = len(somebody.played)
        talk.tell([])
        somebody.read(0.1)
    assert somebody.sentences == ["One two three four five six seven."]
    after = somebody.played[cut:]
    assert after[: FADE - 10].any()
    assert not after[FADE:].any()


def test_a_key_after_the_last_word_answers_too() -> None:
    with talking(hum) as (talk, somebody):
        assert talk.ask(["One."], patience=0) is None
        somebody.left_over.append(("One", "+"))
        assert talk.ask([]) == "+"


def test_a_terminal_that_is_gone_counts_as_escape() -> None:
    with talking(hum, [("One", "hangup")]) as (talk, _):
        assert talk.ask(["One."]) == "esc"


def test_the_first_sentence_does_not_wait_for_the_second() -> None:
    heard = threading.Event()

    def slow(text: str) -> Audio:
        if text == "Two.":
            assert heard.wait(20)
        return hum(text)

    with talking(slow) as (talk, somebody):
        shown = somebody.show

        def show(sentence: str) -> None:
            shown(sentence)
            heard.set()

        talk._show = show
        talk.ask(["One.", "Two."], patience=0)
    assert somebody.sentences == ["One.", "Two."]


def test_a_key_does_not_wait_for_what_is_being_rendered() -> None:
    pressed = threading.Event()

    def stuck(text: str) -> Audio:
        if text != "One.":
            assert pressed.wait(20)
        return hum(text)

    with talking(stuck, [("One", "enter")]) as (talk, somebody):
        assert talk.ask(["One.", "Two.", "Three."]) == "enter"
        pressed.set()
        assert talk.ask(["Four."], patience=0) is None
    assert somebody.sentences == ["One.", "Four."]


@pytest.mark.parametrize("say", [never, lambda _: Audio(np.zeros(24_000, np.float32), 24_000)])
def test_a_voice_that_fails_says_so(say: object) -> None:
    with talking(say) as (talk, _), pytest.raises(SpeechError):  # type: ignore[arg-type]
        talk.ask(["One."])


def test_what_is_prepared_is_rendered_behind_what_is_asked() -> None:
    rendered: list[str] = []

    def say(text: str) -> Audio:
        rendered.append(text)
        return hum(text)

    with talking(say) as (talk, _):
        talk.prepare(["Three."], say)
        talk.ask(["One.", "Two."])
        talk.ask([], patience=0.1)
    assert rendered == ["One.", "Two.", "Three."]


def test_work_goes_on_while_keys_are_seen() -> None:
    done = threading.Event()
    with talking(hum, [("One", "n")]) as (talk, _):
        work = talk.work(lambda: done.wait(20) and "found")
        done.set()
        assert work.result() == "found"
        assert talk.wait_for(work) is None


SENTENCE = "This is a sentence that takes more than a second to say."


@pytest.mark.parametrize("gone", [[(1.0, SUSPEND)], [(1.0, UNPLUG), (20.0, PLUG_IN)]])
def test_after_ctrl_z_and_a_lost_device_the_sentence_is_said_again(
    gone: list[tuple[float, str]],
) -> None:
    room = Room(gone, from_sound=True)
    with conversation(room, hum, Manner(bed=Bed.NONE, device=room.device)) as talk:
        assert talk.ask([SENTENCE], patience=0) is None
    heard, whole = sounding(room.heard), inner(SENTENCE)
    np.testing.assert_array_equal(heard[:SAMPLE_RATE], whole[:SAMPLE_RATE])
    np.testing.assert_array_equal(heard[FADE - len(whole) :], whole[FADE:])
    assert len(heard) >= len(whole) + SAMPLE_RATE


@pytest.mark.parametrize("key", ["esc", "q"])
def test_it_can_be_left_while_there_is_no_device(key: str) -> None:
    room = Room([(1.0, UNPLUG), (5.0, key)], from_sound=True)
    with conversation(room, hum, Manner(bed=Bed.NONE, device=room.device)) as talk:
        assert talk.ask([SENTENCE], patience=30) == key
    assert len(room.heard) < 8 * SAMPLE_RATE
