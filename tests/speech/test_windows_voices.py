"""SAPI 5 with stand-ins for comtypes, below pyttsx3's real driver: no test here ran on Windows."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests.speech.conftest import LIMIT, Traces
from voice.errors import SpeechError
from voice.speech.engine import Utterance, Voice
from voice.speech.worker_engine import PyttsxEngine

COMTYPES = """
class COMError(Exception):
    pass
"""

CLIENT = """
import json, math, os, struct, wave
import comtypes

SETTINGS = json.loads(os.environ["STAND_IN"])


class Token:
    def __init__(self, about):
        self.about = about

    @property
    def Id(self):
        if self.about.get("broken") == "id":
            raise comtypes.COMError("no id")
        return self.about["id"]

    def GetDescription(self):
        if self.about.get("broken") == "name":
            raise comtypes.COMError("no description")
        return self.about["name"]

    def GetAttribute(self, name):
        if name not in self.about:
            raise comtypes.COMError("no attribute " + name)
        return self.about[name]


class Tokens:
    def __init__(self):
        self.Count = len(SETTINGS["tokens"])

    def Item(self, index):
        if SETTINGS["tokens"][index].get("broken") == "token":
            raise comtypes.COMError("no token")
        return Token(SETTINGS["tokens"][index])

    def __iter__(self):
        return map(self.Item, range(self.Count))


class SpVoice:
    EventInterests = Rate = 0
    Volume = 100

    def __init__(self):
        self._voice, self._stream = Token(SETTINGS["usual"]), None

    @property
    def Voice(self):
        return self._voice

    @Voice.setter
    def Voice(self, token):
        self._voice = token

    @property
    def AudioOutputStream(self):
        if not SETTINGS["device"] and self._stream is None:
            raise comtypes.COMError(-2147200966, None, (None, None, None, 0, None))
        return self._stream or "device"

    @AudioOutputStream.setter
    def AudioOutputStream(self, stream):
        self._stream = None if stream == "device" else stream

    def GetVoices(self):
        return Tokens()

    def Speak(self, text, flags=0):
        pitch = 0.05 if self._voice.Id.endswith("DAVID") else 0.1
        length = round(400 * len(text) * 1.11**-self.Rate)
        frames = [int(9000 * math.sin(pitch * n)) for n in range(length)]
        self._stream.file.writeframes(struct.pack(f"<{len(frames)}h", *frames))


class SpFileStream:
    def Open(self, filename, mode):
        assert mode == 3
        self.file = wave.open(filename, "wb")
        self.file.setparams((1, 2, 22050, 0, "NONE", None))

    def Close(self):
        self.file.close()

    close = Close


def CreateObject(name):
    return {"sapi.spvoice": SpVoice, "sapi.spfilestream": SpFileStream}[name.lower()]()


def GetEvents(source, sink):
    return object()
"""

TOKENS = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Speech\Voices\Tokens" + "\\"
DAVID = {"id": f"{TOKENS}DAVID", "name": "David", "Language": "409", "Gender": "Male"}
HEDDA = {"id": f"{TOKENS}HEDDA", "name": "Hedda", "Language": "407", "Gender": "Female"}

BROKEN: dict[str, tuple[dict[str, str], tuple[Voice, ...]]] = {
    "two languages": (
        {"id": f"{TOKENS}AVA", "name": "Ava", "Language": "409;9", "Gender": "Female"},
        (Voice(f"sapi5/{TOKENS}AVA", "Ava", "sapi5", ("en-us",), "female"),),
    ),
    "no number": (
        {"id": f"{TOKENS}AVA", "name": "Ava", "Language": "English"},
        (Voice(f"sapi5/{TOKENS}AVA", "Ava", "sapi5"),),
    ),
    "an unknown number": (
        {"id": f"{TOKENS}AVA", "name": "Ava", "Language": "7F"},
        (Voice(f"sapi5/{TOKENS}AVA", "Ava", "sapi5"),),
    ),
    "no attributes": (
        {"id": f"{TOKENS}AVA", "name": "Ava"},
        (Voice(f"sapi5/{TOKENS}AVA", "Ava", "sapi5"),),
    ),
    "no name": (
        {"id": f"{TOKENS}AVA", "Language": "409", "broken": "name"},
        (Voice(f"sapi5/{TOKENS}AVA", "AVA", "sapi5", ("en-us",)),),
    ),
    "no id": ({"name": "Ava", "broken": "id"}, ()),
    "no token": ({"broken": "token"}, ()),
}

Open = Callable[..., PyttsxEngine]


@pytest.fixture
def windows(tmp_path: Path, traces: Traces, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens SAPI 5 with the voices of a test."""
    import json

    site = tmp_path / "site"
    for name, text in {
        "comtypes/__init__.py": COMTYPES,
        "comtypes/client.py": CLIENT,
        "comtypes/gen/__init__.py": "",
        "comtypes/gen/SpeechLib.py": "SSFMCreateForWrite = 3",
        "pythoncom.py": "def PumpWaitingMessages(): pass",
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(textwrap.dedent(text))
    monkeypatch.setenv("PYTHONPATH", str(site))
    opened: list[PyttsxEngine] = []

    def open_engine(
        *tokens: dict[str, str], usual: dict[str, str] = DAVID, device: bool = True
    ) -> PyttsxEngine:
        about = {"tokens": tokens, "usual": usual, "device": device}
        monkeypatch.setenv("STAND_IN", json.dumps(about))
        opened.append(PyttsxEngine("sapi5", LIMIT))
        return opened[-1]

    yield open_engine
    for engine in opened:
        engine.close()
    assert traces.left() == []


def david(engine: PyttsxEngine, text: str = "Hold the ice.") -> float:
    return engine.synthesize(Utterance(text, f"sapi5/{TOKENS}DAVID", 140)).duration


@pytest.mark.parametrize(("token", "voices"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_voice_loses_itself_at_most(
    windows: Open, token: dict[str, str], voices: tuple[Voice, ...]
) -> None:
    engine = windows(HEDDA, token, DAVID)
    hedda, *others, last = engine.voices()
    assert (hedda.name, hedda.languages, hedda.gender) == ("Hedda", ("de-de",), "female")
    assert (last.name, last.languages, last.gender) == ("David", ("en-us",), "male")
    assert tuple(others) == voices
    assert david(engine) > 0.1


@pytest.mark.parametrize(
    "usual", [{"broken": "id"}, {"id": "OneCore"}], ids=["broken", "not listed"]
)
def test_a_usual_voice_that_is_broken_hides_no_other(windows: Open, usual: dict[str, str]) -> None:
    assert david(windows(DAVID, usual=usual)) > 0.1


@pytest.mark.parametrize("device", [True, False], ids=["device", "no device"])
def test_lines_are_rendered_without_a_sound_device(windows: Open, device: bool) -> None:
    engine = windows(DAVID, HEDDA, device=device)
    short, long, again = (david(engine, "ice" * count) for count in (1, 4, 1))
    assert long == pytest.approx(4 * short, rel=0.01)
    assert again == short


def test_rates_between_the_steps_of_sapi(windows: Open) -> None:
    """Each step is 11 % quicker; the rest is stretched, and the tone stays what it was."""
    engine = windows(DAVID)
    text = "Hold the ice in your hand, or in a cloth. " * 5
    for rate in range(110, 161, 5):
        audio = engine.synthesize(Utterance(text, f"sapi5/{TOKENS}DAVID", rate))
        wanted = 400 * len(text) / 22050 * 156.63 / rate
        assert audio.duration == pytest.approx(wanted, rel=0.005)
        waves = np.count_nonzero(np.diff(np.signbit(audio.samples))) / 2 / audio.duration
        assert waves == pytest.approx(0.05 * 22050 / (2 * np.pi), rel=0.005)


def test_a_voice_that_is_not_there(windows: Open) -> None:
    with closing(windows(DAVID)) as engine, pytest.raises(SpeechError, match="no voice ghost here"):
        engine.synthesize(Utterance("Ice.", "sapi5/ghost", 140))
