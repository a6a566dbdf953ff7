"""A settings file that people edit: read, or set aside whole; what is saved is read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields

from tests.fuzz.choices import Choices
from tests.fuzz.target import Target, fresh_home
from voice.errors import SettingsError
from voice.paths import settings_file
from voice.saved_settings import read_settings, remember, set_aside
from voice.settings import Settings

_SAVED = (
    Settings(voice="espeak/gmw/en-us", pace="slow", volume=80),
    Settings(person="Ann", number="+44 20 7946 0000", country="GB"),
    Settings(person="", number="", last=""),
    Settings(rate=110, pauses=0.5, bed=False, bell=True, breath_sound=False, remember=True),
    Settings(last="ice-cube", keys_known=True),
)


def _holds(content: bytes) -> None:
    choices = Choices(content)
    chosen = choices.one_of(_SAVED)
    written = choices.rest()
    with fresh_home():
        path = settings_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written)
        _remember_unread(chosen, written)
        said: list[str] = []
        before = read_settings(path, said.append)
        aside = set_aside(path)
        assert all("\n" not in sentence for sentence in said), said
        if aside:
            assert aside[0].read_bytes() == written
            assert len(said) == 1
            again: list[str] = []
            assert read_settings(path, again.append) == before
            assert all(sentence.startswith("I don't know ") for sentence in again), again
        else:
            assert path.read_bytes() == written
        _remember(chosen, before)


def _remember_unread(chosen: Settings, written: bytes) -> None:
    """Save a choice in a file that nobody has read; a broken one stays as it is."""
    path = settings_file()
    try:
        remember(path, chosen)
    except SettingsError as error:
        assert "\n" not in str(error)
        assert path.read_bytes() == written
    else:
        path.write_bytes(written)  # the choice may have replaced the one value that was broken


def _remember(chosen: Settings, before: Settings) -> None:
    """Save a choice in the same file, and find it and everything else there again."""
    path = settings_file()
    old = path.read_bytes() if path.exists() else None
    try:
        remember(path, chosen)
    except SettingsError as error:
        assert "\n" not in str(error)
        assert (path.read_bytes() if path.exists() else None) == old
        return
    said: list[str] = []
    after = asdict(read_settings(path, said.append))
    for name, value in asdict(chosen).items():
        forgotten = None if value == "" else value
        expected = asdict(before)[name] if value is None else forgotten
        assert after[name] == expected, (name, after[name], expected)


def _seeds() -> Iterator[bytes]:
    yield b"\0"
    for number, chosen in enumerate(_SAVED):
        with fresh_home():
            remember(settings_file(), chosen)
            yield bytes([number]) + settings_file().read_bytes()
    yield b"\0\xef\xbb\xbf# mine\r\nvoice = 'x'\r\n[table]\na.b = [1, {c = 1979-05-27}]\r\n"
    yield b"\0[fruit]\napple.color = 1\n[fruit.apple]\n"
    yield b'\0person = "Ann"\nnumber = ""\n'
    yield b"\2volum = 3\npace = 'fast'\n"


TARGET = Target(
    aims=("voice.settings", "voice.saved_settings"),
    holds=_holds,
    seeds=_seeds,
    words=(
        *(f"{field.name} = " for field in fields(Settings)),
        *("true", "false", '"""', "'''", "[[", "]]", "nan", "inf", "1e400", "\\u0000", "\r\n"),
        *("1979-05-27T07:32:00Z", '"slow"', '"GB"', "0x10", "1_000", "\ufeff", '"', "'"),
    ),
    longest=600,
)
