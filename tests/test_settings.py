"""What the listener chose is read back; a broken file is set aside with one sentence."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from voice.errors import SettingsError
from voice.places import cache_folder, scripts_folder, settings_file
from voice.settings import Settings, forget_settings, read_settings, remember


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_nothing_was_chosen(file: Path) -> None:
    said: list[str] = []
    assert read_settings(file, said.append) == Settings()
    assert not said


def test_every_choice_is_read_back(file: Path) -> None:
    said: list[str] = []
    file.write_text(
        'voice = "espeak/gmw/en-us"\npace = "slow"\nrate = 110\npauses = 0.25\nvolume = 140\n'
        "bed = false\nbell = true\nbreath_sound = false\n",
        encoding="utf-8",
    )
    assert read_settings(file, said.append) == Settings(
        voice="espeak/gmw/en-us",
        pace="slow",
        rate=110,
        pauses=0.25,
        volume=140,
        bed=False,
        bell=True,
        breath_sound=False,
    )
    assert not said


def test_a_whole_number_will_do_for_pauses(file: Path) -> None:
    file.write_text("pauses = 2", encoding="utf-8")
    assert read_settings(file, pytest.fail).pauses == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'colour = "blue"', "there is no setting called colour"),
        (b"rate = 109", "rate goes from 110 to 200"),
        (b"rate = 201", "rate goes from 110 to 200"),
        (b"pauses = 0.2", "pauses goes from 0.25 to 4.0"),
        (b"pauses = 4.1", "pauses goes from 0.25 to 4.0"),
        (b"pauses = nan", "pauses goes from 0.25 to 4.0"),
        (b"volume = -1", "volume goes from 0 to 140"),
        (b"volume = 141", "volume goes from 0 to 140"),
        (b'rate = "135"', "rate cannot be '135'"),
        (b"rate = 135.0", "rate cannot be 135.0"),
        (b"rate = true", "rate cannot be True"),
        (b"bed = 1", "bed cannot be 1"),
        (b"voice = 3", "voice cannot be 3"),
        (b"[pace]\nname = 1", "pace cannot be {'name': 1}"),
        (b'pace = "quick"', "there is no pace called quick"),
        (b"person = 3", "person cannot be 3"),
        (b'person = "' + b"x" * 41 + b'"', "person has 40 characters at most"),
        (b'number = "call me"', "number is 2 to 15 digits, with spaces between them or not"),
        (b'country = "de"', "country is two capital letters, such as DE"),
        (b"remember = 1", "remember cannot be 1"),
        (b'last = "a\\nb"', "last is one line of plain text"),
    ],
    ids=lambda value: value.decode() if isinstance(value, bytes) else "",
)
def test_a_wrong_choice_sets_the_file_aside(file: Path, content: bytes, reason: str) -> None:
    said: list[str] = []
    file.write_bytes(b"bell = false\n" + content)
    assert read_settings(file, said.append) == Settings()
    aside = file.with_name("settings.broken.toml")
    assert said == [
        f"The settings were broken ({reason}). They are now in {aside}; I go on without them."
    ]
    assert aside.read_bytes() == b"bell = false\n" + content
    assert not file.exists()
    assert read_settings(file, pytest.fail) == Settings()


@pytest.mark.parametrize(
    "content",
    [
        b"rate = ",
        b"rate = 1\nrate = 2",
        b"caf\xe9 = 1",
        "bed = true".encode("utf-16"),
        b"\0",
        b"rate = " + b"[" * 100_000,
    ],
    ids=["half a line", "a choice twice", "latin-1", "UTF-16", "NUL", "lists in lists"],
)
def test_a_file_that_is_no_toml_is_set_aside_in_one_sentence(file: Path, content: bytes) -> None:
    said: list[str] = []
    file.write_bytes(content)
    assert read_settings(file, said.append) == Settings()
    (sentence,) = said
    assert sentence.startswith("The settings were broken (")
    assert sentence.endswith("; I go on without them.")
    assert "\n" not in sentence
    assert not file.exists()


def test_a_second_broken_file_takes_the_place_of_the_first(file: Path) -> None:
    said: list[str] = []
    for content in (b"rate = 1", b"rate = 2"):
        file.write_bytes(content)
        read_settings(file, said.append)
    assert len(said) == 2
    assert file.with_name("settings.broken.toml").read_bytes() == b"rate = 2"


def test_where_it_cannot_be_set_aside_the_file_stays(file: Path) -> None:
    said: list[str] = []
    file.write_bytes(b"rate = 1")
    (file.with_name("settings.broken.toml") / "in the way").mkdir(parents=True)
    assert read_settings(file, said.append) == Settings()
    assert said == [
        f"The settings in {file} are broken (rate goes from 110 to 200). I go on without them."
    ]
    assert file.exists()


def test_what_cannot_be_read_is_said_and_left_alone(file: Path) -> None:
    said: list[str] = []
    file.mkdir()
    assert read_settings(file, said.append) == Settings()
    (sentence,) = said
    assert sentence.startswith(f"I can't read the settings in {file} (")
    assert sentence.endswith("). I go on without them.")
    assert file.is_dir()


def test_forgetting_removes_the_file_once(file: Path) -> None:
    file.write_bytes(b"bell = false")
    forget_settings(file)
    assert not file.exists()
    forget_settings(file)


def test_what_cannot_be_forgotten_is_said(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError, match=r"I can't remove .*Remove it by hand\.$"):
        forget_settings(file)


def test_what_is_remembered_is_read_back(file: Path) -> None:
    chosen = Settings(voice='a "voice"\\', rate=145, pauses=1.5625, volume=71, bell=False)
    remember(file.parent / "deeper" / "settings.toml", chosen)
    assert read_settings(file.parent / "deeper" / "settings.toml", pytest.fail) == chosen


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "rate = 145\nvolume = 71\n"),
        (
            "# mine\nrate=135   # slow\n\nbell = false\n# the end\n",
            "# mine\nrate=145   # slow\n\nbell = false\n# the end\nvolume = 71\n",
        ),
        ("'rate' = 120", "'rate' = 145\nvolume = 71\n"),
        ("bell = false # no newline", "bell = false # no newline\nrate = 145\nvolume = 71\n"),
    ],
    ids=["nothing", "comments", "quotes", "half a line"],
)
def test_remembering_leaves_everything_else_as_it_was(file: Path, before: str, after: str) -> None:
    file.write_text(before, encoding="utf-8")
    remember(file, Settings(rate=145, volume=71))
    assert file.read_text(encoding="utf-8") == after


def test_an_empty_word_is_forgotten_and_the_rest_stays(file: Path) -> None:
    mine = "# mine\nbell = false  # too loud\n"
    file.write_text(mine, encoding="utf-8")
    chosen = Settings(person="Anna", number="+49 30", country="DE", remember=True, last="sway")
    remember(file, chosen)
    assert read_settings(file, pytest.fail) == replace(chosen, bell=False)
    remember(file, Settings(person="", number="", country="", remember=False, last=""))
    assert file.read_text(encoding="utf-8") == f"{mine}remember = false\n"
    remember(file, Settings(person=""))
    assert read_settings(file, pytest.fail) == Settings(bell=False, remember=False)


@pytest.mark.skipif(os.name != "posix", reason="links want rights on Windows")
def test_a_file_kept_elsewhere_stays_there(file: Path) -> None:
    elsewhere = file.with_name("dotfiles.toml")
    elsewhere.write_text("bell = false\n", encoding="utf-8")
    file.symlink_to(elsewhere)
    remember(file, Settings(rate=145))
    assert file.is_symlink()
    assert elsewhere.read_text(encoding="utf-8") == "bell = false\nrate = 145\n"


@pytest.mark.parametrize(
    "content", [b"rate = ", b"caf\xe9 = 1", b"colour = 1", b"[pace]\nname = 1"]
)
def test_a_broken_file_is_never_written_to(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"^I can't keep .* broken \(.*\)\. Fix it or delete it\."):
        remember(file, Settings(rate=145))
    assert file.read_bytes() == content


def test_what_read_would_not_take_is_never_written(file: Path) -> None:
    with pytest.raises(SettingsError, match="rate goes from 110 to 200"):
        remember(file, Settings(rate=300))
    assert not file.exists()


def test_where_nothing_can_be_written_one_sentence_says_so(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError, match=r"^I can't keep this in [^\n]*\.$"):
        remember(file, Settings(rate=145))
    in_the_way = file.parent / "a file"
    in_the_way.touch()
    with pytest.raises(SettingsError, match=r"^I can't keep this in [^\n]*\.$"):
        remember(in_the_way / "settings.toml", Settings(rate=145))


def test_ground_home_moves_all_three_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    for home, found in (
        (str(tmp_path), tmp_path),
        ("~/calm", tmp_path / "me" / "calm"),
        ("~nobody-of-that-name/calm", Path("~nobody-of-that-name/calm")),
    ):
        monkeypatch.setenv("GROUND_HOME", home)
        assert settings_file() == found / "settings.toml"
        assert scripts_folder() == found / "scripts"
        assert cache_folder() == found / "cache"


def test_without_ground_home_the_platform_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUND_HOME", "")
    places = {settings_file().parent, scripts_folder().parent, cache_folder()}
    assert all(place.name == "ground" and place.is_absolute() for place in places)


def test_what_cannot_be_kept_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    """An exercise whose name is longer than a setting may be."""
    path = tmp_path / "settings.toml"
    path.write_text('pace = "slow"\n')
    with pytest.raises(SettingsError, match="last has 200 characters at most") as failure:
        remember(path, Settings(last="x" * 201))
    assert "broken" not in str(failure.value)
    assert path.read_text() == 'pace = "slow"\n'
