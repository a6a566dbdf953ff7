from __future__ import annotations

import pytest

from tests.recogniser import word_errors, words


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("", "", 0),
        ("Now I am quiet.", "", 4),
        ("", "you", 1),
        ("Put the ice in the bowl.", "Put the ice in the bowl", 0),
        ("Put the ice in the bowl.", "put the eyes in a the bowl", 2),
        ("Notice one, then rest.", "notice then rest now", 2),
        ("If you get light-headed, sit.", "If you get lightheaded, sit.", 0),
        ("A mat underfoot.", "a mat under foot", 0),
        ("underfoot", "foot", 1),
        ("And we're back.", "and we are back", 0),
        ("And we\u2019re back.", "and we're back", 0),
        ("And we're back.", "and were back", 2),
        ("Only think its name.", "only think it's name", 0),
        ("Find one colour.", "find one color", 0),
        ("Under forty-five seconds.", "under 45 seconds", 0),
        ("Under forty-five seconds.", "under 40 seconds", 1),
        ("a b c d", "d c b a", 4),
    ],
)
def test_errors_are_words_wrong_missed_or_added(said: str, heard: str, errors: int) -> None:
    assert word_errors(said, heard) == errors


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lie down \N{EM DASH} or don't!", "lie down or do not"),
        ("I can't, and I won't; they'll go.", "i can not and i will not they will go"),
        ("The cat's 7 toys", "the cats seven toys"),
        ("20, 21, 100, 345", "twenty twenty one one hundred three hundred forty five"),
        ("2026", "two zero two six"),
    ],
)
def test_words_are_in_full(text: str, found: str) -> None:
    assert " ".join(words(text)) == found
