"""Each heteronym is understood by the words beside it, and every engine then says it right.

The sentences are in the file beside this one: under each reading, with its phones as CMUdict writes
them, and under a question mark those that leave it open.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from tests.cost import tenths
from tests.speech.pronunciation.phonemizers import ENGINES
from tests.speech.pronunciation.phones import Phones, agree, from_arpabet, from_ipa
from voice.speech.pronunciation import pronounced
from voice.speech.pronunciation.contexts import pattern
from voice.speech.pronunciation.heteronyms import RULES, Heteronym, heteronyms
from voice.speech.pronunciation.lexicon import entries
from voice.speech.pronunciation.readings import READINGS, WHERE_UNDECIDED, as_undecided

TABLE = Path(__file__).with_name("sentences.txt")
HERE = [name for name in ENGINES if name != "espeak" or sys.platform == "linux"]
"""Elsewhere eSpeak NG is the system's, if any."""

QUICK = 5e-4
"""Tenths of a second that a line without a heteronym may take."""


@dataclass
class Case:
    """A reading of a word and the sentences that have it.

    Attributes:
        word: The word, in small letters, but for "Polish".
        reading: Its reading, `None` if the sentences leave it open.
        phones: How it may be said.
        sentences: The sentences.
    """

    word: str
    reading: str | None
    phones: tuple[Phones, ...] = ()
    sentences: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.word}-{self.reading}"

    def said_in(self, engine: str, sentence: str) -> bool:
        """True if an engine says this reading somewhere in a sentence."""
        return any(spoken_in(engine, sentence, phones) for phones in self.phones)


def cases() -> list[Case]:
    found: list[Case] = []
    for row in TABLE.read_text(encoding="utf-8").splitlines():
        if row.startswith("== "):
            heading, _, phones = row.removeprefix("== ").partition(": ")
            word, reading = heading.split()
            known = None if reading == "?" else reading
            said = tuple(from_arpabet(each.split()) for each in phones.split("; ") if each)
            found.append(Case(word, known, said))
        elif row:
            found[-1].sentences.append(row)
    return found


def spoken_in(engine: str, sentence: str, phones: Phones) -> bool:
    """True if an engine says these phones, as a word of up to three parts."""
    parts = ENGINES[engine]()(sentence).split()
    return any(
        agree(from_ipa("".join(parts[at : at + count])), phones)
        for at in range(len(parts))
        for count in (1, 2, 3)
    )


CASES = cases()
DECIDED = [case for case in CASES if case.reading is not None]
OPEN = [case for case in CASES if case.reading is None]


def test_the_words_beside_it_decide() -> None:
    for case, sentence in each_sentence(CASES):
        found = {each.reading for each in heteronyms(sentence) if each.key == case.word}
        assert found == {case.reading}, (str(case), sentence)


@pytest.mark.parametrize("engine", HERE)
def test_the_engine_says_what_is_meant(engine: str) -> None:
    for case, sentence in each_sentence(DECIDED):
        given = pronounced(sentence, engine, "en")
        assert case.said_in(engine, given), (str(case), given, ENGINES[engine]()(given))


@pytest.mark.parametrize("engine", HERE)
def test_a_word_is_respelled_only_where_the_engine_says_it_wrong(engine: str) -> None:
    for case in DECIDED:
        reading = READINGS[case.word][case.reading or ""]
        if reading.spelling(engine):
            assert not all(case.said_in(engine, sentence) for sentence in case.sentences), case


@pytest.mark.parametrize("engine", HERE)
def test_what_an_engine_says_by_itself_where_it_stays_open(engine: str) -> None:
    for case, sentence in each_sentence(OPEN):
        expected = as_undecided(case.word, engine)
        said = next(each for each in DECIDED if str(each) == f"{case.word}-{expected}")
        assert pronounced(sentence, engine, "en") == sentence
        assert said.said_in(engine, sentence), sentence


def each_sentence(cases: Sequence[Case]) -> Iterator[tuple[Case, str]]:
    """Go through the sentences of cases; an empty table would prove nothing."""
    assert cases
    for case in cases:
        assert case.sentences, case
        yield from ((case, sentence) for sentence in case.sentences)


def test_the_tables_have_the_same_words_and_readings() -> None:
    of_rules = {word: {reading for reading, _ in rules} for word, rules in RULES.items()}
    assert of_rules == {word: {*readings} for word, readings in READINGS.items()}


def test_no_word_is_in_the_lexicon_too() -> None:
    assert all(RULES.keys().isdisjoint(entries(engine)) for engine in HERE)


def test_every_reading_has_sentences() -> None:
    given = {(case.word, case.reading) for case in DECIDED if case.sentences}
    assert given == {(word, each) for word, readings in READINGS.items() for each in readings}


def test_every_word_that_may_stay_open_has_such_a_sentence() -> None:
    assert {case.word for case in OPEN} == WHERE_UNDECIDED.keys()
    always = {word for word, rules in RULES.items() if rules[-1][1] == "_"}
    assert WHERE_UNDECIDED.keys() == RULES.keys() - always


def test_the_table_is_long() -> None:
    assert sum(len(case.sentences) for case in CASES) >= 350


def test_every_pattern_is_one() -> None:
    for rules in RULES.values():
        for _, written in rules:
            pattern(written)


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("Use it, and USE IT.", "Uze it, and Uze IT."),
        ("It is used; use it.", "It is used; uze it."),
        ("A live-in cook used a close-up.", "A live-in cook used a close-up."),
        ("Close the door. Close by, rest.", "Cloze the door. Close by, rest."),
        ("I have read it.\nYou can read it.", "I have red it.\nYou can read it."),
        ("You\u2019ve read it.", "You\u2019ve red it."),
        ("It aches; use scissors.", "It akes; uze sizzers."),
        ("", ""),
        ("?!", "?!"),
    ],
)
def test_what_an_engine_is_given(written: str, given: str) -> None:
    assert pronounced(written, "espeak", "en-GB") == given


@pytest.mark.parametrize("engine", ["sapi5", "nsss", "tone", "recorded", ""])
def test_other_engines_read_what_is_written(engine: str) -> None:
    assert pronounced("Use it. I have read it.", engine, "en") == "Use it. I have read it."


@pytest.mark.parametrize("language", ["de", "fr", "enm", ""])
def test_other_languages_have_none(language: str) -> None:
    assert pronounced("Use it. I have read it.", "espeak", language) == "Use it. I have read it."


def test_a_heteronym_is_found_in_its_place() -> None:
    assert heteronyms("Now, Close the door. Wind?") == (
        Heteronym("Close", 5, "shut"),
        Heteronym("Wind", 21, None),
    )


def test_a_usual_line_costs_next_to_nothing() -> None:
    line = "Look around the room, and find something that you have not looked at for a while."
    pronounced(line, "natural", "en")
    assert tenths(lambda: [pronounced(line, "natural", "en") for _ in range(100)]) < 100 * QUICK


def test_a_long_text_takes_time_as_its_length() -> None:
    """16 times the text: 16 times the time; 256 times if each word looked at all others."""
    short, long = (tenths(partial(heteronyms, "read the wind " * count)) for count in (250, 4_000))
    assert long < 64 * short
