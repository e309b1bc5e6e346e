"""Roles and what each may do: one readable table, deny by default."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is at a school, as far as it gives rights in Deelwijs."""

    PUPIL = "pupil"
    GUARDIAN = "guardian"
    EMPLOYEE = "employee"
    MANAGER = "manager"
    COMMUNICATIONS = "communications"
    SCHOOL_LEADERSHIP = "school_leadership"
    BOARD = "board"
    COUNSELLOR = "confidential_counsellor"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "functional_administrator"

    @property
    def label(self) -> str:
        """The role's name on screen."""
        return _LABELS[self]


_LABELS = {
    Role.PUPIL: "Leerling",
    Role.GUARDIAN: "Ouder of verzorger",
    Role.EMPLOYEE: "Medewerker",
    Role.MANAGER: "Leidinggevende",
    Role.COMMUNICATIONS: "Communicatie",
    Role.SCHOOL_LEADERSHIP: "Schoolleiding",
    Role.BOARD: "Bestuur",
    Role.COUNSELLOR: "Vertrouwenspersoon",
    Role.PRIVACY_OFFICER: "Functionaris gegevensbescherming",
    Role.ADMINISTRATOR: "Functioneel beheerder",
}


class Permission(StrEnum):
    """Something that a page or an action needs."""

    DECIDE_CONSENT = "decide_consent"
    SEE_CONSENTS = "see_consents"
    SEE_CLASS_LISTS = "see_class_lists"  # of the classes that somebody teaches
    WRITE_PUBLICATION = "write_publication"
    PUBLISH = "publish"
    IMPORT_PEOPLE = "import_people"
    SEE_PEOPLE = "see_people"
    SEE_CONTACT_DETAILS = "see_contact_details"
    EDIT_PEOPLE = "edit_people"
    ASSIGN_ROLES = "assign_roles"
    SEE_BOARD = "see_board"
    SEE_LEDGER = "see_ledger"
    KEEP_LEDGER = "keep_ledger"
    EXPORT_PROOF = "export_proof"
    READ_PROTOCOL = "read_protocol"
    HAND_OUT_PROTOCOL = "hand_out_protocol"
    EDIT_PROTOCOL = "edit_protocol"
    ADOPT_PROTOCOL = "adopt_protocol"
    MANAGE_SIGN_IN = "manage_sign_in"


_EVERYONE = frozenset({Permission.READ_PROTOCOL})
_OWN_CONSENT = _EVERYONE | {Permission.DECIDE_CONSENT}
_PROTOCOL = {Permission.EDIT_PROTOCOL, Permission.ADOPT_PROTOCOL}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PUPIL: _OWN_CONSENT,
    Role.GUARDIAN: _OWN_CONSENT,
    Role.EMPLOYEE: _OWN_CONSENT | {Permission.SEE_CLASS_LISTS},
    Role.MANAGER: _OWN_CONSENT,
    Role.COMMUNICATIONS: _OWN_CONSENT
    | {
        Permission.WRITE_PUBLICATION,
        Permission.PUBLISH,
        Permission.SEE_CONSENTS,
        Permission.SEE_CLASS_LISTS,
        Permission.SEE_PEOPLE,
        Permission.IMPORT_PEOPLE,
    },
    Role.SCHOOL_LEADERSHIP: _OWN_CONSENT
    | _PROTOCOL
    | {
        Permission.SEE_PEOPLE,
        Permission.SEE_CONTACT_DETAILS,
        Permission.EDIT_PEOPLE,
        Permission.ASSIGN_ROLES,
        Permission.SEE_LEDGER,
        Permission.KEEP_LEDGER,
        Permission.HAND_OUT_PROTOCOL,
    },
    Role.BOARD: _EVERYONE | _PROTOCOL | {Permission.SEE_LEDGER, Permission.SEE_BOARD},
    Role.COUNSELLOR: _OWN_CONSENT,
    Role.PRIVACY_OFFICER: _EVERYONE
    | {
        Permission.SEE_CONSENTS,
        Permission.SEE_CLASS_LISTS,
        Permission.SEE_LEDGER,
        Permission.KEEP_LEDGER,
        Permission.EXPORT_PROOF,
    },
    Role.ADMINISTRATOR: _EVERYONE
    | {
        Permission.IMPORT_PEOPLE,
        Permission.SEE_PEOPLE,
        Permission.SEE_CONTACT_DETAILS,
        Permission.EDIT_PEOPLE,
        Permission.ASSIGN_ROLES,
        Permission.MANAGE_SIGN_IN,
    },
}


# Who sees data of others, or speaks for the school, shows a second factor first.
SECOND_FACTOR = frozenset(
    {
        Role.COMMUNICATIONS,
        Role.SCHOOL_LEADERSHIP,
        Role.BOARD,
        Role.COUNSELLOR,
        Role.PRIVACY_OFFICER,
        Role.ADMINISTRATOR,
    }
)


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything that somebody with these roles may do."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles)) if roles else frozenset()


def awaiting_second_factor(roles: frozenset[Role]) -> frozenset[Permission]:
    """What somebody with these roles may do only after a second factor: all that these roles alone give."""
    return permissions_of(roles) - permissions_of(roles - SECOND_FACTOR)
