"""A school adopts the corpus with its own choices; what it adopted then decides."""

from __future__ import annotations

from datetime import date

import pytest

from deelwijs.core.norms import Choices, NormError, advise, read_facts
from deelwijs.people.models import Board, School
from deelwijs.protocols import actions, corpus, selectors
from deelwijs.protocols.models import ProtocolVersion

DAY = date(2026, 9, 1)
FRIEND = {
    "rol": "medewerker", "handeling": "vriend_worden", "kanaal": "prive_account", "met_wie": "leerling",
    "verband_met_school": "overlap", "familie": "ja",
}  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    board = Board.objects.create(name="Het Kompas")
    return School.objects.create(board=board, name="Het Kompas College", slug="kompas")


def test_the_model_as_it_is(school: School) -> None:
    version = actions.adopt(school_id=school.pk, valid_from=DAY, by="test")
    found = selectors.in_force(school.pk, DAY)
    assert version.content_hash == corpus.content_hash(corpus.load())
    assert [part.id for part in found.parts] == ["Inl", "U", "D", "A", "B", "C", "S", "V"]
    assert advise(found.norms, read_facts(found.norms, FRIEND)).verdict.outcome == "verboden"
    assert found.norms is selectors.in_force(school.pk, DAY).norms  # compiled once


def test_with_choices(school: School) -> None:
    choices = Choices(
        readings={"familie": "uitgezonderd"},
        parameters={"leeftijd_zelf_toestemming": 15},
        optional=frozenset({"O1"}),
    )
    version = actions.adopt(school_id=school.pk, valid_from=DAY, by="test", choices=choices)
    found = selectors.in_force(school.pk, DAY)
    assert found.choices == choices
    assert version.content_hash != corpus.content_hash(corpus.load())
    assert found.parts[-1].articles[0].id == "O1"
    assert found.consent_rules.age_of_own_consent == 15
    assert advise(found.norms, read_facts(found.norms, FRIEND)).verdict.outcome == "toegestaan"


def test_choices_that_do_not_exist_store_nothing(school: School) -> None:
    with pytest.raises(NormError):
        actions.adopt(school_id=school.pk, valid_from=DAY, by="t", choices=Choices(readings={"x": "y"}))
    assert not ProtocolVersion.objects.exists()


def test_a_version_from_before_there_were_norms(school: School) -> None:
    actions.adopt(school_id=school.pk, valid_from=DAY, by="test")
    old = {"articles": corpus.load()["articles"], "purposes": []}
    ProtocolVersion.objects.update(content=old, content_hash="0" * 64)
    found = selectors.in_force(school.pk, DAY)
    assert "A1" in found.articles
    with pytest.raises(selectors.NoNormsError):
        _ = found.norms
