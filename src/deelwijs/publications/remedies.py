"""Where each way out leads: a link within the editor, or an address with what its button posts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from deelwijs.core.finding import FaceRef, Finding
from deelwijs.core.publication import PURPOSE_IMAGE, PURPOSE_NAME

Fields: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Target:
    """An address; with ``fields`` it is posted to, without it is a link."""

    url: str
    fields: Fields = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One finding of one post, with the channels it holds for."""

    post_id: UUID
    finding: Finding
    channels: tuple[str, ...]
    replacement: str = ""

    @property
    def _where(self) -> FaceRef:
        return self.finding.where if isinstance(self.finding.where, FaceRef) else FaceRef("", "")

    @property
    def _on(self) -> Fields:
        return tuple(("channel", key) for key in self.channels)

    @property
    def _words(self) -> tuple[str, str]:
        return "words", dict(self.finding.params).get("words", "")

    def to_face(self, name: str, *fields: tuple[str, str], everywhere: bool = False) -> Target:
        """Something done to the face of the finding, on its channels or everywhere."""
        return Target(self._url(name, self._where.face_id), fields if everywhere else (*fields, *self._on))

    def to_photo(self, name: str, *fields: tuple[str, str]) -> Target:
        """Something done to the photo of the finding, on its channels."""
        return Target(self._url(name, self._where.photo_id), (*fields, *self._on))

    def to_post(self, name: str, *fields: tuple[str, str]) -> Target:
        """Something done to the post."""
        return Target(self._url(name), fields or self._on)

    def to_words(self, name: str, *fields: tuple[str, str]) -> Target:
        """Something done to the words of the finding."""
        return Target(self._url(name), (self._words, *fields))

    def to_person(self, purpose: str) -> Target:
        """A question to whoever decides for the person of the finding."""
        person = ("person", self.finding.person_id or "")
        return Target(self._url("ask"), (person, ("purpose", purpose), *self._on))

    def to_place(self, anchor: str, *, face: bool = False) -> Target:
        """A place on the editor page."""
        gezicht = self._where.face_id if face else ""
        return Target(editor_url(self.post_id, foto=self._where.photo_id, gezicht=gezicht) + f"#{anchor}")

    def _url(self, name: str, *arguments: str) -> str:
        return reverse(f"publications:{name}", args=[self.post_id, *arguments])


def editor_url(post_id: UUID, **query: str) -> str:
    """The editor with this photo, face or channel in front."""
    kept = {key: value for key, value in query.items() if value}
    return reverse("publications:editor", args=[post_id]) + (f"?{urlencode(kept)}" if kept else "")


_TARGETS: dict[str, Callable[[Case], Target]] = {
    "tag_face": lambda case: case.to_place("wie", face=True),
    "cover_face": lambda case: case.to_face("cover", ("covered", "1")),
    "mark_outsider": lambda case: case.to_face("tag", ("tag", "outsider"), ("cover", "1"), everywhere=True),
    "not_a_face": lambda case: case.to_face("tag", ("tag", "not_a_face"), everywhere=True),
    "leave_photo_out": lambda case: case.to_photo("leave_out", ("out", "1")),
    "remove_photos": lambda case: case.to_post("leave_all_out"),
    "ask_consent": lambda case: case.to_person(PURPOSE_IMAGE),
    "ask_name_consent": lambda case: case.to_person(PURPOSE_NAME),
    "replace_words": lambda case: case.to_words("replace_words", ("by", case.replacement)),
    "remove_words": lambda case: case.to_words("replace_words"),
    "accept_words": lambda case: case.to_words("accept_words"),
    "add_role": lambda case: case.to_post("add_sentence", ("sentence", "add_role")),
    "add_opinion": lambda case: case.to_post("add_sentence", ("sentence", "add_opinion")),
    "confirm_everyone": lambda case: case.to_post("confirm", ("confirmed", "1")),
    "add_alt_text": lambda case: case.to_place("beschrijving"),
    "record_permission": lambda case: case.to_place("les"),
    "consulted": lambda case: case.to_place("overleg"),
    "change_text": lambda case: case.to_place("tekst"),
}


def target_of(code: str, case: Case) -> Target:
    """Where a way out leads.

    Raises:
        KeyError: for a way out that the desk does not offer.
    """
    return _TARGETS[code](case)
