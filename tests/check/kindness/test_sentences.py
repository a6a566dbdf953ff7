"""Words that only look unkind pass, and lengths of time are read however they are said."""

from __future__ import annotations

from fractions import Fraction

import pytest

from voice.check import judge_sentence
from voice.script.lengths import lengths_in
from voice.script.sentences import sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no need to hurry.",
        "You do not have to feel anything.",
        "You don\u2019t have to close your eyes.",
        "Nothing has to be fixed today.",
        "If you need to stop, stop.",
        "Should you get dizzy, sit down.",
        "It may need to cool a little.",
        "It is just now getting light.",
        "Look just above the door.",
        "Write it, say it, or let it go.",
        "Let go of the rail.",
        "The light here is good.",
        "Good morning.",
        "Any answer is good enough.",
        "It need not be perfect.",
        "Choose a place where you are safe from traffic.",
        "Somebody you feel safe with will do.",
        "Your eyes can be open or closed.",
        "You might say: right now I feel flat.",
        "It does not matter how you feel.",
        "This is no cure.",
        "Easy breaths, not deep breaths.",
        "There is no need to hold your breath.",
        "Listen for a deeper sound.",
        "Go back inside whenever you like.",
        "Move, or stay still, as you like.",
        "Never for as long as you can.",
        "Look as far as you can see.",
        "Stop for pain.",
        "I am still here.",
        "I cannot hear you.",
        "Wait a minute or two.",
        "One minute is enough.",
        "Look at the TV, or beside it.",
    ],
)
def test_what_only_looks_unkind_passes(sentence: str) -> None:
    assert judge_sentence(sentence) == ()


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("Now you must look.", 9, '"must"'),
        ("Look round. You should sit.", 17, '"should"'),
        ("NOW RELAX.", 5, '"RELAX"'),
        ("You\u2019re safe.", 1, '"You\'re safe"'),
    ],
)
def test_a_finding_points_at_its_word(text: str, column: int, word: str) -> None:
    finding = next(f for f in judge_sentence(text) if f.severity == "error")
    assert finding.column == column
    assert finding.message.startswith(word)


@pytest.mark.parametrize(
    ("text", "column", "message", "better"),
    [
        (
            "Rest. They read a page.",
            12,
            '"read" is said in two ways, and the words beside it do not show which: some voices '
            'say it as in "to read it" and others as in "I have read it".',
            "another word: look at or looked at.",
        ),
        (
            "Hold the bow.",
            10,
            '"bow" is said in two ways, and the words beside it do not show which: voices say it '
            'as in "tie a bow", not as in "take a bow".',
            'if you mean "take a bow", another word: nod.',
        ),
    ],
)
def test_a_word_with_two_sounds_is_found_with_both(
    text: str, column: int, message: str, better: str
) -> None:
    (finding,) = judge_sentence(text)
    assert (finding.rule, finding.severity, finding.column) == ("homograph", "warning", column)
    assert (finding.message, finding.better) == (message, better)


@pytest.mark.parametrize(
    "sentence",
    [
        "Hold it close to you.",
        "Listen to the wind.",
        "Wind it round your hand.",
        "A live band plays.",
        "Read one page.",
        "A tear may come.",
        "Use both hands.",
        "Use a lead pencil or a bow tie.",
    ],
)
def test_a_word_with_two_sounds_may_stand_where_the_others_decide(sentence: str) -> None:
    assert judge_sentence(sentence) == ()


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Look. Listen.", [0, 6]),
        ("Some of it, e.g. an edge, is sharp. So?", [0, 36]),
        ("Wait\u2026 and look.", [0, 6]),
        ("  Look!  ", [2]),
        ("It takes 1.5 minutes.", [0]),
    ],
)
def test_sentences_begin_where_they_are_written(text: str, starts: list[int]) -> None:
    assert [sentence.start for sentence in sentences(text)] == starts


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("forty seconds", 40, 40),
        ("Forty-five seconds", 45, 45),
        ("forty five seconds", 45, 45),
        ("40 seconds", 40, 40),
        ("a minute", 60, 60),
        ("half a minute", 30, 30),
        ("a minute and a half", 90, 90),
        ("one and a half minutes", 90, 90),
        ("two more minutes", 120, 120),
        ("three or four minutes", 180, 240),
        ("one to two minutes", 60, 120),
        ("a few minutes", 120, 360),
        ("one minute and thirty seconds", 90, 90),
        ("a hundred and twenty seconds", 120, 120),
    ],
)
def test_a_length_is_read_as_it_is_said(text: str, least: int, most: int) -> None:
    (length,) = lengths_in(f"This lasts {text}, or so.")
    assert (length.least, length.most, length.start) == (Fraction(least), Fraction(most), 11)


@pytest.mark.parametrize("text", ["a while", "the second hand", "five sounds", "minute hand"])
def test_other_words_are_no_length(text: str) -> None:
    assert lengths_in(text) == ()
