"""A second program that checks files of proof, written from docs/ledger.md alone.

It shares no line and no library with the product: it writes canonical JSON sign by sign, climbs trees from
the top where the product walks them from the bottom, and works Ed25519 out by hand after RFC 8032.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from functools import lru_cache
from typing import Any

Wrong = set[tuple[str, int | None]]  # a code of the document, with the number of an entry, root, key or text
ESCAPES = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


def judge_case(file: dict[str, Any], kept: tuple[int, bytes], key: str) -> Wrong:
    """Everything that is wrong with a case file; ``kept`` and ``key`` are known from elsewhere."""
    wrong = judge_keys(file, key)
    roots = judge_roots(file, wrong)
    for place in range(1, len(roots)):
        old, new, steps = roots[place - 1], roots[place], file["roots"][place]["consistency"]
        if old and new and not grows(old, new, [bytes.fromhex(step) for step in steps]):
            wrong.add(("root", place + 1))
    same = [root for root in roots if root and root[0] == kept[0]]
    if not same:
        wrong.add(("unknown_anchor", None))
    elif any(root != kept for root in same):
        wrong.add(("anchor", None))
    leaned_on = [v for e in file["entries"] for v in (e["payload"] or {}).values() if isinstance(v, str)]
    for place, text in enumerate(file["texts"], 1):
        if sha(writes(text["content"])).hex() != text["hash"] or text["hash"] not in leaned_on:
            wrong.add(("text", place))
    return wrong | judge_entries(file, roots)


def judge_entries(file: dict[str, Any], roots: list[tuple[int, bytes] | None]) -> Wrong:
    wrong: Wrong = set()
    number, link = -1, ""
    for entry in file["entries"]:
        seq = entry["seq"]
        hash_fits = seq > 0 and hash_of(entry, file["tenant"]) == entry["hash"]
        for code, is_wrong in {
            "order": number >= 0 and seq <= number,
            "chain": number >= 0 and seq == number + 1 and entry["prev"] != link,
            "foreign": entry["subject"] != file["subject"],
            "entry": not hash_fits,
            "path": hash_fits and not hangs(entry, roots),
            "payload": entry["payload"] is not None and not committed(entry),
        }.items():
            if is_wrong:
                wrong.add((code, seq))
        number, link = seq, entry["hash"]
    return wrong


def judge_chain(lines: list[dict[str, Any]], kept: tuple[int, bytes], key: str) -> Wrong:
    """Everything that is wrong with a chain file, up to the first entry that does not follow."""
    head, entries = lines[0], lines[1:]
    wrong = judge_keys(head, key)
    roots = judge_roots(head, wrong)
    leaves, last = [], "00" * 32
    for place, entry in enumerate(entries, 1):
        if entry["payload"] is not None and not committed(entry):
            wrong.add(("payload", entry["seq"]))
        stated = entry["hash"]
        if (entry["seq"], entry["prev"]) != (place, last) or hash_of(entry, head["tenant"]) != stated:
            wrong.add(("chain", place))
            return wrong
        leaves.append(sha(b"\x00" + bytes.fromhex(stated)))
        last = stated
    for place, root in enumerate(roots, 1):
        if root and root[0] > len(leaves):
            wrong.add(("cut_off", place))
        elif root and treetop(tuple(leaves[: root[0]])) != root[1]:
            wrong.add(("root", place))
    if kept[0] > len(leaves):
        wrong.add(("cut_off", None))
    elif treetop(tuple(leaves[: kept[0]])) != kept[1]:
        wrong.add(("anchor", None))
    return wrong


# --- Keys and roots -----------------------------------------------------------------------------
def judge_keys(file: dict[str, Any], known: str) -> Wrong:
    publics = [bytes.fromhex(one["public"]) for one in file["keys"]]
    notes = [one["note"] for one in file["keys"]]
    wrong: Wrong = set()
    if any(publics.count(one) > 1 for one in publics):
        wrong.add(("key", None))
    if notes and notes[0] is not None:
        wrong.add(("key", 1))
    for place in range(1, len(publics)):
        if notes[place] is not None:
            opened = opens(notes[place], [publics[place - 1]])
            want = ["deelwijs-sleutel", base64.b64encode(publics[place]).decode()]
            if opened is None or opened.split("\n")[:2] != want:
                wrong.add(("key", place + 1))
    prints = [sha(one)[:16].hex() for one in publics]
    if known not in prints or None in notes[prints.index(known) + 1 :]:
        wrong.add(("key", None))
    return wrong


def judge_roots(file: dict[str, Any], wrong: Wrong) -> list[tuple[int, bytes] | None]:
    publics = [bytes.fromhex(one["public"]) for one in file["keys"]]
    roots: list[tuple[int, bytes] | None] = []
    for place, root in enumerate(file["roots"], 1):
        text = opens(root["note"], publics)
        lines = text.split("\n") if text else []
        if len(lines) == 5 and lines[0] == "deelwijs/" + file["tenant"] and lines[3].startswith("time "):
            roots.append((int(lines[1]), base64.b64decode(lines[2])))
        else:
            roots.append(None)
            wrong.add(("signature", place))
    return roots


def opens(note: str, publics: list[bytes]) -> str | None:
    """The text of a note that one of these keys signed."""
    at = note.rfind("\n\n")
    text, rest = note[: at + 1], note[at + 2 :]
    for line in rest.split("\n")[:-1] if at >= 0 and rest.endswith("\n") else []:
        try:
            dash, name, signed = line.split(" ")
            blob = base64.b64decode(signed, validate=True)
        except ValueError:
            return None
        for public in publics:
            identity = sha(name.encode() + b"\n\x01" + public)[:4]
            if dash == "—" and blob[:4] == identity and signs(public, text.encode(), blob[4:]):
                return text
    return None


# --- Hashes and trees ---------------------------------------------------------------------------
def sha(data: bytes) -> bytes:
    return hashlib.new("sha256", data).digest()


def writes(value: Any) -> bytes:
    """The canonical form, sign by sign."""
    if value is None or value is True or value is False:
        return {None: b"null", True: b"true", False: b"false"}[value]
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, str):
        signs_of = (
            ESCAPES.get(ord(c), c if ord(c) >= 32 else f"\\u{ord(c):04x}")
            for c in unicodedata.normalize("NFC", value)
        )
        return b'"' + "".join(signs_of).encode() + b'"'
    if isinstance(value, list):
        return b"[" + b",".join(map(writes, value)) + b"]"
    pairs = sorted((unicodedata.normalize("NFC", name), inner) for name, inner in value.items())
    return b"{" + b",".join(writes(name) + b":" + writes(inner) for name, inner in pairs) + b"}"


def hash_of(entry: dict[str, Any], tenant: str) -> str:
    names = ("actor", "at_us", "kind", "payload_commit", "seq", "subject")
    body = writes({"tenant": tenant, **{name: entry[name] for name in names}})
    length = bytes((len(body) >> shift) & 255 for shift in range(56, -8, -8))
    return sha(b"deelwijs-ledger-entry-1" + length + body + bytes.fromhex(entry["prev"])).hex()


def committed(entry: dict[str, Any]) -> bool:
    body = b"deelwijs-ledger-payload-1" + bytes.fromhex(entry["salt"]) + writes(entry["payload"])
    return sha(body).hex() == entry["payload_commit"]


def half(size: int) -> int:
    left = 1
    while left * 2 < size:
        left *= 2
    return left


@lru_cache(maxsize=10_000)
def treetop(leaves: tuple[bytes, ...]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    left = half(len(leaves))
    return sha(b"\x01" + treetop(leaves[:left]) + treetop(leaves[left:]))


def hangs(entry: dict[str, Any], roots: list[tuple[int, bytes] | None]) -> bool:
    """Whether the path leads from the entry to its root, seen from the root down."""
    root = roots[entry["root"]] if entry["root"] < len(roots) else None
    steps = [bytes.fromhex(step) for step in entry["path"]]

    def climb(at: int, size: int) -> bytes:
        if size == 1:
            return sha(b"\x00" + bytes.fromhex(entry["hash"]))
        left, sibling = half(size), steps.pop()
        if at < left:
            return sha(b"\x01" + climb(at, left) + sibling)
        return sha(b"\x01" + sibling + climb(at - left, size - left))

    if root is None or not entry["seq"] <= root[0]:
        return False
    try:
        return climb(entry["seq"] - 1, root[0]) == root[1] and not steps
    except IndexError:
        return False


def grows(old: tuple[int, bytes], new: tuple[int, bytes], steps: list[bytes]) -> bool:
    """Whether the later tree holds the earlier one, seen from the root down."""

    def tops(small: int, size: int, *, outer: bool) -> tuple[bytes, bytes]:
        if small == size:
            top = old[1] if outer else steps.pop()
            return top, top
        left, sibling = half(size), steps.pop()
        if small <= left:
            was, now = tops(small, left, outer=outer)
            return was, sha(b"\x01" + now + sibling)
        was, now = tops(small - left, size - left, outer=False)
        return sha(b"\x01" + sibling + was), sha(b"\x01" + sibling + now)

    if not 0 < old[0] <= new[0]:
        return False
    try:
        return tops(old[0], new[0], outer=True) == (old[1], new[1]) and not steps
    except IndexError:
        return False


# --- Ed25519, after RFC 8032 section 5.1 --------------------------------------------------------
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]


def add(one: Point, two: Point) -> Point:
    (x1, y1), (x2, y2) = one, two
    cross = D * x1 * x2 * y1 * y2 % P
    return (
        (x1 * y2 + x2 * y1) * pow(1 + cross, -1, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - cross, -1, P) % P,
    )


def times(factor: int, point: Point) -> Point:
    total: Point = (0, 1)
    while factor:
        if factor & 1:
            total = add(total, point)
        point, factor = add(point, point), factor >> 1
    return total


def unpack(data: bytes) -> Point | None:
    number = int.from_bytes(data, "little")
    odd, y = number >> 255, number & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and odd):
        return None
    return (P - x if x & 1 != odd else x, y)


BASE = unpack((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


@lru_cache(maxsize=100_000)
def signs(public: bytes, text: bytes, signature: bytes) -> bool:
    if len(signature) != 64 or BASE is None:
        return False
    key, start = unpack(public), unpack(signature[:32])
    factor = int.from_bytes(signature[32:], "little")
    if key is None or start is None or factor >= Q:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % Q
    return times(factor, BASE) == add(start, times(challenge, key))
