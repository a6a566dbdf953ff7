"""The frozen build, as far as Python itself can play its part; tests/built tries a real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.exercises import SHORT
from voice.cli import doctor
from voice.frozen import run_worker
from voice.installing import EXTRAS, UNPACK_AGAIN, how_to_install, how_to_repair
from voice.playback.sinks import sounddevice_sink
from voice.speech.engine import Utterance
from voice.speech.installed import NEURAL_DRIVERS, SYSTEM_DRIVER, how_to_get
from voice.speech.worker_engine import PyttsxEngine

ROOT = Path(__file__).parents[1]
LIMIT = 60.0

PROGRAM = f"""#!{sys.executable}
import sys
sys.frozen, sys.executable = True, __file__
sys.path[0] = {str(ROOT)!r}
from voice.__main__ import main
main()
"""
"""A program that can do what the frozen one can: it ignores the options of Python."""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    if sys.platform == "win32":
        pytest.skip("a script is no program on Windows")
    file = tmp_path / "ground"
    file.write_text(PROGRAM)
    file.chmod(0o755)
    return file


@pytest.fixture
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)


frozen = pytest.mark.usefixtures("_frozen")


@frozen
def test_a_voice_speaks_in_a_process_of_the_same_program(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(program))
    with closing(PyttsxEngine(SYSTEM_DRIVER, LIMIT)) as engine:
        voice = engine.voices()[0]
        assert engine.synthesize(Utterance("Look around.", voice.id, 135)).duration > 0.3


def test_files_are_made_by_processes_of_the_same_program(program: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(SHORT.replace("Short one", name.capitalize()))
    ran = subprocess.run(
        [str(program), "export", "one.md", "two.md", "-o", "album", "--jobs", "2"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    made = sorted(path.name for path in (tmp_path / "album").iterdir())
    assert made[:2] == ["01 One.mp3", "02 Two.mp3"]


@frozen
@pytest.mark.parametrize(
    "arguments",
    [("-P", "-m", "voice.cli.app"), ("-P", "-m", "http.server"), ("-m", "voice.speech.worker")],
)
def test_it_runs_no_other_module(arguments: tuple[str, ...]) -> None:
    assert not run_worker(arguments)


def test_with_a_python_the_program_itself_runs_no_worker() -> None:
    assert not run_worker(["-P", "-m", "voice.speech.worker", SYSTEM_DRIVER, "nowhere"])


@frozen
def test_nobody_is_told_to_install_into_it() -> None:
    told = [how_to_install(extra) for extra in EXTRAS]
    told += [how_to_get(driver) for driver in NEURAL_DRIVERS]
    assert all("This build of ground was made without" in sentence for sentence in told)
    assert how_to_repair("soundfile") == "Unpack ground again, with everything in its folder."


@frozen
def test_doctor_does_not_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "drivers_here", lambda: (SYSTEM_DRIVER,))
    monkeypatch.setattr(
        doctor, "_spoken", lambda _driver, what, fix: doctor.Check(what, False, "it is silent", fix)
    )
    natural, piper, _ = map(str, doctor._voices())
    assert natural == "The natural voices are not in this build, so no voice speaks."
    assert piper == "Piper's voices are not in this build, so no voice speaks."
    assert doctor._repair("natural") == UNPACK_AGAIN


@frozen
@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_portaudio_is_unpacked_again_where_the_build_holds_it(
    system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounddevice_sink.load.cache_clear()
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    monkeypatch.setattr(sys, "platform", system)
    assert doctor._portaudio().fix == UNPACK_AGAIN


START = """
import json, os, runpy, sys
sys.platform, sys._MEIPASS = "linux", sys.argv[2]
runpy.run_path(sys.argv[1])
try:
    import sounddevice
except OSError:
    pass
import ctypes.util
print(json.dumps([dict(os.environ), ctypes.util.find_library("portaudio")]))
"""


def started(folder: Path, **environment: str) -> tuple[dict[str, str], str | None]:
    """The environment after the start of a build, and its PortAudio."""
    script = ROOT / ".ci" / "frozen_start.py"
    done = subprocess.run(
        [sys.executable, "-c", START, str(script), str(folder)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    found, portaudio = json.loads(done.stdout)
    return found, portaudio


linux = pytest.mark.skipif(sys.platform != "linux", reason="only there are libraries found so")


@linux
@pytest.mark.parametrize(("before", "after"), [("{0}", None), ("{0}:/opt/lib", "/opt/lib")])
def test_programs_that_it_starts_load_the_libraries_of_their_system(
    before: str, after: str | None, tmp_path: Path
) -> None:
    found, _ = started(
        tmp_path,
        LD_LIBRARY_PATH=before.format(tmp_path),
        LD_LIBRARY_PATH_ORIG="/opt/lib",
        _PYI_PARENT_PROCESS_LEVEL="1",
    )
    assert found.get("LD_LIBRARY_PATH") == after
    assert not {"LD_LIBRARY_PATH_ORIG", "_PYI_PARENT_PROCESS_LEVEL"} & set(found)


@linux
def test_its_own_portaudio_is_found(tmp_path: Path) -> None:
    library = tmp_path / "libportaudio.so.2"
    assert started(tmp_path)[1] != str(library)
    library.touch()
    assert started(tmp_path)[1] == str(library)
