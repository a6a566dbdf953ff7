"""Says initials and acronyms letter by letter: "N H S"."""

from __future__ import annotations

import re

from voice.speech.wording.vocabulary import Vocabulary

_DOTTED = re.compile(
    r"(?<![\w.])(?:[A-Za-z]\.)+[A-Za-z]\.(?!\w)|(?<![\w.])(?:[A-Z]\.\s?)+[A-Z]\.(?!\w)"
)
_INITIALS = re.compile(r"(?:^|(?<=[.!?a-z]\s))([A-Z])\.(?=\s[A-Z][a-z])")
_CAPITALS = re.compile(
    r"(?<![\w'])[A-Z][A-Z]+(?:-[A-Z]+)*(?:'?s)?(?![\w])|(?<![\w'])[A-Z](?:-[A-Z]{2,})+(?![\w])"
)
_SPELLED_BEFORE = re.compile(r"(?<=\b[A-Z] [A-Z])-(?=\w)")
_VOWELS = re.compile(r"[AEIOUY]")


def capitals_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with acronyms as letters; words in capitals stay words."""
    if "." in text:
        text = _DOTTED.sub(lambda found: _initials(found, words), text)
        text = _INITIALS.sub(lambda found: _initial(found, words), text)
    text = _CAPITALS.sub(lambda found: _letters(found, words), text)
    return _SPELLED_BEFORE.sub(" ", text)


def _initials(found: re.Match[str], words: Vocabulary) -> str:
    letters = re.findall(r"[A-Za-z]", found[0])
    after = found.string[found.end() :].split(maxsplit=1)
    ends = not after or (
        after[0].strip("\"'(").lower() in words.sentence_starts and after[0][:1].isupper()
    )
    joined = "".join(letters).upper()
    said = joined if joined in words.joined else " ".join(joined)
    return f"{said}." if ends else said


def _initial(found: re.Match[str], words: Vocabulary) -> str:
    """Drop the full stop after the "J" of "J. Smith", not after "plan B. Then"."""
    before = found.string[: found.start()].split()
    next_word = found.string[found.end() :].split(maxsplit=1)[0].strip(",.;:!?")
    is_name = not before or before[-1].endswith((".", "!", "?")) or before[-1][0].isupper()
    lettered = bool(before) and before[-1].lower() in words.lettered
    starts = next_word.lower() in words.sentence_starts
    return found[1] if is_name and not lettered and not starts else found[0]


def _letters(found: re.Match[str], words: Vocabulary) -> str:
    written = found[0]
    end = re.search(r"'?s$", written)
    bare = written[: end.start()] if end else written
    parts = bare.split("-")
    if not any(_is_spelled(part, found, words) for part in parts):
        is_spelled_by_voices = bare in words.short or bare in words.letters
        return written.lower() if is_spelled_by_voices else written
    said = " ".join(
        " ".join(part) if _is_spelled(part, found, words) or len(part) == 1 else part
        for part in parts
    )
    return f"{said}'s" if end else said


def _is_spelled(part: str, found: re.Match[str], words: Vocabulary) -> bool:
    if len(part) < 2 or part in words.words or part in words.joined:  # noqa: PLR2004 - one letter is one
        return False
    if part in words.both and _stands_among_capitals(found, words):
        return False  # the "US" of "LET US GO"
    return part in words.letters or not _VOWELS.search(part)


def _stands_among_capitals(found: re.Match[str], words: Vocabulary) -> bool:
    """True if a neighbour is shouted too: "YOU CAN DO IT"."""
    before = (each.rstrip(",") for each in found.string[: found.start()].split()[-1:])
    after = (each.strip(".,!?") for each in found.string[found.end() :].split()[:1])
    return any(_is_shouted(word, words) for word in (*before, *after))


def _is_shouted(word: str, words: Vocabulary) -> bool:
    """True for "GO" and "BREATHE", false for "UK" and "NHS"."""
    letters = len(word) > 1 and word.isalpha() and word.isupper()
    known = word in words.letters or word in words.joined
    return letters and not known and bool(_VOWELS.search(word))
