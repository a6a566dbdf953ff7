"""Writes the picture of an exercise to a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from voice.errors import ExportError, GroundError
from voice.export.atomic_output import refuse_impossible, whole_or_nothing
from voice.export.output_file import OutputFile


def drawable(typed: str, *, force: bool) -> Path:
    """Return the path of a picture, checked before any voice is asked.

    Args:
        typed: The path as it was typed.
        force: True if a picture there may be replaced.

    Raises:
        GroundError: No picture can be written there.
    """
    if not (typed.lower().endswith(".svg") and Path(typed).suffix):
        raise GroundError("A picture is an SVG file. Name it like this: --picture ice-cube.svg")
    target = Path(os.path.expanduser(typed))  # noqa: PTH111 - pathlib's raises on an unknown ~name
    with _named_by("--picture"):
        refuse_impossible(target, force=force)
    return target


def write_picture(svg: str, target: Path, *, force: bool) -> None:
    """Write a picture, whole or not at all.

    Raises:
        GroundError: It cannot be written.
    """
    with (
        _named_by("--picture"),
        whole_or_nothing(target, force=force) as (part,),
        closing(OutputFile(part)) as file,
    ):
        file.write(svg.encode())


@contextmanager
def _named_by(option: str) -> Iterator[None]:
    """Replace `--output` in error messages by the option that chose the file."""
    try:
        yield
    except ExportError as error:
        raise GroundError(str(error).replace("--output", option)) from error
