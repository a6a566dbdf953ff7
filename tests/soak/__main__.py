"""Plays for an hour with random keys, beside a busy process, and says what was heard and held.

::

    python -m tests.soak --minutes 60
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import tempfile
import time
from pathlib import Path

import click
import numpy as np
import soundfile

from tests.pulse import SAMPLE_RATE, PulseServer
from tests.soak.capturing import Capture
from tests.soak.listener import Listener

ROOT = Path(__file__).parents[2]


@click.command()
@click.option("--minutes", type=float, default=60.0, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--log", type=click.Path(path_type=Path), default=Path("soak.jsonl"), show_default=True
)
def main(minutes: float, seed: int, log: Path) -> None:
    with contextlib.ExitStack() as stack, log.open("w") as output:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-")))
        for name in ("ours", "theirs", "home", "me", "tmp"):
            (folder / name).mkdir()
        noise = folder / "noise.wav"
        _write_noise(noise, minutes + 5)
        servers = [stack.enter_context(PulseServer(folder / name)) for name in ("ours", "theirs")]
        captures = [Capture(server) for server in servers]
        for capture in captures:
            stack.callback(capture.close)
        begun = time.monotonic()
        seen = [0, 0]

        def note(what: str, **more: object) -> None:
            more |= {
                "what": what,
                "at": round(time.monotonic() - begun, 3),
                "frame": captures[0].silences.frames,
            }
            _drain(captures, seen, output)
            output.write(json.dumps(more) + "\n")
            output.flush()

        environment = {
            **servers[0].environment,
            "PYTHONPATH": str(ROOT),
            "GROUND_HOME": str(folder / "home"),
            "HOME": str(folder / "me"),
            "TMPDIR": str(folder / "tmp"),
        }
        mpv = ["mpv", "--no-config", "--no-video", "--no-terminal", "--ao=pulse", str(noise)]
        for command, env in (
            (mpv, servers[1].environment),
            (["stress-ng", "--cpu", "1", "--quiet"], dict(os.environ)),
        ):
            process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.terminate)
        listener = Listener(folder, environment, note, random.Random(seed))
        until = begun + 60 * minutes
        turn = 0
        while time.monotonic() < until:
            part = until if turn % 2 else min(until, time.monotonic() + 15 * 60)
            listener.play([] if turn % 2 else ["play", "round-the-block", "--captions"], part)
            turn += 1
            note("listened", ours=captures[0].silences.frames, mpv=captures[1].silences.frames)
            note(
                "left",
                files=[
                    str(path.relative_to(folder))
                    for name in ("tmp", "me")
                    for path in (folder / name).rglob("*")
                ],
            )


def _drain(captures, seen, output):
    for index, name in enumerate(("ours", "mpv")):
        found = captures[index].silences.found
        for s in found[seen[index] :]:
            output.write(
                json.dumps(
                    dict(
                        what="silence",
                        who=name,
                        start=s.start,
                        ms=s.frames * 1000 / SAMPLE_RATE,
                        before=s.before,
                        end=s.end,
                    )
                )
                + "\n"
            )
        seen[index] = len(found)


def _write_noise(path: Path, minutes: float) -> None:
    chance = np.random.default_rng(1)
    with soundfile.SoundFile(path, "w", SAMPLE_RATE, 1, "PCM_16") as file:
        for _ in range(round(minutes * 60)):
            file.write(chance.normal(0, 0.02, SAMPLE_RATE).astype(np.float32))


if __name__ == "__main__":
    main()
