"""Writes a script as text: the inverse of `voice.script.parser.parse`."""

from __future__ import annotations

import re

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
