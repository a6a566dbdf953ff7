"""Finds words with two sounds, such as "live", where nothing beside them shows which is meant.

Where something does, every voice says them right: `voice.speech.pronunciation`. No engine is asked
here; which reading each says by itself was measured, and
`voice.speech.pronunciation.readings.WHERE_UNDECIDED` says how.
"""

from __future__ import annotations

from collections.abc import Iterator

from voice.check.findings import Finding, warning
from voice.check.readings import Voicing
from voice.script.sentences import Sentence
from voice.speech.pronunciation.heteronyms import heteronyms
from voice.speech.pronunciation.readings import READINGS, WHERE_UNDECIDED


def judge_heteronyms(sentence: Sentence, line: int, voicing: Voicing) -> Iterator[Finding]:
    """Warn of every word in an English sentence that a voice may say in the wrong way."""
    for found in heteronyms(sentence.text):
        if found.reading is None and not voicing.settles(found.word, sentence.text):
            message, better = _advice(found.key)
            yield warning(
                "homograph",
                f'"{found.word}" is said in two ways, and the words beside it do not show which: '
                f"{message}.",
                better,
                line,
                sentence.start + found.start + 1,
            )


def _advice(word: str) -> tuple[str, str]:
    """Return how voices say a word that stays open, and another word for what they do not say."""
    readings = READINGS[word]
    usual, *others = dict.fromkeys(WHERE_UNDECIDED[word])
    if others:
        said = [readings[each] for each in (usual, *others)]
        ways = " and others ".join(f'as in "{each.as_in}"' for each in said)
        return (
            f"some voices say it {ways}",
            f"another word: {' or '.join(e.instead for e in said)}.",
        )
    other = next(reading for name, reading in readings.items() if name != usual)
    return (
        f'voices say it as in "{readings[usual].as_in}", not as in "{other.as_in}"',
        f'if you mean "{other.as_in}", another word: {other.instead}.',
    )
