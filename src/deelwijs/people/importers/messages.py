"""Everything that can be wrong with a file, in Dutch: what happened, and what to do.

An entry is whether it stops the import, and the sentence. The sentence follows "Rij 14 van users.csv: ".
"""

from __future__ import annotations

from deelwijs.people.importers.records import ImportProblem

_AGAIN = "Verbeter dit in uw administratie en lever het bestand opnieuw."

MESSAGES: dict[str, tuple[bool, str]] = {
    # The files themselves
    "not_found": (True, "deze map of dit bestand bestaat niet. Controleer de naam."),
    "not_a_zip": (True, "dit is geen leesbaar zip-bestand. Pak de CSV-bestanden samen in één zip."),
    "locked_zip": (True, "het zip-bestand heeft een wachtwoord. Maak een zip zonder wachtwoord."),
    "too_big": (True, "uitgepakt is dit groter dan {limit} MB. Lever alleen de OneRoster-bestanden."),
    "file_twice": (True, "dit bestand komt twee keer voor. Lever één map tegelijk."),
    "file_missing": (True, "dit bestand ontbreekt. Maak de export opnieuw, met dit bestand erbij."),
    "file_empty": (True, "dit bestand is leeg, ook de kop ontbreekt. Maak de export opnieuw."),
    "encoding": (
        True,
        "de tekens zijn niet leesbaar als UTF-8, het lijkt {guess}. Kies bij het exporteren UTF-8.",
    ),
    "broken_csv": (
        True,
        "de rij is niet te lezen, er staat een aanhalingsteken te veel of te weinig. " + _AGAIN,
    ),
    "column_missing": (True, "de kolom {column} ontbreekt. Maak de export opnieuw, met deze kolom erbij."),
    "column_twice": (True, "de kolom {column} komt twee keer voor. Laat er één staan."),
    "row_length": (True, "de rij heeft {found} kolommen, de kop heeft er {expected}. " + _AGAIN),
    "delta": (
        True,
        "dit zijn alleen de wijzigingen. Lever alle gegevens (bulk), anders raakt u mensen kwijt.",
    ),
    # Rows
    "id_missing": (True, "het kenmerk (sourcedId) ontbreekt. " + _AGAIN),
    "id_twice": (True, "het kenmerk {id} staat ook in rij {other}. Laat één van de twee rijen weg."),
    "too_long": (True, "de tekst in kolom {column} is langer dan {limit} tekens. " + _AGAIN),
    "bsn_as_id": (
        True,
        "de kenmerken (sourcedId) lijken burgerservicenummers. "
        "Die slaan we nooit op. Exporteer met een ander kenmerk.",
    ),
    "name_missing": (True, "de voornaam ontbreekt. " + _AGAIN),
    "date_unreadable": (
        True,
        "de datum {value} in kolom {column} is niet te lezen. Schrijf een datum als 2011-09-04.",
    ),
    "birth_in_future": (True, "de geboortedatum {value} ligt in de toekomst. " + _AGAIN),
    "birth_too_old": (True, "de geboortedatum {value} kan niet kloppen. " + _AGAIN),
    "dates_reversed": (True, "de einddatum ligt vóór de begindatum. " + _AGAIN),
    "own_guardian": (True, "{id} is verzorger van zichzelf. " + _AGAIN),
    "nobody": (True, "er staat niemand in het bestand. Maak de export opnieuw."),
    # Warnings: shown, and then it may go on
    "name_damaged": (False, "in de naam {value} staat een teken dat geen letter is. Controleer de spelling."),
    "email_unreadable": (False, "dit is geen e-mailadres. We nemen het niet over."),
    "looks_like_bsn": (False, "het nummer lijkt een burgerservicenummer. We nemen het niet over."),
    "birth_missing": (
        False,
        "de leerling heeft geen geboortedatum. We weten dan niet wie over toestemming beslist.",
    ),
    "birth_of_unknown": (False, "{id} staat niet in users.csv. We slaan deze rij over."),
    "role_unknown": (False, "de rol {value} kennen we niet. We slaan deze rij over."),
    "role_of_unknown": (False, "{id} staat niet in users.csv. We slaan deze rij over."),
    "no_role": (False, "deze persoon heeft geen rol op school. We nemen de persoon niet over."),
    "guardian_of_nobody": (
        False,
        "bij deze ouder of verzorger hoort geen leerling. We nemen de persoon niet over.",
    ),
    "agent_unknown": (
        False,
        "verzorger {id} staat niet in het bestand. De leerling krijgt deze verzorger niet.",
    ),
    "agent_is_pupil": (
        False,
        "verzorger {id} is zelf leerling. De leerling krijgt deze verzorger niet.",
    ),
    "no_guardian": (
        False,
        "de leerling heeft geen ouder of verzorger. Beslist de leerling nog niet zelf, dan kan niemand dat.",
    ),
    "enrolment_of_unknown": (False, "{id} staat niet in users.csv. We slaan deze plaatsing over."),
    "enrolment_in_unknown": (False, "klas {id} staat niet in classes.csv. We slaan deze plaatsing over."),
    "enrolment_role": (False, "de rol {value} kennen we niet. We slaan deze plaatsing over."),
    "no_teacher": (False, "klas {value} heeft geen docent. Vul de docent aan in uw administratie."),
    "same_name": (
        False,
        "in klas {group} heten {count} leerlingen {value}. Let goed op wie u aanwijst.",
    ),
}


def problem(code: str, file: str, row: int | None = None, **params: object) -> ImportProblem:
    """The problem with its sentence; ``row`` is None when it is about the whole file."""
    stops, sentence = MESSAGES[code]
    where = f"Rij {row} van {file}" if row else file
    return ImportProblem(file, row, code, f"{where}: {sentence.format(**params)}", stops=stops)
