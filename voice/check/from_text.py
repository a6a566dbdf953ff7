"""Makes a whole script of a draft: guesses its head, judges it, and tells what is left to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from voice.check.asks import judge_ask
from voice.check.files import check_draft, tally
from voice.check.new_script import THINKING, Answers, usual_answers
from voice.check.text import said_in
from voice.errors import GroundError
from voice.script.formatter import format_with_comments, with_line_numbers
from voice.script.from_text.changes import told
from voice.script.from_text.draft import Draft, draft_of
from voice.script.from_text.languages import language_of
from voice.script.from_text.outline import Comments
from voice.script.from_text.source import PASTED, Source
from voice.script.head_rows import ABOUT_WORDS, REQUIRED
from voice.script.model import Script

_POSITIONS = (
    (
        "lying",
        r"\b(?:lie|lying|lay) (?:\w+ ){0,2}(?:down|back|flat|comfortably)\b|\bon your back\b",
    ),
    ("sitting", r"\b(?:sit|sitting|seated|chair|seat)\b"),
    ("standing", r"\b(?:stand|standing)\b"),
)


@dataclass(frozen=True, slots=True)
class FromText:
    """A text on its way to a script.

    Attributes:
        source: The text as it was read.
        draft: Its steps.
        language: Its language, or empty if that is not sure.
    """

    source: Source
    draft: Draft
    language: str

    def script(self, answers: Answers) -> Script:
        """Return the whole script."""
        steps = tuple(replace(step, title=step.title or answers.title) for step in self.draft.steps)
        return Script(
            title=answers.title,
            about=answers.about,
            ask=answers.ask,
            position=answers.position,
            steps=steps,
            needs=self.draft.fields.get("needs", ""),
            language=self.language or "en",
        )

    def comments(self, answers: Answers) -> Comments:
        """Return the comments, and above them what the author answered in other words."""
        fields = self.draft.fields
        given = {"title": answers.title, "about": answers.about, "position": answers.position}
        left = (
            (0, f"{key}: {fields[key]}")
            for key, value in given.items()
            if key in fields and fields[key].rstrip(".") != value.rstrip(".")
        )
        return (*left, *self.draft.comments)


def from_text(source: Source, name: str) -> FromText:
    """Write a text as the steps of a script.

    Args:
        source: The text.
        name: The text, as messages name it.

    Raises:
        GroundError: It is a script already, or has no words to speak, or too many.
    """
    if source.rows[0].text == "---" and all(f"\n{key}:" in source.text for key in REQUIRED):
        raise GroundError(f"{name} is a script already. To see its faults: ground check FILE")
    draft = draft_of(source)
    return FromText(source, draft, language_of("\n".join(_spoken(draft))))


def _spoken(draft: Draft) -> Iterator[str]:
    return (line.text for step in draft.steps for line in step.lines)


def guessed(text: FromText, stem: str) -> Answers:
    """Return proposed answers: what the text says of itself, and else what its words suggest.

    Args:
        text: The text.
        stem: Name of the script's file without its ending.
    """
    fields = text.draft.fields
    answers = usual_answers(stem)
    title = fields.get("title", answers.title)
    about = fields.get("about", title if len(title.split()) <= ABOUT_WORDS else answers.title)
    said = " ".join(_spoken(text.draft))
    positions = [name for name, words in _POSITIONS if re.search(words, said, re.IGNORECASE)]
    position = fields.get("position", " or ".join(positions) or answers.position)
    answers = replace(answers, title=title, about=f"{about.rstrip('.')}.", position=position)
    return replace(answers, ask=_asked(text.script(answers)))


def _asked(script: Script) -> int:
    """Return the lowest level at which no line asks for more than the head says."""
    lines = said_in(script)
    levels = range(1, THINKING)
    return next((ask for ask in levels if not any(judge_ask(replace(script, ask=ask), lines))), 1)


@dataclass(frozen=True, slots=True)
class Written:
    """A script made of a text.

    Attributes:
        content: The script.
        rows: What was changed and what is left to do, for its author.
    """

    content: str
    rows: tuple[str, ...]


def written(text: FromText, answers: Answers, path: str, name: str, *, asked: bool) -> Written:
    """Write the script, and tell what was changed and what is left to do.

    Args:
        text: The text.
        answers: About the exercise.
        path: The script's file, as the author typed it.
        name: The text, as messages name it.
        asked: True if the author gave the answers.
    """
    script = text.script(answers)
    content = format_with_comments(script, text.comments(answers))
    checked = check_draft(path, content, with_line_numbers(script, content))
    name = "the pasted text" if name == PASTED else name
    unit = text.source.unit
    joined = " (a paragraph counts as its first line)" if unit == "line" else ""
    rows = [f"Changed, by the {unit}s of {name}{joined}:", *told(text.draft.changes, unit)]
    rows.append("everywhere: each sentence stands on a line of its own")
    rows += ["", f"Left to do, by the lines of {path}:", *checked.told, *checked.report]
    rows += _doubts(text, answers, name, asked=asked)
    lines = sum(bool(line.text) for step in script.steps for line in step.lines)
    left = "" if not (checked.errors or checked.warnings) else f" {tally([checked])}"
    rows += [
        "",
        f"{path} is ready, with {_count(len(script.steps), 'step')} and "
        f"{_count(lines, 'line')}.{left}",
    ]
    return Written(content, tuple(rows))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _doubts(text: FromText, answers: Answers, name: str, *, asked: bool) -> Iterator[str]:
    """Yield what nobody but the author can decide."""
    for row in told(text.draft.undone, text.source.unit):
        yield f"{name}, {row}"
    if text.source.remark:
        yield text.source.remark
    if not text.language:
        yield "I can't tell the language. If it isn't English, add to the head: language: …"
    if not asked:
        fields = ", ".join(
            f"{key}: {value}"
            for key, value in (
                ("title", answers.title),
                ("about", answers.about),
                ("ask", answers.ask),
                ("position", answers.position),
            )
            if key not in text.draft.fields
        )
        yield f"The head was guessed; see whether it is right: {fields}"
        if "about" not in text.draft.fields:
            yield "about is only the title so far. Say in twelve words at most what happens."
