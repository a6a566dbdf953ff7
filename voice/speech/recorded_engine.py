"""The engine of recorded voices, which knows before it is asked what they can say."""

from __future__ import annotations

from types import ModuleType

from voice.audio import Audio
from voice.errors import (
    EngineUnavailableError,
    NotRecordedError,
    RecordingError,
    SpeechError,
    SpeechTimeoutError,
)
from voice.paths import voices_folder
from voice.speech.engine import SpeechEngine, Utterance, Voice
from voice.speech.installed import RECORDED
from voice.speech.recordings import Recording, read_recording


class RecordedEngine:
    """The driver ``recorded`` behind the `SpeechEngine` protocol.

    Its lines are not cached: they are files already, and whoever deletes a recording deletes all
    of it.

    Attributes:
        name: The engine's name.
    """

    def __init__(self, engine: SpeechEngine) -> None:
        """Put this in front of the worker.

        Args:
            engine: Runs the driver.
        """
        self.name = RECORDED
        self._engine = engine

    def version(self, voice: str) -> str:
        """See `SpeechEngine.version`."""
        return self._engine.version(voice)

    def voices(self) -> tuple[Voice, ...]:
        """See `SpeechEngine.voices`."""
        return self._engine.voices()

    def synthesize(self, utterance: Utterance) -> Audio:
        """See `SpeechEngine.synthesize`.

        Raises:
            NotRecordedError: The recording does not hold this text, or its clip is damaged.
            SpeechError: The recording is gone.
        """
        if _recording(utterance.voice).clip(utterance.text) is None:
            raise NotRecordedError(f"This line is not recorded: {utterance.text}")
        try:
            return self._engine.synthesize(utterance)
        except (EngineUnavailableError, SpeechTimeoutError):
            raise
        except SpeechError as error:  # one clip: the others can still be said
            raise NotRecordedError(str(error)) from error

    def close(self) -> None:
        """See `SpeechEngine.close`."""
        self._engine.close()


def own_pace(voice: str) -> float | None:
    """Return the words a minute of a recorded voice, by its id; `None` if unknown.

    Raises:
        SpeechError: The recording is gone, or cannot be read here.
    """
    pace: float | None = _clips().pace_of(_recording(voice))
    return pace


def own_words(voice: str) -> str | None:
    """Return a recorded text by which a voice can be judged, by its id; `None` if unknown."""
    try:
        text: str | None = _clips().sample_of(_recording(voice))
    except SpeechError:  # told when the voice is to speak
        return None
    return text


def _recording(voice: str) -> Recording:
    """Return the recording of a voice's id, ``recorded/Mira``.

    Raises:
        SpeechError: It is gone, or its description is broken.
    """
    try:
        return read_recording(voices_folder() / voice.removeprefix(f"{RECORDED}/"))
    except RecordingError as error:
        raise SpeechError(str(error)) from error


def _clips() -> ModuleType:
    """Import what reads clips: libsndfile may be missing, and other voices speak without it.

    Raises:
        SpeechError: It is.
    """
    try:
        from voice.speech import clips
    except (ImportError, OSError) as error:
        raise SpeechError(f"Recorded lines cannot be read here: {error}.") from error
    return clips
