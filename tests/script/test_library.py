"""Scripts are found by id, title or path; the listener's own come first."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.script.strategies import shipped
from voice.errors import Problem, ScriptError, UnknownNameError
from voice.script import parse
from voice.script.directives import parse_directive
from voice.script.library import (
    GENTLEST,
    LARGEST,
    entries,
    find,
    is_shipped,
    load,
    shipped_folder,
)

OWN = "---\ntitle: {title}\nabout: Look at one thing.\nask: 1\nposition: any\n---\n## One\n{line}\n"


@pytest.fixture
def own_scripts(ground_home: Path) -> Path:
    folder = ground_home / "scripts"
    folder.mkdir()
    return folder


def write(folder: Path, name: str, title: str = "My own", line: str = "Look.") -> Path:
    path = folder / name
    path.write_text(OWN.format(title=title, line=line), encoding="utf-8")
    return path


def ids() -> list[str]:
    return [entry.script.id for entry in entries()]


def test_every_shipped_script_is_listed_and_the_gentlest_is_first() -> None:
    problems: list[Problem] = []
    found = entries(problems)
    assert not problems
    assert sorted(ids()) == sorted(Path(name).stem for name in shipped)
    assert found[0].script.id == GENTLEST
    asked = [entry.script.ask for entry in found]
    assert asked == sorted(asked)


def test_the_listeners_own_scripts_are_listed_behind_the_gentlest(own_scripts: Path) -> None:
    path = write(own_scripts, "mine.md", title="A title that sorts first")
    assert ids()[:2] == [GENTLEST, "mine"]
    (entry,) = [entry for entry in entries() if entry.script.id == "mine"]
    assert entry.source == str(path)


@pytest.mark.parametrize("name", sorted(shipped))
def test_a_shipped_script_is_found_by_id_and_title_in_any_case(name: str) -> None:
    script = parse(shipped[name], name)
    assert script.id == Path(name).stem
    found = map(find, (script.id.upper(), script.title, script.title.upper()))
    assert [each for each in found if each != script or each.id != script.id] == []


@pytest.mark.parametrize("name", sorted(shipped))
def test_a_shipped_script_can_be_swapped_for_another(name: str) -> None:
    script = parse(shipped[name], name)
    assert f"{script.swap}.md" in shipped
    assert script.swap != script.id


def test_a_script_of_ones_own_takes_the_place_of_a_shipped_one(own_scripts: Path) -> None:
    write(own_scripts, "ICE-cube.md", title="My ice")
    assert find("ice-cube").title == "My ice"
    assert find("my ICE").title == "My ice"
    assert [each for each in ids() if each.lower() == "ice-cube"] == ["ICE-cube"]
    with pytest.raises(UnknownNameError):
        find("Ice cube")


def test_a_script_is_found_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "mine.md")
    assert find(str(path)).title == "My own"
    monkeypatch.chdir(tmp_path)
    assert find("mine.md").id == "mine"
    assert find("./mine.md").id == "mine"
    write(tmp_path, "notes")
    assert find("notes").id == "notes"


def test_a_path_that_is_not_there_says_so() -> None:
    with pytest.raises(ScriptError) as caught:
        find("nowhere/mine.md")
    assert str(caught.value) == (
        "nowhere/mine.md:1:1: There is no such file. Check its name and folder."
    )


def test_a_folder_is_no_script(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r":1:1: This is a folder\. Name a script in it\.$"):
        find(f"{tmp_path}/")


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("ice-cub", " Did you mean ice-cube?"), ("xyzzy", ""), ("x" * 5000, "")],
    ids=["nearly right", "nothing near", "too long for a file"],
)
def test_an_unknown_name_gets_the_nearest_one(name: str, nearest: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find(name)
    assert str(caught.value) == (
        f"There is no exercise called {name}.{nearest} See them all with: ground list"
    )


def test_a_broken_script_of_ones_own_is_left_out_and_reported(own_scripts: Path) -> None:
    write(own_scripts, "broken.md", line="Look. [8]")
    write(own_scripts, "good.md")
    (own_scripts / "folder.md").mkdir()
    problems: list[Problem] = []
    found = [entry.script.id for entry in entries(problems)]
    assert "good" in found
    assert "broken" not in found
    assert [str(problem) for problem in problems] == [
        "broken.md:8:7: I don't know [8]. Did you mean [8s]?",
        "folder.md:1:1: This is a folder. Name a script in it.",
    ]
    with pytest.raises(ScriptError, match=r"Did you mean \[8s\]\?"):
        find("broken")


def test_a_broken_script_of_ones_own_does_not_hide_the_shipped_one_in_the_list(
    own_scripts: Path,
) -> None:
    write(own_scripts, "ice-cube.md", line="Look. [8]")
    assert "ice-cube" in ids()


def test_other_files_are_no_scripts(own_scripts: Path) -> None:
    before = ids()
    for name in ("README.md", "HAZARDS.md", "SOURCES.md", "._mine.md", "mine.md~", "mine.txt"):
        (own_scripts / name).write_bytes(b"\x00\x05\x16\x07")
    problems: list[Problem] = []
    entries(problems)
    assert not problems
    assert ids() == before


GOOD = OWN.format(title="Near", line="Café. 👀")


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.rstrip("\n").encode(),
    ],
    ids=["plain", "byte-order mark", "Windows", "old Mac", "no last line end"],
)
def test_files_of_any_editor_mean_the_same(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "near.md"
    path.write_bytes(content)
    assert load(str(path)) == parse(GOOD, "near.md")


NOT_UTF_8 = "There is a character here that is not UTF-8. Save the file as UTF-8 and try again."


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (GOOD.encode("utf-16"), "1:1: This file is UTF-16. Save it as UTF-8 and try again."),
        (
            b"\xfe\xff" + GOOD.encode("utf-16-be"),
            "1:1: This file is UTF-16. Save it as UTF-8 and try again.",
        ),
        (GOOD[:-4].encode("latin-1"), f"8:4: {NOT_UTF_8}"),
        (GOOD[:-4].replace("\n", "\r\n").encode("latin-1"), f"8:4: {NOT_UTF_8}"),
        (GOOD[:-4].replace("\n", "\r").encode("latin-1"), f"8:4: {NOT_UTF_8}"),
        ("Café: ".encode() + b"\xff", f"1:7: {NOT_UTF_8}"),
        (b"\xef\xbb\xbfA\x80", f"1:2: {NOT_UTF_8}"),
        (b" " * (LARGEST + 1), "1:1: This is too large for a script. Is it the right file?"),
    ],
    ids=["LE", "BE", "latin-1", "latin-1 CRLF", "latin-1 CR", "behind é", "behind a BOM", "large"],
)
def test_a_file_that_is_no_text_says_what_to_do(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    path = tmp_path / "near.md"
    path.write_bytes(content)
    with pytest.raises(ScriptError) as caught:
        load(str(path))
    assert str(caught.value) == f"{path}:{problem}"


@pytest.fixture
def guide() -> str:
    return (shipped_folder() / "README.md").read_text(encoding="utf-8")


def test_the_example_in_the_guide_is_a_script(guide: str) -> None:
    examples = re.findall(r"^```markdown\n(.*?)^```", guide, re.DOTALL | re.MULTILINE)
    assert examples
    for example in examples:
        assert parse(example, "example.md").steps


def test_every_directive_in_the_guide_works(guide: str) -> None:
    rows = [row for row in guide.splitlines() if row.startswith("| `[")]
    written = [content for row in rows for content in re.findall(r"`\[([^\]]+)\]`", row)]
    assert len(written) > 8
    for content in written:
        parse_directive(content)


def test_a_changed_copy_is_not_shipped() -> None:
    script = find("see-five")
    assert is_shipped(script)
    assert not is_shipped(replace(script, about=f"{script.about} More."))
    assert not is_shipped(replace(script, id="my-own"))
