"""From "put it there" to online: what is decided, what is kept of it, and what goes out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from deelwijs.consents.models import ConsentDecision
from deelwijs.core.consent import Answer
from deelwijs.core.content import content_hash
from deelwijs.core.geometry import Box
from deelwijs.core.publication import Tag
from deelwijs.demo.load import demo_id
from deelwijs.files import selectors as stored
from deelwijs.files.models import StoredFile
from deelwijs.ledger.models import Entry
from deelwijs.people.models import Affiliation, Person, School
from deelwijs.protocols.selectors import in_force
from deelwijs.publications import rendering, tasks
from deelwijs.publications.actions import placing
from deelwijs.publications.judging import judge
from deelwijs.publications.models import Decision, Placement, Publication
from deelwijs.vision.metadata import find_metadata
from tests.publications.desk import Desk, entries, face_of, years_ago
from tests.publications.test_faces import is_seen

Commit = Callable[[], Any]


def submitted(desk: Desk, post: Publication) -> Placement:
    """Decided, and no worker has run yet."""
    return placing.submit(actor=desk.actor, publication_id=post.id).placements.get()


def placed(placement: Placement) -> Placement:
    tasks.place(str(placement.id))
    placement.refresh_from_db()
    return placement


# --- Deciding -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "make",
    [
        lambda desk: desk.with_people("eva-nowak"),
        lambda desk: desk.draft(text="Lotte Hendriks won."),
        lambda desk: desk.draft(title="  "),
        lambda desk: desk.draft(channels=[]),
    ],
    ids=["no consent", "a name", "no title", "no channel"],
)
def test_with_anything_open_nothing_is_decided(
    desk: Desk, signed_in: Client, make: Callable[[Desk], Publication]
) -> None:
    post = make(desk)
    before = Entry.objects.count()
    with pytest.raises(placing.NotAllowedError):
        desk.submit(post)
    with desk.now():
        response = signed_in.post(reverse("publications:submit", args=[post.id]), follow=True)
    assert "Het bericht is niet geplaatst" in response.content.decode()
    post.refresh_from_db()
    assert post.state == Publication.State.DRAFT
    assert Decision.objects.count() == Placement.objects.count() == 0
    assert Entry.objects.count() == before


def test_one_channel_that_may_not_holds_all(desk: Desk) -> None:
    with pytest.raises(placing.NotAllowedError) as refused:
        desk.submit(desk.with_people("lotte-hendriks", channels=["website", "instagram"]))
    outcomes = {one.channel: one.outcome.value for one in refused.value.judgement.assessment.channels}
    assert outcomes == {"website": "toegestaan", "instagram": "verboden"}
    assert Placement.objects.count() == 0


def test_a_decision_keeps_what_it_rests_on(desk: Desk, school: School) -> None:
    post = desk.with_people("liv-van-den-heuvel", "eva-nowak", text="Loïc Smeets won de finale.")
    desk.cover(face_of(post, 2), "website")
    post = desk.fresh(post)
    facts = judge(post).facts
    decision = desk.submit(post)
    liv = ConsentDecision.objects.get(
        person_id=demo_id("liv-van-den-heuvel"), purpose="beeld", channel__key="website"
    )
    assert decision.decided_by_id == desk.actor.person_id
    assert decision.outcome == "toegestaan"
    assert decision.content_hash == content_hash(facts)
    assert decision.protocol_version_id == in_force(school.id, timezone.localdate()).version_id
    (channel,) = decision.assessment["channels"]
    assert [(face["treatment"], face["consents"]) for face in channel["faces"]] == [
        ("show", [str(liv.id)]),
        ("cover", []),
    ]
    assert {person.id for person in decision.people.all()} == {
        demo_id(name) for name in ("liv-van-den-heuvel", "eva-nowak", "loic-smeets")
    }
    assert json.loads(json.dumps(decision.assessment)) == decision.assessment


def test_the_record_stands_in_the_ledger(desk: Desk) -> None:
    decision = desk.submit(desk.with_people("liv-van-den-heuvel"))
    (decided,) = entries("publication.decided")
    (placed_,) = entries("publication.placed")
    assert (decided.subject, decided.actor) == (str(decision.publication_id), str(desk.actor.person_id))
    assert decided.payload.content["content_hash"] == decision.content_hash
    assert decided.payload.content["channels"] == ["website"]
    assert len(decided.payload.content["consents"]) == 1
    kept = decision.placements.get().files.get().file
    assert placed_.payload.content["files"] == [kept.sha256]
    assert placed_.seq == decided.seq + 1


def test_a_decision_without_its_record_does_not_exist(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    post = desk.with_people("liv-van-den-heuvel")

    def full(**_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(placing, "record", full)
    with pytest.raises(OSError, match="full"):
        desk.submit(post)
    post.refresh_from_db()
    assert post.state == Publication.State.DRAFT
    assert Decision.objects.count() == Placement.objects.count() == 0


def test_any_other_content_has_another_hash(desk: Desk) -> None:
    post = desk.with_people("liv-van-den-heuvel")
    seen = {content_hash(judge(desk.fresh(post)).facts)}
    desk.cover(face_of(post), "website")
    seen.add(content_hash(judge(desk.fresh(post)).facts))
    desk.tag(face_of(post), Tag.UNKNOWN)
    seen.add(content_hash(judge(desk.fresh(post)).facts))
    desk.photo(post)
    seen.add(content_hash(judge(desk.fresh(post)).facts))
    assert len(seen) == 4


# --- Placing ------------------------------------------------------------------------------------
def test_what_goes_out_is_covered_and_clean(desk: Desk) -> None:
    post = desk.with_people("liv-van-den-heuvel", "eva-nowak", "finn-obrien")
    desk.cover(face_of(post, 2), "website")
    placement = desk.submit(post).placements.get()
    assert placement.state == Placement.State.PUBLISHED
    assert placement.published_at is not None
    file = placement.files.get()
    data = stored.read(file.file)
    assert find_metadata(data) == ()
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (file.width, file.height)
        assert [is_seen(image, number) for number in (1, 2, 3)] == [True, False, True]
    assert file.alt_text == "Een foto"
    assert placement.address == f"http://testserver/nieuws/kompas/{placement.slug}/"


def test_under_a_cover_nothing_of_the_face_is_left(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two photos that differ under the cover alone come out as the same bytes."""
    post = desk.with_people("eva-nowak")
    desk.cover(face_of(post), "website")
    fresh = desk.fresh(post)
    copy = fresh.photos.get().working_copy
    assert copy is not None
    made = set()
    for data in [repainted(stored.read(copy), face_of(post).box, colour) for colour in ("red", "blue")]:
        monkeypatch.setattr(rendering.files, "read", Repainted(data))
        made.add(rendering.render(fresh, judge(fresh), "website")[0].data)
    assert len(made) == 1


def repainted(data: bytes, box: Box, colour: str) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        image.paste(colour, (box.x + 15, box.y + 15, box.x + 45, box.y + 45))
        target = io.BytesIO()
        image.save(target, "PNG")
    return target.getvalue()


@dataclass
class Repainted:
    """Reads any file as these bytes."""

    data: bytes

    def __call__(self, _file: StoredFile) -> bytes:
        return self.data


def test_a_large_photo_is_made_smaller(desk: Desk) -> None:
    placement = desk.submit(desk.with_people(*["liv-van-den-heuvel"] * 20)).placements.get()
    file = placement.files.get()
    assert (file.width, file.height) == (1600, 131)


def test_placing_twice_places_once(desk: Desk) -> None:
    placement = desk.submit(desk.with_people("liv-van-den-heuvel")).placements.get()
    first = list(placement.files.values_list("token", "file_id"))
    tasks.place(str(placement.id))
    assert list(placement.files.values_list("token", "file_id")) == first
    assert len(entries("publication.placed")) == 1
    tasks.place("00000000-0000-0000-0000-000000000000")


def test_each_channel_gets_its_own_pictures(desk: Desk) -> None:
    post = desk.with_people("lotte-hendriks", channels=["website", "instagram"])
    desk.cover(face_of(post), "instagram")
    seen = {}
    for placement in desk.submit(post).placements.select_related("channel"):
        with Image.open(io.BytesIO(stored.read(placement.files.get().file))) as image:
            seen[placement.channel.key] = (placement.state, is_seen(image, 1))
    assert seen == {
        "website": (Placement.State.PUBLISHED, True),
        "instagram": (Placement.State.TO_PLACE_BY_HAND, False),
    }


# --- What comes in between ----------------------------------------------------------------------
def withdrawn(desk: Desk, school: School, _placement: Placement) -> None:
    # Straight into the table: the product's own way already stops it by its signal.
    ConsentDecision.objects.filter(person_id=demo_id("maud-peeters")).update(answer=Answer.NO)


def turned_sixteen(desk: Desk, school: School, _placement: Placement) -> None:
    Person.objects.filter(id=demo_id("maud-peeters")).update(birth_date=years_ago(16))


def text_changed(desk: Desk, school: School, placement: Placement) -> None:
    Publication.objects.filter(id=placement.publication_id).update(text="Iets heel anders.")


def photo_changed(desk: Desk, school: School, placement: Placement) -> None:
    face_of(placement.publication_id).photo.faces.update(x=1)


def channel_gone(desk: Desk, school: School, placement: Placement) -> None:
    placement.publication.channels.clear()


def left_school(desk: Desk, school: School, placement: Placement) -> None:
    Affiliation.objects.filter(person_id=demo_id("maud-peeters")).delete()


@pytest.mark.parametrize(
    ("between", "reason"),
    [
        (withdrawn, "consent_refused"),
        (turned_sixteen, "consent_to_confirm"),
        (text_changed, "changed"),
        (photo_changed, "changed"),
        (channel_gone, "changed"),
        (left_school, "consent_not_answered"),
    ],
)
def test_what_changed_meanwhile_stays_here(
    desk: Desk,
    school: School,
    signed_in: Client,
    folder: Any,
    between: Callable[[Desk, School, Placement], None],
    reason: str,
) -> None:
    placement = submitted(desk, desk.with_people("maud-peeters"))
    kept = StoredFile.objects.count()
    between(desk, school, placement)
    placement = placed(placement)
    assert (placement.state, placement.takedown_reason) == (Placement.State.STOPPED, reason)
    assert (placement.published_at, placement.address) == (None, "")
    assert placement.files.count() == 0
    assert StoredFile.objects.count() == kept
    assert [entry.payload.content["reason"] for entry in entries("publication.stopped")] == [reason]
    assert signed_in.get(f"/nieuws/kompas/{placement.slug}/").status_code == 404
    page = signed_in.get(reverse("publications:placement", args=[placement.id])).content.decode()
    assert "Waarom dit niet doorging" in page
    assert ("Maud Peeters mag" in page) == (reason != "changed")


def test_what_changes_while_drawing_counts_as_well(
    desk: Desk, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    placement = submitted(desk, desk.with_people("maud-peeters"))
    draw = rendering.render

    def slowly(*arguments: Any) -> Any:
        made = draw(*arguments)
        withdrawn(desk, school, placement)
        return made

    monkeypatch.setattr(rendering, "render", slowly)
    assert placed(placement).state == Placement.State.STOPPED
    assert placement.files.count() == 0


def test_a_withdrawal_before_the_worker_stops_it(desk: Desk, school: School) -> None:
    placement = submitted(desk, desk.with_people("maud-peeters"))
    desk.says_uncommitted(school, "luc-peeters", "maud-peeters", Answer.NO)
    placement.refresh_from_db()
    assert (placement.state, placement.takedown_reason) == (Placement.State.STOPPED, "consent_withdrawn")
    assert placement.takedown_person_id == demo_id("maud-peeters")
    assert placed(placement).state == Placement.State.STOPPED


def test_taken_down_before_the_worker_stops_it(desk: Desk) -> None:
    placement = submitted(desk, desk.with_people("maud-peeters"))
    desk.take_down(placement)
    assert placed(placement).state == Placement.State.STOPPED
    assert entries("takedown.requested") == []


@pytest.mark.parametrize("at", ["_keep", "_go_online", "_record_placed"])
def test_a_crash_half_way_leaves_nothing_and_the_next_run_succeeds(
    desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    placement = submitted(desk, desk.with_people("liv-van-den-heuvel"))

    def killed(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(placing, at, killed)
        with pytest.raises(RuntimeError, match="killed"):
            tasks.place(str(placement.id))
    placement.refresh_from_db()
    assert (placement.state, placement.files.count()) == (Placement.State.REQUESTED, 0)
    assert client.get(f"/nieuws/kompas/{placement.slug}/").status_code == 404
    assert placement.title not in client.get("/nieuws/kompas/").content.decode()
    assert placed(placement).state == Placement.State.PUBLISHED
    assert placement.files.count() == len(entries("publication.placed")) == 1
    assert client.get(f"/nieuws/kompas/{placement.slug}/").status_code == 200
