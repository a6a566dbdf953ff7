"""Speech: what is written in figures, signs and short forms, and is heard as meant."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.e2e.audio import decoded
from tests.faults.bench import Bench
from tests.faults.rows import ROWS, NotTried, Row, expect, row
from tests.pulse import SAMPLE_RATE, Samples
from tests.recogniser import NoRecogniserError, word_errors, words_heard

VOICES = ("natural/heart", "piper/en_US-joe-medium", "espeak/gmw/en-us")

MISHEARD = {"natural/heart": 0.15, "piper/en_US-joe-medium": 0.25, "espeak/gmw/en-us": 0.4}
"""Part of the words that the recogniser may get wrong: it knows people, and eSpeak least."""

GAINS = (np.float32(1.0), np.float32(0.9), np.float32(0.8), np.float32(0.7))
"""Loudnesses at which a line is listened to; the best counts. What the recogniser makes of eSpeak
changes from one to the next, from everything to nothing."""

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

HEAD = "---\ntitle: Said\nabout: Said aloud.\nask: 1\nposition: any\n---\n\n## One\n\n"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of writing.

    Attributes:
        lines: What is written, and what is said.
        rule: The rule of `ground check` that has to find it; empty if none has to.
        figures: True if only digits are compared, and the natural voice has to get each one right.
    """

    lines: dict[str, str]
    rule: str = ""
    figures: bool = False


# fmt: off
KINDS = {
    "numbers-to-call": Kind({
        "Call 0808 555 0104.": "Call zero eight zero eight, five five five, zero one zero four.",
        "Call +49 30 555 0077.":
            "Call plus four nine, three zero, five five five, zero zero seven seven.",
        "Call 1-888-555-0142.":
            "Call one, eight eight eight, five five five, zero one four two.",
        "Call 555-0142.": "Call five five five, zero one four two.",
        "Call 116 or 999.": "Call one one six or nine nine nine.",
    }, "digits", figures=True),
    "codes-with-zeros": Kind({
        "The code is 0073, at flat 009.":
            "The code is zero zero seven three, at flat zero zero nine.",
    }, figures=True),
    "counts": Kind({
        "This is the 5-4-3-2-1 exercise.": "This is the five, four, three, two, one exercise.",
        "Count 3-2-1.": "Count three, two, one.",
    }),
    "ranges-and-scores": Kind({
        "It takes 5\N{EN DASH}7 minutes.": "It takes five to seven minutes.",
        "Choose a number from 0-5.": "Choose a number from zero to five.",
        "It is 7/10 today.": "It is seven out of ten today.",
        "Wait for 1½ minutes.": "Wait for one and a half minutes.",
    }),
    "units": Kind({
        "It takes 20s.": "It takes twenty seconds.",
        "It takes 2m15s.": "It takes two minutes fifteen seconds.",
        "Walk for 3 min.": "Walk for three minutes.",
        "Walk for 2 km.": "Walk for two kilometres.",
    }),
    "slashes": Kind({"Somebody said that she/he is there.":
                     "Somebody said that she or he is there."}),
    "roman-numbers-and-money": Kind({
        "This is part IV.": "This is part four.",
        "It costs £2.50 today.": "It costs two pounds fifty today.",
    }),
    "short-forms": Kind({
        "Look at No. 3 now.": "Look at number three now.",
        "Turn at the 2nd st. now.": "Turn at the second street now.",
        "Add 1 tbsp. of salt.": "Add one tablespoon of salt.",
    }),
    "addresses": Kind({
        "Look at www.example.com/rest later.": "Look at example dot com slash rest later.",
        "Look at https://example.net later.": "Look at example dot net later.",
    }, "address"),
    "pictures": Kind({"A leaf 🍃 falls slowly.": "A leaf falls slowly."}, "emoji"),
    "hush": Kind({"Shhh, listen to the room.": "Hush, listen to the room."}),
    "pauses-in-round-brackets": Kind({"Rest for a while. (pause)": "Rest for a while."},
                                     "stage-direction"),
}
# fmt: on

HETERONYMS = {
    "You hear a live band.": ("live", "lyve", "liv"),
    "You feel a lead weight.": ("lead", "led", "leed"),
    "I read it yesterday.": ("read", "red", "reed"),
    "Now wind the wool.": ("wind", "whined", "winnd"),
    "There is a wound.": ("wound", "woond", "wowned"),
    "Notice a minute detail.": ("minute", "my-newt", "minnit"),
}
"""Lines, the word in them, and how the right and the wrong reading are written as they sound."""


def said(bench: Bench, voice: str, lines: Sequence[str]) -> list[tuple[str, Samples]]:
    """What the voice is given for each line, and its sound in an exported file."""
    bench.write("said.md", HEAD + "".join(f"{line} [2s]\n" for line in lines))
    options = ("said.md", "--voice", voice, "--no-bed", "--no-bell")
    shown = bench.apart("show", *options, "--json")
    ran = bench.apart("export", *options, "-o", "said.wav", "--force")
    expect(ran.code == 0, ran.err)
    sound = decoded(bench.folder / "said.wav")
    found = []
    for cue in json.loads(shown.out)["cues"]:
        if cue["kind"] == "speech" and cue["line"] is not None:
            start, end = cue["start"], cue["start"] + cue["duration"]
            clip = sound[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
            found.append((str(cue.get("spoken", cue["text"])), clip))
    return found


def plain(text: str) -> str:
    """A sentence without signs that no voice says, in small letters."""
    return " ".join("".join(c for c in text.lower() if c.isalnum() or c in " ,").split())


def figures(text: str) -> str:
    """The digits that are said, each a word, however the recogniser wrote them."""
    words = re.findall("[a-z]+|[0-9]", text.lower())
    named = {word: str(digit) for digit, word in enumerate(DIGITS)}
    return " ".join(named.get(word, word) for word in words if word in named or word.isdigit())


def voices(bench: Bench) -> list[str]:
    """Those of the voices that are here."""
    here = {voice["id"] for voice in json.loads(bench("voices", "--json").out)}
    return [voice for voice in VOICES if voice in here]


def rules_found(bench: Bench) -> set[str]:
    ran = bench("check", "said.md", "--json")
    [script] = json.loads(ran.out)
    return {finding["rule"] for finding in script["findings"]}


def hear(kind: Kind) -> Callable[[Bench], str]:
    """Make the row of a kind."""

    def cause_it(bench: Bench) -> str:
        told = []
        for voice in voices(bench):
            wrong = words = 0
            spoken = said(bench, voice, list(kind.lines))
            for (given, clip), meant in zip(spoken, kind.lines.values(), strict=True):
                expect(plain(given) == plain(meant), f"{voice} is given: {given}")
                compared = figures if kind.figures else str
                wrong += min(
                    word_errors(compared(meant), compared(heard(clip * gain))) for gain in GAINS
                )
                words += len(compared(meant).split())
            told.append(f"{voice.split('/')[0]} {wrong} of {words}")
            exact = kind.figures and voice == VOICES[0]
            allowed = 0 if exact else max(1, MISHEARD[voice] * words)
            expect(wrong <= allowed, f"heard wrong: {told[-1]}")
        if kind.rule:
            rules = rules_found(bench)
            expect(kind.rule in rules, f"check does not find it, only {sorted(rules)}")
        found = f"; check finds {kind.rule}" if kind.rule else ""
        return f"worded right for each voice; heard wrong: {', '.join(told)}{found}"

    return cause_it


def heard(clip: Samples) -> str:
    try:
        return words_heard(clip, SAMPLE_RATE)
    except NoRecogniserError as error:
        raise NotTried(str(error)) from error


for name, each in KINDS.items():
    ROWS[name] = Row(name, "speech", f"a script with: {' '.join(each.lines)}", hear(each))


@row(f"a script with: {' '.join(HETERONYMS)}")
def heteronyms(bench: Bench) -> str:
    wrong = []
    for voice in voices(bench):
        as_written, right, other = (
            said(
                bench,
                voice,
                [line.replace(words[0], words[n]) for line, words in HETERONYMS.items()],
            )
            for n in range(3)
        )
        for line, one, this, that in zip(HETERONYMS, as_written, right, other, strict=True):
            near, far = distance(one[1], this[1]), distance(one[1], that[1])
            if near >= far:
                wrong.append(f"{voice.split('/')[0]}: {line} {near:.2f}, {far:.2f}")
    expect(not wrong, f"nearer to the other reading: {'; '.join(wrong)}")
    return "each is nearer to its right reading than to the other, in each voice"


def distance(one: Samples, other: Samples) -> float:
    """How far two sayings are apart: their spectra along the best path in time."""
    first, second = spectra(one), spectra(other)
    apart = np.linalg.norm(first[:, None] - second[None], axis=2)
    costs = np.full((len(first) + 1, len(second) + 1), np.inf)
    costs[0, 0] = 0
    for i in range(len(first)):
        for j in range(len(second)):
            before = min(costs[i, j], costs[i, j + 1], costs[i + 1, j])
            costs[i + 1, j + 1] = apart[i, j] + before
    return float(costs[-1, -1] / (len(first) + len(second)))


def spectra(clip: Samples) -> Any:
    """The spectrum of each fiftieth of a second, in 24 bands, as logarithms."""
    size = SAMPLE_RATE // 50
    frames = clip[: len(clip) // size * size].reshape(-1, size) * np.hanning(size)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    edges = np.unique(np.geomspace(2, 110, 25).round().astype(int))
    bands = np.add.reduceat(power[:, : edges[-1]], edges[:-1], axis=1)
    return np.log10(bands + 0.1)
