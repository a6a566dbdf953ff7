"""The program: ``ground``, or ``python -m voice``."""

from __future__ import annotations

import os
import sys
import threading
from typing import NoReturn

from voice import faults, signals, streams
from voice.frozen import run_worker
from voice.playback import startup


def main() -> NoReturn:
    """Run the command line and exit with its code."""
    if run_worker(sys.argv[1:]):
        sys.exit()
    signals.install()
    try:
        streams.prepare()
        faults.install()
        code = _run()
        signals.ignore()
    except KeyboardInterrupt:
        code = signals.INTERRUPTED
    except SystemExit as ended:  # ended by a signal
        code = ended.code if isinstance(ended.code, int) else faults.FAILED
    signals.ignore()
    with faults.survived():
        startup.end()
    _leave(streams.finish(code))


def _run() -> int:
    startup.start(sys.argv[1:])
    try:
        with signals.held():
            from voice.cli.app import run

        return run()
    except Exception as error:  # noqa: BLE001 - the last branch
        return faults.print_fault(error)


def _leave(code: int) -> NoReturn:
    """Exit, skipping the interpreter's teardown after Ctrl-C or if a thread waits for a device.

    The teardown unloads PortAudio, and the thread crashes in it (seen, on a busy machine and with
    a sound server that hangs). After Ctrl-C in code that was made from text, as dataclasses are,
    ``python -m`` would end itself by SIGINT, although the exception was caught.
    """
    if threading.active_count() > 1 or code == signals.INTERRUPTED:
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
