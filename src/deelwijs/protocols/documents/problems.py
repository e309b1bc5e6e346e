"""Why a document cannot be read: a code, and a sentence for the person who chose the file."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

MAX_MEGABYTES: Final = 10
MAX_PAGES: Final = 150
MAX_PARAGRAPHS: Final = 4000
MAX_CHARACTERS: Final = 300_000
MAX_PARAGRAPH: Final = 8000  # characters


class Problem(StrEnum):
    """The kinds of documents that are refused."""

    UNKNOWN_KIND = "unknown_kind"
    OTHER_KIND = "other_kind"
    OLD_WORD = "old_word"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_SLOW = "too_slow"
    PROTECTED = "protected"
    CORRUPT = "corrupt"
    UNSAFE = "unsafe"
    NO_TEXT = "no_text"
    NO_ARTICLES = "no_articles"


_ADVICE: Final = "Er is niets opgeslagen."
_MESSAGES: Final = {
    Problem.UNKNOWN_KIND: "Dit soort bestand kan Deelwijs niet lezen. "
    "Kies een bestand dat eindigt op .docx, .odt, .pdf, .txt of .md.",
    Problem.OTHER_KIND: "De naam eindigt op {named}, maar de inhoud is iets anders ({found}). "
    "Sla het document opnieuw op in het juiste soort, en kies dat bestand.",
    Problem.OLD_WORD: "Dit is een document van een oude versie van Word, of een document met een wachtwoord. "
    "Open het in uw tekstprogramma, haal een wachtwoord weg en sla het op als .docx.",
    Problem.EMPTY: "Dit bestand is leeg. Controleer of u het juiste bestand koos.",
    Problem.TOO_LARGE: f"Dit bestand is groter dan {MAX_MEGABYTES} MB. "
    "Een protocol is meestal veel kleiner. Haal grote afbeeldingen weg en sla het opnieuw op.",
    Problem.TOO_LONG: "Dit document heeft te veel tekst om een protocol te zijn. "
    "Kies alleen het protocol, zonder de rest van de schoolgids.",
    Problem.TOO_MANY_PAGES: f"Dit document heeft {{pages}} bladzijden. Deelwijs leest er {MAX_PAGES}. "
    "Bewaar alleen de bladzijden van het protocol, en kies dat bestand.",
    Problem.TOO_SLOW: "Het lezen van dit document duurde te lang. "
    "Sla de tekst op als .docx of .txt, en kies dat bestand.",
    Problem.PROTECTED: "Dit document is beveiligd met een wachtwoord. "
    "Haal het wachtwoord weg in uw tekstprogramma, en kies het bestand opnieuw.",
    Problem.CORRUPT: "Dit document is beschadigd en kan niet gelezen worden. "
    "Open het in uw tekstprogramma, sla het opnieuw op, en kies dat bestand.",
    Problem.UNSAFE: "Dit document bevat onderdelen die Deelwijs om veiligheid niet opent. "
    "Kopieer de tekst naar een nieuw document, sla dat op, en kies dat bestand.",
    Problem.NO_TEXT: "In dit document staat geen tekst die te lezen is. Het is waarschijnlijk een scan. "
    "Vraag het document als tekst, of laat er tekstherkenning op los.",
    Problem.NO_ARTICLES: "In dit document vindt Deelwijs geen artikelen. "
    "Controleer of dit het protocol is, en of de regels genummerd zijn of onder een eigen kop staan.",
}


class DocumentError(Exception):
    """A document that is not taken in. ``message`` says what happened, why, and what to do, in Dutch."""

    def __init__(self, problem: Problem, **values: object) -> None:
        self.problem = problem
        self.values = values
        self.message = f"{_MESSAGES[problem].format(**values)} {_ADVICE}"
        super().__init__(self.message)
