"""Files and privacy: full disks, killed runs, odd files, texts that take long to check."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.e2e.conftest import children
from tests.e2e.test_export import _wait_for_part
from tests.e2e.test_killed import killed
from tests.faults.bench import QUICK, TWO_LINES, Bench
from tests.faults.rows import NotTried, expect, row
from voice.timeline.phrases import STILL_HERE

SMALL = 64
"""Kilobytes left on a disk that is nearly full."""

QUICKLY = 10.0
"""Seconds in which any text has to be judged, on a busy machine."""

KILLS = 12
"""Exports killed at a moment by chance."""

HEAD = "---\ntitle: T\nabout: A.\nask: 1\nposition: any\n---\n\n## H\n\n"

EXPORT = ("export", "two.md", *QUICK, "-o", "x.mp3", "--force")


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of this size at a folder.

    Raises:
        NotTried: This takes root's rights.
    """
    folder.mkdir(exist_ok=True)
    size = ["-o", f"size={kilobytes}k"]
    mount = ["mount", "-t", "tmpfs", *size, "none", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        raise NotTried("a small disk takes the rights of root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def parts(folder: Path) -> list[str]:
    """Names of half-made files."""
    return [path.name for path in folder.rglob("*") if ".part" in path.name]


@row(f"TMPDIR with {SMALL} kB left, empty cache; play and export with each kind of voice")
def temporary_folder_nearly_full(bench: Bench) -> str:
    bench.empty_cache()
    bench.write("two.md")
    took = []
    with small_disk(bench.scratch / "small", SMALL) as disk:
        for voice in ("espeak/gmw/en-us", "natural/heart"):
            begun = time.monotonic()
            ran = bench.apart(
                "export", "two.md", "--voice", voice, "-o", "x.mp3", "--force", TMPDIR=str(disk)
            )
            took.append(time.monotonic() - begun)
            expect(ran.code == 0 and took[-1] < 40, f"{voice}: {ran.code}, {took[-1]:.0f} s")
        played = bench.apart("play", "two.md", *QUICK, TMPDIR=str(disk), **bench.sound.env)
        expect(played.code == 0, played.err)
    return f"exported after {took[0]:.0f} and {took[1]:.0f} s, and played to its end"


@row(f"single exports killed by SIGKILL: before each of {KILLS} touches of the folder, and at work")
def killed_exports_leave_nothing(bench: Bench) -> str:
    bench.write("two.md")
    ends = sum(killed(bench, after, bench.folder, *EXPORT) for after in range(1, KILLS + 1))
    program = bench.start("export", "warm-shower", *QUICK, "-o", "x.mp3", "--force")
    _wait_for_part(bench)
    program.kill()
    program.communicate(timeout=30)
    left = len(parts(bench.folder))
    expect(ends > 0 and left > 0, f"{ends} killed in time, {left} half-made files")
    ran = bench.apart(*EXPORT)
    expect(ran.code == 0 and not parts(bench.folder), f"{ran.code}, left {parts(bench.folder)}")
    return f"{ends + 1} killed, {left} half-made files left by the last; a clean run left none"


@row("the terminal closes (SIGHUP) and SIGQUIT during an export")
def export_is_hung_up(bench: Bench) -> str:
    for number in (signal.SIGHUP, signal.SIGQUIT):
        program = bench.start("export", "warm-shower", "--format", "opus")
        _wait_for_part(bench)
        program.send_signal(number)
        _, told = program.communicate(timeout=30)
        right = program.returncode == 128 + number and "was not written" in told
        expect(right and not bench.files(), f"{program.returncode}, {bench.files()}: {told}")
    return "it says that the file was not written, and leaves none"


@row("settings --person --number killed before each touch of the folder; settings --reset")
def reset_forgets_killed_writes(bench: Bench) -> str:
    came = [
        killed(bench, after, bench.home, "settings", "--person", "Marlene", "--number", "5550077")
        for after in range(1, 12)
    ]
    ran = bench("settings", "--reset")
    names = [path for path in bench.home.rglob("*") if path.is_file()]
    told = [path.name for path in names if b"Marlene" in path.read_bytes()]
    told += [path.name for path in names if b"5550077" in path.read_bytes()]
    expect(any(came) and ran.code == 0 and not told, f"{ran.code}: still in {told}")
    return f"killed {sum(came)} times; afterwards no file holds the name or the number"


@row("the process that speaks is stopped (SIGSTOP) after the first line, empty cache")
def voice_hangs(bench: Bench) -> str:
    bench.empty_cache()
    lines = "".join(f"This is line number {word}. [1s]\n" for word in ("one", "two", "three"))
    bench.write("lines.md", TWO_LINES.split("## One")[0] + "## One\n\n" + lines)
    program = bench.terminal("play", "lines.md", *QUICK, "--captions")
    program.expect_exact("number one")
    stopped = []
    for child in children(program.pid):
        with suppress(OSError):
            os.kill(child, signal.SIGSTOP)
            stopped.append(child)
    begun = time.monotonic()
    came = program.expect_exact(["number three", STILL_HERE], timeout=90)
    took = time.monotonic() - begun
    expect(bool(stopped), "no process was there to be stopped")
    expect(took < 31, f"the lines went on after {took:.0f} s")
    return f"{'the lines went on' if came == 0 else STILL_HERE} after {took:.0f} s"


@row("a file of an album is cut to 20,000 bytes; the same export again")
def album_file_cut_short(bench: Bench) -> str:
    bench.write("two.md")
    bench.write("other.md", TWO_LINES.replace("Two lines", "Other"))
    command = ("export", "two.md", "other.md", *QUICK, "-o", "walk")
    bench.apart(*command)
    [first, *_] = sorted((bench.folder / "walk").glob("*.mp3"))
    whole = first.read_bytes()
    first.write_bytes(whole[:20_000])
    ran = bench.apart(*command)
    expect(ran.code == 0 and first.read_bytes() == whole, f"{ran.code}: {ran.err}")
    return "made anew, the same bytes as before"


@row("ground new a.md on a full disk, then with room again")
def new_script_on_a_full_disk(bench: Bench) -> str:
    with small_disk(bench.scratch / "small", SMALL) as disk:
        filler = disk / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        ran = bench("new", str(disk / "a.md"), "--bare")
        left = [path.name for path in disk.iterdir()]
        expect(ran.code == 1 and left == ["filler"], f"{ran.code}, left {left}: {ran.err}")
        filler.unlink()
        again = bench("new", str(disk / "a.md"), "--bare")
        expect(again.code == 0, again.err)
    return f"{ran.err.splitlines()[0].rpartition(': ')[2]} Nothing is left; then it is made"


@row("two ground settings at once, each with another choice, 8 times")
def two_settings_at_once(bench: Bench) -> str:
    for turn in range(8):
        number, person = f"55501{turn}", f"P{turn}"
        pair = [
            bench.start("settings", "--number", number),
            bench.start("settings", "--person", person),
        ]
        codes = [program.wait(60) for program in pair]
        kept = (bench.home / "settings.toml").read_text()
        both = number in kept and person in kept
        expect(codes == [0, 0] and both, f"pair {turn}: {codes}, kept {kept.split()}")
    return "both choices are kept, each time"


@row("a pipe as script, in the scripts folder, as settings")
def pipes_as_files(bench: Bench) -> str:
    pipe = bench.folder / "pipe.md"
    os.mkfifo(pipe)
    (bench.home / "scripts").mkdir()
    os.mkfifo(bench.home / "scripts" / "own.md")
    os.mkfifo(bench.home / "settings.toml")
    for command in (("check", "pipe.md"), ("check", "."), ("show", "pipe.md"), ("list",)):
        program = bench.start(*command)
        _, told = program.communicate(timeout=30)
        expect(program.returncode in {0, 1}, told)
    return "each command ends at once and names the pipe"


@row("export to a quoted ~, to a name too long, to a folder that is not there, to a script")
def places_that_will_not_do(bench: Bench) -> str:
    bench.write("two.md")
    home = {"HOME": str(bench.scratch)}
    ran = bench.apart("export", "two.md", *QUICK, "-o", "~/x.mp3", **home)
    expect((bench.scratch / "x.mp3").is_file(), f"~ is not the home folder: {ran.err}")
    for place in ("no/such/x.mp3", f"{'n' * 300}.mp3", "two.md/x.mp3"):
        ran = bench.apart("export", "two.md", *QUICK, "-o", place)
        right = ran.code == 1 and "making the file" not in ran.err and "--output" in ran.err
        expect(right, f"{place[:20]}: {ran.code} {ran.err}")
    return "~ is the home folder; the others are refused before any work"


def checked(bench: Bench, text: str) -> str:
    """Check a text; return how long it took, and how much was printed."""
    bench.write("long.md", text)
    begun = time.monotonic()
    ran = bench.apart("check", "long.md")
    took = time.monotonic() - begun
    printed = (len(ran.out) + len(ran.err)) / 1000
    told = f"{took:.1f} s, exit code {ran.code}, {printed:.0f} kB printed"
    expect(took < QUICKLY and printed < 100, told)
    return told


@row("check: 2,000 steps of one line")
def check_of_many_steps(bench: Bench) -> str:
    return checked(bench, HEAD + "Say.\n" + "\n## H\n\nSay.\n" * 2000)


@row("check: 70,000 steps; 100,000 lines")
def check_of_far_too_many_steps(bench: Bench) -> str:
    steps = checked(bench, HEAD + "Say.\n" + "\n## H\n\nSay.\n" * 70_000)
    return f"{steps}; {checked(bench, HEAD + 'Say.' + chr(10) * 2 + 'Say.' + chr(10) * 100_000)}"


@row("check: one row of 100,000 escaped comment marks")
def check_of_comment_marks(bench: Bench) -> str:
    return checked(bench, HEAD + "\\<!--" * 100_000)


@row("check: a megabyte of rows of [")
def check_of_brackets(bench: Bench) -> str:
    return checked(bench, HEAD + ("[" * 1190 + "\n") * 840)


@row("check: a megabyte of rows of a long bracket of digits")
def check_of_digits(bench: Bench) -> str:
    return checked(bench, HEAD + f"[{'9' * 1180}]\n" * 840)


@row("check: a head of 19,000 [")
def check_of_a_deep_head(bench: Bench) -> str:
    return checked(bench, HEAD.replace("title: T", f"title: {'[' * 19_000}"))
