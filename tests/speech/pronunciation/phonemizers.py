"""What each engine makes of a text, as phonemes, without a sound."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from pathlib import Path

Phonemizer = Callable[[str], str]

_DIPHTHONGS = str.maketrans(
    {"A": "eɪ", "I": "aɪ", "O": "oʊ", "W": "aʊ", "Y": "ɔɪ", "T": "ɾ", "ʤ": "dʒ", "ʧ": "tʃ"}
)
"""What hibari writes with one letter, in the International Phonetic Alphabet."""

_UTF8 = 1
_IPA = 2
_SYNCHRONOUS = 2
_NO_EXIT = 0x8000


@cache
def natural() -> Phonemizer:
    """The pronunciation of hibari's American voices."""
    from hibari.g2p import G2P

    phonemizer = G2P()
    return lambda text: phonemizer(text).replace("ɔɪ", "ɔ.ɪ").translate(_DIPHTHONGS)


@cache
def piper() -> Phonemizer:
    """The pronunciation of Piper's American voices, with an eSpeak NG of its own."""
    from piper.phonemize_espeak import EspeakPhonemizer

    phonemizer = EspeakPhonemizer()
    return lambda text: " ".join("".join(each) for each in phonemizer.phonemize("en-us", text))


@cache
def espeak() -> Phonemizer:
    """The pronunciation of the eSpeak NG that the base installation brings, in its US voice."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = Path(espeakng_loader.get_data_path())
    if library.espeak_Initialize(_SYNCHRONOUS, 0, str(data.parent).encode(), _NO_EXIT) < 0:
        raise OSError(f"eSpeak NG cannot read {data}")
    library.espeak_SetVoiceByName(b"gmw/en-us")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def phonemes(text: str) -> str:
        left = ctypes.c_char_p(text.encode())
        clauses = []
        while left.value is not None:
            clause = library.espeak_TextToPhonemes(ctypes.byref(left), _UTF8, _IPA)
            clauses.append(clause.decode())
        return " ".join(clauses)

    return phonemes


ENGINES = {"natural": natural, "piper": piper, "espeak": espeak}
