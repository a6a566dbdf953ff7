"""The voices of macOS with stand-ins for PyObjC, below pyttsx3's driver: never run on a Mac."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from voice.audio import Audio
from voice.errors import SpeechError
from voice.speech.catalog import Catalog
from voice.speech.engine import Utterance, Voice
from voice.speech.tone import ToneEngine

if sys.platform == "darwin":
    pytest.skip("the real ones are here", allow_module_level=True)

ALBERT = "com.apple.speech.synthesis.voice.Albert"
ANNA = "com.apple.voice.compact.de-DE.Anna"
DANIEL = "com.apple.voice.compact.en-GB.Daniel"
EDDY = "com.apple.eloquence.en-US.Eddy"
SAMANTHA = "com.apple.voice.compact.en-US.Samantha"
ZARVOX = "com.apple.speech.synthesis.voice.Zarvox"
AVAILABLE = [ALBERT, ANNA, EDDY, DANIEL, SAMANTHA, ZARVOX]
"""In the order of lists in public issues, by name."""

NAMED = {ALBERT: "en_US", ANNA: "de_DE", EDDY: "en_US", DANIEL: "en_GB", SAMANTHA: "en_US"}
"""Zarvox has no attributes here."""


class Synthesizer:
    """`NSSpeechSynthesizer`: takes any voice without a word, as the real one does."""

    usual: str | None = ""
    available = AVAILABLE

    @classmethod
    def alloc(cls) -> Synthesizer:
        return cls()

    def initWithVoice_(self, voice: str | None) -> Synthesizer:  # noqa: N802
        self.set = voice
        return self

    @classmethod
    def availableVoices(cls) -> list[str]:  # noqa: N802
        return cls.available

    @classmethod
    def defaultVoice(cls) -> str | None:  # noqa: N802
        return cls.usual

    @staticmethod
    def attributesForVoice_(id_: str) -> dict[str, str] | None:  # noqa: N802
        if id_ not in NAMED:
            return None
        name = id_.rpartition(".")[2]
        return {"VoiceIdentifier": id_, "VoiceName": name, "VoiceLocaleIdentifier": NAMED[id_]}

    def setVoice_(self, voice: str) -> None:  # noqa: N802
        self.set = voice

    def __getattr__(self, name: str) -> Any:
        return lambda *_: 1


class Base:
    """`NSObject`."""

    @classmethod
    def alloc(cls) -> Any:
        return cls()

    def init(self) -> Any:
        return self


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """pyttsx3's driver behind ours."""
    helper: dict[str, object] = {"PyObjCAppHelperRunLoopStopper": Base}
    modules: dict[str, dict[str, object]] = {
        "objc": {"python_method": lambda method: method, "super": super},
        "AppKit": {"NSSpeechSynthesizer": Synthesizer},
        "Foundation": {
            "NSURL": object,
            "NSDate": object,
            "NSDefaultRunLoopMode": object,
            "NSObject": Base,
            "NSRunLoop": object,
            "NSTimer": object,
        },
        "PyObjCTools": {"AppHelper": ModuleType("AppHelper")},
        "PyObjCTools.AppHelper": helper,
    }
    for name, content in modules.items():
        module = ModuleType(name)
        module.__dict__.update(content)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(Synthesizer, "usual", "")
    mac_voices = import_module("voice.speech.mac_voices")
    nsss = import_module("pyttsx3.drivers.nsss")
    mac_voices.install()
    yield nsss.buildDriver(object())
    for name in ("voice.speech.mac_voices", "pyttsx3.drivers.nsss"):
        package, _, module_name = name.rpartition(".")
        delattr(sys.modules[package], module_name)
        del sys.modules[name]


def listed(driver: Any) -> list[str]:
    return [voice.id for voice in driver.getProperty("voices")]


@pytest.mark.parametrize("usual", ["", None, "com.apple.siri.that.is.not.listed"])
def test_samantha_first_and_novelties_last(driver: Any, usual: str | None) -> None:
    Synthesizer.usual = usual
    assert listed(driver) == [SAMANTHA, ANNA, DANIEL, ALBERT, EDDY, ZARVOX]


@pytest.mark.parametrize("usual", AVAILABLE)
def test_the_voice_from_system_settings_comes_first(driver: Any, usual: str) -> None:
    Synthesizer.usual = usual
    assert listed(driver)[0] == usual
    assert sorted(listed(driver)) == sorted(AVAILABLE)


def test_voices_are_described_as_far_as_they_tell(driver: Any) -> None:
    about = {voice.id: voice for voice in driver.getProperty("voices")}
    assert about[DANIEL].languages == ["en_GB"]
    assert (about[ZARVOX].name, about[ZARVOX].languages) == ("Zarvox", [])


def test_an_unknown_voice_is_refused(driver: Any) -> None:
    driver.setProperty("voice", DANIEL)
    with pytest.raises(ValueError, match=r"no voice com\.apple\.ghost here"):
        driver.setProperty("voice", "com.apple.ghost")
    assert driver._tts.set == DANIEL


class Mac(ToneEngine):
    """An engine with as many voices as macOS 26 has."""

    name = "nsss"

    def __init__(self) -> None:
        self.said: list[str] = []

    def voices(self) -> tuple[Voice, ...]:
        return tuple(Voice(f"nsss/{n}", f"Voice {n}", "nsss", ("en-us",)) for n in range(180))

    def synthesize(self, utterance: Utterance) -> Audio:
        self.said.append(utterance.voice)
        if utterance.voice == "nsss/0":
            raise SpeechError("It is not downloaded.")
        return super().synthesize(Utterance(utterance.text, "tone/low", utterance.rate))


def test_listing_180_voices_measures_none(tmp_path: Path) -> None:
    engine = Mac()
    with closing(Catalog([engine], tmp_path)) as catalog:
        assert len(catalog.voices()) == 180
        assert engine.said == []
        assert catalog.choose(None, "en").id == "nsss/1"  # the first that can be heard
        assert set(engine.said) == {"nsss/0", "nsss/1"}
