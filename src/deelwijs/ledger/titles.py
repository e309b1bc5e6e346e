"""What each act is called in Dutch. No Django: the check of a proof says it as well."""

from __future__ import annotations

from deelwijs.ledger.kinds import Kind

TITLES: dict[str, str] = {
    Kind.DEMO_LOADED: "Demoschool klaargezet",
    Kind.BOARD_FOUNDED: "Bestuur aangemaakt",
    Kind.BOARD_APPOINTED: "Iemand handelt voor het bestuur",
    Kind.SCHOOL_FOUNDED: "School aangemaakt",
    Kind.PEOPLE_IMPORTED: "Mensen ingelezen",
    Kind.PEOPLE_IMPORT_UNDONE: "Inlezen teruggedraaid",
    Kind.PEOPLE_TURNED: "Bijgewerkt op een nieuwe dag",
    Kind.PERSON_ADDED: "Persoon toegevoegd",
    Kind.PERSON_CUSTODY: "Gezag vastgelegd",
    Kind.PERSON_SECRECY: "Geheim adres vastgelegd",
    Kind.PERSON_ADDRESS: "Nieuw adres vastgelegd",
    Kind.PERSON_LANGUAGE: "Taal van brieven vastgelegd",
    Kind.PERSON_DIED: "Overlijden vastgelegd",
    Kind.PERSON_POSITION: "Functie vastgelegd",
    Kind.PERSON_ABSENCE: "Afwezigheid vastgelegd",
    Kind.PERSON_LEAVES: "Vertrek vastgelegd",
    Kind.PERSON_ROLES: "Rollen gewijzigd",
    Kind.SIGN_IN_JOINED: "Account gekoppeld",
    Kind.SIGN_IN_PARTED: "Account losgemaakt",
    Kind.SIGN_IN_INVITED: "Code op papier gemaakt",
    Kind.SIGN_IN_UNINVITED: "Code op papier ingetrokken",
    Kind.SIGN_IN_FACTOR_RESET: "Tweede stap weggehaald",
    Kind.SIGN_IN_ENDED: "Overal uitgelogd",
    Kind.PROTOCOL_ADOPTED: "Protocol vastgesteld",
    Kind.PROTOCOL_CONSENTED: "Instemming van de (G)MR",
    Kind.PROTOCOL_HANDED_OUT: "Protocol uitgereikt",
    Kind.PROTOCOL_REMINDED: "Herinnerd aan het protocol",
    Kind.PROTOCOL_RECEIVED: "Protocol ontvangen",
    Kind.CONSENT_ASKED: "Toestemming gevraagd",
    Kind.CONSENT_DECIDED: "Antwoord over toestemming",
    Kind.PUBLICATION_DECIDED: "Bericht beoordeeld",
    Kind.PUBLICATION_PLACED: "Bericht geplaatst",
    Kind.PUBLICATION_STOPPED: "Bericht tegengehouden",
    Kind.TAKEDOWN_REQUESTED: "Bericht moet weg",
    Kind.TAKEDOWN_VERIFIED: "Bericht is weg, gecontroleerd",
    Kind.TAKEDOWN_FAILED: "Bericht is nog niet weg",
    Kind.TAKEDOWN_BY_HAND: "Bericht met de hand weggehaald",
    Kind.LEDGER_EXPORTED: "Bewijs gemaakt",
    Kind.LEDGER_ERASED: "Inhoud van regels gewist",
    Kind.LEDGER_ADDRESSES: "Adressen voor ankers gewijzigd",
}


def title_of(kind: str) -> str:
    """What an act is called; one that a newer version recorded goes by its own name."""
    return TITLES.get(kind, kind)
