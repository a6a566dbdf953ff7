"""Small patterns of neighbouring words: "to|can _", "_ DET", "the ADJ? _ of".

`_` is the word in question. What stands beside it is a word, several with `|`, or a class in
capitals; `?` makes it optional. `~ship|boat` stands for a word anywhere in the same sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

REACH = 14
"""Words and marks on each side that a pattern sees, so that the time for a text grows evenly."""

_NUMBER = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|few|both"

_CLASSES = {
    "START": "<|:",
    "END": ">|[,:]",
    "WORD": r"[\w'-]+",
    "NUMBER": _NUMBER,
    "THE": (
        "a|an|the|my|your|his|its|our|their|each|every|another|no|any|some|whose|either|neither|"
        r"\w+'s|\w+s'|one|these|those"
    ),
    "OBJ": (
        "a|an|the|my|your|his|her|its|our|their|each|every|another|any|some|one|either|this|that|"
        "these|those|it|them|him|me|us|you|something|anything|everything|whatever|whichever|both|all|"
        f"yourself|itself|themselves|{_NUMBER}"
    ),
    "MODAL": (
        "to|can|could|may|might|must|shall|should|will|would|cannot|do|does|did|please|"
        r"\w+n't|\w+'ll|let's"
    ),
    "LET": "let|lets|make|makes|help|helps",
    "SUBJ": "i|you|we|they|who|people|others",
    "SINGULAR": (
        "he|she|it|who|which|that|nobody|somebody|someone|everybody|everyone|anybody|anyone"
    ),
    "BE": r"is|are|was|were|be|been|being|am|(?!let's\b)\w+'s|\w+'re|\w+'m",
    "HAVE": r"have|has|had|having|\w+'ve|haven't|hasn't|hadn't",
    "AND": "[,]|and|or|then|but",
    "LEAD": "now|then|and|or|but|so|please|next|first|perhaps|again|also",
    "PREP": (
        "of|in|on|at|by|from|with|without|for|into|onto|against|under|over|through|like|about|"
        "near|between|behind|beside|as"
    ),
    "ADV": (
        r"\w+ly|not|never|always|often|also|just|then|now|still|even|again|soon|sometimes|ever|"
        "once|all|both|better|rather|already"
    ),
    "ADJ": (
        "large|huge|tall|fat|fine|nice|pretty|sweet|bitter|weak|firm|least|"
        "cold|warm|hot|cool|big|small|little|tiny|long|short|old|new|good|bad|great|slow|quick|"
        "soft|hard|light|heavy|dark|bright|quiet|loud|gentle|strong|mild|single|whole|empty|full|"
        "clean|dirty|deep|low|high|wide|narrow|thin|thick|round|flat|red|blue|green|yellow|white|"
        "black|grey|gray|brown|wooden|everyday|daily|other|next|last|first|second|third|same|own|"
        "different|simple|plain|nearby|real|main|common|wet|dry|fresh|local|rough|smooth|sharp|"
        "wild|icy|front|back|top|bottom|possible|very|more|particular|familiar|sudden|north|south|"
        rf"east|west|autumn|winter|summer|spring|night|sea|\w+(?:est|ish|ful|less|ous)|{_NUMBER}"
    ),
}


@dataclass(frozen=True, slots=True)
class Context:
    """The words beside a word, in small letters, each with a space before it.

    Attributes:
        before: From the sentence's start, which is a `<`.
        after: To its end, which is a `>`.
    """

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, ready to be compared."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    anywhere: re.Pattern[str] | None

    def matches(self, context: Context) -> bool:
        """True if the words beside a word are those of the pattern."""
        return (
            self.after.match(context.after) is not None
            and self.before.search(context.before) is not None
            and (
                self.anywhere is None
                or self.anywhere.search(f"{context.before}{context.after}") is not None
            )
        )


@cache
def pattern(written: str) -> Pattern:
    """Return the pattern of a text, as the module explains it."""
    beside, anywhere = written.split(), None
    if beside[0].startswith("~"):
        anywhere = re.compile(rf" (?:{beside.pop(0)[1:]})(?= |$)")
    at = beside.index("_")
    before = "".join(map(_part, beside[:at]))
    after = "".join(map(_part, beside[at + 1 :]))
    return Pattern(re.compile(f"{before}$"), re.compile(f"{after}(?= |$)"), anywhere)


def _part(written: str) -> str:
    words = "|".join(_CLASSES.get(word, word) for word in written.rstrip("?").split("|"))
    return rf"(?: (?:{words}))" + ("?" if written.endswith("?") else "")
