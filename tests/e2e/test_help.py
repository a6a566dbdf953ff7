"""Messages for somebody who cannot read now are said as well as printed."""

from __future__ import annotations

import signal

import numpy as np
import pytest

from tests.e2e.conftest import Ground
from tests.pulse import PulseServer, Samples
from voice.cli.help import HELP
from voice.sound.opening import PIECE, QUIET, opening

pytestmark = pytest.mark.e2e


def spoken_seconds(samples: Samples) -> float:
    """Seconds in which speech was heard, its gaps included: louder than any bed or noise."""
    loud = np.abs(samples)[: len(samples) // 2400 * 2400]
    return float((loud.reshape(-1, 2400).max(axis=1) > 0.03).sum()) / 10


def test_help_is_spoken(ground: Ground, pulse: PulseServer) -> None:
    with pulse.record() as recording:
        program = ground.start("help", **pulse.env)
        recording.wait(lambda heard: spoken_seconds(heard) > 1)
        program.send_signal(signal.SIGINT)
        assert program.communicate(timeout=60)[0].splitlines() == list(HELP)
    assert program.returncode == 130


def test_without_a_device_it_is_printed_all_the_same(ground: Ground) -> None:
    ran = ground.apart("help", ALSA_CONFIG_PATH="/dev/null", PULSE_SERVER="unix:/nowhere")
    assert ran.out.splitlines() == list(HELP)


def test_what_will_not_play_is_said_without_a_bell(ground: Ground, pulse: PulseServer) -> None:
    with pulse.record() as recording:
        ran = ground.apart("play", "ice-cub", **pulse.env)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("There is no exercise called ice-cub. Did you mean ice-cube?")
    heard, bell = recording.sounding, np.concatenate([*map(np.array, opening(bell=True))])
    assert np.abs(heard[QUIET:PIECE] - bell[QUIET:PIECE]).max() > 0.01
    assert spoken_seconds(heard) > 1


def test_commands_for_others_stay_silent(ground: Ground, pulse: PulseServer) -> None:
    with pulse.record() as recording:
        ran = ground.apart("export", "nothing-like-it", **pulse.env)
    assert ran.code == 1
    assert not recording.samples.any()
