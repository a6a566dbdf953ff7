"""Parts that the icons of all systems have in common."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from voice.shortcut.files import File
from voice.shortcut.start import Start

NAME = "Ground"
"""Name below the icon."""

ABOUT = "Short grounding exercises, guided by a calm voice"


@dataclass(frozen=True, slots=True)
class Folders:
    """Folders in which a system looks for icons.

    Attributes:
        data: Folder of this program's own data, made when needed.
        menu: Folder of the menu, made when needed.
        desktop: Folder of the desktop; `None` if there is none.
    """

    data: Path
    menu: Path
    desktop: Path | None

    @property
    def own(self) -> Path:
        """Folder for what an icon needs beside itself."""
        return self.data / "shortcut"

    @property
    def shared(self) -> tuple[Path, ...]:
        """Folders that others use too."""
        return tuple(filter(None, (self.data.parent, self.menu, self.desktop)))


class System(Protocol):
    """The part of making an icon that differs between systems: a module."""

    def check(self) -> None:
        """Check that an icon could work here.

        Raises:
            ShortcutError: It could not; says why, and what to do.
        """

    def files(self, folders: Folders, start: Start) -> tuple[File, ...]:
        """Return the files of the icon, those that it needs first."""

    def told(self, folders: Folders) -> tuple[str, ...]:
        """Do what is left once the files are in place, and return sentences for who set it up."""
