"""Picks a few voices that are unlike each other, for people who choose a voice by ear.

A system may have a hundred and eighty voices (nateshmbhat/pyttsx3#350), or nine accents of one
that sound much the same. Nobody can hear them all and remember the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from voice.speech.engine import Voice

FEW = 3
"""Voices of the system that are offered."""

SYSTEM_ENGINES = frozenset({"espeak", "nsss", "sapi5"})
"""Drivers of pyttsx3 for the voices that a system brings."""

GENDER, REGION, DIALECT = 4, 2, 1
"""Weights of the ways in which two voices differ. Gender weighs more than the other two together:
one of the two can be hard to bear, so the other must be among the few."""

_QUALITY = {"premium": 2, "enhanced": 1, "natural": 1, "neural": 1}
"""Words in the names and ids of voices that sound better than the plain ones: Apple's downloads
("Ava (Premium)") and Microsoft's online voices ("Microsoft Aria Online (Natural)")."""

_EDITION = re.compile(
    r"\(?\b(premium|enhanced|natural|neural|compact|desktop|mobile|online)\b\)?| - .*"
)
"""Parts of a name that tell the edition of a voice from its other editions."""

_NOVELTY = frozenset(
    (
        "albert",
        "bad news",
        "bahh",
        "bells",
        "boing",
        "bubbles",
        "cellos",
        "deranged",
        "fred",
        "good news",
        "hysterical",
        "jester",
        "junior",
        "kathy",
        "organ",
        "pipe organ",
        "princess",
        "ralph",
        "superstar",
        "trinoids",
        "whisper",
        "wobble",
        "zarvox",
    )
)
"""Apple's voices that sing, laugh or buzz, and its robots of 1984 (listed in variadico/noti#156
and Vocab-Apps/anki-hyper-tts#327)."""


def a_few(voices: Sequence[Voice], settled: str | None = None) -> tuple[Voice, ...]:
    """Select the voices that are worth hearing one after the other.

    Every voice that was installed on purpose is (natural, Piper, recorded). Of the system's at most
    three are: first the one the listener has, or else the first listed; then, each time, the best
    in quality, and among those the one least like the ones selected so far. Likeness is judged by
    what any engine tells: gender, region, dialect. Where voices tie, the plain voice of a country
    goes before dialects, and otherwise the one listed first. Editions of one voice count as one.
    Novelty and Eloquence voices are never selected, unless there are no others or the listener
    has chosen one.

    Args:
        voices: Voices of one language, the usual ones first.
        settled: Id of the voice that the listener has.

    Returns:
        The selected voices: others in their order, then the system's in the order of selection.
    """
    own = [voice for voice in voices if voice.engine not in SYSTEM_ENGINES]
    system = [voice for voice in voices if voice.engine in SYSTEM_ENGINES]
    ordinary = [voice for voice in system if voice.id == settled or not _is_toy(voice)]
    if not own:
        ordinary = ordinary or system
    ordinary.sort(key=lambda voice: voice.id != settled)
    return (*own, *_unlike(tuple(_best_editions(ordinary, settled))))


def _unlike(voices: Sequence[Voice]) -> Sequence[Voice]:
    picked, left = list(voices[:1]), list(voices[1:])
    while left and len(picked) < FEW:
        best = max(
            left,
            key=lambda voice: (
                _quality(voice),
                min(_unlikeness(voice, other) for other in picked),
                _is_plain(voice),
            ),
        )
        left.remove(best)
        picked.append(best)
    return picked


def _best_editions(voices: Sequence[Voice], settled: str | None) -> Iterator[Voice]:
    """One voice for each name, where the name was first listed."""
    editions: dict[str, list[Voice]] = {}
    for voice in voices:
        name = " ".join(_EDITION.sub("", voice.name.casefold()).split())
        editions.setdefault(name, []).append(voice)
    for same in editions.values():
        yield max(same, key=lambda voice: (voice.id == settled, _quality(voice)))


def _unlikeness(one: Voice, other: Voice) -> int:
    (region, dialect), (other_region, other_dialect) = _origin(one), _origin(other)
    genders = {one.gender, other.gender} - {None}
    regions = {region, other_region} - {""}
    return (
        GENDER * (len(genders) > 1)
        + REGION * (len(regions) > 1)
        + DIALECT * (region == other_region and dialect != other_dialect)
    )


def _origin(voice: Voice) -> tuple[str, str]:
    """Region and dialect of a voice's first tag: ``en-gb-scotland`` is ``gb``, ``scotland``.

    A region has two letters or three digits (RFC 5646, section 2.2.4); "" where none is named.
    """
    subtags = voice.languages[0].split("-")[1:] if voice.languages else []
    for at, subtag in enumerate(subtags):
        if re.fullmatch(r"[a-z]{2}|\d{3}", subtag):
            return subtag, "-".join(subtags[at + 1 :])
    return "", "-".join(subtags)


def _is_plain(voice: Voice) -> bool:
    """True if it speaks as a whole country does, as far as is known."""
    region, dialect = _origin(voice)
    return region.isalpha() and not dialect


def _quality(voice: Voice) -> int:
    words = re.findall(r"[a-z]+", f"{voice.id} {voice.name}".casefold())
    return max((_QUALITY.get(word, 0) for word in words), default=0)


def _is_toy(voice: Voice) -> bool:
    return voice.engine == "nsss" and (
        ".eloquence." in voice.id.casefold() or voice.name.casefold() in _NOVELTY
    )
