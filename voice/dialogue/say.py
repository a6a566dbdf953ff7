"""Says printed sentences aloud for somebody who cannot read now."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from voice.dialogue.conversation import conversation
from voice.dialogue.speakers import Speakers, manner_of
from voice.errors import GroundError
from voice.exercise.performance import voices_here
from voice.playback import startup
from voice.playback.keyboard import Keyboard
from voice.saved_settings import load_settings


def say_aloud(sentences: Sequence[str]) -> None:
    """Say sentences until they end or a key comes; do nothing if no voice can speak.

    Args:
        sentences: Already printed, so that nothing is lost if they cannot be heard.
    """
    startup.end()  # no exercise follows
    settings = load_settings()
    with (
        contextlib.suppress(GroundError),
        Keyboard() as keyboard,
        voices_here(beside_sound=True) as catalog,
    ):
        speakers = Speakers(catalog, settings)
        with conversation(keyboard, speakers.say, manner_of(settings)) as talk:
            talk.tell(sentences)
