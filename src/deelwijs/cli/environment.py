"""Where the data stands and how a command gets hold of Django."""

from __future__ import annotations

import os
from pathlib import Path

import click

SETTINGS = "deelwijs.config.settings"


def data_dir() -> Path:
    """The folder with the school's data; the settings read the same variable."""
    return Path(os.environ.get("DEELWIJS_DATA", Path.cwd() / "var")).absolute()


def key_file() -> Path:
    """The file that holds the secret key where no variable does."""
    return data_dir() / "secret-key"


def accounts_file() -> Path:
    """Who can be signed in as at the demo school: written by set-up, shown when the website answers."""
    return data_dir() / "demo-accounts.txt"


def require_key() -> None:
    """Stop with advice where nobody has run set-up yet.

    Raises:
        click.ClickException: when there is no secret key.
    """
    if not os.environ.get("DEELWIJS_SECRET_KEY") and not key_file().exists():
        raise click.ClickException(
            f"Deelwijs is hier nog niet klaargezet: er is geen sleutel in {data_dir()}. "
            "Start eerst: deelwijs setup"
        )


def start_django() -> None:
    """Load the settings and the rooms; only commands that need the database pay for this.

    Raises:
        click.ClickException: when there is no secret key.
    """
    require_key()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django  # noqa: PLC0415 (loading Django takes longer than most commands)

    django.setup()
