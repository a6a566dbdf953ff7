"""Tags that make players which even out loudness leave these files as they are.

All files have one loudness (`voice.sound.levelling`), 1 dB below the -18 LUFS that ReplayGain aims
at. A gain per file would undo that, because a file's loudness also depends on its pauses. So every
file asks for no change. Without a gain, VLC turns a file down by 7 dB (its option
``audio-replay-gain-default``), and other players have such a setting too.
"""

_GAIN = "0.01 dB"
"""Not nought, which VLC 3.0.24 takes for "no gain" in Opus files (measured)."""

_PEAK = f"{10 ** (-3 / 20):.6f}"
"""Largest sample: in every format at most -3 dB."""

REPLAY_GAIN = tuple(
    (f"REPLAYGAIN_{whole}_{kind}", value)
    for whole in ("TRACK", "ALBUM")
    for kind, value in (("GAIN", _GAIN), ("PEAK", _PEAK))
)
"""Names and values, by the ReplayGain 2.0 specification."""

R128_GAIN = tuple((f"R128_{whole}_GAIN", str(-5 * 256)) for whole in ("TRACK", "ALBUM"))
"""The same for Opus (RFC 7845, 5.2.1), in 256ths of a decibel towards -23 LUFS.

Players add 5 dB to compare it with a ReplayGain. The RFC would have no ReplayGain beside it, but
VLC knows no other in Opus files either, and applying both does no harm: one is next to nothing.
"""
