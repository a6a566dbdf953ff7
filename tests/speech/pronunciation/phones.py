"""Coarse phones, in which the notations of voices and of a dictionary can be compared.

British and American variants, and vowels that most speakers merge, are one phone: cot and caught,
pin and pen before r, a flapped and a full t, all vowels without stress that may be a schwa.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MAIN = 1
"""Number of the main stress."""

STRESSES = {"ˈ": MAIN, "ˌ": 2}

IPA = {
    "i": "EE", "ɪ": "I", "ᵻ": "I", "ɨ": "I", "e": "E", "ɛ": "E", "æ": "AE", "a": "AE",
    "ɑ": "AH", "ɒ": "AH", "ɔ": "AW", "u": "OO", "ʊ": "U", "ʌ": "UH", "ə": "UH", "ɐ": "UH",
    "ᵊ": "UH", "ɜ": "UH R", "ɚ": "UH R", "ɝ": "UH R", "o": "OH",
    "eɪ": "AY", "aɪ": "EYE", "aʊ": "OW", "oʊ": "OH", "əʊ": "OH", "ɔɪ": "OY", "oː": "AW",
    "tʃ": "CH", "dʒ": "J", "ɡ": "G", "g": "G", "j": "Y", "ŋ": "NG",
    "ʃ": "SH", "ʒ": "ZH", "θ": "TH", "ð": "DH", "ɹ": "R", "r": "R", "ɾ": "T", "ʔ": "T",
    "b": "B", "d": "D", "f": "F", "h": "H", "k": "K", "l": "L", "ɫ": "L", "m": "M", "n": "N",
    "p": "P", "s": "S", "t": "T", "v": "V", "w": "W", "z": "Z", "x": "K",
    "n̩": "UH N", "l̩": "UH L", "m̩": "UH M", "iəɹ": "I R", "jəw": "Y OO",
}  # fmt: skip
"""Phones of the International Phonetic Alphabet."""

ARPABET = {
    "AA": "AH", "AE": "AE", "AH": "UH", "AO": "AW", "AW": "OW", "AY": "EYE", "EH": "E",
    "ER": "UH R", "EY": "AY", "IH": "I", "IY": "EE", "OW": "OH", "OY": "OY", "UH": "U", "UW": "OO",
    "HH": "H", "JH": "J",
}  # fmt: skip
"""Phones of CMUdict; those that are missing have the same name here."""

VOWELS = frozenset(
    ("EE", "I", "E", "AE", "AH", "AW", "OO", "U", "UH", "OH", "AY", "EYE", "OW", "OY")
)
BEFORE_R = {"EE": "I", "OO": "U", "AE": "E", "AY": "E", "OH": "AW"}
"""Vowels that are one before an r, as in "hear", "poor", "marry", "fair"."""

WITHOUT_Y = frozenset(("T", "D", "N", "S", "Z", "L", "TH"))
"""Consonants between which and an oo some say a y, as in "new"."""

SONORANTS = frozenset(("L", "R", "N", "M"))
"""Consonants that can be a syllable of their own, so that a schwa before them may be lost."""

REDUCED = frozenset({"UH", "I", "EE", "E", "U"})
"""Vowels that are alike where they have no stress."""

_IPA = re.compile("|".join(sorted(map(re.escape, IPA), key=len, reverse=True)) + "|[ˈˌ]")


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone.

    Attributes:
        name: One of the names here.
        stress: 1 for a vowel with the main stress, 2 with another, 0 without, and for consonants.
    """

    name: str
    stress: int = 0

    @property
    def main(self) -> bool:
        """True for a vowel with the main stress."""
        return self.stress == MAIN

    def __str__(self) -> str:
        return f"{self.name}{self.stress or ''}"


SILENCE = Phone("")


Phones = tuple[Phone, ...]


def from_ipa(written: str) -> Phones:
    """Return the phones of a word as an engine writes it."""
    phones: list[Phone] = []
    stress = 0
    for found in _IPA.findall(written):
        if found in STRESSES:
            stress = STRESSES[found]
            continue
        phones += _phones(IPA[found], stress)
        if phones[-1].name in VOWELS or len(IPA[found].split()) > 1:
            stress = 0  # it was the vowel's
    return _coarse(phones)


def from_arpabet(written: Iterable[str]) -> Phones:
    """Return the phones of a word as CMUdict writes it."""
    phones: list[Phone] = []
    for each in written:
        name = each.rstrip("012")
        phones += _phones(ARPABET.get(name, name), int(each[len(name) :] or 0))
    return _coarse(phones)


def _phones(names: str, stress: int) -> list[Phone]:
    return [Phone(name, stress if name in VOWELS else 0) for name in names.split()]


def agree(said: Phones, reference: Phones) -> bool:
    """True if a pronunciation is the reference but for what differs between good speakers.

    The main stress may be on a syllable that has another stress in the reference, as in "outside",
    and a schwa before l, m, n and r may be lost, as in "every".
    """
    one_syllable = sum(phone.name in VOWELS for phone in reference) == 1
    return _follow(_with_main_stress(said), reference, anywhere=one_syllable)


def _follow(said: Phones, reference: Phones, *, anywhere: bool) -> bool:
    """True if two pronunciations agree to their ends.

    Args:
        said: The one.
        reference: The other.
        anywhere: True if the main stress of the first may be anywhere.
    """
    if not said or not reference:
        return not said and not reference
    first, other = said[0], reference[0]
    stressed_alike = anywhere or not first.main or other.stress > 0
    if (
        stressed_alike
        and _alike(first, other)
        and _follow(said[1:], reference[1:], anywhere=anywhere)
    ):
        return True
    if _may_be_lost(said) and _follow(said[1:], reference, anywhere=anywhere):
        return True
    return _may_be_lost(reference) and _follow(said, reference[1:], anywhere=anywhere)


def _may_be_lost(phones: Phones) -> bool:
    first, after = phones[0], phones[1] if len(phones) > 1 else SILENCE
    return first.name in REDUCED and not first.stress and after.name in SONORANTS


def _alike(one: Phone, other: Phone) -> bool:
    if one.name == other.name:
        return True
    names, stresses = {one.name, other.name}, {one.stress, other.stress}
    if not names <= VOWELS or 0 not in stresses or MAIN in stresses:
        return False
    return names <= REDUCED or not names.isdisjoint({"UH", "I", "U"})


def _with_main_stress(phones: Phones) -> Phones:
    """Make the first other stress the main one if there is none, as in a weak "any"."""
    if any(phone.main for phone in phones):
        return phones
    weak = next((at for at, phone in enumerate(phones) if phone.stress), None)
    if weak is None:
        return phones
    return (*phones[:weak], Phone(phones[weak].name, MAIN), *phones[weak + 1 :])


def _coarse(phones: list[Phone]) -> Phones:
    """Merge what differs between notations and between good speakers."""
    merged: list[Phone] = []
    for phone, after in zip(phones, [*phones[1:], SILENCE], strict=True):
        before = merged[-1].name if merged else ""
        merge = _vowel if phone.name in VOWELS else _consonant
        name = merge(phone, before, after)
        if name and (name != before or name in VOWELS):  # "unnamed" with one n
            merged.append(Phone(name, phone.stress))
    return tuple(merged)


def _vowel(phone: Phone, _before: str, after: Phone) -> str:
    """Return the name of a vowel before what follows."""
    if after.name == "R":
        return BEFORE_R.get(phone.name, phone.name)
    if phone.name == "UH" and not phone.stress and after.name == "W":
        return "OO"  # "usual"
    return "AH" if phone.name == "AW" else phone.name


def _consonant(phone: Phone, before: str, after: Phone) -> str:
    """Return the name of a consonant between its neighbours; empty if it may be left out."""
    match before, phone.name, after.name:
        case (_, "H", "W") | ("OO" | "U", "W", _) | ("EE" | "I", "Y", _):
            return ""  # "what", "usual", "beyond"
        case _, "N", "K" | "G":
            return "NG"
        case "N", "CH", _:
            return "SH"  # "mention"
        case _, "Y", "UH" if before in WITHOUT_Y and not after.stress:
            return "EE"  # "resilient"
        case _, "Y", "OO" | "U" if before in WITHOUT_Y:
            return ""  # "new"
    return phone.name
