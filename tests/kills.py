"""Kills the commands that write, at random moments, and looks at the files they leave.

::

    python -m tests.kills --times 300

Each command runs once in whole, and then, from the same files, again and again until a signal
comes: just before it touches a file for the nth time, or after some part of the time it takes.
Every file must then be the old or the new one, no process of it may live on, and the next run of
the same command must leave what the whole run left, and nothing beside it.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import click

import voice.cli.export
import voice.cli.new
import voice.cli.record
import voice.cli.settings
import voice.cli.shortcut
import voice.cli.voices  # noqa: F401 - loaded once, before all runs begin
from tests.exercises import SHORT, TURNS
from tests.recording.spoken import LINES, between, made, said, write_file
from voice.__main__ import main as program
from voice.recording.packing import pack

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)

LIMIT = 120.0
"""Seconds after which a run hangs."""

ENDS = 20.0
"""Seconds in which the processes that a killed run had started must end."""

_PART = re.compile(r"\..+\.part-[0-9a-f]{8}")

_TOUCHES = ("open", "os.", "shutil.", "subprocess.Popen", "tempfile.", "fcntl.")

Tree = dict[str, bytes | None]
"""The files below a folder by their paths, and its folders, whose content is `None`."""


@dataclass(frozen=True, slots=True)
class Case:
    """A command that writes.

    Attributes:
        name: What it does.
        command: Its arguments.
        prepare: Makes what is there before, in the current folder and `GROUND_HOME`.
        together: Names of folders that appear or change as a whole.
    """

    name: str
    command: Sequence[str]
    prepare: Callable[[], object] = lambda: None
    together: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """When a run is killed, and how.

    Attributes:
        number: The signal.
        touch: Before which touch of a file, counted from 1; 0 for a time.
        seconds: After how many seconds, if `touch` is 0.
    """

    number: signal.Signals
    touch: int
    seconds: float

    def __str__(self) -> str:
        """Such as ``SIGTERM at touch 12``."""
        when = f"touch {self.touch}" if self.touch else f"{1000 * self.seconds:.0f} ms"
        return f"{self.number.name} at {when}"


QUICK = ("--voice", "espeak/gmw/en-us", "--no-bell", "--pauses", "0.3")
LOW = ("--voice", "tone/low", "--no-bell", "--pauses", "0.3")
NAMED = ("--person", "Marlene", "--number", "030 5550077")


def _voices() -> Path:
    return Path(os.environ["GROUND_HOME"]) / "voices"


def _ran(*arguments: str) -> None:
    """Run a command in whole."""
    code = _forked(arguments, None).code
    assert code == 0, (arguments, code)


def _scripts() -> None:
    for name, text in (("short", SHORT), ("turns", TURNS)):
        Path(f"{name}.md").write_text(text)


def _exported(*arguments: str) -> Callable[[], None]:
    def prepare() -> None:
        _scripts()
        _ran("export", *arguments)
        _warm(arguments)

    return prepare


def _warm(arguments: Sequence[str]) -> None:
    """Render the lines of the other pace too: eSpeak never renders a line twice the same."""
    if "espeak/gmw/en-us" in arguments:
        scripts = [each for each in arguments if each.endswith(".md")]
        _ran("export", *scripts, *QUICK, "--pace", "slow", "-o", "warm.mp3", "--join")
        Path("warm.mp3").unlink()


def _phone() -> None:
    _script_of_lines()
    Path("phone").mkdir()
    for number, samples in enumerate(said()[:3], 1):
        write_file(Path("phone") / f"{number}.wav", between(0.3, samples))


def _script_of_lines() -> None:
    head = "---\ntitle: Two\nabout: Two lines.\nask: 1\nposition: any\n---\n\n## One\n\n"
    Path("lines.md").write_text(head + "".join(f"{line.written}\n" for line in LINES))


def _recorded(count: int = 3) -> Callable[[], None]:
    return lambda: _keep(made(_voices(), "Mira", count))


def _keep(_made: object) -> None:
    """Nothing is done with it."""


def _chosen() -> None:
    _recorded()()
    (_voices().parent / "settings.toml").write_text('# mine\nvoice = "recorded/Mira"\n')


def _packed(known: int) -> Callable[[], None]:
    def prepare() -> None:
        mira = made(Path("away"), "Mira", 4)
        pack(mira, Path.cwd())
        shutil.rmtree("away")
        if known:
            made(_voices(), "Mira", known)

    return prepare


def _set() -> None:
    (_voices().parent / "settings.toml").write_text('# mine\nvolume = 90\nperson = "Marlene"\n')


def _set_and_heard() -> None:
    _set()
    _exported("short.md", *LOW, "-o", "x.wav")()
    (_voices().parent / "settings.broken.toml").write_text('person = "Marlene\n')


def _text() -> None:
    Path("text.txt").write_text("A stone\n\nLook at the stone.\n\nHold it for ten seconds.\n")


CASES = (
    Case(
        "export, one file",
        ("export", "short.md", *QUICK, "--pace", "slow", "-o", "x.mp3", "--captions", "lrc", "--force"),
        _exported("short.md", *QUICK, "-o", "x.mp3", "--captions", "lrc"),
    ),
    Case("export, a new file", ("export", "short.md", *LOW, "-o", "x.flac"), _scripts),
    Case("export, a book", ("export", "short.md", *LOW, "-o", "x.m4b"), _scripts),
    Case(
        "export, an album",
        ("export", "short.md", "turns.md", *LOW, "--pace", "slow", "-o", "album", "--captions", "vtt"),
        _exported("short.md", "turns.md", *LOW, "-o", "album"),
    ),
    Case(
        "export, joined",
        ("export", "short.md", "turns.md", "--join", *LOW, "--pace", "slow", "-o", "w.mp3", "--force"),
        _exported("short.md", "turns.md", "--join", *LOW, "-o", "w.mp3"),
    ),
    Case("record --from", ("record", "Mira", "lines.md", "--from", "phone"), _phone),
    Case("record --delete", ("record", "Mira", "--delete"), _chosen),
    Case("record --pack", ("record", "Mira", "--pack"), _recorded()),
    Case("voices --add", ("voices", "--add", "Mira.ground-voice.zip"), _packed(0), ("home/voices/Mira",)),
    Case("voices --add, some known", ("voices", "--add", "Mira.ground-voice.zip"), _packed(2)),
    Case("settings", ("settings", *NAMED), _set),
    Case("settings --reset", ("settings", "--reset"), _set_and_heard),
    Case("shortcut", ("shortcut",)),
    Case("shortcut --remove", ("shortcut", "--remove"), lambda: _ran("shortcut")),
    Case("new --from-text", ("new", "stone.md", "--from-text", "text.txt"), _text),
)


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended.

    Attributes:
        code: Its exit code, or the signal that ended it, negative.
        touches: How often it touched a file, if it was counted.
        seconds: How long it took.
        told: What it printed.
    """

    code: int
    touches: int
    seconds: float
    told: str


def _forked(arguments: Sequence[str], moment: Moment | None) -> Run:
    """Run the program in a child of this process, where everything is loaded already."""
    with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryFile("w+") as counted:
        begun = time.monotonic()
        child = os.fork()
        if not child:
            _become(arguments, moment, told.fileno(), counted.fileno())
        code = _awaited(child, begun, moment)
        seconds = time.monotonic() - begun
        told.seek(0)
        return Run(code, os.fstat(counted.fileno()).st_size, seconds, told.read())


def _become(arguments: Sequence[str], moment: Moment | None, told: int, counted: int) -> NoReturn:
    try:
        nowhere = os.open(os.devnull, os.O_RDONLY)
        for number, place in ((nowhere, 0), (told, 1), (told, 2)):
            os.dup2(number, place)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115, PTH123
        sys.argv[1:] = arguments
        _watch(os.environ["PLACE"], moment, counted)
        program()
    except SystemExit as ended:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended.code if isinstance(ended.code, int) else 99)
    finally:
        os._exit(98)


def _watch(place: str, moment: Moment | None, counted: int) -> None:
    """Count the touches of files in a place, and send the signal before one of them."""
    count = 0

    def look(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if not event.startswith(_TOUCHES) or not any(_is_in(place, each) for each in arguments):
            return
        count += 1
        os.write(counted, b".")
        if moment is not None and count == moment.touch:
            os.kill(os.getpid(), moment.number)

    sys.addaudithook(look)


def _is_in(place: str, argument: object) -> bool:
    """True if an argument is, or holds, a path in a place; the current folder is one."""
    if isinstance(argument, str) and not argument.startswith("/"):
        return Path(argument).suffix != ""
    return place in str(argument)


def _awaited(child: int, begun: float, moment: Moment | None) -> int:
    """Wait for a child, and send it the signal when its time has come."""
    kill_at = begun + moment.seconds if moment and not moment.touch else None
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        now = time.monotonic()
        if kill_at is not None and moment is not None and now >= kill_at:
            os.kill(child, moment.number)
            kill_at = None
        if now > begun + LIMIT:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise AssertionError("It hangs.")
        time.sleep(0.001)


def _family(place: Path) -> list[int]:
    """Ids of the processes that were started in a place."""
    found = []
    mark = f"PLACE={place}\0".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (process / "environ").read_bytes() and process.name != str(os.getpid()):
                found.append(int(process.name))
    return found


def _await_family(place: Path) -> list[int]:
    deadline = time.monotonic() + ENDS
    while (left := _family(place)) and time.monotonic() < deadline:
        time.sleep(0.01)
    return left


def _tree(folder: Path) -> Tree:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if path.name != ".cache"
    }


@contextmanager
def _within(place: Path) -> Iterator[None]:
    """Make a place the one where everything is, for this process and its children."""
    before = dict(os.environ)
    homes = {"GROUND_HOME": "home", "HOME": "me", "TMPDIR": "tmp", "XDG_RUNTIME_DIR": "run"}
    os.environ.update({name: str(place / folder) for name, folder in homes.items()})
    os.environ |= {"PLACE": str(place), "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "CI"):
        os.environ.pop(name, None)
    kept = tempfile.tempdir
    try:
        yield
    finally:
        tempfile.tempdir = kept
        os.environ.clear()
        os.environ.update(before)


class Trial:
    """One command, killed as often as one likes."""

    def __init__(self, case: Case, folder: Path) -> None:
        """Make what is there before, and run it once in whole."""
        self._case = case
        self._place, self._kept = folder / "place", folder / "kept"
        for name in ("here", "home", "me", "tmp", "run"):
            (self._place / name).mkdir(parents=True)
        with self._inside():
            case.prepare()
        shutil.copytree(self._place, self._kept, symlinks=True)
        self._before = _tree(self._place)
        self._whole = self._run(None)
        if self._whole.code:
            raise AssertionError(f"{case.name} ended with {self._whole.code}: {self._whole.told}")
        self._after = _tree(self._place)

    def moment(self, chance: random.Random) -> Moment:
        """Choose a moment: half of them at touches, half by the clock."""
        number = chance.choice(SIGNALS)
        if chance.random() < 0.5:
            return Moment(number, 0, chance.uniform(0, 1.1 * self._whole.seconds))
        return Moment(number, chance.randint(1, self._whole.touches), 0.0)

    def faults(self, moment: Moment) -> tuple[int, list[str]]:
        """Kill it at a moment; return how that run ended, and what is wrong then."""
        shutil.rmtree(self._place)
        shutil.copytree(self._kept, self._place, symlinks=True)
        killed = self._run(moment)
        found = [f"process {pid} lives on" for pid in _await_family(self._place)]
        found += self._mixed(_tree(self._place))
        if "Traceback" in killed.told:
            found.append(f"killed: {killed.told}")
        again = self._run(None)
        if again.code not in {0, 1} or "Traceback" in again.told:
            found.append(f"the next run ended with {again.code}: {again.told}")
        now = _tree(self._place)
        for path in sorted(self._after.keys() | now.keys()):
            if now.get(path, b"-") != self._after.get(path, b"-"):
                is_there = ("missing", "there")[path in now], ("not there", "there")[path in self._after]
                found.append(f"after the next run, {path} is {is_there[0]}, after a whole one {is_there[1]}: {again.told}")
        return killed.code, found

    def _mixed(self, now: Tree) -> list[str]:
        """The files that are neither old nor new."""
        found = []
        for path, content in now.items():
            if any(map(_PART.fullmatch, Path(path).parts)) or path.startswith(("home/cache", "tmp/")):
                continue
            kinds = [tree[path] for tree in (self._before, self._after) if path in tree]
            if content is not None and content not in kinds:
                found.append(f"{path} is neither the old nor the new one")
        for path in self._before.keys() & self._after.keys() - now.keys():
            found.append(f"{path} is gone")
        for folder in self._case.together:
            inside = _below(now, folder)
            if inside and inside not in (_below(self._before, folder), _below(self._after, folder)):
                found.append(f"{folder} is half there")
        return found

    def _run(self, moment: Moment | None) -> Run:
        with self._inside():
            return _forked(self._case.command, moment)

    @contextmanager
    def _inside(self) -> Iterator[None]:
        with _within(self._place), contextlib.chdir(self._place / "here"):
            tempfile.tempdir = None
            yield


def _below(tree: Tree, folder: str) -> Tree:
    return {path: content for path, content in tree.items() if path.startswith(f"{folder}/")}


@click.command(help="Kill the commands that write, at random moments.")
@click.option("--times", type=click.IntRange(min=1), default=300, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--only", multiple=True, type=click.Choice([case.name for case in CASES]))
def main(times: int, seed: int, only: tuple[str, ...]) -> None:
    """Kill, and print a row for each command, and every fault."""
    chance = random.Random(seed)
    cases = [case for case in CASES if not only or case.name in only]
    if times < len(cases):
        cases = chance.sample(cases, times)
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        for index, case in enumerate(cases):
            trial = Trial(case, Path(name) / str(index))
            ends: Counter[str] = Counter()
            bad = 0
            for _ in range(times // len(cases) + (index < times % len(cases))):
                moment = trial.moment(chance)
                code, faults = trial.faults(moment)
                ends[_ended(code)] += 1
                bad += bool(faults)
                for fault in faults:
                    click.echo(f"  {case.name}, {moment}, which ended it with {code}: {fault.strip()}")
            wrong += bad
            shown = ", ".join(f"{count} {how}" for how, count in sorted(ends.items()))
            click.echo(f"{case.name}: {shown}; {bad} faults")
    click.echo(f"{times} moments, {wrong} faults.")
    sys.exit(bool(wrong))


def _ended(code: int) -> str:
    return {0: "whole", -signal.SIGKILL: "killed"}.get(code, f"ended with {code}")


if __name__ == "__main__":
    main()
