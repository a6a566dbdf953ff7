"""No word of a text is lost on the way to a script, and none changes its place."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.script.from_text.counted import all_words, spoken, words
from voice.check.from_text import FromText, guessed
from voice.errors import GroundError, ScriptError
from voice.script import parse
from voice.script.formatter import format_with_comments
from voice.script.from_text.draft import Draft, draft_of
from voice.script.from_text.source import source_of
from voice.script.parser import LONGEST_LINE

_FRAGMENTS = [
    *("\n", "\n\n", "\r\n", "\r", "\t", " ", "\xa0", "\u2028", "\x0b", "\x0c", "\ufeff", "\u200b"),
    *("(pause)", "[pause 10 seconds]", "(30 seconds)", "(long pause)", "...pause...", "(wait)"),
    *("Pause for 5 breaths", "(hold)", "PAUSE", "*pause*", "- pause -", "{pause}", "[bell]"),
    *("[softly]", "(softly)", "(or not)", "[name]", "[welcome]", "[8s]", "[breathe in 4, out 6]"),
    *("…", "...", ". . . .", ". ", "? ", "! ", ": ", "; ", ", ", "-", " - ", "—", "“", "”", "'"),
    *("# Title\n", "## Near (repeat)\n", "Step 1: ", "Introduction\n", "SOUNDS\n", "Script:\n"),
    *("Therapist: ", "Client: ", "Therapist notes\n", "Title: ", "Materials: ", "About: "),
    *("• ", "- ", "* ", "1. ", "a) ", "(1) ", "o ", "> ", "| ", "---\n", "***\n", "===\n"),
    *("**", "_", "\\", "\\[", "[", "]", "(", ")", "{", "}", "{day}", "<!--", "-->", "<b>", "<"),
    *("Page 2 of 3\n", "- 3 -\n", "© 2020 Ann", "www.example.com", "[link](http://a.b)", "END\n"),
    *("Look round the room. ", "Listen. ", "and notice", "self-\nkind", "🌿", "5", "1", "Café"),
    *("```\n", "```text\n", "~~~\n", "<br>", "By Ann B.", "見る。"),
    *("Sure! Here is a script:\n", "ask: 1\n", "Ziel: Ruhe\n", "½ ", "(½ minute)", "am 3. Mai "),
    *(
        "Hold (5 seconds). ",
        "3. Oktober",
        "Dr. A. Hill",
        "(une demi-minute)",
        "Let me know if you want",
    ),
    "a sentence that goes on and on without any end to it, as some do ",
]
fragments = st.one_of(st.sampled_from(_FRAGMENTS), st.text(max_size=6))
texts = st.one_of(st.lists(fragments, max_size=30).map("".join), st.text())


def drafted(text: str) -> tuple[str, Draft]:
    """The text as it is read, and its draft."""
    try:
        source = source_of(text.encode(errors="ignore"), "a.txt")
        return source.text, draft_of(source)
    except GroundError:
        assume(False)
        raise


@given(texts)
def test_each_word_is_spoken_or_told(text: str) -> None:
    written, draft = drafted(text)
    told = all_words(change.words for change in draft.changes)
    assert Counter(words(written)) == Counter(all_words(spoken(draft))) + Counter(told)


@given(texts)
def test_what_is_spoken_keeps_its_order(text: str) -> None:
    written, draft = drafted(text)
    left = iter(words(written))
    assert all(word in left for word in all_words(spoken(draft)))


@given(texts)
def test_what_is_kept_as_a_comment_stands_in_the_script(text: str) -> None:
    draft = drafted(text)[1]
    kept = (change.words for change in draft.changes if "kept as a comment" in change.sentence)
    assert not Counter(all_words(kept)) - Counter(all_words(each for _, each in draft.comments))


@given(texts)
def test_the_script_can_be_read_but_for_its_longest_lines(text: str) -> None:
    draft = drafted(text)[1]
    made = FromText(source_of(b"Near", "a.txt"), draft, "en")
    answers = guessed(made, "near")
    script = made.script(answers)
    written = format_with_comments(script, made.comments(answers))
    if any(len(line) > LONGEST_LINE for line in spoken(draft)):
        with pytest.raises(ScriptError) as caught:
            parse(written, "a.md")
        assert all("too many to follow" in problem.message for problem in caught.value.problems)
    else:
        assert parse(written, "a.md") == script
