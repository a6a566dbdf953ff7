"""The readings of each heteronym: how it sounds in each, and how to make an engine say it.

Measured with hibari-tts 0.2.1, espeakng-loader 0.2.4 (eSpeak NG 1.52) and piper-tts 1.8.0, by the
phonemes that each makes of the sentences in ``tests/speech/pronunciation/sentences.txt``. The
respellings were chosen among several for giving the same phonemes, in American and British voices
alike; there is none where the engine said every sentence of that reading right by itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to say a word.

    Attributes:
        as_in: A few words that show which.
        instead: A word to write in its place.
        espeak: How to spell it for eSpeak NG, and for Piper, whose phonemes are eSpeak NG's; ""
            if the word as it is written is always said like this.
        natural: How to spell it for hibari.
    """

    as_in: str
    instead: str
    espeak: str = ""
    natural: str = ""

    def spelling(self, engine: str) -> str:
        """Return the spelling that makes an engine say it; "" if none is needed."""
        return {"espeak": self.espeak, "piper": self.espeak, "natural": self.natural}.get(
            engine, ""
        )


def _alike(as_in: str, instead: str, respelled: str) -> Reading:
    return Reading(as_in, instead, respelled, respelled)


READINGS: dict[str, dict[str, Reading]] = {
    "live": {
        "verb": Reading("live nearby", "stay", espeak="liv"),
        "adjective": _alike("a live band", "in person", "lyve"),
    },
    "lives": {
        "verb": Reading("she lives here", "stays", espeak="livs"),
        "noun": Reading("their lives", "days"),
    },
    "lead": {
        "guide": Reading("lead the way", "guide"),
        "metal": _alike("a lead pipe", "metal", "led"),
    },
    "read": {
        "present": Reading("to read it", "look at", natural="reed"),
        "past": _alike("I have read it", "looked at", "red"),
    },
    "wind": {
        "air": Reading("a cold wind", "breeze", espeak="winnd"),
        "turn": _alike("wind it up", "wrap", "wined"),
    },
    "winds": {
        "air": Reading("strong winds", "breezes"),
        "turn": _alike("it winds up", "wraps", "wineds"),
    },
    "wound": {
        "injury": Reading("a small wound", "cut", espeak="woond"),
        "turned": _alike("wound round it", "wrapped", "wownd"),
    },
    "tear": {
        "rip": _alike("tear it off", "rip", "tare"),
        "drop": Reading("a tear falls", "drop"),
    },
    "tears": {
        "rip": _alike("it tears easily", "rips", "tares"),
        "drop": Reading("in tears", "drops"),
    },
    "close": {
        "shut": _alike("close the door", "shut", "cloze"),
        "near": Reading("close by", "near"),
    },
    "minute": {
        "time": Reading("wait a minute", "moment"),
        "tiny": _alike("a minute detail", "tiny", "my-newt"),
    },
    "desert": {
        "noun": Reading("a dry desert", "dunes"),
        "verb": _alike("never desert them", "leave", "dessert"),
    },
    "deserts": {
        "noun": Reading("dry deserts", "dunes"),
        "verb": _alike("he deserts them", "leaves", "desserts"),
    },
    "bow": {
        "knot": Reading("tie a bow", "ribbon"),
        "bend": _alike("take a bow", "nod", "bough"),
    },
    "bows": {
        "knot": Reading("tie two bows", "ribbons"),
        "bend": Reading("she bows", "nods", espeak="boughs"),
    },
    "use": {
        "verb": _alike("use it", "take", "uze"),
        "noun": Reading("of no use", "help"),
    },
    "uses": {
        "verb": Reading("she uses it", "takes", espeak="uzes"),
        "noun": Reading("many uses", "purposes"),
    },
    "used": {
        "accustomed": _alike("get used to it", "accustomed", "yoost"),
        "employed": Reading("a used cup", "worn"),
    },
    "object": {
        "noun": Reading("an object", "thing"),
        "verb": _alike("object to it", "say no", "objeckt"),
    },
    "objects": {
        "noun": Reading("small objects", "things"),
        "verb": _alike("she objects to it", "says no", "objeckts"),
    },
    "row": {
        "line": Reading("a row of chairs", "line"),
        "quarrel": _alike("a loud row about it", "quarrel", "rau"),
    },
    "rows": {
        "line": Reading("rows of chairs", "lines"),
        "quarrel": _alike("rows about it", "quarrels", "raos"),
    },
    "sow": {
        "plant": Reading("sow the seeds", "plant"),
        "pig": Reading("a fat sow", "pig", espeak="sau"),
    },
    "sows": {
        "plant": Reading("he sows seeds", "plants"),
        "pig": Reading("two sows", "pigs", espeak="saos"),
    },
    "dove": {
        "bird": Reading("a white dove", "pigeon", espeak="duv"),
        "plunged": _alike("she dove in", "jumped", "doave"),
    },
    "bass": {
        "sound": Reading("a bass guitar", "low note", natural="base"),
        "fish": Reading("a bass in the lake", "fish", espeak="basse"),
    },
    "content": {
        "pleased": _alike("content with it", "pleased", "contennt"),
        "inside": Reading("the content of the cup", "inside", espeak="konntent"),
    },
    "present": {
        "here": Reading("the present moment", "here"),
        "give": _alike("present it to her", "give", "prezent"),
    },
    "presents": {
        "here": Reading("wrapped presents", "gifts", natural="prezzents"),
        "give": Reading("he presents it", "gives", espeak="prezents"),
    },
    "record": {
        "noun": Reading("an old record", "disc"),
        "verb": Reading("record your voice", "write down", espeak="rekord"),
    },
    "records": {
        "noun": Reading("old records", "discs"),
        "verb": Reading("it records everything", "writes down", espeak="rekords"),
    },
    "refuse": {
        "verb": Reading("refuse it", "say no"),
        "noun": Reading("a bag of refuse", "rubbish", espeak="reffuce"),
    },
    "produce": {
        "noun": Reading("fresh produce", "fruit", espeak="produece"),
        "verb": Reading("produce a sound", "make"),
    },
    "project": {
        "noun": Reading("a project", "plan"),
        "verb": Reading("project it on a wall", "throw", "projectt", "prejeckt"),
    },
    "projects": {
        "noun": Reading("two projects", "plans"),
        "verb": Reading("it projects a picture", "throws", "projectts", "prejeckts"),
    },
    "permit": {
        "noun": Reading("a permit", "pass"),
        "verb": Reading("permit it", "allow", espeak="permitte"),
    },
    "permits": {
        "noun": Reading("two permits", "passes"),
        "verb": _alike("it permits that", "allows", "permittes"),
    },
    "excuse": {
        "verb": Reading("excuse me", "pardon", espeak="excuze"),
        "noun": Reading("a good excuse", "reason"),
    },
    "house": {
        "noun": Reading("a house", "home"),
        "verb": Reading("house a bird", "shelter", espeak="howze"),
    },
    "invalid": {
        "void": Reading("an invalid ticket", "not valid"),
        "patient": Reading("an old invalid", "patient", "innvallid", "innva-lid"),
    },
    "number": {
        "count": Reading("a number", "figure"),
        "numb": _alike("grow number and number", "more numb", "nummer"),
    },
    "sewer": {
        "drain": Reading("a sewer", "drain"),
        "stitcher": _alike("a good sewer", "stitcher", "sower"),
    },
    "does": {
        "do": Reading("it does", "makes"),
        "deer": _alike("the does", "deer", "doze"),
    },
    "polish": {"rub": Reading("polish it", "rub")},
    "Polish": {
        "rub": _alike("polish it", "rub", "pollish"),
        "land": Reading("the Polish flag", "from Poland"),
    },
}

WHERE_UNDECIDED: dict[str, tuple[str, str]] = {
    "live": ("adjective", "adjective"),
    "lives": ("noun", "noun"),
    "lead": ("guide", "guide"),
    "read": ("present", "past"),
    "wind": ("air", "air"),
    "winds": ("air", "air"),
    "wound": ("injury", "injury"),
    "tear": ("drop", "drop"),
    "tears": ("drop", "drop"),
    "close": ("near", "near"),
    "minute": ("time", "time"),
    "desert": ("noun", "noun"),
    "bow": ("knot", "knot"),
    "bows": ("knot", "knot"),
    "use": ("noun", "verb"),
    "uses": ("noun", "noun"),
    "object": ("noun", "noun"),
    "row": ("line", "line"),
    "sow": ("plant", "pig"),
    "sows": ("plant", "pig"),
    "dove": ("bird", "bird"),
    "bass": ("sound", "fish"),
    "content": ("inside", "inside"),
    "present": ("here", "here"),
    "presents": ("here", "here"),
    "record": ("noun", "noun"),
    "refuse": ("verb", "verb"),
    "produce": ("verb", "noun"),
    "project": ("noun", "noun"),
    "permit": ("noun", "noun"),
    "excuse": ("noun", "noun"),
    "invalid": ("void", "patient"),
    "Polish": ("land", "land"),
    "deserts": ("noun", "noun"),
    "objects": ("noun", "noun"),
    "records": ("noun", "noun"),
    "projects": ("noun", "noun"),
    "permits": ("noun", "noun"),
}
"""Readings by eSpeak NG and Piper, and by hibari, of a word that its neighbours leave open; a word
that always has a reading is not here. Measured on the open sentences of the same file."""


def as_undecided(word: str, engine: str) -> str:
    """Return the reading that an engine says where the words beside a word leave it open."""
    espeak, natural = WHERE_UNDECIDED[word]
    return natural if engine == "natural" else espeak
