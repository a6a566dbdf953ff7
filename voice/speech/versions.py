"""What an engine is made of, so that its cached speech is forgotten when that changes."""

from __future__ import annotations

import platform
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PACKAGES = {"espeak": ("espeakng_loader",)}


@cache
def engine_version(driver: str) -> str:
    """Versions of pyttsx3 and of what a driver speaks with; the system's where it is that."""
    parts = [_version("pyttsx3")]
    packages = _PACKAGES.get(driver, ())
    parts += [_version(package) for package in packages]
    if not packages:
        parts.append(platform.platform())
    return ", ".join(parts)


def _version(package: str) -> str:
    """Such as ``pyttsx3-2.99``; importlib.metadata would say it too, 100 ms later (measured)."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return f"no {package}"
    site = Path(spec.origin).parents[1]
    found = sorted(folder.stem for folder in site.glob(f"{package}-*.dist-info"))
    return found[-1] if found else package
