"""A device that was given up on and wakes takes no frames from the one that plays now."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.playback.memory_sink import MemorySink
from voice.audio import Samples
from voice.playback.attempt import Attempt, hanging

if TYPE_CHECKING:
    from voice.playback.sinks.sink import Fill

LONG = 60.0
"""Seconds; none of these devices takes any."""


def ones(out: Samples) -> None:
    out.fill(1)


@pytest.mark.parametrize("end", [Attempt.shut, Attempt.leave])
def test_an_open_device_gets_frames_until_it_is_given_up_on(end: Callable[[Attempt], None]) -> None:
    attempt = Attempt(MemorySink, ones)
    attempt.wait(LONG)
    fill, sink = attempt._tap, attempt.sink
    assert isinstance(sink, MemorySink)
    assert sink.run(10).all()
    end(attempt)
    woken = MemorySink(fill)
    assert not woken.run(10).any()
    assert sink.alive == (end is Attempt.shut)


def test_a_device_that_opens_after_it_was_given_up_on_is_closed() -> None:
    answer = threading.Event()
    opened: list[MemorySink] = []

    def slow(fill: Fill) -> MemorySink:
        answer.wait()
        opened.append(MemorySink(fill))
        return opened[0]

    attempt = Attempt(slow, ones)
    attempt.leave()
    assert hanging()
    answer.set()
    attempt.wait(LONG)
    assert not hanging()
    assert attempt.sink is None
    assert not opened[0].alive
