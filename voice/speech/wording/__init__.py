"""Words for everything that is written: one stage for every voice, before any engine."""

from voice.speech.wording.reworded import reworded
from voice.speech.wording.stage import spoken

__all__ = ["reworded", "spoken"]
