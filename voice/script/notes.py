"""Understands notes to a reader, such as "(pause)" or "[30 seconds]", and turns them into silences.

Lengths that a note leaves open are those that `ground check` proposes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from voice.pace import LONGEST_SETTLE
from voice.script.directives import mended_directive
from voice.script.lengths import lengths_in
from voice.script.model import Bell, Directive, Do, Hold, Quiet, Seconds, Settle, Wait

SHORT = Settle(Seconds(2))
"""A short pause; dots stand for one, too."""

PAUSE = Settle(Seconds(4))
"""A pause without a length."""

LONG = Settle(Seconds(10))
"""A long pause without a length."""

A_BREATH = Seconds(6)
"""Length of one easy breath."""

ONE_BREATH = Settle(A_BREATH)
"""Time for a note that asks for a breath."""

_TIME_TO_DO = Do(Seconds(10))
_HOLD = Hold(Seconds(5))

_PARTS = {"\u00bc": ".25", "\u00bd": ".5", "\u00be": ".75"}
_PART = re.compile(rf"(?:(\d+)\s?)?([{''.join(_PARTS)}])")
_HALF = (
    r"(?:\b(?:an?|eine[nr]?|une?|una|een)\s+)?"
    r"\b(?:half|halbe[nr]?|demie?|medi[oa]|halve|mezz[oa])[\s-]+(?=min)"
)

_LENGTH_WORDS = tuple(
    (re.compile(written, re.IGNORECASE), plain)
    for written, plain in (
        ("[\u2012-\u2015]", "-"),
        ("(?<=\\d)\\s?(?:s|sek\\w*|sec\\w*|seg\\w*)\\b\\.?", " seconds"),
        ("(?<=\\d)\\s?(?:m|min\\w*)\\b\\.?", " minutes"),
    )
)
"""Units after figures, in the languages that write them alike."""

_FRACTIONS = tuple(
    (re.compile(written, re.IGNORECASE), plain)
    for written, plain in (
        (r"(?<=\d),(?=\d)", "."),
        (r"(?<![\d/])1/2(?![\d/])", "\u00bd"),
        (_HALF, "\u00bd"),
        (r"\b(?:anderthalb|eineinhalb|anderhalve)\b", "1\u00bd"),
        (r"\b(?:et|y|e)\s+(?:demie?|medi[oa]|mezz[oa])\b", "and a half"),
    )
)
"""Fractions, in the languages of notes."""

_COUNTS = {
    word: str(count)
    for count, words in (
        (1, "ein eine einen einer un una une uno een"),
        (2, "zwei dos deux twee"),
        (3, "drei tres trois drie"),
        (4, "vier cuatro quatre"),
        (5, "f\u00fcnf cinco cinq vijf"),
        (6, "sechs seis zes"),
        (8, "acht ocho huit"),
        (10, "zehn diez dix tien"),
        (15, "f\u00fcnfzehn quince quinze vijftien"),
        (20, "zwanzig veinte vingt twintig"),
        (30, "drei\u00dfig treinta trente dertig"),
        (60, "sechzig sesenta soixante zestig"),
    )
    for word in words.split()
}
"""Figures for the numbers of a note, in languages other than English."""

_BREATHS = re.compile(
    r"\b(?P<count>[\w-]+)(?: of)? (?:(?:slow|more|easy|full|gentle|whole|soft) )*(?:breaths?|"
    r"atemz(?:u|\u00fc)ge?n?|respiraci(?:\u00f3n|ones)|respirations?|ademhaling(?:en)?)\b",
    re.IGNORECASE,
)
_COUNTED_BREATH = re.compile(r"\b(?:in|inhale)\b.*\d.*\b(?:out|exhale)\b.*\d", re.IGNORECASE)
_FEW = {"couple": 2, "few": 3, "several": 4, "paar": 3, "unas": 3, "quelques": 3}

_MEANINGS: tuple[tuple[re.Pattern[str], Directive], ...] = tuple(
    (re.compile(rf"\b(?:{words})", re.IGNORECASE), directive)
    for words, directive in (
        ("bells?\\b|chimes?\\b|gongs?\\b|singing bowl|glocke|campana|cloche|klangschale", Bell()),
        ("hold", _HOLD),
        ("wait|warte|espera|attend|wacht", Wait()),
        ("(?:allow|give)\\b.*\\btime|time to\\b", _TIME_TO_DO),
        ("long|lange|larg[ao]|lung[ao]", LONG),
        ("short|brief|beat|slight|small|little|kurz|court|cort|breve", SHORT),
        ("paus|pauz|silen|still|rest|break|quiet|moment|innehalten", PAUSE),
        ("breath|atme|respir|adem", ONE_BREATH),
    )
)
"""Words of a note without a length, and their meanings; the first that fits."""

_LASTING: tuple[tuple[re.Pattern[str], Callable[[Seconds], Directive]], ...] = (
    (re.compile(r"\bhold", re.IGNORECASE), Hold),
    (re.compile(r"\b(?:wait|warte|espera|attend|wacht)", re.IGNORECASE), Wait),
    (re.compile(r"\b(?:allow|give|time to)\b", re.IGNORECASE), Do),
    (re.compile(""), Settle),
)


def _any_of(words: str) -> re.Pattern[str]:
    """Return a pattern of single words; they are given with spaces between."""
    return re.compile("|".join(words.split()))


_NUMBERS = _any_of(
    r"\d+ an? one two three four five six seven eight nine ten fifteen twenty thirty forty sixty "
    f"ninety half few couple several {' '.join(_COUNTS)} paar unas quelques [{''.join(_PARTS)}] "
    "halbe[nr]? demie? medi[oa] halve mezz[oa] anderthalb eineinhalb anderhalve"
)
_UNITS = _any_of(
    "s m secs? seconds? mins? minutes? sek sekunden? minuten secondes? segundos? secondi minutos? "
    "minuti seconden minuut minuto secondo"
)
_SILENCES = _any_of(
    "pauses? pausing silence silent quiet wait beat stillness hold rest break breaths? breathe "
    "moments? bell chime gong pausa pauze paus stille silencio silenzio innehalten atmen atme "
    "atemzug atemz\u00fcge respira respirar respire respirer respiraci\u00f3n respiraciones "
    "respirations? adem(?:en|haling|halingen)? warten? espera esperar attendre attendez wachten? "
    "glocke campana cloche klangschale"
)
_BESIDE = _any_of(
    "the very short long longer brief slight small little slow easy for about around of approx "
    "approximately roughly at least up to more here now again another or so and kurze lange kleine "
    "ring rings sound sounds strike courte longue cort[ao] larg[ao] breve lung[ao] lang kurz kort "
    "etwa ca circa ungef\u00e4hr von f\u00fcr bis de van durante durant pendant voor unos environ "
    "ongeveer aproximadamente aprox hier aqu\u00ed ici et y e \u00e0 ou oder tot o"
)
_NO_BEGINNING = _any_of("the of or so and to at up more von bis de van et y e \u00e0 ou oder tot o")
_TOKEN = re.compile(rf"[{''.join(_PARTS)}]|[^\W\d_{''.join(_PARTS)}]+|\d+")
_WORD = re.compile(r"[^\W\d_]+")

_KIND_OF_PAUSE = (
    r"(?:(?:a|an|very|long|longer|short|brief|slight|kurze|lange|kleine|courte|longue|corta|larga|"
    r"breve|lunga)\s+)*"
)
_COUNT = (
    r"(?:\d+(?:[.,]\d+)?(?:\s?(?:-|\u2013|to|or)\s?\d+)?\s?|(?:a|one|two|three|four|five|six|eight|"
    r"ten|fifteen|twenty|thirty|forty|sixty|half\s+an?|a\s+few|a\s+couple\s+of|"
    rf"{'|'.join(_COUNTS)})\s+|\d*\s?[{''.join(_PARTS)}]\s?|{_HALF})"
)
_TIME = (
    rf"{_COUNT}(?:s|secs?|seconds?|m|mins?|minutes?|sek\w*|minuten|minutos?|secondes?|segundos?|"
    r"seconden|secondi)\b"
)
BARE_PAUSE = (
    rf"{_KIND_OF_PAUSE}(?:pause|pausa|pauze)(?:\s+here)?"
    rf"(?:\s*[,:]?\s*(?:(?:for|de|von|van|durante)\s+)?"
    rf"(?:about\s+)?(?:{_TIME}|{_COUNT}(?:\w+\s+)?(?:breaths?|moments?)\b))?"
)
"""Words of a pause that stands without brackets."""

_ALONE = re.compile(
    rf"(?:{BARE_PAUSE}|{_KIND_OF_PAUSE}(?:silence|stille|silencio|silenzio)|"
    rf"(?:for\s+)?(?:about\s+)?{_TIME}(?:\s+(?:of\s+)?(?:silence|pause))?)[.!:]?",
    re.IGNORECASE,
)
_SENTENCE = re.compile(rf"(?:{BARE_PAUSE}|{_TIME}\s+pause)[.!:]?", re.IGNORECASE)

_BEGINS = re.compile(
    r"(?:(?:a|very|long|longer|short|brief)\s+)*(?:pause|silence)\b|"
    r"(?:ring|sound|strike|play|invite)\b.*\b(?:bells?|chimes?|gong|bowl)\b|"
    r"(?:allow|give)\b.*\btime\b|wait for (?:\w+ )?(?:response|answer|reply)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\w*paus[ea]\b|\bpauze\b|\bsilen|\b(?:bells?|chimes?|gongs?|singing bowl)\b|"
    r"\b(?:allow|give)\b.*\btime\b|\bwait for (?:\w+ )?(?:response|answer|reply)",
    re.IGNORECASE,
)
"""Words that make a note one of a silence or a bell, whatever else it says."""

_MANNER = (
    r"(?:slowly|softly|gently|quietly|calmly|warmly|whisper\w*|aloud|sighs?|laughs?|smiles?|nods?|"
    r"langsam(?:er)?|leiser?|ruhig|sanft|fl\u00fcsternd|despacio|lentamente|suavemente|en voz baja|"
    r"lentement|doucement|\u00e0 voix basse|langzaam|zacht)"
)
_STAGE = re.compile(
    rf"(?:(?:very|more|then)\s+)*{_MANNER}(?:(?:,|\s+and)*\s+{_MANNER})*|"
    rf"(?:read|speak|say)\b(?:\s+\w+){{0,3}}?\s+{_MANNER}|(?:in|with) an? .*\b(?:voice|tone)|"
    rf"{_MANNER} (?:vor)?(?:lesen|sprechen)|(?:leer|hablar|lire|parler) {_MANNER}|"
    r"(?:mit .*)?stimme(?: senken)?|(?:leise )?musik|(?:bajar|baja) la voz|"
    r".*\b(?:therapist|facilitator|reader|narrator|clinician|counsell?or|participants?|clients?|"
    r"patients?|group members?|students?|background music|music (?:fades|plays|starts|stops)|"
    r"tone of voice|reading (?:pace|speed))\b.*|"
    r"(?:soft |calm |gentle |background )?music|repeat\b.*|(?:x ?\d+|\d+ ?x|\d+ times)|"
    r"(?:end|start|beginning) of (?:the )?\w+",
    re.IGNORECASE,
)


def directive_for(note: str) -> Directive | None:
    """Return the silence or bell that a note to the reader asks for, or `None`.

    Args:
        note: Its words, with or without brackets: "pause", "30 seconds", "wait", "5 breaths".
    """
    words = " ".join(note.split()).strip("()[]{}<>*_/.\u2026\u2013\u2014- ")
    if not any(character.isalpha() for character in words):
        return None
    exact = mended_directive(words) or _breathing(words)
    return _announced(exact or _lasting(words) or _meaning(words))


def _breathing(words: str) -> Directive | None:
    """Return the breath that is counted in a note, such as "in 4, out 6"."""
    if not _COUNTED_BREATH.search(words):
        return None
    return mended_directive(words) or mended_directive(f"breathe {words}")


def _announced(directive: Directive | None) -> Directive | None:
    """Turn a pause that is too long to come unannounced into a quiet."""
    if isinstance(directive, Settle) and directive.seconds > LONGEST_SETTLE:
        return Quiet(directive.seconds)
    return directive


def _lasting(words: str) -> Directive | None:
    for written, plain in _FRACTIONS:
        words = written.sub(plain, words)
    words = _PART.sub(lambda part: f"{part[1] or 0}{_PARTS[part[2]]}", words)
    words = _WORD.sub(lambda word: _COUNTS.get(word[0].lower(), word[0]), words)
    for written, plain in _LENGTH_WORDS:
        words = written.sub(plain, words)
    breaths = _BREATHS.search(words)
    seconds = _breaths(breaths["count"]) if breaths else None
    seconds = seconds or next((length.most for length in lengths_in(words) if length.most), None)
    if seconds is None:
        return None
    return next(make for pattern, make in _LASTING if pattern.search(words))(seconds)


def _breaths(count: str) -> Seconds | None:
    """Return the time that so many breaths take; the count is read as that of seconds is."""
    few = _FEW.get(count.lower())
    if few is not None:
        return few * A_BREATH
    return next((length.most * A_BREATH for length in lengths_in(f"{count} seconds")), None)


def _meaning(words: str) -> Directive | None:
    return next((directive for pattern, directive in _MEANINGS if pattern.search(words)), None)


def is_note(words: str) -> bool:
    """True if what stands in round brackets is for the reader, not for the listener."""
    return (
        says_only_silence(words)
        or _BEGINS.match(words.strip()) is not None
        or is_stage_direction(words)
        or _breathing(words) is not None
    )


def _is_silence(tokens: list[str]) -> bool:
    """True if there are only the words of a silence, such as "about 10 seconds here"."""
    counted = any(map(_NUMBERS.fullmatch, tokens))
    named = any(
        _SILENCES.fullmatch(token) or (counted and _UNITS.fullmatch(token)) for token in tokens
    )
    known = (_SILENCES, _BESIDE, _NUMBERS, _UNITS)
    return (
        named
        and _NO_BEGINNING.fullmatch(tokens[0]) is None
        and all(any(words.fullmatch(token) for words in known) for token in tokens)
    )


def is_stage_direction(words: str) -> bool:
    """True if a note says how to read, or what somebody else does: "softly", "music fades"."""
    return _STAGE.fullmatch(words.strip(" .!")) is not None


def silence_in(note: str) -> Directive | None:
    """Return the silence or bell of a note that may also say something else, or `None`.

    A word such as rest or hold counts only where nothing else is said: "[hold up the picture]" is
    no silence.
    """
    words = " ".join(note.split())
    if says_only_silence(words) or _NAMED.search(words) or mended_directive(words):
        return directive_for(words)
    return _breathing(words)


def says_only_silence(words: str) -> bool:
    """True if a note has no other words than those of its silence."""
    tokens = _TOKEN.findall(words.lower())
    return bool(tokens) and _is_silence(tokens)


def time_in(sentence: str) -> Directive | None:
    """Return the silence for a spoken sentence that does nothing but give a time, or `None`.

    Such as "Wait for a minute."
    """
    named = any(map(_SILENCES.fullmatch, _TOKEN.findall(sentence.lower())))
    return _announced(_lasting(sentence)) if named and says_only_silence(sentence) else None


def is_pause_alone(text: str) -> bool:
    """True if a paragraph is a pause without brackets: "Pause", "Long pause", "30 seconds"."""
    return _ALONE.fullmatch(text.strip()) is not None


def is_pause_sentence(text: str) -> bool:
    """True if a sentence among others is a pause: "Pause.", "Pause for 5 breaths."."""
    return _SENTENCE.fullmatch(text.strip()) is not None
