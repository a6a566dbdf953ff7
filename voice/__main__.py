"""The program: ``ground``, or ``python -m voice``."""

from __future__ import annotations

import sys

from voice import interrupts
from voice.playback import apart, early


def main() -> None:
    """Run the command line and exit with its code."""
    interrupts.install()
    try:
        code = _run()
    except KeyboardInterrupt:
        code = interrupts.INTERRUPTED
    except SystemExit as end:  # SIGTERM
        code = end.code if isinstance(end.code, int) else 0
    finally:
        interrupts.ignore()
        early.end()
    apart.leave(code)


def _run() -> int:
    early.start(sys.argv[1:])
    with interrupts.held():
        from voice.cli.app import run

    return run()


if __name__ == "__main__":
    main()
