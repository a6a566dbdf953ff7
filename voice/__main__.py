"""The program: ``ground``, or ``python -m voice``."""

from __future__ import annotations

import sys
import threading

from voice import interrupts


def main() -> None:
    """Run the command line and exit with its code."""
    interrupts.install()
    try:
        code = _run()
    except KeyboardInterrupt:
        code = interrupts.INTERRUPTED
    interrupts.ignore()
    sys.exit(code)


def _run() -> int:
    if sys.argv[1:2] == ["play"] and not {"-h", "--help"} & set(sys.argv):
        # Half of its 60 ms is a search for devices in C, which the imports below need not wait for.
        threading.Thread(target=_load_sound, daemon=True).start()
    with interrupts.held():
        from voice.cli.app import run

    return run()


def _load_sound() -> None:
    from voice.playback.devices import preload

    preload()


if __name__ == "__main__":
    main()
