"""`ground check`, as somebody who writes a script meets it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice.cli.app import run
from voice.signals import INTERRUPTED

ROOT = Path(__file__).parents[2]

KIND = """---
title: Near
about: Look at one thing.
ask: 1
position: any
---

## One

This takes about one minute.
Your eyes can stay open.
You can skip any part, and stop at any time. [4s]
Find one thing near you. [15s]
Look at its edge. [15s]

## Back

Look round the room. [6s]
That was the whole exercise.
"""

CLEAN = "well formed, and no known fault was found."
UNKIND = KIND.replace("Look at its edge.", "You must look at its edge.")
WORN = KIND.replace("about one minute", "about nine minutes")
BROKEN = KIND.replace("[15s]", "[hodl 15s]", 1)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str = KIND) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def seen(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """Output without how lines are spoken and the questions to a person, and errors."""
    out, err = capsys.readouterr()
    rows = out.partition("\nOnly a person can judge")[0].splitlines(keepends=True)
    return "".join(row for row in rows if ": spoken as " not in row), err


def test_a_kind_script_gets_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    write("near.md")
    assert run(["check", "near.md"]) == 0
    assert seen(capsys) == (f"near.md: {CLEAN}\n", "")


def test_a_fault_is_named_with_its_place_and_a_better_way(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("near.md", UNKIND)
    assert run(["check", "near.md"]) == 1
    out, err = seen(capsys)
    assert out == (
        'near.md:14:5: error [demand] "must" demands something. '
        "Better: a plain verb, or: you might, you could, if you like.\n"
    )
    assert err == "1 error. Fix the errors, and check again.\n"


def test_a_warning_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    write("near.md", WORN)
    assert run(["check", "near.md"]) == 0
    out, err = seen(capsys)
    assert out.startswith("near.md:10:18: warning [stated-length] The exercise takes about ")
    assert err == ""


def test_a_script_that_cannot_be_read_is_told_as_everywhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("near.md", BROKEN)
    assert run(["check", "near.md"]) == 1
    message = "near.md:13:26: I don't know [hodl 15s]. Did you mean [hold 15s]?\n"
    assert capsys.readouterr() == ("", message)


def test_every_script_is_looked_at_whatever_the_others_have(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("broken.md", BROKEN)
    write("kind.md")
    write("unkind.md", UNKIND)
    assert run(["check", "broken.md", "gone.md", "kind.md", "unkind.md"]) == 1
    out, err = seen(capsys)
    assert f"kind.md: {CLEAN}" in out.splitlines()
    assert "unkind.md:14:5: error [demand]" in out
    assert [row.split(":")[0] for row in err.splitlines()[:2]] == ["broken.md", "gone.md"]
    assert err.splitlines()[-1].startswith("3 errors in 4 scripts. ")


def test_a_folder_stands_for_its_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("b.md", "a.md", "notes.txt", ".c.md", "README.md", "HAZARDS.md", "SOURCES.md"):
        write(f"mine/{name}")
    assert run(["check", "mine"]) == 0
    rows = seen(capsys)[0].splitlines()
    assert [Path(row.split(":")[0]) for row in rows] == [Path("mine/a.md"), Path("mine/b.md")]


def test_an_empty_folder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine").mkdir()
    assert run(["check", "mine"]) == 1
    assert capsys.readouterr().err == "There are no scripts in mine: their names end in .md.\n"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (".", "There are no scripts in this folder: their names end in .md."),
        ("", "No script was named. Name a file, a folder or an exercise."),
    ],
)
def test_nothing_to_check_is_told(name: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", name]) == 1
    assert capsys.readouterr() == ("", f"{told}\n")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_another_encoding_is_told_alone(encoding: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("near.md").write_bytes(KIND.encode(encoding))
    assert run(["check", "near.md"]) == 1
    told = "near.md:1:1: This file is UTF-16. Save it as UTF-8 and try again.\n"
    assert capsys.readouterr() == ("", told)


def test_what_a_glob_brings_along_is_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    write("README.md", "# How to\n")
    write("near.md")
    assert run(["check", "README.md", "near.md"]) == 0
    out, err = seen(capsys)
    assert out == f"near.md: {CLEAN}\n"
    assert err == "README.md is not a script itself, so I skip it.\n"


@pytest.mark.parametrize("name", ["hear-five", "HEAR-FIVE", "Five things you can hear"])
def test_an_exercise_is_found_by_its_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", name]) == 0
    out, _ = seen(capsys)
    assert out.rstrip().endswith(f"hear-five.md: {CLEAN}")


@pytest.mark.parametrize("name", ["round-the-block", "Round the block"])
def test_a_walk_is_found_by_its_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", name]) == 0
    assert f"round-the-block.md: {CLEAN}" in seen(capsys)[0]


def test_an_unknown_name_gets_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "hear-fve"]) == 1
    assert "Did you mean hear-five?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("swap", "code"), [("hear-five", 0), ("beside", 0), ("given", 0), ("nowhere", 1)]
)
def test_a_swap_leads_somewhere(capsys: pytest.CaptureFixture[str], swap: str, code: int) -> None:
    write("beside.md")
    write("other/given.md")
    write("near.md", KIND.replace("ask: 1", f"ask: 1\nswap: {swap}"))
    assert run(["check", "near.md", "other/given.md"]) == code
    _, err = capsys.readouterr()
    told = "near.md:1:1: swap names nowhere, but there is no such exercise. See: ground list\n"
    assert err == (told if code else "")


def test_what_is_wrong_with_the_title_is_told_once_at_its_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("near.md", KIND.replace("title: Near", "title: '2, or 5/6, or 1990'"))
    assert run(["check", "near.md"]) == 0
    (row,) = seen(capsys)[0].splitlines()
    assert row.startswith('near.md:2:15: warning [digits] "5/6" can be a fraction or a date')


@pytest.mark.parametrize("title", ["...", '"~"', "👀", "'?!'", "…"])
def test_a_title_with_nothing_to_say_is_a_finding(
    capsys: pytest.CaptureFixture[str], title: str
) -> None:
    write("near.md", KIND.replace("title: Near", f"title: {title}"))
    assert run(["check", "near.md"]) == 1
    out, _ = seen(capsys)
    column = 9 if title[0] in "'\"" else 8
    assert f"near.md:2:{column}: error [silent-title]" in out


def test_without_a_head_the_rest_is_judged_all_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for text in (UNKIND.split("---\n")[2], "Look round.\nYou must look at it.\nThat is all.\n"):
        write("near.md", text)
        assert run(["check", "near.md"]) == 1
        out, err = seen(capsys)
        assert 'error [demand] "must" demands something.' in out
        assert "title, about, ask and position" in err
        assert "ground new PATH" in err


@pytest.mark.parametrize(
    ("line", "quoted", "better"),
    [
        ("It was on 5/6 there.", '"5/6"', "the fifth of June, or the sixth of May."),
        ("Call 0808 555 0104 now.", '"0808 555 0104"', "zero eight zero eight, five five five, "),
        ("Look at it live.", '"live"', "another word: stay."),
        ("Hold the bow there.", '"bow"', "another word: nod."),
    ],
)
def test_what_is_pasted_gets_advice_of_its_kind(
    capsys: pytest.CaptureFixture[str], line: str, quoted: str, better: str
) -> None:
    write("near.md", KIND.replace("Look at its edge.", line))
    run(["check", "near.md"])
    rows = [row for row in capsys.readouterr().out.splitlines() if quoted in row]
    assert len(rows) == 1
    assert better in rows[0]


def test_a_row_is_told_of_once_and_an_error_before_a_warning(
    capsys: pytest.CaptureFixture[str],
) -> None:
    worst = "Take 8, & look up at it all. You must look at the wall or not. Then run."
    write("near.md", KIND.replace("Look at its edge.", worst))
    assert run(["check", "near.md"]) == 1
    out, err = seen(capsys)
    (row,) = out.splitlines()
    assert row.startswith("near.md:14:")
    assert ": error [" in row
    assert err == "1 error. Fix the errors, and check again.\n"


def test_all_that_the_frame_leaves_out_is_one_finding(capsys: pytest.CaptureFixture[str]) -> None:
    bare = KIND.replace("This takes about one minute.\nYour eyes can stay open.\n", "")
    write("near.md", bare.replace("You can skip any part, and stop at any time. [4s]\n", ""))
    assert run(["check", "near.md"]) == 1
    told = [row for row in capsys.readouterr().out.splitlines() if "[frame-" in row]
    assert told == [
        "near.md:1:1: error [frame-eyes] No line says that eyes can stay open, or that any part "
        "can be skipped, or that one can stop at any time, or how long this takes. Better: "
        "write [welcome] on a line alone, and the program says it; "
        'or "Your eyes can stay open." "You can skip any part." '
        '"You can stop at any time." "This takes about three minutes."'
    ]


def test_words_of_a_language_without_rules_are_not_called_checked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    german = KIND.replace("ask: 1", "ask: 1\nlanguage: de")
    write("nah.md", german.replace("Look at its edge.", "Augen zu, halte die Luft an."))
    assert run(["check", "nah.md"]) == 0
    rows = seen(capsys)[0].splitlines()
    assert rows[0] == f"nah.md: {CLEAN}"
    assert rows[1].startswith("nah.md: only its times and lengths were checked.")
    assert run(["check", "nah.md", "--json"]) == 0
    (checked,) = json.loads(capsys.readouterr().out)
    assert checked["words_checked"] is False
    assert checked["for_a_reader"]


def test_lines_that_are_spoken_in_other_words_are_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    numbers = KIND.replace("Look at its edge.", "Look for 10s, or call 0800 116.")
    write("near.md", numbers.replace("ask: 1", "ask: 1\nsay: {edge: rim}"))
    run(["check", "near.md", "--json"])
    (checked,) = json.loads(capsys.readouterr().out)
    words = "Look for ten seconds, or call zero eight zero zero, one one six."
    assert checked["spoken"] == [{"line": 15, "words": words}]
    run(["check", "near.md"])
    assert f'near.md:15: spoken as "{words}"' in capsys.readouterr().out.splitlines()


def test_a_person_is_asked_first_about_what_the_script_holds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("near.md", KIND.replace("Look at its edge.", "Light the candle, or leave it."))
    run(["check", "near.md"])
    questions = capsys.readouterr().out.partition("ask:\n")[2].splitlines()
    assert len(questions) >= 10
    candle = next(at for at, row in enumerate(questions) if "flame" in row)
    driving = next(at for at, row in enumerate(questions) if "driving" in row)
    assert candle < driving


def test_programs_get_every_finding(capsys: pytest.CaptureFixture[str]) -> None:
    demands = "Look at 1990 there.\n" * 120 + "You must look. You have to listen.\n" * 30
    write("near.md", KIND.replace("Look at its edge. [15s]\n", demands))
    assert run(["check", "near.md", "--json"]) == 1
    (near,) = json.loads(capsys.readouterr().out)
    assert set(near) == {
        "path",
        "id",
        "title",
        "words_checked",
        "findings",
        "spoken",
        "for_a_reader",
    }
    findings = near["findings"]
    keys = {"rule", "severity", "line", "column", "message", "better"}
    assert all(set(finding) == keys for finding in findings)
    numerals = [f["line"] for f in findings if f["rule"] == "digits"]
    assert numerals == list(range(14, 134))
    assert sum(f["rule"] == "demand" for f in findings) == 60  # two in each of the rows
    assert [f["line"] for f in findings] == sorted(f["line"] for f in findings)


def test_findings_about_the_whole_script_hide_none_of_their_row(
    capsys: pytest.CaptureFixture[str],
) -> None:
    frame = KIND[KIND.index("This takes") : KIND.index("Find one")]
    text = KIND.replace("ask: 1", "ask: 4").replace(frame, "")
    end = KIND[KIND.index("Look round") :]
    write("near.md", text.replace(end, "You must feel your breath.\n"))
    assert run(["check", "near.md"]) == 1
    told = capsys.readouterr().out
    for rule in ("frame-eyes", "few-invitations", "inward-end", "no-end", "alone", "demand"):
        assert f"[{rule}]" in told


@pytest.mark.parametrize(
    ("title", "named"), [("Cold water", "cold water"), ("Sea Air", "Sea Air"), ("I am I", "I am I")]
)
def test_a_title_within_a_sentence_is_spelled_as_one_would(
    title: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = KIND.replace("That was the whole exercise.", "It is bright.")
    write("near.md", text.replace("title: Near", f"title: {title}"))
    assert run(["check", "near.md"]) == 1
    assert f'"That is the end of {named}."' in capsys.readouterr().out


def test_programs_get_records(capsys: pytest.CaptureFixture[str]) -> None:
    write("near.md", UNKIND)
    write("broken.md", BROKEN)
    assert run(["check", "near.md", "broken.md", "--json"]) == 1
    out, err = seen(capsys)
    near, broken = json.loads(out)
    assert (near["path"], near["id"], near["title"]) == ("near.md", "near", "Near")
    assert near["findings"] == [
        {
            "rule": "demand",
            "severity": "error",
            "line": 14,
            "column": 5,
            "message": '"must" demands something.',
            "better": "a plain verb, or: you might, you could, if you like.",
        }
    ]
    assert [(f["rule"], f["line"], f["column"]) for f in broken["findings"]] == [("form", 13, 26)]
    assert "2 errors" in err


def test_what_ships_is_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(ROOT / "scripts")]) == 0
    out, err = seen(capsys)
    assert {row.partition(": ")[2] for row in out.splitlines()} == {CLEAN}
    assert err == ""


def test_checking_loads_no_numpy() -> None:
    write("near.md")
    script = (
        "import sys; from voice.cli.app import run; run(['check', 'near.md']); "
        "assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env=environment())


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def watching() -> Iterator[subprocess.Popen[str]]:
    """A watch over `near.md` and the folder `mine`, through a pipe."""
    write("near.md")
    write("mine/first.md")
    program = subprocess.Popen(
        [sys.executable, "-m", "voice", "check", "--watch", "near.md", "mine"],
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    yield program
    program.kill()
    program.communicate()


def a_round(program: subprocess.Popen[str]) -> list[str]:
    """Return the rows printed up to the one that ends a round."""
    assert program.stdout is not None
    rows: list[str] = []
    while not rows or not rows[-1].endswith("Ctrl-C stops."):
        row = program.stdout.readline()
        assert row, rows
        rows.append(row.rstrip("\n"))
    return rows


def program_says(program: subprocess.Popen[str]) -> str:
    """The next row that is printed."""
    assert program.stdout is not None
    return program.stdout.readline().rstrip("\n")


def test_a_saved_script_is_checked_again_until_ctrl_c(watching: subprocess.Popen[str]) -> None:
    waiting = "I'll check again when you save; Ctrl-C stops."
    clean = [f"near.md: {CLEAN}", waiting]
    begun = a_round(watching)
    assert [row.partition(": ")[0] for row in begun[: begun.index("")]] == [
        "near.md",
        str(Path("mine/first.md")),
    ]

    write("near.md", UNKIND)  # written in place
    found, last = a_round(watching)
    assert found.startswith("near.md:14:5: error [demand]")
    assert last == f"1 error. {waiting}"

    write("near.md~", KIND)  # as editors do: another file takes its place
    Path("near.md~").replace("near.md")
    assert a_round(watching) == clean

    Path("near.md").unlink()  # gone for a moment, and no end
    write("near.md", BROKEN)
    assert a_round(watching)[0].startswith("near.md:13:26: I don't know [hodl 15s].")

    Path("near.md").rename("elsewhere.md")
    assert program_says(watching) == "near.md is gone. I'll check it when it is back; Ctrl-C stops."
    Path("elsewhere.md").rename("near.md")
    assert program_says(watching) == "near.md is back."

    Path("mine/first.md").unlink()  # an empty folder is no end either
    write("mine/second.md")
    assert a_round(watching)[0] == f"{Path('mine/second.md')}: {CLEAN}"

    watching.send_signal(signal.SIGINT)
    assert watching.wait(timeout=60) == INTERRUPTED


@pytest.mark.parametrize(
    "arguments",
    [
        ["n" * 300],
        ["n" * 300 + ".md"],
        ["n/" * 3_000],
        ["a\0b"],
        ["--watch", "n" * 300],
        ["--watch", "a\0b"],
    ],
    ids=range(6),
)
def test_a_name_that_no_file_can_have_is_one_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", *arguments]) == 1
    out, err = seen(capsys)
    assert out == ""
    assert "details are in" not in err
    assert len(err.splitlines()) == 1


def test_a_swap_too_long_for_a_file_leads_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    write("near.md", KIND.replace("ask: 1", f"ask: 1\nswap: {'n' * 300}"))
    assert run(["check", "near.md"]) == 1
    assert "details are in" not in capsys.readouterr().err
