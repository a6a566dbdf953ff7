"""What is printed for somebody who cannot read now is said as well."""

from __future__ import annotations

import numpy as np
import pytest

from tests.e2e.conftest import Ground
from tests.pulse import PulseServer, Recording
from voice.cli.aloud import HELP

pytestmark = pytest.mark.e2e


def spoken_seconds(recording: Recording) -> float:
    """How long something louder than any bed or noise was heard, gaps in speech included."""
    loud = np.abs(recording.samples).reshape(-1)[: len(recording.samples) // 2400 * 2400]
    return float((loud.reshape(-1, 2400).max(axis=1) > 0.03).sum()) / 10


def test_help_is_spoken(ground: Ground, pulse: PulseServer) -> None:
    with pulse.record() as recording:
        ran = ground("help", **pulse.env)
    assert (ran.code, ran.out.splitlines(), ran.err) == (0, list(HELP), "")
    assert spoken_seconds(recording) > 10


def test_without_a_device_it_is_printed_all_the_same(ground: Ground) -> None:
    ran = ground("help", ALSA_CONFIG_PATH="/dev/null", PULSE_SERVER="unix:/nowhere")
    assert ran.out.splitlines() == list(HELP)


def test_what_is_not_there_is_said_and_what_happens_next(
    ground: Ground, pulse: PulseServer
) -> None:
    with pulse.record() as recording:
        ran = ground("play", "nothing-like-it", **pulse.env)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("There is no exercise called nothing-like-it.")
    assert spoken_seconds(recording) > 4


def test_commands_for_others_stay_silent(ground: Ground, pulse: PulseServer) -> None:
    with pulse.record() as recording:
        ran = ground("export", "nothing-like-it", **pulse.env)
    assert ran.code == 1
    assert not recording.samples.any()
