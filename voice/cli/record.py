"""`ground record`: records a person's own voice for exercises, line by line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

import click

from voice.dialogue.conversation import conversation
from voice.dialogue.record_voice import VoiceRecorder
from voice.dialogue.speakers import Speakers, manner_of
from voice.errors import RecordingError
from voice.exercise.performance import voices_here
from voice.playback.keyboard import Keyboard
from voice.playback.output import SWITCH
from voice.recording.folders import new_recording, recording_named
from voice.recording.lines import Line, lines_of, missing
from voice.recording.microphone import SoundDeviceMicrophone
from voice.script.library import find, one_name_meant
from voice.settings import load_settings
from voice.sound.mixer import Bed
from voice.speech.recordings import Recording
from voice.streams import json_text


@click.command()
@click.argument("voice")
@click.argument("exercises", nargs=-1, metavar="EXERCISE...")
@click.option("--missing", "list_missing", is_flag=True, help="List the lines not yet recorded.")
@click.option("--json", "as_json", is_flag=True, help="With --missing: print JSON.")
def record(voice: str, exercises: tuple[str, ...], *, list_missing: bool, as_json: bool) -> None:
    """Record a person's own voice for exercises, line by line.

    VOICE is the person's name. Each line is shown, recorded and played back; what is kept stays,
    whenever you leave.
    """
    if not exercises:
        raise click.UsageError("Name the exercises to record.")
    with one_name_meant(exercises):
        lines = lines_of(find(name) for name in exercises)
    recording = recording_named(voice) or new_recording(voice, lines[0].language)
    if list_missing:
        _list(missing(recording, lines), as_json=as_json)
        return
    _record(recording, lines)


def _list(lines: Sequence[Line], *, as_json: bool) -> None:
    if as_json:
        click.echo(json_text([_record_of(line) for line in lines]))
        return
    for line in lines:
        click.echo(f"{line.id}  {line.written}")
    click.echo(f"{len(lines)} lines to record." if lines else "Every line is recorded.", err=True)


def _record_of(line: Line) -> dict[str, object]:
    written = {"written": line.written} if line.written != line.spoken else {}
    return {"line_id": line.id, "text": line.spoken, **written, "exercises": line.exercises}


def _record(recording: Recording, lines: Sequence[Line]) -> None:
    with Keyboard() as keyboard:
        if not keyboard.available:
            raise RecordingError(
                "Recording needs a terminal with keys. Lines recorded elsewhere are brought in "
                "with --from FOLDER."
            )
        sys.setswitchinterval(SWITCH)
        settings = load_settings()
        # The bed would be recorded with the voice.
        manner = replace(manner_of(settings), bed=Bed.NONE)
        with voices_here(beside_sound=True) as catalog:
            speakers = Speakers(catalog, settings)
            with (
                conversation(keyboard, speakers.say, manner) as talk,
                closing(SoundDeviceMicrophone()) as microphone,
            ):
                recorder = VoiceRecorder(talk, microphone, recording, lines)
                recorder.record()
    click.echo(f"{recorder.kept} lines kept in {recording.folder}")
    click.echo(f"Hear them with: ground play {lines[0].exercises[0]} --voice {recording.id}")
