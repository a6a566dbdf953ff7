"""Every word of the exercises is said right by every engine, and every respelling is needed."""

from __future__ import annotations

import sys

import pytest

from tests.cost import tenths
from tests.speech.pronunciation.phonemizers import ENGINES
from tests.speech.pronunciation.phones import agree, from_ipa
from tests.speech.pronunciation.references import pronunciations
from tests.speech.pronunciation.said_words import said_words
from voice.speech.pronunciation.lexicon import entries, respelled

HERE = [name for name in ENGINES if name != "espeak" or sys.platform == "linux"]
"""Engines whose phonemes can be read here; eSpeak NG itself is installed on Linux only."""

UNKNOWN = """No reference has the word {word!r} of {where!r}.
Write in references.toml how it is said; the engines say {said}."""

WRONG = """{engine} says {word!r} of {where!r} as {said}, not as {reference}.
Respell it in voice/speech/pronunciation/lexicon.toml, or write the word otherwise; if it is not
wrong but a variant, add it to references.toml."""

QUICK = 5e-4
"""Tenths of a second that a line without a listed word may take."""


def said_right(engine: str, words: str, word: str, times: int = 1) -> bool:
    said = from_ipa(ENGINES[engine]()(words))
    return any(agree(said, reference) for reference in pronunciations(word, times))


def test_every_word_has_a_reference() -> None:
    unknown = {word: where for word, where in said_words().items() if not pronunciations(word)}
    assert not unknown, "\n".join(
        UNKNOWN.format(word=word, where=where, said=[ENGINES[name]()(word) for name in HERE])
        for word, where in unknown.items()
    )


@pytest.mark.parametrize("engine", HERE)
def test_every_word_is_said_right(engine: str) -> None:
    wrong = {
        word: where
        for word, where in said_words().items()
        if pronunciations(word) and not said_right(engine, respelled(word, engine), word)
    }
    assert not wrong, "\n".join(
        WRONG.format(
            engine=engine,
            word=word,
            where=where,
            said=ENGINES[engine]()(respelled(word, engine)),
            reference=" or ".join(" ".join(map(str, each)) for each in pronunciations(word)),
        )
        for word, where in wrong.items()
    )


@pytest.mark.parametrize("engine", HERE)
class TestEntries:
    def test_the_engine_says_them_wrong(self, engine: str) -> None:
        assert [word for word in entries(engine) if said_right(engine, word, word)] == []

    def test_the_respellings_are_said_right(self, engine: str) -> None:
        wrong = [
            f"{said}: {ENGINES[engine]()(said)}"
            for word, said in entries(engine).items()
            if not said_right(engine, said, word)
        ]
        assert wrong == []

    def test_they_are_right_in_sentences_too(self, engine: str) -> None:
        said = {
            word: respelled(f"{word.capitalize()}, {word} {word}. {word.capitalize()}!", engine)
            for word in entries(engine)
        }
        wrong = [
            f"{sentences} {ENGINES[engine]()(sentences)}"
            for word, sentences in said.items()
            if not said_right(engine, sentences, word, times=4)
        ]
        assert wrong == []


@pytest.mark.parametrize(("written", "said"), [("aches", "akes"), ("Aches", "Akes")])
def test_the_first_letter_keeps_its_case(written: str, said: str) -> None:
    assert respelled(f"{written}, or not", "natural") == f"{said}, or not"


def test_whole_words_are_respelled() -> None:
    assert respelled("Headaches and cached aches.", "espeak") == "Headaches and cached akes."


def test_a_word_with_an_apostrophe_is_one_word() -> None:
    assert respelled("The crooked's edge, what're they?", "natural") == (
        "The crooked's edge, what are they?"
    )


def test_piper_reads_as_espeak_does() -> None:
    assert respelled("Drowsy husbands", "piper") == respelled("Drowsy husbands", "espeak")


@pytest.mark.parametrize("engine", ["nsss", "sapi5", "recorded", "tone", ""])
def test_an_engine_without_a_table_reads_what_is_written(engine: str) -> None:
    assert respelled("It aches.", engine) == "It aches."


def test_a_usual_line_costs_next_to_nothing() -> None:
    line = "Look around the room, and find something that you have not looked at for a while."
    respelled(line, "natural")
    assert tenths(lambda: [respelled(line, "natural") for _ in range(100)]) < 100 * QUICK
