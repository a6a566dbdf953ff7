"""Says addresses of the web and of mail, hashtags and user names in words."""

from __future__ import annotations

import re

from voice.speech.wording.vocabulary import Vocabulary

_ENDINGS = (
    "com|org|net|edu|gov|int|info|io|app|dev|health|care|help|blog|uk|ie|au|nz|ca|de|ch|fr|es|eu|"
    "nl|se|dk|pl|pt|jp|br|za|tv|fm|ly"
)
"""Top-level domains that are recognised without "www."; "it", "no" and the like may be a word after
a full stop without a space."""

_MAIL = r"(?:mailto:)?(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_WITH_SCHEME = r"\b(?:https?|ftp)://[^\s<>\"()]+"
_WITH_WWW = r"\bwww\.[^\s<>\"()]+"
_BARE = (
    rf"(?<![\w.@/-])(?:[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?\.)+(?:{_ENDINGS})"
    r"(?:/[^\s<>\"()]*)?(?![\w@])(?!\.\w)"
)
_FILE = (
    r"(?<![\w.])[\w-]+\.(?:mp3|mp4|m4a|m4b|wav|flac|ogg|pdf|txt|md|docx?|jpe?g|png|html?|zip|py)\b"
)
_ADDRESS = re.compile(rf"{_MAIL}|{_WITH_SCHEME}|{_WITH_WWW}|{_BARE}|{_FILE}", re.IGNORECASE)

_INNER_DOT = re.compile(r"\w\.\w|://")
_BEFORE = re.compile(r"^(?:mailto:|[a-z]+://)?(?:www\.)?", re.IGNORECASE)
_AFTER = re.compile(r"[.,;:!?'/]+$")
_PART = re.compile(r"[^\W_]+|[^\w]|_")
_TAG = re.compile(r"(?<![\w&#@])([#@])([^\W\d]\w*)")
_NUMBER = re.compile(r"(?<![\w#&])#\s?(?=\d)")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_VOWEL = re.compile(r"[aeiouy]|[^a-z]", re.IGNORECASE)
_COUNTRY = 2
"""Letters of a country's top-level domain, which are said one by one."""


def with_addresses_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with "www.example.com/rest" as "example dot com slash rest"."""
    if "@" in text or _INNER_DOT.search(text):
        text = _ADDRESS.sub(lambda found: _address(found[0], words), text)
    if "#" in text or "@" in text:
        text = _NUMBER.sub(f"{words.number} ", text)
        text = _TAG.sub(lambda tag: _tag(tag[1], tag[2], words), text)
    return text


def _address(written: str, words: Vocabulary) -> str:
    end = _AFTER.search(written)
    marks = end[0].lstrip("/") if end else ""
    bare = _BEFORE.sub("", _AFTER.sub("", written))
    signs = {
        ".": words.dot, "/": words.slash, "@": words.at, "-": words.dash, "_": words.underscore,
        "#": words.hashtag, "+": words.plus,
    }  # fmt: skip
    parts = _PART.findall(bare)
    host = _host_parts(parts)
    said = (
        signs.get(part, "") if not part[0].isalnum() else _label(part, place in host)
        for place, part in enumerate(parts)
    )
    return f" {' '.join(filter(None, said))}{marks} "


def _host_parts(parts: list[str]) -> set[int]:
    """Return where the country's ending stands, such as the "uk" of "nhs.uk/help"."""
    slash = parts.index("/") if "/" in parts else len(parts)
    ends = slash >= _COUNTRY and parts[slash - 2] == "."
    return {slash - 1} if ends and len(parts[slash - 1]) == _COUNTRY else set()


def _label(label: str, country: bool) -> str:
    """Return a part of an address, letter by letter if it is no word."""
    if label.isalpha() and (country or not _VOWEL.search(label)):
        return " ".join(label.upper())
    return label


def _tag(sign: str, name: str, words: Vocabulary) -> str:
    before = words.hashtag if sign == "#" else words.at
    return f"{before} {_HUMP.sub(' ', name.replace('_', ' '))}"
