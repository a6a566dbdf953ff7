"""Where one row is tried: a folder, settings, a sound server and terminals of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.conftest import Ground, Ran
from tests.e2e.ear import Ear, listening, rendered
from tests.pulse import PulseServer
from voice.audio import Samples
from voice.speech.catalog import open_catalog

if TYPE_CHECKING:
    import pexpect

    from voice.speech.catalog import Catalog

ROOT = Path(__file__).parents[2]

LINES = (
    "Here is the first line, and it is a long one, so that keys can be pressed.",
    "A last one.",
)

TWO_LINES = f"""---
title: Two lines
about: Two lines, for tests.
ask: 1
position: any
---

## One

{LINES[0]} [3s]
{LINES[1]} [1s]
"""

QUICK = ("--voice", "espeak/gmw/en-us", "--no-bell")
"""Options for rows in which no sentence has to be known by ear."""


class Bench(Ground):
    """A folder of its own, with programs and sound servers that end with it.

    Attributes:
        scratch: Holds all of it.
    """

    def __init__(self, scratch: Path, cache: Path) -> None:
        """Make the folders.

        Args:
            scratch: An empty folder.
            cache: Speech that was rendered already, for rows that do not need an empty cache.
        """
        here, home, temporary = (scratch / name for name in ("here", "home", "tmp"))
        for folder in (here, home, temporary):
            folder.mkdir()
        (home / "cache").symlink_to(cache, target_is_directory=True)
        super().__init__(here, home)
        self.scratch = scratch
        self._closing = ExitStack()

    def close(self) -> None:
        """End everything that was started."""
        self.end()
        self._closing.close()

    @property
    def environment(self) -> dict[str, str]:
        temporary = str(self.scratch / "tmp")
        return {**super().environment, "LC_ALL": "C.UTF-8", "TMPDIR": temporary}

    def __call__(self, *arguments: str) -> Ran:
        """Run a command line in a process of its own, without a sound device."""
        return self.apart(*arguments, **self.deaf)

    @cached_property
    def sound(self) -> PulseServer:
        """A sound server that only this row plays into."""
        folder = self.scratch / "pulse"
        folder.mkdir()
        return self._closing.enter_context(PulseServer(folder))

    @cached_property
    def ear(self) -> Ear:
        """Hears what is played into the sound server, from its first use on."""
        return self.new_ear()

    def new_ear(self) -> Ear:
        """Begin to listen; a server that was started anew needs another ear."""
        return self._closing.enter_context(listening(self.sound, self.scratch))

    @cached_property
    def _catalog(self) -> Catalog:
        return self._closing.enter_context(closing(open_catalog(self.home / "cache")))

    def clip(self, text: str) -> Samples:
        """A sentence as the program says it, in the usual voice."""
        return rendered(self._catalog, self._catalog.choose(None, "en"), 135, text)

    def write(self, name: str, text: str = TWO_LINES) -> str:
        """Write a script into the folder; return its name."""
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def empty_cache(self) -> None:
        """Forget what was rendered."""
        (self.home / "cache").unlink()

    def terminal(self, *arguments: str, **environment: str) -> pexpect.spawn:
        """Start the program in a terminal that plays into the sound server."""
        import pexpect

        program: pexpect.spawn = pexpect.spawn(
            sys.executable,
            ["-m", "voice", *arguments],
            cwd=str(self.folder),
            env={**self.environment, **self.sound.env, **environment},
            encoding="utf-8",
            timeout=60,
            dimensions=(24, 400),
        )
        program.delaybeforesend = None
        self._closing.callback(program.close, force=True)
        return program

    def shell(self, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a shell command in which ``ground`` is the program, without a sound device."""
        start = f'ground() {{ "{sys.executable}" -m voice "$@"; }}\nset -o pipefail\n'
        return subprocess.run(
            ["bash", "-c", start + command],
            cwd=self.folder,
            env={**self.environment, **self.deaf, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=120,
            check=False,
        )

    def suite(self, *tests: str) -> str:
        """Run tests of the suite that cause the same fault; return what they came to.

        Raises:
            AssertionError: One failed.
        """
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
        ran = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
        )
        last = ran.stdout.strip().splitlines()[-1]
        assert ran.returncode == 0, last
        return f"{last}: {' '.join(tests)}"


def seconds(work: Callable[[], object]) -> float:
    """Return how long something took."""
    begun = time.monotonic()
    work()
    return time.monotonic() - begun
