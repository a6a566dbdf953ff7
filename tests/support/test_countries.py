"""A country is found by its code, its name in English, or a name that is used there."""

from __future__ import annotations

import pytest

from voice.errors import UnknownNameError
from voice.support.countries import (
    begins_with,
    countries_beginning,
    country_code,
    country_name,
    known_country,
)
from voice.support.helplines import known_lines


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("DE", "DE"),
        ("de", "DE"),
        ("Germany", "DE"),
        ("germany", "DE"),
        ("Deutschland", "DE"),
        ("uk", "GB"),
        (" U.K. ", "GB"),
        ("united kingdom", "GB"),
        ("the United Kingdom", "GB"),
        ("England", "GB"),
        ("Scotland", "GB"),
        ("USA", "US"),
        ("u.s.a.", "US"),
        ("America", "US"),
        ("United  States", "US"),
        ("Holland", "NL"),
        ("Nederland", "NL"),
        ("\N{LATIN CAPITAL LETTER O WITH DIAERESIS}sterreich", "AT"),
        ("Osterreich", "AT"),
        ("Espa\N{LATIN SMALL LETTER N WITH TILDE}a", "ES"),
        ("espana", "ES"),
        ("Suisse", "CH"),
        ("Brasil", "BR"),
        ("Korea", "KR"),
        ("\ub300\ud55c\ubbfc\uad6d", "KR"),
        ("Japan", "JP"),
        ("philippines", "PH"),
        ("Bosnia & Herzegovina", "BA"),
        ("Cote d'Ivoire", "CI"),
    ],
)
def test_a_country_is_found_as_people_write_it(written: str, code: str) -> None:
    assert country_code(written) == code
    assert known_country(written) == code


@pytest.mark.parametrize("written", ["XX", "", " ", "Atlantis", "zzz", "1", "."])
def test_what_is_no_country_is_told(written: str) -> None:
    assert country_code(written) is None
    with pytest.raises(UnknownNameError, match="two letters such as DE"):
        known_country(written)


def test_the_nearest_name_is_told() -> None:
    with pytest.raises(UnknownNameError, match=r"Did you mean Germany\?"):
        known_country("Germny")


def test_every_row_is_known_by_its_name() -> None:
    for line in known_lines():
        assert country_code(line.name) == line.country
        assert country_name(line.country) == line.name
        assert begins_with(line.country, line.name.removeprefix("the ")[0].lower())


def test_letters_count_without_accents_and_marks_do_not() -> None:
    assert begins_with("AT", "\N{LATIN SMALL LETTER O WITH DIAERESIS}")
    assert begins_with("GB", "e")
    assert not begins_with("GB", "t")  # an article is no name
    assert not begins_with("GB", "-")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("sou", "GS KR SS ZA"),
        ("south ", "GS KR SS ZA"),
        ("south a", "ZA"),
        ("niger", "NE"),  # a whole name is meant, though Nigeria begins so
        ("nigeri", "NG"),
        ("guinea-", "GW"),
        ("cote d", "CI"),
        ("c\N{LATIN SMALL LETTER O WITH CIRCUMFLEX}te d'", "CI"),
        ("th", "TH"),
        ("the n", "NL"),
        ("the u.s.", "VI"),
        ("korea ", ""),
        ("jq", ""),
    ],
)
def test_what_is_typed_of_a_name_finds_those_that_begin_so(typed: str, codes: str) -> None:
    assert sorted(countries_beginning(typed)) == codes.split()


def test_english_names_can_be_looked_at_alone() -> None:
    assert countries_beginning("la ") == {"RE"}
    assert not countries_beginning("la ", english=True)
    assert countries_beginning("sri ", english=True) == {"LK"}
