"""Transcripts of an exercise: words and pauses with their times, for people and programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voice.frames import SAMPLE_RATE, clock, spoken_minutes, to_seconds
from voice.script.model import Script
from voice.speech.engine import Voice
from voice.speech.wording import reworded
from voice.speech.wording import spoken as in_words
from voice.timeline.cues import Kind, Placed, Timeline


@dataclass(frozen=True, slots=True)
class SaidBy:
    """The voices of an exercise.

    Attributes:
        usual: The voice of every line that is not in `instead`.
        instead: Voices of the lines that it cannot say, by text.
    """

    usual: Voice
    instead: Mapping[str, Voice]


def record_of(
    timeline: Timeline, placed: Sequence[Placed], frames: dict[str, int], said_by: SaidBy
) -> dict[str, Any]:
    """Return the record that `show --json` prints; other programs read it, so its names stay."""
    script, pace, voice = timeline.script, timeline.pace, said_by.usual
    starts = {item.cue.step: item.start for item in reversed(placed)}
    return {
        "id": script.id,
        "title": script.title,
        "language": script.language,
        "duration": to_seconds(placed[-1].end),
        "sample_rate": SAMPLE_RATE,
        "pace": {
            "name": pace.name,
            "words_per_minute": pace.words_per_minute,
            "pause_scale": float(pace.pause_scale),
        },
        "voice": {"id": voice.id, "name": voice.called, "engine": voice.engine},
        "steps": [
            {"title": script.steps[step].title, "start": to_seconds(starts[step])}
            for step in sorted(starts)
        ],
        "cues": [_cue_record(item, frames, script, said_by) for item in placed],
    }


def _cue_record(
    item: Placed, frames: dict[str, int], script: Script, said_by: SaidBy
) -> dict[str, Any]:
    cue = item.cue
    record: dict[str, Any] = {
        "kind": cue.kind.value,
        "start": to_seconds(item.start),
        "duration": to_seconds(item.frames),
        "step": cue.step,
        "line": cue.line,
    }
    if cue.phase is not None:
        record["phase"] = cue.phase.value
    if cue.text and frames[cue.text] <= item.frames:
        record["text"] = cue.text
        if words := reworded(cue.text, script.language, dict(script.say)):
            record["spoken"] = words
        if cue.text in said_by.instead:
            record["voice"] = said_by.instead[cue.text].id
    return record


def transcript(
    timeline: Timeline, placed: Sequence[Placed], said_by: SaidBy, *, spoken: bool = False
) -> Iterator[str]:
    """Yield the transcript, with the times, in rows.

    Args:
        timeline: The cues.
        placed: The same, with their places.
        said_by: The voices; lines of another than the usual one name it.
        spoken: True for the words that are said, instead of what is written.
    """
    script = timeline.script
    length = spoken_minutes(to_seconds(placed[-1].end))
    yield f"{script.title}, {length}, {timeline.pace.name} pace, voice {said_by.usual.called}."
    saying = None
    for item in placed:
        cue = item.cue
        if cue.saying != saying:
            saying = cue.saying
            yield f"\n{clock(item.start)}  {script.steps[cue.step].title}"
        if cue.kind is Kind.GAP:
            continue
        if cue.kind is Kind.SPEECH:
            words = in_words(cue.text, script.language, dict(script.say)) if spoken else cue.text
            other = said_by.instead.get(cue.text)
            by = f" ({other.called})" if other else ""
            yield f"{clock(item.start)}    {words}{by}"
        else:
            what = f"{cue.kind} {cue.phase}" if cue.phase else cue.kind
            yield f"{clock(item.start)}    ({what}, {to_seconds(item.frames):.1f} seconds)"
