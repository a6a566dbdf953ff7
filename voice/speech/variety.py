"""Picks a few voices that are unlike each other, for people who choose a voice by ear.

A system may have 180 voices (nateshmbhat/pyttsx3#350), or nine accents of one that sound much
the same: too many to hear them all and remember the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from voice.speech.engine import Voice

FEW = 3
"""Number of the system's voices that are offered."""

SYSTEM_ENGINES = frozenset({"espeak", "nsss", "sapi5"})
"""pyttsx3's drivers for the voices that come with a system."""

GENDER, REGION, DIALECT = 4, 2, 1
"""Weights of the ways in which two voices differ. Gender weighs more than the other two together:
a listener may not bear one of the two, so the other must be among the few."""

_QUALITY = {"premium": 2, "enhanced": 1, "natural": 1, "neural": 1}
"""Words in the names and ids of voices that sound better than the plain ones: Apple's downloads
("Ava (Premium)") and Microsoft's online voices ("Microsoft Aria Online (Natural)")."""

_EDITION = re.compile(
    r"\(?\b(premium|enhanced|natural|neural|compact|desktop|mobile|online)\b\)?| - .*"
)
"""Parts of a name that distinguish the editions of one voice."""

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

    All voices that were installed on purpose are selected (natural, Piper, recorded), and at most
    three of the system's. The first of these is the listener's own, or else the first listed; then,
    each time, the best in quality, and among equals the one least like those selected so far.
    Likeness is judged by what any engine tells: gender, region, dialect. Where voices tie, a
    country's plain voice goes before dialects, and otherwise the first listed. Editions of one
    voice count as one. Novelty and Eloquence voices are selected only if there are no others or
    the listener has chosen one.

    Args:
        voices: Voices of one language, the usual ones first.
        settled: Id of the listener's default voice.

    Returns:
        The installed voices in their order, then the system's in the order of selection.
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
    """Yield one voice for each name, in the place where the name was first listed."""
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
    """Return region and dialect of a voice's first tag: ``en-gb-scotland`` gives ``gb, scotland``.

    A region has two letters or three digits (RFC 5646, section 2.2.4); "" if none is named.
    """
    subtags = voice.languages[0].split("-")[1:] if voice.languages else []
    for at, subtag in enumerate(subtags):
        if re.fullmatch(r"[a-z]{2}|\d{3}", subtag):
            return subtag, "-".join(subtags[at + 1 :])
    return "", "-".join(subtags)


def _is_plain(voice: Voice) -> bool:
    """True if, as far as is known, its accent is that of a whole country."""
    region, dialect = _origin(voice)
    return region.isalpha() and not dialect


def _quality(voice: Voice) -> int:
    words = re.findall(r"[a-z]+", f"{voice.id} {voice.name}".casefold())
    return max((_QUALITY.get(word, 0) for word in words), default=0)


def _is_toy(voice: Voice) -> bool:
    return voice.engine == "nsss" and (
        ".eloquence." in voice.id.casefold() or voice.name.casefold() in _NOVELTY
    )
