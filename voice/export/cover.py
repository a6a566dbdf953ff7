"""Draws the cover of a file: stones on a shore, more for an exercise that asks more.

Every cover has a sky, a disc, two hills and stones. The title's hash chooses colours and places, so
that covers differ without text, and the same exercise always has the same cover.
"""

from __future__ import annotations

import hashlib
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

SIZE = 600
"""Pixels a side. Players show 200 to 600."""

Pixels = NDArray[np.float32]
"""Colours, from 0 to 1; shape ``(rows, columns, 3)``, or ``(3,)`` for one."""

_FULL_TURN = 2 * np.pi

_SUNLIGHT = 0.22
"""Hue of the disc under every sky, in turns: a warm yellow."""

_SHORE = 0.86
"""Height of the shore under the lowest stone, from the top, in sides of the picture."""

# Ottosson, "A perceptual color space for image processing" (2020): Oklab to linear sRGB.
_TO_CONES = np.array([[1, 0.39633778, 0.21580376], [1, -0.10556135, -0.06385417],
                      [1, -0.08948418, -1.29148555]])  # fmt: skip
_TO_RGB = np.array([[4.07674166, -3.30771159, 0.23096993], [-1.26843800, 2.60975740, -0.34131940],
                    [-0.00419609, -0.70341861, 1.70761470]])  # fmt: skip


class _Dice:
    """Pseudo-random numbers that depend only on a title, the same on every machine."""

    def __init__(self, title: str) -> None:
        self._bytes = iter(hashlib.sha256(title.encode()).digest())

    def between(self, low: float, high: float) -> float:
        """Return the next number, evenly distributed."""
        return low + (high - low) * next(self._bytes) / 255


def draw_cover(title: str, ask: int) -> bytes:
    """Draw a cover as a PNG file of about 20 kB.

    Args:
        title: Title of the exercise.
        ask: How much it asks of a person, 1 to 4: the number of stones.
    """
    return png(paint_cover(title, ask, SIZE))


def paint_cover(title: str, ask: int, size: int) -> Pixels:
    """Paint a cover of another size.

    Args:
        title: Title of the exercise.
        ask: Number of stones.
        size: Pixels a side.
    """
    dice = _Dice(title)
    sky = dice.between(0, 1)
    ground = sky + dice.between(-0.2, 0.2)
    picture = _sky(sky, dice.between(0.70, 0.86), size)
    _draw_disc(picture, dice)
    for level, lightness in ((0.58, 0.74), (0.72, 0.56)):
        swing, phase, waves = dice.between(-0.06, 0.06), dice.between(0, 1), dice.between(0.5, 1.3)
        _draw_hill(picture, (level, swing, phase, waves), _colour(lightness, 0.075, ground))
    _draw_stones(picture, dice, ask, ground)
    return picture


def _sky(hue: float, lightness: float, size: int) -> Pixels:
    """Return the sky, lighter towards the horizon."""
    top, horizon = _colour(lightness, 0.075, hue), _colour(0.94, 0.035, hue + 0.12)
    height = np.linspace(0, 1, size, dtype=np.float32)[:, np.newaxis, np.newaxis]
    return np.repeat(top + (horizon - top) * height, size, axis=1)


def _draw_disc(picture: Pixels, dice: _Dice) -> None:
    """Draw a sun or moon with a halo."""
    x, y, radius = dice.between(0.2, 0.8), dice.between(0.2, 0.4), dice.between(0.08, 0.15)
    light = _colour(0.97, 0.045, _SUNLIGHT)
    _draw_stone(picture, (x, y), (1.5 * radius, 1.5 * radius), light, strength=0.35, power=2)
    _draw_stone(picture, (x, y), (radius, radius), light, power=2)


def _draw_hill(picture: Pixels, curve: tuple[float, float, float, float], colour: Pixels) -> None:
    """Fill the area below a wavy line: its level, swing, phase, and waves across the picture."""
    level, swing, phase, waves = curve
    axis, size = _axis(picture), len(picture)
    line = level + swing * np.sin(_FULL_TURN * (waves * axis + phase), dtype=np.float32)
    edge = slice(int(line.min() * size), int(line.max() * size) + 2)
    coverage = np.clip((axis[edge, np.newaxis] - line) * size + 0.5, 0, 1)
    _lay(picture[edge], coverage, colour)
    picture[edge.stop :] = colour


def _draw_stones(picture: Pixels, dice: _Dice, ask: int, hue: float) -> None:
    """Draw stacked stones, the largest lowest, alternately dark and light."""
    bottom = _SHORE
    for number in range(ask):
        width = 0.23 - 0.04 * number + dice.between(-0.015, 0.015)
        height = 0.078 - 0.009 * number
        lean = dice.between(-0.035, 0.035) * bool(number)
        colour = _colour(0.36 + 0.10 * (number % 2) + 0.04 * number, 0.05, hue + 0.1)
        _draw_stone(picture, (0.5 + lean, bottom - height), (width, height), colour)
        bottom -= 2 * height - 0.006


def _draw_stone(
    picture: Pixels,
    centre: tuple[float, float],
    reach: tuple[float, float],
    colour: Pixels,
    strength: float = 1,
    power: float = 2.5,
) -> None:
    """Draw a rounded shape, measured in sides of the picture: an ellipse at a power of 2."""
    axis, size = _axis(picture), len(picture)
    columns, rows = (
        slice(max(int((at - far) * size), 0), int((at + far) * size) + 2)
        for at, far in zip(centre, reach, strict=True)
    )
    across = (np.abs(axis[columns] - centre[0]) / reach[0]) ** power
    down = (np.abs(axis[rows] - centre[1]) / reach[1]) ** power
    distance = (across + down[:, np.newaxis]) ** np.float32(1 / power)  # 1 at the edge
    coverage = np.clip((1 - distance) * (min(reach) * size) + 0.5, 0, 1)
    _lay(picture[rows, columns], coverage * np.float32(strength), colour)


def _axis(picture: Pixels) -> NDArray[np.float32]:
    """Return the centres of pixels along a side."""
    size = len(picture)
    return (np.arange(size, dtype=np.float32) + 0.5) / np.float32(size)


def _lay(part: Pixels, coverage: NDArray[np.float32], colour: Pixels) -> None:
    """Blend a colour into a part of the picture, in place; coverage is ``(rows, columns)``."""
    part += coverage[..., np.newaxis] * (colour - part)


def _colour(lightness: float, chroma: float, hue: float) -> Pixels:
    """Convert a colour from OKLCH (the hue in turns) to sRGB."""
    a, b = chroma * np.cos(_FULL_TURN * hue), chroma * np.sin(_FULL_TURN * hue)
    linear = np.clip(_TO_RGB @ (_TO_CONES @ np.array([lightness, a, b])) ** 3, 0, 1)
    curved = np.clip(1.055 * linear ** (1 / 2.4) - 0.055, 0, 1)  # sRGB's linear part is not needed
    return np.asarray(curved, np.float32)


def png(picture: Pixels) -> bytes:
    """Encode a picture as PNG (ISO 15948), each pixel as its difference from the one before.

    Args:
        picture: May have opacity as a fourth channel.
    """
    picture = (picture * 255 + 0.5).astype(np.uint8)
    rows, columns, channels = picture.shape
    kind = {3: 2, 4: 6}[channels]
    differences = np.diff(picture, axis=1, prepend=np.zeros_like(picture[:, :1]))
    filtered = np.hstack([np.ones((rows, 1), np.uint8), differences.reshape(rows, -1)])
    # Run lengths suffice: three times as fast as a full search, and 15 % larger (measured).
    packer = zlib.compressobj(strategy=zlib.Z_RLE)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">II5B", columns, rows, 8, kind, 0, 0, 0))
        + _chunk(b"IDAT", packer.compress(filtered.tobytes()) + packer.flush())
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
