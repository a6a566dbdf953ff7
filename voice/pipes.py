"""Takes over the pipe through which a parent process sends requests to this one."""

from __future__ import annotations

import os
from typing import BinaryIO


def private_input() -> BinaryIO:
    """Keep standard input for requests; other readers find it empty.

    Some libraries look at standard input while they load. On Windows they then wait for the thread
    that reads that pipe, and it waits for them: https://github.com/numpy/numpy/issues/24290. So
    load them before a thread begins to read the returned pipe.
    """
    requests = os.fdopen(os.dup(0), "rb")
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    return requests
