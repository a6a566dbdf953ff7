"""Short exercises that several tests play, export and show."""

from __future__ import annotations

BRIEF = """---
title: Brief one
about: Two lines, for tests.
ask: 1
position: any
---

## First

Hear this line. [1s]

## Second

And another one.
"""
"""Two lines, which take some seconds."""

SHORT = """---
title: Short one
about: A short one, for tests.
ask: 1
position: any
---

## First

Hear this line. [1s]
Breathe. [breathe in 1.5s, out 1.5s]

## Second

Wait. [wait 1s]
Hold on. [hold 1s]
Quiet. [quiet 1s]
Done.
"""
"""Holds every kind of pause."""

TURNS = """---
title: By turns
about: A short one that can be longer, for tests.
ask: 1
position: any
---

## First

Look at one thing in here. [2s]

## Second (repeat)

Look at its edge. [2s]

## Third (repeat)

Look at its darkest part. [2s]

## Last

That is all.
"""
"""Can last a minute: two of its steps may be said again."""

WALK_LINE = "Look for one more thing, and take in its colour. [4s]\n"

WALK = f"""---
title: Short walk
about: A minute of looking, for tests.
ask: 1
position: any
---

## One

{WALK_LINE * 7}
"""
"""A minute, as evenly spoken as exercises are."""
