"""Somebody who reads lines into a microphone: the monitor of a second null sink."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile

import numpy as np

from tests.pulse import PulseServer
from voice.audio import Samples

_SINK = "microphone"


class Reader:
    """Plays sound into the microphone of a sound server."""

    def __init__(self, server: PulseServer) -> None:
        self._server = server
        self._speaking: list[subprocess.Popen[bytes]] = []

    def say(self, samples: Samples) -> None:
        """Begin to say something; return at once."""
        command = ["pacat", f"--device={_SINK}", "--format=float32le", "--raw"]
        command += [f"--rate={self._server.rate}", "--channels=1", "--latency-msec=50"]
        with TemporaryFile() as text:  # a pipe would take it only as fast as it is said
            text.write(samples.astype("<f4").tobytes())
            text.seek(0)
            speaking = subprocess.Popen(command, env=self._server.environment, stdin=text)
        self._speaking.append(speaking)

    def fall_silent(self) -> None:
        """End what is being said."""
        for speaking in self._speaking:
            speaking.kill()
            speaking.wait()


@contextmanager
def reader(server: PulseServer, noise: float = 1e-4) -> Iterator[Reader]:
    """Plug a microphone in, in a room with a little noise, RMS in full scale."""
    null = f"sink_name={_SINK} rate={server.rate} channels=1 format=float32le channel_map=mono"
    module = server.pactl("load-module", "module-null-sink", *null.split()).strip()
    server.pactl("set-default-sink", server.sink)
    server.pactl("set-default-source", f"{_SINK}.monitor")
    somebody = Reader(server)
    drawn = np.random.default_rng(1).normal(scale=noise, size=600 * server.rate)
    somebody.say(drawn.astype(np.float32))
    try:
        yield somebody
    finally:
        somebody.fall_silent()
        server.pactl("unload-module", module)
