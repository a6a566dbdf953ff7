"""The listener: sound that goes away, keys at the wrong moment, numbers that come late."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import numpy as np

from tests.faults.bench import LINES, QUICK, ROOT, Bench, seconds
from tests.faults.rows import expect, row
from tests.pulse import SAMPLE_RATE, Samples
from voice.dialogue.choose_voice import OPENING
from voice.exercise.asides import PAUSED
from voice.exercise.controls import LESS_SILENCE, MORE_SILENCE
from voice.playback.keys import PLAYING_KEYS
from voice.playback.output import BACK, GONE, WENT

if TYPE_CHECKING:
    import pexpect

SPEECH = 0.03
"""Amplitude that speech exceeds, and no bed does."""


def playing(bench: Bench, *options: str, **environment: str) -> pexpect.spawn:
    """Play two lines in a terminal; return while the first is said."""
    program = bench.terminal("play", bench.write("two.md"), "--captions", *options, **environment)
    program.expect_exact(LINES[0])
    return program


def ended(program: pexpect.spawn, limit: float) -> tuple[int, str]:
    """Wait until a program ends; return its exit code, and what it printed last."""
    import pexpect

    program.expect(pexpect.EOF, timeout=limit)
    program.close()
    last = [line for line in str(program.before).splitlines() if line.strip()]
    code = program.exitstatus if program.signalstatus is None else -program.signalstatus
    return code, last[-1] if last else ""


def loudest(samples: Samples) -> float:
    return float(np.abs(samples).max()) if len(samples) else 0.0


def wait(length: float) -> None:
    """Let somebody do nothing for some seconds."""
    time.sleep(length)


@row("while it plays, the sound server stops answering; then q, Ctrl-C, SIGTERM")
def sound_server_stops(bench: Bench) -> str:
    told = []
    for name, code in (("q", 0), ("Ctrl-C", 130), ("SIGTERM", 143)):
        program = playing(bench, *QUICK)
        bench.sound.freeze()
        wait(1)
        took = seconds(lambda: act(program, name))  # noqa: B023 - called at once
        ends = program.exitstatus
        told.append(f"{name}: over after {took:.1f} s with {ends}")
        expect(ends == code and took < 10, told[-1])
        bench.sound.kill()
        bench.sound.start()
    return "; ".join(told)


def act(program: pexpect.spawn, name: str) -> None:
    """Press a key or send a signal, and wait for the end."""
    match name:
        case "q":
            program.send("q")
        case "Ctrl-C":
            program.sendintr()
        case _:
            program.kill(signal.SIGTERM)
    ended(program, 30)


@row("while it plays, the sound server stops answering; nobody does anything")
def sound_server_stops_unnoticed(bench: Bench) -> str:
    program = playing(bench, *QUICK)
    bench.sound.freeze()
    begun = time.monotonic()
    program.expect_exact(WENT, timeout=30)
    noticed = time.monotonic() - begun
    code, last = ended(program, 90)
    expect((code, last) == (1, GONE), f"ended with {code}: {last}")
    return f"said so after {noticed:.0f} s, ended after {time.monotonic() - begun:.0f} s: {last}"


@row("the sound server hangs when it is started")
def sound_server_hangs_at_the_start(bench: Bench) -> str:
    bench.sound.freeze()
    program = bench.terminal("play", bench.write("two.md"), *QUICK)
    begun = time.monotonic()
    code, last = ended(program, 40)
    took = time.monotonic() - begun
    expect(code == 1 and took < 20 and last.endswith("."), f"{took:.0f} s, {code}: {last}")
    return f"after {took:.0f} s: {last}"


@row("the sound server is killed in a line, and is back after 0.3 s, and after 5 s")
def device_lost_and_back(bench: Bench) -> str:
    line = bench.clip(LINES[0])
    for away in (0.3, 5.0):
        program = playing(bench, "--no-bell")
        wait(2)
        bench.sound.kill()
        wait(away)
        bench.sound.start()
        heard = bench.new_ear().hear(line, 30)
        expect(heard.start > -SAMPLE_RATE, "it went on in the line")
        program.expect_exact(BACK)
        code, _ = ended(program, 30)
        expect(code == 0, f"ended with {code} after {away} s")
    return "both times it said so, began the line again, and played to its end"


@row("the only sink is unloaded in a line, and another is loaded 12 s later")
def sink_unloaded_and_loaded_again(bench: Bench) -> str:
    program = playing(bench, *QUICK)
    bench.sound.pactl("unload-module", "module-null-sink")
    program.expect_exact(WENT, timeout=30)
    wait(12)
    bench.sound.pactl("load-module", "module-null-sink", f"sink_name={bench.sound.sink}")
    program.expect_exact(BACK, timeout=30)
    code, last = ended(program, 30)
    expect(code == 0, f"ended with {code}: {last}")
    return f"{WENT} {BACK} It played to its end."


@row("the sound server is killed in a line, and stays away")
def device_gone_for_good(bench: Bench) -> str:
    program = playing(bench, *QUICK)
    bench.sound.kill()
    program.expect_exact(WENT, timeout=30)
    begun = time.monotonic()
    code, last = ended(program, 90)
    took = time.monotonic() - begun
    expect((code, last) == (1, GONE) and took > 50, f"{took:.0f} s, {code}: {last}")
    return f"after {took:.0f} s: {last}"


@row("Space, then nothing for more than a minute")
def long_pause(bench: Bench) -> str:
    paused, ear = bench.clip(PAUSED), bench.ear
    program = playing(bench, "--no-bell")
    program.send(" ")
    wait(1)
    begin = len(ear.capture)
    said = ear.hear(paused)
    told = f"said after {(said.start - begin) / SAMPLE_RATE + 1:.0f} s: {PAUSED}"
    expect(loudest(ear.capture[begin : said.start]) < SPEECH, "it talked in the pause")
    # A pause is counted in frames played: a device that runs dry on a busy machine plays fewer.
    expect(said.start - begin < 90 * SAMPLE_RATE, told)
    return told


@row("ground paly")
def mistyped_command(bench: Bench) -> str:
    sentence = "There is no command of that name. The nearest is play."
    clip, ear = bench.clip(sentence), bench.ear
    ran = bench.apart("paly", **bench.sound.env)
    ear.hear(clip, 20)
    expect(ran.code == 2, f"exit code {ran.code}")
    return f"said: {sentence} (exit code 2)"


@row("ground play ice cube, without quotes")
def several_words_are_a_name(bench: Bench) -> str:
    program = bench.terminal("play", "ice", "cube", *QUICK)
    program.expect_exact("Ice cube.")
    program.send("q")
    code, last = ended(program, 20)
    expect(code == 0, f"{code}: {last}")
    return "it plays Ice cube"


@row("h in the middle of a line")
def keys_said_inside_a_line(bench: Bench) -> str:
    line, ear = bench.clip(LINES[0]), bench.ear
    last = bench.clip(PLAYING_KEYS[-1])
    program = playing(bench, "--no-bell")
    wait(2)
    program.send("h")
    end = ear.hear(last).end
    expect(ear.hear(line, 20).start > end, "it went on in the line")
    return "after the keys the line is said again from its start"


@row("Ctrl-Z in the middle of a line, fg in a shell")
def suspended_inside_a_line(bench: Bench) -> str:
    return bench.suite("tests/e2e/test_play.py::test_ctrl_z_fg_and_q_in_a_shell")


@row("ground choose, no key for the first voice; ground show --voice bob")
def voices_to_choose_from(bench: Bench) -> str:
    begun = time.monotonic()
    program = bench.terminal("choose", "--captions")
    program.expect_exact(OPENING[0])
    program.expect_exact("press Enter", timeout=90)
    offered = time.monotonic() - begun
    program.send("\x1b")
    ended(program, 20)
    bob = bench("show", "ice-cube", "--voice", "bob").err
    expect("jbo" not in bob, bob)
    expect(offered < 60, f"Enter is offered after {offered:.0f} s")
    return f"Enter is offered after {offered:.0f} s; bob: {bob.strip()}"


@row("ground doctor without a sound device")
def doctor_without_a_device(bench: Bench) -> str:
    ran = bench("doctor")
    mends = [line.strip() for line in ran.out.splitlines() if "Try" in line or "start" in line]
    expect(ran.code == 1, f"exit code {ran.code}")
    expect(bool(mends), "nothing to try is named")
    return f"exit code 1; {mends[0]}"


@row("s, then f, while it plays")
def keys_that_were_not_answered(bench: Bench) -> str:
    more, less, ear = bench.clip(MORE_SILENCE), bench.clip(LESS_SILENCE), bench.ear
    program = playing(bench, "--no-bell")
    program.send("s")
    ear.hear(more, 30)
    program.send("f")
    ear.hear(less, 30)
    return f"said: {MORE_SILENCE} {LESS_SILENCE}"


@row("the first commands of the README are read as somebody would type them")
def first_steps_of_the_readme(bench: Bench) -> str:  # noqa: ARG001 - every row takes one
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = readme.split("```sh\n")[1].split("```")[0]
    powershell = readme.split("```powershell\n")[1].split("```")[0]
    expect(first.index("activate") < first.index("ground"), "ground is called before it is found")
    expect("&&" not in powershell, "&& is an error in Windows PowerShell 5.1")
    for told in ("in this folder", "new window", "python3-venv", "macOS 14", "half a minute"):
        expect(told in readme, f"the README does not say: {told}")
    return "activated before use; no && for PowerShell; says folder, new windows, venv, macOS, wait"


@row("ground typed alone, no key")
def typed_alone(bench: Bench) -> str:
    choice, ear = bench.clip("For five things you can hear, press one, or wait."), bench.ear
    program = bench.terminal()
    begun = time.monotonic()
    spoken = ear.hear(choice)
    program.expect("Space pauses, q stops", timeout=90)
    began = time.monotonic() - begun
    (sounding,) = np.nonzero(ear.capture)
    first = (spoken.end - sounding[0]) / SAMPLE_RATE
    told = f"the first choice is said {first:.1f} s after the bell begins, "
    told += f"an exercise begins after {began:.0f} s"
    expect(first < 15 and began < 45, told)
    return told
