"""The English words that exercises and the program itself can say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import voice
from voice.script.library import entries
from voice.script.model import Script
from voice.script.ways import ways
from voice.speech.wording import spoken
from voice.support.helplines import known_lines

PACKAGE = Path(voice.__file__).parent

OWN_WORDS = ("timeline/phrases.py", "timeline/welcome.py", "support/words.py")
"""Modules that put sentences together from single words."""

OWN_SENTENCES = (
    "dialogue/*.py",
    "support/*.py",
    "exercise/asides.py",
    "exercise/controls.py",
    "exercise/ending.py",
    "exercise/session.py",
    "exercise/support_aside.py",
    "playback/keys.py",
    "errors.py",
)
"""Modules that hold whole sentences."""

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


@cache
def said_words() -> dict[str, str]:
    """Return the words as they are handed to an engine, and where each is first said."""
    words: dict[str, str] = {}
    for where, text in _said():
        for word in WORD.findall(text):
            words.setdefault(word, f"{where}: {text}")
    return words


def _said() -> Iterator[tuple[str, str]]:
    for entry in entries():
        script = entry.script
        for text in _written(script):
            yield script.id, spoken(text, script.language, dict(script.say))
    for names, single in ((OWN_WORDS, True), (OWN_SENTENCES, False)):
        for path in sorted(path for name in names for path in PACKAGE.glob(name)):
            for text in _texts(path, single=single):
                yield path.name, spoken(text)
    for way in ways([entry.script for entry in entries()]):
        yield "ways.toml", spoken(way.words)
    for line in known_lines():  # its own name, often of another language, is left out
        yield "numbers.toml", spoken(" ".join((line.name, line.hours, *line.languages)))


def _written(script: Script) -> Iterator[str]:
    yield from (script.title, script.about, script.needs)
    for step in script.steps:
        yield from (line.text for line in step.lines)


def _texts(path: Path, *, single: bool) -> Iterator[str]:
    """Yield the texts of a module that are no docstrings.

    Args:
        path: The module.
        single: True if single words are texts too, and no names.
    """
    module = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            sentence = " " in text.strip()
            if id(node) not in docstrings and (sentence or (single and text.isalpha())):
                yield text
