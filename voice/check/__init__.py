"""Judges how kind a script is, as far as a machine can tell.

The reasons for the rules are in scripts/SOURCES.md. Rules that need an exercise's times are in
`voice.check.times`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from voice.check.asks import judge_ask, judge_people
from voice.check.attention import judge_end, judge_start
from voice.check.ends import judge_ends
from voice.check.findings import Finding, Severity, in_order, worst
from voice.check.frame import judge_frame
from voice.check.hazards import judge_hazards
from voice.check.invitations import judge_invitations
from voice.check.pasted import judge_list_marks
from voice.check.questions import judge_question
from voice.check.quiets import judge_directives, judge_numbers
from voice.check.readings import Voicing, voicing_of
from voice.check.sentences import judge_lengths, judge_line, judge_mean, judge_title
from voice.check.text import Said, is_english, said_in
from voice.check.wordlist import judge_words
from voice.script.model import Script
from voice.script.sentences import Sentence, sentences

__all__ = ["MOST_FOUND", "judge", "judge_sentence"]

MOST_FOUND = 1_000
"""Rows with an error beyond which a script as a whole is not judged: those come first."""


def judge(script: Script, *, every: bool = False) -> tuple[Finding, ...]:
    """Judge a script's words: the worst fault of each line, and all of the script as a whole.

    Rules about English words are skipped if the script speaks another language. If more than
    `MOST_FOUND` lines have an error, nothing else is judged.

    Args:
        script: The script.
        every: True to find all faults of each line, for the first `MOST_FOUND` findings.

    Returns:
        The faults, in the order of the text.
    """
    lines = said_in(script)
    voicing = voicing_of(script)
    found = list(_judge_lines(script, lines, voicing, every=every))
    if len({each.line for each in found if each.severity is Severity.ERROR}) > MOST_FOUND:
        return tuple(sorted(found, key=lambda finding: finding.line))
    found += [*judge_title(script), *judge_directives(lines), *judge_mean(lines)]
    if is_english(script):
        found += _judge_head(script, voicing)
        for rule in (judge_start, judge_end, judge_ends, judge_hazards, judge_ask, judge_people):
            found += rule(script, lines)
        found += judge_frame(script, lines)
        for rule_of_lines in (judge_numbers, judge_invitations, judge_list_marks):
            found += rule_of_lines(lines)
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.column)))


def judge_sentence(text: str) -> tuple[Finding, ...]:
    """Judge the English words of one line, wherever they are spoken.

    Args:
        text: One sentence, or a few.
    """
    return tuple(
        finding
        for sentence in sentences(text)
        for finding in (*judge_lengths(sentence), *judge_words(sentence))
    )


def _judge_head(script: Script, voicing: Voicing) -> Iterator[Finding]:
    """Find unsuitable words in the title and `about`, one of each kind."""
    for text, place in ((script.title, script.title_place), (script.about, script.about_place)):
        for finding in _one_of_each_rule(text, place.line, voicing):
            yield replace(finding, column=finding.column + place.column - 1)


def _one_of_each_rule(text: str, line: int, voicing: Voicing) -> Iterator[Finding]:
    told: set[str] = set()
    nameless = (Sentence(text, 0),) if text else ()  # nothing in it is a word: "🍃"
    for sentence in sentences(text) or nameless:
        for finding in in_order(judge_words(sentence, line, voicing)):
            if finding.rule not in told:
                told.add(finding.rule)
                yield finding


def _judge_lines(
    script: Script, lines: Sequence[Said], voicing: Voicing, *, every: bool
) -> Iterator[Finding]:
    """Find the worst fault of each heading and each line, or every one.

    After `MOST_FOUND` findings, a row is judged only up to its first error: a text of nothing but
    faults would take minutes.
    """
    count = 0
    for row in _rows(script, lines, voicing):
        found = tuple(row) if every and count < MOST_FOUND else worst(row)
        count += len(found)
        yield from found


def _rows(script: Script, lines: Sequence[Said], voicing: Voicing) -> Iterator[Iterator[Finding]]:
    """Yield the findings of each heading, then of each line, judging as they are read."""
    english = is_english(script)
    for step in script.steps if english else ():
        yield _one_of_each_rule(step.title, step.number, voicing)
    for said in lines:
        yield _judge_row(script, said, voicing, english=english)


def _judge_row(script: Script, said: Said, voicing: Voicing, *, english: bool) -> Iterator[Finding]:
    """Find every fault of a line, those that are quick to judge first."""
    for sentence in said.sentences:
        yield from judge_lengths(sentence, said.number)
    if not english:
        return
    yield from judge_line(said)
    for sentence in said.sentences:
        yield from judge_words(sentence, said.number, voicing)
    for sentence in said.sentences:
        yield from judge_question(script, sentence, said.number)
