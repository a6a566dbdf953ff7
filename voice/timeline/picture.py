"""Draws an exercise as an SVG picture: rows of one minute, each cue a shape at its place.

It shows where a script is crowded, and where there is time. Places are whole pixels, so neighbours
touch and nothing narrower than a pixel is drawn. The picture has no JavaScript and needs no
font; its colours are in plain rules, since some viewers know no variables.
"""

from __future__ import annotations

import html
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from voice.frames import SAMPLE_RATE, clock
from voice.script.characters import INVISIBLE
from voice.script.model import Phase
from voice.timeline.cues import Kind, Placed, Timeline

WIDTH = 840
"""Width of the picture in pixels, that of a page on GitHub."""

SECOND = 13
"""Pixels of a second."""

MINUTE = 60 * SECOND
"""Pixels of a row."""

LEFT = 48
"""Pixels before a row, where its minute is named."""

SPARE = SECOND // 2
"""Pixels at the end that get no extra row: exercises fitted to whole minutes end there."""

TOP = 104
"""Pixels above the first row, for the title, the legend and the seconds."""

ROW = 58
"""Pixels from row to row."""

LANE = 34
"""Pixels from the top of a row to the middle of its shapes."""

HALF = 11
"""Pixels from there to the edge of the highest shape, speech."""

_LETTER, _WIDE_LETTER = 6.8, 12.5
"""Width of a letter in pixels, rounded up; those of Chinese, Japanese and Korean are wide."""

_FEWEST = 4
"""Letters below which a step's name is left out; the next row begins with it."""

_ENDS = {Phase.IN: HALF - 2, Phase.OUT: 2 - HALF}
"""Height at which a breath's line ends, in pixels above the middle; other phases keep it."""

_STYLE = """
text{font:12px system-ui,sans-serif;fill:#1f2a35}
.title{font-size:19px;font-weight:600}
.pale{fill:#5a6775}
.end{text-anchor:end}
.middle{text-anchor:middle}
.paper{fill:#fff}
path{fill:none;stroke-width:6}
.track{stroke:#edf0f3;stroke-width:22}
.grid{stroke:#d3dae0;stroke-width:1}
.step{stroke:#5a6775;stroke-width:1}
.speech{stroke:#3a6ea5;stroke-width:22}
.settle{stroke:#7fae87}
.do{stroke:#a9845a;stroke-dasharray:2 2}
.hold{stroke:#d07a26;stroke-width:14}
.quiet{stroke:#8577c4;stroke-dasharray:2 3}
.wait{stroke:#5a6775;stroke-dasharray:9 4}
.breath{stroke:#17877c;stroke-width:3;stroke-linecap:round}
.bell{fill:#c29a1c;stroke:none}
@media (prefers-color-scheme:dark){
text{fill:#e4eaf0}
.pale{fill:#9aa8b6}
.paper{fill:#11161c}
.track{stroke:#1f2730}
.grid{stroke:#38434e}
.step{stroke:#9aa8b6}
.speech{stroke:#6ea5dd}
.settle{stroke:#6c9d75}
.do{stroke:#c9a57c;stroke-dasharray:2 2}
.hold{stroke:#e59a4e}
.quiet{stroke:#a79be0}
.wait{stroke:#9aa8b6}
.breath{stroke:#4fc9bb}
.bell{fill:#e0bd4d}
}
"""


@dataclass(frozen=True, slots=True)
class _Span:
    """A part of the picture's one long line, which is cut into rows of a minute.

    Attributes:
        kind: Kind of the sound.
        start: Pixels from the beginning of the audio.
        end: First pixel after it.
        before: Height at which its shape begins, in pixels above the middle; 0 for a bar.
        after: Height at which it ends.
    """

    kind: Kind
    start: int
    end: int
    before: int = 0
    after: int = 0

    def height(self, pixel: int) -> int:
        """Return its height at a pixel within it."""
        part = (pixel - self.start) / (self.end - self.start)
        return round(self.before + (self.after - self.before) * part)


_SAMPLES = {
    Kind.BELL: _Span(Kind.BELL, 0, 22, HALF),
    Kind.BREATH: _Span(Kind.BREATH, 0, 22, *reversed(_ENDS.values())),
}
"""Shapes of the legend; any other kind is a bar."""


def draw(timeline: Timeline, placed: Sequence[Placed], below: str) -> str:
    """Draw an exercise.

    Args:
        timeline: The exercise.
        placed: Its cues and their places.
        below: Text below the title, such as the length and the voice.

    Returns:
        The SVG file; identical for the same arguments on every machine.
    """
    end = _last(_pixel(placed[-1].end))
    spans = _merged(_spans(placed, end))
    begins = [next(items) for _, items in groupby(placed, lambda item: item.cue.saying)]
    steps = [(item.start, timeline.script.steps[item.cue.step].title) for item in begins]
    named = [(_pixel(start), name) for start, name in steps]
    height = TOP + _rows(end) * ROW
    title = _escaped(timeline.script.title)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
        f' height="{height}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{title}</title>',
        f'<desc id="desc">{_escaped(_described(placed, steps, below))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}" rx="6"/>',
        _text(16, 30, _fitted(timeline.script.title, (WIDTH - 32) / 1.6), "title"),
        _text(16, 50, _fitted(below, WIDTH - 32), "pale"),
        *_legend(spans),
        *_axis(end),
        *_shapes(spans),
        *_names(named, end),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _pixel(frames: int) -> int:
    """Return the nearest pixel; each end is rounded itself, so that shapes touch as cues do."""
    return (2 * frames * SECOND + SAMPLE_RATE) // (2 * SAMPLE_RATE)


def _last(end: int) -> int:
    """Return the picture's end: that of a row, if only silence after the last bell is left."""
    left = end % MINUTE
    return end - left if left <= SPARE < end else end


def _rows(end: int) -> int:
    return -(-end // MINUTE)


def _place(pixel: int) -> tuple[int, int]:
    """Return the place of a pixel of the long line: from the left, and its row's middle."""
    row, across = divmod(pixel, MINUTE)
    return LEFT + across, TOP + row * ROW + LANE


def _spans(placed: Sequence[Placed], last: int) -> Iterator[_Span]:
    breath = _ENDS[Phase.OUT]
    for item in placed:
        kind, start, end = item.cue.kind, _pixel(item.start), min(_pixel(item.end), last)
        before, after = (HALF, 0) if kind is Kind.BELL else (0, 0)
        if kind is Kind.BREATH and item.cue.phase is not None:
            before, after = breath, _ENDS.get(item.cue.phase, breath)
            breath = after
        if kind is not Kind.GAP and start < end:
            yield _Span(kind, start, end, before, after)


def _merged(spans: Iterator[_Span]) -> list[_Span]:
    """Join neighbours of one kind into one bar if no pixel lies between them."""
    merged: list[_Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        bars = span.before == span.after == 0
        if last and bars and (last.kind, last.end) == (span.kind, span.start):
            merged[-1] = replace(last, end=span.end)
        else:
            merged.append(span)
    return merged


def _shapes(spans: Sequence[_Span]) -> Iterator[str]:
    """Yield one path for each kind."""
    paths: defaultdict[Kind, list[str]] = defaultdict(list)
    for span in spans:
        cuts = range((span.start // MINUTE + 1) * MINUTE, span.end, MINUTE)
        for start, end in pairwise((span.start, *cuts, span.end)):
            x, y = _place(start)
            paths[span.kind].append(_path(span, x, y, start, end))
    for kind, path in paths.items():
        yield f'<path class="{kind}" d="{"".join(path)}"/>'


def _path(span: _Span, x: int, y: int, start: int, end: int) -> str:
    """Draw a span, or the part of it that is in one row: a bar, a line, or for a bell a wedge."""
    if span.before == span.after == 0:
        return f"M{x} {y}h{end - start}"
    before, after = span.height(start), span.height(end)
    slope = f"l{end - start} {before - after}"
    if span.kind is Kind.BELL:
        return f"M{x} {y - before}{slope}v{2 * after}l{start - end} {before - after}z"
    return f"M{x} {y - before}{slope}"


def _names(steps: Sequence[tuple[int, str]], end: int) -> Iterator[str]:
    """Yield names of steps where they begin, and again, paler, where a row begins within one."""
    marks = "".join("M{} {}v{}".format(*_corner(start), LANE + HALF) for start, _ in steps)
    yield f'<path class="step" d="{marks}"/>'
    for row in range(_rows(end)):
        first, after = row * MINUTE, (row + 1) * MINUTE
        new = [(start, name, "name") for start, name in steps if first <= start < after]
        going_on = [name for start, name in steps if start < first][-1:]
        if going_on and not (new and new[0][0] == first):
            new.insert(0, (first, going_on[0], "pale"))
        for (start, name, look), (following, *_) in pairwise((*new, (after, "", ""))):
            x, y = _corner(start)
            if shown := _fitted(name, following - start - 8):
                yield _text(x + 4, y + 15, shown, look)


def _corner(pixel: int) -> tuple[int, int]:
    """Return the place of a pixel of the long line: from the left, and its row's top."""
    x, y = _place(pixel)
    return x, y - LANE


def _axis(end: int) -> Iterator[str]:
    """Draw each row's lane, a line every ten seconds, the seconds above and the minutes beside."""
    rows = range(_rows(end))
    lanes = [(*_place(row * MINUTE), min(MINUTE, end - row * MINUTE)) for row in rows]
    tens = [LEFT + ten * SECOND for ten in range(0, 61, 10)]
    track = "".join(f"M{x} {y}h{length}" for x, y, length in lanes)
    grid = "".join(
        f"M{ten}.5 {y - HALF}v{2 * HALF}"
        for x, y, length in lanes
        for ten in tens
        if ten <= x + length
    )
    yield f'<path class="track" d="{track}"/>'
    yield f'<path class="grid" d="{grid}"/>'
    for second, x in zip(range(0, 60, 10), tens, strict=False):
        yield _text(x, TOP - 4, f"{second} s", "pale middle")
    for row, (x, y, _) in zip(rows, lanes, strict=True):
        yield _text(x - 8, y + 4, f"{row}:00", "pale end")


def _legend(spans: Sequence[_Span]) -> Iterator[str]:
    """Draw a sample of each kind in the picture, with its name."""
    x, y = 16, 72
    for kind in sorted({span.kind for span in spans}, key=list(Kind).index):
        sample = _path(_SAMPLES.get(kind, _Span(kind, 0, 22)), x, y, 0, 22)
        yield f'<path class="{kind}" d="{sample}"/>'
        name = "breath, up is in" if kind is Kind.BREATH else kind.value
        yield _text(x + 28, y + 4, name)
        x += 28 + round(_width(name)) + 14


def _described(placed: Sequence[Placed], steps: Sequence[tuple[int, str]], below: str) -> str:
    """Describe the picture in words, for screen readers."""
    frames: defaultdict[Kind, int] = defaultdict(int)
    for item in placed:
        frames[item.cue.kind] += item.frames
    kinds = ", ".join(
        f"{kind} {round(frames[kind] / SAMPLE_RATE)} s" for kind in Kind if frames[kind]
    )
    names = "; ".join(f"{clock(start)} {name}" for start, name in steps)
    return f"{below}. In all: {kinds}. Steps: {names}."


def _text(x: int, y: int, words: str, look: str = "") -> str:
    look = f' class="{look}"' if look else ""
    return f'<text x="{x}" y="{y}"{look}>{_escaped(words)}</text>'


def _escaped(text: str) -> str:
    return html.escape(INVISIBLE.sub(" ", text))


def _fitted(text: str, room: float) -> str:
    """Return as much of the text as that many pixels hold; "" if only a few letters would fit."""
    if _width(text) <= room:
        return text
    kept = text
    while len(kept) >= _FEWEST and _width(kept) + _LETTER > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…" if len(kept) >= _FEWEST else ""


def _width(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    unseen = sum(unicodedata.combining(letter) > 0 for letter in text)
    return wide * _WIDE_LETTER + (len(text) - wide - unseen) * _LETTER
