"""Tells the point of an abbreviation, an initial or an ordinal from the end of a sentence."""

from __future__ import annotations

import re

_LONGEST = 24
"""Characters before a point that are looked at."""

_NO_END = re.compile(
    r"\b(?:e\.\s?g|i\.\s?e|approx|vs|cf|dr|mrs?|ms|st|prof|rev|mt|"
    r"(?-i:Mx|Capt|Col|Gen|Gov|Hon|Lt|Sen|Sgt)|"
    r"z\.\s?[bt]|d\.\s?h|u\.\s?a|bspw|bzgl|bzw|evtl|ggf|inkl|mio|mrd|sog|vgl|(?-i:[HNF]r)|"
    r"mmes?|mlles?|mgr|(?-i:MM)|p\.\s?e[jx]|c\.-à-d|"
    r"aprox|núm|págs?|(?-i:Sra?s?|Srtas?|Dra|Dña)|"
    r"bijv|bv|d\.\s?w\.\s?z|dhr|drs|i\.\s?p\.\s?v|m\.\s?b\.\s?v|mevr|mw|o\.\s?a)\.$",
    re.IGNORECASE,
)
"""Abbreviations within a sentence, in English, German, French, Spanish and Dutch."""

_FIRST_OF_TWO = re.compile(r"\b(?:[dezipu]|d\.\s?w|EE)\.$")
_SECOND_OF_TWO = re.compile(r"\s(?:[A-Za-z]|ej|ex|UU)\.(?=\s|$)")
"""The parts of an abbreviation such as "z. B."."""

_MAY_END = re.compile(
    r"(?:\d|\b)(?:etc|usw|enz|[ap]\.\s?m|nos?|n|pp?|ca?|vol|ch|kap|abb|fig|str|max|tel|tél|env|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|okt|nov|dec|dez|mon|tues?|wed|thurs?|fri|sat|sun|"
    r"se[ck]s?|seg|mins?|hrs?|std|tb?sps?|oz|lbs?|ave|rd|blvd|dept|jr|inc|ltd|co|(?-i:[UV]ds?)|"
    r"Ph\.D|[BM]\.Sc|e\.V|EE\.\s?UU)\.$",
    re.IGNORECASE,
)
"""Abbreviations whose point ends no sentence where a small letter or a figure follows."""

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_INITIALS = re.compile(rf"(?<![\w'])(?:{_CAPITAL}\.[ -]?)*{_CAPITAL}\.$")
_ORDINAL = re.compile(r"(?<![\d.,:])\d{1,2}\.$")
_ORDINAL_AFTER_ARTICLE = re.compile(
    r"\b(?:d(?:er|ie|as|en|em|es)|(?:[mds]?ein|ihr|unser|eur|jed|dies)(?:e[rnms]?)?|[ai]m|ins|"
    r"[vz]om|zu[mr]|beim|ab) (?:\d{1,2}\. ?){1,2}$",
    re.IGNORECASE,
)
COUNTED = (
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
    r"Jahr(?:hundert|tausend)|Lebensjahr|Woche|Tag|Mal|Versuch|Schritt|Teil|Kapitel|Runde|Übung|"
    r"Durchgang)(?:e?[sn])?\b"
)
"""Pattern of what a figure with a point counts in German."""

_COUNTED_NEXT = re.compile(rf"\s{COUNTED}")
_MORE = re.compile(r"\s+[\"'(*_]*(?:[\da-zß-öø-ÿ]|(?!I\b)[IVX]+\b)")
_NEXT_WORD = re.compile(r"\s+[\"'(*_]*(?P<word>\d|[^\W\d_]++)(?P<point>\.?)")
_CLOSING = "\"')]"

_BEGINNINGS = frozenset(
    word
    for words in (
        "a an the and but or so then now next after before when while if as it its is this that "
        "these those there here you your we our i he she they what where which who how do let look "
        "listen notice breathe inhale exhale take feel hold rest stay sit stand lie close open put "
        "bring say repeat try find choose imagine think allow keep wait pause relax count touch "
        "name move see write draw stop start begin give go come turn press remember just only "
        "finally maybe perhaps once in on at for from with to each every some all no not",
        "aber oder und dann danach jetzt nun hier so wenn weil wie was wo wer du sie er es ihr wir "
        "ich der die das den dem ein eine einen auf im am bei mit nach von zu vielleicht ist sind "
        "atme atmen atmet schau schauen sieh sehen hör höre hören spür spüre spüren achte achten "
        "lass lassen nimm nehmen zähle zählen halte halten bleib bleibe bleiben setz setze setzen "
        "sitz sitzen steh stehen stell stelle stellen leg lege legen öffne öffnen schließ schließe "
        "schließen such suche suchen denk denke denken geh gehen komm kommen fühl fühle fühlen",
        "puis et mais ou maintenant ensuite enfin alors quand si dans ici il elle on nous vous je "
        "tu le la les un une des ce cette ces c respire respirez inspire inspirez expire expirez "
        "regarde regardez écoute écoutez sens sentez pose posez laisse laissez prends prenez ferme "
        "fermez ouvre ouvrez reste restez",
        "luego entonces ahora y o pero cuando el los las es esto este esta respira inhala exhala "
        "mira mire escucha escuche siente deja deje toma tome cierra cierre abre abra",
        "dan nu en maar als daarna het een je u jij adem kijk luister voel laat neem sluit blijf",
    )
    for word in words.split()
)
"""Words that begin a sentence, and are no names; German ones are no nouns."""


def is_abbreviated(text: str, end: int) -> bool:
    """True if the point before a place ends no sentence.

    Args:
        text: With typewriter quotation marks.
        end: The place behind the point, and behind quotation marks and brackets after it.
    """
    before = text[max(0, end - _LONGEST) : end].rstrip(_CLOSING)
    if not before.endswith("."):
        return False
    if _NO_END.search(before):
        return True
    if _FIRST_OF_TWO.search(before) and _SECOND_OF_TWO.match(text, end):
        return True
    if _MAY_END.search(before) and _MORE.match(text, end):
        return True
    if _ORDINAL_AFTER_ARTICLE.search(before) or _INITIALS.search(before):
        return not _begins_sentence(text, end)
    return bool(_ORDINAL.search(before) and _COUNTED_NEXT.match(text, end))


def _begins_sentence(text: str, end: int) -> bool:
    """True if no word follows, or one that begins a sentence."""
    following = _NEXT_WORD.match(text, end)
    if following is None:
        return True
    word = following["word"]
    is_initial = len(word) == 1 and following["point"]
    return word[0].isupper() and not is_initial and word.lower() in _BEGINNINGS
