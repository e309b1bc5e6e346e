"""Article by article: what the fixed readings say, on cases of our own."""
# ruff: noqa: E501 (a table reads best with one case to a line)

from __future__ import annotations

from typing import Any

import pytest

from deelwijs.core.finding import Outcome
from tests.core.norms.school import ORDINARY, advice, interview, model, outcome

FORBIDDEN, CONSULT = Outcome.FORBIDDEN, Outcome.CONSULT
IF, ALLOWED, OUT = Outcome.ALLOWED_IF, Outcome.ALLOWED, Outcome.OUT_OF_SCOPE
ROLES = ["leerling", "ouder", "medewerker", "oud_medewerker", "betrokkene"]
ACTS = [answer.value for answer in model().facts["handeling"].answers]
OMISSIONS = {"niet_melden", "niet_in_dossier_opnemen", "niet_extern_melden"}
PHOTO = {"handeling": "publiceren", "kanaal": "schoolaccount", "afgebeelden": ["leerling"]}
WORK = {"rol": "medewerker", "hoedanigheid": "werk"}
PRIVATE = {"rol": "medewerker", "hoedanigheid": "prive", "kanaal": "prive_account"}
SCHOOL = {"rol": "schoolleiding"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", [act for act in ACTS if act not in OMISSIONS])
def test_what_is_ordinary_is_never_forbidden(role: str, act: str) -> None:
    """With ordinary answers nothing is wrong: at most something is missing or left to ask."""
    assert outcome(rol=role, handeling=act) not in {FORBIDDEN, CONSULT, OUT}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "facts", [{"rol": "buitenstaander"}, {"rol": "leerling", "verband_met_school": "nee"}]
)
def test_scope_goes_before_everything(act: str, facts: dict[str, Any]) -> None:
    found = advice(handeling=act, strijdig_met_fatsoen="ja", grensoverschrijdend="ja", **facts).verdict
    assert found.outcome is OUT
    assert set(found.articles) <= {"D1", "D2"}
    assert not found.duties + found.conditions + found.notices


TABLE: list[tuple[Outcome, str, dict[str, Any]]] = [
    # A1: who, what, and whose permission
    (FORBIDDEN, "A1", {"rol": "leerling", "handeling": "opnemen", "situatie": "afstandsles"}),
    (FORBIDDEN, "A1", {"rol": "leerling", "handeling": "publiceren", "kanaal": "prive_account", "situatie": "les"}),
    (FORBIDDEN, "A1", {**WORK, "handeling": "publiceren", "kanaal": "intranet", "opname_uit_les": "les"}),
    (FORBIDDEN, "A1", {"rol": "leerling", "handeling": "bericht_sturen", "opname_uit_les": "les"}),
    (ALLOWED, "-A1", {"rol": "ouder", "handeling": "gebruiken", "situatie": "les"}),
    (ALLOWED, "-A1", {"rol": "betrokkene", "handeling": "opnemen", "situatie": "les"}),
    *[
        (result, "A1", {"rol": "leerling", "handeling": "opnemen", "situatie": "les", "afgebeelden": ["leerling"],
                        "jongste_leeftijd": age, "lestoestemming": "vooraf", "lestoestemming_van": by})
        for age, by, result in [
            (15, ["leraar", "ouders"], ALLOWED), (16, ["leraar", "leerlingen"], ALLOWED),
            (15, ["leraar", "leerlingen"], FORBIDDEN), (16, ["leraar", "ouders"], FORBIDDEN),
            (15, ["ouders"], FORBIDDEN), (16, ["leerlingen"], FORBIDDEN), (15, ["leraar"], FORBIDDEN),
            (15, ["schoolleiding"], ALLOWED), (15, [], FORBIDDEN), (15, ["leraar", "leerlingen", "ouders"], ALLOWED),
        ]
    ],
    # A2 wants both; C1 only one of two
    (ALLOWED, "-A2", {"rol": "leerling", "handeling": "discussieren", "kan_schaden": "ja"}),
    (FORBIDDEN, "A2", {**WORK, "handeling": "mededeling_doen", "kanaal": "intranet", "persoonsgegevens": "ja", "kan_schaden": "ja"}),
    (ALLOWED, "-C1", {**WORK, "handeling": "publiceren", "kanaal": "schoolaccount", "persoonsgegevens": "ja"}),
    (FORBIDDEN, "C1", {**PRIVATE, "handeling": "discussieren", "persoonsgegevens": "ja"}),
    (FORBIDDEN, "C1", {"rol": "oud_medewerker", "handeling": "publiceren", "persoonsgegevens": "ja"}),
    # A5: consent by the right person, in writing, for this channel
    *[
        (FORBIDDEN, "A5", {**WORK, **PHOTO, "jongste_leeftijd": 13, "toestemming_door": "ouder", "toestemming": consent})
        for consent in ("mondeling", "geen", "ingetrokken", "tegenstrijdig")
    ],
    *[
        (result, "A5", {**WORK, **PHOTO, "toestemming": "schriftelijk", "jongste_leeftijd": age, "toestemming_door": by})
        for age, by, result in [(15, "ouder", ALLOWED), (15, "zelf", FORBIDDEN), (16, "zelf", ALLOWED), (16, "ouder", FORBIDDEN)]
    ],
    (FORBIDDEN, "A5", {"rol": "leerling", **PHOTO, "kanaal": "groepsapp"}),
    (FORBIDDEN, "A5", {"rol": "ouder", **PHOTO, "afgebeelden": ["anders"], "kanaal": "prive_account"}),
    (ALLOWED, "-A5", {**WORK, **PHOTO, "kanaal": "mail"}),
    (ALLOWED, "-A5", {**WORK, **PHOTO, "herkenbaar": "nee"}),
    (IF, "A5", {**WORK, **PHOTO, "toestemming": "deels"}),
    (FORBIDDEN, "A5", {**WORK, **PHOTO, "toestemming": "deels", "toestemming_dekt_kanaal": "nee"}),
    # A6 and A7 know no exception
    (FORBIDDEN, "A6", {"rol": "medewerker", "handeling": "vriend_worden", "kanaal": "prive_account", "met_wie": "leerling"}),
    (ALLOWED, "-A6", {"rol": "medewerker", "handeling": "vriend_worden", "kanaal": "prive_account", "met_wie": "oud_leerling"}),
    (FORBIDDEN, "A7", {"rol": "ouder", "handeling": "publiceren", "kanaal": "groepsapp", "opname_uit_les": "afstandsles"}),
    (ALLOWED, "-A7", {"rol": "ouder", "handeling": "publiceren", "kanaal": "mail", "opname_uit_les": "afstandsles"}),
    (ALLOWED, "-A7", {"rol": "betrokkene", "handeling": "publiceren", "kanaal": "groepsapp", "opname_uit_les": "afstandsles"}),
    # A8 in each of its acts, A9
    *[
        (FORBIDDEN, "A8", {"rol": "betrokkene", "handeling": act, "mogelijk_strafbaar": "ja"})
        for act in ("gebruiken", "opnemen", "publiceren", "discussieren", "bericht_sturen", "groepsapp_maken")
    ],
    (FORBIDDEN, "A9", {"rol": "leerling", "handeling": "niet_melden", "grensoverschrijdend": "ja"}),
    (ALLOWED, "A9", {"rol": "medewerker", "handeling": "melden", "grensoverschrijdend": "seksueel", "meldt_bij": "bestuur"}),
    (IF, "A9", {"rol": "ouder", "handeling": "melden", "grensoverschrijdend": "ja", "meldt_bij": "anders"}),
    # B1
    (ALLOWED, "B1", {**WORK, "handeling": "mededeling_doen", "kanaal": "intranet"}),
    (FORBIDDEN, "B1", {**WORK, "handeling": "mededeling_doen", "kanaal": "prive_account"}),
    *[(IF, "B1", {**WORK, "handeling": "mededeling_doen", "kanaal": channel}) for channel in ("mail", "schoolaccount", "anders")],
    (FORBIDDEN, "B1", {**WORK, "handeling": "groepsapp_maken", "jongste_leeftijd": 15}),
    (FORBIDDEN, "B1", {**WORK, "handeling": "groepsapp_maken", "jongste_leeftijd": 17, "professionele_groep": "nee"}),
    (IF, "B1", {**WORK, "handeling": "groepsapp_maken", "jongste_leeftijd": 16, "overigen_bereikt": "nee"}),
    (ALLOWED, "-B1", {"rol": "ouder", "handeling": "mededeling_doen", "kanaal": "prive_account"}),
    # B2, B3, B4, U4
    (IF, "B2", {**WORK, "handeling": "discussieren", "vermeldt_medewerker": "ja"}),
    *[
        (CONSULT, "B3", {**WORK, "handeling": act, "kanaal": "mail", "dreigt_te_ontsporen": "ja"})
        for act in ("publiceren", "discussieren", "bericht_sturen")
    ],
    (ALLOWED, "-B3", {"rol": "ouder", "handeling": "discussieren", "dreigt_te_ontsporen": "ja"}),
    *[
        (CONSULT, "B4", {**WORK, "handeling": act, "kanaal": "intranet", "twijfel": "ja"})
        for act in ("publiceren", "discussieren", "bericht_sturen", "opnemen", "mededeling_doen")
    ],
    *[
        (CONSULT, "B4", {**WORK, "handeling": "publiceren", "kanaal": "schoolaccount", judged: "twijfel"})
        for judged in ("persoonsgegevens", "kan_schaden", "strijdig_met_fatsoen", "mogelijk_strafbaar", "schaadt_naam_school")
    ],
    (CONSULT, "B4", {**PRIVATE, "handeling": "publiceren", "strijdig_met_missie": "twijfel", "disclaimer": "ja"}),
    (CONSULT, "A8", {"rol": "leerling", "handeling": "publiceren", "mogelijk_strafbaar": "twijfel"}),
    (CONSULT, "U4", {**WORK, "handeling": "bericht_sturen", "schaadt_naam_school": "ja"}),
    (ALLOWED, "U4", {"rol": "ouder", "handeling": "discussieren", "schaadt_naam_school": "ja"}),
    # C
    (ALLOWED, "-C2", {**WORK, "handeling": "publiceren", "kanaal": "schoolaccount", "strijdig_met_missie": "ja"}),
    (ALLOWED, "-C2", {"rol": "oud_medewerker", "handeling": "publiceren", "strijdig_met_missie": "ja"}),
    (IF, "C3", {**PRIVATE, "handeling": "discussieren"}),
    (IF, "C4", {**PRIVATE, "handeling": "publiceren"}),
    (ALLOWED, "-C4", {**PRIVATE, "handeling": "publiceren", "verband_met_school": "overlap"}),
    # S: the school's own decisions
    (FORBIDDEN, "S1", {**SCHOOL, "handeling": "maatregel_nemen", "tegen_wie": "medewerker", "maatregel": "ontslag", "protocol_verstrekt": "nee"}),
    (FORBIDDEN, "S2", {**SCHOOL, "handeling": "niet_in_dossier_opnemen", "tegen_wie": "medewerker"}),
    (FORBIDDEN, "S3", {**SCHOOL, "handeling": "niet_extern_melden", "instantie": "vertrouwensinspecteur", "tegen_wie": "medewerker", "grensoverschrijdend": "seksueel"}),
    (ALLOWED, "S3", {**SCHOOL, "handeling": "niet_extern_melden", "instantie": "vertrouwensinspecteur", "tegen_wie": "medewerker", "grensoverschrijdend": "ja"}),
    (FORBIDDEN, "S4", {**SCHOOL, "handeling": "maatregel_nemen", "tegen_wie": "medewerker", "maatregel": "verwijdering_van_school"}),
    (FORBIDDEN, "S4", {**SCHOOL, "handeling": "maatregel_nemen", "tegen_wie": "medewerker", "maatregel": "schorsing", "overtreding": "nee"}),
    (CONSULT, "S4", {**SCHOOL, "handeling": "maatregel_nemen", "tegen_wie": "medewerker", "maatregel": "schorsing", "evenredig": "twijfel"}),
    (FORBIDDEN, "S5", {**SCHOOL, "handeling": "niet_in_dossier_opnemen", "tegen_wie": "leerling"}),
    (ALLOWED, "S6", {**SCHOOL, "handeling": "maatregel_nemen", "tegen_wie": "leerling", "maatregel": "anders"}),
    (FORBIDDEN, "S6", {**SCHOOL, "handeling": "maatregel_nemen", "tegen_wie": "ouder", "maatregel": "waarschuwing", "evenredig": "nee"}),
    (ALLOWED, "S7", {**SCHOOL, "handeling": "extern_melden", "instantie": "politie", "mogelijk_strafbaar": "ja"}),
    (ALLOWED, "S7", {**SCHOOL, "handeling": "niet_extern_melden", "instantie": "politie", "mogelijk_strafbaar": "ja"}),
    *[
        (CONSULT, "S7", {**SCHOOL, "handeling": "extern_melden", "instantie": "politie", "mogelijk_strafbaar": criminal})
        for criminal in ("nee", "twijfel")
    ],
]  # fmt: skip


@pytest.mark.parametrize(
    ("result", "article", "facts"), TABLE, ids=[f"{row[1]}-{number}" for number, row in enumerate(TABLE)]
)
def test_the_table(result: Outcome, article: str, facts: dict[str, Any]) -> None:
    """An article with a minus must not be cited."""
    found = advice(**facts).verdict
    assert found.outcome is result
    assert (article.removeprefix("-") in found.articles) is not article.startswith("-")


@pytest.mark.parametrize("number", range(len(TABLE)))
def test_its_interviews(number: int) -> None:
    result, _, facts = TABLE[number]
    talk = interview(model(), {**ORDINARY, **facts})
    assert talk.outcome is result
    assert len(talk.screens) <= 7


def test_an_exception_is_named_with_its_article() -> None:
    found = advice(
        **WORK, **PHOTO, jongste_leeftijd=13, toestemming="schriftelijk", toestemming_door="ouder"
    ).verdict
    assert found.exceptions == ("A5",)
    assert "A5" in found.articles
    assert found.notices == ("A3", "A4")


def test_every_ground_is_cited_and_the_gravest_first() -> None:
    found = advice(
        **{**PRIVATE, **PHOTO, "kanaal": "prive_account"},
        persoonsgegevens="ja",
        kan_schaden="ja",
        twijfel="ja",
    ).verdict
    assert found.outcome is FORBIDDEN
    assert set(found.articles[:3]) == {"A2", "A5", "C1"}
    assert {"B4", "C4"} <= set(found.articles)
    assert "contact_leidinggevende" in found.duties
    assert found.conditions == ()  # nothing to add helps what may not be done
