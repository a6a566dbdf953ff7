"""The program: ``ground``, or ``python -m voice``."""

from __future__ import annotations

import sys

from voice import faults, interrupts, streams
from voice.playback import early


def main() -> None:
    """Run the command line and exit with its code."""
    interrupts.install()
    streams.prepare()
    faults.install()
    try:
        code = _run()
    except KeyboardInterrupt:
        code = interrupts.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last branch
        code = faults.told_on_screen(error)
    finally:
        interrupts.ignore()
        with faults.survived():
            early.end()
    sys.exit(streams.finish(code))


def _run() -> int:
    early.start(sys.argv[1:])
    with interrupts.held():
        from voice.cli.app import run

    return run()


if __name__ == "__main__":
    main()
