"""`ground` alone: a spoken menu in a terminal, or an exercise at once without one."""

from __future__ import annotations

import sys

from voice.dialogue.menu_loop import visit_with
from voice.exercise.choices import NO_CHOICES, with_settings
from voice.exercise.performance import voices_here
from voice.exercise.session import Session
from voice.playback import startup
from voice.playback.media.media_keys import media_keys
from voice.playback.output import SWITCH
from voice.saved_settings import load_settings
from voice.script.library import GENTLEST, find


def menu() -> None:
    """Play the menu and exercises, or the gentlest exercise without a keyboard.

    Raises:
        GroundError: There is no voice or no device.
    """
    sys.setswitchinterval(SWITCH)
    settings = load_settings()
    choices = with_settings(NO_CHOICES, settings)
    with media_keys(startup.keyboard()) as keys, voices_here(beside_sound=True) as catalog:
        session = Session(keys, catalog, choices, settings.amplitude, showing=keys.showing)
        if keys.available:
            visit_with(session, settings).run()
        else:
            session.play(find(GENTLEST))
