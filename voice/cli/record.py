"""`ground record`: records a person's own voice for exercises, line by line."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import click

from voice.cli.options import refuse_empty
from voice.dialogue.conversation import Conversation, conversation
from voice.dialogue.doubtful_lines import DoubtfulLines
from voice.dialogue.exercise_menu import people_of
from voice.dialogue.record_voice import VoiceRecorder
from voice.dialogue.speakers import Speakers, manner_of
from voice.dialogue.support import support_of
from voice.errors import RecordingError, UnknownNameError
from voice.exercise.performance import voices_here
from voice.playback.keyboard import Keyboard
from voice.playback.output import SWITCH
from voice.recording.folders import answer, delete, new_recording, recording_named, remove_vacant
from voice.recording.importing import Imported, import_folder
from voice.recording.lines import Line, counted, lines_of, missing
from voice.recording.microphone import SoundDeviceMicrophone
from voice.recording.one_file import import_reading
from voice.recording.packing import pack
from voice.saved_settings import load_settings
from voice.script.library import find, one_name_meant
from voice.sound.mixer import Bed
from voice.speech.installed import RECORDED
from voice.speech.recordings import Recording, recordings
from voice.streams import json_text
from voice.working_folder import working_folder


@click.command()
@click.argument("voice")
@click.argument("exercises", nargs=-1, metavar="EXERCISE...")
@click.option("--from", "folder", metavar="FOLDER", help="Take files recorded elsewhere.")
@click.option("--one", "file", metavar="FILE", help="Take one file with all missing lines.")
@click.option("--missing", "listed", is_flag=True, help="List the lines not yet recorded.")
@click.option("--json", "as_json", is_flag=True, help="With --missing: print JSON.")
@click.option("--pack", "packed", is_flag=True, help="Make one file to give to somebody.")
@click.option("--delete", "deleted", is_flag=True, help="Delete all that this person recorded.")
def record(  # noqa: PLR0913 - one for each of its options
    voice: str,
    exercises: tuple[str, ...],
    folder: str | None,
    file: str | None,
    *,
    listed: bool,
    as_json: bool,
    packed: bool,
    deleted: bool,
) -> None:
    """Record a person's own voice for exercises, line by line.

    VOICE is the person's name. Each line is shown, recorded and played back; what is kept stays,
    whenever you leave. With --from, files are called by the ids or the numbers of --missing.
    """
    if sum(map(bool, (folder, file, listed, packed, deleted))) > 1:
        raise click.UsageError("Choose one of --from, --one, --missing, --pack and --delete.")
    refuse_empty(**{"from": folder, "one": file})
    if as_json and not listed:
        raise click.UsageError("--json belongs to --missing.")
    if packed or deleted:
        if exercises:
            raise click.UsageError("--pack and --delete take the whole voice: name no exercise.")
        if deleted:
            remove_vacant()  # a deletion may have been killed
        known = _known(voice)
        _pack(known) if packed else _delete(known)
        return
    if not exercises:
        raise click.UsageError("Name the exercises to record.")
    with one_name_meant(exercises):
        lines = lines_of(find(name) for name in exercises)
    recording = recording_named(voice) or new_recording(voice, lines[0].language)
    if listed:
        _list(recording, lines, as_json=as_json)
    elif folder:
        with click.progressbar(length=len(lines), label="Taking files", file=sys.stderr) as bar:
            found = import_folder(
                recording, lines, _path(folder), told=lambda done, _all: bar.update(done - bar.pos)
            )
        _tell(found, recording)
    elif file:
        _take_one(recording, lines, _path(file))
    else:
        _record(recording, lines, exercises[0])


def _known(name: str) -> Recording:
    """Return the recording of that name.

    Raises:
        UnknownNameError: There is none.
    """
    found = recording_named(name)
    if found is None:
        known = [each.name for each in recordings()]
        raise UnknownNameError("recording", name, known, "See those here with: ground voices")
    return found


def _pack(recording: Recording) -> None:
    """Pack a recording; in a terminal, ask for the person's answer if there is none yet."""
    asked = recording.may_be_passed_on is None and recording.clips()
    if asked and sys.stdin is not None and sys.stdin.isatty():
        question = f"Does {recording.name} agree that this voice is given to other people?"
        recording = answer(recording, agreed=click.confirm(question))
    click.echo(str(pack(recording, working_folder())))


def _delete(recording: Recording) -> None:
    if sys.stdin is not None and sys.stdin.isatty():
        click.confirm(f"Delete all that {recording.name} recorded, for good?", abort=True)
    for left in delete(recording):
        click.echo(f"{left} is not part of the recording, so it stays.", err=True)
    click.echo(f"All that {recording.name} recorded is deleted.")


def _list(recording: Recording, lines: Sequence[Line], *, as_json: bool) -> None:
    lacking = set(missing(recording, lines))
    if as_json:
        click.echo(json_text([_record_of(line) for line in lines if line in lacking]))
        return
    for number, line in enumerate(lines, 1):
        if line in lacking:
            click.echo(f"{number:3}  {line.id}  {line.written}")
    click.echo(f"{len(lacking)} of {len(lines)} lines are not recorded yet.", err=True)


def _record_of(line: Line) -> dict[str, object]:
    written = {"written": line.written} if line.written != line.spoken else {}
    return {"line_id": line.id, "text": line.spoken, **written, "exercises": line.exercises}


def _take_one(recording: Recording, lines: Sequence[Line], file: Path) -> None:
    wanted = missing(recording, lines)
    if not wanted:
        raise RecordingError(f"{recording.name} has recorded every line of these already.")
    with Keyboard() as keyboard:
        if keyboard.available:
            with _talking(keyboard) as (talk, _speakers):
                found = import_reading(recording, wanted, file, DoubtfulLines(talk).keeps)
        else:  # nobody can be asked
            found = import_reading(recording, wanted, file, lambda _cut, _clip: False)
    _tell(found, recording)


def _tell(found: Imported, recording: Recording) -> None:
    for taken in found.taken:
        for remark in taken.remarks:
            click.echo(f"{taken.line.written} {remark}", err=True)
    for left in found.left:
        click.echo(f"Not taken: {left.name}: {left.reason}", err=True)
    click.echo(f"{counted(len(found.taken))} taken into {recording.folder}")
    click.echo(f"Still missing: {counted(len(found.missing))}.")


def _path(typed: str) -> Path:
    return Path(os.path.expanduser(typed))  # noqa: PTH111 - pathlib's raises on an unknown ~name


@contextmanager
def _talking(keyboard: Keyboard) -> Iterator[tuple[Conversation, Speakers]]:
    sys.setswitchinterval(SWITCH)
    settings = load_settings()
    manner = replace(manner_of(settings), bed=Bed.NONE)  # it would be recorded with the voice
    with voices_here(beside_sound=True) as catalog:
        speakers = Speakers(catalog, settings)
        with conversation(keyboard, speakers.say, manner) as talk:
            talk.people = people_of(support_of(settings))
            yield talk, speakers


def _record(recording: Recording, lines: Sequence[Line], exercise: str) -> None:
    with Keyboard() as keyboard:
        if not keyboard.available:
            raise RecordingError(
                "Recording needs a terminal with keys. Lines recorded elsewhere are brought in "
                "with --from FOLDER."
            )
        with (
            _talking(keyboard) as (talk, speakers),
            closing(SoundDeviceMicrophone()) as microphone,
        ):
            recorder = VoiceRecorder(talk, microphone, recording, lines, speakers.say_in)
            recorder.record()
    if recorder.recording.clips():
        click.echo(f"{counted(recorder.kept)} kept in {recording.folder}")
        voice = shlex.quote(f"{RECORDED}/{recording.id}")
        click.echo(f"Hear them with: ground play {shlex.quote(exercise)} --voice {voice}")
