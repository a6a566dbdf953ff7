"""Recording a voice: what is said at each step, what each key does, and what is kept."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from tests.dialogue.listener import LATER, Listener, hum, talking
from tests.e2e.ear import find
from tests.recording.spoken import LINES, quiet, said
from voice.audio import Audio, Samples
from voice.dialogue import record_voice
from voice.dialogue.conversation import Say
from voice.dialogue.record_voice import VoiceRecorder
from voice.errors import RecordingError
from voice.frames import SAMPLE_RATE
from voice.recording import importing
from voice.recording.lines import Line, missing
from voice.recording.remarks import MUTED, SILENCE
from voice.sound.levelling import prepare_line
from voice.speech.clips import read_clip
from voice.speech.recordings import Recording, read_recording

WANTED = LINES[:4]
OPENING, READY = record_voice.OPENING[0], record_voice.READY
CHOICES, ASKED = record_voice.CHOICES[-1], record_voice.PASS_ON[0]
NOTHING = np.empty(0, np.float32)
ROOM = quiet(2)


class Microphone:
    """Gives what somebody says, each time it is listened to.

    Attributes:
        closed: True once it was closed.
    """

    def __init__(self, heard: Sequence[Samples]) -> None:
        # Each time, what lay there before is thrown away, and what comes after is taken too.
        self._blocks = deque(each for sound in heard for each in (NOTHING, sound, NOTHING))
        self.closed = False

    def read(self) -> Samples:
        if not self._blocks:
            raise RecordingError("The microphone went away.")
        return self._blocks.popleft()

    def close(self) -> None:
        self.closed = True


def spoken(index: int, loud: float = 0.8) -> Samples:
    """Somebody says a line."""
    line = said()[index]
    return np.concatenate([quiet(0.4), loud * line, quiet(2)])


def room(*takes: Samples) -> list[Samples]:
    """What the microphone gives: the silent room, and then the takes."""
    return [ROOM, *takes]


@pytest.fixture
def mira(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recording:
    monkeypatch.setenv("GROUND_HOME", str(tmp_path))
    return Recording(tmp_path / "voices" / "Mira", "Mira")


def at_once(job: Callable[[], object]) -> Future[object]:
    """Do a job before any key is read: what is heard is here already."""
    done: Future[object] = Future()
    try:
        done.set_result(job())
    except RecordingError as error:
        done.set_exception(error)
    return done


Record = Callable[..., tuple[VoiceRecorder, Listener]]


@pytest.fixture
def record(mira: Recording, monkeypatch: pytest.MonkeyPatch) -> Record:
    """Runs a session with these sounds and keys."""

    def run(
        heard: Sequence[Samples],
        presses: Sequence[tuple[str, str]],
        recording: Recording = mira,
    ) -> tuple[VoiceRecorder, Listener]:
        with talking(hum, presses) as (talk, somebody):
            monkeypatch.setattr(talk, "work", at_once)
            recorder = VoiceRecorder(
                talk, Microphone(heard), recording, WANTED, lambda _language: hum
            )
            recorder.record()
        assert not somebody.left_over
        return recorder, somebody

    return run


def ids(recording: Recording) -> set[str]:
    return {path.stem for path in recording.clips()}


def keep(*indices: int) -> list[tuple[str, str]]:
    """The keys that record and keep these lines, one after the other, from the first one."""
    presses: list[tuple[str, str]] = [(OPENING, " ")]
    before = OPENING
    for turn, index in enumerate(indices):
        presses.append((READY if turn < record_voice.TAUGHT else before, "enter"))
        before = WANTED[index].written
        presses.append((before, "enter"))
    return presses


def test_every_line_is_recorded_and_kept(record: Record, mira: Recording) -> None:
    presses = [*keep(0, 1, 2, 3), (ASKED, "1")]
    recorder, somebody = record(room(*map(spoken, range(4))), presses)
    assert recorder.kept == len(WANTED)
    assert missing(recorder.recording, WANTED) == ()
    assert record_voice.DONE in somebody.sentences
    about = read_recording(mira.folder)
    assert (about.name, about.languages, about.may_be_passed_on) == ("Mira", ("en",), True)
    assert about.made_on is not None
    for line, samples in zip(WANTED, said(), strict=False):
        kept = read_clip(mira.place(line.id)).samples
        assert len(kept) == pytest.approx(len(samples), abs=0.06 * SAMPLE_RATE)


def test_what_was_recorded_is_what_is_played_back(record: Record) -> None:
    presses = [(OPENING, " "), (READY, "enter"), (CHOICES, "enter")]
    _, somebody = record(room(spoken(0)), [*presses, (READY, "q"), (ASKED, "2")])
    assert find(somebody.played, prepare_line(Audio(said()[0], SAMPLE_RATE))) is not None


def test_leaving_keeps_everything_and_the_next_time_goes_on(
    record: Record, mira: Recording
) -> None:
    recorder, somebody = record(room(spoken(0)), [*keep(0), (READY, "q"), (ASKED, "2")])
    assert ids(mira) == {WANTED[0].id}
    assert record_voice.LEFT in somebody.sentences
    assert recorder.recording.may_be_passed_on is False
    presses = [(OPENING, " "), (READY, "enter"), (WANTED[1].written, "enter"), (READY, "esc")]
    _, somebody = record(room(spoken(1)), presses, read_recording(mira.folder))
    assert ids(mira) == {WANTED[0].id, WANTED[1].id}
    assert ASKED not in somebody.sentences  # it was answered


@pytest.mark.parametrize("key", ["s", "n", "right"])
def test_a_line_can_be_skipped(record: Record, mira: Recording, key: str) -> None:
    presses = [(OPENING, " "), (READY, key), (READY, "enter"), (WANTED[1].written, "enter")]
    record(room(spoken(1)), [*presses, (WANTED[1].written, "q"), (ASKED, "1")])
    assert ids(mira) == {WANTED[1].id}


@pytest.mark.parametrize("key", ["b", "left", "backspace"])
def test_a_kept_line_can_be_recorded_again(record: Record, mira: Recording, key: str) -> None:
    written = WANTED[0].written
    presses = [*keep(0), (READY, key), (READY, "enter"), (written, "enter")]
    record(room(spoken(0), spoken(0, loud=0.4)), [*presses, (WANTED[0].written, "q"), (ASKED, "1")])
    kept = read_clip(mira.place(WANTED[0].id)).samples
    assert np.abs(kept).max() == pytest.approx(0.4 * np.abs(said()[0]).max(), rel=0.1)


def test_r_takes_it_again_and_the_last_take_is_kept(record: Record, mira: Recording) -> None:
    presses = [(OPENING, " "), (READY, "enter"), (WANTED[0].written, "r")]
    presses += [(WANTED[0].written, "enter"), (READY, "q"), (ASKED, "1")]
    record(room(spoken(0), spoken(0, loud=0.4)), presses)
    kept = read_clip(mira.place(WANTED[0].id)).samples
    assert np.abs(kept).max() == pytest.approx(0.4 * np.abs(said()[0]).max(), rel=0.1)


def test_h_says_the_line_softly(record: Record) -> None:
    line = WANTED[0].written
    _, somebody = record(room(), [(OPENING, " "), (READY, "h"), (line, LATER), (READY, "q")])
    heard = find(somebody.played, prepare_line(hum(line)))
    assert heard is not None
    assert heard.level == pytest.approx(record_voice.SOFTLY, rel=0.05)


def test_a_line_is_said_in_its_own_language_as_it_is_spoken(
    mira: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def say_in(language: str) -> Say:
        def say(text: str) -> Audio:
            asked.append((language, text))
            return hum(text)

        return say

    line = Line("0" * 16, "Raynaud's.", "ray nodes.", "de", ("walls",))
    presses = [(OPENING, " "), (READY, "h"), ("ray nodes.", "q")]
    with talking(hum, presses) as (talk, _):
        monkeypatch.setattr(talk, "work", at_once)
        VoiceRecorder(talk, Microphone(room()), mira, [line], say_in).record()
    assert asked == [("de", "ray nodes.")]


def test_silence_is_told_and_nothing_is_kept(record: Record, mira: Recording) -> None:
    mute = quiet(61)
    presses = [(OPENING, " "), (READY, "enter"), (SILENCE.sentence, "q")]
    _, somebody = record(room(mute), presses)
    assert SILENCE.sentence in somebody.sentences
    assert ids(mira) == set()
    assert ASKED not in somebody.sentences


def test_a_muted_microphone_is_told_before_anything_is_said(record: Record) -> None:
    zeros = np.zeros_like(ROOM)
    again = record_voice.TRY_AGAIN[0]
    presses = [(OPENING, " "), (again, "enter"), (MUTED.sentence, LATER), (again, "q")]
    _, somebody = record([zeros, zeros], presses)
    assert somebody.sentences.count(MUTED.sentence) == 2
    assert READY not in somebody.sentences


def test_a_remark_is_said_at_once(record: Record, mira: Recording) -> None:
    soft = spoken(0, loud=0.01)
    presses = [(OPENING, " "), (READY, "enter"), (CHOICES, "r")]
    presses += [(WANTED[0].written, "enter"), (READY, "q"), (ASKED, "1")]
    _, somebody = record(room(soft, spoken(0)), presses)
    assert any("too soft" in sentence for sentence in somebody.sentences)
    assert ids(mira) == {WANTED[0].id}


def test_a_disk_that_is_full_loses_nothing(
    record: Record, mira: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = iter([True, False])
    real = importing.keep

    def full(*given: object) -> bool:
        if next(refused, False):
            raise RecordingError("There is not enough room left.")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(record_voice, "keep", full)
    presses = [(OPENING, " "), (READY, "enter"), (WANTED[0].written, "enter")]
    presses += [(record_voice.NOT_WRITTEN, "enter"), (READY, "q"), (ASKED, "1")]
    _, somebody = record(room(spoken(0)), presses)
    assert record_voice.NOT_WRITTEN in somebody.sentences
    assert ids(mira) == {WANTED[0].id}


def test_a_microphone_that_goes_away_is_an_error_and_what_is_kept_stays(
    record: Record, mira: Recording
) -> None:
    with pytest.raises(RecordingError, match="went away"):
        record(room(spoken(0)), [*keep(0), (READY, "enter")])
    assert ids(mira) == {WANTED[0].id}


def test_a_recording_that_is_deleted_meanwhile_is_begun_again(
    record: Record, mira: Recording
) -> None:
    record(room(spoken(0)), [*keep(0), (READY, "q"), (ASKED, "1")])
    shutil.rmtree(mira.folder)
    record(room(spoken(0)), [*keep(0), (READY, "q"), (ASKED, "1")])
    assert ids(mira) == {WANTED[0].id}


def test_no_answer_means_that_it_is_asked_again(record: Record, mira: Recording) -> None:
    record(room(spoken(0)), [*keep(0), (READY, "q"), (ASKED, "enter")])
    assert read_recording(mira.folder).may_be_passed_on is None
