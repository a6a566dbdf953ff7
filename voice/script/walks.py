"""Joins exercises into one, which is played, exported and listed as any other.

A walk is written like a script: each heading is an exercise's id or title, and the lines under it
are said after that exercise. ``ground export A B --join`` makes one without a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from voice.errors import GroundError, Problem, ScriptError
from voice.script.model import Line, Quiet, Script, Seconds, Step

ON_THE_WAY = "On the way"
"""Heading of what is said between two exercises."""

_MINUTE = Seconds(60)

MOST_IN_TITLE = 4
"""Most exercises that a title names; more of them are counted."""

BETWEEN = Seconds(20)
"""Usual time between two exercises."""


def joined(exercises: Sequence[Script], between: Seconds = BETWEEN) -> Script:
    """Join exercises, with an announced silence between them.

    Args:
        exercises: At least one; a single one is returned as it is.
        between: Length of each silence.

    Raises:
        GroundError: They are in different languages.
    """
    first, *others = exercises
    if not others:
        return first
    parts = [(each, tuple(_pause(between, later)), 0) for each, later in pairwise(exercises)]
    titles = list(dict.fromkeys(each.title for each in exercises))
    many = f"{len(exercises)} exercises"
    head = Script(
        title=many if len(titles) > MOST_IN_TITLE else ", ".join(titles),
        about=f"{many}, one after the other.",
        ask=max(each.ask for each in exercises),
        position=_listed(each.position for each in exercises),
        steps=(),
        language=first.language,
        id="+".join(each.id for each in exercises),
    )
    return _joined(head, [*parts, (exercises[-1], (), 0)])


def _pause(length: Seconds, later: Script) -> Iterator[Line]:
    """Yield the lines of a silence before a later exercise: a bell each minute, a word every two.

    The words promise a sound, since a listener may have turned bells off.
    """
    sound = ", but a sound every minute" if length > _MINUTE else ""
    text = f"Next is {later.title}, in {_in_figures(length)}. Nothing from me until then{sound}."
    left = length
    while left:
        quiet = min(left, 2 * _MINUTE)
        yield Line(text, (Quiet(quiet, _MINUTE if quiet > _MINUTE else None),))
        left -= quiet
        text = f"{_in_figures(left)} left."


def walk_of(written: Script, source: str, find: Callable[[str], Script]) -> Script:
    """Return the walk that a script describes.

    Args:
        written: The script, whose headings are ids of exercises.
        source: Its name, for problems.
        find: Returns the exercise of an id.

    Raises:
        ScriptError: A heading is no exercise's id, or an exercise is in another language.
    """
    parts: list[tuple[Script, tuple[Line, ...], int]] = []
    problems: list[Problem] = []
    for step in written.steps:
        try:
            parts.append((_named_in(written, step, find), step.lines, step.number))
        except GroundError as error:
            problems.append(Problem(source, step.number, 1, str(error)))
    if problems:
        raise ScriptError(problems)
    return _joined(written, parts)


def _named_in(written: Script, step: Step, find: Callable[[str], Script]) -> Script:
    """Return the exercise that a step of a walk names.

    Raises:
        GroundError: There is none of that name, or it is in another language.
    """
    exercise = find(step.title)
    if exercise.language != written.language:
        raise GroundError(
            f"{exercise.title} is in another language. Name one in {written.language}."
        )
    return exercise


def _joined(head: Script, parts: Sequence[tuple[Script, tuple[Line, ...], int]]) -> Script:
    """Return a script of exercises, each with the lines that follow it and the row that names it.

    Raises:
        GroundError: They are in different languages.
    """
    exercises = [exercise for exercise, _, _ in parts]
    other = next((each for each in exercises if each.language != head.language), None)
    if other is not None:
        raise GroundError(
            f"{other.title} is in another language than {exercises[0].title}. "
            "Join exercises of one language."
        )
    steps: list[Step] = []
    for place, (exercise, lines, row) in enumerate(parts):
        steps += (_step_of(exercise, step, row, later=place > 0) for step in exercise.steps)
        if lines:
            steps.append(Step(ON_THE_WAY, lines, number=row))
    say = dict(chain.from_iterable(each.say for each in reversed((head, *exercises))))
    return replace(
        head,
        steps=tuple(steps),
        needs=head.needs or _listed(each.needs for each in exercises),
        bed=all(each.bed for each in (head, *exercises)),
        say=tuple(say.items()),
        sources=tuple(
            dict.fromkeys(chain.from_iterable(each.sources for each in (head, *exercises)))
        ),
    )


def _step_of(exercise: Script, step: Step, row: int, *, later: bool) -> Step:
    """Return a step of a walk; none is left out, since the walk has no one-minute version."""
    title = f"{exercise.title}: {step.title}"
    later = later or step.later  # the exercise may be a walk itself
    return replace(step, title=title, exercise=exercise.title, later=later, short=False, number=row)


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, texts)))


def _in_figures(seconds: Seconds) -> str:
    """Return a length as a line says it: "2 minutes and 30 seconds"."""
    minutes, rest = divmod(seconds, 60)
    units = ((int(minutes), "minute"), (float(rest), "second"))
    return " and ".join(
        f"{count:g} {unit}{'' if count == 1 else 's'}" for count, unit in units if count
    )
