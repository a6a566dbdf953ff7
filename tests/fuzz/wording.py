"""The words in which a text is spoken: plain ones, and the same if they are worded again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from num2words import CONVERTER_CLASSES

from tests.fuzz.choices import Choices
from tests.fuzz.samples import ROOT
from tests.fuzz.target import Target
from voice.speech.wording import reworded, spoken

_LANGUAGES = ("en", "en-US", "de", "es", "fr", "it", "tlh", "ja", "ar", "hi", "pt-BR", "pl", "ru")
_PLAIN = re.compile(r"[^\W\d_]|['\-,.?!;: ]")


def _holds(content: bytes) -> None:
    choices = Choices(content)
    language = choices.one_of(_LANGUAGES)
    say = dict(choices.some(2, lambda: (choices.text(12), choices.text(12))))
    text = choices.rest().decode(errors="replace")
    said = spoken(text, language, say)
    odd = {c for c in said if not (_PLAIN.fullmatch(c) or unicodedata.category(c)[0] in "MN")}
    assert not odd, (said, odd)
    if language.split("-")[0] in CONVERTER_CLASSES:  # its numbers have words
        assert not any(map(str.isdecimal, said)), said
    assert said == " ".join(said.split(" ")).strip()
    assert "  " not in said
    assert spoken(said, language) == said, (said, spoken(said, language))
    assert reworded(text, language, say) in {"", said}


def _seeds() -> Iterator[bytes]:
    table = (ROOT / "tests/speech/wording/table.txt").read_text(encoding="utf-8")
    for section in table.split("\n== ")[1:]:
        heading, *rows = section.split("\n")
        named = re.search(r"\[([\w-]+)\]$", heading)
        language = _LANGUAGES.index(named[1]) if named and named[1] in _LANGUAGES else 0
        written = [row.split(" -> ")[0] for row in rows if " -> " in row]
        for number in range(0, len(written), 12):
            yield bytes([language, 0]) + " ".join(written[number : number + 12]).encode()[:600]
    for text in ("3.12.2026 am 24.12. um 7 Uhr", "1. Mai, 5. und 3/4", "21 piedras, 1 mano, 2/3"):
        for language in range(len(_LANGUAGES)):
            yield bytes([language, 0]) + text.encode()
    for language in range(len(_LANGUAGES)):
        yield bytes([language]) + "\1\3NHS\6health12:30, 5 km/h, 1/2 \u20ac3.50, 7. Mai II".encode()


TARGET = Target(
    aims=tuple(
        f"voice.speech.wording.{name}"
        for name in (
            *("stage", "lexicon", "reworded", "worded", "clean", "marks", "numbers", "numerals"),
            *("amounts", "dates", "times", "codes", "roman", "capitals", "addresses"),
            *("abbreviations", "vocabulary"),
        )
    ),
    holds=_holds,
    seeds=_seeds,
    words=(
        *("1/2", "\u00bd", "0800", "112", "1st", "1,000", "3.5", "-", "\u2013", "\u2014", "..."),
        *("[[", "\u00b0C", "\u00a3", "$", "\u20ac", "Dr.", "St.", "No.", "e.g.", "etc.", "NHS"),
        *("II", "May", "Sat.", "p.m.", "km", "www.", ".com", "a@b.org", "http://", "#", "&", "+"),
        *("=", "%", "\u00b2", "10:30", "2026-11-28", "5'10\"", "24/7", "1990s", "I.", "Shhh"),
        *("Uhr", "\u00ba", "x", "he/she", "'s", "\u00ad", "\u200b", "\ufb01", "\u0664"),
        *("1\ufe0f\u20e3", "\u0301", "\U0001f343"),
    ),
    longest=800,
)
