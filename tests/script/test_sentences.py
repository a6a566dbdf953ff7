"""Where a sentence ends, and which points only look like an end."""

from __future__ import annotations

import pytest

from voice.script.sentences import sentences


@pytest.mark.parametrize(
    "text",
    [
        "Heute ist der 3. Oktober.",
        "Das ist dein 1. Versuch heute.",
        "Wir leben im 21. Jahrhundert.",
        "Z. B. hier ist es still.",
        "Nimm etwas, d. h. einen Stein.",
        "Frag Dr. Müller danach.",
        "Am 3. und 4. Mai ist frei.",
        "Vom 1. bis 3. Oktober.",
        "Am 3.10. beginnt es.",
        "Am 3. 10. 2024 war es.",
        "Beim 2. Mal geht es leichter.",
        "Der 2. Atemzug ist länger.",
        "Mme. Durand et M. Martin vont ici.",
        "Voir n. 5 et p. 5.",
        "Los EE. UU. son grandes.",
        "Mira la pág. 5 ahora.",
        "John F. Kennedy was here.",
        "Ask Dr. A. Smith about it.",
        "J. R. R. Tolkien and J.-P. Sartre wrote.",
        "Many U.S. citizens sit.",
        "The U.S. Army sits.",
        "Take 3 tbsp. of sugar.",
        "Some Ph.D. students sit.",
        "Neem iets, bijv. een steen, d.w.z. een kei.",
        "Dag dhr. Jansen en mevr. De Vries.",
        "Nimm etwas (Stein usw.) in die Hand.",
        "It is 5 p.m. now.",
        "Vitamin C. and D.",
        "Dr. **Müller** hilft.",
        "Ask J. A. Smith.",
        "Nehmen Sie ca. 3 Steine, max. fünf.",
        "Am Samstag, den 3. Mai, ist Ruhe.",
        "Lies S. 5 und Kap. 3.",
        "Sie ist in der 3. Klasse.",
    ],
)
def test_the_point_of_an_abbreviation_an_initial_or_an_ordinal_ends_no_sentence(text: str) -> None:
    assert [sentence.text for sentence in sentences(text)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Zähle bis 3. | Dann atme aus.",
        "Zähle bis 3. | Atme aus.",
        "Count to 3. | Breathe out.",
        "Nimm die 3. | Dann atme.",
        "Look at the letter A. | Then look at B.",
        "Nehmen Sie Stein, Tuch usw. | Dann atmen Sie.",
        "Take chairs, stones etc. | Then sit.",
        "It starts at 5 p.m. | Bring a cup.",
        "Ask John F. | Now breathe.",
        "Find the letter d. | Then find e.",
        "You and I. | Breathe.",
        "Ask John F. | I am here.",
        "It was 5 p.m. | I sat down.",
        "Warte 10 Sek. | Atme aus.",
        "She has a Ph.D. | She sits.",
        "Vive en EE. UU. | Ahora respira.",
        "Regarde la lettre A. | Puis respire.",
        "Tel bis 3. | Adem uit.",
        "We were in the U.S. | It was good.",
        "Look at Max. | He sits.",
        "Look at 5. | 4 is next.",
    ],
)
def test_two_sentences_are_told_apart_behind_such_a_point(text: str) -> None:
    found = [sentence.text for sentence in sentences(text.replace(" | ", " "))]
    assert found == text.split(" | ")
