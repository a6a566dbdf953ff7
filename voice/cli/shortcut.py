"""`ground shortcut`: makes an icon that starts the program, or removes it."""

from __future__ import annotations

import click

from voice.shortcut.here import make_shortcut, remove_shortcut


@click.command()
@click.option("--remove", is_flag=True, help="Remove the icon.")
def shortcut(*, remove: bool) -> None:
    """Make an icon that starts ground, for somebody who cannot type.

    The icon is in the menu of programs and on the desktop; on Windows, Ctrl+Alt+G starts ground
    too. It opens a window where everything is spoken, which closes by itself at the end.
    """
    for sentence in remove_shortcut() if remove else make_shortcut():
        click.echo(sentence)
