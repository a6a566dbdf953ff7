"""Writes a script as text: the inverse of `voice.script.parser.parse`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voice.script.directives import format_directive
from voice.script.model import Line, Script, Step

_MARKS = re.compile(r"[\\\[\]*_<`]")
_MARK = re.compile(r"(?=\((?:repeat|short)(?:\s*,\s*(?:repeat|short))*\)$)", re.IGNORECASE)
"""The end of a title that would be read as a mark."""

_CLOSING = re.compile(r"(?:^|(?<=\s))(?=#+$)")
_LEADING_MARK = re.compile(r"^(\d*)(?=[-+>|#~.)])")


def format_script(script: Script) -> str:
    """Return the script as text; parsing that text gives an equal script."""
    parts = ["---\n", _head(script), "---\n"]
    parts += [_step(step) for step in script.steps]
    return "".join(parts)


def format_with_comments(script: Script, comments: Sequence[tuple[int, str]]) -> str:
    """Return the script as text, with comments between its lines.

    Args:
        script: The script.
        comments: Texts, each with the number of headings and lines above it; in order.
    """
    rows = format_script(script).split("\n")
    body = rows.index("---", 1) + 1
    places = [index for index in range(body, len(rows)) if rows[index]]
    for above, text in reversed(comments):
        place = places[above] if above < len(places) else places[-1] + 1
        rows.insert(place, f"<!-- {text.replace('-->', '-- >')} -->")
    return "\n".join(rows)


def with_line_numbers(script: Script, text: str) -> Script:
    """Return the script with the numbers of its lines in a text that was formatted from it."""
    rows = text.split("\n")
    body = rows.index("---", 1) + 1
    found = (
        index + 1
        for index in range(body, len(rows))
        if rows[index] and not rows[index].startswith("<!--")
    )
    steps = []
    for step in script.steps:
        number = next(found)
        lines = tuple(replace(line, number=next(found)) for line in step.lines)
        steps.append(replace(step, lines=lines, number=number))
    return replace(script, steps=tuple(steps))


def _head(script: Script) -> str:
    import yaml

    head: dict[str, object] = {
        "title": script.title,
        "about": script.about,
        "ask": script.ask,
        "position": script.position,
        "needs": script.needs,
        "swap": script.swap,
        "language": script.language if script.language != "en" else "",
        "bed": "" if script.bed else "off",
        "say": dict(script.say),
        "sources": list(script.sources),
        "reviewed": script.reviewed,
    }
    written = {key: value for key, value in head.items() if value}
    return yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=10_000)


def _step(step: Step) -> str:
    title = _CLOSING.sub(r"\\", _MARK.sub(r"\\", _escaped(step.title)))
    marks = [f" ({mark})" for mark in ("repeat", "short") if getattr(step, mark)]
    heading = f"\n## {title}{''.join(marks)}\n\n"
    return heading + "".join(_line(line) for line in step.lines).rstrip("\n") + "\n"


def _line(line: Line) -> str:
    text = _LEADING_MARK.sub(r"\1\\", _escaped(line.text))
    words = [text] if text else []
    words += [format_directive(directive) for directive in line.directives]
    return " ".join(words) + ("\n\n" if line.paragraph_end else "\n")


def _escaped(text: str) -> str:
    return _MARKS.sub(lambda match: "\\" + match[0], text)
