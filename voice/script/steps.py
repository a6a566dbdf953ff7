"""Finds a step of a script by the name an author uses."""

from __future__ import annotations

from voice.errors import UnknownNameError
from voice.script.model import Script


def step_named(script: Script, name: str) -> int:
    """Return the index of a step by its number, counted from one, or its heading's beginning.

    Raises:
        UnknownNameError: There is no such step.
    """
    titles = [step.title for step in script.steps]
    if name.isdecimal() and 1 <= int(name) <= len(titles):
        return int(name) - 1
    wanted = name.strip().casefold()
    for matches in (str.__eq__, str.startswith):
        for index, title in enumerate(titles):
            if wanted and matches(title.casefold(), wanted):
                return index
    listed = ", ".join(f"{number} {title}" for number, title in enumerate(titles, start=1))
    raise UnknownNameError("step", name, titles, f"Its steps: {listed}.")
