"""Writes the parts of a text as the steps of a script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from voice.errors import GroundError
from voice.script.characters import shortened
from voice.script.directives import format_directive
from voice.script.from_text.changes import Change
from voice.script.from_text.outline import Comments, Outline
from voice.script.from_text.paragraphs import Paragraph, paragraphs_in
from voice.script.from_text.parts import Part, Role, parts_of
from voice.script.from_text.source import Source
from voice.script.from_text.tokens import Note, tokens_in
from voice.script.from_text.words import has_emphasis, pieces_of, plain_words
from voice.script.head_rows import ABOUT_WORDS
from voice.script.model import Bell, Step
from voice.script.parser import MOST_LINES, marked

_KEPT = "kept as a comment, which is not spoken"
_RINGS = "is left out: a bell opens and closes every exercise by itself"
_AGAIN = re.compile(r"\brepeat|\d ?times\b|\bx ?\d|\d ?x\b", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*[^\W\d_][^()]*\)")
_OF_LISTENERS = re.compile(
    r"\b(?:the|your|each) (?:clients?|patients?|participants?|therapist|facilitator|"
    r"group members?)\b",
    re.IGNORECASE,
)
_PICTURE = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_FIRST_LETTER = re.compile(r"[^\W\d_]")
_IN_BRACKETS = re.compile(r"\(.*?\)")
_CALLED_SCRIPT = re.compile(r"(?<=\w)\W+script\W*$|^\W*script\s*[:\u2013-]", re.IGNORECASE)
_ROUND = str.maketrans("{}", "()")
_MARKED_LEVEL = 2
"""Level of a Markdown heading that may carry the marks of a step."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as the steps of a script.

    Attributes:
        steps: At least one; a heading that the text does not give is empty.
        comments: Texts that stand in the script without being spoken.
        changes: Everything that was changed, in the order of the text.
        undone: Things that only a person can finish.
        fields: Values for the script's head that the text gives: title, about, position, needs.
    """

    steps: tuple[Step, ...]
    comments: Comments
    changes: tuple[Change, ...]
    undone: tuple[Change, ...]
    fields: Mapping[str, str]


def draft_of(source: Source) -> Draft:
    """Write a text as the steps of a script.

    Raises:
        GroundError: It has no words to speak, or too many.
    """
    paragraphs = paragraphs_in(source.rows)
    if len(paragraphs) > MOST_LINES:
        raise _too_long()
    writer = _Writer()
    for part in parts_of(paragraphs):
        writer.take(part)
    return writer.draft()


def _too_long() -> GroundError:
    return GroundError(
        f"The text has over {MOST_LINES} sentences. Save the part that is one exercise."
    )


class _Writer:
    def __init__(self) -> None:
        self._outline = Outline()
        self._headings: list[Part] = []  # without words so far
        self._changes: list[Change] = []
        self._undone: list[Change] = []
        self._fields: dict[str, str] = {}
        self._told: Paragraph | None = None  # the paragraph whose marks were told
        self._lines = 0

    def take(self, part: Part) -> None:
        """Take the next part."""
        if part.role is not Role.NOTE:
            self._tell_marks(part.paragraph)
        match part.role:
            case Role.TITLE:
                self._set("title", self._without_notes(part), part)
            case Role.FIELD:
                self._set(part.key, part.text, part)
            case Role.HEADING:
                self._headings.append(part)
            case Role.LABEL:
                self._change(part, f'"{part.text}" is left out', part.text)
            case Role.NOTE:
                whole = f"{part.paragraph.mark} {part.text}".strip()
                self._keep(replace(part, text=whole), f"{part.key}, so it is {_KEPT}")
            case Role.WORDS:
                self._words(part)

    def draft(self) -> Draft:
        """Return all that was written."""
        for heading in self._headings:
            self._keep(
                heading, f'"{shortened(heading.text)}" has no words below it, so it is {_KEPT}'
            )
        if not self._outline.speaks:
            raise GroundError(
                "The text has no words to speak, only headings and notes. Write below them what is "
                "to be said."
            )
        if self._outline.leave_last_bell():
            index = max(i for i, each in enumerate(self._changes) if "[bell]" in each.sentence)
            last = self._changes[index]
            self._changes[index] = replace(last, sentence=f'"{last.words}" {_RINGS}')
        steps, comments = self._outline.finished()
        changes = tuple(sorted(self._changes, key=lambda change: change.number))
        return Draft(steps, comments, changes, tuple(self._undone), self._fields)

    def _change(self, part: Part, sentence: str, words: str = "") -> None:
        self._changes.append(Change(part.paragraph.number, sentence, words))

    def _keep(self, part: Part, sentence: str) -> None:
        """Keep a part as a comment."""
        self._outline.comment(part.text)
        self._change(part, sentence, part.text)

    def _without_notes(self, part: Part) -> str:
        """Return a title without notes such as "(5 minutes)", which are kept as comments."""
        tokens = list(tokens_in(part.text))
        for note in tokens:
            if isinstance(note, Note):
                self._outline.comment(note.written)
        words = "".join(token for token in tokens if isinstance(token, str))
        return _CALLED_SCRIPT.sub("", words).strip(" :-\u2013\u2014")

    def _set(self, key: str, value: str, part: Part) -> None:
        """Put a value into the head, unless it has one already, or the value is too long."""
        value = title_words(value.strip('"')) if key == "title" else plain_words(value)
        silent = not any(character.isalnum() for character in value)
        if silent or key in self._fields or (key == "about" and len(value.split()) > ABOUT_WORDS):
            whole = replace(part, text=part.paragraph.text)
            self._keep(whole, f'"{shortened(whole.text)}" is {_KEPT}')
            return
        self._fields[key] = value
        self._change(
            part, f'"{shortened(value)}" is taken for the head, as {key}', part.paragraph.text
        )

    def _open(self) -> None:
        """Begin a step if a heading is waiting for its words."""
        if not self._headings:
            return
        titles: list[str] = []
        marks: frozenset[str] = frozenset()
        for part in self._headings:
            text, found = part.text, frozenset[str]()
            if part.paragraph.level == _MARKED_LEVEL:
                text, found = marked(text)
            title = title_words(text)
            if not any(character.isalnum() for character in title):
                self._keep(part, f'"{part.text}" is {_KEPT}')
                continue
            titles.append(title)
            marks |= found
            what = f'"{shortened(title)}" is the heading of a step, which is not spoken'
            self._change(part, what, part.text)
        self._headings = []
        if titles:
            self._outline.open(": ".join(titles), marks)

    def _words(self, part: Part) -> None:
        """Write the words of a paragraph, a line for each sentence."""
        text = part.text
        pieces = list(pieces_of(text))
        if not pieces and _PICTURE.search(text):
            self._keep(part, f'"{text}" is {_KEPT}')
            return
        self._open()
        before = self._outline.length
        for piece in pieces:
            if isinstance(piece, Note):
                self._note(part, piece)
            elif any(character.isalnum() for character in piece):
                self._say(piece)
                self._ask(part, piece)
            else:
                self._outline.close_sentence(piece)
        if has_emphasis(text):
            self._change(part, "marks of emphasis are left out")
        if part.paragraph.spaced or self._outline.length - before > 1:
            self._outline.end_paragraph()

    def _ask(self, part: Part, sentence: str) -> None:
        """Ask about words that are spoken, and may be for the reader."""
        aside = _ASIDE.match(sentence)
        if aside or _OF_LISTENERS.search(sentence) or part.paragraph.heads_table:
            note = shortened(aside[0] if aside else sentence)
            what = f'"{note}" is spoken. If it is for the reader: <!-- {note} -->'
            self._undone.append(Change(part.paragraph.number, what))

    def _say(self, text: str) -> None:
        self._lines += 1
        if self._lines > MOST_LINES:
            raise _too_long()
        self._outline.say(text)

    def _note(self, part: Part, note: Note) -> None:
        written = note.written.strip()
        if note.comment:
            self._outline.comment(note.comment)
        if note.directive is None:
            what = _KEPT if note.comment else "left out"
            self._change(part, f'"{shortened(written)}" is {what}', written)
            if _AGAIN.search(note.comment):
                what = f'"{shortened(written)}" asks for a repetition. Write those lines again.'
                self._undone.append(Change(part.paragraph.number, what))
            return
        if note.is_dots and (self._outline.pauses or not self._outline.length):
            self._change(part, f'"{written}" is left out')
        elif self._outline.fall_silent(note.directive):
            became = format_directive(note.directive)
            what = "stays as it is" if became == written else f"became {became}"
            self._change(part, f'"{shortened(written)}" {what}', written)
        elif isinstance(note.directive, Bell):
            self._change(part, f'"{shortened(written)}" {_RINGS}', written)
        else:
            self._change(part, f'"{shortened(written)}" is left out: it is said once', written)

    def _tell_marks(self, paragraph: Paragraph) -> None:
        """Tell what was taken from a paragraph, once."""
        if paragraph is self._told:
            return
        self._told = paragraph
        if paragraph.mark:
            what = "the mark of a list is left out"
            self._changes.append(Change(paragraph.number, what, paragraph.mark))
        for word in paragraph.divided:
            what = (
                f'"{word.strip(".,;:!?")}" was divided at the end of a line. Is its hyphen right?'
            )
            self._undone.append(Change(paragraph.number, what))


def title_words(text: str) -> str:
    """Return a title without braces, and without capitals throughout, which a voice may spell."""
    text = plain_words(text).translate(_ROUND)
    if not _IN_BRACKETS.sub("", text).isupper():
        return text
    return _FIRST_LETTER.sub(lambda letter: letter[0].upper(), text.lower(), count=1)
