"""MP3: 24 kHz, mono, 64 kb/s, exact to the frame. LAME encodes; `mp3_header` adds the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voice.export import mp3_header
from voice.export.output_file import OutputFile, load, to_int16
from voice.frames import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from voice.audio import Samples

_QUALITY = 7
"""LAME's scale, 0 slowest to 7 fastest. The fastest suits a voice that has bits to spare: it leaves
out noise shaping. Measured with slow-walk (282 s, `natural/heart`): processor time, noise under
speech against the signal, and against a masking threshold (Bark bands, 14 dB under the signal):

=======  ======  =======  ====================  ====================
quality  time    SNR      noise to mask, mean   noise over the mask
=======  ======  =======  ====================  ====================
0        4.2 s   24.0 dB  -9.5 dB               24.7 %
2        2.2 s   25.7 dB  -10.3 dB              23.1 %
5        0.88 s  32.0 dB  -13.3 dB              20.0 %
7        0.46 s  35.1 dB  -14.6 dB              21.1 %
=======  ======  =======  ====================  ====================
"""

_LAME_SCALE = 0.95
"""Factor by which LAME always multiplies the sound (measured at 32 to 96 kb/s, 100 to 6000 Hz).

Uncorrected, the MP3 would be 0.45 dB softer than the other formats. The correction costs 0.45 dB
of headroom, of which -3 dBTP leaves plenty.
"""


class Mp3Encoder:
    """Writes MP3.

    lameenc returns MP3 without LAME's own first frame, so a decoder could not know that the sound
    begins after 1105 frames and ends before the last packet does. `mp3_header` says so: its place
    is left free first, and filled at the end.

    lameenc releases the interpreter lock while it encodes (measured), so rendering continues in
    another thread.
    """

    def __init__(self, path: Path) -> None:
        self._lame = load("lameenc", "MP3").Encoder()
        self._lame.silence()
        self._lame.set_channels(1)
        self._lame.set_in_sample_rate(SAMPLE_RATE)
        self._lame.set_out_sample_rate(SAMPLE_RATE)
        self._lame.set_bit_rate(mp3_header.BIT_RATE // 1000)
        self._lame.set_quality(_QUALITY)
        self._frames = 0
        self._bytes = 0
        self._file = OutputFile(path)
        self._file.seek(mp3_header.PACKET_BYTES)

    def write(self, block: Samples) -> None:
        """Add frames at the end; see `Encoder.write`."""
        if len(block):
            self._frames += len(block)
            pcm = to_int16(block / np.float32(_LAME_SCALE)).astype("<i2", copy=False)
            self._bytes += self._file.write(self._lame.encode(pcm.tobytes()))

    def finish(self) -> None:
        """Write LAME's last packets, then the header into its place, and close."""
        missing = mp3_header.packets_needed(self._frames) * mp3_header.PACKET_BYTES - self._bytes
        self._file.write(self._lame.flush()[:missing])
        self._file.seek(0)
        self._file.write(mp3_header.header(self._frames))
        self._file.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()
