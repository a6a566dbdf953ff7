"""Serves the desktop: answers its calls, passes on its keys, and tells it what changes."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Event
from time import monotonic

from jeepney import Message, MessageFlag, MessageType
from jeepney.bus_messages import DBusNameFlags, message_bus

from voice.playback.media.bus import Bus, BusError
from voice.playback.media.mpris import NAME, PLAYER, answer, changed, properties, seeked
from voice.playback.media.shown import Look, Shown

__all__ = ["Bus", "BusError", "serve"]

TICK = 0.1
"""Seconds between two looks at what plays."""

PACING = 0.005
"""Seconds to wait for each message answered: a flood of them must not take the time of the thread
that feeds the device. An answer itself takes a tenth of that."""

JUMP = 1.0
"""Seconds by which the position must differ from the one that a desktop supposes."""

_OWNER = 1
"""The bus's answer to a program that got its name."""


def serve(bus: Bus, look: Look, press: Callable[[str], object], ended: Event) -> None:
    """Serve until the program ends or the bus goes away.

    Args:
        bus: The bus, connected.
        look: Returns what is shown now.
        press: Called with each media key.
        ended: Set when the program ends.

    Raises:
        BusError: The bus went away, or is of no use.
    """
    bus.log_in()
    _take_name(bus)
    told = _Told(bus, look())
    while not ended.is_set():
        for message in bus.receive(TICK):
            _answer(bus, message, look(), press)
            ended.wait(PACING)
        told.tell(look())


def _take_name(bus: Bus) -> None:
    for name in (NAME, f"{NAME}.instance{os.getpid()}"):
        if bus.ask(message_bus.RequestName(name, DBusNameFlags.do_not_queue)) == (_OWNER,):
            return
    raise BusError("It gives no name.")


def _answer(bus: Bus, message: Message, shown: Shown, press: Callable[[str], object]) -> None:
    if message.header.message_type is not MessageType.method_call:
        return
    reply, key = answer(message, shown)
    if key:
        press(key)
    if not message.header.flags & MessageFlag.no_reply_expected:
        bus.send(reply)


class _Told:
    """State that the desktop was told last, and the position that it supposes since."""

    def __init__(self, bus: Bus, shown: Shown) -> None:
        self._bus = bus
        self._values = properties(shown)[PLAYER]
        self._supposed = shown.position
        self._at = monotonic()
        self._runs = not shown.at_rest

    def tell(self, shown: Shown) -> None:
        """Tell what has changed."""
        values = properties(shown)[PLAYER]
        signal = changed(self._values, values)
        if signal is not None:
            self._bus.send(signal)
        now = monotonic()
        self._supposed += (now - self._at) * self._runs
        if abs(shown.position - self._supposed) > JUMP:
            self._bus.send(seeked(shown.position))
            self._supposed = shown.position
        self._values, self._at, self._runs = values, now, not shown.at_rest
