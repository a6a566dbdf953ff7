"""Advice about text that could be spoken in several ways: the words of each way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from voice.script.directives import format_directive
from voice.script.model import LIVE_FIELDS, Quiet, Script
from voice.script.notes import ONE_BREATH, directive_for
from voice.script.problems import LISTED
from voice.speech.wording import reworded
from voice.speech.wording.lexicon import holds

_FACES = {")": "a smile", "D": "a laugh", "(": "a sad face", "P": "a tongue", "3": "a heart"}
_LOOKS = re.compile(r"\b(?:heavy|black|white|sign|symbol)\b")


@dataclass(frozen=True, slots=True)
class Voicing:
    """Spoken words of one script's texts.

    Attributes:
        language: BCP 47 tag.
        say: How words and phrases are spoken, as the script has it.
    """

    language: str = "en"
    say: Mapping[str, str] = field(default_factory=dict)

    def words_for(self, text: str) -> str:
        """Return the words in which a text is spoken; fields such as {day} stay."""
        for name in LIVE_FIELDS:
            text = text.replace(f"{{{name}}}", _word_for(name))
        words = reworded(text, self.language, self.say) or text
        for name in LIVE_FIELDS:
            words = words.replace(_word_for(name), f"{{{name}}}")
        return words

    def is_reworded(self, text: str) -> bool:
        """True if a text is spoken in other words than written."""
        return bool(reworded(text, self.language, self.say))

    def settles(self, piece: str, text: str) -> bool:
        """True if the script's `say` tells how a piece of a text is spoken."""
        return any(
            holds(piece, key) or (holds(key, piece) and holds(text, key)) for key in self.say
        )


def _word_for(field_name: str) -> str:
    """Return a word that stands for a field while a text is worded."""
    return f"{field_name.title().replace(' ', '')}field"


def voicing_of(script: Script) -> Voicing:
    """Return how the texts of a script are spoken."""
    return Voicing(script.language, dict(script.say))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line, or the title or `about`, that is spoken in other words than written.

    Attributes:
        line: 1-based line of the script.
        words: The words.
    """

    line: int
    words: str


def spoken_in(script: Script) -> Iterator[Spoken]:
    """Yield the texts that are spoken in other words than written, `LISTED` at most.

    The menu speaks the title and `about`.
    """
    head = ((script.title, script.title_place.line), (script.about, script.about_place.line))
    lines = ((line.text, line.number) for step in script.steps for line in step.lines)
    voicing = voicing_of(script)
    found = (
        Spoken(number, voicing.words_for(text))
        for text, number in (*head, *lines)
        if voicing.is_reworded(text)
    )
    yield from islice(found, LISTED)


def ways_of(match: re.Match[str], ways: Iterable[str], voicing: Voicing) -> tuple[str, ...]:
    """Return each way to say what was found: "nineteen ninety", "one thousand nine hundred ...".

    Args:
        match: What was found.
        ways: As explained in ``readings.toml``.
        voicing: How the script's texts are spoken.
    """
    said = (_way(match, way, voicing) for way in ways)
    return tuple(dict.fromkeys(filter(None, said)))


def _way(match: re.Match[str], way: str, voicing: Voicing) -> str:
    before, bar, rest = match.expand(way).partition("|")
    if not bar:
        return before
    piece, _, after = rest.partition("|")
    said = voicing.words_for(f"{before}{piece}{after}")
    return said.removeprefix(before).removesuffix(after).strip(" .,;:!?")


def pause_for(note: str) -> str:
    """Return what to write for a note to the reader, such as "(pause)" or "(30 seconds)"."""
    directive = directive_for(note)
    if directive is None:
        return "leave it out"
    if directive == ONE_BREATH:
        return f"a line that says it, and a pause such as {format_directive(directive)}"
    written = format_directive(directive)
    return (
        f"{written}, after a line that says how long" if isinstance(directive, Quiet) else written
    )


def picture(written: str) -> str:
    """Return what an emoji such as "🍃", ":leaf:" or ":)" shows: "leaf fluttering in wind"."""
    if written.isascii():
        return _FACES.get(written[-1]) or written.strip(":").replace("_", " ").replace("-", " ")
    names = (unicodedata.name(each, "") for each in written if unicodedata.category(each) == "So")
    shown = (_named(name.lower()) for name in names if name)
    return ", ".join(dict.fromkeys(shown)) or "a picture"


def _named(name: str) -> str:
    """Return the name of a picture as one would say it."""
    if name.startswith("regional indicator"):
        return "a flag"
    return " ".join(_LOOKS.sub(" ", name).split()) or name
