"""Files of an album that still have to be made, judged by its folder."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.album.test_fingerprint import HEART, JOE, RECIPE, chosen
from voice.album.marker import Mark, digest_of
from voice.album.order import Order
from voice.album.playlist import PLAYLIST, due, refuse_foreign_playlist, write_playlist
from voice.album.record import write_marked
from voice.errors import ExportError
from voice.export.atomic_output import whole_or_nothing
from voice.export.captions import CaptionFormat
from voice.export.contents import Tags
from voice.export.formats import Format
from voice.export.tags import write_tags
from voice.frames import Frames

if TYPE_CHECKING:
    from pathlib import Path

    from tests.encoding import Encode
    from voice.audio import Samples
    from voice.speech.engine import Voice


def order(folder: Path, **changed: object) -> Order:
    plain = Order(target=folder / "Ice cube.mp3", format=Format.MP3, recipe=RECIPE)
    return replace(plain, **changed)  # type: ignore[arg-type]


def heart(_language: str) -> Voice:
    return HEART


def joe(_language: str) -> Voice:
    return JOE


@pytest.fixture
def ours(tmp_path: Path, sound: Samples, encode: Encode) -> Path:
    path = encode(tmp_path / "Ice cube.mp3", sound)
    write_tags(path, Format.MP3, Tags(title="Ice cube", mark=str(mark_of(order(path)))))
    return path


def mark_of(wanted: Order, *captions: CaptionFormat) -> Mark:
    """The mark of a file that heart speaks, with empty captions beside it."""
    beside = tuple((kind, digest_of(b"")) for kind in captions)
    return Mark(wanted.fingerprint(HEART), wanted.exercise, beside)


def test_what_is_missing_is_made(tmp_path: Path) -> None:
    assert due(order(tmp_path), heart) == order(tmp_path)


def test_what_is_there_is_kept(ours: Path) -> None:
    assert due(order(ours.parent), heart) is None


def test_what_has_changed_is_replaced(ours: Path) -> None:
    changed = order(ours.parent, recipe=chosen(bed=False))
    assert due(changed, heart) == replace(changed, force=True)


def test_what_another_voice_spoke_is_made_again(ours: Path) -> None:
    assert due(order(ours.parent), joe) == order(ours.parent, force=True)


def test_force_makes_it_again(ours: Path) -> None:
    forced = order(ours.parent, force=True)
    assert due(forced, heart) == forced


@pytest.fixture
def marked(tmp_path: Path, sound: Samples, encode: Encode, kind: Format) -> Order:
    """An order whose file is there, whole."""
    wanted = order(tmp_path, target=tmp_path / f"Ice cube{kind.ending}", format=kind)
    encode(wanted.target, sound)
    mark = replace(mark_of(wanted), frames=Frames(len(sound)))
    write_marked(wanted.target, kind, Tags(title="Ice cube"), mark)
    assert due(wanted, heart) is None
    return wanted


@pytest.mark.parametrize("kind", list(Format))
@pytest.mark.parametrize("left", [0, 1, 100, 5_000, -1])
def test_what_was_cut_short_is_made_anew(marked: Order, left: int) -> None:
    write_playlist(marked.target.with_name(PLAYLIST), [marked])
    marked.target.write_bytes(marked.target.read_bytes()[:left])
    assert due(marked, heart) == replace(marked, force=True)
    write_playlist(marked.target.with_name(PLAYLIST), [marked])  # and says 0 seconds, if anything


@pytest.mark.parametrize("kind", list(Format))
def test_damage_anywhere_raises_nothing(marked: Order) -> None:
    write_playlist(marked.target.with_name(PLAYLIST), [marked])
    whole = marked.target.read_bytes()
    chance = random.Random(marked.format)
    for _ in range(50):
        damaged = bytearray(whole)
        damaged[chance.randrange(60)] ^= 1 << chance.randrange(8)
        marked.target.write_bytes(damaged)
        try:
            due(marked, heart)
        except ExportError as error:  # readable, and without its mark: it may be somebody else's
            assert "is already there" in str(error)  # noqa: PT017 - either way is fine


@pytest.mark.parametrize("left", [0, 50, 2_000])
@pytest.mark.parametrize("kind", [Format.MP3, Format.OPUS])
def test_what_was_cut_short_is_made_anew_with_its_captions(marked: Order, left: int) -> None:
    wanted = replace(marked, captions=(CaptionFormat.LRC, CaptionFormat.VTT))
    for path in wanted.beside.values():
        path.touch()
    mark = replace(mark_of(wanted, *wanted.captions), frames=Frames(1))
    write_marked(wanted.target, wanted.format, Tags(title="Ice cube"), mark)
    write_playlist(marked.target.with_name(PLAYLIST), [marked])
    marked.target.write_bytes(marked.target.read_bytes()[:left])
    assert due(wanted, heart) == replace(wanted, force=True)


@pytest.mark.parametrize("left", [0, 50])
@pytest.mark.parametrize("kind", [Format.MP3])
def test_a_broken_file_that_nobody_lists_is_named_and_not_its_captions(
    marked: Order, left: int
) -> None:
    wanted = replace(marked, captions=(CaptionFormat.LRC,))
    wanted.beside[CaptionFormat.LRC].write_text("mine")
    marked.target.write_bytes(marked.target.read_bytes()[:left])
    with pytest.raises(ExportError, match=r"Ice cube\.mp3 is (empty|already there).*--force"):
        due(wanted, heart)
    assert due(replace(wanted, force=True), heart) == replace(wanted, force=True)


def test_an_empty_file_is_no_loss(tmp_path: Path) -> None:
    (tmp_path / "Ice cube.mp3").touch()
    assert due(order(tmp_path), heart) == order(tmp_path, force=True)


def test_what_is_not_ours_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "Ice cube.mp3").write_bytes(b"mine")
    with pytest.raises(ExportError, match=r"Ice cube\.mp3 is already there.*--force"):
        due(order(tmp_path), heart)
    forced = order(tmp_path, force=True)
    assert due(forced, heart) == forced


def test_captions_of_somebody_else_are_refused(tmp_path: Path) -> None:
    (tmp_path / "Ice cube.srt").write_text("mine")
    with pytest.raises(ExportError, match=r"Ice cube\.srt is already there"):
        due(order(tmp_path, captions=(CaptionFormat.SRT,)), heart)


def test_captions_are_made_with_their_sound(ours: Path) -> None:
    both = order(ours.parent, captions=(CaptionFormat.LRC,))
    assert due(both, heart) == replace(both, force=True)
    mark = mark_of(both, CaptionFormat.LRC)
    write_tags(ours, Format.MP3, Tags(title="Ice cube", mark=str(mark)))
    assert due(both, heart) == replace(both, force=True)
    ours.with_suffix(".lrc").touch()
    assert due(both, heart) is None


def test_captions_that_somebody_else_wrote_are_refused(ours: Path) -> None:
    both = order(ours.parent, captions=(CaptionFormat.LRC,))
    ours.with_suffix(".lrc").touch()
    with pytest.raises(ExportError, match=r"Ice cube\.lrc is already there"):
        due(both, heart)
    mark = mark_of(both, CaptionFormat.LRC)
    write_tags(ours, Format.MP3, Tags(title="Ice cube", mark=str(mark)))
    ours.with_suffix(".lrc").write_text("mine now")
    with pytest.raises(ExportError, match=r"Ice cube\.lrc is already there"):
        due(both, heart)


def test_another_exercise_of_that_title_is_refused(ours: Path) -> None:
    other = replace(RECIPE, script=replace(RECIPE.script, id="another"))
    with pytest.raises(ExportError, match=r"Ice cube\.mp3 is already there"):
        due(order(ours.parent, recipe=other), heart)


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / ".Ice cube.mp3.part-0123abcd"
    others = [tmp_path / ".Ice cube.mp3.part-mine", tmp_path / ".Other.mp3.part-0123abcd"]
    for path in (left, *others):
        path.write_bytes(b"half")
    due(order(tmp_path), heart)
    assert sorted(tmp_path.iterdir()) == sorted(others)


def test_what_somebody_is_writing_is_left_alone(tmp_path: Path) -> None:
    with whole_or_nothing(tmp_path / "Ice cube.mp3") as (part,):
        part.write_bytes(b"half")
        due(order(tmp_path), heart)
        assert part.read_bytes() == b"half"


def test_the_playlist_names_what_is_there_in_order(ours: Path) -> None:
    remark = ours.with_name("#1.mp3")
    remark.write_bytes(ours.read_bytes())
    foreign = ours.with_name("Foreign.mp3")
    foreign.write_text("mine")
    missing = ours.with_name("Missing.mp3")
    orders = [order(ours.parent, target=target) for target in (remark, foreign, ours, missing)]
    playlist = ours.with_name(PLAYLIST)
    assert write_playlist(playlist, orders)
    first, mark, *rows = playlist.read_text(encoding="utf-8").splitlines()
    assert first == "#EXTM3U"
    assert mark.startswith("#")
    assert rows == ["#EXTINF:2,Ice cube", "./#1.mp3", "#EXTINF:2,Ice cube", "Ice cube.mp3"]
    refuse_foreign_playlist(playlist, force=False)


def test_a_playlist_is_kept_where_nothing_was_made(ours: Path) -> None:
    playlist = ours.with_name(PLAYLIST)
    assert write_playlist(playlist, [order(ours.parent)])
    before = playlist.read_text()
    assert not write_playlist(playlist, [order(ours.parent, target=ours.with_name("None.mp3"))])
    assert playlist.read_text() == before


@pytest.mark.parametrize("text", ["", "#EXTM3U\nsong.mp3\n"])
def test_a_playlist_that_is_not_ours_is_refused(tmp_path: Path, text: str) -> None:
    playlist = tmp_path / PLAYLIST
    refuse_foreign_playlist(playlist, force=False)
    playlist.write_text(text)
    with pytest.raises(ExportError, match=r"Ground\.m3u8 is already there"):
        refuse_foreign_playlist(playlist, force=False)
    refuse_foreign_playlist(playlist, force=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
@pytest.mark.parametrize("name", ["Ice cube.mp3", "Ice cube.lrc", PLAYLIST])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    both = order(tmp_path, captions=(CaptionFormat.LRC,))

    def look() -> None:
        due(both, heart)
        refuse_foreign_playlist(tmp_path / PLAYLIST, force=False)

    with pytest.raises(ExportError, match=f"{name} is not an ordinary file"):
        look()
