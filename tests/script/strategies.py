"""Scripts as Hypothesis imagines them, and texts that nearly are scripts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from voice.script.characters import INVISIBLE
from voice.script.library import NOT_SCRIPTS, shipped_folder
from voice.script.model import (
    LIVE_FIELDS,
    Bell,
    Breathe,
    Directive,
    Do,
    Hold,
    Line,
    Phase,
    PhaseLength,
    Quiet,
    Script,
    Seconds,
    Settle,
    Step,
    Wait,
    Welcome,
)

_MARKS = r"*_[]<>\#-+>1234567890.)(`~|}{:;&%@!?'\"= ,/"


def _in_one_line(text: str) -> str:
    return " ".join(INVISIBLE.sub(" ", text).split())


_pieces = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text(_MARKS, max_size=8),
    st.sampled_from(
        [
            "Look",
            "(repeat)",
            "(REPEAT)",
            "(Short)",
            "(short, repeat)",
            "<!--",
            "-->",
            "---",
            "##",
            "[8s]",
            "no",
            "~",
        ]
    ),
)

texts = st.lists(_pieces, min_size=1, max_size=8).map("".join).map(_in_one_line)
"""Anything that fits in one line, and whatever could be taken for a mark."""

titles = texts.map(lambda text: text.replace("{", "(")).filter(bool)

spoken = (
    st.lists(
        st.one_of(
            texts.map(lambda text: text.replace("{", "(")),
            st.sampled_from([f"{{{name}}}" for name in LIVE_FIELDS]),
        ),
        min_size=1,
        max_size=4,
    )
    .map(" ".join)
    .map(lambda text: _in_one_line(text)[:300].rstrip())
    .filter(lambda text: any(character.isalnum() for character in text))
    .filter(lambda text: text.count("{") == text.count("{day}") + text.count("{time of day}"))
)
"""Texts of lines: some words, and perhaps live fields."""


def seconds(longest: int = 3600) -> st.SearchStrategy[Seconds]:
    """Lengths as they can be written: to the millionth."""
    whole = st.integers(1, longest).map(Fraction)
    return whole | st.integers(1, longest * 10**6).map(lambda n: Fraction(n, 10**6))


@st.composite
def quiets(draw: st.DrawFn) -> Quiet:
    """Quiets, some with a bell on the way."""
    length = draw(seconds())
    bell = draw(st.none() | seconds())
    return Quiet(length, bell if bell is not None and bell < length else None)


_breaths = st.builds(
    Breathe,
    phases=st.lists(
        st.builds(PhaseLength, st.sampled_from(list(Phase)), seconds(20)), min_size=1, max_size=5
    ).map(tuple),
    times=st.integers(1, 30),
    words_every=st.integers(1, 40),
)

directives: st.SearchStrategy[Directive] = st.one_of(
    st.builds(Settle, seconds()),
    st.builds(Do, seconds(40)),
    st.builds(Hold, seconds()),
    quiets(),
    _breaths,
    st.builds(Wait, seconds(), st.booleans()),
    st.builds(Wait, st.just(Fraction(20)), st.booleans()),
    st.just(Bell()),
)

_lines = st.builds(
    Line,
    text=spoken,
    directives=st.lists(directives, max_size=3).map(tuple),
    paragraph_end=st.booleans(),
) | st.builds(
    Line,
    text=st.just(""),
    directives=st.lists(directives, min_size=1, max_size=3).map(tuple),
    paragraph_end=st.booleans(),
)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """Steps with at least one spoken line; a step always ends in a blank line."""
    lines = draw(
        st.lists(_lines, min_size=1, max_size=5).filter(lambda ls: any(x.text for x in ls))
    )
    last = lines[-1]
    closed = Line(last.text, last.directives, paragraph_end=True)
    return Step(draw(titles), (*lines[:-1], closed), draw(st.booleans()), draw(st.booleans()))


@st.composite
def welcoming(draw: st.DrawFn) -> Script:
    """Scripts, most with a welcome among the lines of a step."""
    script = draw(unwelcoming)
    at = draw(st.none() | st.integers(0, len(script.steps) - 1))
    if at is None:
        return script
    step = script.steps[at]
    place = draw(st.integers(0, len(step.lines)))
    ends = place == len(step.lines) or draw(st.booleans())
    line = Line("", (Welcome(),), paragraph_end=ends)
    lines = (*step.lines[:place], line, *step.lines[place:])
    steps = (*script.steps[:at], replace(step, lines=lines), *script.steps[at + 1 :])
    return replace(script, steps=steps)


unwelcoming = st.builds(
    Script,
    title=texts.filter(bool),
    about=texts.filter(bool).map(lambda text: " ".join(text.split()[:12])),
    ask=st.integers(1, 4),
    position=texts.filter(bool),
    steps=st.lists(steps(), min_size=1, max_size=4).map(tuple),
    needs=texts,
    swap=st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True) | st.just(""),
    language=st.sampled_from(["en", "no", "de-AT", "zh-Hans"]),
    bed=st.booleans(),
    say=st.dictionaries(
        texts.filter(lambda text: any(map(str.isalnum, text))),
        texts.filter(lambda text: any(map(str.isalpha, text))),
        max_size=2,
    ).map(lambda pairs: tuple(pairs.items())),
    sources=st.lists(texts.filter(bool), max_size=3).map(tuple),
    reviewed=texts,
)
"""Scripts without a welcome."""

scripts = welcoming()

shipped = {
    file.name: file.read_text(encoding="utf-8")
    for file in sorted(shipped_folder().iterdir(), key=lambda file: file.name)
    if file.name.endswith(".md") and file.name not in NOT_SCRIPTS
}
"""The text of every script that ships."""

_FRAGMENTS = [
    *("---", "\n", "\n---\n", "\r", "\t", " ", "\0", "\x85", "\u2028", "\ufeff", "\ud800"),
    *(
        "title:",
        "ask: 2\n",
        "sources:\n  - ",
        "{",
        "}",
        "[",
        "]",
        "[8s]",
        "[do 8s]",
        "\n[welcome]\n",
        "[8]",
        "[wait, ",
        "*",
        "_",
    ),
    *(
        "## ",
        "##",
        "# ",
        "- ",
        "1. ",
        "> ",
        "```",
        "<!--",
        "-->",
        "\\",
        "\\{",
        "{day}",
        "(repeat)",
        "(short)",
    ),
    *("&a ", "*a", "!!binary ", "? ", "|\n", "'", '"', "Look.", "quiet 40s, bell 50s", "0s"),
]

fragments = st.one_of(st.sampled_from(_FRAGMENTS), st.text(max_size=5))


@st.composite
def near_scripts(draw: st.DrawFn) -> str:
    """A shipped script after an accident: parts gone, doubled, or replaced by anything."""
    text = draw(st.sampled_from(sorted(shipped.values())))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 1, 3, 20, 400])))
        text = text[:start] + draw(fragments) * draw(st.sampled_from([1, 1, 2, 50])) + text[end:]
    return text


any_texts = st.one_of(st.text(), st.lists(fragments, max_size=40).map("".join), near_scripts())
