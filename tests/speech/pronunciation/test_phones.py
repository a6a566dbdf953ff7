"""The comparison finds faults, and lets accents pass."""

from __future__ import annotations

import pytest

from tests.speech.pronunciation.phones import agree, from_arpabet, from_ipa


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("wˈɔːɾɚ", "W AO1 T ER0"),  # a flapped t
        ("kˈɑːt", "K AO1 T"),  # cot and caught
        ("ˈɛvɹi", "EH1 V ER0 IY0"),  # a lost schwa
        ("bˈʌʔn̩", "B AH1 T AH0 N"),
        ("nˈuː", "N Y UW1"),
        ("aʊtsˈaɪd", "AW1 T S AY1 D"),  # another stressed syllable
        ("kˈæɹi", "K EH1 R IY0"),
        ("fˈaɪɚ", "F AY1 R"),
        ("fɹʌm", "F R AH1 M"),  # without stress between other words
    ],
)
def test_accents_agree(said: str, reference: str) -> None:
    assert agree(from_ipa(said), from_arpabet(reference.split()))


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        ("ˈeɪkz", "EY1 K S"),  # a wrong consonant
        ("bɹˈɛθt", "B R IY1 DH D"),  # a wrong vowel
        ("kɹˈʊkt", "K R UH1 K AH0 D"),  # a lost syllable
        ("hˈɔːɹeɪ", "HH UH0 R EY1"),  # stress on a syllable that has none
        ("ˌɛsˈeɪtʃ", "SH"),  # letters
        ("lˈɪv", "L AY1 V"),
        ("fˈɑːɹ", "F AO1 R"),
        ("kˈɑːt", "K AE1 T"),
    ],
)
def test_faults_do_not_agree(said: str, reference: str) -> None:
    assert not agree(from_ipa(said), from_arpabet(reference.split()))
