"""Platforms: what can be tried of Windows, macOS, ARM and other Pythons on this machine."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import zipfile
from email import message_from_bytes
from email.message import Message

from packaging.requirements import Requirement

from tests.faults.bench import QUICK, ROOT, Bench
from tests.faults.rows import NotTried, expect, not_tried, row

MACHINES = (
    *(("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "x86_64"), ("darwin", "arm64")),
    *(("win32", "AMD64"), ("win32", "ARM64")),
)

LOOKING = """
import os, stat, sys
class Look:
    def find_spec(self, name, *_):
        if name == "numpy":
            with open(os.environ["LOOKED"], "a") as file:
                busy = [f for t, f in sys._current_frames().items()]
                names = {f.f_code.co_name for top in busy for f in iterate(top)}
                piped = stat.S_ISFIFO(os.fstat(0).st_mode)
                file.write(f"{sys.orig_argv[-3:]} {piped and 'read' in names}\\n")
def iterate(frame):
    while frame is not None:
        yield frame
        frame = frame.f_back
sys.meta_path.insert(0, Look())
"""
"""Imported by Python itself: notes, as numpy is imported, whether a thread reads the pipe that is
standard input. On Windows, that would wait for ever."""

FROZEN = """
import os, sys
if "AS_FROZEN" in os.environ:
    sys.frozen = True
    sys.executable = os.environ["AS_FROZEN"]
"""
"""Imported by Python itself: the program believes it is a frozen build, whose executable knows
only its own commands."""


def built_wheel(bench: Bench) -> zipfile.ZipFile:
    """Build the wheel, as somebody does who publishes it."""
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
    ran = subprocess.run(
        [*pip, str(bench.scratch), str(ROOT)], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise NotTried(f"a wheel could not be built: {ran.stderr.strip().splitlines()[-1]}")
    [path] = bench.scratch.glob("*.whl")
    return zipfile.ZipFile(path)


def metadata(wheel: zipfile.ZipFile) -> Message:
    [name] = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    return message_from_bytes(wheel.read(name))


def required(about: Message, system: str, machine: str, python: str, extra: str) -> set[str]:
    """The packages that an installation fetches."""
    here = {
        "sys_platform": system,
        "platform_machine": machine,
        "python_version": python,
        "extra": extra,
    }
    wanted = map(Requirement, about.get_all("Requires-Dist", []))
    return {each.name for each in wanted if each.marker is None or each.marker.evaluate(here)}


def lacks_wheel(name: str, system: str, machine: str, python: tuple[int, int]) -> bool:
    """True if the package index holds no wheel of a package for a machine (read 2026-11)."""
    match name:
        case "miniaudio":
            return (system, machine) in {("linux", "aarch64"), ("win32", "ARM64")}
        case "onnxruntime":
            return (system, machine) == ("darwin", "x86_64") and python >= (3, 14)
    return False


@row("export with the natural voice; it is noted what is read while numpy loads in each process")
def numpy_loads_before_a_pipe_is_read(bench: Bench) -> str:
    (bench.folder / "sitecustomize.py").write_text(LOOKING)
    looked = bench.scratch / "looked"
    bench.write("two.md")
    bench.empty_cache()
    path = os.pathsep.join([str(bench.folder), bench.environment["PYTHONPATH"]])
    for command in (
        ("export", "two.md", "--no-bell", "-o", "x.mp3"),
        ("export", "ice-cube", "hear-five", "--jobs", "2", "-o", "walk"),
    ):
        ran = bench.apart(*command, PYTHONPATH=path, LOOKED=str(looked))
        expect(ran.code == 0, ran.err)
    noted = looked.read_text().splitlines()
    waiting = [line for line in noted if line.endswith("True")]
    expect(not waiting and len(noted) > 2, f"{len(noted)} processes; would wait: {waiting}")
    return f"numpy was loaded {len(noted)} times, never while standard input was read as a pipe"


@row("the built wheel's markers are evaluated for six machines and Python 3.11 to 3.14")
def wheels_on_every_machine(bench: Bench) -> str:
    about = metadata(built_wheel(bench))
    pythons = ((3, 11), (3, 12), (3, 13), (3, 14))
    compiled = []
    for (system, machine), python in itertools.product(MACHINES, pythons):
        version = ".".join(map(str, python))
        for extra in ("", "natural", "piper", "m4b"):
            names = required(about, system, machine, version, extra)
            compiled += [
                f"{name} on {system} {machine} {version}"
                for name in names
                if lacks_wheel(name, system, machine, python)
            ]
    expect(not compiled, f"would have to be compiled: {', '.join(compiled)}")
    return "nothing has to be compiled, with no extra and with each"


@row("the built wheel's lowest versions are read")
def lowest_versions(bench: Bench) -> str:
    wanted = map(Requirement, metadata(built_wheel(bench)).get_all("Requires-Dist", []))
    [piper] = {str(each.specifier) for each in wanted if each.name == "piper-tts"}
    expect(piper == ">=1.4", f"piper-tts{piper}: 1.3 has no phonemes")
    return f"piper-tts{piper}, the first whose chunks have phonemes"


@row("the built wheel is searched for licences, author, types, scripts, entry point")
def wheel_is_whole(bench: Bench) -> str:
    wheel = built_wheel(bench)
    about, names = metadata(wheel), wheel.namelist()
    licences = [name for name in names if "/licenses/" in name]
    texts = " ".join(wheel.read(name).decode() for name in licences)
    for words in ("GNU GENERAL PUBLIC LICENSE", "Creative Commons Attribution 4.0"):
        expect(words in texts, f"the wheel lacks the text: {words}")
    expect(bool(about["Author"] or about["Author-email"]), "no author")
    for name in ("voice/py.typed", "voice/scripts/ice-cube.md", "entry_points.txt"):
        expect(any(each.endswith(name) for each in names), f"the wheel lacks {name}")
    return f"holds both licences ({len(licences)} files), author, types, scripts and entry point"


@row("macOS's speech API, stood in for: its usual voice, joke voices, an unknown voice")
def voices_of_macos(bench: Bench) -> str:
    return bench.suite("tests/speech/test_mac_voices.py")


@row("Windows' speech API, stood in for: a broken token, no sound device, rates between steps")
def voices_of_windows(bench: Bench) -> str:
    return bench.suite("tests/speech/test_windows_voices.py")


@row("Windows' console, stood in for: a with a grave accent, arrows, AltGr")
def keys_of_windows(bench: Bench) -> str:
    return bench.suite("tests/playback/test_windows_keys.py")


@row("the end of an M4B is read with the installed version of PyAV, on this Python")
def end_of_an_m4b(bench: Bench) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    return f"Python {version} only: {bench.suite('tests/export/test_mp4.py')}"


@row("the README is read for macOS: how long its first installation takes, which Python")
def macos_in_the_readme(bench: Bench) -> str:  # noqa: ARG001 - every row takes one
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for told in ("on macOS a few minutes", "Intel Macs need 3.13", "x64 Python"):
        expect(told in " ".join(readme.split()), f"it does not say: {told}")
    return "it says that macOS takes minutes, 3.13 for Intel Macs, x64 Python for Windows on ARM"


@row("the program believes it is a frozen build, whose executable knows only its own commands")
def frozen_build(bench: Bench) -> str:
    (bench.folder / "sitecustomize.py").write_text(FROZEN)
    executable = bench.scratch / "ground"
    executable.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m voice "$@"\n')
    executable.chmod(0o755)
    bench.empty_cache()
    bench.write("two.md")
    path = os.pathsep.join([str(bench.folder), bench.environment["PYTHONPATH"]])
    frozen = {"AS_FROZEN": str(executable), "PYTHONPATH": path}
    ran = bench.apart("export", "two.md", *QUICK, "-o", "x.mp3", **frozen)
    expect(ran.code == 0, f"it cannot speak: {ran.err.strip().splitlines()[-1]}")
    doctor = bench.apart("doctor", **frozen, **bench.deaf)
    advice = [line for line in doctor.out.splitlines() if "pip install" in line]
    expect(not advice, f"it advises: {advice}")
    return "it speaks, and advises no pip"


@row("ground shortcut, then ground shortcut --remove, in an empty home folder")
def icon_for_a_double_click(bench: Bench) -> str:
    home = bench.scratch / "person"
    (home / "Desktop").mkdir(parents=True)
    places = {"HOME": str(home), "XDG_DATA_HOME": str(home / ".local" / "share")}
    ran = bench.apart("shortcut", **places)
    icons = [path for path in home.rglob("*.desktop") if path.is_file()]
    expect(ran.code == 0 and len(icons) > 0, f"{ran.code}: {ran.err}")
    bench.apart("shortcut", "--remove", **places)
    left = [path.name for path in home.rglob("*") if path.is_file()]
    expect(not left, f"left behind: {left}")
    return f"made {len(icons)}; --remove leaves nothing"


not_tried(
    "file-held-open-by-a-player",
    "platforms",
    "export --force onto a file that a player holds open, on Windows",
    "only Windows refuses to replace an open file",
)
not_tried(
    "windows-ends-a-process",
    "platforms",
    "a console window is closed while an export runs, on Windows",
    "only Windows ends processes without letting them clean up",
)
not_tried(
    "macos-speech-that-spins",
    "platforms",
    "macOS's synthesizer cuts a file, or CoreAudio waits for ever",
    "it takes macOS",
)
not_tried(
    "python-3-12-to-3-14",
    "platforms",
    "the whole suite on Python 3.12, 3.13 and 3.14",
    "only the Python that runs this is sure to be here",
)
