"""Everything that can be wrong with a file, in Dutch: what happened, and what to do.

An entry is whether it stops the import, and the sentence. The sentence follows "Rij 14 van users.csv: ".
"""

from __future__ import annotations

import re

from deelwijs.people.importers.records import ImportProblem

_PREFIX = re.compile(r"^(leerling|medewerker|ouder|klas|groep):")
_NINE = re.compile(r"(?<!\d)\d{8,9}(?!\d)")

_AGAIN = "Verbeter dit in uw administratie en lever het bestand opnieuw."

MESSAGES: dict[str, tuple[bool, str]] = {
    # The files themselves
    "not_found": (True, "deze map of dit bestand bestaat niet. Controleer de naam."),
    "not_a_zip": (True, "dit is geen leesbaar zip-bestand. Pak de CSV-bestanden samen in één zip."),
    "locked_zip": (True, "het zip-bestand heeft een wachtwoord. Maak een zip zonder wachtwoord."),
    "unknown_format": (
        True,
        "we herkennen dit bestand niet. Lever een CSV- of Excel-bestand, OneRoster, EDEXML of SDS.",
    ),
    "too_big": (True, "uitgepakt is dit groter dan {limit} MB. Lever alleen de bestanden met mensen."),
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
    "broken_xml": (True, "het XML-bestand is niet te lezen vanaf deze regel. Maak de export opnieuw."),
    "doctype": (
        True,
        "dit XML-bestand heeft een DOCTYPE. Dat lezen we niet, om veilig te blijven. " + _AGAIN,
    ),
    "column_missing": (True, "de kolom {column} ontbreekt. Maak de export opnieuw, met deze kolom erbij."),
    "column_twice": (True, "de kolom {column} komt twee keer voor. Laat er één staan."),
    "row_length": (True, "de rij heeft {found} kolommen, de kop heeft er {expected}. " + _AGAIN),
    "old_excel": (
        True,
        "dit is een oud Excel-bestand (.xls), of er staat een wachtwoord op. "
        "Bewaar het als .xlsx zonder wachtwoord.",
    ),
    "broken_excel": (True, "dit Excel-bestand is beschadigd of niet compleet. Bewaar het opnieuw als .xlsx."),
    "macros": (True, "in dit Excel-bestand zitten macro's. Bewaar het als .xlsx zonder macro's."),
    "formula": (True, "in deze rij staat een formule. Plak de lijst als waarden in een nieuw bestand."),
    "too_many_rows": (True, "dit blad heeft meer dan {limit} rijen. Lever alleen de rijen met mensen."),
    "no_header": (True, "dit lijkt een rij met gegevens. Zet er een rij met de namen van de kolommen boven."),
    "columns_unclear": (True, "{words} De kolommen zijn: {columns}. Verander de kop, of kies de kolommen."),
    "wrong_school": (
        True,
        "dit bestand is van {theirs}. U leest in voor {ours}. Kies het bestand van uw eigen school.",
    ),
    # Rows
    "id_missing": (True, "het kenmerk ({column}) ontbreekt. " + _AGAIN),
    "id_twice": (True, "{id} staat ook in rij {other}. Laat één van de twee rijen weg."),
    "too_long": (True, "de tekst in kolom {column} is langer dan {limit} tekens. " + _AGAIN),
    "bsn_as_id": (
        True,
        "de kenmerken lijken burgerservicenummers. Die slaan we nooit op. Exporteer met een ander kenmerk.",
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
    "date_unclear": (
        True,
        "de datum {value} in kolom {column} is niet te lezen. Schrijf een datum als 4-9-2011.",
    ),
    "name_of_nobody": (True, "er staat geen naam in deze rij. " + _AGAIN),
    "role_missing": (True, "er staat niet of dit een leerling, ouder of medewerker is. " + _AGAIN),
    "ward_missing": (True, "het leerlingnummer van het kind ontbreekt. " + _AGAIN),
    # Warnings: shown, and then it may go on
    "never_kept": (False, "de kolom {column} ({what}) lezen we niet. Die bewaren we nooit."),
    "column_unread": (False, "de kolom {column} kennen we niet. We lezen die niet."),
    "guardian_same_name": (
        False,
        "de verzorger heet net als de leerling. Klopt dat? Zo niet, verbeter het in uw administratie.",
    ),
    "name_damaged": (False, "in de naam {value} staat een teken dat geen letter is. Controleer de spelling."),
    "email_unreadable": (False, "dit is geen e-mailadres. We nemen het niet over."),
    "looks_like_bsn": (False, "het nummer lijkt een burgerservicenummer. We nemen het niet over."),
    "birth_missing": (
        False,
        "de leerling heeft geen geboortedatum. We weten dan niet wie over toestemming beslist.",
    ),
    "births_absent": (
        False,
        "er staat geen enkele geboortedatum in. We weten dan niet wie over toestemming beslist.",
    ),
    "birth_of_unknown": (False, "{id} staat niet in het bestand met mensen. We slaan deze rij over."),
    "role_unknown": (False, "de rol {value} kennen we niet. We slaan deze rij over."),
    "role_of_unknown": (False, "{id} staat niet in het bestand met mensen. We slaan deze rij over."),
    "no_role": (False, "deze persoon heeft geen rol op school. We nemen de persoon niet over."),
    "ward_unknown": (
        False,
        "leerling {id} is niet bekend in Deelwijs. We slaan deze ouder over. Lees eerst de leerlingen in.",
    ),
    "change_of_unknown": (
        False,
        "{id} is niet bekend in Deelwijs. We slaan deze wijziging over. Lever een keer alle gegevens.",
    ),
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
    "enrolment_of_unknown": (
        False,
        "{id} staat niet in het bestand met mensen. We slaan deze plaatsing over.",
    ),
    "enrolment_in_unknown": (
        False,
        "klas {id} staat niet in het bestand met klassen. We slaan deze plaatsing over.",
    ),
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
    params = {key: _shown(value) for key, value in params.items()}
    return ImportProblem(file, row, code, f"{where}: {sentence.format(**params)}", stops=stops)


def shown_key(key: str) -> str:
    """A key as the school knows it: the number of a pupil, without the word that tells lists apart."""
    return _PREFIX.sub("", key)


def _shown(value: object) -> object:
    """What may be quoted. A number that may be a burgerservicenummer is not repeated, wherever it stood."""
    return _NINE.sub("•" * 9, shown_key(value)) if isinstance(value, str) else value
