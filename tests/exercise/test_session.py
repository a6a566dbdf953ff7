"""What plays is what is exported, with every option and key: the real session, without a device.

The device of these tests is pulled while keys are waited for, so all of it is arithmetic.
"""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from tests.exercise.playing import (
    PLUG_IN,
    SUSPEND,
    SUSPEND_DEVICE,
    UNPLUG,
    Awaited,
    Presses,
    Room,
    exported,
    ground,
)
from tests.exercises import SHORT, TURNS
from voice.audio import Audio, Samples
from voice.errors import PlaybackError, SpeechError
from voice.exercise.asides import PAUSED
from voice.exercise.choices import NO_CHOICES, Choices
from voice.exercise.ending import Ending
from voice.exercise.narration import Narration
from voice.exercise.session import Heard, Session
from voice.frames import SAMPLE_RATE
from voice.paths import cache_folder, settings_file
from voice.playback import startup
from voice.playback.output import BACK, GONE, WENT
from voice.playback.volume import VOLUME_STEP
from voice.recording.lines import lines_of
from voice.saved_settings import remember
from voice.script import parse
from voice.settings import Settings
from voice.sound.backdrop import Background
from voice.sound.backgrounds import Making
from voice.sound.curves import FADE, rise
from voice.speech.catalog import Catalog
from voice.speech.engine import Utterance
from voice.speech.tone import ToneEngine
from voice.timeline.phrases import STILL_HERE, STILL_WAITING

BARE = replace(NO_CHOICES, bell=False, bed=False, voice="tone/low")

ROUNDING = 0.51 / 32768
"""Half a step of the 16 bits that a WAV has, and a little for the arithmetic."""

SECOND = SAMPLE_RATE


@pytest.fixture(autouse=True)
def awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make everything that another thread prepares ready when it is due."""
    monkeypatch.setattr("voice.exercise.performance.Narration", Awaited)
    now = Making.now

    def made(making: Making) -> Background | None:
        if now(making) is None:
            making._thread.join()
        return now(making)

    monkeypatch.setattr(Making, "now", made)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "short.md"
    path.write_text(SHORT)
    return path


def play(
    text: str,
    choices: Choices,
    room: Room,
    engine: ToneEngine | None = None,
    **more: Any,
) -> Heard:
    """Play an exercise in a room."""
    with closing(Catalog([engine or ToneEngine()], cache_folder())) as catalog:
        session = Session(room, catalog, choices, **{"volume": 1.0, "device": room.device, **more})
        return session.play(parse(text, "short.md"))


OPTIONS: Sequence[tuple[Sequence[str], dict[str, Any]]] = (
    ((), {}),
    (("--no-bed",), {"bed": False}),
    (("--bed",), {"bed": True}),
    (("--no-bell",), {"bell": False}),
    (("--no-breath-sound",), {"breath_sound": False}),
    (("--pace", "gentle"), {"pace": "gentle"}),
    (("--pace", "steady"), {"pace": "steady"}),
    (("--rate", "160"), {"rate": 160}),
    (("--pauses", "2"), {"pauses": 2.0}),
    (("--pauses", "0.25"), {"pauses": 0.25}),
    (("--voice", "tone/high"), {"voice": "tone/high"}),
    (("--background", "brown"), {"background": "brown"}),
    (("--background", "rain", "--no-bed"), {"background": "rain", "bed": False}),
)


@pytest.mark.parametrize(
    ("options", "chosen", "block"),
    [(*option, 480) for option in OPTIONS] + [((), {}, 7), ((), {}, 1024), ((), {}, 100_000)],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_what_plays_is_what_is_exported(
    file: Path, options: Sequence[str], chosen: dict[str, Any], block: int
) -> None:
    room = Room(available=False, block=block)
    heard = play(SHORT, replace(NO_CHOICES, **{"voice": "tone/low", **chosen}), room)
    assert heard.ending is Ending.WHOLE
    agree(room.heard, exported(file, *options))


def test_what_is_remembered_counts_in_a_file_too_but_the_volume_is_of_playing(file: Path) -> None:
    asked_for = exported(file, "--pauses", "2", "--no-bed")
    remember(settings_file(), Settings(pauses=2.0, bed=False, volume=50))
    assert np.array_equal(exported(file), asked_for)


@pytest.mark.parametrize(("options", "volume"), [((), 0.5), (("--volume", "80"), 0.8)])
def test_play_is_as_loud_as_is_asked_for_or_else_remembered(
    file: Path, options: Sequence[str], volume: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(available=False)
    monkeypatch.setattr("voice.cli.play.Device", lambda _name: room.device)
    monkeypatch.setattr(startup, "keyboard", lambda: nullcontext(room))
    remember(settings_file(), Settings(volume=50))
    ground("play", str(file), "--voice", "tone/low", *options)
    agree(room.heard, exported(file) * np.float32(volume))


def agree(heard: Samples, wanted: Samples) -> None:
    """The same to half a step of 16 bits, and silence behind it."""
    assert np.abs(heard[: len(wanted)] - wanted).max(initial=0) <= ROUNDING
    assert not heard[len(wanted) :].any()


KEYED = """---
title: Keyed one
about: Some lines, for tests of keys.
ask: 1
position: any
swap: other
---

## First

First of all. [1s]
Here is the second of all. [1s]

## Second

This is the next step. [2s]
Breathe. [breathe in 1.5s, out 1.5s, 2 times]

## Third

The last one. [1s]
"""


BEGINNING = ""


class Guided:
    """An exercise that is played bare, and the same exported: where each line begins in it."""

    def __init__(self, folder: Path, text: str = KEYED) -> None:
        self.file = folder / "keyed.md"
        self.file.write_text(text)
        self.text = text
        self.wanted = exported(self.file, "--no-bell", "--no-bed")
        shown = ground("show", str(self.file), "--voice", "tone/low", "--no-bell", "--json")
        self._cues = json.loads(shown)["cues"]

    def at(self, text: str) -> int:
        """The frame at which a line begins, or all of it."""
        if text == BEGINNING:
            return 0
        start: float = next(cue["start"] for cue in self._cues if cue.get("text") == text)
        return round(start * SECOND)

    def play(self, presses: Presses, **more: Any) -> tuple[Heard, Samples]:
        room = Room(presses)
        return play(self.text, BARE, room, **more), room.heard

    def goes_on(self, heard: Samples, at: int, line: str) -> None:
        """From there all is as exported from a line on, but for the fade in."""
        agree(heard[at + FADE :], self.wanted[self.at(line) + FADE :])

    def begins(self, heard: Samples, after: int, line: str) -> int:
        """The frame at which a line is begun; all is as exported from there on."""
        tail = self.wanted[self.at(line) + FADE :]
        loudest = int(np.abs(tail[:SECOND]).argmax())
        alike = np.abs(heard[after:] - tail[loudest]) <= ROUNDING
        starts = (np.flatnonzero(alike) + after - loudest).tolist()
        fits = (at for at in starts if np.abs(heard[at:][:SECOND] - tail[:SECOND]).max() < ROUNDING)
        begun: int = next(fits) - FADE
        self.goes_on(heard, begun, line)
        return begun


@pytest.fixture(scope="module")
def guided_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Guided]:
    return functools.cache(lambda: Guided(tmp_path_factory.mktemp("guided")))


@pytest.fixture
def guided(guided_once: Callable[[], Guided]) -> Guided:
    """Exported by the first test, in its own home; no test changes it."""
    return guided_once()


def frames(seconds: float) -> int:
    return round(seconds * SECOND)


@pytest.mark.parametrize("key", ["q", "Q", "esc", "hangup"])
@pytest.mark.parametrize("at", [0.0, 0.7, 1.9, 9.123])
def test_a_stop_fades_and_ends_it(guided: Guided, key: str, at: float) -> None:
    ended, heard = guided.play([(at, key)])
    assert ended.ending is Ending.STOPPED
    agree(heard[: frames(at)], guided.wanted[: frames(at)])
    falling = np.append(rise(FADE), np.float32(1))[:0:-1]
    agree(heard[frames(at) :], guided.wanted[frames(at) :][:FADE] * falling)


@pytest.mark.parametrize("at", [0.7, 1.9, 4.005])
def test_a_short_pause_is_silence_and_nothing_is_lost(guided: Guided, at: float) -> None:
    _, heard = guided.play([(at, "space"), (at + 1.5, "space")])
    paused, resumed = frames(at), frames(at + 1.5)
    agree(heard[:paused], guided.wanted[:paused])
    assert not heard[paused + FADE : resumed].any()
    agree(heard[resumed + FADE :], guided.wanted[paused + 2 * FADE :])


SECOND_LINE = "Here is the second of all."


@pytest.mark.parametrize("into", [0.0, 0.4, 1.9])
@pytest.mark.parametrize("between", [("space", "space"), ("?", "space"), (UNPLUG, PLUG_IN)])
def test_after_more_than_a_moment_the_line_begins_again(
    guided: Guided, into: float, between: tuple[str, str]
) -> None:
    away, back = between
    at = guided.at(SECOND_LINE) / SECOND + into
    _, heard = guided.play([(at, away), (at + 40.2, back)])
    agree(heard[: frames(at)], guided.wanted[: frames(at)])
    begun = frames(at + 40.2)
    if back == PLUG_IN:  # looked for twice a second
        again = guided.begins(heard, begun, SECOND_LINE)
        assert again < begun + frames(0.6)
        assert not heard[begun:again].any()
    else:
        guided.goes_on(heard, begun, SECOND_LINE)


def test_after_ctrl_z_the_line_begins_again(guided: Guided) -> None:
    at = guided.at(SECOND_LINE) + SECOND // 2
    _, heard = guided.play([(at / SECOND, SUSPEND)])
    agree(heard[:at], guided.wanted[:at])
    assert guided.begins(heard, at + FADE, SECOND_LINE) < at + frames(0.5)


@pytest.mark.parametrize(
    ("during", "key", "line"),
    [
        ("First of all.", "n", "This is the next step."),
        (SECOND_LINE, "n", "This is the next step."),
        ("This is the next step.", "n", "The last one."),
        ("This is the next step.", "b", BEGINNING),
        (SECOND_LINE, "b", BEGINNING),
        (SECOND_LINE, "r", SECOND_LINE),
    ],
)
@pytest.mark.parametrize("into", [0.1, 0.5, 1.9])
def test_keys_that_lead_elsewhere(
    guided: Guided, during: str, key: str, line: str, into: float
) -> None:
    at = guided.at(during) + frames(into)
    _, heard = guided.play([(at / SECOND, key)])
    agree(heard[:at], guided.wanted[:at])
    guided.goes_on(heard, at + FADE, line)


def test_n_in_the_last_step_ends_it(guided: Guided) -> None:
    at = guided.at("The last one.") + SECOND // 2
    ended, heard = guided.play([(at / SECOND, "n")])
    assert ended.ending is Ending.WHOLE
    assert not heard[at + FADE :].any()


def test_x_fades_and_asks_for_another(guided: Guided) -> None:
    ended, heard = guided.play([(2.0, "x")])
    assert ended.ending is Ending.SWAPPED
    assert not heard[frames(2) + FADE :].any()


@pytest.mark.parametrize(
    ("key", "factor"), [("+", VOLUME_STEP), ("=", VOLUME_STEP), ("-", 1 / VOLUME_STEP)]
)
def test_volume_keys_change_nothing_else(guided: Guided, key: str, factor: float) -> None:
    ended, heard = guided.play([(2.0, key)], volume=0.5)
    agree(heard[: frames(2)], guided.wanted[: frames(2)] * np.float32(0.5))
    later = frames(2) + FADE
    agree(heard[later:], guided.wanted[later:] * np.float32(0.5 * factor))
    assert ended.volume == pytest.approx(0.5 * factor)


@pytest.mark.parametrize("key", ["f", "s"])
def test_more_or_less_silence_leaves_lines_as_they_are(guided: Guided, key: str) -> None:
    _, heard = guided.play([(2.0, key)])
    pauses = {"f": "0.8", "s": "1.25"}[key]
    other = exported(guided.file, "--no-bell", "--no-bed", "--pauses", pauses)
    ends = (guided.wanted, other)
    assert len(ends[0]) != len(ends[1])
    tail = other[np.flatnonzero(other)[-1] - 2 * SECOND :][: 2 * SECOND]
    place = np.flatnonzero(heard)[-1]
    near = [heard[end - 2 * SECOND :][: 2 * SECOND] for end in range(place - 64, place + 65)]
    assert min(np.abs(each - tail).max() for each in near) <= ROUNDING
    assert abs(int(place) - int(np.flatnonzero(other)[-1])) < 2 * SECOND


def test_h_is_said_beside_and_the_line_begins_again(guided: Guided) -> None:
    at = guided.at(SECOND_LINE) + SECOND // 2
    _, bare = guided.play([])
    _, heard = guided.play([(at / SECOND, "h")])
    agree(heard[:at], guided.wanted[:at])
    longer = int(np.flatnonzero(heard)[-1]) - int(np.flatnonzero(bare)[-1])
    assert longer > 5 * SECOND
    guided.goes_on(heard, longer + guided.at(SECOND_LINE), SECOND_LINE)


WAITING = """---
title: Waiting one
about: Some lines, for tests of waits.
ask: 1
position: any
---

## First

Ready for it? [wait]
The last one. [1s]
"""


@pytest.mark.parametrize("key", ["space", "enter", "n", "a", "other"])
def test_a_wait_lasts_until_a_key(tmp_path: Path, key: str) -> None:
    guided = Guided(tmp_path, WAITING)
    _, heard = guided.play([(100.0, key)])
    spoken = np.flatnonzero(np.abs(heard[: frames(100)]) > 0.01)
    assert np.diff(spoken, append=frames(100)).max() < 31 * SECOND  # "Still waiting"
    guided.goes_on(heard, frames(100), "The last one.")


def test_a_stray_key_does_not_end_a_wait_while_people_to_call_are_told(tmp_path: Path) -> None:
    guided = Guided(tmp_path, WAITING)
    _, heard = guided.play([(20.0, "?"), (21.0, "1"), (23.0, "1"), (75.0, "space"), (150.0, "a")])
    assert np.abs(heard[frames(22) : frames(30)]).max() > 0.01
    assert not heard[frames(60) : frames(75)].any()
    guided.goes_on(heard, frames(150), "The last one.")


def test_what_was_not_paused_does_not_say_so_after_ctrl_z(
    guided: Guided, capsys: pytest.CaptureFixture[str]
) -> None:
    room = Room([(4.5, SUSPEND), (8.0, "space"), (12.0, "space")])
    play(guided.text, BARE, room, captions=True)
    assert "Paused. Space goes on." not in capsys.readouterr().out
    assert not room.heard[frames(8.1) : frames(12)].any()


def test_what_is_paused_says_so_after_ctrl_z(guided: Guided) -> None:
    _, heard = guided.play([(4.5, "space"), (8.0, SUSPEND), (20.0, "space")])
    assert not heard[frames(5) : frames(8)].any()
    spoken = np.flatnonzero(np.abs(heard[frames(8) : frames(20)]) > 0.01)
    assert spoken[0] < SECOND
    assert spoken[-1] < frames(5)
    guided.goes_on(heard, frames(20), SECOND_LINE)


def test_a_device_that_is_gone_for_good_ends_it_after_a_minute(
    guided: Guided, capsys: pytest.CaptureFixture[str]
) -> None:
    room = Room([(2.0, UNPLUG)])
    with pytest.raises(PlaybackError, match="did not come back"):
        play(guided.text, BARE, room)
    assert len(room.heard) == pytest.approx(frames(62), abs=frames(1))
    assert str(PlaybackError(GONE)) not in capsys.readouterr().err


def test_a_lost_device_is_told_once(guided: Guided, capsys: pytest.CaptureFixture[str]) -> None:
    guided.play([(2.0, UNPLUG), (30.0, PLUG_IN), (33.0, UNPLUG), (33.2, PLUG_IN)])
    assert capsys.readouterr().err.splitlines() == [WENT, BACK, WENT, BACK]


def test_a_device_that_is_suspended_is_told_once_and_for_a_minute(
    guided: Guided, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each time it is opened it takes some frames, as if it were back."""
    room = Room([(2.0, SUSPEND_DEVICE)])
    with pytest.raises(PlaybackError, match="did not come back"):
        play(guided.text, BARE, room)
    assert room.opened > 20
    assert len(room.heard) == pytest.approx(frames(62), abs=frames(3))
    assert capsys.readouterr().err.splitlines() == [WENT]


def test_a_device_that_was_suspended_goes_on_with_the_line(
    guided: Guided, capsys: pytest.CaptureFixture[str]
) -> None:
    at = guided.at(SECOND_LINE) / SECOND + 0.5
    _, heard = guided.play([(at, SUSPEND_DEVICE), (at + 20, PLUG_IN)])
    following = "This is the next step."  # of the line, the first part may be in the device
    assert guided.begins(heard, frames(at + 20), following) < frames(at + 26)
    assert capsys.readouterr().err.splitlines() == [WENT, BACK]


@pytest.mark.parametrize("key", ["q", "esc"])
def test_a_stop_while_no_device_is_there_ends_it_at_once(guided: Guided, key: str) -> None:
    ended, heard = guided.play([(2.0, UNPLUG), (9.0, key)])
    assert ended.ending is Ending.STOPPED
    assert len(heard) <= frames(10)


class Late(ToneEngine):
    """Says its second line only when it is allowed to."""

    def __init__(self) -> None:
        self.allowed = threading.Event()

    def version(self, voice: str) -> str:  # noqa: ARG002 - so that nothing is cached
        return "late"

    def synthesize(self, utterance: Utterance) -> Audio:
        if utterance.text == SECOND_LINE:
            self.allowed.wait()
        return super().synthesize(utterance)


class LateRoom(Room):
    """Lets a late line come at a time that is exact."""

    def __init__(self, engine: Late, until: float) -> None:
        super().__init__()
        self._engine = engine
        self._until = until

    def read(self, timeout: float) -> str | None:
        key = super().read(timeout)
        if self._now() >= self._until:
            self._engine.allowed.set()
        return key


def test_a_line_that_is_late_shifts_the_rest_and_is_heard_whole(
    guided: Guided, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Late()

    class AllButOne(Awaited):
        def line(self, index: int) -> Samples | None:
            held_up = SECOND_LINE in self._texts[: index + 1]  # so is all that comes behind it
            if held_up and not engine.allowed.is_set():
                return Narration.line(self, index)
            return super().line(index)

        beside = Narration.beside
        beside_later = Narration.beside_later

    monkeypatch.setattr("voice.exercise.performance.Narration", AllButOne)
    room = LateRoom(engine, 15.0)
    play(guided.text, BARE, room, engine)
    heard, due = room.heard, guided.at(SECOND_LINE)
    agree(heard[:due], guided.wanted[:due])
    assert guided.begins(heard, frames(15), SECOND_LINE) < frames(15.1)


class Asked(ToneEngine):
    """Knows what it was asked for."""

    def __init__(self) -> None:
        self.texts: set[str] = set()

    def version(self, voice: str) -> str:  # noqa: ARG002 - so that nothing is cached
        return "asked"

    def synthesize(self, utterance: Utterance) -> Audio:
        self.texts.add(utterance.text)
        return super().synthesize(utterance)


@pytest.mark.parametrize("waits", [False, True])
def test_reminders_are_prepared_before_they_are_due_and_as_a_recording_has_them(
    *, waits: bool
) -> None:
    text = WELCOMING.replace("Look. [2s]", "Look. [wait]") if waits else WELCOMING
    engine = Asked()
    play(text, BARE, Room([(2.0, "q")]), engine)
    reminders = {PAUSED, STILL_HERE, STILL_WAITING}
    recorded = {line.written for line in lines_of([parse(text, "near.md")])}
    assert engine.texts & reminders == recorded & reminders
    assert (STILL_WAITING in engine.texts) == waits


def test_a_voice_that_fails_ends_it_softly(guided: Guided) -> None:
    room = Room()
    with pytest.raises(SpeechError):
        play(guided.text.replace("The last one.", "The dumb one."), BARE, room)
    assert np.abs(np.diff(room.heard)).max(initial=0) < 0.1


KEYS = ["space", "n", "b", "r", "+", "-", "f", "s", "h", "?", "a", SUSPEND, UNPLUG, PLUG_IN]

presses = st.lists(st.tuples(st.floats(0, 40), st.sampled_from(KEYS)), max_size=12).map(sorted)


@given(presses=presses, block=st.sampled_from([64, 480, 2400]))
def test_any_keys_leave_an_exercise_that_ends_without_a_click(
    presses: list[tuple[float, str]], block: int
) -> None:
    devices = [key for _, key in presses if key in {UNPLUG, PLUG_IN}]
    if devices[-1:] == [UNPLUG]:
        presses = [*presses, (45.0, PLUG_IN)]
    room = Room([*presses, (60.0, "q")], block=block)
    heard = play(KEYED, BARE, room)
    assert heard.ending in {Ending.WHOLE, Ending.STOPPED}
    assert np.isfinite(room.heard).all()
    assert np.abs(room.heard).max() <= 1


def test_a_background_that_is_broken_is_told_while_the_exercise_goes_on(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    music = tmp_path / "music.flac"
    soundfile.write(music, np.sin(np.arange(80_000) / 20) / 5, 44_100)
    content = music.read_bytes()
    music.write_bytes(content[: len(content) // 2])
    room = Room(available=False)
    choices = replace(NO_CHOICES, voice="tone/low", background=str(music))
    assert play(SHORT, choices, room).ending is Ending.WHOLE
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith(f"{music} cannot be played: it is broken")
    assert sentence.endswith("The exercise goes on without it.")
    agree(room.heard, exported(file))


@pytest.mark.parametrize("minutes", [0.5, 0.8, 1.0])
def test_it_lasts_as_many_minutes_as_were_asked_for(minutes: float) -> None:
    room = Room(available=False)
    play(TURNS, replace(BARE, minutes=minutes, bed=True), room)
    lasted = np.flatnonzero(room.heard)[-1] / SAMPLE_RATE
    assert lasted == pytest.approx(60 * minutes, rel=0.01)


WELCOMING = """---
title: Near
about: Look at one thing.
ask: 1
position: any
---

## One

[welcome]

Look. [2s]
"""


@pytest.mark.parametrize(("welcomed", "eyes"), [(False, True), (True, False)])
def test_the_welcome_is_said_in_full_once_a_sitting(
    capsys: pytest.CaptureFixture[str], *, welcomed: bool, eyes: bool
) -> None:
    play(WELCOMING, BARE, Room(), welcomed=welcomed, captions=True)
    said = capsys.readouterr().out
    assert "about half a minute" in said
    assert ("eyes" in said) == eyes
