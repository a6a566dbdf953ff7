"""What is a heading, what is spoken, and what is only about the text."""

from __future__ import annotations

import pytest

from voice.script.from_text.draft import Draft, draft_of
from voice.script.from_text.source import source_of

WORDS = "Look round the room, and at the wall behind you."


def drafted(text: str) -> Draft:
    return draft_of(source_of(text.encode(), "a.txt"))


def steps(text: str) -> list[tuple[str, list[str]]]:
    return [(step.title, [line.text for line in step.lines]) for step in drafted(text).steps]


@pytest.mark.parametrize(
    "heading",
    [
        "# Sounds",
        "### Sounds ###",
        "**Sounds**",
        "**Sounds:**",
        "SOUNDS",
        "Sounds",
        "Sounds:",
        "Sounds\n------",
        "1. Sounds",
        "***Sounds***",
        "*** Sounds ***",
        "=== Sounds ===",
        "--- Sounds ---",
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str) -> None:
    text = f"A title here\n\n{WORDS}\n\n{heading}\n{WORDS}"
    assert [title for title, _ in steps(text)] == ["", "Sounds"]


@pytest.mark.parametrize(
    ("row", "heading", "words"),
    [
        ("Step 1: Sit down.", "Step 1", ["Sit down."]),
        ("STEP TWO - Sit down.", "Step two", ["Sit down."]),
        ("Closing: Look round.", "Closing", ["Look round."]),
        ("TOUCH: Find a cloth.", "Touch", ["Find a cloth."]),
    ],
)
def test_words_may_stand_beside_their_heading(row: str, heading: str, words: list[str]) -> None:
    assert steps(f"{WORDS}\n{row}")[-1] == (heading, words)


def test_headings_without_words_between_them_are_one() -> None:
    assert steps(f"{WORDS}\n\n# Part 1\n## Near\n{WORDS}")[-1][0] == "Part 1: Near"


@pytest.mark.parametrize(
    "row",
    [
        "Look round.",
        "Say to yourself:",
        "and then the door",
        "Look at the door,",
        "Look at the door (pause)",
        "- the door",
    ],
)
def test_a_short_row_that_is_spoken_is_no_heading(row: str) -> None:
    assert len(steps(f"A title here\n\n{WORDS}\n\n{row}\n{WORDS}")) == 1


def test_rows_written_line_by_line_are_no_headings() -> None:
    text = "Look at the door\nIt is closed\n\nLook at the window\nIt is open\nRest"
    assert [title for title, _ in steps(text)] == [""]


@pytest.mark.parametrize(
    "row",
    [
        "Page 2 of 3",
        "\u00a9 2019 Ann Hill",
        "(c) 2019 Ann Hill",
        "www.example.org/rest",
        "Adapted from an older text",
        "Tel. 555 0100",
        "Client: I see it.",
        "NOTE: Stop if the client wants to.",
    ],
)
def test_what_is_about_the_text_is_kept_as_a_comment(row: str) -> None:
    draft = drafted(f"A title here\n\n{WORDS}\n\n{row}\n\n{WORDS}")
    assert [text for _, text in draft.comments] == [row]
    assert len(draft.steps[0].lines) == 2


@pytest.mark.parametrize("beginning", ["Script", "Script:", "[Begin script]", "## Script"])
def test_only_the_script_is_spoken_where_one_is_marked(beginning: str) -> None:
    text = f"Near\n\nThis helps many.\n\n{beginning}\n{WORDS}\n\nEnd of script\n\nAsk how it was."
    draft = drafted(text)
    assert [line.text for step in draft.steps for line in step.lines] == [WORDS]
    assert [text for _, text in draft.comments][-2:] == ["This helps many.", "Ask how it was."]


def test_an_end_is_the_end_only_where_nothing_follows() -> None:
    assert steps(f"{WORDS}\n\nEND\n\n{WORDS}")[-1] == ("End", [WORDS])
    assert steps(f"{WORDS}\n\nEND") == [("", [WORDS])]


def test_notes_for_the_reader_end_at_the_next_heading() -> None:
    text = f"Near\n\nTherapist notes\nRead slowly.\nAsk first.\n\nARRIVING\n{WORDS}"
    draft = drafted(text)
    assert [text for _, text in draft.comments] == ["Therapist notes", "Read slowly.", "Ask first."]
    assert [step.title for step in draft.steps] == ["Arriving"]


def test_numbers_that_are_counted_aloud_are_no_pages() -> None:
    assert steps("5\nLook.\n4\nListen.\n3") == [("", ["5", "Look.", "4", "Listen.", "3"])]


def test_a_header_that_every_page_repeats_is_not_spoken() -> None:
    page = f"Ann Hill, Near\n\n{WORDS}\n\nPage {{}}\n\n"
    draft = drafted("".join(page.format(number) for number in (1, 2, 3)))
    assert [line.text for step in draft.steps for line in step.lines] == [WORDS] * 3


@pytest.mark.parametrize(
    "row", [f"{40_000 * '*'} a", f"== a{20_000 * ' ='}", f"**a{40_000 * '*'}b"]
)
def test_rows_of_marks_take_no_time(row: str) -> None:
    """Looking for a heading in each may take time that grows with the cube of its length."""
    assert steps(f"Look round.\n\n{row}\n\nListen.")


def test_lines_broken_at_the_margin_are_joined_and_divided_words_told() -> None:
    text = (
        "Look round the room and find something that you have not look-\n"
        "ed at today. It may be anything at all. Then look at it for as\n"
        "long as you like.\n"
    )
    draft = drafted(text)
    assert [line.text for line in draft.steps[0].lines] == [
        "Look round the room and find something that you have not look-ed at today.",
        "It may be anything at all.",
        "Then look at it for as long as you like.",
    ]
    assert [each.sentence.partition(" was ")[0] for each in draft.undone] == ['"look-ed"']


def test_marks_of_a_script_without_a_head_stay() -> None:
    (near,) = drafted("## Near (repeat, short)\n\nLook. [4s]\n").steps
    assert (near.title, near.repeat, near.short) == ("Near", True, True)
