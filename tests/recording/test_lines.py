"""Which lines a person can record, and which of them are missing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from voice.pace import PACES
from voice.recording.lines import lines_of, missing
from voice.script import parse
from voice.script.library import entries, find
from voice.speech.clips import write_clip
from voice.speech.recordings import Recording
from voice.speech.wording import spoken
from voice.timeline.build import Setting, build

HEAD = "---\ntitle: T\nabout: A.\nask: 1\nposition: any\n{}---\n\n"


def script_of(rows: str, head: str = "") -> object:
    return parse(HEAD.format(head) + f"## One\n\n{rows}\n", "t.md")


def texts(rows: str, head: str = "") -> list[str]:
    return [line.written for line in lines_of([script_of(rows, head)])]  # type: ignore[list-item]


def test_all_that_an_exercise_says_can_be_recorded() -> None:
    for entry in entries():
        recorded = {line.spoken for line in lines_of([entry.script])}
        for pace in PACES.values():
            for keys in (True, False):
                for bell in (True, False):
                    for welcomed in (True, False):
                        setting = Setting(bell=bell, keys=keys, welcomed=welcomed)
                        say = dict(entry.script.say)
                        said = build(entry.script, pace, setting).texts
                        assert {spoken(text, "en", say) for text in said} <= recorded


def test_the_program_says_more_where_there_is_a_wait() -> None:
    plain = texts("Look round.")
    assert plain == ["Look round.", "Still here.", "Paused. Space goes on."]
    waiting = texts("Look round. [wait]")
    assert waiting[:2] == ["Look round.", "Press any key when you are ready."]
    assert "Pause me until you are ready." in waiting
    assert "Still here. Press any key when you are ready." in waiting


def test_a_line_with_todays_date_cannot_be_recorded() -> None:
    assert texts("Today is {day}.\nLook round.")[0] == "Look round."


def test_an_id_is_made_of_the_spoken_words() -> None:
    (line, *_) = lines_of([script_of("Hold it for 10s.", "say: {hold: hohld}\n")])  # type: ignore[list-item]
    assert line.written == "Hold it for 10s."
    assert line.spoken == "hohld it for ten seconds."
    digest = hashlib.sha256(f"en\n{line.spoken}".encode()).hexdigest()
    assert line.id == digest[:16]


def test_a_line_of_several_exercises_is_recorded_once() -> None:
    lines = lines_of([find("ice-cube"), find("hear-five")])
    ids = [line.id for line in lines]
    assert len(ids) == len(set(ids))
    (shared,) = [line for line in lines if line.written == "Still here."]
    assert shared.exercises == ("ice-cube", "hear-five")


def test_what_is_missing_is_what_has_no_clip(tmp_path: Path) -> None:
    lines = lines_of([find("ice-cube")])
    recording = Recording(tmp_path, "Mira")
    assert missing(recording, lines) == lines
    write_clip(recording.place(lines[3].id), np.zeros(2400, np.float32), lines[3].spoken)
    assert missing(recording, lines) == (*lines[:3], *lines[4:])
