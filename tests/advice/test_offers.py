"""What is offered to whom: a pupil is not asked whether she takes a measure, a rector is."""

from __future__ import annotations

import re
import statistics
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from django.test import Client
from django.utils import timezone

from deelwijs.advice.answering import NOBODY, reply
from deelwijs.advice.interview import STEP, UNKNOWN, Interview
from deelwijs.core.norms import Address
from deelwijs.people.models import School
from deelwijs.protocols import corpus
from deelwijs.protocols.selectors import Protocol, in_force
from tests.core.norms.school import filled
from tests.demo_school import browser_of

OF_THE_SCHOOL = {
    "maatregel_nemen", "extern_melden", "niet_extern_melden", "in_dossier_opnemen", "niet_in_dossier_opnemen",
}  # fmt: skip
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kompas")]


def offered(client: Client, name: str, **facts: str) -> set[str]:
    """The answers that the next screen offers to a question."""
    page = client.get(f"/mag-dit/kompas/?{urlencode(facts)}").content.decode()
    return set(re.findall(rf'<input type="radio" name="{name}" value="(\w+)"', page))


def test_who_comes_before_what() -> None:
    assert "leerling" in offered(Client(), "rol")
    assert offered(Client(), "handeling") == set()


@pytest.mark.parametrize("rol", ["leerling", "ouder", "medewerker", "oud_medewerker"])
def test_acts_of_the_school_are_not_offered_to_others(rol: str) -> None:
    acts = offered(Client(), "handeling", rol=rol, verband_met_school="ja")
    assert "publiceren" in acts
    assert not acts & OF_THE_SCHOOL


@pytest.mark.parametrize("rol", ["schoolleiding", "bestuur"])
def test_who_decides_for_the_school_is_offered_them(rol: str) -> None:
    assert offered(Client(), "handeling", rol=rol, verband_met_school="ja") >= OF_THE_SCHOOL


def test_a_head_chooses_between_what_she_is() -> None:
    rector = browser_of("maarten-van-loon")
    assert offered(rector, "rol") == {"medewerker", "schoolleiding"}
    assert offered(rector, "handeling", rol="schoolleiding", verband_met_school="ja") >= OF_THE_SCHOOL
    assert not offered(rector, "handeling", rol="medewerker", verband_met_school="ja") & OF_THE_SCHOOL


def test_a_teacher_is_not_asked_and_not_offered_them() -> None:
    teacher = browser_of("pieter-de-wit")
    assert offered(teacher, "rol") == set()
    acts = offered(teacher, "handeling")
    assert "mededeling_doen" in acts
    assert not acts & OF_THE_SCHOOL


def test_what_is_not_offered_is_still_judged() -> None:
    facts = {
        "rol": "medewerker",
        "handeling": "maatregel_nemen",
        "tegen_wie": "medewerker",
        "maatregel": "berisping",
        "verband_met_school": "ja",
        "overtreding": "nee",
        "evenredig": "nee",
        "protocol_verstrekt": "ja",
    }
    page = Client().get(f"/mag-dit/kompas/?{urlencode(facts)}").content.decode()
    assert "S4" in page


def test_the_data_name_what_exists() -> None:
    """Everything that ``alleen_voor`` names is checked when a protocol is compiled."""
    facts = {entry["naam"]: entry for entry in corpus.load()["facts"]["feiten"]}
    assert set(facts["handeling"]["alleen_voor"]) > OF_THE_SCHOOL


def screens(protocol: Protocol, answers: dict[str, Any]) -> int:
    """How many screens somebody sees who answers from the case, as the form would send it."""
    pairs: list[tuple[str, str]] = []
    for count in range(20):
        interview = Interview.read(pairs, frozenset(protocol.norms.facts))
        said = reply(protocol, interview, {}, Address.U)
        if said.outcome is not None or not said.questions:
            return count
        for question in said.questions:
            pairs += as_sent(question.fact.name, answers.get(question.fact.name))
        pairs.append((STEP, ".".join(question.fact.name for question in said.questions)))
    pytest.fail("the interview never ends")


def as_sent(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, list):
        return [(name, one) for one in value] or [(name, NOBODY)]
    return [(name, UNKNOWN if value is None else str(value))]


def test_interviews_stay_short(shared: Path, kompas: School) -> None:
    cases = yaml.safe_load((shared / "data/norms/examples.yaml").read_text(encoding="utf-8"))
    complete = [case for case in cases if not case.get("onbekend") and case["verwacht"]["uitkomst"]]
    protocol = in_force(kompas.id, timezone.localdate())
    counts = [screens(protocol, filled(case)) for case in complete]
    assert statistics.median(counts) <= 4
    assert max(counts) <= 7
