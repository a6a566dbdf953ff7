"""The head of a script: its values as they are written, or problems whose places are in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.fuzz.samples import cases, scripts
from tests.fuzz.target import Target
from voice.script import format as formatted
from voice.script import parse
from voice.script.characters import INVISIBLE
from voice.script.head import OPTIONAL, parse_front_matter
from voice.script.head_rows import ABOUT_WORDS, REQUIRED

_REST = "\n---\n\n## Look\n\nLook.\n"
_GIVEN = "title: Near\nabout: Look.\nask: 1\nposition: any\n"


def _holds(content: bytes) -> None:
    # The parser replaces what cannot be seen before it reads the head.
    text = INVISIBLE.sub(" ", content.decode(errors="replace").replace("\r", "\n"))
    if text.startswith("+"):  # a shorter way to the keys that may be left out
        text = _GIVEN + text[1:]
    rows = text.split("\n")
    problems: list[tuple[int, int, str]] = []
    head = parse_front_matter(text, lambda *place: problems.append(place))
    assert (head is None) == bool(problems), (head, problems)
    for line, column, message in problems:
        assert 1 <= line <= len(rows) + 2, (line, message)
        row = rows[line - 2] if 2 <= line < len(rows) + 2 else "---"
        assert 1 <= column <= len(row) + 1, (line, column, message)
        assert message
    if head is None:
        return
    assert head.ask in range(1, 5)
    assert len(head.about.split()) <= ABOUT_WORDS
    for value in (head.title, head.about, head.position):
        assert value == " ".join(value.split()) != ""
        assert not INVISIBLE.search(value)
    for written, said in head.say:
        assert re.search(r"\w", written)
        assert re.search(r"\w", said)
    if not any(row.rstrip() == "---" or row.startswith("## ") for row in rows):
        script = parse(f"---\n{text}{_REST}", "a.md")
        assert parse(formatted(script), "a.md") == script


def _seeds() -> Iterator[bytes]:
    for path in scripts():
        yield path.read_text(encoding="utf-8").split("---\n")[1].encode()
    for case in cases("script/problems/head.txt"):
        yield case.removeprefix("---\n").split("\n---")[0].encode()
    yield b"+say: {Raynaud's: ray nodes, 'a: b': c}\nsources: [a, 'b: c']\nreviewed: 2026\n"
    yield b"+bed: off\nswap: hear-five\nlanguage: de-AT\nneeds:\n- a cloth\n- 'ice #2'\n"
    yield b"+say:\n  Dr.: doctor\n  yes: yes\nneeds: |\n  a\n  b\nsources: >\n  c\n"


TARGET = Target(
    aims=("voice.script.head", "voice.script.head_rows"),
    holds=_holds,
    seeds=_seeds,
    words=(
        *(f"{key}: " for key in (*REQUIRED, *OPTIONAL)),
        *("#", "&", "*", "!", "!!int", "!x", "?", "-", "{", "}", "[", "]", "'", '"', "''", "~"),
        *("null", "Yes", "010", "1:30", "2026-13-45", "=", ".inf", "<<:", "\\u00ad", "\\x00"),
        *("\\n", "|\n ", ">-\n ", "%YAML 1.1\n", "...\n", "title : ", " #", "&a ", "*a", "\t"),
        *("\u0085", "\u2028", "\ufeff"),
    ),
    longest=1_500,
)
