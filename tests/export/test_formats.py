from __future__ import annotations

from pathlib import Path

import pytest

from voice.errors import ExportError
from voice.export.formats import Format, format_for, format_named, format_of


@pytest.mark.parametrize("kind", list(Format))
def test_a_format_is_found_by_name_and_by_ending(kind: Format) -> None:
    assert format_named(kind.value.upper()) is kind
    assert format_of(Path(f"Ice v1.2{kind.ending}")) is kind


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "ogg",
            "There is no audio format called 'ogg'. Choose one of mp3, m4b, m4a, opus, flac, wav.",
        ),
        ("", "There is no audio format called ''. Choose one of mp3, m4b, m4a, opus, flac, wav."),
    ],
)
def test_any_other_is_refused_with_what_there_is(name: str, sentence: str) -> None:
    with pytest.raises(ExportError) as caught:
        format_named(name)
    assert str(caught.value) == sentence


def test_a_name_without_ending_says_what_to_add() -> None:
    with pytest.raises(ExportError, match=r"Ice cube has no ending .*\.mp3, \.m4b.* --format"):
        format_of(Path("somewhere.wav/Ice cube"))


@pytest.mark.parametrize(
    ("name", "kind", "sentence"),
    [
        (
            "x.mp3",
            "wav",
            "x.mp3 ends in .mp3, but --format says wav. "
            "Leave out --format, or name the file x.wav.",
        ),
        (
            "album/x.M4A",
            "M4B",
            "x.M4A ends in .m4a, but --format says m4b. "
            "Leave out --format, or name the file x.m4b.",
        ),
    ],
)
def test_an_ending_of_another_format_is_refused(name: str, kind: str, sentence: str) -> None:
    with pytest.raises(ExportError) as caught:
        format_for(Path(name), kind)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("name", ["x", "x.wav", "x.WAV", "x.sound", "v1.2", "x.mp3/x"])
def test_an_ending_that_is_no_other_format_is_kept(name: str) -> None:
    assert format_for(Path(name), "wav") is Format.WAV
