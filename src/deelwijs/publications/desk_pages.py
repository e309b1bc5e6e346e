"""What the editor page shows, gathered in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from deelwijs.consents import selectors as consents
from deelwijs.core.consent import ConsentStatus
from deelwijs.core.finding import Outcome
from deelwijs.core.people import Person
from deelwijs.core.publication import PURPOSE_IMAGE, Tag, Treatment
from deelwijs.people.actor import Actor
from deelwijs.people.selectors import find_people
from deelwijs.protocols.models import Channel
from deelwijs.publications.judging import Judgement
from deelwijs.publications.models import Face, Photo, Publication
from deelwijs.publications.presenting import Presenter
from deelwijs.ui import photo as canvas

MOST_RESULTS = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """How one face goes out on one channel: a state for the sign and a word for the ear."""

    state: str
    word: str
    show: bool = False


@dataclass(frozen=True, slots=True)
class FaceRow:
    """One line of "who is in it"."""

    face: Face
    name: str
    detail: str
    cells: tuple[Cell, ...]
    url: str
    forbidden: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice of a segmented control."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """The verdict of one channel, as a line."""

    name: str
    outcome: Outcome
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A person to choose for a face."""

    name: str
    detail: str
    value: UUID
    state: str
    pill: str


@dataclass(frozen=True)
class EditorPage:
    """Everything the editor page needs besides its form."""

    post: Publication
    judgement: Judgement
    presenter: Presenter
    channels: Sequence[Channel]
    photo: Photo | None
    face: Face | None
    channel: Channel | None
    as_channel: bool

    @property
    def photos(self) -> list[Photo]:
        """All photos of the post, in order."""
        return list(self.post.photos.all())

    @property
    def is_waiting(self) -> bool:
        """Whether a photo is still being looked at."""
        return any(photo.state == Photo.State.WAITING for photo in self.photos)

    @property
    def ready(self) -> list[Photo]:
        """The photos that can be shown."""
        return [photo for photo in self.photos if photo.state == Photo.State.READY]

    @property
    def rejected(self) -> list[Photo]:
        """The uploads that were refused."""
        return [photo for photo in self.photos if photo.state == Photo.State.REJECTED]

    def canvas_faces(self) -> list[canvas.Face]:
        """The frames on the photo, numbered as the list beside it."""
        if self.photo is None or self.as_channel:
            return []
        return [
            canvas.Face(
                box=face.box,
                number=face.number,
                label=self._first_name(face),
                title=self._title(face),
                state=self._state(face),
                url=self._face_url(face),
                selected=self.face is not None and face.id == self.face.id,
            )
            for face in self.photo.faces.all()
            if face.tag != Tag.NOT_A_FACE
        ]

    def _face_url(self, face: Face) -> str:
        return (
            self.presenter.editor_url(
                foto=str(face.photo_id), gezicht=str(face.id), kanaal=self.channel.key if self.channel else ""
            )
            + "#wie"
        )

    def _state(self, face: Face) -> canvas.FaceState:
        if not self.channel or self.photo is None:
            return canvas.FaceState.CERTAIN
        if self.channel.key in face.covered_on:
            return canvas.FaceState.COVERED
        if face.tag == Tag.UNTAGGED:
            return canvas.FaceState.CERTAIN if face.certain else canvas.FaceState.CANDIDATE
        shown = self._treatment(face, self.channel.key) is Treatment.SHOW
        return canvas.FaceState.CERTAIN if shown else canvas.FaceState.FORBIDDEN

    def _treatment(self, face: Face, channel: str) -> Treatment | None:
        found = self.judgement.assessment.on(channel).treatment_of(str(face.photo_id), str(face.id))
        return found.treatment if found else None

    def _member(self, face: Face) -> Person | None:
        return self.judgement.members.get(str(face.person_id)) if face.person_id else None

    def _first_name(self, face: Face) -> str:
        member = self._member(face)
        if member:
            return member.name.given
        return {"outsider": "Buiten school", "unknown": "Onbekend"}.get(face.tag, "" if face.certain else "?")

    def _name(self, face: Face) -> str:
        member = self._member(face)
        if member:
            return member.name.full
        if face.person_id:
            return "Niet meer op school"
        untagged = "Nog aanwijzen" if face.certain else "Is dit een gezicht?"
        return {"outsider": "Iemand van buiten de school", "unknown": "Herken ik niet"}.get(
            face.tag, untagged
        )

    def _title(self, face: Face) -> str:
        return f"Gezicht {face.number}: {self._name(face)}"

    def rows(self) -> list[FaceRow]:
        """Who is in the photo, and what that means on each channel."""
        if self.photo is None:
            return []
        rows = []
        for face in self.photo.faces.all():
            if face.tag == Tag.NOT_A_FACE:
                continue
            member = self._member(face)
            cells = tuple(self._cell(face, channel) for channel in self.channels)
            rows.append(
                FaceRow(
                    face=face,
                    name=self._name(face),
                    detail=_detail(member) if member else "",
                    cells=cells,
                    url=self._face_url(face),
                    forbidden=any(cell.state == "nee" for cell in cells),
                )
            )
        return rows

    def _cell(self, face: Face, channel: Channel) -> Cell:
        if channel.key in face.covered_on:
            return Cell("ok", "Bedekt", show=True)
        if self.photo is not None and channel.key in self.photo.left_out_on:
            return Cell("uit", "Gaat niet mee")
        if face.tag == Tag.UNTAGGED:
            return Cell("mits", "Nog aanwijzen")
        if self._treatment(face, channel.key) is Treatment.SHOW:
            return Cell("ok", "Ja")
        return Cell("nee", "Nee", show=True)

    def views_of_photo(self) -> list[Segment]:
        """The original, or as it will be seen on the chosen channel."""
        if self.photo is None or self.channel is None:
            return []
        here = {"foto": str(self.photo.id), "kanaal": self.channel.key}
        return [
            Segment("Origineel", self.presenter.editor_url(**here), current=not self.as_channel),
            Segment(
                f"Zoals op {self.channel.name}",
                self.presenter.editor_url(**here, beeld="kanaal"),
                current=self.as_channel,
            ),
        ]

    @property
    def picture_url(self) -> str:
        """The picture on the canvas."""
        if self.photo is None:
            return ""
        if self.as_channel and self.channel:
            return reverse("publications:preview_file", args=[self.post.id, self.photo.id, self.channel.key])
        return reverse("publications:photo_file", args=[self.post.id, self.photo.id])

    @property
    def neighbours(self) -> tuple[str, str]:
        """The photos before and after this one."""
        ids = [photo.id for photo in self.ready]
        if self.photo is None or self.photo.id not in ids:
            return "", ""
        at = ids.index(self.photo.id)
        before = self.presenter.editor_url(foto=str(ids[at - 1])) if at else ""
        after = self.presenter.editor_url(foto=str(ids[at + 1])) if at + 1 < len(ids) else ""
        return before, after

    @property
    def photo_id(self) -> str:
        """The photo in front, for an address."""
        return str(self.photo.id) if self.photo else ""

    @property
    def faces_words(self) -> str:
        """How many faces were found, and how many of them are in doubt."""
        faces = [face for face in self.photo.faces.all() if face.tag != Tag.NOT_A_FACE] if self.photo else []
        doubtful = sum(not face.certain and face.tag == Tag.UNTAGGED for face in faces)
        certain = len(faces) - doubtful
        words = "1 gezicht" if certain == 1 else f"{certain} gezichten"
        if doubtful:
            words += " en 1 twijfel" if doubtful == 1 else f" en {doubtful} twijfels"
        return f"{words}." if faces else "Geen gezichten gevonden."

    @property
    def channel_lines(self) -> list[ChannelLine]:
        """The verdict of each channel, a line each."""
        here = self.channel.key if self.channel else ""
        return [
            ChannelLine(one.channel.name, one.outcome, one.url, current=one.selected)
            for one in self.presenter.verdicts(here)
        ]

    @property
    def submit_words(self) -> str:
        """What the button says that puts it online."""
        if len(self.channels) == 1:
            return f"Plaats op {self.channels[0].name}"
        return f"Plaats op {len(self.channels)} kanalen"

    @property
    def may_go_out(self) -> bool:
        """Whether the button that puts it online works."""
        assessed = self.judgement.assessment.may_go_out
        return assessed and bool(self.post.title.strip()) and not self.is_waiting

    @property
    def blocked_because(self) -> str:
        """What must still happen before it can be placed."""
        if not self.channels:
            return "Kies eerst een kanaal"
        if not self.post.title.strip():
            return "Geef het bericht eerst een titel"
        if self.is_waiting and self.judgement.assessment.may_go_out:
            return "Kan als de foto’s bekeken zijn"
        points = len(self.presenter.cards())
        return "Kan als het punt is opgelost" if points == 1 else f"Kan als de {points} punten zijn opgelost"

    @property
    def number(self) -> int:
        """Which photo this is, counted from 1."""
        return self.ready.index(self.photo) + 1 if self.photo in self.ready else 0


def worst_first(channels: Sequence[Channel], judgement: Judgement) -> list[Channel]:
    """The channel that needs attention stands in front until the reader chooses."""
    return sorted(channels, key=lambda channel: judgement.assessment.on(channel.key).outcome.rank)


def choose(items: Sequence[Any], wanted: str, attribute: str = "id") -> Any | None:
    """The item that the address asks for, or the first."""
    matching = (item for item in items if str(getattr(item, attribute)) == wanted)
    return next(matching, items[0] if items else None)


def people_for(
    actor: Actor, text: str, day: date, judgement: Judgement, channels: Sequence[Channel]
) -> list[Found]:
    """Who fits what was typed, each with where they may not be shown. Without text: who is in it already."""
    cards = find_people(actor, text, MOST_RESULTS, day=day) if text.strip() else ()
    members = [judgement.members[str(card.id)] for card in cards if str(card.id) in judgement.members]
    standing = consents.statuses(actor.school_id, members, day, judgement.protocol.consent_rules)
    return [_found(member, standing, channels) for member in members]


def _found(
    member: Person, standing: Mapping[tuple[str, str, str], ConsentStatus], channels: Sequence[Channel]
) -> Found:
    def allowed(channel: Channel) -> bool:
        status = standing.get((member.id, PURPOSE_IMAGE, channel.key))
        return status is not None and status.allows_new

    closed = [channel.name for channel in channels if not allowed(channel)]
    if not closed:
        state, pill = "ok", "Alles"
    elif len(closed) == len(channels):
        state, pill = "nee", "Nergens"
    else:
        state, pill = "mits", f"Niet op {closed[0]}" if len(closed) == 1 else f"{len(closed)} keer nee"
    return Found(member.name.full, _detail(member), UUID(member.id), state, pill)


def _detail(member: Person) -> str:
    return member.groups[0] if member.groups else member.function or ""
