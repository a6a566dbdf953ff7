"""The script's model, the text it is written in, and the places where scripts are found."""

from voice.script.formatter import format_script as format  # noqa: A004 - parse's twin
from voice.script.parser import parse

__all__ = ["format", "parse"]
