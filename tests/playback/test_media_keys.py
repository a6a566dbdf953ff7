"""What the keys of a headset do while an exercise plays, and that they do no harm."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.playback.listener import Listener
from voice.exercise.ending import Ending
from voice.exercise.progress import Progress
from voice.frames import SAMPLE_RATE
from voice.playback import keys
from voice.playback.keyboard import Keyboard
from voice.playback.media.media_keys import MediaKeys, media_keys
from voice.playback.media.shown import Shown
from voice.playback.states import State
from voice.sound.curves import FADE

TOGGLE, PLAY, PAUSE = keys.MEDIA_TOGGLE, keys.MEDIA_PLAY, keys.MEDIA_PAUSE

FIRST, READY = "First of all.", "Ready for it?"


def at(text: str, *pressed: str, after: int = 0) -> Listener:
    """Press keys soon after a line began, or a cue after it, all within one block of sound."""
    listener = Listener()
    listener.reach(listener.at(text) + after)
    listener.press(*pressed)
    listener.hear(4 * FADE)
    return listener


@pytest.mark.parametrize(
    ("pressed", "state"),
    [
        ((TOGGLE,), State.PAUSED),
        ((TOGGLE, TOGGLE), State.PLAYING),
        ((PAUSE,), State.PAUSED),
        ((PAUSE, PAUSE), State.PAUSED),
        ((PLAY,), State.PLAYING),
        ((PAUSE, PLAY), State.PLAYING),
        ((PAUSE, PLAY, PAUSE), State.PAUSED),
        ((TOGGLE, PLAY, PLAY), State.PLAYING),
    ],
)
def test_play_and_pause_say_which_of_the_two(pressed: tuple[str, ...], state: State) -> None:
    assert at(FIRST, *pressed).player.state is state


def test_play_pressed_twice_in_a_pause_goes_on() -> None:
    listener = at(FIRST, PAUSE)
    listener.press(PLAY, PLAY)
    listener.hear(4 * FADE)
    assert listener.player.state is State.PLAYING


@pytest.mark.parametrize(
    ("text", "key", "step"),
    [(FIRST, keys.MEDIA_NEXT, 1), ("Breathe now.", keys.MEDIA_PREVIOUS, 1)],
)
def test_next_and_previous_change_steps(text: str, key: str, step: int) -> None:
    listener = at(text, key)
    cue = listener.timeline.cues[listener.player.index]
    assert (cue.step, cue.text) == (step, READY)


def test_stop_stops() -> None:
    listener = at(FIRST, keys.MEDIA_STOP)
    assert listener.controls.ending is Ending.STOPPED
    assert listener.player.done.is_set()


@pytest.mark.parametrize("key", [TOGGLE, PLAY, keys.MEDIA_NEXT])
def test_a_wait_is_rest_that_play_ends(key: str) -> None:
    listener = at(READY, PAUSE, after=2)
    assert (listener.player.state, listener.player.at_rest) == (State.PLAYING, True)
    listener.press(key, key)
    listener.hear(4 * FADE)
    cue = listener.timeline.cues[listener.player.index]
    assert not listener.player.at_rest
    assert cue.text == "Breathe now."


@pytest.mark.parametrize("key", [TOGGLE, PAUSE])
def test_beside_the_exercise_they_answer_no_question(key: str) -> None:
    """There a letter names a country."""
    listener = at(FIRST, "?")
    listener.press(PLAY, key)
    listener.hear(4 * FADE)
    assert listener.player.state is State.ASIDE_PAUSED
    listener.press(keys.MEDIA_NEXT)
    listener.hear(4 * FADE)
    assert listener.people.pressed == []
    assert listener.timeline.cues[listener.player.index].step == 1


def test_the_length_stays_and_the_position_reaches_it() -> None:
    listener = Listener()
    progress = Progress(listener, listener.player, listener.mixer)
    seen: list[Shown] = []
    while not listener.player.done.is_set():
        listener.press(PLAY)
        listener.hear(SAMPLE_RATE // 4)
        seen.append(progress.shown())
    assert {each.seconds for each in seen} == {seen[-1].position}
    assert all(one.position <= other.position for one, other in itertools.pairwise(seen))
    assert [step for step, _ in itertools.groupby(each.step for each in seen)] == [
        "One",
        "Two",
        "Three",
    ]
    assert {each.title for each in seen} == {"Near"}


def test_they_come_between_the_keys_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    with Keyboard() as keyboard:
        both = MediaKeys(keyboard)
        typed = iter(["a", None, None, "b"])
        monkeypatch.setattr(keyboard, "read", lambda _timeout: next(typed))
        assert both.read(0) == "a"
        both._pressed.append(PLAY)
        assert [both.read(0) for _ in range(4)] == [PLAY, None, None, "b"]
        both.close()
    assert not both._thread.is_alive()


def test_only_what_plays_is_shown() -> None:
    with media_keys(Keyboard()) as both:
        ours = Shown("Ice cube", "One", seconds=60)
        assert both._shown() == Shown("Ground")
        with both.showing(lambda: ours):
            assert both._shown() == ours
        assert both._shown() == Shown("Ground")


LOOK_ON = """
import json, sys
STARTS = {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"}
opened = []
def look_on(event, arguments):
    if event.split(".")[0] in {"socket", "subprocess"} or event in STARTS:
        opened.append([event, str(arguments[1:])])
sys.addaudithook(look_on)
if sys.argv[1:]:
    sys.modules["jeepney"] = None
from voice.playback.keyboard import Keyboard
from voice.playback.media import media_keys
media_keys.START_AFTER = 0
with media_keys.media_keys(Keyboard()) as keys:
    keys._thread.join()
    print(json.dumps(opened))
"""


@pytest.mark.parametrize(
    ("address", "sockets"),
    [
        ("unix:path={here}/bus", ["{here}/bus"]),
        ("unix:path={here}/%62us,guid=1", ["{here}/bus"]),
        ("unix:abstract={here}", ["\\x00{here}"]),
        ("tcp:host=127.0.0.1,port=9;nonce-tcp:host=127.0.0.1,port=9", []),
        ("autolaunch:;unixexec:path=/bin/true;launchd:env=X;unix:path={here}/bus", ["{here}/bus"]),
        ("unix:path={here}/none;unix:path={here}/bus", ["{here}/none", "{here}/bus"]),
        ("unix:path={here}/" + 200 * "x", []),  # longer than any socket's
        ("unix:path=a%00b,,=;unix;;:;unix:tmpdir=/tmp;unix:path=", []),
        ("", ["{here}/run/bus"]),
    ],
)
def test_nothing_is_opened_but_the_session_bus(
    address: str, sockets: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("jeepney")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address.format(here=tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", f"{tmp_path}/run")
    opened = looked_on()
    assert {event for event, _ in opened} <= {"socket.__new__", "socket.connect"}
    connected = [where for event, where in opened if event == "socket.connect"]
    wanted = [socket.format(here=tmp_path) for socket in sockets]
    assert connected == [f"(b'{each}',)" for each in wanted]


def test_without_the_extra_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/bus")
    assert looked_on("without") == []


def looked_on(*arguments: str) -> list[list[str]]:
    """What a program opens and starts because of the media keys."""
    ran = subprocess.run(
        [sys.executable, "-c", LOOK_ON, *arguments],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not ran.stderr
    opened: list[list[str]] = json.loads(ran.stdout)
    return opened


def test_no_thread_is_left() -> None:
    with media_keys(Keyboard()):
        pass
    assert "media keys" not in {thread.name for thread in threading.enumerate()}
