"""Rows that are about a text and not part of it: labels, names, addresses, numbers of pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from voice.script.from_text.paragraphs import ENDS, FENCE, Paragraph

_FIELDS = (
    (
        "title",
        r"title|exercise name|name of (?:the )?exercise|titel|titre|t\u00edtulo|titolo|"
        r"name der \u00fcbung|nom de l['\u2019]exercice|naam van de oefening|"
        r"nombre del ejercicio",
    ),
    (
        "about",
        r"about|aims?|purpose|goals?|objectives?|description|summary|ziele?|zweck|beschreibung|but|"
        r"objectifs?|objetivos?|descripci\u00f3n|doel(?:en|stelling)?|beschrijving|scopo|obiettivo",
    ),
    (
        "needs",
        r"needs|materials?(?: needed)?|you(?: wi|')ll need|you need|what you(?: wi|')?l?l? ?need|"
        r"equipment|props|materialien|ben\u00f6tigt(?:es material)?|du brauchst|sie brauchen|"
        r"mat\u00e9riel(?: n\u00e9cessaire)?|(?:tu as|vous avez) besoin de|necesitas?|"
        r"material(?:es)?(?: necesarios?)?|materia(?:al|len)|benodigd(?:e materialen|heden)|"
        r"(?:je hebt )?nodig|materiale|occorrente",
    ),
    ("position", r"position|posture|haltung|posici\u00f3n|houding|posizione|k\u00f6rperhaltung"),
    (
        "",
        r"duration|time(?: needed| required)?|length|approx(?:imate)? time|ages?|audience|"
        r"(?:target )?group|author|by|written by|adapted (?:from|by)|based on|created by|sources?|"
        r"references?|date|last updated|version|session|week|module|tags?|category|categories|"
        r"level|difficulty|reading time|keywords?|theme|topic|therapist name|client name|"
        r"dauer|dur\u00e9e|duraci\u00f3n|duur|durata|zielgruppe|altersgruppe|alter|p\u00fablico|doelgroep|"
        r"public|\u00e2ge|edad|leeftijd|autorin|autor|autora|auteure?|autrice|quellen?|fuente|"
        r"bron|datum|fecha|layout|slug|permalink|status|"
        r"word count|language|ask(?=: \d$)",
    ),
)
_KEYS = tuple(
    (key, re.compile(rf"(?:{names})\s*[:=]\s*(?P<value>\S.*)", re.IGNORECASE))
    for key, names in _FIELDS
)

_WHO = (
    r"(?:therapist|narrator|facilitator|guide|voice|speaker|leader|teacher|instructor|reader|"
    r"counsell?or|clinician|coach|practitioner|host|trainer)(?: ?#?\d)?"
)
SPEAKER = re.compile(
    rf"[*_]*(?:{_WHO}(?: says?| reads?)?|script|read aloud|say aloud)[*_]*:[*_]*(?:\s+|$)",
    re.IGNORECASE,
)
"""The label of whoever reads."""

_OTHER_SPEAKER = re.compile(
    r"(?:clients?|patients?|participants?|group(?: members?)?|students?|child|children)"
    r"(?: responds?| says?| answers?)?:\s.*",
    re.IGNORECASE,
)
SCRIPT_BEGINS = re.compile(
    r"[\[(*-]*\s*(?:(?:the|full|exercise|meditation|guided|sample) )*script(?: begins| starts)?"
    r"\s*[\])*:-]*|[\[(*-]*\s*(?:begin(?:ning)?|start)(?: of)?(?: the)? script\s*[\])*:-]*|"
    r"read aloud:",
    re.IGNORECASE,
)
SCRIPT_ENDS = re.compile(
    r"[\[(*-]*\s*end(?: of)?(?: the)? (?:script|exercise|meditation|recording|practice)"
    r"\s*[\])*.-]*|script ends\.?",
    re.IGNORECASE,
)
THE_END = re.compile(r"[\[(*-]*\s*END\s*[\])*.-]*")
"""The last row of some texts; elsewhere it may be a heading."""

_INSTRUCTIONS = (
    rf"(?:{_WHO}s?(?:['\u2019]s?)? (?:notes?|instructions?|guide(?:lines)?|tips?)|"
    rf"(?:notes?|instructions?|guidelines|tips?|guidance) (?:for|to) (?:the )?{_WHO}s?)"
)
FOR_READER = re.compile(
    rf"{_INSTRUCTIONS}:\s.*|"
    r"(?:note|nb|important|tip|caution)[:.] .*\b(?:clients?|patients?|participants?|therapist|"
    r"facilitator|reader)\b.*",
    re.IGNORECASE,
)
"""A paragraph that only the reader reads."""

READER_SECTION = re.compile(
    rf"(?:{_INSTRUCTIONS}|"
    r"references?|bibliography|sources|further reading|about the author|copyright|"
    r"acknowledge?ments?|"
    r"debrief(?:ing)?(?: questions)?|discussion(?: questions)?|homework|reflection questions|"
    r"contraindications|hinweise? (?:f\u00fcr|zur?m?) .*|literatur|quellen):?",
    re.IGNORECASE,
)
"""A heading above what only the reader reads."""

_ADDRESS = r"(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+)"
_ABOUT_TEXT = re.compile(
    rf"{_ADDRESS}|(?:\u00a9|\(c\)|copyright\b).*|all rights reserved.*|"
    r"(?:retrieved|downloaded) from\b.*|(?:adapted|reprinted|reproduced) (?:from|by|with)\b.*|"
    rf"(?:source|reference)s?:\s.*|"
    r"(?:tel|phone|e-?mail|fax|web(?:site)?)\b[.:]\s*\S.*|"
    rf"(?:for more|visit|see)\b[^.]*{_ADDRESS}\.?|{FENCE.pattern}",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:(?:sure|certainly|of course|absolutely|klar|gerne|nat\u00fcrlich|bien s\u00fbr|"
    r"\u00a1?claro|natuurlijk)\b[^.!,]*[.!,]\s.*|"
    r"(?:here(?: is|['\u2019]s)|below is|hier(?: ist|['\u2019]s| is)|voici|"
    r"aqu\u00ed (?:est\u00e1|tienes?))\b.*\b(?:script|exercise|meditation|practice|version|skript|"
    r"\u00fcbung|exercice|ejercicio|oefening)\b.*):",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"(?:(?:just )?let me know if you(?: would|['\u2019]d)? (?:want|like|need|prefer)\b|"
    r"would you like me to\b|if you(?: would|['\u2019]d)? like, i (?:can|could)\b|"
    r"(?:i )?hope (?:this|it) helps\b).*",
    re.IGNORECASE,
)
"""What a chatbot says before and after the text that it was asked for."""

_BY = re.compile(
    r"(?:[Ww]ritten |[Cc]reated |[Ss]cript )?[Bb]y (?:Dr\.? )?[A-Z][\w.\u2019'-]*(?:[ ,&]+\S+){0,7}"
)

_PAGE = re.compile(
    r"(?:page|p\.|seite|pagina|p\u00e1gina)\s*\d{1,3}(?:\s*(?:of|/|von|de|van)\s*\d{1,3})?|"
    r"[-\u2013\u2014|]\s*\d{1,3}\s*[-\u2013\u2014|]|\d{1,3}\s*(?:/|of)\s*\d{1,3}",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d{1,3}")
_PAGE_LENGTH = 10
"""Paragraphs of a page at least."""

_LONGEST_HEADER = 12
_REPEATED = 2


def field_of(text: str) -> tuple[str, str] | None:
    """Return the key in a script's head and the value that a row such as "Materials: ice" has.

    The key is empty for what has no place there, such as the author.
    """
    for key, pattern in _KEYS:
        if match := pattern.fullmatch(text):
            return key, match["value"]
    return None


def is_about_text(text: str, *, spoken: bool) -> bool:
    """True for an address, a copyright notice, an author's name, or what a chatbot says of it.

    A name is an author's before the first words only; so is what leads to the text.
    """
    if _ABOUT_TEXT.fullmatch(text) or _SIGN_OFF.fullmatch(text):
        return True
    return not spoken and any(pattern.fullmatch(text) for pattern in (_BY, _LEAD_IN))


def is_other_speaker(text: str) -> bool:
    """True for a row that somebody else says, such as "Client: ..."."""
    return _OTHER_SPEAKER.fullmatch(text) is not None


def furniture(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """Return the indexes of numbers of pages, and of headers that every page repeats."""
    texts = [f"{each.mark} {each.text}".strip() for each in paragraphs]
    pages = {index for index, text in enumerate(texts) if _PAGE.fullmatch(text)}
    pages |= _counted(paragraphs)
    turns = pages | {index for index, each in enumerate(paragraphs) if each.new_page}
    near = [
        index
        for index, text in enumerate(texts)
        if turns & {index - 1, index, index + 1}
        and len(text.split()) <= _LONGEST_HEADER
        and not ENDS.search(text)
    ]
    often = Counter(texts[index] for index in near)
    headers = {index for index in near if often[texts[index]] >= _REPEATED}
    return frozenset(pages | headers)


def _counted(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return the indexes of bare figures that count pages, and nothing that is spoken."""
    bare = [
        (index, int(each.text))
        for index, each in enumerate(paragraphs)
        if _FIGURE.fullmatch(each.text)
    ]
    at_turns = {
        index
        for index, _ in bare
        if paragraphs[index].new_page
        or (index + 1 < len(paragraphs) and paragraphs[index + 1].new_page)
    }
    rising = all(
        later[1] == earlier[1] + 1 and later[0] - earlier[0] >= _PAGE_LENGTH
        for earlier, later in pairwise(bare)
    )
    return {index for index, _ in bare} if rising and len(bare) > 1 else at_turns
