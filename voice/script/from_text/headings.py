"""Tells headings and the title of a text from its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voice.script.from_text.labels import (
    READER_SECTION,
    SCRIPT_BEGINS,
    SPEAKER,
    field_of,
    furniture,
    is_about_text,
)
from voice.script.from_text.paragraphs import ENDS, Paragraph
from voice.script.from_text.rows import Look
from voice.script.from_text.tokens import Note, tokens_in
from voice.script.notes import is_note, is_pause_alone

LONGEST_TITLE = 12
"""Words of a title or a heading."""

_LONGEST_WEAK = 7
"""Words of a heading that only its shortness shows."""

_LONGEST_LETTERS = 80
_SHORTEST_WORD = 3

_PUNCTUATED = 0.7
"""Share of longer paragraphs that end as sentences do, from which a text is punctuated."""

_NOTE_AT_END = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])[.\s]*$")
_STOPS = re.compile(r"[.!?\u2026\u3002\uff01\uff1f][\"'\u2019\u201d)\]*_]*$")
_MARKS = re.compile(r"(?<![\w*_])[*_]+|(?<![*_])[*_]++(?!\w)")
_NUMBERED = re.compile(
    r"(?P<heading>(?:step|part|section|stage|phase|exercise|schritt|teil|\u00e9tape|paso|deel|stap)\s+"
    r"(?:\d{1,2}|[ivx]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eins|zwei|drei|un|deux|"
    r"uno|dos|tres))\s*(?:[:.)\u2013\u2014-]\s*(?P<rest>.*))?",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"(?:(?:the|short|opening|closing|final) )?(?:introduction|intro|opening|beginning|preparation|"
    r"getting (?:ready|comfortable|settled)|settling(?: in)?|arriving|arrival|induction|grounding|"
    r"body scan|main (?:part|practice|exercise)|closing|close|conclusion|ending|wrap[- ]up|"
    r"coming back|return(?:ing)?|before you (?:start|begin)|einleitung|einstieg|hauptteil|"
    r"abschluss|schluss|vorbereitung|r\u00fccknahme|preparaci\u00f3n|introducci\u00f3n|cierre|inleiding|"
    r"afsluiting|pr\u00e9paration)",
    re.IGNORECASE,
)
_KNOWN_BEFORE_WORDS = re.compile(
    rf"(?P<heading>{_KNOWN.pattern})\s*:\s+(?P<rest>\S.*)", re.IGNORECASE
)
_CAPITALS_BEFORE_WORDS = re.compile(
    r"(?!NOTE\b)(?P<heading>[A-Z][A-Z &'/-]{2,40}):\s+(?P<rest>\S.*)"
)
_TITLE_WORDS = re.compile(
    r"\b(?:script|exercise|meditation|practice|technique|relaxation|grounding|\u00fcbung|ejercicio|"
    r"exercice|oefening)\b",
    re.IGNORECASE,
)
_ONE_WORD = re.compile(r"[A-Z][\w'\u2019-]+:")
_LEADING = re.compile(
    r"Notice|Remember|Say|Repeat|Imagine|Think|Ask|Listen|Now|Then|And|Or|So|Look|Breathe|Try|Tell\w*"
)
_SMALL = re.compile(
    "an?|and|as|at|by|de[rs]?|die|das|for|from|in|la|le|of|on|or|the|to|und|with|your"
)


class Headings:
    """The headings of a text.

    Attributes:
        title: Index of the paragraph that is the title, or `None`.
        subtitle: Index of the paragraph below it that is no sentence, or `None`.
        furniture: Indexes of numbers of pages, and of headers that every page repeats.
    """

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._all = paragraphs
        self._punctuated = _is_punctuated(paragraphs)
        self._explicit = sum(each.look is Look.HEADING for each in paragraphs) > 1
        self.furniture = furniture(paragraphs)
        self.title = self._title_index()
        self.subtitle = self._subtitle_index()

    def divided(self, index: int) -> tuple[str, str]:
        """Return the heading in a paragraph and the words after it; either may be empty."""
        text = bare(self._all[index].text)
        if self._is_heading(index, text):
            return text.rstrip(":").rstrip(), ""
        if SPEAKER.match(text) is None:
            for pattern in (_NUMBERED, _KNOWN_BEFORE_WORDS, _CAPITALS_BEFORE_WORDS):
                if (begun := pattern.fullmatch(text)) and begun["rest"]:
                    return begun["heading"], begun["rest"]
        return "", self._all[index].text

    def _title_index(self) -> int | None:
        """Return the index of the title: the first paragraph, if it looks like one."""
        for index, paragraph in enumerate(self._all):
            text = bare(paragraph.text)
            if paragraph.outside:
                continue
            if paragraph.look is Look.TITLE or paragraph.level == 1:
                levels = [each.level for each in self._all]
                return index if paragraph.look is Look.TITLE or levels.count(1) == 1 else None
            field = field_of(text)
            if field and field[0] == "title":
                return None
            if field or index in self.furniture or is_about_text(text, spoken=False):
                continue
            if paragraph.level or paragraph.mark or SCRIPT_BEGINS.fullmatch(text):
                return None
            return index if self._is_title(index) else None
        return None

    def _subtitle_index(self) -> int | None:
        if self.title is None or self.title + 2 >= len(self._all) or not self._punctuated:
            return None
        index = self.title + 1
        paragraph, text = self._all[index], bare(self._all[index].text)
        short = is_short(text, LONGEST_TITLE) and not text.endswith((":", ")", "]"))
        plain = paragraph.look in {Look.PLAIN, Look.TITLE} and not _is_words(text)
        return index if short and plain and not self._is_heading(index, text) else None

    def _is_title(self, index: int) -> bool:
        paragraph, text = self._all[index], bare(self._all[index].text)
        follows = index + 1 < len(self._all)
        if not follows or not is_short(text, LONGEST_TITLE) or _NUMBERED.fullmatch(text):
            return False
        if text.startswith("(") and text.endswith(")"):
            return False
        if paragraph.look in {Look.HEADING, Look.BOLD}:
            return True
        if _is_words(text) or _KNOWN.fullmatch(text.rstrip(":")):
            return False
        shown = _is_capital(text) or _is_title_case(text) or _TITLE_WORDS.search(text)
        labelled = field_of(bare(self._all[index + 1].text)) is not None
        below = (index, index + 1)  # a heading may stand between the title and the words
        return (
            bool(shown)
            or labelled
            or (self._punctuated and any(map(self._is_followed_by_words, below)))
        )

    def _is_heading(self, index: int, text: str) -> bool:
        paragraph = self._all[index]
        if paragraph.look is Look.HEADING:
            return bool(text)
        if not is_short(text, LONGEST_TITLE) or index + 1 == len(self._all):
            return False
        if _is_words(text):
            return False
        named = text.rstrip(":")
        if paragraph.look is Look.BOLD or READER_SECTION.fullmatch(named):
            return True
        if paragraph.mark and self._all[index + 1].mark:
            return False
        return _KNOWN.fullmatch(named) is not None or self._is_shown(index, text)

    def _is_shown(self, index: int, text: str) -> bool:
        """True if its number, its capitals or its shortness show that a paragraph is a heading."""
        label = text.endswith(":") and (_is_title_case(text[:-1]) or _is_label(text))
        if label or _NUMBERED.fullmatch(text):
            return self._is_followed_by_words(index)
        if _is_capital(text):
            return not _is_capital(bare(self._all[index + 1].text))
        return self._is_weak_heading(index, text)

    def _is_weak_heading(self, index: int, text: str) -> bool:
        """True if only its shortness shows that a paragraph is a heading, as pasted from Word."""
        above = self._all[index - 1] if index else None
        marked = bool(self._all[index].mark and above and above.mark)
        return (
            self._punctuated
            and not self._explicit
            and (text[0].isupper() or text[0].isdigit())
            and (above is None or index - 1 == self.title or _has_ended(bare(above.text)))
            and not marked
            and not text.endswith(":")
            and is_short(text, _LONGEST_WEAK)
            and self._is_followed_by_words(index)
        )

    def _is_followed_by_words(self, index: int) -> bool:
        """True if the next paragraph is a sentence, or much longer."""
        below = self._all[index + 1] if index + 1 < len(self._all) else None
        if below is None:
            return False
        count = len(below.text.split())
        return _is_ended(below.text) or count > LONGEST_TITLE or bool(below.mark)


def bare(text: str) -> str:
    """Return a text without marks of emphasis."""
    return _MARKS.sub("", text).strip()


def is_short(text: str, most: int) -> bool:
    """True for a few words that are neither a pause nor a note."""
    inner = text.strip("()[]{}<>\u2026\u2013\u2014-. ")
    noted = text.startswith(("(", "[", "{", "<")) and (text[0] != "(" or is_note(inner))
    return (
        0 < len(text.split()) <= most
        and len(text) <= _LONGEST_LETTERS
        and any(map(str.isalpha, text))
        and not noted
        and not is_pause_alone(inner)
    )


def _is_label(text: str) -> bool:
    """True for one word and a colon, such as "Feet:", that does not lead to a quotation."""
    return _ONE_WORD.fullmatch(text) is not None and _LEADING.fullmatch(text[:-1]) is None


def _has_ended(text: str) -> bool:
    """True if what comes after a paragraph begins something new."""
    shown = _is_capital(text) or _KNOWN.fullmatch(text.rstrip(":")) or _NUMBERED.fullmatch(text)
    return bool(shown) or text[-1:] in tuple(")]}>") or _is_ended(text)


def _is_words(text: str) -> bool:
    """True if its end or a pause shows that a short paragraph is spoken."""
    pauses = any(
        isinstance(token, Note) and token.directive is not None and "min" not in token.written
        for token in tokens_in(text)  # "Arriving (2 min)" may be a heading
    )
    return pauses or text.endswith((",", ";")) or _is_ended(text)


def _is_ended(text: str) -> bool:
    """True if a sentence ends a paragraph, with or without a note after it."""
    return _STOPS.search(_NOTE_AT_END.sub("", text)) is not None


def _is_capital(text: str) -> bool:
    """True if all its letters are capitals, and there are enough to be a word."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= _SHORTEST_WORD and all(character.isupper() for character in letters)


def _is_title_case(text: str) -> bool:
    """True if every word but small ones begins with a capital, and there are two at least."""
    words = [word.strip("()\"'\u2018\u2019\u201c\u201d[]-\u2013\u2014&") for word in text.split()]
    words = [word for word in words if word and word[0].isalpha()]
    named = [word for word in words if not _SMALL.fullmatch(word.lower())]
    return len(named) > 1 and all(word[0].isupper() for word in named)


def _is_punctuated(paragraphs: Sequence[Paragraph]) -> bool:
    """True if longer paragraphs end as sentences do, so a short one may be a heading."""
    rest = paragraphs[1:]  # the first may be the title
    long = [each for each in rest if len(each.text.split()) > _LONGEST_WEAK] or rest
    ended = [each for each in long if ENDS.search(each.text) or each.text[-1:] in tuple(")]}>")]
    return bool(long) and len(ended) >= _PUNCTUATED * len(long)
