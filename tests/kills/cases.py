"""The commands that write, with what is there before."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.exercises import SHORT, TURNS
from tests.kills.running import run_forked
from tests.recording.spoken import LINES, between, made, said, write_file
from voice.recording.pack import ENDING
from voice.recording.packing import pack


@dataclass(frozen=True, slots=True)
class Case:
    """A command that writes.

    Attributes:
        name: What it does.
        command: Its arguments.
        prepare: Makes what is there before, in the current folder and `GROUND_HOME`.
        together: A folder whose files appear together.
    """

    name: str
    command: Sequence[str]
    prepare: Callable[[], object] = lambda: None
    together: str = ""


QUICK = ("--voice", "espeak/gmw/en-us", "--no-bell", "--pauses", "0.3")
LOW = ("--voice", "tone/low", "--no-bell", "--pauses", "0.3")
SLOW = ("--pace", "slow")
BOTH = ("short.md", "turns.md")
NAMED = ("--person", "Marlene", "--number", "030 5550077")


def _voices() -> Path:
    return Path(os.environ["GROUND_HOME"]) / "voices"


def _ran(*arguments: str) -> None:
    """Run a command in whole."""
    code = run_forked(arguments).code
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
        _ran("export", *scripts, *QUICK, *SLOW, "-o", "warm.mp3", "--join")
        Path("warm.mp3").unlink()


def _phone() -> None:
    _script_of_lines()
    Path("phone").mkdir()
    for number, samples in enumerate(said()[:3], 1):
        write_file(Path("phone") / f"{number}.wav", between(0.3, samples))


def _script_of_lines() -> None:
    head = "---\ntitle: Two\nabout: Two lines.\nask: 1\nposition: any\n---\n\n## One\n\n"
    Path("lines.md").write_text(head + "".join(f"{line.written}\n" for line in LINES))


def _recorded() -> None:
    made(_voices(), "Mira", 3)


def _chosen() -> None:
    _recorded()
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
        (
            "export",
            "short.md",
            *QUICK,
            "--pace",
            "slow",
            "-o",
            "x.mp3",
            "--captions",
            "lrc",
            "--force",
        ),
        _exported("short.md", *QUICK, "-o", "x.mp3", "--captions", "lrc"),
    ),
    Case("export, a new file", ("export", "short.md", *LOW, "-o", "x.flac"), _scripts),
    Case("export, a book", ("export", "short.md", *LOW, "-o", "x.m4b"), _scripts),
    Case(
        "export, an album",
        (
            "export",
            "short.md",
            "turns.md",
            *LOW,
            "--pace",
            "slow",
            "-o",
            "album",
            "--captions",
            "vtt",
        ),
        _exported(*BOTH, *LOW, "-o", "album"),
    ),
    Case(
        "export, joined",
        (
            "export",
            "short.md",
            "turns.md",
            "--join",
            *LOW,
            "--pace",
            "slow",
            "-o",
            "w.mp3",
            "--force",
        ),
        _exported(*BOTH, "--join", *LOW, "-o", "w.mp3"),
    ),
    Case("record --from", ("record", "Mira", "lines.md", "--from", "phone"), _phone),
    Case("record --delete", ("record", "Mira", "--delete"), _chosen),
    Case("record --pack", ("record", "Mira", "--pack"), _recorded),
    Case(
        "voices --add",
        ("voices", "--add", f"Mira{ENDING}"),
        _packed(0),
        "home/voices/Mira",
    ),
    Case("voices --add, some known", ("voices", "--add", f"Mira{ENDING}"), _packed(2)),
    Case("settings", ("settings", *NAMED), _set),
    Case("settings --reset", ("settings", "--reset"), _set_and_heard),
    Case("shortcut", ("shortcut",)),
    Case("shortcut --remove", ("shortcut", "--remove"), lambda: _ran("shortcut")),
    Case("new --from-text", ("new", "stone.md", "--from-text", "text.txt"), _text),
)
