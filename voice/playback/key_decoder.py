"""Decodes bytes from a terminal into keys."""

from __future__ import annotations

import re

from voice.playback.keys import HANGUP, OTHER

_CONTROLS = {
    b"\x04": HANGUP,  # Ctrl-D ends the input
    b"\x08": "backspace",
    b"\t": "tab",
    b"\n": "enter",
    b"\r": "enter",
    b"\x1b": "esc",
    b" ": "space",
    b"\x7f": "backspace",
}

_FINALS = {
    "A": "up",
    "B": "down",
    "C": "right",
    "D": "left",
    "F": "end",
    "H": "home",
    "M": "enter",
}
"""Last byte of ``ESC [ ...`` or ``ESC O .`` (ECMA-48, xterm's control sequences)."""

_TILDES = {
    "1": "home",
    "3": "delete",
    "4": "end",
    "5": "page up",
    "6": "page down",
    "7": "home",
    "8": "end",
}
"""Number in ``ESC [ number ~`` (VT220, rxvt)."""

_KEY = re.compile(
    rb"""
    \x1b+ (?: \[ \[ .                       # function keys of the Linux console
            | \[ [\x20-\x3f]* [^\x20-\x3f]
            | O .
          )
  | \x1b* (?: [\x00-\x1a\x1c-\x7f]          # with Alt an ESC comes before
            | [\xc2-\xdf] [\x80-\xbf]       # UTF-8: RFC 3629, section 4
            | [\xe0-\xef] [\x80-\xbf]{2}
            | [\xf0-\xf4] [\x80-\xbf]{3}
          )
    """,
    re.VERBOSE | re.DOTALL,
)

_BEGINNING = re.compile(
    rb"""
    \x1b+ (?: \[ \[? | \[ [\x20-\x3f]* | O )?
  | \x1b* (?: [\xc2-\xdf] | [\xe0-\xef] [\x80-\xbf]? | [\xf0-\xf4] [\x80-\xbf]{0,2} )
    """,
    re.VERBOSE,
)
"""Beginnings of keys, which further bytes may complete."""

_SEQUENCE = re.compile(r"\x1b[\[O]([\d;]*)(.)")


class KeyDecoder:
    """Collects bytes and returns whole keys, in order."""

    def __init__(self) -> None:
        self._bytes = b""

    @property
    def pending(self) -> bool:
        """True if bytes are left, even part of a key."""
        return bool(self._bytes)

    def feed(self, data: bytes) -> None:
        """Add bytes that were read."""
        self._bytes += data

    def next_key(self, *, complete: bool) -> str | None:
        """Take the first key.

        Args:
            complete: Whether no more bytes come: a lone ESC is then the Esc key, and half a
                character or sequence is ``other``.

        Returns:
            The key; None without one, or with only its beginning.
        """
        if not self._bytes:
            return None
        if not _BEGINNING.fullmatch(self._bytes):
            key = _KEY.match(self._bytes)
            return _name(self._take(key.end() if key else 1))
        if not complete:
            return None
        # Esc pressed twice quickly looks like the beginning of Alt with an arrow key.
        only_esc = not self._bytes.strip(b"\x1b")
        return _name(self._take(1 if only_esc else len(self._bytes)))

    def _take(self, length: int) -> bytes:
        taken, self._bytes = self._bytes[:length], self._bytes[length:]
        return taken


def _name(key: bytes) -> str:
    if key in _CONTROLS:
        return _CONTROLS[key]
    text = key.decode(errors="replace")
    sequence = _SEQUENCE.fullmatch(text)
    if sequence:
        number, final = sequence.groups()
        return _TILDES.get(number, OTHER) if final == "~" else _FINALS.get(final, OTHER)
    return text if len(text) == 1 and text.isprintable() and text != "\ufffd" else OTHER
