"""Notes to a reader: what each becomes, and what only looks like one."""

from __future__ import annotations

import pytest

from voice.script.directives import format_directive
from voice.script.from_text.changes import told
from voice.script.from_text.draft import Draft, draft_of
from voice.script.from_text.source import source_of


def drafted(text: str) -> Draft:
    return draft_of(source_of(text.encode(), "a.txt"))


def lines(text: str) -> list[str]:
    """The lines of a text, each with its directives."""
    return [
        " ".join([line.text, *map(format_directive, line.directives)]).strip()
        for step in drafted(text).steps
        for line in step.lines
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("(pause)\nLook round.", ["[4s]", "Look round."]),
        ("[welcome] (pause)\nLook round.", ["[welcome]", "[4s]", "Look round."]),
        ("[welcome]\nLook round. (pause)", ["[welcome]", "Look round. [4s]"]),
        (
            "# Near\n\nLook.\n\n[welcome]\n\n# Far\n\nListen. (pause)",
            ["Look.", "[welcome]", "Listen. [4s]"],
        ),
        ("Look.<br>Listen.", ["Look.", "Listen."]),
        ("Look } at it { now.", ["Look ) at it ( now."]),
    ],
)
def test_what_stands_before_words_and_alone_is_kept(text: str, written: list[str]) -> None:
    assert lines(text) == written


@pytest.mark.parametrize(
    ("note", "directive"),
    [
        ("(pause)", "[4s]"),
        ("(Pause.)", "[4s]"),
        ("[PAUSE]", "[4s]"),
        ("{pause}", "[4s]"),
        ("<pause>", "[4s]"),
        ("*pause*", "[4s]"),
        ("...pause...", "[4s]"),
        ("\u2013 pause \u2013", "[4s]"),
        ("--- long pause ---", "[10s]"),
        ("PAUSE", "[4s]"),
        ("Pause.", "[4s]"),
        ("(short pause)", "[2s]"),
        ("(beat)", "[2s]"),
        ("(long pause)", "[10s]"),
        ("(longer silence)", "[10s]"),
        ("[pause 10 seconds]", "[10s]"),
        ("[Pause: 10s]", "[10s]"),
        ("(10 sec.)", "[10s]"),
        ("(5-10 seconds)", "[10s]"),
        ("(5\u201310 seconds)", "[10s]"),
        ("(30 seconds)", "[quiet 30s]"),
        ("(pause for half a minute)", "[quiet 30s]"),
        ("(1-2 minutes)", "[quiet 2m]"),
        ("(pause for one minute)", "[quiet 1m]"),
        ("PAUSE 15 seconds", "[15s]"),
        ("Pause for 2 breaths.", "[12s]"),
        ("Pausa de 10 segundos.", "[10s]"),
        ("Pause von einer Minute.", "[quiet 1m]"),
        ("Eine Minute Pause.", "[quiet 1m]"),
        ("(3 slow breaths)", "[18s]"),
        ("(a few breaths)", "[18s]"),
        ("(breathe)", "[6s]"),
        ("(wait)", "[wait]"),
        ("(wait 30 seconds)", "[wait 30s]"),
        ("(hold)", "[hold 5s]"),
        ("(hold for 7 seconds)", "[hold 7s]"),
        ("(ring the bell)", "[bell]"),
        ("[chime]", "[bell]"),
        ("(allow time to settle)", "[do 10s]"),
        ("[breathe in 4, out 6, 3 times]", "[breathe in 4s, out 6s, 3 times]"),
        ("(in 4, out 6)", "[breathe in 4s, out 6s, 1 time]"),
        ("[quiet 30s]", "[quiet 30s]"),
        ("(kurze Pause)", "[2s]"),
        ("(30 Sekunden)", "[quiet 30s]"),
        ("(eine Minute Stille)", "[quiet 1m]"),
        ("(10 Sekunden warten)", "[wait 10s]"),
        ("(ein paar Atemzüge)", "[18s]"),
        ("(Glocke)", "[bell]"),
        ("[atmen]", "[6s]"),
        ("(pausa de 10 segundos)", "[10s]"),
        ("(espera 10 segundos)", "[wait 10s]"),
        ("(silencio largo)", "[10s]"),
        ("(silencio de un minuto)", "[quiet 1m]"),
        ("[respira]", "[6s]"),
        ("(pause de dix secondes)", "[10s]"),
        ("(pauze van 10 seconden)", "[10s]"),
        ("(½ minute)", "[quiet 30s]"),
        ("(pause ½ minute)", "[quiet 30s]"),
        ("Pause ½ minute.", "[quiet 30s]"),
        ("(1½ minutes)", "[quiet 1m30s]"),
        ("(1/2 minute)", "[quiet 30s]"),
        ("(a half minute)", "[quiet 30s]"),
        ("(eine halbe Minute)", "[quiet 30s]"),
        ("Eine halbe Minute Pause.", "[quiet 30s]"),
        ("(anderthalb Minuten)", "[quiet 1m30s]"),
        ("(1,5 Minuten)", "[quiet 1m30s]"),
        ("(une demi-minute)", "[quiet 30s]"),
        ("(une minute et demie)", "[quiet 1m30s]"),
        ("(medio minuto)", "[quiet 30s]"),
        ("(un minuto y medio)", "[quiet 1m30s]"),
        ("(een halve minuut)", "[quiet 30s]"),
        ("(mezzo minuto)", "[quiet 30s]"),
        ("(2 à 3 respirations)", "[18s]"),
        ("(2 ou 3 respirations)", "[18s]"),
        ("(2 oder 3 Atemzüge)", "[18s]"),
        ("(2 o 3 respiraciones)", "[18s]"),
        ("(5 à 10 secondes)", "[10s]"),
        ("(5 tot 10 seconden)", "[10s]"),
        ("…", "[2s]"),
        (". . . .", "[2s]"),
    ],
)
def test_a_note_becomes_the_silence_it_asks_for(note: str, directive: str) -> None:
    end = "" if note in {"…", ". . . ."} else "."
    assert lines(f"Look round{end} {note} Listen.") == [f"Look round{end} {directive}", "Listen."]


@pytest.mark.parametrize(
    "row",
    [
        "Pause",
        "Pause for 5 breaths",
        "(pause)",
        "Long pause.",
        "[30 seconds]",
        "\u2013 Pause \u2013",
    ],
)
def test_so_does_one_on_a_row_of_its_own(row: str) -> None:
    looked, listened = lines(f"Look round.\n\n{row}\n\nListen.")
    assert looked.startswith("Look round. [")
    assert listened == "Listen."


@pytest.mark.parametrize(
    "text",
    [
        "Notice your feet (or your hands).",
        "Hold the stone (hold it loosely).",
        "Any sound will do (the rest can wait).",
        "Stay for a minute or two.",
        "Pause for a while, and look.",
        "Your hand (warm) on the cup.",
        "It was a long pause that we had.",
        "It is {day}.",
        "Write 2*3 on it.",
    ],
)
def test_words_for_the_listener_stay(text: str) -> None:
    assert lines(text) == [text]


@pytest.mark.parametrize(
    "note",
    [
        "(softly)",
        "[Warm, inviting tone]",
        "(music fades)",
        "[name]",
        "(langsam lesen)",
        "(Stimme senken)",
        "(en voz baja)",
        "(lentement)",
    ],
)
def test_other_notes_are_kept_as_comments(note: str) -> None:
    draft = drafted(f"Look, {note} and listen. Then look.")
    assert [text for _, text in draft.comments] == [note]
    assert lines(f"Look, {note} and listen. Then look.") == ["Look, and listen.", "Then look."]


@pytest.mark.parametrize("text", ["(Let them settle.)", "Look round. (Let them settle.) Listen."])
def test_a_sentence_in_brackets_that_is_spoken_is_told(text: str) -> None:
    assert [change.sentence for change in drafted(f"{text}\n\nLook round.").undone] == [
        '"(Let them settle.)" is spoken. If it is for the reader: <!-- (Let them settle.) -->'
    ]
    assert not drafted("Notice your feet (or your hands).").undone


@pytest.mark.parametrize(
    "text",
    [
        "Sehen Sie etwas, z. B. Bäume, d. h. viel Grün.",
        "Nehmen Sie einen Gegenstand, z.B. einen Stein, ggf. einen Stift.",
        "Grüßen Sie Hr. Maier, u. a. freundlich.",
        "Nota algo, p. ej. una silla, cerca de la Sra. López.",
    ],
)
def test_the_dot_of_an_abbreviation_ends_no_line(text: str) -> None:
    assert lines(text) == [text]


def test_a_row_that_begins_with_a_german_ordinal_is_no_item_of_a_list() -> None:
    assert lines("Am Montag beginnt es.\n3. Oktober ist der Tag.\n1. Versuch: Setz dich.") == [
        "Am Montag beginnt es.",
        "3. Oktober ist der Tag.",
        "1. Versuch: Setz dich.",
    ]


def test_a_letter_before_a_dot_may_end_a_line() -> None:
    assert lines("Find the letter d. Then find p. Look at both.") == [
        "Find the letter d.",
        "Then find p.",
        "Look at both.",
    ]


def test_a_sentence_is_divided_at_a_pause_and_nowhere_else() -> None:
    long = "look " * 30 + "round"
    assert lines(f"Breathe in (pause), and {long}. Mr. Hill is here.") == [
        "Breathe in, [4s]",
        f"and {long}.",
        "Mr. Hill is here.",
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Hold (5 seconds).", ["Hold. [hold 5s]"]),
        ("Breathe in, and hold (5 seconds).", ["Breathe in, and hold. [hold 5s]"]),
        ("Einatmen. Dann halten (5 Sekunden).", ["Einatmen.", "Dann halten. [hold 5s]"]),
        ("Look at what you hold (5 seconds).", ["Look at what you hold. [5s]"]),
        ("Hold (pause).", ["Hold. [4s]"]),
    ],
)
def test_a_length_behind_a_request_to_hold_does_not_stretch(text: str, written: list[str]) -> None:
    assert lines(text) == written


def test_dots_beside_a_pause_add_nothing_to_it() -> None:
    assert lines("Look ... (10 seconds) ... round.") == ["Look [10s]", "round."]


def test_the_bell_that_the_program_rings_is_left_out() -> None:
    draft = drafted("[bell]\nLook round.\n(chime)\nListen.\n(ring bell)")
    assert lines("[bell]\nLook round.\n(chime)\nListen.\n(ring bell)") == [
        "Look round. [bell]",
        "Listen.",
    ]
    assert [change.sentence.partition(":")[0] for change in draft.changes] == [
        '"[bell]" is left out',
        '"(chime)" became [bell]',
        '"(ring bell)" is left out',
    ]


def test_a_second_welcome_is_left_out() -> None:
    assert lines("Look.\n[welcome]\nListen.\n[welcome]") == ["Look.", "[welcome]", "Listen."]


@pytest.mark.parametrize(
    "sentence", ["Ask the client to sit down.", "Your patient may stand.", "Dim the light."]
)
def test_a_sentence_about_the_listener_is_told(sentence: str) -> None:
    undone = [change.sentence for change in drafted(f"Look round.\n\n{sentence}").undone]
    told_it = f'"{sentence}" is spoken. If it is for the reader: <!-- {sentence} -->'
    assert undone == ([] if sentence.startswith("Dim") else [told_it])


def test_the_head_of_a_table_is_told() -> None:
    table = "Look round.\n\n| Sense | Do |\n|:--|--:|\n| See | Look up. |\n| Hear | Listen. |"
    assert lines(table)[1:] == ["Sense, Do", "See, Look up.", "Hear, Listen."]
    assert [change.number for change in drafted(table).undone] == [3]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("**Pause** (20 seconds)", "Look. [20s]"),
        ("Pause. (10 sec)", "Look. [10s]"),
        ("(pause) [30 seconds]", "Look. [quiet 30s]"),
        ("(pause) (wait)", "Look. [4s] [wait]"),
        ("(10 seconds) Pause.", "Look. [10s] [4s]"),
    ],
)
def test_a_pause_and_its_length_are_one_silence(text: str, line: str) -> None:
    assert lines(f"Look. {text} Listen.") == [line, "Listen."]


def test_a_change_made_hundreds_of_times_names_its_first_places() -> None:
    changes = drafted("Look. (pause)\n\nListen.\n\n" * 200).changes
    assert told(changes, "line") == [
        'lines 1, 5, 9, 13, 17, 21, 25, 29, 33, 37, 41, 45 and 188 more places: "(pause)" '
        "became [4s]"
    ]
