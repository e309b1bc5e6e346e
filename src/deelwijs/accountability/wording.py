"""The ledger in Dutch and in pictures: which icon an act has, and what is wrong with a chain."""

from __future__ import annotations

from deelwijs.core.ledger.verify import Code
from deelwijs.ledger.kinds import Kind

_ICONS = {
    "consent": "check-square",
    "demo": "buildings",
    "ledger": "scroll",
    "board": "buildings",
    "people": "users",
    "person": "user",
    "school": "buildings",
    "sign_in": "sign-in",
    "protocol": "book-open-text",
    "publication": "paper-plane-tilt",
    "takedown": "link-break",
}
# Everything else is about somebody, and not every reader of the ledger may know whom.
_ABOUT_NOBODY: set[str] = {
    Kind.DEMO_LOADED,
    Kind.BOARD_FOUNDED,
    Kind.SCHOOL_FOUNDED,
    Kind.PEOPLE_IMPORTED,
    Kind.PEOPLE_IMPORT_UNDONE,
    Kind.PEOPLE_TURNED,
    Kind.PROTOCOL_ADOPTED,
    Kind.PROTOCOL_CONSENTED,
    Kind.PROTOCOL_HANDED_OUT,
    Kind.PROTOCOL_REMINDED,
    Kind.PUBLICATION_DECIDED,
    Kind.PUBLICATION_PLACED,
    Kind.PUBLICATION_STOPPED,
    Kind.TAKEDOWN_REQUESTED,
    Kind.TAKEDOWN_VERIFIED,
    Kind.TAKEDOWN_FAILED,
    Kind.TAKEDOWN_BY_HAND,
    Kind.LEDGER_ADDRESSES,
}
_FAULTS: dict[str, str] = {
    Code.CHAIN: "De regels sluiten niet op elkaar aan.",
    Code.PAYLOAD: "De inhoud van een regel is veranderd.",
    Code.CUT_OFF: "Er ontbreken regels aan het eind.",
    Code.ROOT: "De regels passen niet bij een anker.",
    Code.SIGNATURE: "Een anker is veranderd.",
}
# Who acts without being somebody of the school.
MACHINES = {
    "deelwijs": "Deelwijs zelf",
    "demo": "de demo",
    "00000000-0000-0000-0000-000000000000": "de beheerder, op de opdrachtregel",
}
# What stands in payloads, for who may read a case.
ANSWERS = {"yes": "ja", "no": "nee"}
CAPACITIES = {"self": "voor zichzelf", "guardian": "als ouder of verzorger"}


def icon_of(kind: str) -> str:
    """The icon of an act, by the room that recorded it."""
    return _ICONS.get(kind.partition(".")[0], "list")


def is_about_somebody(kind: str) -> bool:
    """Whether an act is about a person; one that nobody has thought about yet is."""
    return kind not in _ABOUT_NOBODY


def fault_words(code: str) -> str:
    """What is wrong with a chain."""
    return _FAULTS.get(code, code)
