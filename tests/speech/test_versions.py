"""Versions are read off the folders that pip leaves beside packages."""

from __future__ import annotations

import shutil
import sys
from importlib import metadata
from pathlib import Path

import pytest

from voice.speech import versions
from voice.speech.versions import driver_version


@pytest.fixture(autouse=True)
def forgotten() -> None:
    driver_version.cache_clear()


def test_they_are_what_pip_says() -> None:
    assert f"pyttsx3-{metadata.version('pyttsx3')}" in driver_version("espeak")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux brings eSpeak NG along")
def test_espeak_counts() -> None:
    assert f"espeakng_loader-{metadata.version('espeakng-loader')}" in driver_version("espeak")


def test_another_release_is_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {driver_version("espeak")}
    (tmp_path / "espeakng_loader").mkdir()
    (tmp_path / "espeakng_loader" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "espeakng_loader", raising=False)
    for release in ("0.9.0", "0.9.1"):
        info = tmp_path / f"espeakng_loader-{release}.dist-info"
        info.mkdir()
        driver_version.cache_clear()
        seen.add(driver_version("espeak"))
        info.rmdir()
    assert len(seen) == 3


@pytest.mark.parametrize("driver", ["natural", "piper", "sapi5"])
def test_another_source_of_ours_is_another_version(
    driver: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cached lines are not those that an older program stretched."""
    seen = {driver_version(driver)}
    copy = shutil.copytree(Path(versions.__file__).parent, tmp_path / "speech")
    monkeypatch.setattr(versions, "__file__", str(copy / "versions.py"))
    for changed in (False, True):
        driver_version.cache_clear()
        seen.add(driver_version(driver))
        assert len(seen) == 1 + changed
        with (copy / "drivers" / "_stretching.py").open("a") as source:
            source.write("# another")


def test_a_driver_of_the_system_has_the_systems_version() -> None:
    assert driver_version("sapi5") != driver_version("espeak")
