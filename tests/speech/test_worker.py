"""The worker process: killed, hung, lied to, left alone. Real processes, real signals."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.speech.conftest import LIMIT, Traces, until
from voice.audio import Audio
from voice.errors import EngineUnavailableError, SpeechError, SpeechTimeoutError
from voice.speech.engine import Utterance
from voice.speech.worker_engine import PyttsxEngine, _Worker

if sys.platform != "linux":
    pytest.skip("looks into /proc, and embeds eSpeak NG", allow_module_level=True)

import espeakng_loader

VOICE = "espeak/gmw/en-us"
ROOT = Path(__file__).parents[2]

Open = Callable[..., PyttsxEngine]
MakeDriver = Callable[..., str]
Run = Callable[..., subprocess.Popen[str]]


def say(engine: PyttsxEngine, text: str = "Hold the ice in your hand.", rate: int = 120) -> Audio:
    return engine.synthesize(Utterance(text, VOICE, rate))


@pytest.fixture(scope="module")
def usual() -> float:
    """Seconds of the usual line, from an engine nothing happens to."""
    engine = PyttsxEngine("espeak", LIMIT)
    try:
        return say(engine).duration
    finally:
        engine.close()


def assert_usual(audio: Audio, usual: float) -> None:
    assert audio.duration == pytest.approx(usual, rel=0.03)
    assert np.abs(audio.samples).max() > 0.1


def the_worker(traces: Traces) -> int:
    [worker] = traces.workers()
    return worker


class TestALostWorker:
    def test_killed_between_lines(self, open_engine: Open, traces: Traces, usual: float) -> None:
        engine = open_engine()
        for _ in range(5):
            assert_usual(say(engine), usual)
            first = the_worker(traces)
            os.kill(first, signal.SIGKILL)
            assert_usual(say(engine), usual)
            assert the_worker(traces) != first
            assert len(list(traces.folder.iterdir())) == 1

    def test_killed_in_a_line(self, open_engine: Open, traces: Traces, usual: float) -> None:
        engine = open_engine()
        say(engine, "Something else.")
        first = the_worker(traces)
        os.kill(first, signal.SIGSTOP)  # the next line cannot be answered any more
        heard: list[Audio] = []
        asking = threading.Thread(target=lambda: heard.append(say(engine)))
        asking.start()
        os.kill(first, signal.SIGKILL)
        asking.join(LIMIT)
        assert_usual(heard[0], usual)
        assert the_worker(traces) != first

    @pytest.mark.skipif(not hasattr(os, "waitid"), reason="the system cannot tell")
    def test_stopped(self, open_engine: Open, traces: Traces, usual: float) -> None:
        engine = open_engine()
        say(engine, "Something else.")
        first = the_worker(traces)
        os.kill(first, signal.SIGSTOP)
        assert_usual(say(engine), usual)
        assert the_worker(traces) != first

    def test_hung_in_a_line(self, open_engine: Open, driver: MakeDriver, traces: Traces) -> None:
        """It costs one time limit and one line; the next line has a fresh process."""
        engine = open_engine(driver(HANGING_ONCE), line_limit=0.5)
        say(engine, "well")
        with pytest.raises(SpeechTimeoutError, match=r"did not answer within 0\.5 seconds"):
            say(engine, "hang")
        assert traces.left() == []
        assert say(engine, "hang").duration == pytest.approx(1)

    def test_hung_before_it_reads_a_line_too_long_for_the_pipe(
        self, open_engine: Open, driver: MakeDriver, traces: Traces
    ) -> None:
        name = driver("def buildDriver(proxy): import time; time.sleep(600)")
        engine = open_engine(name, first_limit=0.5)
        with pytest.raises(EngineUnavailableError, match="did not answer"):
            say(engine, "long " * 100_000)
        assert traces.left() == []

    def test_dies_in_the_same_line_once(self, open_engine: Open, driver: MakeDriver) -> None:
        engine = open_engine(
            driver("""
                import os, signal
                class Driver(Driver):
                    def save(self, text, filename):
                        if first_time():
                            os.kill(os.getpid(), signal.SIGKILL)
                        save(filename)
            """)
        )
        assert say(engine).duration == pytest.approx(1)

    def test_dies_twice(self, open_engine: Open, driver: MakeDriver, traces: Traces) -> None:
        engine = open_engine(
            driver("""
                import os
                class Driver(Driver):
                    def save(self, text, filename):
                        if text == "die":
                            os._exit(0)
                        save(filename)
            """)
        )
        with pytest.raises(SpeechError, match="stopped twice") as failure:
            say(engine, "die")
        assert not isinstance(failure.value, EngineUnavailableError)
        assert traces.left() == []
        assert say(engine).duration == pytest.approx(1)

    def test_dies_and_then_hangs_within_one_limit(
        self, open_engine: Open, driver: MakeDriver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The process in place of a lost one gets what is left of the time, not as much again."""
        limits: list[float] = []
        ask = _Worker.ask

        def noted(worker: _Worker, request: dict[str, Any], limit: float) -> object:
            limits.append(limit)
            return ask(worker, request, limit)

        monkeypatch.setattr(_Worker, "ask", noted)
        engine = open_engine(
            driver("""
                import os, time
                class Driver(Driver):
                    def save(self, text, filename):
                        if text == "well":
                            save(filename)
                        elif first_time():
                            time.sleep(0.3)
                            os._exit(0)
                        else:
                            time.sleep(600)
            """),
            line_limit=1.5,
        )
        say(engine, "well")
        with pytest.raises(SpeechTimeoutError):
            say(engine, "die, then hang")
        [_, first, second] = limits
        assert first > 1.4
        assert second < 1.25
        assert say(engine, "well").duration == pytest.approx(1)

    def test_one_that_never_answered_is_given_up_at_once(
        self, open_engine: Open, driver: MakeDriver, traces: Traces
    ) -> None:
        engine = open_engine(driver(HANGING), first_limit=0.5)
        with pytest.raises(EngineUnavailableError, match=r"did not answer within 0\.5 seconds"):
            say(engine)
        assert traces.left() == []
        with pytest.raises(EngineUnavailableError, match="did not answer before"):
            say(engine)
        assert traces.left() == []

    def test_one_that_misses_two_lines_in_a_row_is_given_up(
        self, open_engine: Open, driver: MakeDriver, traces: Traces
    ) -> None:
        engine = open_engine(
            driver("""
                import time
                class Driver(Driver):
                    def save(self, text, filename):
                        if text == "hang":
                            time.sleep(600)
                        save(filename)
            """),
            line_limit=0.5,
        )
        say(engine)
        for text in ("hang", "well", "hang"):
            with contextlib.nullcontext() if text == "well" else pytest.raises(SpeechTimeoutError):
                say(engine, text)
        with pytest.raises(EngineUnavailableError, match="did not answer"):
            say(engine, "hang")
        with pytest.raises(EngineUnavailableError):
            say(engine)
        assert traces.left() == []


HANGING_ONCE = """
    import time
    class Driver(Driver):
        def save(self, text, filename):
            if text == "hang" and first_time():
                time.sleep(600)
            save(filename)
"""


NONSENSE = {
    "no JSON": b"Hello\n",
    "no text": b"\xff\xfe\x00\n",
    "a list": b"[]\n",
    "a number": b"7\n",
    "no length": b"{}\n",
    "a length that is none": b'{"bytes": "many"}\n',
    "a length below nothing": b'{"bytes": -1}\n',
    "less than it says": b'{"bytes": 1000}\nRIFF',
    "half a line": b'{"byt',
}


class TestAnswers:
    @pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=list(NONSENSE))
    def test_nonsense_is_asked_again(
        self, open_engine: Open, driver: MakeDriver, nonsense: bytes
    ) -> None:
        """The driver finds the pipe meant for answers, writes into it, and ends the process."""
        engine = open_engine(
            driver(f"""
                import os, stat
                class Driver(Driver):
                    def save(self, text, filename):
                        if first_time():
                            for number in range(3, 20):
                                try:
                                    if stat.S_ISFIFO(os.fstat(number).st_mode):
                                        os.write(number, {nonsense!r})
                                except OSError:
                                    pass
                            os._exit(0)
                        save(filename)
            """)
        )
        assert say(engine).duration == pytest.approx(1)

    def test_forty_lines_in_a_row(self, open_engine: Open, traces: Traces) -> None:
        engine = open_engine()
        texts = [" ".join(["nine"] * count) + "." for count in range(1, 41)]
        seconds = [say(engine, text).duration for text in texts]
        assert seconds == sorted(seconds)
        assert seconds[-1] > 10 * seconds[0]
        assert len(traces.workers()) == 1

    def test_an_espeak_still_busy_when_primed_loses_nothing(
        self, open_engine: Open, driver: MakeDriver, usual: float
    ) -> None:
        """pyttsx3 stops a busy eSpeak, and may then cut off the next line at its beginning."""
        busy = """
            import importlib.util, pathlib, sys
            import pyttsx3
            path = pathlib.Path(pyttsx3.__file__).parent / "drivers" / "espeak.py"
            spec = importlib.util.spec_from_file_location("pyttsx3.drivers.real", path)
            real = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = real
            spec.loader.exec_module(real)

            class Busy(real.EspeakDriver):
                def __init__(self, proxy):
                    super().__init__(proxy)
                    real._espeak.Synth(b"one two three " * 1000, flags=real._espeak.CHARS_UTF8)

                def save_to_file(self, text, filename):
                    if self._stopping:
                        raise RuntimeError("this line may be cut off")
                    super().save_to_file(text, filename)

            def buildDriver(proxy):
                return Busy(proxy)
        """
        engine = open_engine(driver(busy, name="espeak", usual=""))
        long = "Look round the room, and rest your eyes on one thing that is near you. " * 4
        for _ in range(3):
            assert say(engine, long).duration > 20
            assert_usual(say(engine), usual)

    def test_voices_as_drivers_give_them(self, open_engine: Open, driver: MakeDriver) -> None:
        engine = open_engine(
            driver("""
                from pyttsx3.voice import Voice
                class Driver(Driver):
                    def getProperty(self, name):
                        return [
                            Voice("com.example.Anna", "Anna", ["de_DE"], "VoiceGenderFemale", 30),
                            Voice("b", None, [b"en-GB"], b"male", None),
                            Voice("c", "C", None, None, None),
                        ]
            """)
        )
        first, second, third = engine.voices()
        assert (first.id, first.name) == ("standin/com.example.Anna", "Anna")
        assert (first.languages, first.gender) == (("de-de",), "female")
        assert (second.name, second.languages, second.gender) == ("b", ("en-gb",), "male")
        assert (third.languages, third.gender) == ((), None)


FAILURES = {
    "raises": ("raise ValueError('no such phoneme')", "no such phoneme"),
    "raises without words": ("raise ValueError", "ValueError"),
    "raises over lines": ("raise ValueError('one\\n  two')", "one two"),
    "no file": ("pass", "wrote no sound"),
    "an empty file": ("open(filename, 'w').close()", "empty file"),
    "text": ("open(filename, 'w').write('Hello, I am no sound at all.')", "not audio"),
    "a header only": ("save(filename, seconds=0)", "without sound"),
}

SOUNDS = {
    "prints": "print('Audio saved'); import sys; print('oh', file=sys.stderr); save(filename)",
    "prints from C": "import os; os.system('echo oh; echo oh >&2'); save(filename)",
    "float stereo": "written(filename, 2, 'WAV', 'FLOAT')",
    "AIFF": "written(filename, 1, 'AIFF', 'PCM_16')",
    "24 bits": "written(filename, 1, 'WAV', 'PCM_24')",
}

WRITTEN = """
def written(filename, channels, kind, subtype):
    import numpy, soundfile
    samples = numpy.full((24000, channels), 0.5)
    soundfile.write(filename, samples, 24000, format=kind, subtype=subtype)
"""


class TestDrivers:
    @pytest.mark.parametrize(("body", "said"), FAILURES.values(), ids=list(FAILURES))
    def test_that_fail(self, open_engine: Open, driver: MakeDriver, body: str, said: str) -> None:
        changes = f"""
            class Driver(Driver):
                def save(self, text, filename):
                    if text == "bad":
                        {body}
                    else:
                        save(filename)
        """
        engine = open_engine(driver(changes))
        for _ in range(2):
            with pytest.raises(SpeechError, match=said) as failure:
                say(engine, "bad")
            assert "\n" not in str(failure.value)
            assert str(failure.value).endswith(".")
            assert say(engine).duration == pytest.approx(1)

    @pytest.mark.parametrize("body", SOUNDS.values(), ids=list(SOUNDS))
    def test_that_write_in_their_own_way(
        self,
        open_engine: Open,
        driver: MakeDriver,
        body: str,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        engine = open_engine(driver(WRITTEN + _driver_that(body)))
        audio = say(engine)
        assert audio.duration == pytest.approx(1)
        assert audio.samples.ndim == 1
        assert 0.2 < np.abs(audio.samples).max() <= 0.51
        engine.close()
        assert capfd.readouterr() == ("", "")

    def test_that_break_the_loop_are_replaced(self, open_engine: Open, driver: MakeDriver) -> None:
        """After an exception from its loop, pyttsx3 says 'run loop already started' afterwards."""
        engine = open_engine(
            driver("""
                class Driver(Driver):
                    def startLoop(self):
                        if first_time():
                            raise RuntimeError("out of the loop")
                        self.proxy.setBusy(False)
            """)
        )
        with pytest.raises(SpeechError, match="out of the loop"):
            say(engine)
        assert say(engine).duration == pytest.approx(1)
        assert say(engine).duration == pytest.approx(1)


def _driver_that(body: str) -> str:
    return f"""
class Driver(Driver):
    def save(self, text, filename):
        {body}
"""


HANGING = _driver_that("first_time(); import time; time.sleep(600)")


def hanging(traces: Traces) -> Path:
    """The file that a stand-in makes when it is first asked to speak."""
    return traces.folder.parent / "drivers" / "standin.once"


class TestStarting:
    def test_no_such_driver(self, open_engine: Open, traces: Traces) -> None:
        engine = open_engine("no_such_driver")
        for ask in (engine.voices, lambda: say(engine)):
            with pytest.raises(EngineUnavailableError, match=r"no_such_driver.*: ground doctor$"):
                ask()
            assert traces.left() == []

    def test_a_driver_that_cannot_start(self, open_engine: Open, driver: MakeDriver) -> None:
        engine = open_engine(
            driver("def buildDriver(proxy): raise RuntimeError('the model is missing!')")
        )
        with pytest.raises(EngineUnavailableError, match=r"start: the model is missing\. See what"):
            say(engine)

    def test_no_python(
        self, open_engine: Open, traces: Traces, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(EngineUnavailableError, match=r"/nowhere/python.*ground doctor"):
            say(open_engine())
        assert traces.left() == []

    def test_no_folder_for_temporary_files(
        self, open_engine: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        engine = open_engine()
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
        assert say(engine).duration > 1

    def test_modules_in_the_current_folder_are_not_imported(
        self, open_engine: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, usual: float
    ) -> None:
        here = tmp_path / "here"
        here.mkdir()
        for name in ("json", "queue", "wave", "voice", "pyttsx3"):
            (here / f"{name}.py").write_text("raise SystemExit('the wrong module')")
        monkeypatch.chdir(here)
        assert_usual(say(open_engine()), usual)


@pytest.mark.parametrize(("beside_sound", "steps"), [(True, 10), (False, 0)])
def test_it_gives_way_to_sound_once_its_first_line_is_said(
    traces: Traces, beside_sound: bool, steps: int
) -> None:
    """Before, a neural voice would load too late beside busy processes; an export needs it now."""
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    with contextlib.closing(PyttsxEngine("espeak", LIMIT, beside_sound=beside_sound)) as engine:
        engine.voices()
        [worker] = traces.workers()
        assert os.getpriority(os.PRIO_PROCESS, worker) == ours
        for text in ("One.", "Two."):  # the second is asked for when the first is through
            engine.synthesize(Utterance(text, VOICE, 135))
        assert os.getpriority(os.PRIO_PROCESS, worker) == min(ours + steps, 19)


class TestEspeakData:
    """Another copy of espeakng_loader is found first, with data that is far away or gone."""

    @staticmethod
    def copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        installed = Path(espeakng_loader.__file__).parent
        package = folder / "espeakng_loader"
        package.mkdir(parents=True)
        shutil.copy(installed / "__init__.py", package)
        library = Path(espeakng_loader.get_library_path())
        (package / library.name).symlink_to(library)
        monkeypatch.setenv("PYTHONPATH", str(folder))
        return package

    @pytest.mark.parametrize("length", [159, 160, 161, 300])
    def test_at_a_long_path(
        self,
        open_engine: Open,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        usual: float,
        length: int,
    ) -> None:
        missing = length - len(f"{tmp_path}//espeakng_loader/espeak-ng-data")
        package = self.copied(tmp_path / _path_of(missing), monkeypatch)
        (package / "espeak-ng-data").symlink_to(espeakng_loader.get_data_path())
        assert len(str(package / "espeak-ng-data")) == length
        assert_usual(say(open_engine()), usual)

    def test_with_no_short_path_anywhere(
        self, open_engine: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        package = self.copied(tmp_path / _path_of(200), monkeypatch)
        (package / "espeak-ng-data").symlink_to(espeakng_loader.get_data_path())
        temporary = tmp_path / "t" / _path_of(200)
        temporary.mkdir(parents=True)
        monkeypatch.setattr(tempfile, "tempdir", str(temporary))
        with pytest.raises(EngineUnavailableError, match="set TMPDIR to a shorter one"):
            say(open_engine())
        assert list(temporary.iterdir()) == []

    @pytest.mark.parametrize("left", ["nothing", "an empty folder"])
    def test_missing(
        self, open_engine: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str
    ) -> None:
        package = self.copied(tmp_path / "site", monkeypatch)
        if left != "nothing":
            (package / "espeak-ng-data").mkdir()
        with pytest.raises(EngineUnavailableError, match="data of eSpeak NG is missing"):
            say(open_engine())


def _path_of(length: int) -> str:
    """Folders in folders whose path has so many characters."""
    path = (f"{'d' * 99}/" * 9)[:length]
    return f"{path[:-1]}d"


class TestClosing:
    def test_a_line_being_said_is_not_waited_for(
        self, open_engine: Open, driver: MakeDriver, traces: Traces
    ) -> None:
        engine = open_engine(driver(HANGING), first_limit=600)
        ended: list[BaseException] = []

        def ask() -> None:
            try:
                say(engine)
            except SpeechError as error:
                ended.append(error)

        asking = threading.Thread(target=ask)
        asking.start()
        until(hanging(traces).exists, "the driver hangs")
        worker = the_worker(traces)
        closing = threading.Thread(target=engine.close)
        closing.start()
        closing.join(LIMIT)
        waited = closing.is_alive()
        if waited:
            os.kill(worker, signal.SIGKILL)
        closing.join(LIMIT)
        asking.join(LIMIT)
        assert not waited
        assert [str(error) for error in ended] == ["The voice engine standin is closed."]
        assert traces.left() == []

    def test_one_that_is_slow_to_end_is_cleared_up_later(
        self, monkeypatch: pytest.MonkeyPatch, traces: Traces
    ) -> None:
        monkeypatch.setattr("voice.speech.worker_engine._ENDING", 0)
        engine = PyttsxEngine("espeak", LIMIT)
        say(engine)
        engine.close()
        until(lambda: not traces.left(), "nothing is left")

    def test_a_worker_whose_input_ends_goes(self, traces: Traces) -> None:
        folder = traces.folder / "ground-1"
        folder.mkdir()
        command = [sys.executable, "-m", "voice.speech.worker", "espeak", str(folder)]
        done = subprocess.run(
            command, check=False, cwd=ROOT, stdin=subprocess.DEVNULL, timeout=LIMIT
        )
        assert done.returncode == 0
        assert traces.left() == []

    def test_one_that_hangs_goes_too(self, traces: Traces, driver: MakeDriver) -> None:
        folder = traces.folder / "ground-1"
        folder.mkdir()
        name = driver(HANGING)
        process = subprocess.Popen(
            [sys.executable, "-m", "voice.speech.worker", name, str(folder)],
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{os.environ['PYTHONPATH']}"},
            stdin=subprocess.PIPE,
        )
        process.communicate(b'{"do": "say", "text": "a", "voice": "b", "rate": 1}\n', LIMIT)
        assert process.returncode == 0
        assert traces.left() == []


PARENT = """
import signal, sys, threading, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from pathlib import Path
from voice.errors import SpeechError
from voice.speech.engine import Utterance
from voice.speech.worker_engine import PyttsxEngine

engine = PyttsxEngine(sys.argv[1], 600)

def say():
    return engine.synthesize(Utterance("Hold the ice in your hand.", "espeak/gmw/en-us", 120))

def ready():
    Path(sys.argv[2]).touch()
"""


class TestTheParentEnds:
    """However the program ends, no process and no folder outlives it."""

    @pytest.fixture
    def run(self, traces: Traces) -> Iterator[Run]:
        """Starts a program in a process group of its own, and waits until it is ready."""
        marker = traces.folder.parent / "ready"
        started: list[subprocess.Popen[str]] = []

        def run(body: str, name: str = "espeak") -> subprocess.Popen[str]:
            path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
            process = subprocess.Popen(
                [sys.executable, "-c", PARENT + body, name, str(marker)],
                env={**os.environ, "PYTHONPATH": path},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            started.append(process)
            until(lambda: marker.exists() or process.poll() is not None, "it is ready")
            assert marker.exists(), process.communicate()
            return process

        yield run
        for process in started:
            process.kill()
            process.communicate(timeout=LIMIT)

    @pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"])
    @pytest.mark.parametrize("whole_group", [False, True], ids=["alone", "group"])
    def test_by_a_signal_between_lines(
        self, run: Run, traces: Traces, name: str, whole_group: bool
    ) -> None:
        process = run("say(); ready(); time.sleep(600)")
        assert len(traces.left()) == 2
        send = os.killpg if whole_group else os.kill
        send(process.pid, getattr(signal, name))
        process.communicate(timeout=LIMIT)
        until(lambda: traces.left() == [], "worker and folder are gone")

    @pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
    def test_by_a_signal_while_it_speaks(self, run: Run, traces: Traces, name: str) -> None:
        process = run("say(); ready()\nwhile True: say()")
        os.killpg(process.pid, getattr(signal, name))
        process.communicate(timeout=LIMIT)
        until(lambda: traces.left() == [], "worker and folder are gone")

    def test_by_a_signal_while_the_worker_starts(self, run: Run, traces: Traces) -> None:
        process = run("threading.Thread(target=say).start(); ready(); say()")
        until(traces.workers, "the worker starts")
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=LIMIT)
        until(lambda: traces.left() == [], "worker and folder are gone")

    def test_by_a_signal_while_a_driver_hangs(
        self, run: Run, traces: Traces, driver: MakeDriver
    ) -> None:
        name = driver(HANGING)
        process = run("ready(); say()", name)
        until(hanging(traces).exists, "the driver hangs")
        process.kill()
        process.communicate(timeout=LIMIT)
        until(lambda: traces.left() == [], "worker and folder are gone")

    def test_without_a_word(self, run: Run, traces: Traces) -> None:
        """It forgets to close, and fails with a traceback of its own."""
        process = run("say(); ready(); 1 / 0")
        assert "ZeroDivisionError" in process.communicate(timeout=LIMIT)[1]
        until(lambda: traces.left() == [], "worker and folder are gone")

    def test_by_ctrl_c_and_cleans_up_itself(
        self, run: Run, traces: Traces, driver: MakeDriver
    ) -> None:
        """Ctrl-C reaches the whole group; the parent still closes, and can even go on first."""
        name = driver(
            _driver_that("""
        import time
        if first_time():
            time.sleep(600)
        save(filename, seconds=0.5)
""")
        )
        body = """
ready()
try:
    say()
except KeyboardInterrupt:
    print(say().duration)
    engine.close()
    import os
    print(os.listdir(Path(sys.argv[2]).parent / "tmp"))
"""
        process = run(body, name)
        until(hanging(traces).exists, "the driver hangs")
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=LIMIT)
        assert (out, err) == ("0.5\n[]\n", "")
        assert traces.left() == []
        assert process.returncode == 0
