"""`ground settings`: shows, changes and deletes what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import click

from voice import fault_file
from voice.errors import SettingsError, UnknownNameError
from voice.forgetting import forget_settings
from voice.paths import cache_folder, scripts_folder, settings_file, voices_folder
from voice.saved_settings import load_settings, remember
from voice.settings import Settings, check_setting
from voice.speech.entries import remove_entries
from voice.support.countries import country_name, known_country
from voice.support.helplines import known_lines, line_for
from voice.support.screen import ONLINE


def checked(_context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Check a setting from the command line.

    Raises:
        click.BadParameter: The value is not possible; says why.
    """
    if value is None or parameter.name is None:
        return None
    value = value.strip()
    try:
        if parameter.name == "country" and value:
            value = known_country(value)
        check_setting(parameter.name, value)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from error
    except UnknownNameError as error:
        raise click.BadParameter(str(error)) from error
    return value


@click.command()
@click.option("--person", metavar="NAME", callback=checked, help="Name of somebody you would call.")
@click.option("--number", metavar="NUMBER", callback=checked, help="Their phone number.")
@click.option(
    "--country",
    metavar="COUNTRY",
    callback=checked,
    help="Country you are in, such as DE or Germany.",
)
@click.option(
    "--remember/--no-remember",
    "last_kept",
    default=None,
    help="Remember the exercise you finished last. Usually off.",
)
@click.option("--reset", is_flag=True, help="Forget all settings, and delete rendered speech.")
def settings(
    *,
    person: str | None,
    number: str | None,
    country: str | None,
    last_kept: bool | None,
    reset: bool,
) -> None:
    """Show, change or reset your settings.

    Without options, it prints them, and where they are kept.

    ground support gives the person and number right after the emergency number. An empty value ("")
    forgets one of them. Changing either, or --reset, also deletes rendered speech, which may
    contain them.
    """
    last = "" if last_kept is False else None  # one already remembered is forgotten too
    chosen = Settings(person=person, number=number, country=country, remember=last_kept, last=last)
    if reset and chosen != Settings():
        raise click.UsageError("--reset cannot be combined with other options.")
    if reset:
        _forget_all(lambda: forget_settings(settings_file()), _forget_speech, _forget_fault)
        click.echo("Your settings are forgotten, and rendered speech is deleted.")
        return
    if chosen != Settings():
        remember(settings_file(), chosen)
    if person is not None or number is not None:
        try:
            _forget_speech()
        except SettingsError as error:
            raise SettingsError(f"Your settings are saved. {error}") from error
    if country:
        _tell_of_numbers(country)
    _show(load_settings())


def _tell_of_numbers(country: str) -> None:
    """Print if there is no number for a country, which is kept as the setting anyway."""
    if line_for(country, known_lines()) is None:
        click.echo(f"There is no number here for {country_name(country)}.")
        click.echo(f"People to call in every country: {ONLINE}")


def _forget_all(*steps: Callable[[], None]) -> None:
    """Take every step, even if one fails.

    Raises:
        SettingsError: Something could not be removed; says what.
    """
    left: list[str] = []
    for step in steps:
        try:
            step()
        except SettingsError as error:
            left.append(str(error))
    if left:
        raise SettingsError("\n".join(left))


def _forget_speech() -> None:
    """Remove rendered speech, which may contain a name and a number.

    Raises:
        SettingsError: It cannot be removed.
    """
    folder = cache_folder() / "speech"
    try:
        remove_entries(folder)
    except OSError as error:
        raise SettingsError(
            f"I can't remove the rendered speech in {folder}: {error.strerror}. Remove it by hand."
        ) from error


def _forget_fault() -> None:
    """Remove the details of the last fault, which may hold a name or a number.

    Raises:
        SettingsError: They cannot be removed.
    """
    try:
        fault_file.forget()
    except OSError as error:
        raise SettingsError(
            f"I can't remove {error.filename}: {error.strerror}. Remove it by hand."
        ) from error


def _show(chosen: Settings) -> None:
    there = {name: value for name, value in asdict(chosen).items() if value not in {None, ""}}
    for name, value in there.items():
        click.echo(f"{name}: {('off', 'on')[value] if isinstance(value, bool) else value}")
    if not there:
        click.echo("Nothing is remembered.")
    click.echo(f"Settings: {settings_file()}")
    click.echo(f"Your own scripts: {scripts_folder()}")
    click.echo(f"Your own voices: {voices_folder()}")
    click.echo(f"Rendered speech, which can be made again: {cache_folder()}")
