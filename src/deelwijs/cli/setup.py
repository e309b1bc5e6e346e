"""``deelwijs setup``: make what must be there before the first page can be served."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import click

from deelwijs.cli.environment import accounts_file, data_dir, key_file, start_django


@click.command()
@click.option("--demo", is_flag=True, help="Zet ook de fictieve demoschool klaar.")
def setup(demo: bool) -> None:  # noqa: FBT001 (click passes options by name)
    """Maak de sleutel en de database, of werk ze bij.

    De gegevens komen in de map van DEELWIJS_DATA. Opnieuw uitvoeren kan altijd: wat er al is, blijft.
    """
    try:
        _step("Map en sleutel", _make_key)
        start_django()
        _step("Database", _migrate)
        _step("Sleutel van het logboek", _make_ledger_key)
        if demo:
            _step("Demoschool", _load_demo)
    except OSError as error:
        raise click.ClickException(
            f"Hier kan niets worden geschreven: {error.filename or data_dir()} ({error.strerror}). "
            "Controleer de rechten en de vrije ruimte."
        ) from error


def _step(title: str, work: Callable[[], object]) -> None:
    click.echo(f"  {title} ... ", nl=False)
    work()
    click.echo("klaar")


def _make_key() -> None:
    """Write a secret key that only the owner can read; keep the one that is there."""
    data_dir().mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.environ.get("DEELWIJS_SECRET_KEY") or key_file().exists():
        return
    # Written aside first: a key file that a full disk left empty would pass for a key.
    draft = key_file().with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    draft.rename(key_file())


def _migrate() -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise click.ClickException(
            f"De database is niet bereikbaar of niet bij te werken: {error}. "
            "Controleer DEELWIJS_DATABASE, de rechten en de vrije ruimte."
        ) from error


def _make_ledger_key() -> None:
    """Make the key under which the ledger is anchored, and show what to note down of it."""
    from deelwijs.core.ledger.notes import fingerprint  # noqa: PLC0415
    from deelwijs.ledger import keys  # noqa: PLC0415

    try:
        public = bytes.fromhex(keys.signer().record.public)
    except keys.KeyFileError as error:
        raise click.ClickException(
            f"De sleutel van het logboek is onleesbaar: {error}. Zet het bestand terug uit een kopie. "
            "Is het weg, verwijder het dan: Deelwijs maakt een nieuwe sleutel."
        ) from error
    click.echo(f"vingerafdruk {fingerprint(public)} ... ", nl=False)


def _load_demo() -> None:
    """Load the demo school and note who can be signed in as, for the lines under the address.

    The demo is called by name: the command line stands beside that room, not above it.
    """
    from django.utils.module_loading import import_string  # noqa: PLC0415

    import_string("deelwijs.demo.load.load_demo")(progress=lambda line: click.echo(f"{line} ... ", nl=False))
    people = import_string("deelwijs.demo.selectors.demo_people")()
    lines = [f"  {person.name} ({person.role}): {person.sentence}" for person in people]
    text = "\n".join(["De demoschool is verzonnen. Met een klik logt u in als:", *lines]) if lines else ""
    accounts_file().write_text(text, encoding="utf-8")
