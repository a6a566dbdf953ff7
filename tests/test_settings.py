"""The listener's choices are read back; a broken file is set aside with one sentence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from voice import faults, saved_settings
from voice.cli.app import run
from voice.errors import SettingsError
from voice.files import only_writer
from voice.forgetting import forget_settings
from voice.paths import cache_folder, scripts_folder, settings_file
from voice.saved_settings import read_settings, remember, set_aside
from voice.settings import Settings

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")


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
        (b"rate = 109", "rate must be from 110 to 200"),
        (b"rate = 201", "rate must be from 110 to 200"),
        (b"pauses = 0.2", "pauses must be from 0.25 to 4.0"),
        (b"pauses = 4.1", "pauses must be from 0.25 to 4.0"),
        (b"pauses = nan", "pauses must be from 0.25 to 4.0"),
        (b"volume = -1", "volume must be from 0 to 140"),
        (b"volume = 141", "volume must be from 0 to 140"),
        (b'rate = "135"', "rate cannot be '135'"),
        (b"rate = 135.0", "rate cannot be 135.0"),
        (b"rate = true", "rate cannot be True"),
        (b"bed = 1", "bed cannot be 1"),
        (b"voice = 3", "voice cannot be 3"),
        (b"[pace]\nname = 1", "pace cannot be {'name': 1}"),
        (b'pace = "quick"', "there is no pace called quick"),
        (b"person = 3", "person cannot be 3"),
        (b'person = "' + b"x" * 41 + b'"', "person can have at most 40 characters"),
        (b'number = "call me"', "number can only have digits, spaces and + ( ) . / -"),
        (b'number = "1"', "number must have 2 to 15 digits"),
        (b'country = "de"', "country must be two capital letters, such as DE"),
        (b"remember = 1", "remember cannot be 1"),
        (b'last = "a\\nb"', "last must be one line of plain text"),
    ],
    ids=lambda value: value.decode() if isinstance(value, bytes) else "",
)
def test_a_wrong_choice_sets_the_file_aside_and_the_rest_counts(
    file: Path, content: bytes, reason: str
) -> None:
    said: list[str] = []
    mine = b'# mine\ncountry = "DE"\nbell = false  # too loud\n'
    name = content.strip(b"[").split(maxsplit=1)[0].strip(b"]").decode()
    kept = replace(Settings(country="DE", bell=False), **{name: None})
    file.write_bytes(
        mine.replace(b'country = "DE"\n', b"" if name == "country" else b'country = "DE"\n')
        + content
    )
    written = file.read_bytes()
    assert read_settings(file, said.append) == kept
    aside = file.with_name("settings.broken.toml")
    assert said == [
        f"The settings were broken ({reason}). As they were, they are now in {aside}; "
        "I'll go on with the rest."
    ]
    assert aside.read_bytes() == written
    assert read_settings(file, pytest.fail) == kept
    assert file.read_bytes() == written.removesuffix(content)


def test_all_wrong_choices_are_told_at_once_and_whom_to_call_is_kept(file: Path) -> None:
    said: list[str] = []
    file.write_text('person = "Ada"\npace = "brisk"\nnumber = "030 555"\nvolume = 999\n')
    assert read_settings(file, said.append) == Settings(person="Ada", number="030 555")
    (sentence,) = said
    assert "(there is no pace called brisk; volume must be from 0 to 140)" in sentence


def test_what_is_forgotten_is_forgotten_in_files_set_aside(file: Path) -> None:
    file.write_text('person = "Ada"\npace = "brisk"\n', encoding="utf-8")
    read_settings(file, lambda _: None)
    file.write_text('bell = \n  "person" = "Ada"\n', encoding="utf-8")
    read_settings(file, lambda _: None)
    assert len(on_disk(file.parent, "Ada")) == 2
    remember(file, Settings(person=""))
    assert on_disk(file.parent, "Ada") == []
    texts = [path.read_text(encoding="utf-8") for path in set_aside(file)]
    assert texts == ['pace = "brisk"\n', "bell = \n"]


def test_another_choice_can_be_made_beside_one_that_cannot(file: Path) -> None:
    file.write_text('pace = "brisk"\n', encoding="utf-8")
    remember(file, Settings(volume=70))
    assert read_settings(file, lambda _: None) == Settings(volume=70)


@posix
def test_a_link_stays_where_only_one_choice_is_wrong(file: Path) -> None:
    there = file.with_name("dotfiles.toml")
    there.write_text('person = "Ada"\npace = "brisk"\n', encoding="utf-8")
    file.symlink_to(there)
    said: list[str] = []
    assert read_settings(file, said.append) == Settings(person="Ada")
    assert said == [
        f"The settings in {file} are broken (there is no pace called brisk). "
        "I'll go on with the rest."
    ]
    assert file.is_symlink()
    assert there.read_text(encoding="utf-8") == 'person = "Ada"\npace = "brisk"\n'


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
    assert sentence.endswith("; I'll go on without them.")
    assert "\n" not in sentence
    assert not file.exists()


def test_every_broken_file_is_kept(file: Path) -> None:
    said: list[str] = []
    for content in (b"rate = 1", b"rate = 2", b"rate = 3"):
        file.write_bytes(content)
        read_settings(file, said.append)
    names = ["settings.broken.toml", "settings.broken-2.toml", "settings.broken-3.toml"]
    for number, name in enumerate(names, 1):
        assert file.with_name(name).read_bytes() == b"rate = %d" % number
        assert f"They are now in {file.with_name(name)};" in said[number - 1]
    assert len(said) == 3
    forget_settings(file)
    assert not list(file.parent.iterdir())


def test_a_byte_order_mark_is_passed_over(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfrate = 140\n")
    assert read_settings(file, pytest.fail) == Settings(rate=140)
    remember(file, Settings(volume=70))
    assert file.read_bytes() == b"rate = 140\nvolume = 70\n"


@pytest.mark.parametrize(
    ("unknown", "named"),
    [("colour = 'blue'", "colour"), ("[shape]\nrate = 1", "shape"), ('"a\\u001bb" = 1', "a?b")],
)
def test_an_unknown_setting_is_told_and_stays_and_the_rest_counts(
    file: Path, unknown: str, named: str
) -> None:
    said: list[str] = []
    file.write_text(f"bell = false\n{unknown}\n", encoding="utf-8")
    assert read_settings(file, said.append) == Settings(bell=False)
    assert said == [f"I don't know {named} in {file}. Check the spelling, or take it out."]
    remember(file, Settings(rate=140))
    assert unknown in file.read_text(encoding="utf-8")
    assert read_settings(file, said.append) == Settings(bell=False, rate=140)
    assert [each.name for each in file.parent.iterdir()] == ["settings.toml"]


def test_where_it_cannot_be_set_aside_the_file_stays(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    file.write_bytes(b"rate = 1")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)
    assert read_settings(file, said.append) == Settings()
    assert said == [
        f"The settings in {file} are broken (rate must be from 110 to 200). "
        "I'll go on without them."
    ]
    assert file.exists()


def test_what_cannot_be_read_is_said_and_left_alone(file: Path) -> None:
    said: list[str] = []
    file.mkdir()
    assert read_settings(file, said.append) == Settings()
    (sentence,) = said
    assert sentence.startswith(f"I can't read the settings in {file} (")
    assert sentence.endswith("). I'll go on without them.")
    assert file.is_dir()


PERSON, NUMBER = "Änne O'Brien", "+49 30 5550077"


def on_disk(folder: Path, word: str) -> list[Path]:
    """The files that hold a word, however it is encoded or escaped."""
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "unicode_escape")
    forms = {word.encode(encoding) for encoding in encodings}
    forms |= {json.dumps(word)[1:-1].encode(), word.replace(" ", "").encode()}
    files = (path for path in folder.rglob("*") if path.is_file())
    return [file for file in files if any(form in file.read_bytes() for form in forms)]


REMEMBERING = """
import os, signal, sys
from pathlib import Path
from voice import files
from voice.saved_settings import remember
from voice.settings import Settings

def killed(self, target):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[4] == "killed":
    Path.replace = killed
remember(Path(sys.argv[1]), Settings(person=sys.argv[2], number=sys.argv[3]))
"""


def remembering(file: Path, end: str = "killed") -> int:
    command = [sys.executable, "-c", REMEMBERING, str(file), PERSON, NUMBER, end]
    return subprocess.run(command, check=False).returncode


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("linked", [False, True])
def test_forgetting_leaves_no_name_and_no_number_anywhere(file: Path, linked: bool) -> None:
    elsewhere = file.parent / "dotfiles" / "mine.toml"
    if linked:
        elsewhere.parent.mkdir()
        file.symlink_to(elsewhere)
    assert remembering(file, "whole") == 0
    file.write_text(f"{file.read_text(encoding='utf-8')}broken", encoding="utf-8")
    read_settings(file, lambda _sentence: None)  # sets it aside
    assert remembering(file, "whole") == 0
    assert remembering(file) == -signal.SIGKILL
    old = file.with_name(".part-ab12cd_9")  # as earlier versions called them
    old.write_text(f'person = "{PERSON}"\nnumber = "{NUMBER}"\n', encoding="utf-8")
    assert on_disk(file.parent, PERSON)
    assert on_disk(file.parent, NUMBER)
    forget_settings(file)
    assert on_disk(file.parent, PERSON) == []
    assert on_disk(file.parent, NUMBER) == []
    assert read_settings(file, pytest.fail) == Settings()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL")
def test_what_a_killed_command_left_is_cleared_by_the_next(file: Path) -> None:
    assert remembering(file) == -signal.SIGKILL
    remember(file, Settings(volume=70))
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


def test_two_at_once_lose_nothing(file: Path) -> None:
    """Fifty pairs, each of which changes two settings at the same moment."""
    start = threading.Barrier(2)

    def choose(settings: Callable[[int], Settings]) -> None:
        for number in range(50):
            start.wait()
            remember(file, settings(number))
            start.wait()
            both = read_settings(file, pytest.fail)
            if (both.volume, both.rate) != (number, 120 + number):
                lost.append(number)

    lost: list[int] = []
    chosen = (lambda n: Settings(volume=n), lambda n: Settings(rate=120 + n))
    threads = [threading.Thread(target=choose, args=(settings,)) for settings in chosen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lost == []


def test_a_file_that_was_put_right_meanwhile_is_not_set_aside(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes(b"rate = ")

    @contextmanager
    def another_first(folder: Path) -> Iterator[None]:
        file.write_bytes(b"rate = 140\n")
        with only_writer(folder):
            yield

    monkeypatch.setattr(saved_settings, "only_writer", another_first)
    assert read_settings(file, pytest.fail) == Settings(rate=140)
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
@pytest.mark.parametrize("kind", ["pipe", "link", "sparse"])
def test_what_is_no_file_is_refused_at_once(file: Path, kind: str) -> None:
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "link":
        os.mkfifo(file.with_name("pipe"))
        file.symlink_to(file.with_name("pipe"))
    else:
        with file.open("wb") as endless:
            endless.truncate(1 << 40)
    said: list[str] = []
    assert read_settings(file, said.append) == Settings()
    reason = "it is too large" if kind == "sparse" else "it is not an ordinary file"
    assert said == [f"I can't read the settings in {file} ({reason}). I'll go on without them."]
    with pytest.raises(SettingsError, match=rf"^I can't save this in .*: {reason}\.$"):
        remember(file, Settings(rate=140))


def test_forgetting_removes_the_file_once(file: Path) -> None:
    file.write_bytes(b"bell = false")
    forget_settings(file)
    assert not file.exists()
    forget_settings(file)


def test_files_set_aside_are_found_whichever_numbers_are_missing(file: Path) -> None:
    for number in (2, 10):
        file.with_name(f"settings.broken-{number}.toml").write_text(f'person = "{PERSON}"\n')
    mine = file.with_name("settings.broken-mine.toml")
    mine.write_text("mine")
    file.write_bytes(b"rate = ")
    read_settings(file, lambda _sentence: None)
    names = [f"settings.broken-{number}.toml" for number in (2, 10, 11)]
    assert [each.name for each in set_aside(file)] == names
    forget_settings(file)
    assert list(file.parent.iterdir()) == [mine]


@posix
@pytest.mark.parametrize("linked", [False, True])
def test_what_another_ground_is_changing_is_not_forgotten_by_hand(
    file: Path, monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    there = file.with_name("elsewhere") / "mine.toml" if linked else file
    there.parent.mkdir(exist_ok=True)
    there.write_text("person = 'Ann'\n")
    if linked:
        file.symlink_to(there)
    monkeypatch.setattr("voice.forgetting.only_writer", partial(only_writer, patience=0))
    with only_writer(there.parent), pytest.raises(SettingsError) as failure:
        forget_settings(file)
    assert (
        str(failure.value)
        == "Another run of ground is changing the settings. Try again in a moment."
    )
    assert file.read_text() == "person = 'Ann'\n"


def test_a_folder_that_refuses_is_not_to_be_removed_by_hand(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    file.write_text("person = 'Ann'\n")
    monkeypatch.setattr("voice.forgetting.only_writer", refuse)
    with pytest.raises(SettingsError) as failure:
        forget_settings(file)
    assert str(failure.value) == f"I can't remove {file}: Permission denied. Remove it by hand."


@posix
def test_the_way_to_a_file_that_cannot_be_forgotten_stays(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _length: int) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    there = file.with_name("mine.toml")
    there.write_text("person = 'Ann'\n")
    file.symlink_to(there)
    monkeypatch.setattr(os, "truncate", refuse)
    with pytest.raises(SettingsError) as failure:
        forget_settings(file)
    assert str(failure.value) == f"I can't remove {there}: Permission denied. Remove it by hand."
    assert file.resolve() == there


@posix
@pytest.mark.parametrize("aside", [False, True])
@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_forgetting_leaves_alone_what_is_no_file(
    file: Path, make: Callable[[Path], None], aside: bool
) -> None:
    there = file.with_name("settings.broken.toml") if aside else file
    make(there)
    (file if aside else file.with_name("settings.broken.toml")).write_text("person = 'Ann'")
    with pytest.raises(SettingsError) as failure:
        forget_settings(file)
    assert str(failure.value) == (
        f"I leave {there} alone: it is not an ordinary file. Remove it by hand."
    )
    assert list(file.parent.iterdir()) == [there]


@posix
@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, None])
def test_forgetting_removes_a_link_and_never_what_it_leads_to(
    file: Path, make: Callable[[Path], None] | None
) -> None:
    """A pipe stands here for a device: /dev/null is gone as easily."""
    there = file.with_name("elsewhere")
    if make:
        make(there)
    file.symlink_to(there)
    forget_settings(file)
    assert list(file.parent.iterdir()) == ([there] if make else [])


@posix
@pytest.mark.parametrize("content", ["", "mine", "title = 'Mine'\n", "[pace]\nname = 1\n"])
@pytest.mark.parametrize("name", ["settings.toml", "settings.broken.toml"])
def test_forgetting_leaves_a_file_of_something_else_behind_a_link(
    file: Path, name: str, content: str
) -> None:
    there = file.parent / "elsewhere" / "mine.txt"
    there.parent.mkdir()
    there.write_text(content)
    file.with_name(name).symlink_to(there)
    forget_settings(file)
    assert there.read_text() == content
    assert list(file.parent.iterdir()) == [there.parent]


@posix
def test_a_file_of_more_than_settings_behind_a_link_is_left_and_told(file: Path) -> None:
    there = file.with_name("all.toml")
    there.write_text("title = 'Mine'\nperson = 'Ann'\n")
    file.symlink_to(there)
    with pytest.raises(SettingsError) as failure:
        forget_settings(file)
    assert str(failure.value) == (
        f"I leave {there} alone: it holds more than my settings. "
        "Remove your settings from it by hand."
    )
    assert list(file.parent.iterdir()) == [there]


@posix
@pytest.mark.parametrize("content", ["person = 'Ann'\n", "person = 'Ann\nrate = ", "# me\nrate=1"])
def test_settings_behind_a_link_are_forgotten_with_it(file: Path, content: str) -> None:
    there = file.parent / "elsewhere" / "mine.toml"
    there.parent.mkdir()
    there.write_text(content)
    another_name = there.with_name("also mine.toml")
    another_name.hardlink_to(there)
    file.symlink_to(there)
    forget_settings(file)
    assert list(file.parent.rglob("*")) == [there.parent, another_name]
    assert another_name.read_bytes() == b""


@posix
def test_a_broken_file_behind_a_link_stays_where_it_is(file: Path) -> None:
    there = file.with_name("notes.txt")
    there.write_text("not settings at all")
    file.symlink_to(there)
    said: list[str] = []
    assert read_settings(file, said.append) == Settings()
    assert len(said) == 1
    assert there.read_text() == "not settings at all"
    assert file.with_name("settings.broken.toml").is_symlink()
    assert read_settings(file, pytest.fail) == Settings()


@posix
@pytest.mark.parametrize("kind", ["file", "broken link", "loop"])
def test_a_home_that_is_no_folder_is_named(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    if kind == "file":
        home.touch()
    else:
        home.symlink_to(tmp_path / "none" if kind == "broken link" else home)
    monkeypatch.setenv("GROUND_HOME", str(home))
    assert run(["settings", "--person", "Ann"]) == 1
    assert capsys.readouterr().err == (
        f"I can't save this in {home / 'settings.toml'}, because {home} is not a folder. "
        "Move it, or set GROUND_HOME to a folder.\n"
    )
    assert run(["settings", "--reset"]) == 0
    assert capsys.readouterr() == (
        "Your settings are forgotten, and rendered speech is deleted.\n",
        "",
    )
    assert run(["settings"]) == 0
    assert capsys.readouterr().err.count("I can't read the settings") == (kind != "broken link")
    assert run(["list"]) == 0
    assert capsys.readouterr().err == ""  # it was said


def test_a_cache_that_is_a_file_holds_no_speech(
    ground_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (ground_home / "cache").touch()
    assert run(["settings", "--person", "Ann"]) == 0
    out, err = capsys.readouterr()
    assert "person: Ann" in out
    assert err == ""
    assert run(["settings", "--reset"]) == 0


def test_where_speech_cannot_be_removed_the_rest_is_done_and_told(
    ground_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_folder: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("voice.cli.settings.remove_entries", refuse)
    left = (
        f"I can't remove the rendered speech in {ground_home / 'cache' / 'speech'}: "
        "Permission denied. Remove it by hand.\n"
    )
    assert run(["settings", "--person", "Ann"]) == 1
    assert capsys.readouterr().err == f"Your settings are saved. {left}"
    assert read_settings(settings_file(), pytest.fail) == Settings(person="Ann")
    fault = faults.keep(ValueError("Ann"))
    assert run(["settings", "--reset"]) == 1
    assert capsys.readouterr() == ("", left)
    assert fault is not None
    assert not fault.exists()
    assert not settings_file().exists()


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
    "content",
    [b"rate = ", b"caf\xe9 = 1", b"[a]\nb.c = 1\n[a.b]\n"],
)
def test_a_broken_file_is_never_written_to(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(
        SettingsError, match=r"^I can't save .* broken \(.*\)\. Fix it or delete it\."
    ):
        remember(file, Settings(rate=145))
    assert file.read_bytes() == content


def test_what_read_would_not_take_is_never_written(file: Path) -> None:
    with pytest.raises(SettingsError, match="rate must be from 110 to 200"):
        remember(file, Settings(rate=300))
    assert not file.exists()


def test_where_nothing_can_be_written_one_sentence_says_so(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError, match=r"^I can't save this in [^\n]*\.$"):
        remember(file, Settings(rate=145))
    in_the_way = file.parent / "a file"
    in_the_way.touch()
    with pytest.raises(SettingsError, match=r"^I can't save this in [^\n]*\.$"):
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
    with pytest.raises(SettingsError, match="last can have at most 200 characters") as failure:
        remember(path, Settings(last="x" * 201))
    assert "broken" not in str(failure.value)
    assert path.read_text() == 'pace = "slow"\n'
