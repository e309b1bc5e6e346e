"""``deelwijs faces``: where are the faces in these photos?"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from deelwijs.publications.problems import explain
from deelwijs.vision.decode import PhotoError
from deelwijs.vision.sandbox import Sandbox


@click.command("faces")
@click.argument("files", nargs=-1, required=True, metavar="FOTO...", type=click.Path(path_type=Path))
@click.option("--candidates", is_flag=True, help="Toon ook plekken die misschien een gezicht zijn.")
def faces(files: tuple[Path, ...], *, candidates: bool) -> None:
    """Zoek gezichten in foto's.

    Per foto één regel JSON. Een vak is [links, boven, breedte, hoogte] in beeldpunten van de rechtop
    gezette foto. Er wordt alleen gekeken waar gezichten zijn, niet van wie ze zijn.
    """
    failed = False
    with Sandbox() as sandbox:
        for file in files:
            try:
                click.echo(_line(sandbox, file, candidates=candidates))
            except OSError as error:
                failed = True
                click.echo(f"{file}: {_unreadable(error)}", err=True)
            except PhotoError as error:
                failed = True
                click.echo(f"{file}: {explain(error.code.value)}", err=True)
    if failed:
        sys.exit(1)


def _line(sandbox: Sandbox, file: Path, *, candidates: bool) -> str:
    photo = sandbox.inspect(file.read_bytes(), with_copy=False)
    found = [
        {
            "box": [face.box.x, face.box.y, face.box.width, face.box.height],
            "score": face.score,
            "certain": face.certain,
        }
        for face in photo.faces
        if face.certain or candidates
    ]
    line = {"file": str(file), "width": photo.width, "height": photo.height, "faces": found}
    return json.dumps(line, ensure_ascii=False)


def _unreadable(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "dit bestand bestaat niet. Controleer de naam."
    if isinstance(error, IsADirectoryError):
        return "dit is een map. Geef de foto's in de map op."
    return "dit bestand kan niet worden geopend. Controleer of u het mag lezen."
