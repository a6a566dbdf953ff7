"""Rules for words that sound otherwise as a verb, an object, to object, or in the past: read."""

from __future__ import annotations

from voice.speech.pronunciation.rules import (
    AS_NOUN,
    AS_VERB,
    Rule,
    noun_or_verb,
    rules,
    several_or_verb,
)

_PLACE = (
    "here|there|nearby|in|at|with|near|alone|together|by|under|among|next|where|without|beside|"
    "inside|outside|upstairs|downstairs|far|close|for|longer|across|above|below|behind|off|on"
)

PARTS_OF_SPEECH: dict[str, tuple[Rule, ...]] = {
    "live": rules(
        (
            "adjective",
            (
                "_ music|band|show|shows|wire|wires|concert|concerts|performance|audience|"
                "broadcast|recording|recordings|theatre|theater|sport|coals|plants|animals|animal|things|thing|bait|"
                "creatures|creature|fish|birds|bird|wood|"
                "stream|video|event|events|feed|coverage|radio",
                "_ on air|stage|tv|television|radio",
                "_ in concert",
                "a|an|the|another ADJ? _ WORD",
                "BE ADV? _ END|on|at|from",
                "listen|watch|perform|performs|performed|play|plays|played|sing|sings|sung|"
                "broadcast|stream|streamed|recorded|hear|heard|shown|go|goes|going|went "
                "it|them|him|her|music? _",
            ),
        ),
        (
            "verb",
            (
                "MODAL ADV? _",
                "MODAL SUBJ|he|she|it ADV? _",
                "LET it|them|him|her|me|us|you|people _",
                "and let _",
                r"the|and|other|most|many|some|where \w+s _ END|and",
                "do|does|did WORD _",
                "where the|a|your WORD _",
                "SUBJ|that|which|where ADV? _",
                rf"WORD ADV? _ {_PLACE}",
                "START LEAD? _ here|there|nearby|with|near|alone|together|as|by|where|without|"
                "in|simply|slowly|your|a",
            ),
        ),
    ),
    "lives": rules(
        (
            "noun",
            (
                "our|their|your|my|his|its|these|those|NUMBER|people's|of|in|most|many|save|"
                "saved|change|changed|whose|all ADJ? _",
                "lead|leads|leading|led|live WORD? _",
                "_ of",
                "the _",
                "ADJ _ END|are|were",
                "our|their|your WORD _ END|and|or|with|in",
            ),
        ),
        ("verb", ("SINGULAR ADV? _", rf"WORD ADV? _ {_PLACE}", "where the|a|your|one WORD _")),
    ),
    "desert": noun_or_verb(
        (
            "noun",
            "_ island|islands|sand|sun|air|wind|plant|plants|heat|sky|night|flower|flowers",
        ),
        noun=("PREP|hot|dry|sandy _", "_ is|was|in|of"),
    ),
    "deserts": rules(
        ("verb", ("just _", "SINGULAR ADV? _")),
        ("noun", (*AS_NOUN, "PREP|hot|dry|sandy|NUMBER _", "START _", "_ are|of")),
    ),
    "use": rules(
        (
            "noun",
            (
                "THE ADJ? ADJ? _",
                "of|in|into|much|from|out|little|for|what|daily|everyday|make|good|best _ "
                "END|of|in|for|is|to|at|and|or|as|again|by|on|with|it",
                "of|in|into|no|much _",
                "what _",
                "of WORD WORD? _ to|in|for",
                "best|utmost|vital _",
                "_ of",
            ),
        ),
        (
            "verb",
            (
                *AS_VERB,
                "START LEAD? ADV? _ WORD",
                "AND|if|when|while|where|which|that ADV? _",
                r"\w+s ADV? _ OBJ",
                "SUBJ WORD _ OBJ",
            ),
        ),
    ),
    "uses": rules(
        (
            "noun",
            (
                "NUMBER|many|most|other|different|new|old|good|its|the|these|those|their|all|"
                "such|more|PREP ADJ? _",
                "_ of|for",
                "ADJ _ END|are",
                "has|have _",
            ),
        ),
        ("verb", ("SINGULAR ADV? _", "WORD|AND _ OBJ", "WORD ADV? _ WORD")),
    ),
    "used": rules(
        (
            "accustomed",
            (
                "get|gets|getting|got|grow|grew|become|becoming|quite|more|so|never ADV? _ to",
                r"BE ADV? _ to OBJ|being|doing|\w+ing",
                "SUBJ|he|she|it|that|there|AND|things|which ADV? _ to",
                "did|didn't SUBJ|he|she|it? _ to",
            ),
        ),
        ("employed", ("_",)),
    ),
    "object": noun_or_verb(
        noun=("ADJ|of|small|one|this|that|which|what _", "_ is|was|in|near|of|you|from|nearby|on"),
        verb=("_ to|if",),
    ),
    "objects": several_or_verb(
        ("verb", "he|she|nobody|somebody|someone|everyone _"),
        ("noun", "_ in|on|near|around|you|that|from|nearby|are|can|may|of|at|with|which|within"),
        ("verb", "_ to"),
    ),
    "content": rules(
        ("inside", ("THE|this|that ADJ? _", "of|in|for|its|on|from _ END|and|is")),
        (
            "pleased",
            (
                "BE|feel|feels|felt|seem|seems|look|looks|sound|sounds|quite|perfectly|more|so|"
                "very|not|become|becomes|stay|lie|lies|sit|sits ADV? _",
                "_ with|to",
                "calm|quiet|happy|warm|safe and|or|, _",
                "_ and|, calm|quiet|happy|warm",
            ),
        ),
        ("inside", ("_ of|is|was",)),
    ),
    "present": rules(
        (
            "here",
            (
                "_ moment|time|day|tense|company|in",
                "THE|at ADJ? ADJ? _",
                "BE ADV? _ END|and|or|with|at|for|here",
            ),
        ),
        (
            "give",
            (
                "MODAL ADV? _ OBJ",
                "SUBJ ADV? _ OBJ",
                "which _ WORD",
                "START LEAD? ADV? _ OBJ",
                "AND ADV? _ OBJ",
            ),
        ),
        ("give", ("can|could|may|might|must|will|would|should|cannot ADV? _",)),
        (
            "here",
            (
                "BE|feel|feels|stay|stays|become|quite|fully|more|very|in|all|birthday|for|of|"
                "that|this|as ADV? _",
                "_ is|was|for|from",
                "christmas _",
            ),
        ),
    ),
    "presents": rules(
        (
            "here",
            ("THE|NUMBER|PREP|ADJ|birthday|wrapped|wrap|give|open|bring|christmas|and ADJ? _",),
        ),
        ("give", ("SINGULAR ADV? _", "WORD _ OBJ")),
        ("here", ("START _", "_ are|were|for|under|from")),
    ),
    "record": noun_or_verb(
        ("noun", "_ player|players|store|shop|sleeve|book|label|cover|collection|number"),
        ("noun", "on|upon|for|off the? _ END"),
        ("noun", "on|upon|for|off the? _ and|of|or|where|that"),
        verb=(r"\w+s _ OBJ", "START|AND LEAD? _ WORD"),
        noun=("vinyl|old|of|good|this|that|lp _", "_ of|is|was|plays|turns|spins"),
    ),
    "records": several_or_verb(
        ("noun", "vinyl|old|play|plays|of|her|our|your|hear _"), ("noun", "listen|listening to _")
    ),
    "refuse": noun_or_verb(
        ("noun", "_ bin|bins|bag|bags|collection|sack|sacks|lorry|truck|tip|heap"),
        verb=("_ to|it|anything", r"\w+s _ OBJ|to", "START|AND _ END", "if _"),
        noun=("household|of|kitchen|garden|with _",),
    ),
    "produce": noun_or_verb(
        ("noun", "_ aisle|section|stall|shelf|department|market"),
        verb=(r"\w+s|that|which _ OBJ", r"WORD _ OBJ"),
        noun=("fresh|local|of|farm|market|garden|dairy|organic|with|home-grown _",),
    ),
    "project": noun_or_verb(
        verb=(r"\w+s|that|which _ OBJ|from|onto|light|shapes|pictures|sound",),
        noun=("knitting|art|school|craft|sewing|garden|building|of|small|new|on|for|in _",),
    ),
    "projects": several_or_verb(
        ("noun", "knitting|art|school|craft|sewing|garden|building _"),
        ("verb", "WORD _ from|onto|into|out"),
    ),
    "permit": noun_or_verb(
        verb=(
            r"\w+s|that|which|if|rules|time|weather _ OBJ",
            "_ it|yourself|me|them",
            r"if|when THE|as \w+s _ END",
        ),
        noun=("parking|work|fishing|building|travel|without|of|with|by _",),
    ),
    "permits": several_or_verb(
        ("noun", "parking|work|fishing|building|travel _"),
        ("verb", "time|weather|space|light|if|as|health|it _"),
    ),
    "excuse": noun_or_verb(
        ("verb", "_ me|you|us|him|yourself|them|my|your"),
        noun=("good|without|of|as|easy|an|more|better|by _", "_ for|to|is"),
    ),
    "house": rules(
        (
            "verb",
            (
                "MODAL ADV? _ OBJ",
                "can|could|may|might|must|will|would|cannot|should ADV? _",
                "SUBJ ADV? _",
                "START LEAD? ADV? _ OBJ",
                r"\w+s|that|which _ OBJ",
                r"these|those \w+s _",
            ),
        ),
        ("noun", ("_",)),
    ),
    "wind": rules(
        ("turn", ("LET the|your|a|this|that WORD _",)),
        (
            "air",
            (
                "THE|this|that ADJ? ADJ? _",
                "a|an|the|this|that WORD _ END|and|or|in|on|from|at",
                "_ chime|chimes|instrument|instruments|turbine|turbines|farm|power|speed|"
                "direction|section|tunnel|chill",
                "_ and|or rain|sun|snow|weather|water|waves|birds|trees",
                "listen|listening|next|thanks|due|exposed|ear|ears|back to _",
                "PREP _ END|and|or|in|on|from|that|at|against|through",
                "gust|gusts|puff|puffs|breath|blast of ADJ|WORD? _",
                "rain|sun|snow|water|waves|birds|leaves|weather|traffic and|or|, _",
                "hear|feel|feels|notice|more|less|much|of|is|strong|cold|warm|light|soft|gentle _ "
                "END|and|or|on|in|at|through|from|against",
                "ADJ _ END|blows|moves|comes",
                "_ blows|blew|blowing|moves|comes|is|was|in|on|from|or|against",
            ),
        ),
        (
            "turn",
            (
                *AS_VERB,
                "START|AND ADV? _ round|around|up|down|along|through|back|wool|yarn|thread|string",
                r"\w+s|that|which ADV? _ round|around|up|along|through|between|down|past|its|their",
            ),
        ),
    ),
    "winds": rules(
        (
            "turn",
            (
                "he|she|it|who|which|that ADV? _",
                "path|road|river|stream|trail|track|street|lane|way|line|stair|staircase|that _ "
                "END|round|around|up|down|along|through|between|past|back|its|on|over|to|into",
                "WORD _ OBJ",
            ),
        ),
        ("air", ("THE|PREP|ADJ|NUMBER|this ADJ? _", "START _", "_ are|were|blow|of", "AND _")),
    ),
    "wound": rules(
        (
            "injury",
            (
                "THE|this|that ADJ? ADJ? _",
                "a|an|the|this|that WORD _ on|upon|in|is|was|has",
                "PREP ADJ? _",
                "to|can|could|may|might _",
            ),
        ),
        (
            "turned",
            (
                "BE|HAVE|SUBJ|he|she|it|which|and|AND ADV? _",
                "_ around|round|up|into|through|along|tightly|loosely|together|back|down|between",
            ),
        ),
    ),
    "read": rules(
        ("present", ("can|could|may|might|will|would|to ADV? _",)),
        (
            "past",
            (
                "HAVE ADV? _",
                "HAVE SUBJ|he|she|it ADV? _",
                "BE ADV? _",
                "already|well|widely|get|gets|got _",
                "_ by",
                "~yesterday|ago|earlier SUBJ|he|she ADV? _",
                "~last SUBJ|he|she ADV? _ WORD? WORD? WORD? last night|week|year|month|time",
            ),
        ),
        (
            "present",
            (
                "MODAL ADV? _",
                "MODAL SUBJ|he|she|it _",
                "LET it|them|him|her|me|us|you|people|someone|somebody _",
                "as|while|when|whenever|if|before|until|after you|they|we|i ADV? _",
                "START LEAD? ADV? _ OBJ|on|from|out|aloud|slowly|what|only|until|to|no|along|"
                "further|quietly",
                "AND ADV? _ OBJ|on|from|out|aloud|slowly|what|only|until|along",
                "START LEAD? _ END",
                "a|an|the|another|good ADJ? _",
                "you|we|they|i often|usually|sometimes|always|never _",
                "SUBJ _ every|most|each",
            ),
        ),
        ("past", ("he|she|it ADV? _", "sign|label|note|letter|line|card|poster _")),
    ),
}
