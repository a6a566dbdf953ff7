"""Walks: several exercises in one sitting, made from a file or from names."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from voice.check import judge
from voice.errors import GroundError, Problem, ScriptError, UnknownNameError
from voice.pace import PACES
from voice.script.library import entries, find, load, shipped_folder, walks
from voice.script.model import Script
from voice.script.walks import ON_THE_WAY, joined
from voice.timeline.build import Setting, build
from voice.timeline.cues import Kind
from voice.timeline.estimate import estimated_seconds
from voice.timeline.welcome import FULL, SHORT, in_words

GENTLE = PACES["gentle"]
HEAD = "---\ntitle: Round\nabout: Go round.\nask: 1\nposition: walking\n---\n\n"


def welcomes(script: Script) -> list[str]:
    """What the program says by itself, without the lengths."""
    cues = build(script, GENTLE, Setting(keys=True)).cues
    return [cue.text for cue in cues if cue.kind is Kind.SPEECH and cue.line is None]


def test_one_welcome_is_said_in_full_and_every_other_one_in_short() -> None:
    walk = joined([find("hear-five"), find("see-five"), find("touch-five")])
    first, *rest = [text for text in welcomes(walk) if "key" not in text]
    full = {sentence for form in FULL for sentence in form[1:]}
    short = {form[-1] for form in SHORT}
    assert "about" in first
    assert len(full.intersection(rest)) == 2
    assert [text for text in rest if text not in full] == [text for text in rest if text in short]
    assert sum(text in short for text in rest) == 2


@pytest.mark.parametrize("place", [0, 1])
def test_a_walk_among_joined_exercises_adds_no_second_welcome(place: int) -> None:
    exercises = [find("hear-five")]
    exercises.insert(place, find("round-the-block"))
    said = [text for text in welcomes(joined(exercises)) if "key" not in text]
    assert len(said) == len(FULL[0]) + 2
    assert sum("about" in text for text in said) == 1


def test_the_length_is_that_of_the_whole() -> None:
    walk = joined([find("hear-five"), find("see-five")], Fraction(120))
    said = " ".join(build(walk, GENTLE).texts)
    assert f"about {in_words(Fraction(round(estimated_seconds(build(walk, GENTLE)))))}" in said


def test_everything_of_each_exercise_is_said_in_its_order() -> None:
    exercises = [find("hear-five"), find("ice-cube")]
    lines = [line.text for each in exercises for step in each.steps for line in step.lines]
    walk = joined(exercises)
    said = [line.text for step in walk.steps for line in step.lines]
    assert [text for text in said if text in lines] == lines
    titles = [step.title for step in walk.steps]
    assert titles.index(ON_THE_WAY) == len(exercises[0].steps)
    assert titles[0] == "Five things you can hear: Before you start"


SOUNDS = ", but a sound every minute"


@pytest.mark.parametrize(
    ("between", "length", "sounds", "later", "quiets"),
    [
        (20, "20 seconds", "", [], [20]),
        (60, "1 minute", "", [], [60]),
        (90, "1 minute and 30 seconds", SOUNDS, [], [60, 30]),
        (
            330,
            "5 minutes and 30 seconds",
            SOUNDS,
            ["3 minutes and 30 seconds left.", "1 minute and 30 seconds left."],
            [60, 60, 60, 60, 60, 30],
        ),
    ],
)
def test_a_silence_is_announced_and_never_without_a_sound_for_over_a_minute(
    between: int, length: str, sounds: str, later: list[str], quiets: list[int]
) -> None:
    walk = joined([find("hear-five"), find("see-five")], Fraction(between))
    place = [step.title for step in walk.steps].index(ON_THE_WAY)
    cues = [cue for cue in build(walk, GENTLE).cues if cue.step == place]
    first, *others = (cue.text for cue in cues if cue.text)
    assert (
        first
        == f"Next is Five things you can see, in {length}. Nothing from me until then{sounds}."
    )
    assert others == later
    assert [cue.seconds for cue in cues if cue.kind is Kind.QUIET] == quiets


def test_a_walk_from_another_folder_is_one_by_its_headings(tmp_path: Path) -> None:
    walk = (shipped_folder() / "walks" / "round-the-block.md").read_text(encoding="utf-8")
    (tmp_path / "mailed.md").write_text(walk, encoding="utf-8")
    assert load(str(tmp_path / "mailed.md")).steps == find("round-the-block").steps
    (tmp_path / "own.md").write_text(walk.replace("## block-walk", "## Begin"), encoding="utf-8")
    assert "Begin" in [step.title for step in load(str(tmp_path / "own.md")).steps]


def test_a_title_names_a_few_exercises_and_counts_many() -> None:
    some = [entry.script for entry in entries()][:5]
    assert joined(some[:2]).title == f"{some[0].title}, {some[1].title}"
    assert joined(some).title == "5 exercises"


def test_no_bell_is_promised_to_a_listener_who_turned_bells_off() -> None:
    scripts = [entry.script for entry in (*entries(), *walks())]
    scripts.append(joined([find("hear-five"), find("see-five")], Fraction(300)))
    for script in scripts:
        cues = build(script, GENTLE, Setting(bell=False)).cues
        assert not [cue.text for cue in cues if "bell" in cue.text.casefold()]


def test_one_alone_is_itself() -> None:
    assert joined([find("ice-cube")]) == find("ice-cube")


def test_what_is_spoken_otherwise_and_the_bed_hold_for_all() -> None:
    walk = joined([find("hear-five"), find("ice-cube")])
    assert dict(walk.say) == dict(find("ice-cube").say)
    assert not walk.bed  # hear-five is for listening
    assert walk.needs == find("ice-cube").needs
    assert walk.ask == find("ice-cube").ask


def test_two_languages_are_refused() -> None:
    german = replace(find("ice-cube"), language="de", title="Eis")
    with pytest.raises(GroundError, match="Eis is in another language"):
        joined([find("hear-five"), german])


def test_the_walks_that_ship_last_about_as_long_as_they_say() -> None:
    lengths = {
        entry.script.id: estimated_seconds(build(entry.script, GENTLE)) / 60 for entry in walks()
    }
    assert lengths == pytest.approx(
        {"round-the-block": 15, "shop-and-back": 25, "hour-outdoors": 60}, rel=0.06
    )


def test_walks_are_found_as_exercises_are_and_are_none() -> None:
    assert find("round-the-block") == find("Round the block")
    ids = {entry.script.id for entry in entries()}
    assert ids.isdisjoint(entry.script.id for entry in walks())
    with pytest.raises(UnknownNameError, match="round-the-block"):
        find("round-the-blok")


def test_the_walks_that_ship_are_without_errors() -> None:
    for entry in walks():
        assert [each for each in judge(entry.script) if each.severity == "error"] == []


def test_a_heading_that_is_no_exercise_is_a_problem_of_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUND_HOME", str(tmp_path))
    folder = tmp_path / "scripts" / "walks"
    folder.mkdir(parents=True)
    file = folder / "mine.md"
    file.write_text(f"{HEAD}## hear-five\n\nOn we go. [4s]\n\n## hear-sicks\n\nDone.\n")
    with pytest.raises(ScriptError, match=r"mine\.md:12:1: .*Did you mean"):
        find("mine")
    file.write_text(f"{HEAD}## hear-five\n\nOn we go. [4s]\n\n## see-five\n\nDone.\n")
    assert find(str(file)) == find("mine")
    assert "Round" in {entry.script.title for entry in walks()}


@pytest.fixture
def own_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a walk named "mine" in the listener's folder."""
    monkeypatch.setenv("GROUND_HOME", str(tmp_path))
    file = tmp_path / "scripts" / "walks" / "mine.md"
    file.parent.mkdir(parents=True)
    return file


def walk_through(*headings: str) -> str:
    return HEAD + "".join(f"## {heading}\n\nOn we go. [4s]\n\n" for heading in headings)


def test_the_head_of_a_walk_counts(own_walk: Path) -> None:
    head = HEAD.replace("ask: 1", "ask: 1\nbed: off\nsources: [A book]")
    own_walk.write_text(walk_through("see-five").replace(HEAD, head))
    walk = find("mine")
    assert not walk.bed
    assert walk.sources == ("A book", *find("see-five").sources)


def test_every_wrong_heading_is_told(own_walk: Path) -> None:
    own_walk.write_text(walk_through("hear-sicks", "see-five", "see-sicks"))
    with pytest.raises(ScriptError) as raised:
        find("mine")
    assert [problem.line for problem in raised.value.problems] == [8, 16]


def test_an_exercise_in_another_language_is_a_problem_of_its_heading(own_walk: Path) -> None:
    head = HEAD.replace("title: Round", "title: Eis\nlanguage: de")
    own_walk.parents[1].joinpath("eis.md").write_text(f"{head}## Sehen\n\nSchau dich um. [4s]\n")
    own_walk.write_text(walk_through("see-five", "eis"))
    with pytest.raises(ScriptError, match=r"mine\.md:12:1: Eis is in another language\. Name one"):
        find("mine")


@pytest.mark.parametrize("name", ["mine", "round-the-block", "Round-The-Block"])
def test_a_walk_in_a_walk_is_told_as_one(own_walk: Path, name: str) -> None:
    own_walk.write_text(walk_through("hear-five", name))
    with pytest.raises(ScriptError, match=f"{name} is a walk. Name an exercise"):
        find("mine")


def test_a_heading_may_be_a_title(own_walk: Path) -> None:
    own_walk.write_text(walk_through("Five things you can hear"))
    by_title = find("mine")
    own_walk.write_text(walk_through("hear-five"))
    assert by_title == find("mine")


def test_a_walk_that_an_exercise_hides_is_told_of(own_walk: Path) -> None:
    own_walk.with_name("see-five.md").write_text(walk_through("hear-five"))
    problems: list[Problem] = []
    assert "see-five" not in {entry.script.id for entry in walks(problems)}
    assert [(each.source, each.line) for each in problems] == [("walks/see-five.md", 1)]
    assert find("see-five").title == "Five things you can see"
