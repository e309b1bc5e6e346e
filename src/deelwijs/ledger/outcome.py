"""What the check of a file of proof found, in Dutch and as JSON. No Django, like the check itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from deelwijs.core.ledger import notes
from deelwijs.core.ledger.proof import CaseFile, Header
from deelwijs.core.ledger.verify import Code, Fault, Report
from deelwijs.ledger.titles import title_of

_MESSAGES = {
    Code.KEY: "een sleutel is niet door de vorige aangewezen, of is niet de sleutel die u noemt",
    Code.SIGNATURE: "de handtekening onder het anker is niet van deze school",
    Code.ROOT: "het anker past niet bij de regels of niet bij het anker ervoor",
    Code.CHAIN: "de regel sluit niet aan op de vorige regel",
    Code.ENTRY: "de regel is veranderd",
    Code.PATH: "de regel hoort niet bij het anker",
    Code.PAYLOAD: "de inhoud is niet wat is vastgelegd",
    Code.ORDER: "de regel staat niet op zijn plaats, of staat er twee keer",
    Code.FOREIGN: "de regel gaat over iets of iemand anders",
    Code.TEXT: "de tekst is niet de tekst waarop een besluit rust",
    Code.CUT_OFF: "er ontbreken regels aan het eind: het anker telt er meer",
    Code.ANCHOR: "het anker dat u bewaarde, is een ander anker",
    Code.UNKNOWN_ANCHOR: "dit bestand is niet te vergelijken met het anker dat u bewaarde",
}
_WITH_NUMBER = {
    Code.KEY: "sleutel",
    Code.SIGNATURE: "anker",
    Code.ROOT: "anker",
    Code.CUT_OFF: "anker",
    Code.TEXT: "tekst",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was checked: what it says of itself, its entries (of a case file), and what came out."""

    header: Header
    case: CaseFile | None
    report: Report


def in_words(checked: Checked, *, is_compared: bool) -> Iterator[str]:
    """What came out, line by line, in Dutch; ``is_compared`` when an anchor from elsewhere was given."""
    report, header = checked.report, checked.header
    kind = "Bewijs over één zaak" if checked.case else "Hele keten"
    yield f"{kind} van {header.school}, gemaakt op {header.made_at}"
    if checked.case and checked.case.about:
        yield "Gekozen: " + ", ".join(f"{name} {value}" for name, value in checked.case.about.items())
    yield ""
    if report.holds:
        yield "Alles klopt."
    else:
        yield "Dit klopt niet:"
        yield from (f"  {describe(fault)} [{fault.code.value}]" for fault in report.faults)
    yield ""
    yield from _counts(report)
    yield from _entry_lines(checked)
    for root in report.roots:
        yield f"Anker van {root.at:%Y-%m-%d %H:%M} UTC over {root.line}"
    for public in report.keys:
        yield f"Sleutel met vingerafdruk {notes.fingerprint(public)}"
    yield ""
    yield from _limits(checked, is_compared=is_compared)


def describe(fault: Fault) -> str:
    """A fault with its place, in Dutch."""
    message = _MESSAGES[fault.code]
    if fault.seq is not None:
        return f"Regel {fault.seq}: {message}"
    if fault.number is not None:
        return f"{_WITH_NUMBER.get(fault.code, 'nummer').capitalize()} {fault.number}: {message}"
    return message[0].upper() + message[1:]


def _counts(report: Report) -> Iterator[str]:
    entries, texts = _number(report.entries, "regel", "regels"), _number(report.texts, "tekst", "teksten")
    yield f"Bekeken: {entries}, {texts}."
    if report.erased:
        yield (
            f"Gewist: de inhoud van {_number(report.erased, 'regel', 'regels')}. "
            "Dat er iets vastlag, staat vast. Wat het was, is weg."
        )
    if report.uncovered:
        yield f"Na het laatste anker: {_number(report.uncovered, 'regel', 'regels')}, alleen in de keten."


def _number(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _entry_lines(checked: Checked) -> Iterator[str]:
    """The entries of a case, each with its time and whether it holds."""
    if checked.case is None:
        return
    wrong = {fault.seq for fault in checked.report.faults}
    for entry in checked.case.entries:
        link = entry.link
        state = "klopt niet" if link.seq in wrong else "gewist, klopt" if entry.payload is None else "klopt"
        actor = checked.case.names.get(link.actor, link.actor)
        yield f"  regel {link.seq:<8} {_moment(link.at_us)}  {title_of(link.kind)}: {state}"
        content = " ".join(f"{name}={value}" for name, value in sorted((entry.payload or {}).items()))
        yield f"    door {actor}{': ' if content else ''}{content}"


def _moment(at_us: int) -> str:
    try:
        return f"{datetime.fromtimestamp(at_us // 1_000_000, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (OverflowError, ValueError, OSError):  # far beyond any year
        return f"{at_us} µs"


def _limits(checked: Checked, *, is_compared: bool) -> Iterator[str]:
    """What the outcome does not say: a check that claims too much is worth nothing."""
    if not checked.report.roots:
        yield "Er is geen anker: een afgeknipt eind valt niet op."
    elif not is_compared:
        yield "Vergelijk met een anker dat u zelf bewaarde (--anchor)."
        yield "Alleen zo blijkt of iemand het hele logboek opnieuw schreef."
    if checked.case:
        yield "Dit bestand bewijst wat erin staat, niet dat er niets ontbreekt."
        yield "Wie welk nummer is, is opgave van de school."


def as_json(checked: Checked) -> dict[str, Any]:
    """What came out, as plain JSON."""
    report = checked.report
    return {
        "holds": report.holds,
        "kind": "case" if checked.case else "chain",
        "tenant": checked.header.tenant,
        "school": checked.header.school,
        "entries": report.entries,
        "payloads": report.payloads,
        "erased": report.erased,
        "texts": report.texts,
        "uncovered": report.uncovered,
        "roots": [
            {"size": root.size, "root": root.root.hex(), "signed_at": f"{root.at:%Y-%m-%dT%H:%M:%SZ}"}
            for root in report.roots
        ],
        "keys": [notes.fingerprint(public) for public in report.keys],
        "faults": [
            {
                "code": fault.code.value,
                "entry": fault.seq,
                "number": fault.number,
                "message": describe(fault),
            }
            for fault in report.faults
        ],
    }
