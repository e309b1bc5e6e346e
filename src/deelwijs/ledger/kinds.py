"""Every act that the ledger knows, with what it means. ``docs/ledger.md`` is checked against this list."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What happened."""

    DEMO_LOADED = "demo.loaded"
    BOARD_FOUNDED = "board.founded"
    BOARD_APPOINTED = "board.appointed"
    SCHOOL_FOUNDED = "school.founded"
    PEOPLE_IMPORTED = "people.imported"
    PEOPLE_TURNED = "people.turned"
    PERSON_ADDED = "person.added"
    PERSON_CUSTODY = "person.custody"
    PERSON_SECRECY = "person.secrecy"
    PERSON_ADDRESS = "person.address"
    PERSON_LANGUAGE = "person.language"
    PERSON_DIED = "person.died"
    PERSON_POSITION = "person.position"
    PERSON_ABSENCE = "person.absence"
    PERSON_LEAVES = "person.leaves"
    SIGN_IN_JOINED = "sign_in.joined"
    PERSON_ROLES = "person.roles"
    PROTOCOL_ADOPTED = "protocol.adopted"
    PROTOCOL_CONSENTED = "protocol.consented"
    PROTOCOL_HANDED_OUT = "protocol.handed_out"
    PROTOCOL_REMINDED = "protocol.reminded"
    PROTOCOL_RECEIVED = "protocol.received"
    CONSENT_ASKED = "consent.asked"
    CONSENT_DECIDED = "consent.decided"
    PUBLICATION_DECIDED = "publication.decided"
    PUBLICATION_PLACED = "publication.placed"
    PUBLICATION_STOPPED = "publication.stopped"
    TAKEDOWN_REQUESTED = "takedown.requested"
    TAKEDOWN_VERIFIED = "takedown.verified"
    TAKEDOWN_FAILED = "takedown.failed"
    TAKEDOWN_BY_HAND = "takedown.by_hand"
    LEDGER_EXPORTED = "ledger.exported"
    LEDGER_ERASED = "ledger.erased"
    LEDGER_ADDRESSES = "ledger.addresses"
