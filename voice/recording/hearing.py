"""Hears the words of a line with an offline recogniser, where one is installed.

It is Moonshine's ``tiny-en``, for English, whose weights lie in the wheel of ``moonshine-voice``
before 0.1. Later versions fetch theirs from the network, so they are not used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import soxr
from num2words import num2words

from voice.audio import Samples
from voice.frames import SAMPLE_RATE

Hear = Callable[[Samples], str]
"""Returns the words that are spoken in a sound at `SAMPLE_RATE`."""

_PACKAGE = "moonshine_voice"
_WEIGHTS = Path("assets", "tiny-en")
_FILES = ("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin")
_RATE = 16_000
_SILENCE = 0.3
"""Seconds put before and after what is listened to."""

_NUMBER = re.compile(r"[0-9]{1,4}")


def recogniser(language: str) -> Hear | None:
    """Return the recogniser of a language; `None` if there is none here.

    Args:
        language: BCP 47 tag.
    """
    weights = _weights()
    if weights is None or language.partition("-")[0] != "en":
        return None
    library = import_module(_PACKAGE)
    # With its search for speech switched off, a line stays in one piece, as it was cut.
    transcriber = library.Transcriber(
        str(weights), library.ModelArch.TINY, options={"vad_threshold": "0.0"}
    )

    def hear(samples: Samples) -> str:
        spoken = soxr.resample(samples, SAMPLE_RATE, _RATE)
        padded = np.pad(spoken, round(_SILENCE * _RATE))
        transcript = transcriber.transcribe_without_streaming(padded, _RATE)
        return " ".join(line.text for line in transcript.lines)

    return hear


def likeness(said: str, heard: str) -> float:
    """Return how alike two texts sound, from 0 to 1; where words end does not matter."""
    return SequenceMatcher(None, _letters(said), _letters(heard), autojunk=False).ratio()


def pairs(text: str) -> Counter[str]:
    """Return the pairs of neighbouring letters of a text as it sounds."""
    letters = _letters(text)
    return Counter(map("".join, pairwise(letters)))


def quick_likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return about the same as `likeness`, from the pairs of letters of both texts."""
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 0.0


def _letters(text: str) -> str:
    in_full = _NUMBER.sub(lambda match: num2words(int(match[0])), text)
    return "".join(filter(str.isalnum, in_full.casefold()))


def _weights() -> Path | None:
    """Return the folder of the weights, found without loading the package."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / _WEIGHTS
    return folder if all((folder / name).is_file() for name in _FILES) else None
