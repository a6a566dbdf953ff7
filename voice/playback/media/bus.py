"""Speaks to the session bus of a desktop: a socket on this machine, and never anything else.

An address of another kind is passed over: ``tcp:`` would leave the machine, ``autolaunch:`` and
``unixexec:`` start a program. Nothing here waits longer than a second for a bus that hangs, and
`Bus.hang_up` ends every wait.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from time import monotonic
from typing import Any
from urllib.parse import unquote_to_bytes

from jeepney import HeaderFields, Message, MessageType, Parser
from jeepney.auth import BEGIN, Authenticator
from jeepney.bus_messages import message_bus

ANSWERS = 1.0
"""Seconds in which a bus must answer and take what is sent; a working one needs 1 ms."""

PIECE = 4096
"""Bytes received at a time, which bounds the messages handled at a time."""

LARGEST = 65_536
"""Bytes of a message; any that is meant for a player has a few hundred."""

_AT_ONCE = 0.001
"""Seconds in place of none: a socket with a timeout of 0 would not wait, and fail."""


class BusError(Exception):
    """There is no session bus, or it is of no use."""


class Bus:
    """A connection to the session bus."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Connect to the bus that the environment names.

        Raises:
            BusError: There is none on this machine.
        """
        self._parser = Parser()
        self._serials = count(1)
        self._early: list[Message] = []
        self._socket = _connected(addresses(environment))

    def log_in(self) -> None:
        """Become a client of the bus.

        Raises:
            BusError: It refuses, or does not answer in time.
        """
        until = monotonic() + ANSWERS
        with _useful():
            authenticator = Authenticator()
            for line in authenticator:
                self._socket.sendall(line)
                authenticator.feed(self._received(until))
            self._socket.sendall(BEGIN)
        self.ask(message_bus.Hello())

    def ask(self, call: Message) -> tuple[Any, ...]:
        """Call a method of the bus itself, and return its answer.

        Raises:
            BusError: It refuses, or does not answer in time.
        """
        serial = self.send(call)
        until = monotonic() + ANSWERS
        answers: list[Message] = []
        while not answers and monotonic() < until:
            for message in self._messages(until):
                replies = message.header.fields.get(HeaderFields.reply_serial) == serial
                (answers if replies else self._early).append(message)
        for answer in answers:
            if answer.header.message_type is MessageType.method_return:
                return tuple(answer.body)
        raise BusError("It refuses." if answers else "It does not answer.")

    def send(self, message: Message) -> int:
        """Send a message, and return its number.

        Raises:
            BusError: The bus is gone or takes nothing.
        """
        serial = next(self._serials)
        data = message.serialise(serial=serial)
        with _useful():
            self._socket.settimeout(ANSWERS)
            self._socket.sendall(data)
        return serial

    def receive(self, timeout: float) -> Sequence[Message]:
        """Wait for messages at most so many seconds; return none if there are none.

        Raises:
            BusError: The bus is gone, or sends what nobody can use.
        """
        if self._early:
            early, self._early = self._early, []
            return early
        return self._messages(monotonic() + timeout)

    def hang_up(self) -> None:
        """End whatever waits for the bus, on any thread."""
        with suppress(OSError):  # it is gone already
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def _messages(self, until: float) -> Sequence[Message]:
        """Return the messages that the next piece completes; none when time is up."""
        with _useful():
            try:
                self._parser.add_data(self._received(until))
            except TimeoutError:
                return ()
            messages = list(iter(self._parser.get_next_message, None))
            senders = [each.header.fields.get(HeaderFields.sender, "") for each in messages]
            if not all(isinstance(sender, str) for sender in senders):
                raise BusError("It does not say whom to answer.")
            if self._parser.bytes_desired() > LARGEST:
                raise BusError("It sends a message too large for a player.")
            return messages

    def _received(self, until: float) -> bytes:
        self._socket.settimeout(max(until - monotonic(), _AT_ONCE))
        data = self._socket.recv(PIECE)
        if not data:
            raise BusError("It is gone.")
        return data


def addresses(environment: Mapping[str, str]) -> Sequence[bytes]:
    """Return the sockets of the session bus, in order; the name of an abstract one begins with NUL.

    Args:
        environment: The environment variables; only two of them count.
    """
    listed = environment.get("DBUS_SESSION_BUS_ADDRESS")
    if listed:
        return [path for path in map(_path, listed.split(";")) if path]
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    return [os.fsencode(runtime) + b"/bus"] if runtime.startswith("/") else []


def _path(address: str) -> bytes:
    """Return the socket of one address; nothing for one of another kind."""
    kind, _, rest = address.partition(":")
    options = dict(option.partition("=")[::2] for option in rest.split(","))
    if kind != "unix":
        return b""
    if "abstract" in options:
        return b"\0" + unquote_to_bytes(os.fsencode(options["abstract"]))
    path = unquote_to_bytes(os.fsencode(options.get("path", "")))
    return b"" if b"\0" in path else path


def _connected(paths: Sequence[bytes]) -> socket.socket:
    """Return a socket connected to the first of these that there is.

    Raises:
        BusError: There is none.
    """
    for path in paths:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(ANSWERS)
        try:
            connection.connect(path)
        except OSError:
            connection.close()
        else:
            return connection
    raise BusError("There is none.")


@contextmanager
def _useful() -> Iterator[None]:
    """Turn whatever a bus does wrong into one error."""
    try:
        yield
    except BusError:
        raise
    except Exception as error:  # jeepney has many kinds for what it cannot read
        raise BusError(str(error)) from error
