"""``--minutes``, as its users meet it: what show says, export writes, and play takes."""

from __future__ import annotations

import pytest

from tests.e2e.audio import EDGE, decoded, speech_edges
from tests.e2e.conftest import Ground
from tests.exercises import TURNS

pytestmark = pytest.mark.e2e

RATE = 24_000


@pytest.fixture
def turns(ground: Ground) -> str:
    (ground.folder / "turns.md").write_text(TURNS)
    return "turns.md"


@pytest.mark.parametrize(
    ("exercise", "minutes"),
    [("slow-walk", 20), ("long-out-breath", 10), ("ice-cube", 4), ("turns.md", 1)],
)
@pytest.mark.usefixtures("turns")
def test_every_line_lies_where_show_says(ground: Ground, exercise: str, minutes: int) -> None:
    how = (exercise, "--minutes", str(minutes), "--no-bed", "--no-breath-sound")
    shown = ground("show", *how, "--json").json()
    ran = ground("export", *how, "-o", "it.wav")
    assert ran.code == 0, ran.err
    samples = decoded(ground.folder / "it.wav")
    assert len(samples) == round(shown["duration"] * RATE)
    assert shown["duration"] == pytest.approx(60 * minutes, rel=0.01)
    for cue in shown["cues"]:
        if cue["kind"] == "speech":
            assert max(map(abs, speech_edges(samples, cue, EDGE))) <= 0.005, cue
    firsts = {cue["step"]: cue["start"] for cue in reversed(shown["cues"])}
    assert [step["start"] for step in shown["steps"]] == [firsts[step] for step in sorted(firsts)]


def test_natural_is_not_padded(ground: Ground) -> None:
    """No line comes again within three minutes, and the pauses stay those of the pace."""
    for exercise, minutes in (("slow-walk", "20"), ("long-out-breath", "10")):
        shown = ground("show", exercise, "--minutes", minutes, "--json").json()
        assert 0.75 <= shown["pace"]["pause_scale"] <= 1.5
        ends: dict[str, float] = {}
        for cue in shown["cues"]:
            if cue["kind"] == "speech" and cue["line"] is not None:
                assert cue["start"] - ends.get(cue["text"], -180) >= 180, cue
                ends[cue["text"]] = cue["start"] + cue["duration"]


@pytest.mark.parametrize("command", ["show", "export", "play"])
def test_what_cannot_be_is_one_sentence(ground: Ground, command: str) -> None:
    ran = ground.apart(command, "ice-cube", "--minutes", "20", **ground.deaf)
    assert (ran.code, ran.out) == (1, "")
    start, _, longest = ran.err.rstrip(".\n").rpartition(" ")
    assert start == "Ice cube cannot last 20 minutes. The longest is"
    assert ground.files() == []
    ran = ground("show", "ice-cube", "--minutes", longest, "--json")
    assert ran.json()["duration"] == pytest.approx(60 * float(longest), rel=0.01)
