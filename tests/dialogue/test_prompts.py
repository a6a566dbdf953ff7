"""Every sentence of the program's own is short, kind and soon over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.dialogue.listener import choir, hum, talking
from voice.check import judge_sentence
from voice.cli.app import NOW
from voice.cli.help import HELP
from voice.dialogue.after_exercise import ask_after
from voice.dialogue.choose_voice import choose_by_ear
from voice.dialogue.conversation import GAP, Conversation, Line, Pause
from voice.dialogue.exercise_menu import (
    AFTER_SUPPORT,
    GOODBYE,
    choose_exercise,
    first_page,
    spoken_name,
)
from voice.dialogue.hear_voices import listen
from voice.dialogue.speakers import Speakers
from voice.errors import EngineUnavailableError, PlaybackError, ScriptError, UnknownNameError
from voice.playback.keys import FIRST_KEYS, PLAYING_KEYS, SHORT_KEYS
from voice.script.library import entries
from voice.script.ways import ways
from voice.settings import Settings
from voice.support.helplines import known_lines
from voice.support.question import asked as asked_country
from voice.support.words import CLOSING, Caller, advice, caller_in, numbers
from voice.timeline import phrases

Prompt = tuple[Line, ...]

LONGEST = 20.0
"""Seconds of one prompt."""

SLOW = 120
"""Words a minute of the slow pace."""

SCRIPTS = tuple(entry.script for entry in entries())
"""All scripts that ship."""

LINES = known_lines()


def asked(talks: Callable[[Conversation], object], *keys: str) -> Iterator[Prompt]:
    """The questions of a conversation in which each is answered with the next key."""
    prompts: list[Prompt] = []
    answers = iter(keys)

    def ask(lines: Iterable[Line], **_how: object) -> str | None:
        prompts.append(tuple(lines))
        return next(answers, None)

    with talking(hum) as (talk, _):
        talk.ask = ask  # type: ignore[method-assign]
        talks(talk)
    return iter(prompts)


def menus() -> Iterator[Prompt]:
    for last in (None, SCRIPTS[-1].id):
        page = first_page(SCRIPTS, ways(SCRIPTS), last)
        yield from asked(
            lambda talk, page=page: choose_exercise(  # type: ignore[misc]
                talk, page, lambda _talk: None, keys=[SHORT_KEYS]
            ),
            *("x" for _ in SCRIPTS),
        )
    for number in "1234":
        page = first_page(SCRIPTS, ways(SCRIPTS))
        yield from asked(
            lambda talk, page=page: choose_exercise(talk, page, lambda _talk: None),  # type: ignore[misc]
            *("2", number),
        )


def after_an_exercise() -> Iterator[Prompt]:
    for can in (True, False):
        yield from asked(
            lambda talk, can=can: ask_after(talk, can_be_longer=can, support=lambda _: None)  # type: ignore[misc]
        )
    yield (GOODBYE,)
    yield from ((f"Instead, {spoken_name(script)}.",) for script in SCRIPTS)


def choosing(folder: Path) -> Iterator[Prompt]:
    names = ("Ada", "English (Great Britain)")
    with closing(choir(folder, names)) as catalog:
        speakers = Speakers(catalog, Settings())
        for keys in (("2", "enter", "enter", "enter", "enter"), ("space", "1", "h", "enter")):
            yield from asked(
                lambda talk: choose_by_ear(talk, speakers, Settings(), folder / "settings.toml"),
                *keys,
                *("h", "+", "enter"),
                *("h", "-", "enter"),
                *("h", "enter"),
            )
        yield from asked(
            lambda talk: listen(
                talk, speakers, folder / "settings.toml", lambda *_: None, keys=True
            ),
            "2",
        )


def errors() -> Iterator[Prompt]:
    for error in (
        UnknownNameError("exercise", "hear-fve", [script.id for script in SCRIPTS], "See: x"),
        ScriptError([]),
        EngineUnavailableError("No voice can be heard here."),
        PlaybackError("No sound device was found."),
    ):
        yield (error.aloud, NOW)


def alone() -> Iterator[Prompt]:
    yield from ((FIRST_KEYS,), PLAYING_KEYS, HELP, AFTER_SUPPORT)
    yield from ((phrases.PAUSE_ME,), (phrases.PRESS_ANY_KEY,), (phrases.STILL_WAITING,))
    yield from ((phrases.WE_ARE_BACK,), *((words,) for words in phrases.BREATH_WORDS.values()))


def people() -> Iterator[Prompt]:
    for line in (None, *LINES):
        country = line.country if line else None
        caller = caller_in(country, LINES, "Ada", "030 12 34 56")
        yield tuple(asked_country(line))
        yield from (tuple(piece) for piece in (*numbers(caller, keys=True), *advice(caller)))
    yield from (tuple(piece) for piece in (CLOSING, *numbers(Caller(country="JP"), keys=True)))


def prompts(folder: Path) -> Iterator[Prompt]:
    yield from menus()
    yield from after_an_exercise()
    yield from choosing(folder)
    yield from errors()
    yield from alone()
    yield from people()


@pytest.fixture(scope="module")
def all_prompts(tmp_path_factory: pytest.TempPathFactory) -> list[Prompt]:
    found = [prompt for prompt in prompts(tmp_path_factory.mktemp("prompts")) if prompt]
    assert len(found) > 100
    return found


def test_each_prompt_is_over_within_twenty_seconds(all_prompts: list[Prompt]) -> None:
    long = {prompt: lasting for prompt in all_prompts if (lasting := seconds(prompt)) >= LONGEST}
    assert not long


def test_each_sentence_passes_the_rules_for_scripts(all_prompts: list[Prompt]) -> None:
    """Names of services are theirs, and a number told digit by digit is no list."""
    names = re.compile("|".join(re.escape(line.spoken) for line in LINES))
    digits = re.compile(r"\b(?:(?:zero|one|two|three|four|five|six|seven|eight|nine|plus),? ?){3,}")
    found = {}
    for line in (line for prompt in all_prompts for line in prompt if isinstance(line, str)):
        judged = judge_sentence(digits.sub("there", names.sub("Them", line)))
        if judged:
            found[line] = judged
    assert not found


def test_no_more_than_four_choices_at_a_time(all_prompts: list[Prompt]) -> None:
    for prompt in all_prompts:
        choices = [line for line in prompt if isinstance(line, str) and "press " in line.lower()]
        assert len(choices) <= 4, prompt


def seconds(prompt: Prompt) -> float:
    """At the slow pace, with the gaps; a pause that is chosen by ear is no part of the prompt."""
    sentences = [line for line in prompt if isinstance(line, str)]
    pauses = sum(line.seconds for line in prompt if isinstance(line, Pause) and line is not GAP)
    words = sum(len(sentence.split()) for sentence in sentences)
    return words * 60 / SLOW + GAP.seconds * (len(sentences) - 1) + pauses
