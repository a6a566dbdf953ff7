"""Reads from the settings who may call and from where, and keeps the country there."""

from __future__ import annotations

from collections.abc import Sequence

import click

from voice.errors import SettingsError
from voice.paths import settings_file
from voice.saved_settings import remember
from voice.settings import Settings
from voice.support.country import guessed_country
from voice.support.helplines import Helpline
from voice.support.question import kept_words
from voice.support.words import Caller, Piece, caller_in

NOT_KEPT = "The country could not be kept."


def caller_of(settings: Settings, lines: Sequence[Helpline], country: str | None = None) -> Caller:
    """Return the listener, in the country they name or chose, or else that of the locale."""
    where = country or settings.country or guessed_country()
    return caller_in(where, lines, settings.person, settings.number)


def keep_country(line: Helpline) -> Piece:
    """Keep the listener's country; return the sentences that say so."""
    try:
        remember(settings_file(), Settings(country=line.country))
    except SettingsError as error:  # the numbers matter more
        click.echo(str(error), err=True)
        return (NOT_KEPT,)
    return kept_words(line)
