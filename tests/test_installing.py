"""Commands that install name the Python that runs, and agree with what pyproject.toml offers."""

from __future__ import annotations

import itertools
import platform
import shlex
import subprocess
import sys
import sysconfig
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from voice import installing
from voice.errors import PlaybackError
from voice.installing import EXTRAS, install_command, is_offered, portaudio_command, repair_command
from voice.playback.sinks import devices, miniaudio_sink, sounddevice_sink
from voice.speech.installed import NEURAL_DRIVERS, how_to_get

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]

MACHINES = (
    ("linux", "x86_64"),
    ("linux", "aarch64"),
    ("darwin", "x86_64"),
    ("darwin", "arm64"),
    ("win32", "AMD64"),
    ("win32", "ARM64"),
)
PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14), (3, 15))


def installed_by(
    requirements: list[str], system: str, machine: str, python: tuple[int, int]
) -> set[str]:
    """The names of the packages that the markers let in."""
    version = "{}.{}".format(*python)
    environment = {"sys_platform": system, "platform_machine": machine, "python_version": version}
    wanted = map(Requirement, requirements)
    return {
        each.name for each in wanted if each.marker is None or each.marker.evaluate(environment)
    }


@pytest.mark.parametrize("extra", EXTRAS)
def test_commands_name_the_packages_of_the_extra(extra: str) -> None:
    wanted = map(Requirement, PROJECT["optional-dependencies"][extra])
    assert {(each.name, each.specifier) for each in wanted} == {
        (each.name, each.specifier) for each in map(Requirement, EXTRAS[extra])
    }
    assert set(NEURAL_DRIVERS) <= set(EXTRAS)


@pytest.mark.parametrize("extra", EXTRAS)
@pytest.mark.parametrize(("system", "machine"), MACHINES)
def test_an_extra_installs_all_of_its_packages_or_none(
    extra: str, system: str, machine: str
) -> None:
    for python in PYTHONS:
        found = installed_by(PROJECT["optional-dependencies"][extra], system, machine, python)
        offered = is_offered(extra, machine=machine, system=system, python=python)
        assert found == ({Requirement(each).name for each in EXTRAS[extra]} if offered else set())


@pytest.mark.parametrize(
    ("extra", "system", "machine", "python", "offered"),
    [
        ("natural", "linux", "aarch64", (3, 14), True),
        ("natural", "darwin", "x86_64", (3, 13), True),
        ("natural", "darwin", "x86_64", (3, 14), False),
        ("natural", "linux", "x86_64", (3, 15), False),
        ("natural", "win32", "ARM64", (3, 13), True),
        ("piper", "win32", "ARM64", (3, 13), False),
        ("piper", "linux", "aarch64", (3, 13), True),
        ("m4b", "win32", "ARM64", (3, 15), True),
    ],
)
def test_an_extra_drops_out_where_it_has_no_wheel(
    extra: str, system: str, machine: str, python: tuple[int, int], offered: bool
) -> None:
    assert is_offered(extra, machine=machine, system=system, python=python) is offered


def test_only_miniaudio_stays_out_where_it_would_be_compiled() -> None:
    names = {Requirement(each).name for each in PROJECT["dependencies"]} - {"espeakng-loader"}
    for (system, machine), python in itertools.product(MACHINES, PYTHONS):
        left_out = names - installed_by(PROJECT["dependencies"], system, machine, python)
        compiled = (system, machine) in {("linux", "aarch64"), ("win32", "ARM64")}
        assert left_out == ({"miniaudio"} if compiled else set())


def test_without_any_sound_library_the_one_to_install_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As on Linux with ARM before PortAudio is there."""
    for sink in (sounddevice_sink, miniaudio_sink):
        sink.load.cache_clear()
    for library in ("sounddevice", "miniaudio"):
        monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(PlaybackError) as caught:
        devices.open_sink(lambda out: out.fill(0), device="kazoo")
    assert str(caught.value).endswith(f"or do this: {portaudio_command()}")


def test_an_extra_that_is_not_made_for_here_is_not_advised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "ARM64")
    assert how_to_get("piper").startswith("They are not available for Python 3.")
    assert how_to_get("natural") == f"Install them with: {install_command('natural')}"


posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


@posix
def test_the_command_runs_as_printed_in_a_folder_with_spaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "it's my $HOME" / "python"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(installing, "find_spec", find_spec if find_spec("pip") else bool)

    def words(command: str) -> list[str]:
        done = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    pip = ["-m", "pip", "install"]
    assert words(install_command("natural")) == [*pip, *EXTRAS["natural"]]
    assert words(repair_command("soundfile")) == [*pip, "--force-reinstall", "soundfile"]
    assert {path.name for path in tmp_path.iterdir()} == {python.parent.name}


@posix
def test_pipx_keeps_its_environments_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = tmp_path / "ground-voice"
    prefix.mkdir()
    (prefix / "pipx_metadata.json").touch()
    monkeypatch.setattr(sys, "prefix", str(prefix))
    assert shlex.split(install_command("m4b")) == ["pipx", "inject", "ground-voice", "av>=16"]
    assert repair_command("soxr") == "pipx runpip ground-voice install --force-reinstall soxr"


@posix
def test_an_environment_without_pip_is_uvs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "find_spec", lambda _: None)
    python = ["--python", sys.executable]
    assert shlex.split(install_command("m4b")) == ["uv", "pip", "install", *python, "av>=16"]
    again = ["uv", "pip", "install", *python, "--reinstall", "soxr"]
    assert shlex.split(repair_command("soxr")) == again


@posix
def test_a_python_the_system_manages_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "EXTERNALLY-MANAGED").touch()
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    for command, what in ((install_command("m4b"), "'.[m4b]'"), (repair_command("soxr"), ".")):
        assert command == (
            f"python3 -m venv .venv && . .venv/bin/activate && pip install {what} "
            "(in the folder of ground)"
        )


@pytest.mark.parametrize(
    ("python", "start"),
    [
        (r"C:\py\python.exe", r"C:\py\python.exe"),
        (r"C:\Users\Ada L\python.exe", r'& "C:\Users\Ada L\python.exe"'),
    ],
)
def test_on_windows_it_is_a_line_for_powershell(
    python: str, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", python)
    monkeypatch.setattr(installing, "find_spec", bool)
    assert install_command("natural") == (
        f'{start} -m pip install "hibari-tts>=0.2.1" "onnxruntime>=1.20,<1.27"'
    )
