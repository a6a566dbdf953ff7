"""Before a release: no number whose source is older than twelve months.

Run it with ``GROUND_RELEASE=1``; without, only how age is counted is checked.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

from voice.support.helplines import known_lines, old_lines


def test_no_number_was_read_more_than_twelve_months_ago() -> None:
    lines = known_lines()
    if os.environ.get("GROUND_RELEASE"):
        old = ", ".join(map(str, old_lines(lines, date.today())))
        assert not old, f"Read these again on the service's own site: {old}"
        return
    for checked_on, kept_until, old_from in [
        ("2024-05-17", date(2025, 5, 17), date(2025, 5, 18)),
        ("2024-05", date(2025, 5, 1), date(2025, 5, 2)),
        ("2024", date(2025, 1, 1), date(2025, 1, 2)),
        ("2024-02-29", date(2025, 2, 28), date(2025, 3, 1)),
    ]:
        made_up = replace(lines[0], checked_on=checked_on)
        assert old_lines([made_up], kept_until) == ()
        assert old_lines([made_up], old_from) == (made_up,)
