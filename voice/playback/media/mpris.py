"""Answers the calls of a desktop to a media player, as MPRIS 2.2 describes it.

No bus and no clock: a call comes in, its reply and the key that it stands for go out. The title is
that of the exercise, the artist the step, because most lock screens show these two.

MPRIS: https://specifications.freedesktop.org/mpris-spec/latest/
"""

from __future__ import annotations

from typing import Any, NamedTuple

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    new_error,
    new_method_return,
    new_signal,
)

from voice.playback import keys
from voice.playback.media.shown import IDENTITY, Shown

NAME = "org.mpris.MediaPlayer2.ground"
"""Name on the bus; a second program adds ``.instance`` and its process number."""

DESKTOP_ENTRY = "ground-voice"
"""Name of the file that `ground shortcut` makes, without its ending; its icon is shown."""

PATH = "/org/mpris/MediaPlayer2"
ROOT = "org.mpris.MediaPlayer2"
PLAYER = "org.mpris.MediaPlayer2.Player"
PROPERTIES = "org.freedesktop.DBus.Properties"

NO_TRACK = "/org/mpris/MediaPlayer2/TrackList/NoTrack"
TRACKS = "/ground/exercise_"
"""Objects that stand for what is played: nothing, or an exercise, with its title in hexadecimal."""

LONGEST_TEXT = 200
"""Characters of a title that are shown."""

Values = dict[str, tuple[str, Any]]
"""Properties: the signature and value of each, by name."""

_ERROR = "org.freedesktop.DBus.Error."


class Method(NamedTuple):
    """A method that can be called.

    Attributes:
        takes: Signature of its arguments.
        gives: Signature of its reply.
        key: The key that it stands for, if any.
    """

    takes: str = ""
    gives: str = ""
    key: str = ""


METHODS = {
    PLAYER: {
        "PlayPause": Method(key=keys.MEDIA_TOGGLE),
        "Play": Method(key=keys.MEDIA_PLAY),
        "Pause": Method(key=keys.MEDIA_PAUSE),
        "Next": Method(key=keys.MEDIA_NEXT),
        "Previous": Method(key=keys.MEDIA_PREVIOUS),
        "Stop": Method(key=keys.MEDIA_STOP),
        "Seek": Method("x"),
        "SetPosition": Method("ox"),
        "OpenUri": Method("s"),
    },
    ROOT: {"Quit": Method(key=keys.MEDIA_STOP), "Raise": Method()},
    PROPERTIES: {
        "Get": Method("ss", "v"),
        "GetAll": Method("s", "a{sv}"),
        "Set": Method("ssv"),
    },
    "org.freedesktop.DBus.Introspectable": {"Introspect": Method("", "s")},
    "org.freedesktop.DBus.Peer": {"Ping": Method()},
}
"""All methods, by interface. ``Seek``, ``SetPosition`` and ``Raise`` are there because every player
has them; the properties say that they do nothing."""

SIGNALS = {
    PLAYER: '<signal name="Seeked"><arg type="x"/></signal>',
    PROPERTIES: '<signal name="PropertiesChanged"><arg type="s"/><arg type="a{sv}"/>'
    '<arg type="as"/></signal>',
}
"""Descriptions of the signals, in XML, by interface."""

UNTOLD = "Position"
"""The one property whose changes are not told: it changes all the time."""

NOTES = {
    UNTOLD: '<annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="false"/>'
}
"""Notes on properties, in XML."""


class _RefusalError(Exception):
    """A call that gets an error for a reply.

    Attributes:
        name: Its name on the bus.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = _ERROR + name


def properties(shown: Shown) -> dict[str, Values]:
    """Return all properties, by interface."""
    return {
        ROOT: {
            "Identity": ("s", IDENTITY),
            "DesktopEntry": ("s", DESKTOP_ENTRY),
            "CanQuit": ("b", True),
            "CanRaise": ("b", False),
            "HasTrackList": ("b", False),
            "SupportedUriSchemes": ("as", []),
            "SupportedMimeTypes": ("as", []),
        },
        PLAYER: {
            "PlaybackStatus": ("s", "Paused" if shown.at_rest else "Playing"),
            "Metadata": ("a{sv}", _metadata(shown)),
            "Position": ("x", microseconds(shown.position)),
            "Volume": ("d", shown.volume),
            "Rate": ("d", 1.0),
            "MinimumRate": ("d", 1.0),
            "MaximumRate": ("d", 1.0),
            "CanGoNext": ("b", True),
            "CanGoPrevious": ("b", True),
            "CanPlay": ("b", True),
            "CanPause": ("b", True),
            "CanSeek": ("b", False),
            "CanControl": ("b", True),
        },
    }


def answer(call: Message, shown: Shown) -> tuple[Message, str]:
    """Return the reply to a method call, and the key that it stands for, or an empty string."""
    try:
        name, method = _method_called(call)
        body = _returned(name, call.body, shown)
    except _RefusalError as refusal:
        return new_error(call, refusal.name, "s", (str(refusal),)), ""
    return new_method_return(call, method.gives or None, body), method.key


def changed(before: Values, now: Values) -> Message | None:
    """Return the signal that properties of the player changed; `None` if none did."""
    new = {
        name: value for name, value in now.items() if name != UNTOLD and before.get(name) != value
    }
    if not new:
        return None
    emitter = DBusAddress(PATH, interface=PROPERTIES)
    return new_signal(emitter, "PropertiesChanged", "sa{sv}as", (PLAYER, new, []))


def seeked(position: float) -> Message:
    """Return the signal that the position, in seconds, is another than time made it."""
    emitter = DBusAddress(PATH, interface=PLAYER)
    return new_signal(emitter, "Seeked", "x", (microseconds(position),))


def microseconds(seconds: float) -> int:
    """Return a time as MPRIS counts it."""
    return round(seconds * 1_000_000)


def _metadata(shown: Shown) -> Values:
    title = _text(shown.title)
    if shown.seconds is None:
        return {"mpris:trackid": ("o", NO_TRACK), "xesam:title": ("s", title)}
    return {
        "mpris:trackid": ("o", f"{TRACKS}{title.encode().hex()}"),
        "mpris:length": ("x", microseconds(shown.seconds)),
        "xesam:title": ("s", title),
        "xesam:artist": ("as", [_text(shown.step)]),
    }


def _text(text: str) -> str:
    """Return text that every bus takes: half a character or a NUL would end the connection."""
    return "".join(each if each.isprintable() else " " for each in text[:LONGEST_TEXT])


def _method_called(call: Message) -> tuple[str, Method]:
    """Return the name and description of a method; a call may leave out the interface.

    Raises:
        _RefusalError: There is no such object or method, or it takes other arguments.
    """
    fields = call.header.fields
    name, interface = fields.get(HeaderFields.member), fields.get(HeaderFields.interface)
    if fields.get(HeaderFields.path) != PATH:
        raise _RefusalError("UnknownObject", f"There is only {PATH} here.")
    searched = METHODS.values() if interface is None else [METHODS.get(interface, {})]
    method = next((methods[name] for methods in searched if name in methods), None)
    if method is None:
        raise _RefusalError("UnknownMethod", f"There is no method {name} here.")
    if fields.get(HeaderFields.signature, "") != method.takes:
        raise _RefusalError("InvalidArgs", f"{name} takes ({method.takes}).")
    return name, method


def _returned(name: str, arguments: tuple[Any, ...], shown: Shown) -> tuple[Any, ...]:
    """Return what a method returns.

    Raises:
        _RefusalError: It cannot do that.
    """
    if name == "OpenUri":
        raise _RefusalError("NotSupported", "No files are played here.")
    if name == "Introspect":
        return (_described(),)
    if name not in METHODS[PROPERTIES]:
        return ()
    known = properties(shown).get(arguments[0])
    if known is None:
        raise _RefusalError("UnknownInterface", f"There are no properties of {arguments[0]} here.")
    if name == "GetAll":
        return (known,)
    value = known.get(arguments[1])
    if value is None:
        raise _RefusalError("UnknownProperty", f"There is no property {arguments[1]} here.")
    if name == "Set":
        raise _RefusalError("PropertyReadOnly", f"{arguments[1]} cannot be set from outside.")
    return (value,)


def _described() -> str:
    """Return the description of the object that `Introspect` gives, in XML."""
    known = properties(Shown())
    interfaces = (
        f'<interface name="{name}">{_methods(methods)}{SIGNALS.get(name, "")}'
        f"{_properties(known.get(name, {}))}</interface>"
        for name, methods in METHODS.items()
    )
    return f"<node>{''.join(interfaces)}</node>"


def _methods(methods: dict[str, Method]) -> str:
    return "".join(
        f'<method name="{name}">{_arguments(method.takes, "in")}'
        f"{_arguments(method.gives, 'out')}</method>"
        for name, method in methods.items()
    )


def _arguments(signature: str, direction: str) -> str:
    types = [signature] if signature.startswith("a") else signature
    return "".join(f'<arg type="{each}" direction="{direction}"/>' for each in types)


def _properties(values: Values) -> str:
    return "".join(
        f'<property name="{name}" type="{signature}" access="read">{NOTES.get(name, "")}</property>'
        for name, (signature, _) in values.items()
    )
