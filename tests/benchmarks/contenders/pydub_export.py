"""The usual way in Python: pyttsx3 writes each line to a file, pydub joins them with silence.

``pydub_export.py TABLE RATE OUT``, in a folder of its own. TABLE: milliseconds TAB text.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyttsx3
from pydub import AudioSegment
from pyttsx3.drivers import _espeak

SAMPLE_RATE = 22_050
"""Frames a second of eSpeak NG; silence at another rate would have all of it resampled."""


def main() -> None:
    """Make the MP3."""
    table, rate, out = sys.argv[1:]
    engine = pyttsx3.init("espeak")
    engine.setProperty("voice", "gmw/en-us")
    engine.setProperty("rate", int(rate))
    # Without these two the rate is now and then lost, and so is the first line.
    _espeak.dll.espeak_Synchronize()
    engine.runAndWait()
    joined = AudioSegment.empty()
    for number, row in enumerate(Path(table).read_text(encoding="utf-8").splitlines()):
        milliseconds, text = row.split("\t")
        path = f"line{number}.wav"
        engine.save_to_file(text, path)
        engine.runAndWait()
        joined += AudioSegment.from_wav(path)
        joined += AudioSegment.silent(int(milliseconds), frame_rate=SAMPLE_RATE)
    joined.export(out, format="mp3", bitrate="64k")


if __name__ == "__main__":
    main()
