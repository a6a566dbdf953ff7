"""The table of keys: what each one means, and the sentences that say so.

Keys are named as `Keyboard.read` returns them, letters in lower case. One key means one thing:

| keys                   | meaning                                                           |
|------------------------|-------------------------------------------------------------------|
| Esc, q                 | leave                                                             |
| Space                  | pause, go on; in a list the next one, on a dial its sample again  |
| Enter                  | keep this one; in a menu, take the first choice, as Space does    |
| n, Right, Down         | the next one: a step (only n), an item of a list                  |
| b, Left, Up, Backspace | the one before: a step (only b), an item of a list, a page        |
| + -                    | more, less: louder, softer, or what a dial turns; so do arrows    |
| r, 0                   | say it again (0 only in a dialogue)                               |
| f, s                   | less, more silence; in recording, s skips a line                  |
| h                      | hear the keys; in recording, the line                             |
| x                      | something else                                                    |
| ?, 9                   | people to call (9 only in a dialogue)                             |
| 1 to 9                 | the choice, or the voice, of that number                          |
| letters                | a country, while one is asked for; q leaves there too             |

The keys of a headset, or of a keyboard's row for media, stand for these:

| keys           | while an exercise plays            | in a dialogue |
|----------------|------------------------------------|---------------|
| play and pause | Space                              | Enter         |
| play, pause    | Space, unless it does that already | Enter         |
| next, previous | n, b                               | Right, Left   |
| stop           | Esc                                | Esc           |
"""

from __future__ import annotations

from collections.abc import Sequence

HANGUP = "hangup"
"""Stands for a terminal that is gone, as if it were a key."""

OTHER = "other"
"""An unnamed key, which must do nothing."""

LEAVE = frozenset({"esc", "q"})
STOP = LEAVE | {HANGUP}

SPACE = "space"
KEEP = "enter"
NEXT_STEP = "n"
PREVIOUS_STEP = "b"
AGAIN = "r"
LESS_QUIET = "f"
MORE_QUIET = "s"
HEAR_KEYS = "h"
INSTEAD = "x"
CALL = "?"

REPEAT = frozenset({AGAIN, "0"})
PEOPLE = frozenset({CALL, "9"})

BEGIN = frozenset({KEEP, SPACE})
HEAR_LINE = HEAR_KEYS
"""Keys of recording, with `SKIP`; in a menu, `BEGIN` takes a choice."""

MORE = frozenset({"+", "="})
LESS = frozenset({"-", "_"})
"""Minus, also with Shift, as `MORE` has plus without it."""

FORWARD = frozenset({"right", "down"})
BACKWARD = frozenset({"left", "up"})

NEXT = FORWARD | {NEXT_STEP}
SKIP = NEXT | {MORE_QUIET}
PREVIOUS = BACKWARD | {PREVIOUS_STEP, "backspace"}

TURN_UP = MORE | {"right", "up"}
TURN_DOWN = LESS | {"left", "down"}

KEPT_IN_WAITS = STOP | MORE | LESS | {CALL, HEAR_KEYS, AGAIN}
"""Keys of an exercise that do not end a wait; every other key does."""

MEDIA_TOGGLE = "media play and pause"
MEDIA_PLAY = "media play"
MEDIA_PAUSE = "media pause"
MEDIA_NEXT = "media next"
MEDIA_PREVIOUS = "media previous"
MEDIA_STOP = "media stop"

WHILE_PLAYING = {
    MEDIA_TOGGLE: SPACE,
    MEDIA_PLAY: SPACE,
    MEDIA_PAUSE: SPACE,
    MEDIA_NEXT: NEXT_STEP,
    MEDIA_PREVIOUS: PREVIOUS_STEP,
    MEDIA_STOP: "esc",
}
"""Keys that media keys stand for while an exercise plays."""

IN_DIALOGUE = {
    **dict.fromkeys((MEDIA_TOGGLE, MEDIA_PLAY, MEDIA_PAUSE), KEEP),
    MEDIA_NEXT: "right",
    MEDIA_PREVIOUS: "left",
    MEDIA_STOP: "esc",
}
"""Keys that media keys stand for in a dialogue: no letters, which may name a country."""

MOVES = frozenset({NEXT_STEP, PREVIOUS_STEP, INSTEAD})
"""Keys that leave the place where an exercise is held; every other key resumes it, except
`KEPT_IN_WAITS`."""

PLAYING_KEYS = (
    "Space pauses, Q stops.",
    "N and B change steps.",
    "R says it again.",
    "Plus is louder, minus softer.",
    "S is more silence, F less.",
    "X is another exercise.",
    "Question mark, people to call.",
)
"""Said when h is pressed while an exercise plays."""

FIRST_KEYS = "Space pauses, Escape stops, and H says the keys."
"""Said before an exercise that was chosen by key, if the listener does not know the keys."""

SHORT_KEYS = "Space pauses, Escape stops."
"""Said before an exercise that begins by itself, if the listener does not know the keys."""

FIRST_KEYS_PRINTED = "Space pauses, q stops, h says the other keys."
"""Printed when an exercise begins."""

SPACE_GOES_ON = "Space goes on."

PEOPLE_KEYS = "Space goes on, R says it again, Escape ends."
"""Said when h is pressed while people to call are named."""

PEOPLE_KEYS_PRINTED = "Space goes on, r says it again, Esc ends."

FOR_PEOPLE = "For people to talk to, nine."
"""Said after other choices and their keys."""

PRESS_FOR_PEOPLE = "For people to talk to, press nine."

LISTED_KEYS = ("To keep this one, press Enter.", "For the next, press Space.")
"""Said after the first voice of a list, and then after every few."""

KEEP_LAST = "To keep the voice you heard last, press Enter."

LEAVE_UNCHANGED = "To leave everything as it was, press Escape."


def dial_keys(more: str, less: str) -> tuple[str, ...]:
    """Return the sentences that explain the keys of a dial.

    Args:
        more: What plus does, such as "louder".
        less: What minus does.
    """
    return (f"For {more}, press plus.", f"For {less}, press minus.", "To keep it, press Enter.")


def numbered(choices: Sequence[str]) -> tuple[str, ...]:
    """Return sentences in which each of at most four choices comes before its key.

    Only the first says "press": the others are a second shorter for it.
    """
    keys = ("press one", "two", "three", "four")
    return tuple(f"{choice}, {key}." for choice, key in zip(choices, keys, strict=False))


def index_of(key: str | None) -> int | None:
    """Return the index, from 0, that a number key stands for; `None` for any other key."""
    return int(key) - 1 if key is not None and key in _DIGITS else None


_DIGITS = frozenset("123456789")
