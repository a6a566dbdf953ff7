"""Takes over the pipe through which a parent process sends requests to this one."""

from __future__ import annotations

import os
from typing import BinaryIO


def private_input() -> BinaryIO:
    """Keep standard input for requests; anything else that asks for it finds it empty.

    Libraries look at standard input while they load. On Windows they then wait for whatever reads
    that pipe, which waits for them: https://github.com/numpy/numpy/issues/24290. For the same
    reason, load them before a thread begins to read what this returns.
    """
    requests = os.fdopen(os.dup(0), "rb")
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    return requests
