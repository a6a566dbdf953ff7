"""Finding a step of a script by what an author calls it."""

from __future__ import annotations

from voice.errors import UnknownNameError
from voice.script.model import Script


def step_named(script: Script, name: str) -> int:
    """Index of the step of that number, counted from one, or of that heading or its beginning.

    Raises:
        UnknownNameError: There is none.
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
