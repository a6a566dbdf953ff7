"""`ground doctor` reports what does not work, folders too, and fails where nothing is heard."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from voice.cli import doctor
from voice.cli.app import run
from voice.cli.doctor import Check
from voice.errors import PlaybackError


@pytest.mark.parametrize(
    ("voice", "sound", "code"), [(True, True, 0), (True, False, 1), (False, True, 1)]
)
def test_it_fails_where_no_voice_would_be_heard(
    voice: bool, sound: bool, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    voices = [Check("Speech (natural)", False, "not installed"), Check("Speech", voice, "one")]
    monkeypatch.setattr(doctor, "_voices", lambda: voices)
    monkeypatch.setattr(doctor, "_sound", lambda: Check("Sound", sound, "one"))
    assert run(["doctor"]) == code


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("server", [None, "pipewire", "pulseaudio"])
def test_a_missing_sound_device_comes_with_one_command_to_try(
    platform: str, server: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_fill: object) -> None:
        raise PlaybackError("No sound device could be opened.")

    monkeypatch.setattr("voice.cli.doctor.open_sink", missing)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr("shutil.which", lambda name: name if name == server else None)
    found = doctor._sound()
    assert not found.well
    assert found.fix
    assert "\n" not in found.fix
    if server and platform == "linux":
        assert server in found.fix


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has ALSA")
@pytest.mark.parametrize("content", [None, "pcm.!default {\n"])
def test_missing_settings_of_alsa_are_not_a_missing_library(
    content: str | None, tmp_path: Path
) -> None:
    """In a process of its own, because ALSA reads its settings once."""
    settings = tmp_path / "asound.conf"
    if content is not None:
        settings.write_text(content)
    code = "from voice.cli import doctor; print(doctor._portaudio(), doctor._microphone())"
    environment = {**os.environ, "ALSA_CONFIG_PATH": str(settings)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("has no settings") == 2
    assert done.stdout.lower().count("to fix it: unset alsa_config_path") == 2
    assert "not installed" not in done.stdout


@pytest.mark.parametrize("home", ["/dev/null", "{tmp}/file", "{tmp}/loop", "{tmp}/" + 300 * "x"])
def test_a_folder_that_is_none_is_reported(
    home: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    monkeypatch.setenv("GROUND_HOME", home.format(tmp=tmp_path))
    monkeypatch.setattr(doctor, "_voices", lambda: [Check("Speech", True, "one")])
    monkeypatch.setattr(doctor, "_sound", lambda: Check("Sound", True, "one"))
    assert run(["doctor"]) == 0
    assert "The cache does not work:" in capsys.readouterr().out


def test_a_cache_without_permission_to_look_into_is_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", missing_ok)

    monkeypatch.setattr("voice.fault_file.write_whole", lambda *_: False)
    monkeypatch.setattr(Path, "unlink", refuse)
    assert not doctor._files().well


def test_voices_that_are_not_installed_are_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.cli.doctor.drivers_here", lambda: ("natural", "espeak"))
    monkeypatch.setattr("voice.cli.doctor.SYSTEM_DRIVER", "espeak")
    monkeypatch.setattr(doctor, "is_offered_here", lambda _driver: True)
    monkeypatch.setattr(doctor, "install_command", lambda driver: f"pip install {driver}")
    works = {"natural": True, "espeak": True}
    monkeypatch.setattr(
        doctor, "_spoken", lambda driver, what, _fix: Check(what, works[driver], "one")
    )
    told = "Piper's voices are not installed, so {}. To install them: pip install piper"
    assert str(doctor._voices()[1]) == told.format("Heart speaks")
    works["natural"] = False
    assert str(doctor._voices()[1]) == told.format("eSpeak NG speaks")
    monkeypatch.setattr(doctor, "is_offered_here", lambda _driver: False)
    assert str(doctor._voices()[1]) == (
        "Piper's voices are not available for this machine and this Python, so eSpeak NG speaks."
    )
