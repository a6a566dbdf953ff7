"""Rules that tell how a heteronym is meant; `voice.speech.pronunciation.contexts` explains them.

Of a word's rules, the first that matches speaks. A word whose last rule is `_` alone always has a
reading, because the other one is rare.
"""

from __future__ import annotations

Rule = tuple[str, str]
"""The reading, and the pattern that shows it."""

_AS_VERB = (
    "MODAL ADV? _",
    "LET it|them|him|her|me|us|you|people _",
    "LET the|your|a|this|that WORD _",
    "SUBJ ADV? _",
    "START LEAD? ADV? _ OBJ",
    "AND ADV? _ OBJ",
)
_AS_NOUN = ("THE ADJ? ADJ? _", "this|that ADJ _")
_PLACE = (
    "here|there|nearby|in|at|with|near|alone|together|by|under|among|next|where|without|beside|"
    "inside|outside|upstairs|downstairs|far|close|for|longer|across|above|below|behind|off|on"
)
_MINUTE_THING = (
    "detail|details|crack|cracks|dot|dots|speck|specks|mark|marks|line|lines|scratch|scratches|"
    "difference|differences|hole|holes|grain|grains|spot|spots|hair|hairs|ridge|ridges|crumb|"
    "crumbs|movement|movements|change|changes|amount|amounts|bubble|bubbles|insect|insects|"
    "particle|particles|fibre|fibres|fiber|fibers|flower|flowers|leaf|leaves|stone|stones"
)
_FUNCTION_WORD = (
    "per|each|apart|left|a|or|and|is|has|of|to|for|in|at|on|with|by|more|long|longer|later|ago|"
    "passes|goes|now|from|before|after|until|till|together|here|away|quiet|silence|only|if|you|"
    "without|then|we|i|the|hand|hands|ends|was|as|that|when|it|is|may|can|will|with|but|so|while|"
    "your|this|just|alone|read|there|all|they"
)
_LOW_SOUND = (
    "guitar|line|lines|drum|drums|note|notes|player|voice|voices|clef|sound|sounds|string|"
    "strings|speaker|singer|tone|tones|part|beat|hum"
)


def _rules(*readings: tuple[str, tuple[str, ...]]) -> tuple[Rule, ...]:
    return tuple((reading, pattern) for reading, patterns in readings for pattern in patterns)


def _noun_or_verb(*first: Rule, verb: tuple[str, ...] = (), noun: tuple[str, ...] = ()) -> tuple[Rule, ...]:
    """Return the rules of a word that is a noun after "the", and a verb after "to"."""
    return (
        *first,
        *_rules(("noun", _AS_NOUN), ("verb", (*_AS_VERB, *verb)), ("noun", noun)),
    )


def _several_or_verb(*first: Rule) -> tuple[Rule, ...]:
    """Return the rules of a plural that is also said of "he", "she" or "it"."""
    return (
        *first,
        *_rules(
            ("noun", (*_AS_NOUN, "NUMBER ADJ? _", "PREP ADJ? _", "ADJ _")),
            ("verb", ("SINGULAR ADV? _", "WORD _ OBJ")),
            ("noun", ("_ of|are|were", "START _", "AND _ END", "with|open|give|bring|make _")),
        ),
    )


RULES: dict[str, tuple[Rule, ...]] = {
    "live": _rules(
        (
            "adjective",
            (
                "_ music|band|show|shows|wire|wires|concert|concerts|performance|audience|"
                "broadcast|recording|recordings|theatre|theater|sport|coals|plants|animals|bait|"
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
                "LET it|them|him|her|me|us|you|people _",
                "SUBJ|that|which|where ADV? _",
                rf"WORD ADV? _ {_PLACE}",
                "START LEAD? _ here|there|nearby|with|near|alone|together|as|by|where|without|"
                "in|simply|slowly|your|a",
            ),
        ),
    ),
    "lives": _rules(
        (
            "noun",
            (
                "our|their|your|my|his|its|these|those|NUMBER|people's|of|in|most|many|save|"
                "saved|change|changed|whose|all ADJ? _",
                "lead|leads|leading|led|live WORD? _",
                "_ of",
                "the _",
                "ADJ _ END|are|were",
            ),
        ),
        ("verb", ("SINGULAR ADV? _", rf"WORD ADV? _ {_PLACE}", "where the|a|your|one WORD _")),
    ),
    "lead": _rules(
        (
            "metal",
            (
                "_ pipe|pipes|piping|weight|weights|roof|roofs|paint|shot|crystal|glass|poisoning|"
                "foil|sheet|sheets|box|apron|sinker|sinkers|soldier|soldiers|balloon|bullet|"
                "bullets|ore|solder|dust|content|lining|window|windows|figure|figures|ball|balls",
                "pencil|molten|of _",
                "like|as|from|with _ END|or|and",
                "tin|copper|zinc|iron|steel|silver|gold|aluminium|aluminum and|or|, _",
                "_ or|and tin|copper|zinc|iron|steel|silver|gold",
                "heavy _ END",
            ),
        ),
        (
            "guide",
            (
                *_AS_VERB,
                "_ the|you|me|them|us|him|your way|on|back|out|in|through|to",
                r"\w+s _ to|into|out|up|back|through|down|away|along|over|past|nowhere|on|off",
                "_ singer|role|actor|guitar|guitarist|dog|author|story|part|time",
                "~dog|dogs|leash|collar the|a|its|your|his|her _",
                "take|takes|took|taking|follow|follows|in|into the|your|a|his|her|their _",
            ),
        ),
    ),
    "read": _rules(
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
    "wind": _rules(
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
                *_AS_VERB,
                "START|AND ADV? _ round|around|up|down|along|through|back|wool|yarn|thread|string",
                r"\w+s|that|which ADV? _ round|around|up|along|through|between|down|past|its|their",
            ),
        ),
    ),
    "winds": _rules(
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
    "wound": _rules(
        ("injury", ("THE|this|that ADJ? ADJ? _", "PREP ADJ? _", "to|can|could|may|might _")),
        (
            "turned",
            (
                "BE|HAVE|SUBJ|he|she|it|which|and|AND ADV? _",
                "_ around|round|up|into|through|along|tightly|loosely|together|back|down|between",
            ),
        ),
    ),
    "tear": _rules(
        ("drop", ("_ drop|drops|duct|ducts|gland|glands|gas|stains",)),
        (
            "rip",
            (
                *_AS_VERB,
                "wear and _",
                "START|AND LEAD? ADV? _ off|up|along|out|open|away|down|apart|paper|strips|bread|small|in",
                r"\w+s _ off|up|along|out|open|away|apart|easily",
                "~cloth|sleeve|paper|fabric|seam|hem|page|coat|shirt|bag|sheet|jeans|curtain|sofa|"
                "cushion|leather|leaf|net|tent|sail THE ADJ? ADJ? _",
            ),
        ),
        ("drop", ("THE ADJ? ADJ? _",)),
    ),
    "tears": _rules(
        (
            "rip",
            (
                "he|she|it|who|which|that ADV? _",
                "paper|cloth|bag|page|fabric|bread _",
                "WORD _ it|them|off|up|open|apart|the|a",
            ),
        ),
        ("drop", ("THE|PREP|BE|to|AND|if|when|START|ADJ|shed|cry|wipe _", "_ are|may|can|come|fall|run|roll|or")),
    ),
    "close": _rules(
        (
            "shut",
            (
                "can|could|may|might|must|shall|should|will|would|cannot|please ADV? _",
                r"do|does|did|\w+n't|\w+'ll|let's ADV? _",
                "not|never _ OBJ",
                "to ADV? _ OBJ|END|up|down",
                "open|half and|or|, _",
                "_ and|or open",
                "START LEAD? ADV? _ OBJ|up|down|out|slowly|gently",
                "AND ADV? _ OBJ",
                r"SUBJ ADV? _ OBJ|up|down|at|on",
                "doors|door|eyes|eyelids|lids|shops|shop|petals|flowers|gates|gate|lift|curtains|"
                "fingers|hand|hands|windows|window|lips|drawer|bus _ "
                "END|at|when|on|early|behind|around|again|and|or|slowly|gently|softly|if|with",
                "the|a|to _ of",
                "to a _",
            ),
        ),
        (
            "near",
            (
                "_ to|by|at|enough|together|behind|beside|friend|friends|range|upon|against|around|"
                "in|on|up|too|now|below|above|down|relative|relatives|family|as|like|and",
                "a|an|the|one|your|any|very|so|too|as|quite|how|that|more|really|this|these|those|"
                "some|no|my|his|her|their ADJ? _",
                "BE|feel|feels|felt|stay|stays|keep|keeps|come|comes|came|coming|get|gets|sit|sits|"
                "stand|stands|lean|move|moves|moved|look|seem|seems|sound|sounds|rest|live|lives|"
                "bring|draw|pull|listen|follow|something|anything|someone|somebody|anyone ADV? _",
                "hold|holds|keep|keeps|bring|brings|draw|pull|put|move|place|take|lean|press|hear "
                "the|a|your|his|her|its|this|that? WORD _ END",
                "both|all|more ADV? _",
            ),
        ),
    ),
    "minute": _rules(
        (
            "tiny",
            (
                rf"_ {_MINUTE_THING}",
                "are|were ADV? _ END|and|or",
                "so|too|quite|almost|tiny|really _ END|and|or",
                "are very _",
            ),
        ),
        (
            "time",
            (
                rf"_ END|{_FUNCTION_WORD}",
                r"per|NUMBER|half|fifteen|twenty|thirty|forty|fifty|sixty|\d+|\w+teen|\w+ty _",
            ),
        ),
    ),
    "desert": _noun_or_verb(
        (
            "noun",
            "_ island|islands|sand|sun|air|wind|plant|plants|heat|sky|night|flower|flowers",
        ),
        noun=("PREP|hot|dry|sandy _", "_ is|was|in|of"),
    ),
    "deserts": _rules(
        ("verb", ("just _", "SINGULAR ADV? _")),
        ("noun", (*_AS_NOUN, "PREP|hot|dry|sandy|NUMBER _", "START _", "_ are|of")),
    ),
    "bow": _rules(
        (
            "knot",
            (
                "_ tie|ties|string|of",
                "_ and arrow|arrows",
                "~ribbon|ribbons|violin|cello|arrow|arrows|laces|lace|string|parcel|hair|gift "
                "THE ADJ? ADJ? _",
                "tie|ties|tied|tying|untie WORD? WORD? WORD? THE ADJ? ADJ? _",
                "tied|in a|one ADJ? _",
            ),
        ),
        (
            "bend",
            (
                "take|takes|took|taking|make|makes|made|give|gives THE ADJ? ADJ? _",
                "~ship|boat the _",
                *_AS_VERB,
                "START|AND _ END|to|down|low|slightly|gently|forward|slowly|and",
            ),
        ),
    ),
    "bows": _rules(
        (
            "knot",
            (
                "_ and arrows",
                "~ribbon|ribbons|violin|laces|string|parcel|hair|gift THE|NUMBER|PREP|ADJ ADJ? _",
                "tie|ties|tied|tying WORD? WORD? _",
            ),
        ),
        (
            "bend",
            (
                "SINGULAR ADV? _",
                "take|takes|took|taking WORD? _",
                "WORD _ his|her|its|to|down|low|forward",
            ),
        ),
    ),
    "use": _rules(
        (
            "noun",
            (
                "THE ADJ? ADJ? _",
                "of|in|into|much|from|out|little|for|what|daily|everyday|make|good|best _ "
                "END|of|in|for|is|to|at|and|or|as|again|by|on|with|it",
                "of|in|into|no|much _",
                "what _ is|are|was",
                "_ of",
            ),
        ),
        (
            "verb",
            (
                *_AS_VERB,
                "START LEAD? ADV? _ WORD",
                "AND|if|when|while|where|which|that|what ADV? _",
                r"\w+s ADV? _ OBJ",
                "SUBJ WORD _ OBJ",
            ),
        ),
    ),
    "uses": _rules(
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
        ("verb", ("SINGULAR ADV? _", "WORD _ OBJ", "WORD ADV? _ WORD")),
    ),
    "used": _rules(
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
    "object": _noun_or_verb(
        noun=("ADJ|of|small|one|this|that|which|what _", "_ is|was|in|near|of|you|from|nearby|on"),
        verb=("_ to|if",),
    ),
    "objects": _several_or_verb(
        ("verb", "he|she|nobody|somebody|someone|everyone _"),
        ("noun", "_ in|on|near|around|you|that|from|nearby|are|can|may|of|at|with|which|within"),
        ("verb", "_ to"),
    ),
    "row": _rules(
        ("line", ("_ of|by|upon|boat|house|on|behind", "in a|one|the ADJ? _")),
        (
            "quarrel",
            (
                "_ about|over|between|with",
                "have|has|had|having|pick|start|blazing|terrible|furious|ugly|dreadful THE? ADJ? _",
                "after|during the|a|that|this|another ADJ? _ END|with",
            ),
        ),
        (
            "line",
            (
                "front|back|first|second|third|last|top|bottom|next|each|every|same|whole|long|"
                "short|straight|middle|one|single|another _",
                *_AS_VERB,
                "START LEAD? _",
                "~chairs|seats|trees|houses|windows|books|tiles|bricks|shelf|line|knit|stitches|"
                "stitch|seat|lights|cups|shop|shops|pots|knitting|boat|oars THE ADJ? ADJ? _",
            ),
        ),
    ),
    "rows": _rules(
        ("quarrel", ("_ about|over|between", "family|loud|blazing|endless|terrible _ END|and")),
        ("line", ("_",)),
    ),
    "sow": _rules(
        ("pig", ("THE|this|that ADJ? ADJ? _", "_ and her|piglets")),
        ("plant", (*_AS_VERB, "START|AND LEAD? ADV? _", r"\w+s _ OBJ|seed|seeds")),
    ),
    "sows": _rules(
        ("pig", ("THE|NUMBER|PREP ADJ? _", "_ and piglets|their|boars")),
        ("plant", ("SINGULAR ADV? _", "WORD _ OBJ|seed|seeds")),
    ),
    "dove": _rules(
        ("bird", ("THE|this|that|like|of ADJ? ADJ? _", "wood|ring|collared|turtle|rock|mourning _",)),
        (
            "plunged",
            ("SUBJ|he|she|it ADV? _", "WORD _ into|under|down|off|straight|deep|in|through|from"),
        ),
        ("bird", ("ADJ|or|and _", "_ is|was|calls|sings|coos|sits|or")),
    ),
    "bass": _rules(
        (
            "sound",
            (
                rf"_ {_LOW_SOUND}",
                "double|deep|low|electric|acoustic _ END|and|or|is|of|from|in|plays",
                "play|plays|playing|plucks|pluck the|a|your? _",
            ),
        ),
        (
            "fish",
            (
                "sea|striped|black|largemouth|freshwater _",
                "_ fishing|swims|swim|swam|boat",
                "~fish|fishing|lake|river|pond|catch|caught|swim|swims|hook|bait|grilled|trout _",
            ),
        ),
        (
            "sound",
            (
                "~music|song|guitar|drum|drums|voice|sound|sounds|hum|note|notes|radio|hear|"
                "listen|treble|speaker|speakers|tune|band|play|plays|singing|volume _",
            ),
        ),
    ),
    "content": _rules(
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
    "present": _rules(
        ("here", ("_ moment|time|day|tense|company|in", "THE|at ADJ? ADJ? _", "BE ADV? _ END|and|or|with|at|for|here")),
        ("give", ("MODAL ADV? _ OBJ", "SUBJ ADV? _ OBJ", "START LEAD? ADV? _ OBJ", "AND ADV? _ OBJ")),
        ("give", ("can|could|may|might|must|will|would|should|cannot ADV? _",)),
        (
            "here",
            (
                "BE|feel|feels|stay|stays|become|quite|fully|more|very|in|all|birthday|for|of|"
                "that|this|as ADV? _",
                "_ is|was|for|from",
            ),
        ),
    ),
    "presents": _rules(
        ("here", ("THE|NUMBER|PREP|ADJ|birthday|wrapped|wrap|give|open|bring|christmas|and ADJ? _",)),
        ("give", ("SINGULAR ADV? _", "WORD _ OBJ")),
        ("here", ("START _", "_ are|were|for|under|from")),
    ),
    "record": _noun_or_verb(
        ("noun", "_ player|players|store|shop|sleeve|book|label|cover|collection|number"),
        ("noun", "on|for|off the? _ END"),
        ("noun", "on|for|off the? _ and|of|or"),
        verb=(r"\w+s _ OBJ", "START|AND LEAD? _ WORD"),
        noun=("vinyl|old|of|good|this|that|lp _", "_ of|is|was|plays|turns|spins"),
    ),
    "records": _several_or_verb(("noun", "vinyl|old|play|plays|of|her|our|your|hear _"), ("noun", "listen|listening to _")),
    "refuse": _noun_or_verb(
        ("noun", "_ bin|bins|bag|bags|collection|sack|sacks|lorry|truck|tip|heap"),
        verb=("_ to|it|anything", r"\w+s _ OBJ|to", "START|AND _ END", "if _"),
        noun=("household|of|kitchen|garden|with _",),
    ),
    "produce": _noun_or_verb(
        ("noun", "_ aisle|section|stall|shelf|department|market"),
        verb=(r"\w+s|that|which _ OBJ", r"WORD _ OBJ"),
        noun=("fresh|local|of|farm|market|garden|dairy|organic|with|home-grown _",),
    ),
    "project": _noun_or_verb(
        verb=(r"\w+s|that|which _ OBJ|from|onto|light|shapes|pictures|sound",),
        noun=("knitting|art|school|craft|sewing|garden|building|of|small|new|on|for|in _",),
    ),
    "projects": _several_or_verb(
        ("noun", "knitting|art|school|craft|sewing|garden|building _"),
        ("verb", "WORD _ from|onto|into|out"),
    ),
    "permit": _noun_or_verb(
        verb=(r"\w+s|that|which|if|rules|time|weather _ OBJ", "_ it|yourself|me|them"),
        noun=("parking|work|fishing|building|travel|without|of|with|by _",),
    ),
    "permits": _several_or_verb(
        ("noun", "parking|work|fishing|building|travel _"),
        ("verb", "time|weather|space|light|if|as|health|it _"),
    ),
    "excuse": _noun_or_verb(
        ("verb", "_ me|you|us|him|yourself|them|my|your"),
        noun=("good|without|of|as|easy|an|more|better|by _", "_ for|to|is"),
    ),
    "house": _rules(
        (
            "verb",
            (
                "MODAL ADV? _ OBJ",
                "can|could|may|might|must|will|would|cannot|should ADV? _",
                "SUBJ ADV? _",
                "START LEAD? ADV? _ OBJ",
                r"\w+s|that|which _ OBJ",
            ),
        ),
        ("noun", ("_",)),
    ),
    "invalid": _rules(
        (
            "patient",
            (
                "_ chair|carriage|diet|children|mother|father|wife|husband|aunt|brother|sister",
                "an|the|an|any|each|every|old|elderly ADJ? _ END|is|was|in|who|and|or|lies|sits|on|"
                "with|has|at",
                "like|as|of an _",
            ),
        ),
        (
            "void",
            (
                "BE|become|becomes|make|makes|made|it|them|seem|now ADV? _",
                "an|the|any|this|every|is _ ticket|card|password|passport|number|code|input|"
                "argument|claim|vote|date|name|address|entry|licence|license|reason|point|pass",
                "_ ticket|tickets|card|cards|password|passport|number|code|input|argument|claim",
            ),
        ),
    ),
    "number": _rules(
        (
            "numb",
            (
                "_ and number",
                "number and _",
                "_ than",
                "feel|feels|felt|feeling|get|gets|getting|grow|grows|growing|go|goes|going|become|"
                "becomes|becoming|turn|turns|even|much|ever ADV? _ END|and|with|now|still|as|by|"
                "today|again|in",
                "fingers|toes|hands|feet|lips|are|little|bit _ END|now",
            ),
        ),
        ("count", ("_",)),
    ),
    "sewer": _rules(
        ("stitcher", ("keen|good|skilled|careful|slow|fast|hobby|home|experienced|new _",)),
        ("drain", ("_",)),
    ),
    "does": _rules(
        (
            "deer",
            (
                "the|wild _",
                "bucks|stags|fawns|deer and|or|, _",
                "_ and|, fawns|stags|bucks|their",
                "NUMBER ADJ? _ are|graze|stand|run|feed|sleep|lie|walk|cross|watch|look|in|on|by|"
                "near|with",
            ),
        ),
        ("do", ("_",)),
    ),
    "polish": _rules(("rub", ("_",))),
    "Polish": _rules(
        ("rub", ("START LEAD? _ OBJ|shoes|silver|glasses|brass|wood",)),
        ("land", ("WORD|, _",)),
    ),
}
"""A word with a capital is looked up as it is written first."""
