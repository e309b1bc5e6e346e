"""Print: a Typst template with data becomes an accessible PDF that can be archived (PDF/A-2a, PDF/UA-1)."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import font_source_sans_pro
import typst

logger = logging.getLogger(__name__)

_FONTS: str = font_source_sans_pro.font_directory
HOUSE = Path(__file__).parent / "typst"
Standard = Literal["a-2a", "ua-1"]
STANDARDS: tuple[Standard, ...] = ("a-2a", "ua-1")


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF. ``is_archival`` is false where a character that the fonts lack, as in a name in
    another script, kept it from the standards; it is tagged all the same."""

    data: bytes
    is_archival: bool


def print_pdf(template: Path, data: Mapping[str, Any]) -> Printed:
    """Fill a template of this package with ``data`` (plain JSON).

    Raises:
        typst.TypstError: when the template itself is wrong.
    """
    with TemporaryDirectory(prefix="deelwijs-print-") as folder:
        # Typst reads only below one root: the house style and the template are brought together there.
        for source in (*HOUSE.glob("*.typ"), template):
            (Path(folder) / source.name).write_bytes(source.read_bytes())
        main = str(Path(folder) / template.name)
        filled = {"data": json.dumps(data, ensure_ascii=False)}
        try:
            return Printed(_compile(main, folder, filled, STANDARDS), is_archival=True)
        except typst.TypstError:
            # Not the message: it quotes the text, which may be somebody's name.
            logger.warning("%s could not be printed to the archival standards", template.name)
            return Printed(_compile(main, folder, filled, ()), is_archival=False)


def _compile(main: str, root: str, inputs: dict[str, str], standards: tuple[Standard, ...]) -> bytes:
    return typst.compile(
        main,
        root=root,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=[*standards],
    )
