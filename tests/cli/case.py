"""A small school and a post as files, for ``deelwijs check``: allowed until a test spoils one thing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from PIL import Image

from deelwijs.cli.check import check
from tests.people.export import tables, write

DAY = "2026-11-23"  # p1 is 15 on this day, p2 is 16
CONSENTS = "person_id,purpose,channel,answer,decided_by,capacity,decided_on\n"
TAGS = "photo,x,y,width,height,person,tag,covered\n"


@dataclass
class Case:
    """The files in one folder."""

    folder: Path

    def __post_init__(self) -> None:
        write(self.folder / "mensen", tables())
        self.put("toestemming.csv", CONSENTS + "p1,beeld,website,ja,g1,guardian,2026-09-01\n")
        self.put("bericht.txt", "Open dag\nHet was gezellig.\n")
        self.put("wie.csv", TAGS + "klas.png,10,10,40,40,p1,,\n")
        Image.new("RGB", (200, 120), (90, 140, 90)).save(self.folder / "klas.png")

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *more: str, **changed: str | None) -> Result:
        """Run the command; a changed option gets another value, or none at all."""
        options: dict[str, str | None] = {
            "people": "mensen",
            "consents": "toestemming.csv",
            "post": "bericht.txt",
            "photo": "klas.png",
            "tags": "wie.csv",
        }
        paths = {name: str(self.folder / value) for name, value in (options | changed).items() if value}
        for name in ("channel", "author", "on"):
            paths.pop(name, None)
        given = {"channel": "website", "author": "t1", "on": DAY} | {
            name: value for name, value in changed.items() if name in {"channel", "author", "on"}
        }
        arguments = [
            part for name, value in (paths | given).items() if value for part in (f"--{name}", value)
        ]
        return CliRunner().invoke(check, [*arguments, *more])

    def verdict(self, **changed: str | None) -> dict[str, Any]:
        """The outcome as data."""
        result = self.run("--json", **changed)
        assert result.exit_code == 0, result.output
        answer: dict[str, Any] = json.loads(result.stdout)
        return answer

    def found(self, **changed: str | None) -> list[tuple[str, str]]:
        """Article and code of each finding."""
        return [(f["article"], f["code"]) for f in self.verdict(**changed)["findings"]]
