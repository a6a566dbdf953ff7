"""Tells the parts of a text from each other: its title, headings, words, and notes about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from voice.script.from_text.headings import Headings, bare
from voice.script.from_text.labels import (
    FOR_READER,
    READER_SECTION,
    SCRIPT_BEGINS,
    SCRIPT_ENDS,
    SPEAKER,
    THE_END,
    field_of,
    is_about_text,
    is_other_speaker,
)
from voice.script.from_text.paragraphs import Paragraph


class Role(Enum):
    """The role of a part."""

    TITLE = auto()
    HEADING = auto()
    WORDS = auto()
    FIELD = auto()
    NOTE = auto()
    LABEL = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a text.

    Attributes:
        role: Its role.
        text: Its words, without the mark of a list.
        paragraph: The paragraph that holds it.
        key: Of a field, its key in the head; of a note, the reason that it is not spoken.
    """

    role: Role
    text: str
    paragraph: Paragraph
    key: str = ""


def parts_of(paragraphs: Sequence[Paragraph]) -> list[Part]:
    """Give each paragraph its role, in order."""
    return list(_Reader(paragraphs).parts())


class _Reader:
    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._all = paragraphs
        self._headings = Headings(paragraphs)
        self._begins = self._first(SCRIPT_BEGINS, 0)
        after = 0 if self._begins is None else self._begins + 1
        self._ends = self._first(SCRIPT_ENDS, after)
        if self._ends is None and paragraphs:
            self._ends = self._first(THE_END, len(paragraphs) - 1)

    def _first(self, pattern: re.Pattern[str], start: int) -> int | None:
        """Return the index of the first paragraph that matches."""
        rest = range(start, len(self._all))
        return next((i for i in rest if pattern.fullmatch(bare(self._all[i].text))), None)

    def parts(self) -> Iterator[Part]:
        spoken = for_reader = False
        for index, paragraph in enumerate(self._all):
            for part in self._parts(index, paragraph, spoken=spoken):
                if part.role is Role.HEADING or index == self._begins:
                    for_reader = READER_SECTION.fullmatch(part.text) is not None
                if for_reader and part.role in {Role.HEADING, Role.WORDS}:
                    yield Part(Role.NOTE, part.text, paragraph, "it is for the reader")
                    continue
                spoken |= part.role is Role.WORDS
                yield part

    def _parts(self, index: int, paragraph: Paragraph, *, spoken: bool) -> Iterator[Part]:
        text = bare(paragraph.text)
        field = None if spoken or paragraph.outside else field_of(text)
        if index == self._headings.title:
            yield Part(Role.TITLE, text, paragraph)
        elif index in {self._begins, self._ends}:
            yield Part(Role.LABEL, text, paragraph)
        elif field is not None and field[0]:
            yield Part(Role.FIELD, field[1], paragraph, field[0])
        elif reason := self._reason(index, text, spoken=spoken):
            yield Part(Role.NOTE, paragraph.text, paragraph, reason)
        elif index == self._headings.subtitle:
            yield Part(Role.FIELD, text, paragraph, "about")
        else:
            yield from self._heading_and_words(index, paragraph)

    def _reason(self, index: int, text: str, *, spoken: bool) -> str:
        """Return the reason that a paragraph is not spoken, or an empty string."""
        begins = -1 if self._begins is None else self._begins
        ends = len(self._all) if self._ends is None else self._ends
        if index in self._headings.furniture:
            return "it belongs to the page"
        if FOR_READER.fullmatch(text):
            return "it is for the reader"
        about = self._all[index].outside or is_about_text(text, spoken=spoken)
        if about or (not spoken and field_of(text)):
            return "it is about the text"
        if not begins < index < ends:
            return "it stands outside the script"
        return "somebody else says it" if is_other_speaker(text) else ""

    def _heading_and_words(self, index: int, paragraph: Paragraph) -> Iterator[Part]:
        heading, words = self._headings.divided(index)
        if heading:
            yield Part(Role.HEADING, heading, paragraph)
        if label := SPEAKER.match(words):
            yield Part(Role.LABEL, label[0].strip(), paragraph)
            words = words[label.end() :]
        if words:
            yield Part(Role.WORDS, words, paragraph)
