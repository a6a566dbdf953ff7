"""Rules for words whose readings are far apart in meaning: a bow in a ribbon, a bow of the head."""

from __future__ import annotations

from voice.speech.pronunciation.rules import AS_VERB, Rule, rules

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

SENSES: dict[str, tuple[Rule, ...]] = {
    "lead": rules(
        (
            "metal",
            (
                "_ pencil|pencils|pipe|pipes|piping|weight|weights|roof|roofs|paint|shot|crystal|"
                "glass|poisoning|"
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
                *AS_VERB,
                "_ the|you|me|them|us|him|your way|on|back|out|in|through|to",
                r"\w+s|which|that _ to|into|out|up|back|through|down|away|along|over|past|nowhere|"
                "on|off|towards|straight",
                "_ singer|role|actor|guitar|guitarist|dog|author|story|part|time",
                "~dog|dogs|leash|collar the|a|its|your|his|her _",
                "take|takes|took|taking|follow|follows|in|into the|your|a|his|her|their _",
            ),
        ),
    ),
    "tear": rules(
        ("drop", ("_ drop|drops|duct|ducts|gland|glands|gas|stains",)),
        (
            "rip",
            (
                *AS_VERB,
                "wear and _",
                "START|AND LEAD? ADV? _ off|up|along|out|open|away|down|apart|paper|strips|bread|"
                "small|in",
                r"\w+s _ off|up|along|out|open|away|apart|easily",
                "~cloth|sleeve|paper|fabric|seam|hem|page|coat|shirt|bag|sheet|jeans|curtain|sofa|"
                "cushion|leather|leaf|net|tent|sail THE ADJ? ADJ? _",
            ),
        ),
        ("drop", ("THE ADJ? ADJ? _",)),
    ),
    "tears": rules(
        (
            "drop",
            (
                "THE|shed|bitter ADJ? _",
                "_ came|come|run|ran|fell|fall|rolled|roll|stood|welled|in",
            ),
        ),
        (
            "rip",
            (
                "he|she|it|who|which|that ADV? _",
                "paper|cloth|bag|page|fabric|bread _",
                "WORD _ it|them|off|up|open|apart|the|a",
            ),
        ),
        (
            "drop",
            (
                "THE|PREP|BE|to|AND|if|when|START|ADJ|shed|cry|wipe _",
                "_ are|may|can|come|fall|run|roll|or",
            ),
        ),
    ),
    "close": rules(
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
    "minute": rules(
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
                "next|each|that|this|whole|every|last|any|first|in|within _",
                r"per|NUMBER|half|fifteen|twenty|thirty|forty|fifty|sixty|\d+|\w+teen|\w+ty _",
            ),
        ),
    ),
    "bow": rules(
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
                "take|takes|took|taking|make|makes|made|making|give|gives|gave "
                "THE ADJ|WORD? ADJ? _",
                "with a|another|that ADJ? _",
                "_ of the head",
                "~ship|boat the _",
                *AS_VERB,
                "START|AND _ END|to|down|low|slightly|gently|forward|slowly|and",
            ),
        ),
    ),
    "bows": rules(
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
    "row": rules(
        (
            "line",
            (
                "come|go|out|went for a ADJ? _",
                "_ of|by|upon|boat|house|on|behind",
                "in a|one|the ADJ? _",
            ),
        ),
        (
            "quarrel",
            (
                "_ about|over|between|with|broke|breaks",
                "have|has|had|having|make|makes|made|making|pick|start|blazing|terrible|furious|ugly|"
                "dreadful THE? ADJ? _",
                "after|during the|a|that|this|another ADJ? _ END|with",
            ),
        ),
        (
            "line",
            (
                "front|back|first|second|third|last|top|bottom|next|each|every|same|whole|long|"
                "short|straight|middle|one|single|another _",
                *AS_VERB,
                "START LEAD? _",
                "~chairs|seats|trees|houses|windows|books|tiles|bricks|shelf|line|knit|stitches|"
                "stitch|seat|lights|cups|shop|shops|pots|knitting|boat|oars THE ADJ? ADJ? _",
            ),
        ),
    ),
    "rows": rules(
        ("quarrel", ("_ about|over|between", "family|loud|blazing|endless|terrible _ END|and")),
        ("line", ("_",)),
    ),
    "sow": rules(
        ("pig", ("THE|this|that ADJ? ADJ? _", "_ and her|piglets")),
        ("plant", (*AS_VERB, "START|AND LEAD? ADV? _", r"\w+s _ OBJ|seed|seeds")),
    ),
    "sows": rules(
        ("pig", ("THE|NUMBER|PREP ADJ? _", "_ and piglets|their|boars")),
        ("plant", ("SINGULAR ADV? _", "WORD _ OBJ|seed|seeds")),
    ),
    "dove": rules(
        (
            "bird",
            (
                "THE|this|that|like|of ADJ? ADJ? _",
                "wood|ring|collared|turtle|rock|mourning _",
            ),
        ),
        (
            "plunged",
            ("SUBJ|he|she|it ADV? _", "WORD _ into|under|down|off|straight|deep|in|through|from"),
        ),
        ("bird", ("ADJ|or|and _", "_ is|was|calls|sings|coos|sits|or")),
    ),
    "bass": rules(
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
    "invalid": rules(
        (
            "patient",
            (
                "_ chair|carriage|diet|children|mother|father|wife|husband|aunt|brother|sister",
                "an|the|an|any|each|every|old|elderly ADJ? _ END|is|was|in|who|and|or|lies|sits|on|"
                "with|has|at",
                "like|as|of an _",
                "confirmed|fretful|chronic|poor _",
                "the _ himself|herself|would|had|has|he|she|at",
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
    "number": rules(
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
    "sewer": rules(
        ("stitcher", ("keen|good|skilled|careful|slow|fast|hobby|home|experienced|new _",)),
        ("drain", ("_",)),
    ),
    "does": rules(
        (
            "deer",
            (
                "the|wild _",
                "bucks|stags|fawns|deer and|or|, _",
                "_ and|, fawns|stags|bucks|their",
                "_ and a|one stag|buck|fawn",
                "NUMBER ADJ? _ are|graze|stand|run|feed|sleep|lie|walk|cross|watch|look|in|on|by|"
                "near|with",
            ),
        ),
        ("do", ("_",)),
    ),
    "polish": rules(("rub", ("_",))),
    "Polish": rules(
        ("rub", ("START LEAD? _ OBJ|shoes|silver|glasses|brass|wood",)),
        ("land", ("WORD|, _",)),
    ),
}
"""A word with a capital is looked up as it is written first: "Polish"."""
