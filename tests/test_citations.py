"""Every citation leads to a file in this repository, or to an address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.scripts.test_tables import IDS, written_rules

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "scripts" / "SOURCES.md"

BODY, REFERENCES = SOURCES.read_text(encoding="utf-8").split("## References\n")
HEADINGS = re.findall(r"^##+ (.+)$", BODY, re.MULTILINE)

FILES = [
    file
    for folder in ("voice", "tests", "scripts", ".github", ".ci")
    for file in sorted((ROOT / folder).rglob("*"))
    if file.suffix in {".py", ".toml", ".txt", ".md", ".yml", ""} and file.is_file()
    if file.name != "LICENSE" and file != Path(__file__)  # its examples lead nowhere
]

NOWHERE = re.compile(
    r"(?i:\b(?:content|design)(?:\.md)?,? (?:§|section\b))"
    r"|(?i:\b(?:content|design|field|stack)\.md\b)"
    r"|\bevidence/"
    r"|\((?:\w+, )?issue [0-9]"
    r"|\bR[0-9]{2}\b"
)
"""Citations of documents that are not here, or that name no file."""

SECTION = re.compile(r"scripts/SOURCES\.md, ([^.)]+)")

IN_CODE = re.compile(r"`([^`]+)`")
KEY = re.compile(r"^- \*\*([^*]+)\.\*\*", re.MULTILINE)
CITED = re.compile(r"\[([^\]\[]+)\](?!\()")
LINK = re.compile(r"\]\(([^)]+)\)")


def dead(text: str) -> list[str]:
    """Every citation in a text that leads nowhere."""
    in_one_line = re.sub(r"\s*\n[\s#]*", " ", text)
    sections = (name for found in SECTION.findall(in_one_line) for name in found.split(" and "))
    return NOWHERE.findall(text) + [name for name in sections if name not in HEADINGS]


def names(paragraph: str, pattern: str) -> set[str]:
    """The names written as code in a paragraph that match a pattern."""
    return {name for name in IN_CODE.findall(paragraph) if re.fullmatch(pattern, name)}


def paths(paragraph: str) -> set[str]:
    return names(paragraph, r"[\w.-]+/[\w./-]+")


def anchor(heading: str) -> str:
    return "#" + heading.lower().replace(" ", "-")


def test_no_file_cites_what_cannot_be_found() -> None:
    found = {file: dead(file.read_text(encoding="utf-8")) for file in FILES}
    assert len(found) > 300
    assert {str(file.relative_to(ROOT)): cited for file, cited in found.items() if cited} == {}


@pytest.mark.parametrize(
    "text",
    [
        "The rules of design §4.",
        "(content.md, section 4.2)",
        "See content section 7.",
        "The recipe is in stack.md.",
        "See evidence/, 3.6.",
        "(issue 6, 5)",
        "(atldotnet, issue 23)",
        "older than a year (R45)",
        "(scripts/SOURCES.md, Snow)",
        "See scripts/SOURCES.md, Silence and Snow.",
    ],
)
def test_a_dead_citation_is_known(text: str) -> None:
    assert len(dead(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "(scripts/SOURCES.md, Who\n# to call)",
        "See scripts/SOURCES.md, Silence and Breathing.",
        "The reasons stand in scripts/SOURCES.md.",
        "(RFC 5646, section 2.2.3; pallets/click#1108)",
    ],
)
def test_a_citation_that_leads_somewhere_is_left_alone(text: str) -> None:
    assert dead(text) == []


def test_the_sources_name_what_there_is() -> None:
    known = IDS | written_rules() | {"ground"}
    for paragraph in BODY.splitlines():
        files = [ROOT / path for path in paths(paragraph)]
        code = "".join(file.read_text(encoding="utf-8") for file in files)
        for name in names(paragraph, r"[A-Z][A-Z_]+|[a-z]+(?:_[a-z]+)+"):
            assert re.search(rf"\b{name}\b", code), name
        assert names(paragraph, r"[a-z]+(?:-[a-z]+)*") <= known


def test_the_sources_link_to_what_there_is() -> None:
    anchors = {anchor(heading) for heading in [*HEADINGS, "References"]}
    links = set(LINK.findall(BODY))
    assert {link for link in links if link.startswith("#")} <= anchors
    assert all((SOURCES.parent / link).is_file() for link in links if not link.startswith("#"))


def test_every_source_is_listed_once_and_used() -> None:
    listed = KEY.findall(REFERENCES)
    assert len(set(listed)) == len(listed)
    assert set(CITED.findall(BODY)) == set(listed)


def test_every_exercise_has_its_sources() -> None:
    table = "\n".join(line for line in BODY.splitlines() if line.startswith("|"))
    assert names(table, r"[a-z]+(?:-[a-z]+)*") == IDS
