"""The check of a file of proof for whoever received one: no Django, no database, no network.

``python -m deelwijs.ledger.verify FILE`` needs Python and the cryptography package; ``deelwijs verify``
does the same. What decides stands in ``core.ledger``; here it is read from disk, and ``outcome`` says it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn, TextIO

from deelwijs.core.ledger import notes
from deelwijs.core.ledger.proof import (
    CHAIN,
    ProofError,
    Proven,
    read_case,
    read_chain_entry,
    read_chain_header,
)
from deelwijs.core.ledger.verify import Anchor, Trust, check_case, check_chain
from deelwijs.ledger.outcome import Checked, as_json, in_words

HOLDS, DOES_NOT_HOLD, UNREADABLE = 0, 1, 2


class UnreadableError(Exception):
    """The file, or what was given to compare with, cannot be used; the message says why."""


def answer(path: Path, *, anchor: str = "", key: str = "", machine: bool = False) -> tuple[int, str]:
    """Check a file: the exit code, and what came out in Dutch or as JSON.

    ``anchor`` is a line from paper, the whole anchor, or the name of a file that holds one; ``key`` the
    fingerprint of a key.

    Raises:
        UnreadableError: when the file or what it is compared with cannot be used.
    """
    kept, tenant = _anchor(anchor) if anchor else (None, "")
    checked = check(path, Trust(kept, _fingerprint(key)))
    if tenant and tenant != checked.header.tenant:
        raise UnreadableError("Dit anker is van een andere school dan het bestand.")
    text = (
        json.dumps(as_json(checked), ensure_ascii=False, indent=1)
        if machine
        else "\n".join(in_words(checked, is_compared=kept is not None))
    )
    return (HOLDS if checked.report.holds else DOES_NOT_HOLD), text


def check(path: Path, trust: Trust) -> Checked:
    """Check a case file or a chain file.

    Raises:
        UnreadableError: when it cannot be read or is neither.
    """
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            first = file.readline()
            if _is_chain(first):
                header = read_chain_header(_parsed(first, "regel 1"))
                return Checked(
                    header.header, None, check_chain(header, _entries(file, header.has_payloads), trust)
                )
            case = read_case(_parsed(first + file.read(), "begin"))
            return Checked(case.header, case, check_case(case, trust))
    except ProofError as error:
        raise UnreadableError(
            f"{path.name} is geen bewijs van Deelwijs, of is beschadigd. Het gaat mis bij: {error.place}"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path.name} is niet te lezen: {error}") from error


def _is_chain(first: str) -> bool:
    """Whether a file is a chain file: one object a line, of which the first names the format."""
    try:
        head = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(head, dict) and head.get("format") == CHAIN


def _entries(file: TextIO, has_payload: bool) -> Iterator[Proven]:  # noqa: FBT001 (one caller)
    for number, line in enumerate(file, start=2):
        place = f"regel {number}"
        yield read_chain_entry(_parsed(line, place), place, has_payload=has_payload)


def _parsed(text: str, place: str) -> Any:
    """Strict JSON: a name may stand in an object once, and a number is whole.

    Raises:
        ProofError: on anything else.
    """
    try:
        return json.loads(text, object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ProofError(place) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a name stands there twice")
    return named


def _refuse(number: str) -> NoReturn:
    raise ValueError(f"{number} is no whole number")


def _anchor(given: str) -> tuple[Anchor, str]:
    """The root that somebody kept, with the school when the whole anchor was kept.

    Raises:
        UnreadableError: when it is none.
    """
    text = given
    if len(given) < 200 and "\n" not in given and Path(given).is_file():
        text = Path(given).read_text(encoding="utf-8", errors="replace")
    try:
        checkpoint = notes.read_checkpoint(notes.read_note(text.replace("\r\n", "\n")).text)
    except notes.NoteError:
        line = re.fullmatch(r"\s*([0-9]{1,18})[\s:]+([0-9a-fA-F\s]+)", text)
        digits = "".join(line[2].split()) if line else ""
        if line is None or len(digits) != 64:
            raise UnreadableError(
                "Dit is geen anker. Geef het aantal regels met daarachter de 64 tekens van de wortel, of het "
                "bestand met het anker."
            ) from None
        return Anchor(int(line[1]), bytes.fromhex(digits)), ""
    return Anchor(checkpoint.size, checkpoint.root), checkpoint.tenant


def _fingerprint(given: str) -> str:
    digits = "".join(given.split()).lower()
    if given and not re.fullmatch("[0-9a-f]{32}", digits):
        raise UnreadableError("Een vingerafdruk heeft 32 tekens, van 0 tot en met 9 en van a tot en met f.")
    return digits


def main(arguments: list[str] | None = None) -> int:
    """The command line of ``python -m deelwijs.ledger.verify``."""
    parser = argparse.ArgumentParser(
        prog="verify", description="Controleer een bewijs uit het logboek van Deelwijs."
    )
    parser.add_argument("file", type=Path, help="het bestand met het bewijs")
    parser.add_argument("--anchor", default="", help="een anker dat u bewaarde, of een bestand daarmee")
    parser.add_argument("--key", default="", help="de vingerafdruk van de sleutel die u kent")
    parser.add_argument("--json", action="store_true", help="schrijf de uitkomst als JSON")
    given = parser.parse_args(arguments)
    try:
        code, text = answer(given.file, anchor=given.anchor, key=given.key, machine=given.json)
    except UnreadableError as error:
        sys.stderr.write(f"{error}\n")
        return UNREADABLE
    sys.stdout.write(f"{text}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
