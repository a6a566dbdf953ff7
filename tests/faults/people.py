"""People to call: their numbers come first, whole, and for eyes that are shut."""

from __future__ import annotations

import re
import time

import numpy as np

from tests.faults.bench import LINES, TWO_LINES, Bench
from tests.faults.listener import SPEECH, ended, loudest, playing, wait
from tests.faults.rows import expect, row
from tests.pulse import SAMPLE_RATE
from voice.playback.keys import PRESS_FOR_PEOPLE, SPACE_GOES_ON
from voice.support.helplines import known_lines
from voice.support.question import LETTER
from voice.support.words import CLOSING, ONLINE, caller_in, danger, in_short, somebody

GERMAN = {"LC_ALL": "de_DE.UTF-8"}
AMERICAN = {"LC_ALL": "en_US.UTF-8"}


@row("? in an exercise, and Space in the middle of a long number; Space again after 3 s")
def pause_inside_a_number(bench: Bench) -> str:
    said = in_short(caller_in("DE", known_lines()))
    number = max(said, key=len)
    before, clip = bench.clip(said[said.index(number) - 1]), bench.clip(number)
    bench("settings", "--country", "DE")
    ear = bench.ear
    program = playing(bench, "--no-bell")
    program.send("?")
    ear.hear(before)
    wait(2)
    program.send(" ")
    wait(0.5)
    begin = len(ear.capture)
    wait(3)
    silence = loudest(ear.capture[begin:])
    expect(silence < SPEECH, f"something was said in the pause, at {silence:.2f}")
    program.send(" ")
    expect(ear.hear(clip, 20).start > begin, "the number was not said again")
    return f"silent within half a second; then again from its start: {number}"


@row("? in an exercise, then no key; at last Space")
def exercise_waits_after_the_numbers(bench: Bench) -> str:
    line, goes_on = bench.clip(LINES[0]), bench.clip(SPACE_GOES_ON)
    ear = bench.ear
    program = playing(bench, "--no-bell", **GERMAN)
    wait(2)
    program.send("?")
    end = ear.hear(goes_on).end
    wait(6)
    after = ear.capture[end + SAMPLE_RATE // 2 :]
    expect(loudest(after) < SPEECH, "it talked on without a key")
    program.send(" ")
    expect(ear.hear(line, 20).start > end + 5 * SAMPLE_RATE, "it went on in the line")
    return "it says that Space goes on, waits, and begins the line again with Space"


@row("ground support in the US, no key")
def emergency_number_first(bench: Bench) -> str:
    caller = caller_in("US", known_lines())
    number, crisis, ear = bench.clip(danger(caller)[0]), bench.clip(somebody(caller)[0]), bench.ear
    begun = time.monotonic()
    program = bench.terminal("support", **AMERICAN)
    program.expect_exact("911")
    printed = time.monotonic() - begun
    spoken = ear.hear(number)
    line = ear.hear(crisis)
    before = loudest(ear.capture[: spoken.start])
    expect(before < SPEECH, "something was said before the emergency number")
    (sounding,) = np.nonzero(ear.capture)
    first, then = ((at - sounding[0]) / SAMPLE_RATE for at in (spoken.end, line.end))
    told = f"printed after {printed:.1f} s; said: 911 at {first:.1f} s of sound, 988 at {then:.1f}"
    expect(first < 12 and then < 40 and printed < 10, told)
    return told


@row("ground support, country not known: X, then FIN")
def letter_without_a_country(bench: Bench) -> str:
    none, online = bench.clip("No country here begins with X."), bench.clip(ONLINE)
    finland, ear = bench.clip("I have no number for Finland."), bench.ear
    program = bench.terminal("support")
    ear.hear(bench.clip(danger(caller_in(None, ()))[0]))
    program.send("x")
    ear.hear(none)
    ear.hear(online)
    for letter in "fin":
        program.send(letter)
    ear.hear(finland)
    return f"said: No country here begins with X. {ONLINE} Then: I have no number for Finland."


@row("? in an exercise, country not known; then d and Enter")
def country_asked_in_an_exercise(bench: Bench) -> str:
    letter, germany = bench.clip(LETTER), bench.clip("If you are in Germany, press Enter.")
    ear = bench.ear
    program = playing(bench, "--no-bell")
    program.send("?")
    ear.hear(letter)
    program.send("d")
    program.send("e")
    ear.hear(germany)
    program.send("\r")
    wait(2)
    program.send("q")
    ended(program, 20)
    kept = (bench.home / "settings.toml").read_text()
    expect('country = "DE"' in kept, f"settings: {kept}")
    return "it asks, names the country of the letters, and Enter keeps it"


@row("ground support in Germany, on 80 columns and 24 rows")
def numbers_on_a_small_screen(bench: Bench) -> str:
    ran = bench.apart("support", **bench.deaf, **GERMAN)
    screen = [line for line in ran.out.splitlines() if line][-23:]
    alone = [line.strip() for line in screen if re.fullmatch(r" +[\d ]+", line)]
    expect(max(map(len, screen)) < 80, "a row is wider than the screen")
    expect(alone[0] == "112" and len(alone) > 1, f"alone on a line: {alone}")
    expect(screen[-1].strip() == alone[-1], f"the last thing seen is: {screen[-1]}")
    return f"no row over 79 characters; alone on a line: {', '.join(alone)}; the last row is one"


@row("ground support, Space until it ends")
def support_ends_with_a_word(bench: Bench) -> str:
    import pexpect

    closing, ear = bench.clip(CLOSING[0]), bench.ear
    program = bench.terminal("support", "--country", "DE")
    ear.hear(bench.clip(danger(caller_in("DE", known_lines()))[0]))
    while program.isalive() and not ear.heard_at_all(closing):
        program.send(" ")
        if program.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=2) == 0:
            break
    expect(ear.heard_at_all(closing), "it ended without a closing sentence")
    return f"said: {CLOSING[0]}"


@row("all that support, show and an error print is searched for sentences that hurt or repeat")
def sentences_that_hurt(bench: Bench) -> str:
    printed = bench("support", "--country", "DE").out + bench("play", "nosuch").err
    shown = bench("show", "hear-five").out
    hurt = [each for each in ("nobody is listening", "where it ends for now") if each in printed]
    ends = re.findall(r"That(?:'s| is) the end", shown)
    expect(not hurt and len(ends) == 1, f"{hurt} {ends}")
    return "none of them; the end is said once"


@row("ground support --country Germany; ground settings --country XX")
def country_by_name(bench: Bench) -> str:
    named = bench("support", "--country", "Germany")
    expect(named.code == 0 and "112" in named.out, named.err)
    ran = bench("settings", "--country", "XX")
    expect(ran.code != 0 or "no" in ran.err.lower(), "XX is kept without a word")
    return f"Germany is found; XX: {ran.err.strip() or ran.out.strip()}"


@row("an exercise from the menu ends, no key")
def people_after_an_exercise(bench: Bench) -> str:
    people, ear = bench.clip(PRESS_FOR_PEOPLE), bench.ear
    (bench.home / "scripts").mkdir()
    (bench.home / "scripts" / "hear-five.md").write_text(TWO_LINES)
    program = bench.terminal()
    ear.hear(bench.clip("For two lines, press one, or wait."))
    program.send("1")
    ear.hear(people)
    return f"said: {PRESS_FOR_PEOPLE}"
