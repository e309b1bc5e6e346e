"""From working version to version: who, from which day, and not without the (G)MR."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.utils import timezone

from deelwijs.core.drafting import with_parameter
from deelwijs.ledger.models import Entry
from deelwijs.protocols import statutes, versions
from deelwijs.protocols.actions import CouncilConsent, SupersededError, record_consent
from deelwijs.protocols.drafts import actions, marks
from deelwijs.protocols.drafts.actions import Adoption
from deelwijs.protocols.handout.actions import hand_out
from deelwijs.protocols.models import Draft, Handout, ProtocolVersion
from deelwijs.protocols.selectors import id_in_force, in_force
from deelwijs.protocols.versions import Standing
from tests.consents.conftest import World
from tests.protocols.drafts.conftest import DRAFT, begin, content, fields, words

TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=30)
MR = CouncilConsent(on=TODAY - timedelta(days=3), by="MR (personeel en ouders)")
ADOPT = f"{DRAFT}vaststellen/"


def adopt(
    world: World, consent: CouncilConsent | None = MR, valid_from: date = TODAY, who: str = "Maarten"
) -> ProtocolVersion:
    """The working version as it is, adopted."""
    if not Draft.objects.filter(school=world.school).exists():
        begin(world)
    adoption = Adoption(
        valid_from=valid_from,
        seen=marks.of_everything(content(world)),
        accepted=True,
        consent=consent,
    )
    return actions.adopt(actor=world.actor(who), adoption=adoption)


def change(world: World, name: str = "leeftijd_groepsapp", value: int = 15) -> None:
    draft = Draft.objects.get(school=world.school)
    draft.content = with_parameter(draft.content, name, value)
    draft.save()


def standings(world: World, day: date = TODAY) -> dict[int, Standing]:
    return {row.number: row.standing for row in versions.versions(world.actor("Maarten"), day)}


def number_in_force(world: World, day: date) -> int:
    return in_force(world.school.pk, day).number


# --- The action -------------------------------------------------------------------------------------
def test_a_version_is_made_and_recorded_with_who_and_the_council(begun: World) -> None:
    change(begun)
    version = adopt(begun)
    assert not Draft.objects.exists()
    assert version.adopted_by == begun.person("Maarten")
    assert version.adopted_at is not None
    assert in_force(begun.school.pk, TODAY).parameters["leeftijd_groepsapp"] == 15
    entry = Entry.objects.filter(kind="protocol.adopted").select_related("payload").latest("seq")
    assert entry.actor == str(begun.person("Maarten").pk)
    assert entry.payload.content == {
        "number": 2,
        "content_hash": version.content_hash,
        "valid_from": TODAY.isoformat(),
        "council_rule": "instemming_raad 2007-01-01",
        "consent_on": MR.on.isoformat(),
        "consent_by": "MR (personeel en ouders)",
    }


def test_a_later_version_comes_into_force_by_itself(begun: World) -> None:
    adopt(begun, valid_from=LATER)
    assert standings(begun) == {2: Standing.WILL_HOLD, 1: Standing.HOLDS}
    assert number_in_force(begun, LATER - timedelta(days=1)) == 1
    assert number_in_force(begun, LATER) == 2
    assert standings(begun, LATER) == {2: Standing.HOLDS, 1: Standing.HELD}


def test_who_may_not_adopt_does_not(begun: World) -> None:
    with pytest.raises(PermissionDenied):
        adopt(begun, who="Pieter")
    assert Draft.objects.exists()
    bea = begun.signed_in("Bea")
    bea.post(ADOPT, filled(bea))
    assert ProtocolVersion.objects.get(number=2).adopted_by == begun.person("Bea")


@pytest.mark.parametrize(
    ("day", "consent"),
    [
        (TODAY - timedelta(days=1), MR),
        (TODAY, CouncilConsent(on=TODAY + timedelta(days=1), by="MR (ouders)")),
    ],
)
def test_days_that_cannot_be(begun: World, day: date, consent: CouncilConsent) -> None:
    with pytest.raises(ValidationError):
        adopt(begun, consent, day)
    assert Draft.objects.exists()


def test_what_changed_since_it_was_seen_is_not_adopted(begun: World) -> None:
    seen = marks.of_everything(content(begun))
    change(begun)
    with pytest.raises(actions.ConflictError):
        actions.adopt(actor=begun.actor("Maarten"), adoption=Adoption(TODAY, seen, accepted=True))
    assert ProtocolVersion.objects.count() == 1


def test_an_error_blocks_and_a_warning_must_be_seen(begun: World) -> None:
    change(begun)  # an example comes out differently
    unseen = Adoption(TODAY, marks.of_everything(content(begun)), accepted=False, consent=MR)
    with pytest.raises(actions.NotAdoptableError):
        actions.adopt(actor=begun.actor("Maarten"), adoption=unseen)
    draft = Draft.objects.get()
    draft.content["choices"]["parameters"]["onbekend"] = 1
    draft.save()
    with pytest.raises(actions.NotAdoptableError):
        adopt(begun)
    assert ProtocolVersion.objects.count() == 1


def test_without_an_entry_there_is_no_version(begun: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("no ledger")

    monkeypatch.setattr("deelwijs.protocols.actions.record", broken)
    with pytest.raises(RuntimeError):
        adopt(begun)
    assert ProtocolVersion.objects.count() == 1
    assert Draft.objects.exists()


# --- The council ------------------------------------------------------------------------------------
def test_without_the_council_a_version_waits_on_every_day(begun: World) -> None:
    version = adopt(begun, consent=None)
    assert version.waits_for_council
    for day in (TODAY, LATER, date(2099, 1, 1)):
        assert number_in_force(begun, day) == 1
        assert id_in_force(begun.school.pk, day) != version.id
    assert standings(begun) == {2: Standing.WAITS, 1: Standing.HOLDS}
    handout = hand_out(actor=begun.actor("Maarten"), audience=Handout.Audience.EMPLOYEES, due_on=LATER)
    assert handout.version_id != version.id


def test_consent_brings_it_into_force_and_never_on_a_day_before(begun: World) -> None:
    version = adopt(begun, consent=None)
    ProtocolVersion.objects.filter(id=version.id).update(valid_from=TODAY - timedelta(days=10))
    record_consent(actor=begun.actor("Maarten"), number=2, consent=MR)
    assert number_in_force(begun, TODAY - timedelta(days=1)) == 1  # what was decided rests on that version
    assert number_in_force(begun, TODAY) == 2
    entry = Entry.objects.filter(kind="protocol.consented").select_related("payload").get()
    assert entry.payload.content["valid_from"] == TODAY.isoformat()
    assert entry.payload.content["consent_by"] == "MR (personeel en ouders)"


def test_consent_for_a_later_day_leaves_that_day(begun: World) -> None:
    adopt(begun, consent=None, valid_from=LATER)
    record_consent(actor=begun.actor("Maarten"), number=2, consent=MR)
    assert number_in_force(begun, LATER - timedelta(days=1)) == 1
    assert number_in_force(begun, LATER) == 2


def test_a_later_version_overtakes_one_that_waits(begun: World) -> None:
    adopt(begun, consent=None)
    adopt(begun)
    assert standings(begun) == {3: Standing.HOLDS, 2: Standing.LAPSED, 1: Standing.HELD}
    with pytest.raises(SupersededError):
        record_consent(actor=begun.actor("Maarten"), number=2, consent=MR)
    assert number_in_force(begun, TODAY) == 3


def test_only_what_waits_can_be_consented_to(begun: World) -> None:
    adopt(begun, consent=None)
    for number in (1, 9):
        with pytest.raises(Http404):
            record_consent(actor=begun.actor("Maarten"), number=number, consent=MR)
    with pytest.raises(PermissionDenied):
        record_consent(actor=begun.actor("Pieter"), number=2, consent=MR)


def test_the_rule_is_dated_and_has_a_source() -> None:
    assert statutes.rule_on(statutes.COUNCIL_CONSENT, date(2006, 12, 31)) is None
    rule = statutes.rule_on(statutes.COUNCIL_CONSENT, TODAY)
    assert rule
    assert "medezeggenschap" in rule.source
    assert rule.key == "instemming_raad 2007-01-01"


# --- The pages --------------------------------------------------------------------------------------
def filled(client: Client, **given: object) -> dict[str, object]:
    return fields(client, ADOPT) | {"agreed": "nee"} | given


def test_the_path_with_consent(begun: World, maarten: Client) -> None:
    change(begun)
    page = words(maarten.get(f"{DRAFT}controle/"))
    assert "1 punt om te bekijken" in page
    sent = filled(
        maarten, agreed="ja", council="gmr", members=["personeel", "ouders"],
        consent_on=TODAY.isoformat(), accepted="on",
    )  # fmt: skip
    assert maarten.post(ADOPT, sent, follow=True).redirect_chain == [("/protocol/versies/", 302)]
    version = ProtocolVersion.objects.get(number=2)
    assert (version.council_consent_by, version.council_consent_on) == ("GMR (personeel en ouders)", TODAY)
    page = words(maarten.get("/protocol/versies/"))
    assert "Versie 2 Geldt nu" in page
    assert "GMR (personeel en ouders)" in page
    assert "vanaf 15 jaar" in words(maarten.get("/protocol/artikel/B1/"))


def test_the_path_without_consent_and_then_with(begun: World, maarten: Client) -> None:
    maarten.post(ADOPT, filled(maarten))
    page = words(maarten.get("/protocol/versies/"))
    assert "Versie 2 Wacht op instemming" in page
    assert "Versie 1 Geldt nu" in page
    assert "De (G)MR moet nog instemmen" in words(maarten.get("/protocol/versies/2/"))
    assert "Deze is vastgesteld en geldt nog niet" in words(maarten.get(DRAFT))
    consent = "/protocol/versies/2/instemming/"
    pieter = begun.signed_in("Pieter")
    assert pieter.get(consent).status_code == 403
    assert "instemming/" not in pieter.get("/protocol/versies/").content.decode()
    assert maarten.post(consent, {"council": "mr"}).status_code == 422
    given = {"council": "mr", "members": ["leerlingen"], "consent_on": TODAY.isoformat()}
    maarten.post(consent, given)
    assert "Versie 2 Geldt nu" in words(maarten.get("/protocol/versies/"))
    assert maarten.get(consent).status_code == 404
    assert maarten.get("/protocol/versies/1/instemming/").status_code == 404


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"valid_from": (TODAY - timedelta(days=1)).isoformat()}, "Deze dag is al voorbij"),
        ({"valid_from": "straks"}, "Dit is geen datum"),
        ({"valid_from": (TODAY + timedelta(days=4000)).isoformat()}, "Klopt het jaar?"),
        ({"agreed": ""}, "Kies ja of nog niet"),
        ({"agreed": "ja"}, "Kies welke raad instemde"),
        (
            {"agreed": "ja", "council": "mr", "members": ["ouders"], "consent_on": LATER.isoformat()},
            "Deze dag moet nog komen",
        ),
    ],
)
def test_what_is_wrong_is_said(begun: World, maarten: Client, given: dict[str, object], message: str) -> None:
    response = maarten.post(ADOPT, filled(maarten, **given))
    assert response.status_code == 422
    assert message in words(response)
    assert Draft.objects.exists()


def test_the_warnings_must_be_ticked(begun: World, maarten: Client) -> None:
    change(begun)
    response = maarten.post(ADOPT, filled(maarten))
    assert response.status_code == 422
    assert "Kijk eerst naar de punten hierboven" in words(response)


def test_what_a_colleague_changed_meanwhile_is_shown_first(begun: World, maarten: Client) -> None:
    sent = filled(maarten, valid_from=LATER.isoformat())
    change(begun)
    response = maarten.post(ADOPT, sent)
    assert response.status_code == 422  # there is a point to look at now
    sent["accepted"] = "on"
    response = maarten.post(ADOPT, sent)
    assert response.status_code == 409
    assert "Er is niets vastgesteld" in words(response)
    assert LATER.isoformat() in response.content.decode()
    maarten.post(ADOPT, filled(maarten, accepted="on"))
    assert not Draft.objects.exists()


def test_with_an_error_nobody_gets_to_the_form(begun: World, maarten: Client) -> None:
    draft = Draft.objects.get()
    draft.content = {**draft.content, "choices": {"parameters": {"onbekend": 1}}}
    draft.save()
    assert maarten.get(ADOPT)["Location"] == f"{DRAFT}controle/"
    page = words(maarten.get(f"{DRAFT}controle/"))
    assert "Herstel dit eerst" in page
    assert "Herstel eerst wat hieronder staat" in page
    Draft.objects.all().delete()
    assert maarten.get(ADOPT)["Location"] == "/protocol/versies/"
