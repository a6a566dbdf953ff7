from __future__ import annotations

import pytest

from voice.speech.engine import Voice


@pytest.mark.parametrize(
    ("voice", "called", "about"),
    [
        (
            Voice("natural/heart", "Heart", "natural", ("en-us",), "female"),
            "Heart",
            "American, higher",
        ),
        (
            Voice("espeak/gmw/en-us", "English (America)", "espeak", ("en-us",), "male"),
            "American, lower",
            "American, lower",
        ),
        (
            Voice("espeak/gmw/de", "German", "espeak", ("de",), "male"),
            "German, lower",
            "de, lower",
        ),
        (
            Voice("sapi5/x", "Microsoft Zira Desktop - English (United States)", "sapi5"),
            "Zira",
            "",
        ),
        (
            Voice("sapi5/y", "Microsoft Mark", "sapi5", ("en-us",), "male"),
            "Mark",
            "American, lower",
        ),
        (Voice("piper/joe", "Joe", "piper", ("en-us",)), "Joe", "American"),
        (Voice("nsss/z", "Moira", "nsss", ("en-ie",), "female"), "Moira", "Irish, higher"),
    ],
)
def test_a_voice_is_called_what_one_hears(voice: Voice, called: str, about: str) -> None:
    assert (voice.called, voice.about) == (called, about)
