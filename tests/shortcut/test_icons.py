"""The icon in every format, looked at through ffmpeg."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from voice.export.cover import paint_cover
from voice.shortcut.files import MARK
from voice.shortcut.icons import icon_icns, icon_ico, icon_png

pytestmark = pytest.mark.e2e

Picture = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


def seen(content: bytes, stream: int = 0) -> Picture:
    """The picture with its opacity, shape ``(size, size, 4)``."""
    command = ["ffmpeg", "-v", "error", "-i", "-", "-map", f"0:{stream}", "-pix_fmt", "rgba"]
    done = subprocess.run(
        [*command, "-f", "rawvideo", "-"], input=content, capture_output=True, check=True
    )
    assert done.stderr == b""
    pixels = np.frombuffer(done.stdout, np.uint8)
    size = round((len(pixels) / 4) ** 0.5)
    return pixels.reshape(size, size, 4)


def check(picture: Picture, size: int) -> None:
    """Check that it is the cover's stones, in full, with round corners."""
    assert picture.shape == (size, size, 4)
    inside = slice(size // 8, -size // 8)
    cover = paint_cover("Ground", 3, size)[inside, inside] * 255
    np.testing.assert_allclose(picture[inside, inside, :3], cover, atol=1)
    assert (picture[inside, inside, 3] == 255).all()
    assert picture[0, 0, 3] < 64 < picture[0, size // 2, 3]


def in_icns(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Types and contents of the entries, as the format has them."""
    kind, size = struct.unpack(">4sI", content[:8])
    assert (kind, size) == (b"icns", len(content))
    at = 8
    while at < len(content):
        kind, size = struct.unpack(">4sI", content[at : at + 8])
        yield kind, content[at + 8 : at + size]
        at += size
    assert at == len(content)


def test_linux() -> None:
    check(seen(icon_png()), 256)


@pytest.mark.parametrize(("stream", "size"), [(0, 16), (1, 32), (2, 48), (3, 256)])
def test_windows(stream: int, size: int) -> None:
    check(seen(icon_ico(), stream), size)


@pytest.mark.parametrize(
    ("kind", "size"), [("ic11", 32), ("ic12", 64), ("ic07", 128), ("ic08", 256), ("ic09", 512)]
)
def test_macos(kind: str, size: int) -> None:
    check(seen(dict(in_icns(icon_icns()))[kind.encode()]), size)


@pytest.mark.parametrize("icon", [icon_png, icon_ico, icon_icns])
def test_it_is_small_and_known_as_ours(icon: Callable[[], bytes]) -> None:
    content = icon()
    assert len(content) < 100_000
    assert MARK.encode() in content
    assert content == icon()
