"""The tree of errors; ``str(error)`` is the sentence the listener sees or hears.

::

    GroundError
    ├── ScriptError         a script has problems (all of them, each with its place)
    ├── UnknownNameError    no exercise, voice or pace of that name (with the nearest ones)
    ├── LengthError         an exercise cannot last as long as was asked
    ├── SpeechError         a voice could not say a line
    │   ├── EngineUnavailableError   an engine cannot start here
    │   ├── SpeechTimeoutError       an engine did not answer in time
    │   ├── UnsoundSpeechError       a voice rendered something that cannot be the line
    │   └── NotRecordedError         a recording does not hold the line
    ├── BackgroundError     the background of an exercise cannot be played
    ├── PlaybackError       no sound device can be used
    │   └── NoLibraryError  a sound library cannot be used
    ├── ExportError         a file could not be written
    ├── RecordingError      a recording cannot be made, read, packed or added
    ├── ShortcutError       a shortcut cannot be made or removed
    └── SettingsError       a setting cannot be saved
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction


class GroundError(Exception):
    """Any error that a listener can cause or meet; shown as one sentence, exit code 1."""

    @property
    def aloud(self) -> str:
        """The same sentence for the ear: without paths and places."""
        return str(self)


MOST_COUNTED = 10_000
"""Problems of one script counted beyond those listed; after them it is not read further."""


def and_more(count: int) -> str:
    """Return the row below a list that leaves some out."""
    return f"and {count} more." if count < MOST_COUNTED else f"and over {MOST_COUNTED} more."


class Problem(NamedTuple):
    """One fault of a script, at its place.

    A named tuple, because `dataclasses` takes 5 ms to import, and first sound waits for errors.

    Attributes:
        source: Name of the script as the listener gave it.
        line: 1-based line.
        column: 1-based column, in characters.
        message: The fault, and how to fix it.
    """

    source: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}: {self.message}"


class ScriptError(GroundError):
    """A script cannot be used.

    Attributes:
        problems: The problems found, in the order of the text; never empty.
        more: Number of further problems.
    """

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        self.problems = tuple(problems)
        self.more = more
        rest = (f"{self.problems[-1].source}: {and_more(more)}",) if more else ()
        super().__init__("\n".join((*map(str, self.problems), *rest)))

    @property
    def aloud(self) -> str:
        """See `GroundError.aloud`."""
        return "This exercise cannot be used as it is. The screen says where, and how to fix it."


class UnknownNameError(GroundError):
    """Nothing of that kind has that name.

    Attributes:
        kind: Kind of thing, e.g. ``"exercise"``.
        name: The unknown name.
        suggestions: The nearest known names, best first; may be empty.
    """

    def __init__(
        self, kind: str, name: str, known: Iterable[str], hint: str, *, likeness: float = 0.75
    ) -> None:
        """Suggest the nearest name.

        Args:
            kind: See the attribute.
            name: See the attribute.
            known: Names to suggest.
            hint: A sentence that says where to find all of them.
            likeness: Least similarity of a suggestion, 0 to 1 (`difflib.SequenceMatcher.ratio`),
                ignoring case. Nowhere has 0.67 to Norge.
        """
        self.kind = kind
        self.name = name
        spelled = {each.casefold(): each for each in reversed(list(known))}
        nearest = difflib.get_close_matches(name.casefold(), spelled, n=1, cutoff=likeness)
        self.suggestions = tuple(spelled[each] for each in nearest)
        guess = f" Did you mean {self.suggestions[0]}?" if self.suggestions else ""
        super().__init__(f"There is no {kind} called {name}.{guess} {hint}")

    @property
    def aloud(self) -> str:
        """See `GroundError.aloud`."""
        nearest = f" The nearest is {self.suggestions[0]}." if self.suggestions else ""
        return f"There is no {self.kind} of that name.{nearest}"


class LengthError(GroundError):
    """An exercise cannot last as long as was asked.

    Attributes:
        possible: The nearest possible lengths in minutes: one shorter, one longer, or both.
    """

    def __init__(self, title: str, minutes: Fraction, possible: Iterable[Fraction]) -> None:
        self.possible = tuple(possible)
        nearest = " or ".join(f"{float(each):g}" for each in self.possible)
        end = "longest" if self.possible[-1] < minutes else "shortest"
        what = "nearest" if len(self.possible) > 1 else end
        super().__init__(
            f"{title} cannot last {float(minutes):g} minute{'' if minutes == 1 else 's'}. "
            f"The {what} is {nearest}."
        )


class SpeechError(GroundError):
    """A voice could not say a line."""


class EngineUnavailableError(SpeechError):
    """An engine cannot start on this machine."""


class SpeechTimeoutError(SpeechError):
    """An engine did not answer in time; it may answer the next line."""


class UnsoundSpeechError(SpeechError):
    """A voice rendered something that cannot be the line it was asked for.

    Attributes:
        text: The line.
        fault: The fault, in a few words.
    """

    def __init__(self, text: str, fault: str) -> None:
        self.text = text
        self.fault = fault
        super().__init__(
            f"The voice could not say this line (what came out is {fault}): {text} "
            "Reword it, or choose another voice."
        )


class NotRecordedError(SpeechError):
    """A recording does not hold a line, or not readably; another voice can say it."""


class BackgroundError(GroundError):
    """The background of an exercise cannot be played."""


class PlaybackError(GroundError):
    """No sound device can be used."""


class NoLibraryError(PlaybackError):
    """A sound library cannot be used.

    Attributes:
        reason: The reason, without a dot at its end.
        fix: The command that fixes it.
    """

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(f"{reason}. To fix it: {fix}")
        self.reason = reason
        self.fix = fix


class ExportError(GroundError):
    """An audio file could not be written; no part of it is left."""


class RecordingError(GroundError):
    """A person's recording cannot be made, read, packed or added."""


class ShortcutError(GroundError):
    """A shortcut cannot be made or removed."""


class SettingsError(GroundError):
    """A setting cannot be saved."""
