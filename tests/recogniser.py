"""Hears words: an offline recogniser that knows nothing of our scripts, and what it got wrong.

It is Moonshine's ``tiny-en``, whose weights lie in the wheel of ``moonshine-voice`` (before 0.1;
later ones fetch theirs). It hears greedily, without a language model beside its own.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import soxr

PACKAGE = "moonshine-voice>=0.0.73,<0.1"
"""The package that has to be installed."""

QUIET = 0.3
"""Seconds of silence put before and after what is listened to."""

_MODEL = "tiny-en"
_SAMPLE_RATE = 16000
_FULL_SCALE = 32768

# fmt: off
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
_SHORT_ENDINGS = {"'re": " are", "'m": " am", "'ll": " will", "'ve": " have", "n't": " not"}
_ALIKE = {
    "can't": "can not",
    "won't": "will not",
    "it's": "it is",
    "its": "it is",  # sounds the same
    "colour": "color",
    "colours": "colors",
    "grey": "gray",
}
_WORD = re.compile(r"[0-9]+|[a-z]+(?:'[a-z]+)?")


class NoRecogniserError(Exception):
    """Nothing can be recognised; `str(error)` is one sentence that says what is missing."""


def words_heard(samples: npt.NDArray[np.int16] | npt.NDArray[np.float32], sample_rate: int) -> str:
    """Recognise the words of one spoken line.

    Args:
        samples: One channel; floats lie between -1 and 1.
        sample_rate: Frames a second.

    Raises:
        NoRecogniserError: The package is not installed, or holds no weights.
    """
    scale = _FULL_SCALE if samples.dtype == np.int16 else 1
    spoken = soxr.resample(samples.astype(np.float32) / scale, sample_rate, _SAMPLE_RATE)
    padded = np.pad(spoken, round(QUIET * _SAMPLE_RATE))
    transcript = _transcriber().transcribe_without_streaming(padded, _SAMPLE_RATE)
    return " ".join(line.text for line in transcript.lines)


def word_errors(said: str, heard: str) -> int:
    """Count the words that were heard wrong, were missed, or were heard and not said.

    The edit distance between the `words` of both. Two words heard as one, letter for letter, are
    right (light headed, lightheaded), and so are one heard as two.
    """
    wanted, found = words(said), words(heard)
    rows = [list(range(len(found) + 1))]  # rows[i][j]: from the first i words to the first j
    for row in range(1, len(wanted) + 1):
        errors = [row]
        for column in range(1, len(found) + 1):
            wrong = wanted[row - 1] != found[column - 1]
            ways = [rows[-1][column] + 1, errors[-1] + 1, rows[-1][column - 1] + wrong]
            if column > 1 and wanted[row - 1] == "".join(found[column - 2 : column]):
                ways.append(rows[-1][column - 2])
            if row > 1 and "".join(wanted[row - 2 : row]) == found[column - 1]:
                ways.append(rows[-2][column - 1])
            errors.append(min(ways))
        rows.append(errors)
    return rows[-1][-1]


def words(text: str) -> list[str]:
    """A text as it sounds: small letters, no signs, numbers and short forms in full."""
    plain = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(_in_full(word) for word in _WORD.findall(plain)).split()


def _in_full(word: str) -> str:
    if word.isdigit():
        return _number(int(word))
    if word in _ALIKE:
        return _ALIKE[word]
    for short, long in _SHORT_ENDINGS.items():
        if word.endswith(short):
            return word.removesuffix(short) + long
    return word.replace("'", "")


def _number(value: int) -> str:
    """In words up to 999; longer ones by their digits."""
    if value < len(_SMALL):
        return _SMALL[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return f"{_TENS[tens - 2]} {_SMALL[ones] if ones else ''}"
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        return f"{_SMALL[hundreds]} hundred {_number(rest) if rest else ''}"
    return " ".join(_SMALL[int(digit)] for digit in str(value))


@cache
def _transcriber() -> Any:
    try:
        library = importlib.import_module("moonshine_voice")
    except ImportError as error:
        raise NoRecogniserError(f"Words cannot be recognised without {PACKAGE}.") from error
    model = library.get_model_path(_MODEL)
    if not (model / "encoder_model.ort").is_file():
        raise NoRecogniserError(f"The recogniser found holds no weights: it has to be {PACKAGE}.")
    # With its search for speech switched off, a line stays in one piece, as it was cut.
    return library.Transcriber(str(model), library.ModelArch.TINY, options={"vad_threshold": "0.0"})
