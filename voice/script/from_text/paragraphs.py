"""Undoes what editors do to a text: lines broken at the margin, marks of lists, rules between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from voice.script.abbreviations import COUNTED
from voice.script.from_text.rows import Look, Row
from voice.script.notes import is_pause_alone

MARGINS = range(40, 121)
"""Widths, in characters, of a text whose lines were broken at the margin."""

_FULL = 0.6
"""Share of the width that a broken line fills at least."""

_LOWER = 0.4
"""Share of lines going on in small letters from which a text counts as broken at the margin: in one
written line by line, they begin with capitals."""

_MARK = re.compile(
    r"(?!\(c\) (?:19|20)\d\d)"  # a copyright
    r"(?:[\u2022\u25aa\u25ab\u25e6\u25cf\u25cb\u25a0\u25a1\u2666\u27a2\u2713\u2714\u00b7\u2023\u2219"
    r"\u2043\uf000-\uf0ff*+\u2013\u2014-]|o(?=\s+[A-Z])|\(?(?:[a-hA-H]|[ivx]{1,4}|\d{1,2})\)|"
    rf"(?:\d{{1,2}}(?!\.\s{COUNTED})|[a-hA-H]|[IVX]{{1,4}})\.)(?=\s)\s+(?:\[[ xX]\]\s+)?"
)
"""The mark of a list, as word processors and Markdown write it."""

_HASHES = re.compile(r"(?P<hashes>#{1,6})\s+(?P<heading>.*?)(?:\s+#+)?")
_FRAMED = re.compile(r"(?P<mark>[=~#*_+\u2013\u2014-])(?P=mark)+\s+(?P<text>\S.*?)\s+(?P=mark){2,}")
"""A heading between two rules, such as "=== Arriving ===", as plain text has them."""

_LONGEST_FRAMED = 200
"""Characters of such a heading with its rules; longer rows would take long to look through."""

_BOLD = re.compile(r"(?P<mark>\*\*\*?|___?)(?P<text>(?:(?!(?P=mark)).)+)(?P=mark):?")
_QUOTE = re.compile(r"^(?:>\s*)+")
_RULE = re.compile(r"(?:[-=_*~\u2013\u2014\u2500\u2501#]\s?){3,}|`{3,}|~{3,}")
FENCE = re.compile(r"(?:`{3,} ?|~{3,})[\w+-]+")
"""The row above a listing in Markdown, with the name of its language."""

_EDGE = re.compile(rf"`{{3,}}|~{{3,}}|{FENCE.pattern}")
_EDGES = 2
"""Rows around one listing."""

_TABLE_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
ENDS = re.compile(r"[.!?:;\u2026\u3002\uff01\uff1f][\"'\u2019\u201d)\]*_]*$")
"""The end of a sentence, or of what leads to the next."""

_DIVIDED = re.compile(r"[^\W\d_]-$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, an item of a list, or a line that stands for itself.

    Attributes:
        text: Without the mark of a list.
        number: Of its first row.
        mark: The mark of a list before it, or empty.
        look: As in its document, or as Markdown shows it.
        level: Of a heading in Markdown, from 1; else 0.
        apart: True if a blank row, or the beginning, stands above it.
        spaced: True if a blank row follows.
        new_page: True if a page begins with it.
        divided: The words that were divided where two rows were joined.
        heads_table: True for the first row of a table, if a rule below it shows that it names the
            columns.
        outside: True beside a listing that is the script, as in an answer of a chatbot.
    """

    text: str
    number: int
    mark: str = ""
    look: Look = Look.PLAIN
    level: int = 0
    apart: bool = False
    spaced: bool = False
    new_page: bool = False
    divided: tuple[str, ...] = ()
    heads_table: bool = False
    outside: bool = False


def paragraphs_in(rows: Sequence[Row]) -> list[Paragraph]:
    """Return the paragraphs of a text; rows without letters or figures only separate them."""
    found = list(_looked_at(list(_with_whole_comments(rows))))
    return _joined(found)


def _with_whole_comments(rows: Sequence[Row]) -> Iterator[Row]:
    """Join the rows of a comment, so that each comment stands in one."""
    last = max((index for index, row in enumerate(rows) if "-->" in row.text), default=-1)
    opened: list[Row] = []
    for index, row in enumerate(rows):
        begins = not opened and "-->" not in row.text[max(row.text.rfind("<!--"), 0) :]
        if opened or ("<!--" in row.text and begins and index < last):
            opened.append(row)
        else:
            yield row
        if opened and "-->" in row.text:
            yield replace(opened[0], text=" ".join(each.text for each in opened))
            opened = []


def _looked_at(rows: Sequence[Row]) -> Iterator[Paragraph]:
    apart, new_page = True, False
    listing = _listing(rows)
    for index, row in enumerate(rows):
        new_page |= row.new_page
        if not row.text or _RULE.fullmatch(row.text):
            apart = True
            continue
        fence = FENCE.fullmatch(row.text) is not None
        apart |= fence
        below = rows[index + 1].text if index + 1 < len(rows) else ""
        underlined = _UNDERLINE.fullmatch(below) is not None and not ENDS.search(row.text)
        level = (1 if below[0] == "=" else 2) if underlined and apart else 0
        spaced = not below or _RULE.fullmatch(below) is not None
        seen = Paragraph(row.text, row.number, "", row.look, level, apart, spaced, new_page)
        heads = "|" in row.text and _TABLE_RULE.fullmatch(below) is not None
        seen = replace(_unmarked(seen), heads_table=heads, outside=index not in listing)
        apart = fence or not seen.text
        if seen.text:
            yield seen
            new_page = False


def _listing(rows: Sequence[Row]) -> range:
    """Return the indexes of the only listing, if it has most of the words; else of all rows."""
    edges = [index for index, row in enumerate(rows) if _EDGE.fullmatch(row.text)]
    if len(edges) == _EDGES:
        lengths = [len(row.text.split()) for row in rows]
        listing = range(edges[0], edges[1] + 1)
        if 2 * sum(lengths[index] for index in listing) > sum(lengths):
            return listing
    return range(len(rows))


def _unmarked(seen: Paragraph) -> Paragraph:
    """Take the marks of a heading, a quotation or a list from a row, and remember them."""
    text = _QUOTE.sub("", seen.text)
    if hashes := _HASHES.fullmatch(text):
        return replace(seen, text=hashes["heading"], level=len(hashes["hashes"]), look=Look.HEADING)
    if seen.level:
        return replace(seen, text=text, look=Look.HEADING)
    framed = _FRAMED.fullmatch(text) if len(text) <= _LONGEST_FRAMED else None
    if framed and not is_pause_alone(framed["text"]):
        return replace(seen, text=framed["text"], look=Look.BOLD)
    if mark := _MARK.match(text):
        look = Look.ITEM if seen.look is Look.PLAIN else seen.look
        return replace(seen, text=text[mark.end() :], mark=mark[0].strip(), look=look)
    if text.startswith("|") and text.endswith("|"):
        cells = (cell.strip() for cell in text.split("|"))
        return replace(seen, text=", ".join(filter(None, cells)), look=Look.ITEM)
    if seen.look is Look.PLAIN and _BOLD.fullmatch(text):
        return replace(seen, text=text, look=Look.BOLD)
    return replace(seen, text=text)


def _joined(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Join the lines of a text that was broken at the margin."""
    width = max((len(each.text) for each in found if not each.level), default=0)
    full = _FULL * width
    if not _is_broken(found, full) or width not in MARGINS:
        return list(found)
    groups = [[found[0]]]
    for above, row in pairwise(found):
        if _goes_on(above, row) and len(above.text) >= full:
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_one(group) for group in groups]


def _one(rows: Sequence[Paragraph]) -> Paragraph:
    """Return the rows of one paragraph as one."""
    text, divided = [rows[0].text], []
    for above, row in pairwise(rows):
        if _DIVIDED.search(above.text) and row.text[0].islower():
            divided.append(f"{above.text.split()[-1]}{row.text.split()[0]}")
        else:
            text.append(" ")
        text.append(row.text)
    whole = "".join(text)
    return replace(rows[0], text=whole, spaced=rows[-1].spaced, divided=tuple(divided))


def _goes_on(above: Paragraph, row: Paragraph) -> bool:
    """True if a row may continue the one above."""
    plain = row.look is Look.PLAIN and above.look in {Look.PLAIN, Look.ITEM}
    return plain and not row.mark and not row.apart


def _is_broken(found: Sequence[Paragraph], full: float) -> bool:
    going_on = [
        row
        for above, row in pairwise(found)
        if _goes_on(above, row) and len(above.text) >= full and not ENDS.search(above.text)
    ]
    lower = sum(row.text[0].islower() for row in going_on)
    return bool(going_on) and lower >= _LOWER * len(going_on)
