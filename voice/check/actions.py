"""Finds the verbs that begin an instruction, and lines that ask for more than one action."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voice.check.findings import Finding, error
from voice.check.text import Said

ACTIONS = frozenset(
    (
        "add", "adjust", "ask", "blow", "boil", "bend", "bring", "brush", "breathe", "carry",
        "catch", "change", "check", "choose", "clap", "climb", "close", "come", "count",
        "cover", "cup", "cut", "decide", "dip", "draw", "drink", "drop", "dry", "eat", "face",
        "feel", "fetch", "fill", "find", "finish", "fold", "follow", "gather", "get", "give",
        "glance", "go", "grab", "grip", "hang", "hear", "hold", "hum", "imagine", "keep",
        "kneel", "knit", "knock", "lay", "lean", "leave", "let", "lie", "lift", "light",
        "listen", "look", "loosen", "lower", "make", "march", "massage", "move", "name", "nod",
        "notice", "open", "pat", "pause", "peel", "pick", "place", "play", "point", "pour",
        "press", "pull", "push", "put", "raise", "reach", "remember", "repeat", "rest",
        "return", "rinse", "rise", "rock", "roll", "rub", "run", "say", "scan", "search", "see",
        "send", "set", "shake", "shift", "shut", "sing", "sip", "sit", "slide", "slow", "smell",
        "sniff", "spread", "squeeze", "stand", "start", "stay", "step", "stir", "stop",
        "stretch", "stroke", "sway", "swing", "switch", "take", "tap", "taste", "tell", "text",
        "think", "tilt", "touch", "trace", "try", "tuck", "turn", "twist", "unroll", "unwrap",
        "wait", "walk", "warm", "wash", "watch", "wave", "wear", "whisper", "wiggle", "wipe",
        "wrap", "wring", "write",
    )
)  # fmt: skip
"""English verbs that begin an instruction in exercises, in that form."""

_ADVERBS = (
    r"(?:(?:now|then|next|first|again|and|or|also|so|please|slowly|gently|softly|quietly|lightly|"
    r"carefully|once|twice|more|only|finally|afterwards|still|just|maybe|perhaps|either|both|here|"
    r"[a-z]+ly)[,]?\s+)*"
)
_LEAD = re.compile(
    rf"^\W*(?:(?:if|when|whenever|once|after|before|as|while|with|for|from|at|in|on)\b[^,]*,\s*)?"
    rf"{_ADVERBS}(?:you (?:might|may|can|could)\s+{_ADVERBS})?(?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)
_NOUNS = re.compile(
    r"(?:light|sound|smell|taste|hum|rest|touch)s? (?:of|from|on|in)\b|"
    r"[a-z]+ (?:is|are|was|were|can|may|might|will|goes|comes|has|have|does|stays|works)\b",
    re.IGNORECASE,
)
"""Beginnings of a line that only look like a verb: "Rest is fine.\""""

_THEN = re.compile(
    r"(?:[,;]\s*(?:and\s+)?(?:then|next|after that|afterwards)|\band\s+then|\bthen|\band\s+(?:next|"
    r"after that|afterwards)|;|\bbefore you|\bfollowed by)\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_JOINT = re.compile(r",\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
_CHOICE = re.compile(r"\b(?:or|if|either|whichever|unless)\b", re.IGNORECASE)
_NOTICING = frozenset({"breathe", "feel", "let", "name", "notice", "pause", "rest", "see", "wait"})
"""Verbs that complete another action and are not one themselves: touch it, then name it."""


_WAYS_OUT = frozenset({"leave", "pause", "rest", "skip", "stop"})
"""Alternatives to an action: skip any part, stop at any time."""


def first_action(text: str) -> str | None:
    """Return the verb an instruction begins with, or `None` if the text begins with none."""
    match = _LEAD.match(text)
    if match is None or match["verb"].lower() not in ACTIONS:
        return None
    return None if _NOUNS.match(text, match.start("verb")) else match["verb"].lower()


def judge_actions(said: Said) -> Iterator[Finding]:
    """Find lines with more than one action; a pair such as "sit, and look" counts as one."""
    verbs = [first_action(sentence.text) for sentence in said.sentences]
    asked = [
        (sentence, verb)
        for sentence, verb in zip(said.sentences, verbs, strict=True)
        if verb and verb not in _WAYS_OUT
    ]
    if len(asked) > 1 and len({verb for _, verb in asked}) > 1:
        yield _finding(said, asked[1][0].start, asked[0][1], asked[1][1])
        return
    for sentence, verb in asked:
        other = _second_action(sentence.text, verb)
        if other is not None:
            yield _finding(said, sentence.start, verb, other)
            return


def _finding(said: Said, start: int, verb: str, other: str) -> Finding:
    return error(
        "several-actions",
        f"This line asks for more than one thing: {verb}, and {other}.",
        "one thing to do per line, each with time to do it.",
        said.number,
        start + 1,
    )


def _second_action(text: str, verb: str) -> str | None:
    """Return the verb of a second action that clearly follows the first, or of a third."""
    if match := _THEN.search(text):
        other = first_action(match["rest"])
        if other and other not in {verb, *_NOTICING}:
            return other
    if _CHOICE.search(text):
        return None
    parts = _JOINT.split(text)
    others = [other for part in parts[1:] if (other := _bare_action(part)) and other != verb]
    return others[1] if len(others) > 1 else None


def _bare_action(part: str) -> str | None:
    """Return the verb that a part of a sentence begins with, if it asks for another action."""
    first = part.strip(" .!?").partition(" ")[0]
    return first.lower() if first.lower() in ACTIONS - _NOTICING else None
