"""Lets pyttsx3 find the eSpeak NG that pip brought, so that no system package is needed."""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

_LONGEST_DATA_PATH = 159
"""Bytes. From 160 on, eSpeak NG 1.52 calls exit(1) (measured)."""


def embed(spare_folder: Path) -> None:
    """Load the library so that pyttsx3's own look-up by name finds it; Linux only.

    If the package is not installed, pyttsx3 looks for the system's library as usual.

    Args:
        spare_folder: A short path for a link to the data when the real path is too long.

    Raises:
        FileNotFoundError: The package is there but its data is missing, or its path is too long for
            eSpeak NG, which would exit.
    """
    try:
        import espeakng_loader
    except ImportError:
        return
    data = Path(espeakng_loader.__file__).with_name("espeak-ng-data")
    if not (data / "phontab").is_file():
        raise FileNotFoundError(f"the data of eSpeak NG is missing from {data}")
    os.environ["ESPEAK_DATA_PATH"] = str(_short(data, spare_folder))
    # Its soname is libespeak-ng.so.1: the dynamic loader then hands it to pyttsx3's dlopen.
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)


def _short(data: Path, spare_folder: Path) -> Path:
    if len(os.fsencode(data)) <= _LONGEST_DATA_PATH:
        return data
    link = spare_folder / "espeak-ng-data"
    if len(os.fsencode(link)) > _LONGEST_DATA_PATH:
        raise FileNotFoundError(
            f"eSpeak NG cannot take paths as long as {data} and {link}; set TMPDIR to a shorter one"
        )
    try:
        link.symlink_to(data, target_is_directory=True)
    except OSError:
        shutil.copytree(data, link)
    return link
