"""Files of proof: an honest one holds, what was erased is counted, and each fault is named with its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deelwijs.core.ledger import notes
from deelwijs.core.ledger.proof import ProofError, read_case, read_chain_entry, read_chain_header
from deelwijs.core.ledger.verify import Anchor, Code, Report, Trust, check_case, check_chain
from tests.architecture.source import ROOT
from tests.core.ledger.chains import (
    CHILD,
    FIRST_KEY,
    NEXT_KEY,
    case_document,
    chain_document,
    public,
    trust,
)
from tests.core.ledger.second_opinion import judge_case, judge_chain

LENGTH, SIZES = 12, (5, 11)
KNOWN = trust(LENGTH, 11)
Faults = set[tuple[str, int | None]]


def case_report(document: Any, known: Trust = KNOWN) -> Report:
    return check_case(read_case(document), known)


def chain_report(lines: list[Any], known: Trust = KNOWN) -> Report:
    header = read_chain_header(lines[0])
    entries = (
        read_chain_entry(line, str(at), has_payload=header.has_payloads)
        for at, line in enumerate(lines[1:], 2)
    )
    return check_chain(header, entries, known)


def found(report: Report) -> Faults:
    """The faults as the second program writes them."""
    return {(fault.code.value, fault.number if fault.seq is None else fault.seq) for fault in report.faults}


def kept(known: Trust = KNOWN) -> tuple[tuple[int, bytes], str]:
    """What the second program is told."""
    assert known.anchor
    return (known.anchor.size, known.anchor.root), known.fingerprint.replace(" ", "")


def test_an_honest_case_file_holds() -> None:
    document = case_document(LENGTH, SIZES)
    report = case_report(document)
    assert report.holds
    assert (report.entries, report.payloads, report.erased, report.texts) == (4, 4, 0, 1)
    assert [root.size for root in report.roots] == [5, 11]
    assert report.keys == (public(FIRST_KEY), public(NEXT_KEY))
    assert judge_case(document, *kept()) == set()


def test_it_holds_nothing_about_anybody_else() -> None:
    document = case_document(LENGTH, SIZES)
    assert {entry["subject"] for entry in document["entries"]} == {CHILD}
    assert not any(other in str(document) for other in ("kind 0", "kind 2"))


def test_an_honest_chain_file_holds() -> None:
    lines = chain_document(LENGTH, SIZES)
    report = chain_report(lines)
    assert report.holds
    assert (report.entries, report.payloads, report.erased, report.uncovered) == (12, 12, 0, 1)
    assert judge_chain(lines, *kept()) == set()


def test_a_chain_file_without_payloads_holds() -> None:
    first, *entries = chain_document(LENGTH, SIZES)
    bare = [{name: one[name] for name in one if name not in {"salt", "payload"}} for one in entries]
    report = chain_report([{**first, "payloads": False}, *bare])
    assert report.holds
    assert (report.entries, report.payloads, report.erased) == (12, 0, 0)


def test_what_was_erased_is_counted_and_breaks_nothing() -> None:
    case, chain = case_document(LENGTH, SIZES, erased={4, 7}), chain_document(LENGTH, SIZES, erased={4, 7})
    assert case_report(case).holds
    assert (case_report(case).payloads, case_report(case).erased) == (2, 2)
    assert chain_report(chain).holds
    assert (chain_report(chain).payloads, chain_report(chain).erased) == (10, 2)
    assert judge_case(case, *kept()) == judge_chain(chain, *kept()) == set()


def test_an_empty_chain_holds() -> None:
    empty = chain_document(0, (0,))
    assert chain_report(empty, Trust()).holds


# --- Case files ---------------------------------------------------------------------------------
def swap(document: Any) -> None:
    entries = document["entries"]
    entries[1], entries[2] = entries[2], entries[1]


def forge_root(document: Any) -> None:
    """Somebody who has no key signs with one of their own."""
    document["roots"][0]["note"] = document["roots"][0]["note"].replace("time 2026", "time 2025")


CASE_CHANGES: dict[str, tuple[Callable[[Any], Any], Faults]] = {
    "another school": (
        lambda doc: doc.update(tenant="x"),
        {("signature", 1), ("signature", 2), ("unknown_anchor", None)}
        | {("entry", seq) for seq in (1, 4, 7, 10)},
    ),
    "another subject": (
        lambda doc: doc.update(subject="kind 2"),
        {("foreign", seq) for seq in (1, 4, 7, 10)},
    ),
    "an answer": (lambda doc: doc["entries"][1]["payload"].update(answer="yes"), {("payload", 4)}),
    "an answer that is no answer": (
        lambda doc: doc["entries"][1]["payload"].update(answer=0.5),
        {("payload", 4)},
    ),
    "a salt": (lambda doc: doc["entries"][1].update(salt="00" * 32), {("payload", 4)}),
    "a time": (lambda doc: doc["entries"][1].update(at_us=1), {("entry", 4)}),
    "an actor": (lambda doc: doc["entries"][1].update(actor="vader"), {("entry", 4)}),
    "a path": (lambda doc: doc["entries"][1]["path"].pop(), {("path", 4)}),
    "a root that is not there": (lambda doc: doc["entries"][1].update(root=9), {("path", 4)}),
    "the order": (swap, {("order", 4)}),
    "twice": (lambda doc: doc["entries"].append(doc["entries"][-1]), {("order", 10)}),
    "a text": (lambda doc: doc["texts"][0]["content"].update(naam="anders"), {("text", 1)}),
    "a text on which nothing rests": (
        lambda doc: doc["texts"].append({"hash": "ab" * 32, "content": 1}),
        {("text", 2)},
    ),
    "a text that has no hash": (lambda doc: doc["texts"][0].update(content=[0.5]), {("text", 1)}),
    "a step between roots": (lambda doc: doc["roots"][1]["consistency"].pop(), {("root", 2)}),
    "no key": (
        lambda doc: doc.update(keys=[]),
        {("key", None), ("signature", 1), ("signature", 2), ("unknown_anchor", None)}
        | {("path", seq) for seq in (1, 4, 7, 10)},
    ),
    "a key without a word": (lambda doc: doc["keys"][1].update(note=None), {("key", None)}),
    "a key with another's word": (
        lambda doc: doc["keys"][1].update(note=doc["roots"][0]["note"]),
        {("key", 2)},
    ),
    "a key twice": (
        lambda doc: doc["keys"].append({"public": doc["keys"][1]["public"], "note": doc["keys"][1]["note"]}),
        {("key", None), ("key", 3)},
    ),
}


@pytest.mark.parametrize("name", CASE_CHANGES)
def test_a_changed_case_file_is_found(name: str) -> None:
    change, faults = CASE_CHANGES[name]
    document = case_document(LENGTH, SIZES)
    change(document)
    assert found(case_report(document)) == faults
    # What has no canonical form at all is beyond the second program.
    if name not in {"an answer that is no answer", "a text that has no hash"}:
        assert judge_case(document, *kept()) == faults


def test_a_root_without_a_signature_carries_nothing() -> None:
    document = case_document(LENGTH, SIZES)
    forge_root(document)
    assert found(case_report(document)) == {("signature", 1), ("path", 1), ("path", 4)}


def test_an_entry_that_follows_directly_must_name_the_one_before() -> None:
    document = case_document(LENGTH, SIZES)
    first = document["entries"][0]
    document["entries"].insert(1, {**first, "seq": 2, "prev": "0" * 64})
    assert ("chain", 2) in found(case_report(document))
    assert ("chain", 2) in judge_case(document, *kept())


def test_a_forger_with_the_database_but_without_the_key_is_found() -> None:
    """Everything made anew, and signed with another key: only what is known from elsewhere tells."""
    document = case_document(LENGTH, SIZES)
    assert case_report(document, Trust()).holds
    assert case_report(document, Trust(fingerprint=notes.fingerprint(public(FIRST_KEY)))).holds
    later = Trust(fingerprint=notes.fingerprint(public(NEXT_KEY)).upper())
    assert case_report(document, later).holds
    assert found(case_report(document, Trust(fingerprint="0" * 32))) == {("key", None)}


def test_a_root_kept_elsewhere_is_compared() -> None:
    document = case_document(LENGTH, SIZES)
    root = trust(LENGTH, 5).anchor
    assert root
    assert case_report(document, Trust(root)).holds
    assert found(case_report(document, Trust(Anchor(5, bytes(32))))) == {("anchor", None)}
    assert found(case_report(document, Trust(Anchor(6, root.root)))) == {("unknown_anchor", None)}


# --- Chain files --------------------------------------------------------------------------------
CHAIN_CHANGES: dict[str, tuple[Callable[[list[Any]], Any], Faults]] = {
    "an entry": (lambda lines: lines[4].update(actor="vader"), {("chain", 4)}),
    "a hash": (lambda lines: lines[4].update(hash="ab" * 32), {("chain", 4)}),
    "an answer": (lambda lines: lines[4]["payload"].update(n=5), {("payload", 4)}),
    "removed": (lambda lines: lines.pop(4), {("chain", 4)}),
    "twice": (lambda lines: lines.insert(4, lines[4]), {("chain", 5)}),
    "swapped": (lambda lines: lines.insert(4, lines.pop(5)), {("chain", 4)}),
    "cut off": (lambda lines: lines.pop(), set()),
    "cut off before the last root": (
        lambda lines: [lines.pop() for _ in range(3)],
        {("cut_off", 2), ("cut_off", None)},
    ),
    "another root": (
        lambda lines: lines[0]["roots"][0].update(
            note=notes.Checkpoint(
                lines[0]["tenant"], 5, bytes(32), notes.read_checkpoint(text_of(lines)).at
            ).signed(FIRST_KEY)
        ),
        {("root", 1)},
    ),
}


def text_of(lines: list[Any]) -> str:
    return notes.read_note(lines[0]["roots"][0]["note"]).text


@pytest.mark.parametrize("name", CHAIN_CHANGES)
def test_a_changed_chain_file_is_found(name: str) -> None:
    change, faults = CHAIN_CHANGES[name]
    lines = chain_document(LENGTH, SIZES)
    change(lines)
    assert found(chain_report(lines)) == faults
    assert judge_chain(lines, *kept()) == faults


def test_a_cut_off_end_shows_against_the_last_anchor_only() -> None:
    """What is said in the document, tried: without an anchor elsewhere nobody can tell."""
    lines = chain_document(LENGTH, (5,))[:10]
    assert chain_report(lines, Trust()).holds
    assert found(chain_report(lines)) == {("cut_off", None)}
    assert found(chain_report(lines, Trust(Anchor(9, bytes(32))))) == {("anchor", None)}


# --- What is no proof ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda doc: doc.update(format="deelwijs-ledger-case-2"), "format"),
        (lambda doc: doc.pop("tenant"), "tenant"),
        (lambda doc: doc.update(names={"a": 1}), "names"),
        (lambda doc: doc.update(entries={}), "entries"),
        (lambda doc: doc["entries"].append("x"), "entries[4]"),
        (lambda doc: doc["entries"][2].pop("actor"), "entries[2].actor"),
        (lambda doc: doc["entries"][2].update(seq=True), "entries[2].seq"),
        (lambda doc: doc["entries"][2].update(seq=1.0), "entries[2].seq"),
        (lambda doc: doc["entries"][2].update(seq=-1), "entries[2].seq"),
        (lambda doc: doc["entries"][2].update(at_us=2**63), "entries[2].at_us"),
        (lambda doc: doc["entries"][2].update(kind="\ud800"), "entries[2].kind"),
        (lambda doc: doc["entries"][2].update(hash="AB" * 32), "entries[2].hash"),
        (lambda doc: doc["entries"][2].update(prev="ab"), "entries[2].prev"),
        (lambda doc: doc["entries"][2].update(salt=None), "entries[2].payload"),
        (lambda doc: doc["entries"][2].update(salt="0"), "entries[2].payload"),
        (lambda doc: doc["entries"][2].update(payload=[]), "entries[2].payload"),
        (lambda doc: doc["entries"][2].update(path=["ab"]), "entries[2].path"),
        (lambda doc: doc["entries"][2].update(path="ab"), "entries[2].path"),
        (lambda doc: doc["keys"][0].update(public="ab"), "keys[0].public"),
        (lambda doc: doc["keys"][0].update(note=1), "keys[0].note"),
        (lambda doc: doc["roots"][0].update(note=None), "roots[0].note"),
        (lambda doc: doc["texts"][0].pop("content"), "texts[0].content"),
    ],
)
def test_a_damaged_case_file_says_where(change: Callable[[Any], Any], place: str) -> None:
    document = case_document(LENGTH, SIZES)
    change(document)
    with pytest.raises(ProofError) as damaged:
        read_case(document)
    assert damaged.value.place == place


@pytest.mark.parametrize("document", [None, [], "x", 1, {}, {"format": "deelwijs-ledger-chain-1"}])
def test_something_else_is_no_proof(document: Any) -> None:
    with pytest.raises(ProofError):
        read_case(document)
    with pytest.raises(ProofError):
        read_chain_header(document)


def test_a_damaged_line_of_a_chain_file_says_where() -> None:
    first, *entries = chain_document(3, (3,))
    with pytest.raises(ProofError, match="payloads"):
        read_chain_header({**first, "payloads": 1})
    with pytest.raises(ProofError) as damaged:
        read_chain_entry({**entries[1], "seq": None}, "regel 3", has_payload=True)
    assert damaged.value.place == "regel 3.seq"


def test_codes_are_documented() -> None:
    document = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")
    assert [code for code in Code if f"(`{code.value}`)" not in document] == []
