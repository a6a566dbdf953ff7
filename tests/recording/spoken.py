"""Lines of an exercise, as eSpeak and other programs speak and store them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import soundfile

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.recording.lines import Line
from voice.speech.embedded_espeak import EmbeddedEspeak
from voice.speech.recordings import line_id
