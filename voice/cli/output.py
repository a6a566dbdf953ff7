"""The sound device being played to, whatever plays."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from voice.errors import PlaybackError
from voice.playback import early

if TYPE_CHECKING:
    from voice.playback.sink import Fill, Sink

DRAIN = 0.1
"""Seconds on top of the device's latency for the last frames, silent already, to be heard."""


class Output:
    """An open device; when it vanishes, the usual one takes its place."""

    def __init__(self, fill: Fill, device: str | None = None) -> None:
        """Open and start a device.

        Args:
            fill: As in `voice.playback.devices.open_sink`.
            device: As in `voice.playback.devices.open_sink`.

        Raises:
            PlaybackError: There is none, or none of that name.
        """
        self._fill = fill
        self._sink = _started(fill, device)

    def __enter__(self) -> Output:
        return self

    def __exit__(self, *_: object) -> None:
        self._sink.close()

    def look_after(self) -> None:
        """Move on from a device that has gone; to be called some times a second.

        Raises:
            PlaybackError: There is no other.
        """
        if self._sink.failure:
            raise self._sink.failure
        if self._sink.alive:
            return
        self._sink.close()
        try:
            self._sink = _started(self._fill, None)
        except PlaybackError as error:
            raise PlaybackError(
                "The sound device went away, and there is no other. Connect one and start again."
            ) from error
        click.echo("The sound device went away. Going on with the usual one.", err=True)

    def silence(self) -> None:
        """Break off the opening, which cannot fade; what plays after it fades by itself."""
        early.silence()

    def drain(self) -> None:
        """Let what the device still holds be heard."""
        time.sleep(self._sink.latency + DRAIN)


def _started(fill: Fill, device: str | None) -> Sink:
    from voice.playback.devices import open_sink

    running = early.take_over(fill)
    if running is not None:
        return running
    sink = open_sink(fill, device=device)
    sink.start()
    return sink
