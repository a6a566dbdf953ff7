"""A step by its number, its heading, or how that begins."""

from __future__ import annotations

import pytest

from voice.errors import UnknownNameError
from voice.script import parse
from voice.script.steps import step_named

SCRIPT = parse(
    "---\ntitle: Near\nabout: Look.\nask: 1\nposition: any\n---\n\n"
    "## Before\n\nOne.\n\n## Then\n\nTwo.\n\n## Then more\n\nThree.\n\n## 2\n\nFour.\n",
    "near.md",
)


@pytest.mark.parametrize(
    ("name", "index"),
    [("1", 0), ("3", 2), ("4", 3), ("before", 0), ("BEF", 0), ("Then", 1), ("then m", 2), ("2", 1)],
)
def test_found(name: str, index: int) -> None:
    assert step_named(SCRIPT, name) == index


@pytest.mark.parametrize("name", ["0", "5", "-1", "", " ", "Befoer", "²"])
def test_not_there(name: str) -> None:
    with pytest.raises(UnknownNameError) as failure:
        step_named(SCRIPT, name)
    assert str(failure.value).endswith("Its steps: 1 Before, 2 Then, 3 Then more, 4 2.")
