"""What a desktop is answered, and what a bus may do without harm to the exercise."""

from __future__ import annotations

import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

pytest.importorskip("jeepney", reason="needs the extra media-keys, which is for Linux")

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageFlag,
    MessageType,
    Parser,
    new_method_call,
    new_method_return,
)

from voice.playback import keys
from voice.playback.keyboard import Keyboard
from voice.playback.media import media_keys as module
from voice.playback.media import mpris
from voice.playback.media.bus import LARGEST, Bus, addresses
from voice.playback.media.media_keys import media_keys, obstacle
from voice.playback.media.mpris import PATH, PLAYER, PROPERTIES, ROOT, answer
from voice.playback.media.service import PACING, serve
from voice.playback.media.shown import Shown
from voice.shortcut.linux import FILE_NAME

LIMIT = 20.0
"""Seconds after which a test gives up."""

ICE = Shown("Ice cube", "In one hand", seconds=221.5, position=3.25, volume=0.5)


def call(
    name: str,
    signature: str | None = None,
    *arguments: object,
    interface: str | None = PLAYER,
    path: str = PATH,
) -> Message:
    ours = DBusAddress(path, bus_name=mpris.NAME, interface=interface)
    message = new_method_call(ours, name, signature, arguments)
    message.header.serial = 7
    return message


def answered(message: Message, shown: Shown = ICE) -> Any:
    """The reply as it arrives: what it returns, or the name of the error."""
    reply, _ = answer(message, shown)
    (arrived,) = Parser().feed(reply.serialise(serial=1))
    if arrived.header.message_type is MessageType.error:
        return arrived.header.fields[HeaderFields.error_name]
    return arrived.body


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("PlayPause", keys.MEDIA_TOGGLE),
        ("Play", keys.MEDIA_PLAY),
        ("Pause", keys.MEDIA_PAUSE),
        ("Next", keys.MEDIA_NEXT),
        ("Previous", keys.MEDIA_PREVIOUS),
        ("Stop", keys.MEDIA_STOP),
    ],
)
def test_each_button_is_a_key(name: str, key: str) -> None:
    for interface in (PLAYER, None):
        reply, pressed = answer(call(name, interface=interface), ICE)
        assert reply.header.message_type is MessageType.method_return
        assert pressed == key
        assert {key} <= keys.WHILE_PLAYING.keys() & keys.IN_DIALOGUE.keys()
    assert answer(call("Quit", interface=ROOT), ICE)[1] == keys.MEDIA_STOP


@pytest.mark.parametrize(
    ("message", "error"),
    [
        (call("Play", path="/elsewhere"), "UnknownObject"),
        (call("Play", interface=ROOT), "UnknownMethod"),
        (call("Play", interface="org.example.Other"), "UnknownMethod"),
        (call("Rewind"), "UnknownMethod"),
        (call("Next", "s", "now"), "InvalidArgs"),
        (call("OpenUri", "s", "file:///etc/passwd"), "NotSupported"),
        (call("Get", "s", PLAYER, interface=PROPERTIES), "InvalidArgs"),
        (call("Get", "ss", PLAYER, "Shuffle", interface=PROPERTIES), "UnknownProperty"),
        (call("GetAll", "s", "org.example.Other", interface=PROPERTIES), "UnknownInterface"),
        (
            call("Set", "ssv", PLAYER, "Volume", ("d", 9.0), interface=PROPERTIES),
            "PropertyReadOnly",
        ),
    ],
)
def test_what_it_cannot_do_is_an_error_and_no_key(message: Message, error: str) -> None:
    assert answered(message) == f"org.freedesktop.DBus.Error.{error}"
    assert answer(message, ICE)[1] == ""


def test_all_of_an_exercise_is_shown() -> None:
    (values,) = answered(call("GetAll", "s", PLAYER, interface=PROPERTIES))
    metadata = {name: value for name, (_, value) in values["Metadata"][1].items()}
    track = metadata.pop("mpris:trackid")
    assert track.startswith("/ground/")
    assert metadata == {
        "mpris:length": 221_500_000,
        "xesam:title": "Ice cube",
        "xesam:artist": ["In one hand"],
    }
    assert values["PlaybackStatus"] == ("s", "Playing")
    assert values["Position"] == ("x", 3_250_000)
    assert values["Volume"] == ("d", 0.5)
    assert not {"Shuffle", "LoopStatus"} & values.keys()
    resting = answered(call("Get", "ss", PLAYER, "PlaybackStatus", interface=PROPERTIES), Shown())
    assert resting == (("s", "Playing"),)


def test_it_claims_nothing_that_it_cannot_do() -> None:
    shown = {
        **answered(call("GetAll", "s", ROOT, interface=PROPERTIES))[0],
        **answered(call("GetAll", "s", PLAYER, interface=PROPERTIES))[0],
    }
    assert {shown[name] for name in ("CanRaise", "HasTrackList", "CanSeek")} == {("b", False)}
    assert {shown[name] for name in ("CanQuit", "CanPause", "CanControl")} == {("b", True)}


@pytest.mark.parametrize(
    ("environment", "sockets"),
    [
        ({}, []),
        ({"XDG_RUNTIME_DIR": "/run/user/7"}, [b"/run/user/7/bus"]),
        ({"XDG_RUNTIME_DIR": "user/7"}, []),
        (
            {
                "DBUS_SESSION_BUS_ADDRESS": "unix:abstract=/a%20b,guid=1;tcp:port=1;unix:path=/c",
                "XDG_RUNTIME_DIR": "/run/user/7",
            },
            [b"\0/a b", b"/c"],
        ),
    ],
)
def test_the_bus_is_where_the_session_says(
    environment: dict[str, str], sockets: list[bytes]
) -> None:
    assert addresses(environment) == sockets


def test_a_menu_shows_only_the_name_of_the_program() -> None:
    (value,) = answered(call("Get", "ss", PLAYER, "Metadata", interface=PROPERTIES), Shown())
    assert value[1]["xesam:title"] == ("s", "Ground")
    assert set(value[1]) == {"xesam:title", "mpris:trackid"}


@pytest.mark.parametrize("title", ["\0", "\udc80 half", "a\x1b[2J\nb", "\ufffe", "x" * 100_000, ""])
def test_any_title_is_text_that_a_bus_takes(title: str) -> None:
    shown = Shown(title, title, seconds=1)
    (value,) = answered(call("Get", "ss", PLAYER, "Metadata", interface=PROPERTIES), shown)
    assert value[1]["xesam:title"][1].isprintable()
    assert len(value[1]["mpris:trackid"][1]) < 2_000


def test_it_describes_what_it_has() -> None:
    described = call("Introspect", interface="org.freedesktop.DBus.Introspectable")
    tree = ET.fromstring(answered(described)[0])  # noqa: S314 - our own
    for interface, values in mpris.properties(ICE).items():
        found = {
            each.attrib["name"]: each.attrib["type"]
            for each in tree.findall(f"interface[@name='{interface}']/property")
        }
        assert found == {name: signature for name, (signature, _) in values.items()}
    seek = tree.find(f"interface[@name='{PLAYER}']/method[@name='SetPosition']")
    assert seek is not None
    assert [arg.attrib["type"] for arg in seek] == ["o", "x"]


def test_its_icon_is_that_of_the_shortcut() -> None:
    (name,) = answered(call("Get", "ss", ROOT, "DesktopEntry", interface=PROPERTIES))
    assert f"{name[1]}.desktop" == FILE_NAME


class FakeBus(Bus):
    """A bus that has messages, and then none any more.

    Attributes:
        sent: What it was sent.
    """

    def __init__(self, pieces: Sequence[Sequence[Message]], ended: threading.Event) -> None:
        self.sent: list[Message] = []
        self._pieces = list(pieces)
        self._over = ended

    def log_in(self) -> None:
        pass

    def ask(self, call: Message) -> tuple[Any, ...]:
        taken = call.body[0] == mpris.NAME
        return (3 if taken else 1,)

    def send(self, message: Message) -> int:
        self.sent.append(message)
        return len(self.sent)

    def receive(self, timeout: float) -> Sequence[Message]:
        assert 0 < timeout < 1
        if len(self._pieces) == 1:
            self._over.set()
        return self._pieces.pop(0)


class Paced(threading.Event):
    """An end that counts how long it was waited for.

    Attributes:
        waited: Seconds.
    """

    waited = 0.0

    def wait(self, timeout: float | None = None) -> bool:
        self.waited += timeout or 0
        return False


def test_a_flood_is_answered_slowly_and_in_order() -> None:
    ended = Paced()
    pressed: list[str] = []
    silent = call("Pause")
    silent.header.flags = MessageFlag.no_reply_expected
    bus = FakeBus([[call("Next")] * 500, [silent], [new_method_return(silent)]], ended)
    serve(bus, lambda: ICE, pressed.append, ended)
    assert pressed == [keys.MEDIA_NEXT] * 500 + [keys.MEDIA_PAUSE]
    assert len(bus.sent) == 500
    assert ended.waited == pytest.approx(502 * PACING)


def test_changes_are_told_once_and_jumps_of_the_position() -> None:
    ended = Paced()
    paused = Shown("Ice cube", "In one hand", at_rest=True, seconds=221.5, position=3.25)
    moved = Shown("Ice cube", "And now", at_rest=True, seconds=221.5, position=90.0)
    looks = iter([ICE, ICE, paused, paused, moved, moved])
    bus = FakeBus([[]] * 5, ended)
    serve(bus, lambda: next(looks), lambda _key: None, ended)
    told = [(each.header.fields[HeaderFields.member], each.body) for each in bus.sent]
    assert [name for name, _ in told] == ["PropertiesChanged", "PropertiesChanged", "Seeked"]
    assert told[0][1] == (
        PLAYER,
        {"PlaybackStatus": ("s", "Paused"), "Volume": ("d", 1.0)},
        [],
    )
    assert told[1][1][1].keys() == {"Metadata"}
    assert told[2][1] == (90_000_000,)


class Server:
    """A session bus of our own, which lets one program in and then does as it is told."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        self._listening.settimeout(LIMIT)
        self._thread: threading.Thread | None = None

    def does(self, act: Callable[[socket.socket], object], *, lets_in: bool = True) -> None:
        """Do something with the next program that connects."""

        def run() -> None:
            connection, _ = self._listening.accept()
            connection.settimeout(LIMIT)
            with connection, suppress(OSError):
                if lets_in:
                    let_in(connection)
                act(connection)

        self._thread = threading.Thread(target=run)
        self._thread.start()

    def close(self) -> None:
        self._listening.close()
        if self._thread is not None:
            self._thread.join()


def received(connection: socket.socket, most: int) -> bytes:
    """Receive at least a byte; a program that waits for a busy machine may have hung up."""
    data = connection.recv(most)
    if not data:
        raise ConnectionResetError
    return data


def let_in(connection: socket.socket) -> None:
    """Authenticate, and answer the first two calls."""
    assert received(connection, 4096).startswith(b"\0AUTH EXTERNAL ")
    connection.sendall(b"OK 1234\r\n")
    parser, replies, begun = Parser(), [(":1.1",), (1,)], b""
    while not begun.startswith(b"BEGIN\r\n"):
        begun += received(connection, 7 - len(begun))
    while replies:
        for message in parser.feed(received(connection, 4096))[: len(replies)]:
            body = replies.pop(0)
            reply = new_method_return(message, "s" if isinstance(body[0], str) else "u", body)
            connection.sendall(reply.serialise(serial=len(replies) + 1))


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    monkeypatch.setattr(module, "START_AFTER", 0)
    server = Server(tmp_path / "bus")
    yield server
    server.close()


def until_it_hangs_up(connection: socket.socket) -> None:
    while connection.recv(65_536):
        pass


def sends(data: bytes) -> Callable[[socket.socket], None]:
    """Send something, and then nothing."""

    def act(connection: socket.socket) -> None:
        connection.sendall(data)
        until_it_hangs_up(connection)

    return act


def goes_away(_connection: socket.socket) -> None:
    """Do nothing more."""


def message(size: int, kind: int = 1, fields: bytes = b"") -> bytes:
    """The beginning of a message that claims a size."""
    return struct.pack("<cBBBIII", b"l", kind, 0, 1, size, 7, len(fields)) + fields


NO_END = b"\x01\x01s\0\xff\xff\xff\xff"
"""A header field that is longer than its message."""

NOBODY = b"\x07\x01u\0\x05\0\0\0"
"""A sender that is a number."""

QUESTION = call("Introspect", interface="org.freedesktop.DBus.Introspectable")


@pytest.mark.parametrize(
    ("act", "lets_in"),
    [
        pytest.param(goes_away, True, id="goes away"),
        pytest.param(sends(bytes(4096)), True, id="sends zeros"),
        pytest.param(sends(message(2 * LARGEST)), True, id="sends too much"),
        pytest.param(sends(message(0, fields=NO_END)), True, id="sends what has no end"),
        pytest.param(sends(message(0, kind=9)), True, id="sends no kind of message"),
        pytest.param(sends(message(0, fields=NOBODY)), True, id="sends what nobody sent"),
        pytest.param(goes_away, False, id="goes away at first"),
        pytest.param(sends(b""), False, id="says nothing"),
        pytest.param(sends(b"REJECTED EXTERNAL\r\n"), False, id="refuses"),
        pytest.param(sends(b"OK " + 9_000 * b"x"), False, id="never ends its line"),
        pytest.param(sends(b"OK 1\r\n\r\n"), False, id="says more than it was asked"),
        pytest.param(sends(b"OK 1\r\n"), False, id="never answers"),
    ],
)
def test_a_bad_bus_is_left_in_silence(
    server: Server,
    act: Callable[[socket.socket], None],
    lets_in: bool,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("voice.playback.media.bus.ANSWERS", 0.1)
    server.does(act, lets_in=lets_in)
    with media_keys(Keyboard()) as both:
        both._thread.join(LIMIT)
        assert not both._thread.is_alive()
        assert both.read(0.01) is None
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "data",
    [b"", QUESTION.serialise(serial=9) * 1_000],
    ids=["silent", "a flood of questions whose answers it does not take"],
)
@pytest.mark.parametrize("let", [True, False], ids=["let in", "not let in"])
def test_the_end_does_not_wait_for_a_bus(
    server: Server, data: bytes, let: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    reached, over = threading.Event(), threading.Event()

    def act(connection: socket.socket) -> None:
        reached.set()
        connection.sendall(data)
        over.wait(LIMIT)

    server.does(act, lets_in=let)
    with media_keys(Keyboard()) as both:
        assert reached.wait(LIMIT)
    over.set()
    assert not both._thread.is_alive()
    assert capfd.readouterr() == ("", "")


def test_a_good_one_brings_keys(server: Server) -> None:
    def next_step(connection: socket.socket) -> None:
        connection.sendall(call("Next").serialise(serial=9))
        until_it_hangs_up(connection)

    server.does(next_step)
    with media_keys(Keyboard()) as both:
        pressed = (both.read(0.01) for _ in range(round(LIMIT / 0.01)))
        assert next(filter(None, pressed)) == keys.MEDIA_NEXT


def test_doctor_says_whether_keys_can_come(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.does(until_it_hangs_up)
    assert obstacle() is None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    assert obstacle() == module.NO_BUS
    monkeypatch.setitem(sys.modules, "voice.playback.media.service", None)
    monkeypatch.delattr("voice.playback.media.service")
    assert obstacle() == module.NOT_INSTALLED
