"""Who to call: every row says where its number was read and when, and none is doubtful."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from voice.errors import GroundError
from voice.support.country import guessed_country
from voice.support.helplines import NUMBERS, Helpline, known_lines, line_for, sorting_name

LINES = known_lines()

ROW = {
    "country": '"XA"',
    "name": '"Somewhere"',
    "service": '"A line"',
    "spoken": '"a line"',
    "number": '"123 456"',
    "hours": '"24/7"',
    "languages": '["English"]',
    "source": '"https://example.org/a"',
    "checked_on": '"2024-05"',
}

DOUBTFUL = {"GR", "ZA", "JP", "EU"}
"""Weakly sourced, contradictory or no country (scripts/SOURCES.md, Who to call)."""


def written(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "numbers.toml"
    tables = ["\n".join(f"{name} = {value}" for name, value in row.items()) for row in rows]
    path.write_text("".join(f"[[line]]\n{table}\n" for table in tables), encoding="utf-8")
    return path


@pytest.mark.parametrize("line", LINES, ids=str)
def test_every_row_can_be_traced_and_dialled(line: Helpline) -> None:
    assert line.source.startswith("http")
    assert re.fullmatch(r"20\d\d(-\d\d){0,2}", line.checked_on)
    assert 2010 <= line.year <= 2026
    for number in filter(None, (line.number, line.text, line.emergency, line.english)):
        assert re.fullmatch(r"[0-9][0-9 -]*[0-9]", number)
        assert 2 <= sum(map(str.isdigit, number)) <= 15
    assert line.languages
    assert line.hours


def test_each_country_is_there_once_and_none_is_doubtful() -> None:
    countries = [line.country for line in LINES]
    assert len(set(countries)) == len(countries)
    assert not DOUBTFUL & set(countries)
    assert len(countries) == 17


def test_they_are_in_the_order_of_their_names() -> None:
    names = [sorting_name(line) for line in LINES]
    assert names == sorted(names)


def test_a_country_is_found_as_people_write_it() -> None:
    for written_so in ("GB", "gb", "uk", " UK ", "england", "United Kingdom"):
        found = line_for(written_so, LINES)
        assert found is not None
        assert found.name == "the United Kingdom"
    for unknown in (None, "", "JP", "XX"):
        assert line_for(unknown, LINES) is None


def test_a_row_with_what_it_needs_is_read(tmp_path: Path) -> None:
    (line,) = known_lines(written(tmp_path, ROW))
    assert (line.country, line.number, line.year, line.text) == ("XA", "123 456", 2024, None)


@pytest.mark.parametrize("name", ROW)
def test_a_row_without_what_it_needs_is_refused(tmp_path: Path, name: str) -> None:
    without = {key: value for key, value in ROW.items() if key != name}
    for row in (without, {**ROW, name: '""'}):
        with pytest.raises(GroundError, match=name):
            known_lines(written(tmp_path, row))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("country", '"Xa"', "two capital letters"),
        ("number", '"12 34 x"', "cannot be dialled: 12 34 x"),
        ("emergency", '"+"', "cannot be dialled"),
        ("checked_on", '"1999"', "checked_on that is not a date"),
        ("checked_on", '"2024-13"', "checked_on that is not a date"),
        ("checked_on", '"last week"', "checked_on that is not a date"),
        ("checked_on", "2024-05-01", "a checked_on that cannot be"),
        ("source", '"a leaflet"', "a source that is not an address"),
        ("also", '["a leaflet"]', "a source that is not an address"),
        ("languages", "[1]", "a languages that cannot be"),
        ("free", '"yes"', "a free that cannot be"),
        ("english", '"123"', "english and english_hours together"),
        ("colour", '"blue"', "an unknown entry: colour"),
    ],
)
def test_what_nobody_can_use_is_refused(tmp_path: Path, name: str, value: str, said: str) -> None:
    with pytest.raises(GroundError, match=re.escape(said)):
        known_lines(written(tmp_path, {**ROW, name: value}))


def test_a_file_that_holds_no_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GroundError, match="listed twice"):
        known_lines(written(tmp_path, ROW, ROW))
    for content in ("", "line = 3", "line = [3]", "[[line", "a = " + "[" * 3_000):
        path = tmp_path / "numbers.toml"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(GroundError, match="numbers"):
            known_lines(path)
    with pytest.raises(GroundError, match="cannot be read"):
        known_lines(tmp_path / "nothing.toml")


@pytest.mark.parametrize(
    ("environment", "country"),
    [
        ({"LANG": "de_AT.UTF-8"}, "AT"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "fr_CH"}, "CH"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "", "LC_MESSAGES": "en_GB@euro"}, "GB"),
        ({"LANG": "sr-Latn-RS"}, "RS"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "POSIX"}, None),
        ({"LANG": "de"}, None),
    ],
)
def test_the_country_is_guessed_from_the_locale(
    environment: dict[str, str], country: str | None
) -> None:
    assert guessed_country(environment) == country


def test_the_wheel_holds_the_numbers(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = table["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert "voice" in wheel["only-include"]
    assert not {"exclude", "include", "artifacts"} & set(wheel)
    assert root / "voice" / "support" / "numbers.toml" == NUMBERS
    # As from a wheel: packed with the package, and read from where it lies then.
    packed = tmp_path / "site"
    with zipfile.ZipFile(tmp_path / "voice.zip", "w") as archive:
        for path in (root / "voice").rglob("*"):
            if path.suffix in {".py", ".toml"}:
                archive.write(path, path.relative_to(root))
    with zipfile.ZipFile(tmp_path / "voice.zip") as archive:
        archive.extractall(packed)
    code = "from voice.support.helplines import known_lines; print(len(known_lines()))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=packed, capture_output=True, text=True, check=True
    )
    assert ran.stdout == f"{len(LINES)}\n"
