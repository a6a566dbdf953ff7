"""What is a heading, what is spoken, and what is only about the text."""

from __future__ import annotations

import io

import pytest

from voice.errors import GroundError
from voice.script.from_text.draft import Draft, draft_of
from voice.script.from_text.source import LARGEST, source_from, source_of
from voice.script.parser import MOST_LINES

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
        "Breathe:",
        "Look at the door.\n-----------------",
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


@pytest.mark.parametrize(
    "row",
    [
        "Sure! Here is a grounding exercise:",
        "Here's your script:",
        "Klar! Hier ist eine \u00dcbung:",
        "Voici un exercice d'ancrage :",
    ],
)
def test_what_a_chatbot_says_before_and_after_its_text_is_kept_as_a_comment(row: str) -> None:
    last = "Let me know if you want me to adjust it!"
    draft = drafted(f"{row}\n\n# Near\n\n{WORDS}\n\n{last}")
    assert draft.fields == {"title": "Near"}
    assert [text for _, text in draft.comments] == [row, last]
    assert [line.text for step in draft.steps for line in step.lines] == [WORDS]


def test_a_row_that_leads_to_what_is_looked_at_is_no_such_row() -> None:
    assert drafted(f"Here are three things to look at:\n\n{WORDS}\n\n{WORDS}").comments == ()


@pytest.mark.parametrize("fence", ["```", "```markdown", "~~~text"])
def test_beside_the_only_listing_rows_are_about_the_text(fence: str) -> None:
    text = (
        f"I wrote this for you.\n\nTitle: Not this\n\n{fence}\n---\ntitle: Near\nask: 1\n"
        f"language: en\n---\n\n{WORDS}\n\n{WORDS}\n{fence[:3]}\n\nTry it in the evening."
    )
    draft = drafted(text)
    assert draft.fields == {"title": "Near"}
    assert [line.text for step in draft.steps for line in step.lines] == [WORDS, WORDS]
    kept = [text for _, text in draft.comments if "`" not in text and "~" not in text]
    assert kept == [
        "I wrote this for you.",
        "Title: Not this",
        "ask: 1",
        "language: en",
        "Try it in the evening.",
    ]


def test_a_listing_with_few_of_the_words_is_spoken_with_the_rest() -> None:
    rows = [WORDS, WORDS, "Look up."]
    assert steps(f"{WORDS}\n\n{WORDS}\n\n```\nLook up.\n```") == [("", rows)]


def test_after_the_first_words_a_row_that_begins_with_by_names_no_author() -> None:
    assert drafted(f"{WORDS}\n\nBy Lake Como you rest.\n\n{WORDS}").comments == ()


def test_a_script_may_begin_with_the_first_row() -> None:
    draft = drafted(f"Script:\n{WORDS}\n\nEnd of script\n\nAsk how it was.")
    assert [line.text for line in draft.steps[0].lines] == [WORDS]
    assert [text for _, text in draft.comments] == ["Ask how it was."]


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


PAGE = "\n\n".join([WORDS] * 9)


def test_figures_that_rise_from_page_to_page_are_not_spoken() -> None:
    draft = drafted(f"{PAGE}\n\n1\n\n{PAGE}\n\n2")
    assert [text for _, text in draft.comments] == ["1", "2"]
    assert {line.text for step in draft.steps for line in step.lines} == {WORDS}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"1\n{WORDS}\n2\n{WORDS}\n3", id="close together"),
        pytest.param(f"2\n\n{PAGE}\n\n1\n\n{WORDS}", id="falling"),
        pytest.param(f"3\n\n{PAGE}\n\n7\n\n{WORDS}", id="not one by one"),
        pytest.param(f"3\n\n{PAGE}\n\n3\n\n{WORDS}", id="the same"),
    ],
)
def test_other_figures_alone_are_spoken(text: str) -> None:
    assert drafted(text).comments == ()


def test_a_header_after_each_break_of_a_page_is_not_spoken() -> None:
    draft = drafted("\x0c".join([f"Ann Hill, Near\n{WORDS}\n{WORDS}\n{WORDS}\n"] * 3))
    assert {line.text for step in draft.steps for line in step.lines} == {WORDS}


def test_a_header_that_every_page_repeats_is_not_spoken() -> None:
    page = f"Ann Hill, Near\n\n{WORDS}\n\nPage {{}}\n\n"
    draft = drafted("".join(page.format(number) for number in (1, 2, 3)))
    assert [line.text for step in draft.steps for line in step.lines] == [WORDS] * 3


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("RESTING\nlook at the door\nand look at it again, as long as you like", "Resting"),
        (f"Resting by water\n\nARRIVING\n\n{WORDS}", "Resting by water"),
        (f"Step 1\n\n{WORDS}", None),
        ("The Door", None),
        (f"something to do at home on one of those days when nothing else helps\n\n{WORDS}", None),
    ],
)
def test_the_first_row_is_the_title_if_it_looks_like_one(text: str, title: str | None) -> None:
    assert drafted(text).fields.get("title") == title


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ("Materials: ein Stein", {"needs": "ein Stein"}),
        ("Material: ein Stein", {"needs": "ein Stein"}),
        ("Mat\u00e9riel : un caillou", {"needs": "un caillou"}),
        ("Materiales: una piedra", {"needs": "una piedra"}),
        ("Benodigdheden: een steen", {"needs": "een steen"}),
        ("Ziel: Ruhe finden", {"about": "Ruhe finden"}),
        ("Objectif : se calmer", {"about": "se calmer"}),
        ("Descripci\u00f3n: calma", {"about": "calma"}),
        ("Zielgruppe: Kinder", {}),
    ],
)
@pytest.mark.parametrize("title", ["A quiet stone", "Der ruhige Stein"])
def test_labels_below_the_title_are_for_the_head(
    title: str, row: str, fields: dict[str, str]
) -> None:
    draft = drafted(f"{title}\n\n{row}\n\n{WORDS}")
    assert draft.fields == {"title": title, **fields}
    assert [line.text for step in draft.steps for line in step.lines] == [WORDS]


def test_below_a_title_a_long_row_is_spoken() -> None:
    row = "something to do by yourself on one of those days when nothing else will help"
    draft = drafted(f"The Quiet Pond\n\n{row}\n\n{WORDS}\n\n{WORDS}\n\n{WORDS}")
    assert draft.fields == {"title": "The Quiet Pond"}
    assert draft.steps[0].lines[0].text == row


def test_where_headings_are_marked_a_short_row_is_spoken() -> None:
    text = f"# One\n{WORDS}\n\n# Two\n{WORDS}\n\nThe Red Door\n{WORDS}"
    assert steps(text)[-1] == ("Two", [WORDS, "The Red Door", WORDS])


def test_a_comment_of_several_rows_is_one() -> None:
    draft = drafted("Look.\n<!-- not\nthis -->\nListen.")
    assert [line.text for line in draft.steps[0].lines] == ["Look.", "Listen."]
    assert [text for _, text in draft.comments] == ["not this"]


def test_a_rule_alone_is_no_text() -> None:
    with pytest.raises(GroundError, match="no words to speak"):
        drafted("```python")


def test_a_heading_is_not_joined_with_the_lines_below_it() -> None:
    heading = "A heading that is as long as the lines that stand below it"
    text = (
        f"## {heading}\n"
        "Look round the room and find something that you have not seen\n"
        "at all today. Then look at it for as long as you like.\n"
    )
    assert [title for title, _ in steps(text)] == [heading]


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


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        ("# Near", ["Near"]),
        ("# Near\n\n(pause)", ["Near"]),
        ("# Near\n\n[softly]", ["Near", "[softly]"]),
        (f"## (repeat)\n\n{WORDS}", ["(repeat)"]),
        (f"\U0001f33f\U0001f33f\n\n{WORDS}", ["\U0001f33f\U0001f33f"]),
    ],
)
def test_headings_and_pictures_without_words_are_kept_as_comments(
    below: str, kept: list[str]
) -> None:
    draft = drafted(f"{WORDS}\n\n{below}")
    assert [step.title for step in draft.steps] == [""]
    assert [text for _, text in draft.comments] == kept


def test_a_heading_whose_step_is_silent_is_joined_with_the_next() -> None:
    assert steps(f"# Near\n\n(pause)\n\n# Far\n\n{WORDS}") == [("Near: Far", ["", WORDS])]


def test_a_bold_first_row_is_the_title() -> None:
    draft = drafted(f"**by the pond**\n{WORDS}")
    assert draft.fields == {"title": "by the pond"}


def test_the_last_row_is_no_heading() -> None:
    assert steps(f"A title here\n\n{WORDS}\n\nThe end") == [("", [WORDS, "The end"])]


def test_a_text_of_too_many_sentences_is_refused() -> None:
    with pytest.raises(GroundError, match=f"over {MOST_LINES} sentences"):
        drafted("Look. " * (MOST_LINES + 1))


def test_a_line_that_a_terminal_cut_is_refused_and_one_from_a_pipe_is_not() -> None:
    long = b"Look at it. " * 1_000
    assert source_from(io.BytesIO(long), typed=False).text == long.decode().strip()
    assert source_from(io.BytesIO(b"Look.\n" * 1_000), typed=True).rows[0].text == "Look."
    with pytest.raises(GroundError, match="the terminal cut it"):
        source_from(io.BytesIO(long), typed=True)


def test_more_than_a_text_can_be_is_refused_from_a_pipe() -> None:
    with pytest.raises(GroundError, match="too large for one exercise"):
        source_from(io.BytesIO(bytes(LARGEST + 1)), typed=False)


def test_letters_of_no_known_encoding_are_told() -> None:
    with pytest.raises(GroundError, match=r"Some letters of .* cannot be read"):
        source_of(b"Look at the caf\x81 there.", "a.txt")
