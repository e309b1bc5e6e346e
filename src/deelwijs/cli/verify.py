"""``deelwijs verify``: check a file of proof, without the database it came from."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from deelwijs.ledger.verify import UNREADABLE, UnreadableError, answer


@click.command()
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--anchor", default="", help="Een anker dat u bewaarde: de regel, of een bestand ermee.")
@click.option("--key", default="", help="De vingerafdruk van de sleutel die u kent.")
@click.option("--json", "machine", is_flag=True, help="Schrijf de uitkomst als JSON.")
def verify(source: Path, *, anchor: str, key: str, machine: bool) -> None:
    """Klopt dit bewijs? Controleer een bestand uit het logboek van een school.

    Er is geen database of netwerk nodig. Code 0: alles klopt. Code 1: iets klopt niet. Code 2: dit is
    geen bewijs.
    """
    try:
        code, text = answer(source, anchor=anchor, key=key, machine=machine)
    except UnreadableError as error:
        click.echo(error, err=True)
        sys.exit(UNREADABLE)
    click.echo(text)
    sys.exit(code)
