"""Whatever people do, in whatever order: nobody is seen without a valid consent.

The machine below writes, tags, covers, decides, has birthdays, places and takes down as it likes. It
keeps its own, much simpler idea of who said what, and looks at the pixels that went out.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PIL import Image

from deelwijs.core.consent import Answer
from deelwijs.core.publication import Tag
from deelwijs.demo.load import demo_id
from deelwijs.files import selectors as stored
from deelwijs.people.models import Person, School
from deelwijs.publications import tasks
from deelwijs.publications.actions import photos, placing, takedown
from deelwijs.publications.actions.access import NotADraftError
from deelwijs.publications.models import Placement
from tests.publications.desk import Desk, face_of, years_ago
from tests.publications.test_faces import is_seen

LIV, ZOE, SOFIA = "liv-van-den-heuvel", "zoe-ozturk", "sofia-lindqvist"
GUARDIANS = {
    LIV: ("anouk-van-den-heuvel", "stefan-van-den-heuvel"),
    ZOE: ("emine-ozturk", "kemal-ozturk"),
    SOFIA: (),
}
WEBSITE, INSTAGRAM = "website", "instagram"
CHANNELS = (WEBSITE, INSTAGRAM)
people = st.sampled_from(list(GUARDIANS))
channels = st.sampled_from(CHANNELS)
faces = st.sampled_from([1, 2])
# What the public can see, or a person may have put before it.
OUT = (Placement.State.PUBLISHED, Placement.State.TO_PLACE_BY_HAND)


class Machine(RuleBasedStateMachine):
    desk: Desk
    school: School

    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.savepoint()
        self.grown = {SOFIA}
        self.words: dict[tuple[str, str], dict[str, Answer]] = {}
        for channel in CHANNELS:
            self.words[LIV, channel] = {GUARDIANS[LIV][0]: Answer.YES}
            self.words[ZOE, channel] = {}
            self.words[SOFIA, channel] = {SOFIA: Answer.YES}
        self.shown: dict[UUID, set[str]] = {}
        self.post = self.desk.with_people(LIV, SOFIA, channels=CHANNELS)

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    # --- What the machine believes ---
    def may_go_out(self, person: str, channel: str) -> bool:
        words = self.words[person, channel]
        if person in self.grown:
            return words.get(person) is Answer.YES
        said = [words[guardian] for guardian in GUARDIANS[person] if guardian in words]
        return Answer.YES in said and Answer.NO not in said

    def must_go(self, person: str, channel: str) -> bool:
        deciding = (person,) if person in self.grown else GUARDIANS[person]
        return Answer.NO in [self.words[person, channel].get(who) for who in deciding]

    # --- What people do ---
    @rule(face=faces, who=st.one_of(people, st.sampled_from([Tag.UNKNOWN, Tag.OUTSIDER, Tag.UNTAGGED])))
    def tag(self, face: int, who: Any) -> None:
        with suppress(NotADraftError):
            self.desk.tag(face_of(self.post, face), who)

    @rule(face=faces, channel=channels, covered=st.booleans())
    def cover(self, face: int, channel: str, covered: bool) -> None:  # noqa: FBT001
        with suppress(NotADraftError):
            self.desk.cover(face_of(self.post, face), channel, covered=covered)

    @rule(channel=channels, out=st.booleans())
    def leave_out(self, channel: str, out: bool) -> None:  # noqa: FBT001
        with suppress(NotADraftError):
            photos.leave_out(
                actor=self.desk.actor,
                publication_id=self.post.id,
                photo_id=face_of(self.post).photo_id,
                channel_key=channel,
                out=out,
            )

    @rule(person=people, by=st.integers(0, 2), answer=st.sampled_from(Answer), channel=channels)
    def decide(self, person: str, by: int, answer: Answer, channel: str) -> None:
        who = [person, *GUARDIANS[person]][by % (1 + len(GUARDIANS[person]))]
        with suppress(PermissionDenied):
            self.desk.says(self.school, who, person, answer, channel)
            self.words[person, channel][who] = answer

    @rule(person=people, channel=channels)
    def withdraw(self, person: str, channel: str) -> None:
        """The one who decides says no."""
        self.decide(person, 0 if person in self.grown else 1, Answer.NO, channel)

    @rule(person=people)
    def birthday(self, person: str) -> None:
        if person not in self.grown:
            Person.objects.filter(id=demo_id(person)).update(birth_date=years_ago(16))
        self.grown.add(person)

    @rule(solved=st.booleans(), between=st.sampled_from(["", "", "birthday", "no"]), person=people)
    def place(self, solved: bool, between: str, person: str) -> None:  # noqa: FBT001
        """Press the button; something may happen before the worker comes by."""
        with suppress(NotADraftError, placing.NotAllowedError):
            if solved:
                self.cover_who_may_not_be_seen()
            self.desk.confirm(self.post)
            placing.submit(actor=self.desk.actor, publication_id=self.post.id)
        if between == "birthday":
            self.birthday(person)
        elif between == "no":
            self.withdraw(person, WEBSITE)
        self.worker_runs()

    def cover_who_may_not_be_seen(self) -> None:
        names = {demo_id(name): name for name in GUARDIANS}
        for number in (1, 2):
            face = face_of(self.post, number)
            person = names[face.person_id] if face.person_id else None
            for channel in CHANNELS:
                if person is None or not self.may_go_out(person, channel):
                    face = self.desk.cover(face, channel)

    def worker_runs(self) -> None:
        for placement in Placement.objects.filter(state=Placement.State.REQUESTED):
            tasks.place(placement.id)
            placement.refresh_from_db()
            if placement.state in OUT:
                self.shown[placement.id] = seen = self._seen_on(placement)
                channel = placement.channel.key
                assert {person for person in seen if not self.may_go_out(person, channel)} == set()

    @rule()
    def taken_down_and_written_again(self) -> None:
        for placement in self.post.placements.all():
            with self.desk.now():
                takedown.take_down(actor=self.desk.actor, placement_id=placement.id)
            takedown.removed_by_hand(actor=self.desk.actor, placement_id=placement.id)
        with suppress(placing.StillOnlineError):
            placing.reopen(actor=self.desk.actor, publication_id=self.post.id)

    def _seen_on(self, placement: Placement) -> set[str]:
        names = {demo_id(name): name for name in GUARDIANS}
        seen = set()
        for file in placement.files.all():
            with Image.open(io.BytesIO(stored.read(file.file))) as image:
                numbers = [number for number in (1, 2) if is_seen(image, number)]
            for number in numbers:
                person_id = face_of(self.post, number).person_id
                assert person_id, "a face without a name is never shown"
                seen.add(names[person_id])
        return seen

    @invariant()
    def who_said_no_is_not_seen(self) -> None:
        for placement in Placement.objects.filter(state__in=OUT).select_related("channel"):
            seen = self.shown[placement.id]
            assert {person for person in seen if self.must_go(person, placement.channel.key)} == set()

    @invariant()
    def what_is_not_out_has_no_pictures(self) -> None:
        for placement in Placement.objects.exclude(state__in=OUT):
            assert not placement.files.filter(file__erased_at=None).exists()


def test_nobody_is_ever_seen_without_consent(
    desk: Desk, school: School, visitor: None, request: pytest.FixtureRequest
) -> None:
    Machine.desk, Machine.school = desk, school
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
