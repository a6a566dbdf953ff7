"""Takes out of a text what no voice should say: odd characters, emoji, marks and commands."""

from __future__ import annotations

import html
import re
import unicodedata

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\u00b4\uff07", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u2039\u203a\uff02", '"'),
        **dict.fromkeys("\u2010\u2011\u2212\u02d7\ufe63\uff0d\u2043", "-"),
        **dict.fromkeys("\u2012\u2013\ufe58", "\u2013"),
        **dict.fromkeys("\u2014\u2015\ufe31\u2e3a\u2e3b", "\u2014"),
        **dict.fromkeys("\u3002\u06d4\u0964\u0965", "."),
        **dict.fromkeys("\u060c\u3001\u2190\u2192\u21d2\u27a1\u27f6\u2794\u2022\u2023", ","),
        **dict.fromkeys("\u061f\u037e", "?"),
        **dict.fromkeys("\u00bf\u00a1", " "),
        "\u061b": ";",
        "\u00b5": "\u03bc",
        "\u2116": "number ",
        "\u2044": "/",
        "\u2215": "/",
        "\u2217": "*",
        "\u301c": "~",
    }
)
"""Characters that mean the same as a plain one."""

_EMOJI = re.compile(
    "[0-9#*]\ufe0f?\u20e3|[^\x00-\x7f]\ufe0f|[\u00a9\u00ae\u2122\u2120\u2139\u3030\u303d\u3297\u3299"
    "\u2194-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff"
    "\U000e0020-\U000e007f\ufe00-\ufe0f\u20e3]"
)
"""Pictures, flags, keycaps, skin tones, arrows and other signs that are seen and not said."""

_DEGREES = re.compile("\u00ba(?=\\s?[CF]\\b)")
_ORDINAL_DOT = re.compile("(?<=\\d)\\.(?=[\u00aa\u00ba])")
_RAISED = "\u2070\u00b9\u00b2\u00b3\u2074-\u2079"
_POWER = re.compile(rf"(?:(?<=\d)|(?<=\b[a-ln-z]))([\u207a\u207b]?[{_RAISED}]+)")
_FOOTNOTE = re.compile(rf"(?<![\d{_RAISED}])(?<!\bm)(?<!\b[kcm]m)[{_RAISED}]+")
_CIRCLED = re.compile("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]")
_VULGAR = re.compile("(?<=\\d)(?=[\u00bc-\u00be\u2150-\u215e\u2189])")

_COMMANDS = re.compile(
    r"<!--.*?(?:-->|$)"  # HTML comments
    r"|</?[A-Za-z!?][^<>]*>"  # SSML, SAPI XML and HTML
    r"|\[\^[^\]\s]{1,20}\]"  # marks of footnotes in Markdown
    r"|\[\[.*?\]\]"  # commands of macOS, phonemes of eSpeak
    r"|\\[A-Za-z]+(?:=[^\\\s]*)?\\",  # pauses of some SAPI voices
    re.DOTALL,
)
_LINK = re.compile(r"!?\[([^\][]*)\]\([^()\s]*\)")
_SHORTCODE = re.compile(r"(?<![\w:]):[A-Za-z][\w+-]*:(?![\w:])")
_FACE = re.compile(r"(?<![\w:;=])(?:[:;=]['\u2019]?[-o^]?[()DPpO*]+|<3+|\^_*\^|:-?[/|\\])(?![\w/])")

_ARROW = re.compile(r"\s?(?:<[-=]+>?|[-=]+>)\s?")

_LENGTH = (
    r"(?:about\s+|for\s+|~\s*)?(?:\d[\d.:,]*(?:\s?[-\u2013]\s?\d+)?|an?(?:\s+few)?|half\s+an?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|fifty|sixty)"
    r"(?:\s*(?:s|secs?|seconds?|m|mins?|minutes?|h|moments?|beats?|breaths?|"
    r"Sekunden?|Sek|Minuten?|segundos?|minutos?|secondes?)\.?)"
)
_SIGN = (
    r"(?:(?:a|an|very|short|long(?:er)?|brief|slight|small|little|another|extended|soft|moment of|"
    r"kurze|lange|larga?|corta|breve|longue|courte)\s+)*"
    r"(?:pause[sd]?|pausing|silence|beat|wait|quiet|music|bell|chime|gong|laughs?|sighs?|"
    r"Stille|pausa|silencio)(?:\s+(?:here|now))?"
)
_DIRECTION = re.compile(
    rf"[(\[{{]\s*(?:{_LENGTH}(?:[\s-]+{_SIGN})?|{_SIGN}(?:[\s:,]+{_LENGTH})?)[\s.]*[)\]}}]"
    rf"|\*+{_SIGN}\*+",
    re.IGNORECASE,
)
"""Stage directions, which a person would follow and not say: "(pause)", "(30 seconds)"."""


def cleaned(text: str) -> str:
    """Return a text in plain characters, without emoji, commands and stage directions.

    Letters of all scripts stay, and so do figures and signs that can be said.
    """
    if "&" in text and ";" in text:
        text = html.unescape(text)
    text = plain_characters(text)
    text = _COMMANDS.sub(" ", text).replace("|", ",")
    text = _LINK.sub(r"\1", text)
    text = _DIRECTION.sub(" ", text)
    text = _ARROW.sub(", ", _FACE.sub(" ", text))
    return _SHORTCODE.sub(" ", text)


def plain_characters(text: str) -> str:
    """Return a text with each odd character replaced by a plain one, or left out."""
    if text.isascii() and text.isprintable():
        return text
    text = _CIRCLED.sub(_circled, text)
    text = _EMOJI.sub(" ", _DEGREES.sub("\u00b0", text.translate(_SAME)))
    text = _ORDINAL_DOT.sub("", text)
    text = _POWER.sub(_power, text)
    text = _FOOTNOTE.sub("", text)
    text = _VULGAR.sub(" ", text)
    text = "".join(map(_printable, text))
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    return "".join(map(_printable, text))


def _printable(character: str) -> str:
    """Return a character, a space for what separates words, or nothing for what cannot be seen."""
    if character.isascii() and character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category in {"Nd", "Nl", "No"}:
        value = unicodedata.numeric(character)
        return str(int(value)) if category == "Nd" else character
    return " " if category[0] in "CZ" else character


def _circled(number: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKC", number[0])
    return f" {plain if plain != number[0] else int(unicodedata.numeric(plain))} "


def _power(raised: re.Match[str]) -> str:
    figures = unicodedata.normalize("NFKC", raised[1])
    named = {"2": " squared", "3": " cubed"}
    return named.get(figures, f" to the power of {figures}")
